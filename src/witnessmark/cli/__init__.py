"""WHAT DOES A USER TYPE? Parse, call ``app``, print."""
