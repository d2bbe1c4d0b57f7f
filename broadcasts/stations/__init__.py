"""The station: its clusters, slots and limits, and who stands in for the announcer."""
