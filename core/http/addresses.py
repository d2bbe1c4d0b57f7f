"""Addresses that pages name many times, without resolving their patterns anew."""

from __future__ import annotations

from functools import lru_cache

from django.urls import reverse


@lru_cache(maxsize=5_000)
def address_of(name: str, *args: str | int) -> str:
    """Return what ``reverse`` does, for the addresses that stand on many pages."""
    return reverse(name, args=args)


def item_address(name: str, slug: str, pk: int) -> str:
    """Return what ``reverse`` does for ``/<list>/<slug>-<key>/``: lists hold many."""
    return f"{_beginning(name)}{slug}-{pk}/" if slug else reverse(name, args=[slug, pk])


@lru_cache(maxsize=20)
def _beginning(name: str) -> str:
    return reverse(name, args=["a", 1]).removesuffix("a-1/")
