"""A world whose truth we know: noise made on purpose, to measure what the program gets back out of it."""
