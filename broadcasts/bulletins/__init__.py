"""Bulletins: proposed, composed, approved, logged."""
