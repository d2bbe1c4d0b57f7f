"""Full-text search over everything that apps register."""
