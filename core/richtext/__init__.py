"""Rich text: allow-list, sanitiser, normaliser, accessibility checks, the editor."""
