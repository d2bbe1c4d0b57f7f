"""Review comments anchored to quotes of a text."""
