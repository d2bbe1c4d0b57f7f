"""Open Graph picture of an article."""

from __future__ import annotations

from core.files import renditions
from news.models import Article


def open_graph_picture(article: Article) -> tuple[str, int, int] | None:
    """Return (path, width, height) of the lead picture as networks and messengers show it, None
    without a picture.

    The part the editors chose stays in it; whoever may see the item may see it. Where there is no
    picture, the portal's own ``public/og-default.png`` stands in.
    """
    if article.picture is None:
        return None
    return renditions.url(
        article.picture, renditions.shared_name(article.picture_focus)
    ), *renditions.SHARED_SIZE
