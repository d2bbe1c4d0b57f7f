"""What people copy or send of an item: a short text, its URL and a picture of the right size."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import quote

from django.conf import settings
from django.templatetags.static import static
from django.utils.text import Truncator

from news.models import Article
from news.public.open_graph import open_graph_picture
from news.times.wording import page_lines

# What a phone shows of a message without "Xem thêm".
MAX_LEAD = 200
DEFAULT_PICTURE = "public/og-default.png"


@dataclass(frozen=True)
class ShareKit:
    """``text`` ends with the URL; the links open the share page of a network with it."""

    text: str
    url: str
    picture_url: str

    @property
    def zalo_url(self) -> str:
        return f"https://zalo.me/share?url={quote(self.url, safe='')}"

    @property
    def facebook_url(self) -> str:
        return f"https://www.facebook.com/sharer/sharer.php?u={quote(self.url, safe='')}"


def share_kit(article: Article) -> ShareKit:
    """Return what to send of a published item read for its page. No query besides its
    corrections, which the page reads too.
    """
    url = settings.SITE_URL + article.get_absolute_url()
    lead = Truncator(article.lead).chars(MAX_LEAD)
    known = page_lines(article)
    picture = open_graph_picture(article)
    return ShareKit(
        text="\n".join(filter(None, [article.title, *known, lead, url])),
        url=url,
        picture_url=picture[0] if picture else static(DEFAULT_PICTURE),
    )
