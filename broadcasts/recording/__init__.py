"""Recordings of items, and the one file of a bulletin joined from them."""
