"""WHO HELD IT, AND WHEN? From events to spans, gaps and conflicts: one chain for each rival account."""
