"""Proposed sentences of a report: each states its figures and nothing else."""
