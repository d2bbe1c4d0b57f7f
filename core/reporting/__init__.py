"""Spreadsheets and charts."""
