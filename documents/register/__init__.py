"""Incoming documents: import of lists, days that fit each other, work of the units."""
