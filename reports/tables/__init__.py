"""Tables of a report, made of the figures of its period."""
