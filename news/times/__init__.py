"""Times of notices: stored rows, the form's table, proposals from the text."""
