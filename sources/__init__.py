"""What comes in: listings and editions, full texts, and the polite way to the web."""
