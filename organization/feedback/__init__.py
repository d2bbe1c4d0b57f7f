"""Residents' feedback: error reports on public items, and ratings of their pages.

No personal data of the sender is stored.
"""
