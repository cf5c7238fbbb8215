"""HOW IS A CASE WRITTEN DOWN? Plain text for any editor; reading what was written gives the same statements."""
