"""WHAT HAS BEEN SAID? Bytes, ids, receipts, seals and levels of a set of statements, and its fold into state."""
