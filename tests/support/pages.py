"""Answers without their pages, for tests that ask many addresses for the status alone."""

from __future__ import annotations

import pytest
from django.http import HttpResponse
from django.template import Template
from django.utils.safestring import SafeString


@pytest.fixture
def short_errors(monkeypatch: pytest.MonkeyPatch) -> None:
    """Errors without the portal around them, where only the status is asked for: hundreds of
    times.
    """
    from wardportal import urls

    for status in (403, 404):
        monkeypatch.setattr(
            urls,
            f"handler{status}",
            lambda *_, status=status, **__: HttpResponse(status=status),
            False,
        )


@pytest.fixture
def empty_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    """Templates are found but not rendered: views, permissions and status codes are real."""
    monkeypatch.setattr(Template, "render", lambda *_: SafeString())


@pytest.fixture
def unwatched_templates(monkeypatch: pytest.MonkeyPatch) -> None:
    """Render as outside tests: nothing is kept for ``answer.context``."""
    monkeypatch.setattr(
        Template, "_render", lambda template, context: template.nodelist.render(context)
    )
