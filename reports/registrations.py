"""Entries of the reports in the registries; imported by ``ReportsConfig.ready``."""
