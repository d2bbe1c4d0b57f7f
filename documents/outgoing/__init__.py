"""Outgoing documents: drafts, signature, number, dispatch, the way into the library."""
