"""HTML of what public pages show of stored texts and pictures."""
