"""Minutes: rows, forms, presenter, revisions, and articles begun from them."""
