"""Parts of public pages are kept as text for one cache version, and no longer."""

from __future__ import annotations

from typing import Any

import pytest
from django.template import engines
from django.test import RequestFactory

from core import failsafe

SOURCE = '{% call cached_fragment("part", key) %}{{ words }}{% endcall %}'


def rendered(words: str, *, version: Any, key: str = "") -> str:
    request = RequestFactory().get("/")
    if version is not None:
        request.cache_version = version  # type: ignore[attr-defined]
    template = engines["jinja2"].env.from_string(SOURCE)
    return str(template.render({"request": request, "words": words, "key": key}))


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
    monkeypatch.setattr("wardportal.public_templates.frame.failures", lambda: next(numbers))
    assert rendered("một", version=("v", 3)) == "một"
    monkeypatch.setattr("wardportal.public_templates.frame.failures", failsafe.failures)
    assert rendered("hai", version=("v", 3)) == "hai"
