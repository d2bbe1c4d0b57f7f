"""Statements that are compiled once."""
