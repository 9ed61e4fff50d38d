"""What the ask graph is made of: `graphs/ask.py` puts it together."""
