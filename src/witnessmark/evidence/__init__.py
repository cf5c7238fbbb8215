"""WHAT SHOWS IT? Photographs and papers by the digest of their bytes: grouped, compared, and who had them when."""
