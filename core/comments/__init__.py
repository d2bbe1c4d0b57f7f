"""Review comments anchored to words of a text."""
