"""The pages that ``bench`` asks a server for."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from urllib.parse import quote

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone

from bench.people import bench_user, session_of
from broadcasts.models import Bulletin
from core.text.vietnamese import fold
from documents.models import PublicDocument
from news.models import Article, Category
from news.public.archive import months
from organization.models import ReportingPeriod
from organization.roles import Role

CRAWLED = 300  # different pages of a kind, as a robot reads them
OLDER = 100  # the item that an editor opens is not of today
FAR = 500  # the page that is far back in a list
PER_PAGE = 20
WORDS = (
    *("tiêm phòng", "người cao tuổi", "chợ", "hộ nghèo", "tổ dân phố", "nước sạch", "văn nghệ"),
    *("phường", "Đại hội Đảng bộ", "bao giờ thì cúp điện", "an toàn giao thông", "học sinh giỏi"),
)


@dataclass(frozen=True)
class Page:
    """One row: a page, or several of a kind in turn, and in which mode of ``bench.http.serve``."""

    name: str
    mode: str
    addresses: list[str]
    headers: dict[str, str] = field(default_factory=dict)


def public_pages() -> Iterator[Page]:
    """Yield pages of residents: after a change, read by a robot, kept."""
    for name, address in {
        "trang chủ": reverse("home"),
        "tin mới, trang 1": reverse("all_news"),
        "RSS": reverse("rss"),
        "văn bản, trang 1": reverse("documents"),
        "lịch công tác": reverse("working_calendar"),
    }.items():
        yield Page(name, "changed", [address])

    articles = _spread(Article.objects.published())
    yield Page("một bài", "crawled", articles)
    yield Page("tin mới, trang 1", "crawled", [reverse("all_news")])
    yield Page(f"tin mới, trang {FAR}", "crawled", [f"{reverse('all_news')}?trang={_far()}"])
    yield Page("chuyên mục", "crawled", [one.get_absolute_url() for one in Category.objects.all()])
    yield Page("một tháng", "crawled", [one.url for one in months()[:CRAWLED]])
    yield Page("tìm kiếm, có dấu", "crawled", _searches(str))
    yield Page("tìm kiếm, không dấu", "crawled", _searches(fold))
    yield Page("trang chủ", "crawled", [reverse("home")])
    yield Page("RSS", "crawled", [reverse("rss")])
    yield Page("sitemap, phần đầu", "crawled", [reverse("sitemap_part", args=["tin"])])
    yield Page("văn bản, trang 1", "crawled", [reverse("documents")])
    if documents := _spread(PublicDocument.objects.published()):
        yield Page("một văn bản", "crawled", documents)
    if bulletins := _spread(Bulletin.objects.published()):
        yield Page("một bản tin phát thanh", "crawled", bulletins)
    for name in ("working_calendar", "broadcasts", "public_reports", "meetings", "contact"):
        yield Page(reverse(name), "crawled", [reverse(name)])

    yield Page("trang chủ", "kept", [reverse("home")])
    yield Page("một bài", "kept", articles[:1])
    yield Page("tin mới, trang 1", "kept", [reverse("all_news")])


def admin_pages() -> Iterator[Page]:
    """Yield pages of the board, of the clerk and of the leaders, none of which is ever kept."""
    newest = Article.objects.published().newest_first().values_list("pk", flat=True)
    article = list(newest[:OLDER])[-1]
    period = ReportingPeriod.objects.containing(timezone.localdate() - timedelta(days=31))
    of_roles: dict[Role, dict[str, str]] = {
        Role.EDITOR: {
            "bàn làm việc": reverse("admin:index"),
            "danh sách tin bài": reverse("admin:news_article_changelist"),
            "sửa một bài": reverse("admin:news_article_change", args=[article]),
            "lịch sử một bài": reverse("admin:news_article_history", args=[article]),
            "chỉ tiêu của các đơn vị": reverse("admin:quotas"),
            "theo dõi chỉ tiêu": reverse("admin:statistics"),
        },
        Role.CLERK: {
            "văn bản đến": reverse("admin:documents_incomingdocument_changelist"),
            "thư viện văn bản": reverse("admin:documents_publicdocument_changelist"),
        },
        Role.LEADER: {
            "văn bản đến của các đơn vị": reverse("admin:incoming_statistics"),
        },
    }
    if period:
        of_roles[Role.LEADER]["báo cáo tháng"] = reverse("admin:report", args=[period.code])
    for role, addresses in of_roles.items():
        headers = {"Cookie": f"sessionid={session_of(bench_user(role))}"}
        for name, address in addresses.items():
            yield Page(name, "kept", [address], headers)


def _spread(items: QuerySet[Any]) -> list[str]:
    """Return the addresses of items from the newest to the oldest, evenly spaced."""
    keys = list(items.order_by("-pk").values_list("pk", flat=True))
    chosen = keys[:: max(1, len(keys) // CRAWLED)][:CRAWLED]
    return [item.get_absolute_url() for item in items.filter(pk__in=chosen)]


def _far() -> int:
    return min(FAR, Article.objects.published().count() // PER_PAGE)


def _searches(spelt: Callable[[str], str]) -> list[str]:
    return [f"{reverse('search')}?q={quote(spelt(words))}" for words in WORDS]
