"""Briefings, minutes, conclusions and tasks: the room stands, its furniture is not built yet."""
