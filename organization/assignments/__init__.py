"""Assignments: what a unit must do by when, from receipt to verification, for any app."""
