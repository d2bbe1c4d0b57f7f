"""The menu of every public page."""

from typing import Any

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from news.models import Category


def menu(request: HttpRequest) -> dict[str, Any]:
    """Add ``menu``: the categories in order, read once per page and only where a template asks."""
    return {"menu": SimpleLazyObject(lambda: list(Category.objects.all()))}
