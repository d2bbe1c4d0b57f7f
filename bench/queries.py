"""Benchmark queries: latency of frequent public and board queries, and their use of indexes.

Besides the elapsed time, the CPU time of the database's process is measured: on a machine with
other work the first grows, the second does not.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path
from statistics import median
from typing import Any

from django.conf import settings
from django.db import connection
from django.http import QueryDict
from django.test import Client
from django.urls import reverse

from core.http.pagination import KeysetPaginator
from core.search.facts import IndexedFact, indexed_facts
from core.search.language.synonyms import Synonyms
from core.search.parser import parse_query
from core.search.source_rows import Filters
from news.models import Article, Category
from news.public.archive import months, published_counts
from news.public.most_read import most_read
from news.public.sitemaps import Articles
from news.statistics.figures import unit_statistics as unit_standing
from organization.models import ReportingPeriod
from organization.searching.synonyms import load_synonyms
from wardportal.search import Finder

PER_PAGE = 20


@dataclass(frozen=True)
class Case:
    """One measurement: ``run()`` executes the queries."""

    name: str
    run: Callable[[], Any]
    is_search: bool = False


@dataclass(frozen=True)
class Measured:
    """Milliseconds in the database, and the tables that were scanned sequentially."""

    case: Case
    best: float
    median: float
    slowest: float  # 95th percentile
    processor: float | None  # the median, unknown for a database on another machine
    sequentially_scanned: list[str]
    indexes: list[str]


class QueryClock:
    """Execute wrapper that sums up the time of all queries and records them."""

    def __init__(self) -> None:
        self.seconds = 0.0
        self.queries: list[tuple[str, Any]] = []

    def __call__(
        self, execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any
    ) -> Any:
        began = time.perf_counter()
        try:
            return execute(sql, params, many, context)
        finally:
            self.seconds += time.perf_counter() - began
            self.queries.append((sql, params))


def searches() -> list[Case]:
    """Return searches: rare and common words, several, phrases, excluded, misspelt, filtered."""
    number = Article.objects.count() // 2
    category = Category.objects.order_by("pk").first()
    typed = {
        "một số hiếm": str(number),
        "số, ký hiệu": f"{number}/QĐ-UBND",
        "một từ phổ biến": "phường",
        "từ phổ biến, không dấu": "phuong",
        "một từ vừa": "chợ",
        "hai từ": "tiêm phòng",
        "bốn từ không dấu": "dai hoi dang bo",
        "bốn từ có dấu": "Đại hội Đảng bộ",
        "tên người": "Nguyễn Thị Thược",
        "cụm từ": '"sốt xuất huyết"',
        "cụm từ phổ biến": '"UBND phường"',
        "trừ một từ": "tiêm phòng -dại",
        "hai từ cùng nghĩa": "cúp nước",
        "câu hỏi": "bao giờ thì cúp điện ở phố Bến Sen",
        "không đủ chữ": "lịch tiêm phòng hội thi bí thư",
        "một ngày": "24/11",
        "ngày và từ": "họp ngày 24 tháng 11 năm 2016",
        "từ gõ dở": "khám sức kho",
        "câu dài": "lịch tiêm nhắc lại tại trạm y tế phường cho người cao tuổi",
    }
    cases = [_search(name, words, Filters()) for name, words in typed.items()]
    cases.append(
        _search("lọc theo mục", "tổ dân phố", Filters(category=category.slug if category else ""))
    )
    cases.append(_search("lọc theo năm", "người cao tuổi", Filters(year=2016)))
    cases.append(_search("lọc thông báo", "ngừng cấp nước", Filters(kind="thong-bao")))
    cases += [
        _search("gõ sai", words, Filters())
        for words in ("dai hoj dangg bo", "tiem phog daij", "sot xuat huyt")
    ]
    return cases


def _search(name: str, words: str, filters: Filters) -> Case:
    return Case(f"{name}: {words}", lambda: _find(words, filters), is_search=True)


def _find(words: str, filters: Filters) -> None:
    """Search as the page does; facts and synonyms are kept there from the page before."""
    Finder(parse_query(words, _kept_synonyms()), filters, _kept_facts(), _kept_synonyms()).answer(1)


@cache
def _kept_synonyms() -> Synonyms:
    return load_synonyms()


@cache
def _kept_facts() -> list[IndexedFact]:
    return indexed_facts()


def lists() -> list[Case]:
    """Return the first page of lists and page five hundred, by link and by typed URL."""
    newest = Article.objects.published().newest_first()
    total = Article.objects.published().count()
    far = max(2, min(500, total // PER_PAGE))
    before = newest.values_list("pk", flat=True)[(far - 1) * PER_PAGE - 1]
    listing = KeysetPaginator(
        Article.objects.published().for_list(), Article.objects.all(), total, "/", PER_PAGE
    )
    variants = {
        "trang 1": "",
        f"trang {far} theo liên kết": f"trang={far}&sau={before}",
        f"trang {far} gõ thẳng": f"trang={far}",
    }
    return [
        Case(f"danh sách, {name}", partial(listing.page, QueryDict(queries)))
        for name, queries in variants.items()
    ]


def pages() -> list[Case]:
    """Return whole pages, none of them kept."""
    published = Article.objects.published()
    article = published.newest_first()[100:].first() or published.first()
    category = Category.objects.order_by("pk").first()
    last_part = -(-published.count() // Articles.limit)
    addresses = {
        "trang chủ": reverse("home"),
        "tất cả tin bài": reverse("all_news"),
        "một chuyên mục": category.get_absolute_url() if category else "",
        "một tháng": months()[0].url,
        "một bài": article.get_absolute_url() if article else "",
        "tìm “phường”": f"{reverse('search')}?q=phường",
        "sơ đồ trang": reverse("site_map"),
        "sitemap, mục lục": reverse("sitemap"),
        "sitemap, phần đầu": reverse("sitemap_part", args=["tin"]),
        "sitemap, phần cuối": f"{reverse('sitemap_part', args=['tin'])}?p={last_part}",
        "RSS": reverse("rss"),
        "dữ liệu mở": reverse("open_data"),
        "dữ liệu mở, 500 dòng": f"{reverse('open_data_json', args=['tin-bai'])}?moi-trang=500",
        "dữ liệu mở, 100 dòng toàn văn": f"{reverse('open_data_json', args=['tin-bai'])}?day-du=1",
    }
    cases = [Case(name, partial(visit, address)) for name, address in addresses.items() if address]
    # Queries that pages run once after each publication.
    cases.append(Case("đọc nhiều nhất", most_read))
    cases.append(Case("số bài theo tháng và mục, mỗi lần đăng đếm một lần", published_counts))
    return cases


def tallies() -> list[Case]:
    """Return the board's statistics of a full month, of all its units."""
    period = ReportingPeriod.objects.order_by("-starts_on")[1:].first()
    return [Case(f"các đơn vị trong {period}", lambda: unit_standing(period))] if period else []


def visit(address: str) -> None:
    """Ask for a page of a new client, whose store is empty. Raises RuntimeError for an answer other
    than 200.
    """
    answer = Client(SERVER_NAME=settings.ALLOWED_HOSTS[0]).get(address)
    if answer.status_code != 200:
        raise RuntimeError(f"{address}: {answer.status_code}")


def measure(case: Case, rounds: int) -> Measured:
    """Run the case once to warm up, then ``rounds`` times, and read the query plans."""
    case.run()
    times = []
    worked = []
    for _ in range(rounds):
        clock = QueryClock()
        before = _processor()
        with connection.execute_wrapper(clock):
            case.run()
        times.append(clock.seconds * 1000)
        if before is not None and (after := _processor()) is not None:
            worked.append(after - before)
    times.sort()
    plans = (
        [node for sql, params in clock.queries for node in _plan(sql, params)]
        if case.is_search
        else []
    )
    return Measured(
        case,
        times[0],
        median(times),
        times[min(int(len(times) * 0.95), len(times) - 1)],
        median(worked) if worked else None,
        sequentially_scanned=[node["Relation Name"] for node in plans if _reads_whole(node)],
        indexes=list(dict.fromkeys(node["Index Name"] for node in plans if "Index Name" in node)),
    )


def _processor() -> float | None:
    """Return the CPU milliseconds of the connection's server process, as Linux counts them."""
    with suppress(OSError):
        spent = Path(f"/proc/{connection.connection.info.backend_pid}/schedstat").read_text()
        return int(spent.split()[0]) / 1_000_000
    return None


def _plan(sql: str, params: Any) -> Iterator[dict[str, Any]]:
    """Yield the nodes of the query plan; a setting before the query applies to the plan, too."""
    *settings_before, question = sql.split("; ")
    with connection.cursor() as cursor:
        cursor.execute("; ".join([*settings_before, f"EXPLAIN (FORMAT JSON) {question}"]), params)
        waiting = [cursor.fetchone()[0][0]["Plan"]]
    while waiting:
        node = waiting.pop()
        waiting += node.get("Plans", [])
        yield node


def _reads_whole(node: dict[str, Any]) -> bool:
    return node["Node Type"] == "Seq Scan" and node["Relation Name"] == Article._meta.db_table
