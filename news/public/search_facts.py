"""Fact of the news for the search: the page of corrections."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse

from core.registries import Fact, FactSource
from news.public.corrections import HEADING
from organization.pages.search_source import KIND


def _pages() -> Iterator[Fact]:
    yield Fact(
        HEADING,
        reverse("corrections"),
        words="cải chính, sửa sai, tin sai, bài bị gỡ",
    )


SOURCE = FactSource("corrections", KIND, _pages, position=96)
