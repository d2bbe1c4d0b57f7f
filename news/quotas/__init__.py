"""Quotas of articles per unit and reporting period."""
