"""Incoming documents: registration, pages, work of the units."""
