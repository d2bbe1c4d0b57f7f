"""The log of sessions: what waits to be logged, alarms of silence, the book."""
