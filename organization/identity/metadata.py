"""Metadata of public pages: Dublin Core, Open Graph and schema.org from one ``Metadata``.

A view puts a ``Metadata`` into the context where it has more than the template's title and
description; ``{% page_metadata %}`` in the base template adds the values common to all pages.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.templatetags.static import static
from django.utils import timezone
from django.utils.encoding import iri_to_uri
from django.utils.safestring import SafeString, mark_safe

from organization.models import Unit, Ward

Node = dict[str, Any]

# Path, width and height, for pages without a picture; the size recommended by Open Graph.
DEFAULT_PICTURE = ("public/og-default.png", 1200, 630)

# "</script>" and "<!--" would end or change the script element, U+2028 breaks older parsers, and a
# lone surrogate cannot be encoded; in JSON all of them occur inside strings alone.
_UNSAFE = re.compile("[<>&\u2028\u2029\ud800-\udfff]")


@dataclass(frozen=True)
class SharePicture:
    """Preview picture of a page at an absolute URL."""

    url: str
    width: int
    height: int
    alt: str = ""


@dataclass(frozen=True)
class Metadata:
    """Metadata of one page; empty values default to the template's title and description.

    ``dated`` is the date of Dublin Core, today if None. ``nodes`` are the page's own schema.org
    entries.
    """

    title: str = ""
    creator: str = ""
    dated: date | datetime | None = None
    picture: SharePicture | None = None
    section: str = ""
    published_at: datetime | None = None
    modified_at: datetime | None = None
    nodes: tuple[Node, ...] = ()

    @property
    def kind(self) -> str:
        return "article" if self.published_at else "website"

    @property
    def day(self) -> date:
        """Return the date of the page in the ward's time zone."""
        if isinstance(self.dated, datetime):
            return timezone.localtime(self.dated).date()
        return self.dated or timezone.localdate()


def absolute_url(address: str) -> str:
    """Return the URL with the portal's own scheme and host, whatever host was requested."""
    return settings.SITE_URL + address if address.startswith("/") else address


def default_picture() -> SharePicture:
    """Return the portal's own picture, for pages without one."""
    file, width, height = DEFAULT_PICTURE
    return SharePicture(absolute_url(static(file)), width, height)


def organization_id() -> str:
    return absolute_url("/#co-quan")


def organization_node(ward: Ward) -> Node:
    """Return the ward's agency as a schema.org node without empty values."""
    node = {
        "@type": "GovernmentOrganization",
        "@id": organization_id(),
        "name": ward.agency_name,
        "url": absolute_url("/"),
        "logo": absolute_url(ward.emblem_url) if ward.emblem_url else "",
        "address": ward.address,
        "telephone": ward.phone,
        "email": ward.email,
    }
    return {name: value for name, value in node.items() if value}


def department_node(unit: Unit) -> Node:
    """Return a unit of the ward as a schema.org organization without empty values."""
    node = {
        "@type": "GovernmentOrganization",
        "name": unit.name,
        "parentOrganization": {"@id": organization_id()},
        "telephone": unit.phone,
        "address": unit.place,
        "description": "; ".join(unit.duty_lines),
    }
    return {name: value for name, value in node.items() if value}


def website_node() -> Node:
    """Return the portal with its search as a schema.org node."""
    return {
        "@type": "WebSite",
        "@id": absolute_url("/#cong-thong-tin"),
        "url": absolute_url("/"),
        "inLanguage": "vi",
        "publisher": {"@id": organization_id()},
        "potentialAction": {
            "@type": "SearchAction",
            "target": {
                "@type": "EntryPoint",
                "urlTemplate": absolute_url("/tim-kiem/?q={search_term_string}"),
            },
            "query-input": "required name=search_term_string",
        },
    }


def breadcrumbs_node(*breadcrumbs: tuple[str, str]) -> Node:
    """Return the breadcrumbs of a page: names with paths, from the home page to the page."""
    crumbs = [("Trang chủ", "/"), *breadcrumbs]
    return {
        "@type": "BreadcrumbList",
        "itemListElement": [
            {
                "@type": "ListItem",
                "position": number,
                "name": name,
                "item": absolute_url(iri_to_uri(path)),
            }
            for number, (name, path) in enumerate(crumbs, start=1)
        ],
    }


def graph_json(nodes: Iterable[Node]) -> SafeString:
    """Return the nodes as one JSON-LD document, escaped for a script element."""
    document = {"@context": "https://schema.org", "@graph": list(nodes)}
    text = json.dumps(document, ensure_ascii=False, separators=(",", ":"))
    return mark_safe(_UNSAFE.sub(lambda found: f"\\u{ord(found[0]):04x}", text))  # noqa: S308
