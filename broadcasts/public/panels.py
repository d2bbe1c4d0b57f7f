"""The panel "Nghe bài viết" beneath an article."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from broadcasts.models import AirItem
from broadcasts.public.listening import length_in_words
from broadcasts.sources import articles
from broadcasts.sources.items import make_key


def recording_of(article: Any) -> dict[str, Any] | None:
    """Return the recording of an article that was read on air as it is now; None without one, and
    for one from before a public correction.

    One query; none for an article that is not read on air.
    """
    if not article.is_for_loudspeaker:
        return None
    recorded = AirItem.objects.heard().filter(
        source_key=make_key(articles.SOURCE, article.pk), source_version=article.version
    )
    if corrections := article.public_corrections:
        recorded = recorded.filter(recording__uploaded_at__gte=corrections[-1].corrected_at)
    item = recorded.only("recording_seconds", "is_synthetic").first()
    if item is None:
        return None
    return {
        "audio_url": reverse("item_audio", args=[item.pk]),
        "length": length_in_words(item.recording_seconds) if item.recording_seconds else "",
        "is_synthetic": item.is_synthetic,
    }
