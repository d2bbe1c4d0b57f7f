"""Models of broadcasts."""

from broadcasts.models.pronunciation import Pronunciation

__all__ = ["Pronunciation"]
