"""WHAT EXISTS? Frozen values; imports nothing of ours."""
