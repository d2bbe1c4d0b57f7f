"""Figures of periods: counted, kept for comparison, compared."""
