"""Public pages of meetings."""
