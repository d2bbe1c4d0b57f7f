"""Backup, restore and check of a ward's data."""
