"""Handbooks of ``docs/huong-dan/`` as pages of the admin, open to whoever works there."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from django.conf import settings
from django.contrib import admin
from django.http import Http404, HttpResponse
from django.template.response import TemplateResponse
from django.templatetags.static import static
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.views.decorators.http import require_safe

from organization.requests import StaffRequest

if TYPE_CHECKING:
    from markdown_it.token import Token

# In the order of the list; the first ones concern most people.
NAMES = (
    "cong-tac-vien",
    "bien-tap",
    "thu-ky",
    "lanh-dao",
    "van-ban-den",
    "van-thu",
    "phat-thanh-vien",
    "can-bo-cntt",
    "tu-ngu",
)
PICTURES = "handbooks"  # where static files have the pictures
_OTHER_HANDBOOK = re.compile(r"([a-z-]+)\.md(#.*)?")


@dataclass(frozen=True)
class Section:
    """A heading of the second level and the ``id`` of its place in the page."""

    title: str
    anchor: str


@dataclass(frozen=True)
class Handbook:
    """A handbook; ``html`` begins after its title."""

    name: str
    title: str
    html: SafeString
    sections: list[Section]


@require_safe
def handbook_list(request: StaffRequest) -> HttpResponse:
    """List all handbooks: people take over each other's work."""
    context = admin.site.each_context(request) | {
        "title": "Hướng dẫn",
        "handbooks": [handbook(name) for name in NAMES],
    }
    return TemplateResponse(request, "wardportal/admin/handbooks.html", context)


@require_safe
def handbook_page(request: StaffRequest, name: str) -> HttpResponse:
    """Show a handbook with the list of its sections. Raises Http404 for an unknown name."""
    if name not in NAMES:
        raise Http404
    shown = handbook(name)
    context = admin.site.each_context(request) | {"title": shown.title, "handbook": shown}
    return TemplateResponse(request, "wardportal/admin/handbook.html", context)


@cache
def handbook(name: str) -> Handbook:
    """Return a handbook as HTML. Pictures are static files, links lead to pages of the admin."""
    from markdown_it import MarkdownIt  # seldom needed

    reader = MarkdownIt("commonmark").enable("table")
    text = (settings.HANDBOOKS / f"{name}.md").read_text(encoding="utf-8")
    tokens = reader.parse(text)
    title = tokens[1].content
    body = tokens[3:]  # after the heading of the first level
    sections: list[Section] = []
    for token, following in zip(body, [*body[1:], None], strict=True):
        if token.tag == "h2" and token.nesting == 1 and following:
            section = Section(following.content, f"phan-{len(sections) + 1}")
            token.attrs["id"] = section.anchor
            sections.append(section)
        for part in token.children or ():
            _lead_here(part)
    html = mark_safe(reader.renderer.render(body, reader.options, {}))  # noqa: S308 (our own text)
    return Handbook(name, title, html, sections)


def _lead_here(part: Token) -> None:
    """Replace the addresses of a repository by those of the portal."""
    if part.type == "image":
        file = str(part.attrs["src"]).removeprefix("anh/")
        part.attrs |= {"src": static(f"{PICTURES}/{file}"), "loading": "lazy"}
    elif part.type == "link_open":
        other = _OTHER_HANDBOOK.fullmatch(str(part.attrs["href"]))
        if other:
            part.attrs["href"] = reverse("admin:handbook", args=[other[1]])
