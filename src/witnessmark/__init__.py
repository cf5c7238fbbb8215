"""Trace diverted arms: sourced custody chains and windows of diversion."""
