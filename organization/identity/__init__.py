"""The ward as metadata of pages and as the head of papers."""
