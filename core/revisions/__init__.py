"""Revisions of a text: optimistic locking, timeline, diff, revert."""
