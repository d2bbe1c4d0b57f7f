"""Tasks: assignment, deadlines, open tasks, statistics."""
