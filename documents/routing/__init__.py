"""Decisions of leaders on incoming documents, and the routings of units that follow from them."""
