"""The version of the code, as every result carries it."""

VERSION = "0.1.0"
