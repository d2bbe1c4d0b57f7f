"""How quickly the database answers what residents ask most, and whether it uses its indexes for that."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import count
from statistics import median
from typing import Any

from django.conf import settings
from django.db import connection
from django.http import QueryDict
from django.test import Client
from django.urls import reverse

from core.finding import Narrowed, near_statement, statement
from core.paging import Listing
from core.registries import search_sources
from core.search_query import parse
from news.models import Article, Category

PER_PAGE = 20


@dataclass(frozen=True)
class Case:
    """One thing to be measured: ``run()`` asks the database."""

    name: str
    run: Callable[[], Any]
    is_search: bool = False


@dataclass(frozen=True)
class Measured:
    """Milliseconds in the database, and the tables that were read from one end to the other."""

    case: Case
    median: float
    slowest: float  # 95 of 100 were quicker
    read_whole: list[str]
    indexes: list[str]


class _Clock:
    """Adds up the time of all questions and keeps them."""

    def __init__(self) -> None:
        self.seconds = 0.0
        self.asked: list[tuple[str, Any]] = []

    def __call__(self, execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        began = time.perf_counter()
        try:
            return execute(sql, params, many, context)
        finally:
            self.seconds += time.perf_counter() - began
            self.asked.append((sql, params))


def searches() -> list[Case]:
    """Return the searches: rare and common words, several, in a row, excluded, misspelt, narrowed."""
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
        "từ gõ dở": "khám sức kho",
        "câu dài": "lịch tiêm nhắc lại tại trạm y tế phường cho người cao tuổi",
    }
    cases = [_search(name, words, Narrowed()) for name, words in typed.items()]
    cases.append(_search("lọc theo mục", "tổ dân phố", Narrowed(category=category.slug if category else "")))
    cases.append(_search("lọc theo năm", "người cao tuổi", Narrowed(year=2016)))
    cases.append(_search("lọc thông báo", "ngừng cấp nước", Narrowed(kind="thong-bao")))
    for words in ("dai hoj dangg bo", "tiem phog daij", "sot xuat huyt"):
        cases.append(Case(f"gõ sai: {words}", lambda words=words: _ask_near(words), is_search=True))
    return cases


def _search(name: str, words: str, narrowed: Narrowed) -> Case:
    return Case(f"{name}: {words}", lambda: _ask(statement(search_sources, parse(words), narrowed)), is_search=True)


def _ask_near(words: str) -> None:
    """Ask as the page does: first for the words, and only when nothing has them for what resembles them."""
    _ask(statement(search_sources, parse(words), Narrowed()))
    _ask(near_statement(search_sources, parse(words), Narrowed()))


def _ask(question: tuple[str, Any] | None) -> None:
    if question:
        with connection.cursor() as cursor:
            cursor.execute(*question)
            cursor.fetchall()


def lists() -> list[Case]:
    """Return the lists' first and five hundredth page, as links and as typed addresses reach them."""
    newest, total = Article.objects.published().newest_first(), Article.objects.published().count()
    far = max(2, min(500, total // PER_PAGE))
    before = newest.values_list("pk", flat=True)[(far - 1) * PER_PAGE - 1]
    listing = Listing(Article.objects.published().for_list(), Article.objects.all(), total, "/", PER_PAGE)
    ways = {
        "trang 1": "",
        f"trang {far} theo liên kết": f"trang={far}&sau={before}",
        f"trang {far} gõ thẳng": f"trang={far}",
    }
    return [
        Case(f"danh sách, {name}", lambda asked=asked: listing.page(QueryDict(asked))) for name, asked in ways.items()
    ]


def pages() -> list[Case]:
    """Return whole pages made anew: an address nobody has asked for is not among the kept ones."""
    article = Article.objects.published().newest_first()[100:].first() or Article.objects.published().first()
    addresses = {
        "trang chủ": "/",
        "tất cả tin bài": reverse("all_news"),
        "tìm “phường”": f"{reverse('search')}?q=phường",
    }
    if article:
        addresses["một bài"] = article.get_absolute_url()
    numbers = count()
    return [Case(name, lambda address=address: _visit(address, next(numbers))) for name, address in addresses.items()]


def _visit(address: str, number: int) -> None:
    answer = Client(SERVER_NAME=settings.ALLOWED_HOSTS[0]).get(f"{address}{'&' if '?' in address else '?'}lan={number}")
    if answer.status_code != 200:
        raise RuntimeError(f"{address}: {answer.status_code}")


def measure(case: Case, rounds: int) -> Measured:
    """Run the case once for warmth, then so many times by the clock, and ask how the database went about it."""
    case.run()
    times = []
    for _ in range(rounds):
        clock = _Clock()
        with connection.execute_wrapper(clock):
            case.run()
        times.append(clock.seconds * 1000)
    times.sort()
    plans = [node for sql, params in clock.asked for node in _plan(sql, params)] if case.is_search else []
    return Measured(
        case,
        median(times),
        times[min(int(len(times) * 0.95), len(times) - 1)],
        read_whole=[node["Relation Name"] for node in plans if _reads_whole(node)],
        indexes=list(dict.fromkeys(node["Index Name"] for node in plans if "Index Name" in node)),
    )


def _plan(sql: str, params: Any) -> Iterator[dict[str, Any]]:
    """Yield the steps of the database's plan for a question; a setting before it holds for the plan too."""
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
