"""Autosave: drafts, presence, forms posted after session expiry."""
