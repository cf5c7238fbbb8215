"""THE WORLD ITSELF: stores, keys, files, clock."""
