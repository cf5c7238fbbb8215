"""By which rules do makers and states mark? One module for each scheme; a file put here is found by itself."""
