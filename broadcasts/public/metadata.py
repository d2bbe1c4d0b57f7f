"""Structured data of an aired bulletin: schema.org ``PodcastEpisode``."""

from __future__ import annotations

from django.urls import reverse
from django.utils import timezone

from broadcasts.public.listening import AiredBulletin
from organization.identity.metadata import (
    Metadata,
    Node,
    absolute_url,
    breadcrumbs_node,
    organization_id,
)

STATION = "Truyền thanh"


def bulletin_metadata(aired: AiredBulletin) -> Metadata:
    """Return title, day and sound of an aired bulletin."""
    crumbs = breadcrumbs_node((STATION, reverse("broadcasts")), (aired.title, aired.url))
    return Metadata(
        title=aired.title,
        dated=aired.aired_at,
        section=STATION,
        published_at=aired.aired_at,
        nodes=(_episode(aired), crumbs),
    )


def _episode(aired: AiredBulletin) -> Node:
    node: Node = {
        "@type": "PodcastEpisode",
        "url": absolute_url(aired.url),
        "name": aired.title,
        "datePublished": timezone.localtime(aired.aired_at).isoformat(timespec="seconds"),
        "description": "; ".join(one.item.title for one in aired.items),
        "inLanguage": "vi",
        "publisher": {"@id": organization_id()},
        "partOfSeries": {
            "@type": "PodcastSeries",
            "name": STATION,
            "url": absolute_url(reverse("broadcasts")),
            "webFeed": absolute_url(reverse("podcast")),
        },
        "associatedMedia": aired.audio
        and {
            "@type": "AudioObject",
            "contentUrl": absolute_url(aired.audio_url),
            "encodingFormat": aired.audio.content_type,
            "contentSize": str(aired.audio.size),
            "duration": f"PT{round(aired.seconds)}S",
        },
    }
    return {name: value for name, value in node.items() if value}
