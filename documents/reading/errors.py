"""Errors of reading."""


class UnreadablePaper(Exception):
    """A file that cannot be read; the message is one Vietnamese sentence for the user."""
