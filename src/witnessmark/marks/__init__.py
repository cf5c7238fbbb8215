"""What does this mark say? Text in, candidate meanings out, each with its reason, its source and its weight."""
