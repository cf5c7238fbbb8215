"""WHAT STANDS IN A FILE OF TABLES? One reader for each format, in bounded time and memory."""
