"""Reassignment of the drafts and reviews of a user who leaves."""
