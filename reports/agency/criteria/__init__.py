"""Criteria: sets in force from a day, the reference set, and what the system measures."""
