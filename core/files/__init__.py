"""Uploaded files: validation by content, storage, renditions, access, garbage collection."""
