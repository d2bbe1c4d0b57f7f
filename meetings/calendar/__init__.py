"""The public working calendar and reception days."""
