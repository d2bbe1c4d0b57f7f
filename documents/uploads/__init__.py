"""Uploads of documents: files of one document, many documents in one table."""
