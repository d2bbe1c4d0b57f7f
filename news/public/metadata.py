"""Structured data (schema.org) of articles and lists."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from django.utils import timezone

from news.models import Article, NoticeTime
from news.public.open_graph import open_graph_picture
from news.times.wording import page_lines
from organization.identity.metadata import (
    Metadata,
    Node,
    SharePicture,
    absolute_url,
    breadcrumbs_node,
    default_picture,
    organization_id,
)


def article_metadata(article: Article) -> Metadata:
    """Return a published item with author, picture and times; a public correction is its last
    change.
    """
    corrections = article.public_corrections
    metadata = Metadata(
        title=article.title,
        creator=article.signed_by,
        dated=article.published_at,
        picture=_picture(article),
        section=article.category.name if article.category else "",
        published_at=article.published_at,
        modified_at=corrections[-1].corrected_at if corrections else article.published_at,
    )
    nodes = (
        _article_node(article, metadata),
        *(_event_node(article, one, number) for number, one in enumerate(article.event_times, 1)),
        breadcrumbs_node(*_breadcrumbs_to(article)),
    )
    return replace(metadata, nodes=nodes)


def page_description(article: Article) -> str:
    """Return what search engines and messengers show beneath the title of an item's page."""
    known = page_lines(article)
    return " ".join([*(_ended(line) for line in known), article.lead or article.title])


def _ended(line: str) -> str:
    return line if line.endswith((".", "!", "?", "…")) else f"{line}."


def _event_node(article: Article, one: NoticeTime, number: int) -> Node:
    """Return one time of a notice as an event; without a place it is one of the ward."""
    address = absolute_url(article.get_absolute_url())
    where = one.place or one.concerns or "Địa bàn phường"
    status = "EventCancelled" if one.is_cancelled else "EventScheduled"
    node = {
        "@type": "Event",
        "@id": f"{address}#su-kien-{number}",
        "name": article.title,
        "description": article.lead,
        "url": address,
        "inLanguage": "vi",
        "startDate": one.first_day.isoformat() if one.is_whole_day else _iso(one.starts_at),
        "endDate": one.last_day.isoformat() if one.is_whole_day else _iso(one.ends_at),
        "eventStatus": f"https://schema.org/{status}",
        "eventAttendanceMode": "https://schema.org/OfflineEventAttendanceMode",
        "location": {
            "@type": "Place",
            "name": where,
            "address": where,
        },
        "organizer": {"@id": organization_id()},
    }
    return {name: value for name, value in node.items() if value}


def withdrawn_metadata(article: Article) -> Metadata:
    """Return what is left of a withdrawn item: its title and the day it went."""
    return Metadata(title=article.title, dated=article.withdrawn_at)


def list_metadata(
    title: str, articles: Iterable[Article], *breadcrumbs: tuple[str, str]
) -> Metadata:
    """Return a list of items, dated as its newest one; ``breadcrumbs`` lead from the home page
    to it.
    """
    dates = [at for article in articles if (at := article.published_at)]
    return Metadata(
        title=title, dated=max(dates, default=None), nodes=(breadcrumbs_node(*breadcrumbs),)
    )


def _picture(article: Article) -> SharePicture | None:
    found = open_graph_picture(article)
    if found is None:
        return None
    url, width, height = found
    return SharePicture(
        absolute_url(url),
        width,
        height,
        "" if article.picture_is_decorative else article.picture_alt,
    )


def _breadcrumbs_to(article: Article) -> list[tuple[str, str]]:
    category = (
        [(article.category.name, article.category.get_absolute_url())] if article.category else []
    )
    return [*category, (article.title, article.get_absolute_url())]


def _article_node(article: Article, metadata: Metadata) -> Node:
    address = absolute_url(article.get_absolute_url())
    picture = metadata.picture or default_picture()
    node = {
        "@type": "NewsArticle",
        "@id": f"{address}#bai",
        "url": address,
        "mainEntityOfPage": address,
        "headline": article.title,
        "description": article.lead,
        "inLanguage": "vi",
        "datePublished": _iso(article.published_at),
        "dateModified": _iso(metadata.modified_at),
        "articleSection": metadata.section,
        "author": _author(article),
        "publisher": {"@id": organization_id()},
        "image": {
            "@type": "ImageObject",
            "url": picture.url,
            "width": picture.width,
            "height": picture.height,
        },
    }
    return {name: value for name, value in node.items() if value}


def _iso(at: datetime | None) -> str:
    """Return the moment in the ward's time with its offset; empty without one."""
    return "" if at is None else timezone.localtime(at).isoformat(timespec="seconds")


def _author(article: Article) -> Node:
    """Return the person the text is signed by, else the unit, else the ward itself."""
    if name := article.byline or article.original_author:
        return {"@type": "Person", "name": name}
    if article.unit:
        return {"@type": "Organization", "name": article.unit.name}
    return {"@id": organization_id()}
