"""Comparison of texts: matching of sequences, word diff, three-way merge."""
