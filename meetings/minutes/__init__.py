"""Minutes: rows, forms, presenter, versions, and article drafts."""
