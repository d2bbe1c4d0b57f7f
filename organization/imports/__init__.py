"""Targets of the spreadsheet import: units and people."""
