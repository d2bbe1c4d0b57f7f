"""Answers without their pages, for tests that ask many addresses for the status alone."""

from __future__ import annotations

from typing import Any

import pytest
from django.conf import settings
from django.contrib import admin, auth
from django.http import HttpRequest, HttpResponse
from django.template import Template
from django.utils.safestring import SafeString

from core.registries import admin_menu


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
    monkeypatch.setattr(
        "wardportal.public_templates.environment.SafeTemplate.render", lambda *_: SafeString()
    )


@pytest.fixture
def unwatched_templates(monkeypatch: pytest.MonkeyPatch) -> None:
    """Render as outside tests: nothing is kept for ``answer.context``."""
    monkeypatch.setattr(
        Template, "_render", lambda template, context: template.nodelist.render(context)
    )


@pytest.fixture
def remembered_readers(monkeypatch: pytest.MonkeyPatch) -> None:
    """Look up the person of a session, and the person's roles, once and not for each request,
    where hundreds are made by the same few and none changes a person.
    """
    read = auth.get_user
    known: dict[str, Any] = {}

    def remembered(request: HttpRequest) -> Any:
        key = request.COOKIES.get(settings.SESSION_COOKIE_NAME)
        if key is None:
            return read(request)
        if key not in known:
            known[key] = read(request)
        return known[key]

    monkeypatch.setattr(auth, "get_user", remembered)


@pytest.fixture
def no_menu(monkeypatch: pytest.MonkeyPatch) -> None:
    """Staff pages without the menu beside them, which is the same on each of thousands."""
    monkeypatch.setattr(admin.site, "get_app_list", lambda *_, **__: [])
    monkeypatch.setattr(admin_menu, "_entries", [])
