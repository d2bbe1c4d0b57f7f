"""Honoraria of published articles."""
