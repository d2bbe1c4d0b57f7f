"""Facts of model fields."""

from __future__ import annotations

from django.db import models


def max_length(model: type[models.Model], name: str) -> int:
    """Return the length of a text column. Raises ValueError for one without a limit."""
    length: int | None = getattr(model._meta.get_field(name), "max_length", None)
    if length is None:
        raise ValueError(f"{model.__name__}.{name} has no limit")
    return length
