"""Public pages of confirmed reports: figures of the ward, never by unit."""
