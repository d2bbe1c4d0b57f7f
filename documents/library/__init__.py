"""The library of documents: storing, reading, publishing, and its public pages."""
