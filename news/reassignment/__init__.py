"""Reassignment of a leaver's drafts."""
