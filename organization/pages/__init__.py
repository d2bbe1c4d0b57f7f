"""Fixed and about pages."""
