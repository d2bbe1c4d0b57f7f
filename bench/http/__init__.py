"""Measures pages of a running portal beside an empty Django project."""
