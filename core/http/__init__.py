"""Requests and responses: client address, origin check, pagination, cache version, view counts."""
