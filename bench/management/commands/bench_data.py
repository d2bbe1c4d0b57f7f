"""Fill a data folder with published items for benchmarks; refuses a real ward's."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from functools import partial
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection
from django.db.models import Model
from django.utils import timezone

from bench.board import Year, add_related_rows, make_year
from bench.content import bench_item
from bench.documents import add_documents
from documents.models import PublicDocument
from news.models import Article, Category
from news.states import ArticleState, Kind
from organization.models import Block, Unit
from wardportal.runtime.startup import data_dir

AT_ONCE = 2_000
UNITS = 60
CATEGORIES = (
    ("Công tác Đảng", "cong-tac-dang"),
    ("Hoạt động khối chính quyền", "hoat-dong-khoi-chinh-quyen"),
    ("Hoạt động MTTQ và các đoàn thể", "hoat-dong-mttq-va-cac-doan-the"),
    (
        "Hoạt động tổ dân phố và các đơn vị hiệp quản",
        "hoat-dong-to-dan-pho-va-cac-don-vi-hiep-quan",
    ),
    ("Tin tức khác", "tin-tuc-khac"),
)


class Command(BaseCommand):
    help = (
        "Nạp N tin bài đã đăng để đo tốc độ; chỉ vào thư mục dữ liệu có chữ “bench” trong tên, hoặc"
        " khi có --into."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--articles", type=int, required=True, metavar="N", help="tổng số tin bài cần có"
        )
        parser.add_argument(
            "--documents",
            type=int,
            default=0,
            metavar="N",
            help="tổng số văn bản cần có, ở thư viện và ở danh sách văn bản đến",
        )
        parser.add_argument("--into", metavar="TÊN", help="tên cơ sở dữ liệu này, để xác nhận")

    def handle(
        self, *args: Any, articles: int, documents: int, into: str | None, **options: Any
    ) -> None:
        if "bench" not in data_dir().name and into != connection.settings_dict["NAME"]:
            raise CommandError(
                f"Thư mục dữ liệu {data_dir()} không có chữ “bench” trong tên nên có thể là của một"
                " phường thật. Xin đặt DATA_DIR khác, hoặc ghi rõ tên cơ sở dữ liệu sau --into."
            )
        if not connection.in_atomic_block:
            call_command("migrate", interactive=False, verbosity=0)
        there = Article.objects.count()
        began = time.monotonic()
        _fill(there, articles)
        documents_there = PublicDocument.objects.count()
        _fill_documents(documents_there, documents)
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE" if connection.in_atomic_block else "VACUUM ANALYZE")
        added = max(articles - there, 0)
        added_documents = max(documents - documents_there, 0)
        self.stdout.write(
            f"Đã thêm {added} tin bài, {added_documents} văn bản trong"
            f" {time.monotonic() - began:.0f} giây."
        )


def _fill(there: int, articles: int) -> None:
    """Insert the missing items, in parallel on all processors."""
    add = partial(_add, of=articles, categories=_categories(), year=make_year(_units()))
    if articles - there <= AT_ONCE:
        add(there, articles)
        return
    with _without_indexes_of_words(Article), ThreadPoolExecutor(os.cpu_count()) as threads:
        for _ in threads.map(
            lambda start: add(start, min(start + AT_ONCE, articles)),
            range(there, articles, AT_ONCE),
        ):
            pass


def _fill_documents(there: int, documents: int) -> None:
    if documents - there <= AT_ONCE:
        add_documents(there, documents, units=_units())
        return
    with _without_indexes_of_words(PublicDocument):
        add_documents(there, documents, units=_units())


def _add(first: int, last: int, *, of: int, categories: list[Category], year: Year) -> None:
    now = timezone.now()
    items = [(number, bench_item(number, of=of, until=now)) for number in range(first, last)]
    stored = Article.objects.bulk_create(
        Article(
            kind=item.kind,
            title=item.title[:250],
            lead=item.lead[:600],
            body=item.body,
            category=(
                categories[-1] if item.kind == Kind.NOTICE else categories[number % len(CATEGORIES)]
            ),
            unit=year.units[number % UNITS],
            state=ArticleState.PUBLISHED,
            published_at=item.published_at,
            created_at=item.published_at,
            **year.hand_in(number, of),
        )
        for number, item in items
    )
    add_related_rows(stored, year)


def _categories() -> list[Category]:
    """Return the categories of news and then the one of notices; create what is missing."""
    notices, _ = Category.objects.get_or_create(
        is_for_notices=True, defaults={"name": "Thông báo", "slug": "thong-bao", "position": 9}
    )
    news = [
        Category.objects.get_or_create(slug=slug, defaults={"name": name})[0]
        for name, slug in CATEGORIES
    ]
    return [*news, notices]


def _units() -> list[Unit]:
    return [
        Unit.objects.get_or_create(
            name=f"Tổ dân phố đo tốc độ số {number}",
            defaults={"short_name": f"Tổ {number}", "block": Block.RESIDENTIAL_GROUP},
        )[0]
        for number in range(1, UNITS + 1)
    ]


@contextmanager
def _without_indexes_of_words(model: type[Model]) -> Iterator[None]:
    """Drop the full-text indexes during a bulk insert, and create them again afterwards."""
    endings = ("words", "vector", "in_title")
    indexes = [index for index in model._meta.indexes if index.name.endswith(endings)]
    with connection.schema_editor(atomic=False) as schema:
        for index in indexes:
            schema.remove_index(model, index)
    try:
        yield
    finally:
        with connection.schema_editor(atomic=False) as schema:
            schema.execute("SET maintenance_work_mem = '512MB'")
            for index in indexes:
                schema.add_index(model, index)
