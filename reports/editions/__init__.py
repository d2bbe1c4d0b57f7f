"""Editions: what a report was when it was confirmed, hashed and kept."""
