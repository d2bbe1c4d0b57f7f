"""Parts of public pages are kept as text for one cache version, and no longer."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from django.template import Context, Template
from django.test import RequestFactory

from core import failsafe

TEMPLATE = Template('{% cached_fragment "part" key %}{{ words }}{% endcached_fragment %}')


def rendered(words: str, *, version: Any, key: str = "") -> str:
    request = RequestFactory().get("/")
    if version is not None:
        request.cache_version = version  # type: ignore[attr-defined]
    return TEMPLATE.render(Context({"request": request, "words": words, "key": key}))


def test_a_fragment_is_kept_while_the_version_stays() -> None:
    assert rendered("một", version=("v", 1)) == "một"
    assert rendered("hai", version=("v", 1)) == "một"
    assert rendered("ba", version=("v", 1), key="khác") == "ba"
    assert rendered("bốn", version=("v", 2)) == "bốn"


def test_nothing_is_kept_for_whoever_is_logged_in() -> None:
    assert rendered("một", version=None) == "một"
    assert rendered("hai", version=None) == "hai"


@pytest.mark.parts_fail
def test_a_fragment_that_lacks_a_part_is_not_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    numbers = iter(range(100))
    monkeypatch.setattr("core.templatetags.cached_fragment.failures", lambda: next(numbers))
    assert rendered("một", version=("v", 3)) == "một"
    monkeypatch.setattr("core.templatetags.cached_fragment.failures", failsafe.failures)
    assert rendered("hai", version=("v", 3)) == "hai"


def test_icons_and_moments() -> None:
    page = Template('{% icon "phone" %}{% moment at %}{% moment at "d/m/Y" %}{% moment none %}')
    at = datetime(2016, 6, 30, 17, 5, 9, 123456, tzinfo=UTC)
    assert page.render(Context({"at": at, "none": None})) == (
        '<svg class="icon" aria-hidden="true"><use href="/static/shared/icons/icons.svg#phone">'
        "</use></svg>"
        '<time datetime="2016-07-01T00:05:09+0700">01/07/2016 | 00:05</time>'
        '<time datetime="2016-07-01T00:05:09+0700">01/07/2016</time>'
    )
