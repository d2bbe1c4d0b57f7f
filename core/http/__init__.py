"""HTTP: client IP, origin check, pagination, view counts, cache version, site context."""
