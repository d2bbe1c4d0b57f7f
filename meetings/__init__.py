"""Briefings, minutes, conclusions and the tasks that follow."""
