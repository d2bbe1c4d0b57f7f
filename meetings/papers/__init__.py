"""Official papers of a meeting and its files."""
