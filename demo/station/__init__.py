"""Loudspeakers of the demonstration ward."""
