"""THE SAME FOR MILLIONS. What ``resolving`` does for one reading, over arrays."""
