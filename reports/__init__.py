"""Monthly reports: counted by the system, confirmed by the leader."""
