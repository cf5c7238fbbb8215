"""IS IT THE SAME THING? For now: marks that are the same as typed."""
