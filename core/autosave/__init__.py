"""Autosave of forms: unsaved drafts, presence of other people, expired sessions."""
