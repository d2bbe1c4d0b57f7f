"""What residents have of the loudspeakers: the week, listening again, the podcast."""
