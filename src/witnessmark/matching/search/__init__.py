"""WHICH MARKS ARE NEAR IT? An index of millions of marks, and of ranges of serials, searched by doubtful readings."""
