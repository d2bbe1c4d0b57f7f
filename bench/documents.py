"""Benchmark data and queries of documents: the public library, and what the units have to do."""

from __future__ import annotations

import random
from datetime import date, timedelta
from functools import partial
from typing import Any

from django.urls import reverse
from django.utils import timezone

from bench.content import bench_item
from bench.queries import Case, visit
from core.text.vietnamese import plain_text
from documents.defaults import DOCUMENT_TYPES
from documents.models import (
    Authority,
    DocumentTopic,
    DocumentType,
    IncomingDocument,
    IncomingUnit,
    PublicDocument,
)
from documents.querysets import LONG_COLUMNS
from documents.reading.numbers import number_key
from documents.states import DocumentState, EntrySource, Level
from documents.statistics.figures import incoming_statistics
from organization.models import ReportingPeriod, Unit

AT_ONCE = 2_000
YEARS = 15
AUTHORITIES = ("UBND phường đo tốc độ", "HĐND phường đo tốc độ", "UBND thành phố đo tốc độ")


def add_documents(first: int, last: int, *, units: list[Unit]) -> None:
    """Insert published documents and incoming ones, with these numbers; the same each time."""
    authorities = [
        Authority.objects.get_or_create(name=name, defaults={"level": Level.WARD})[0]
        for name in AUTHORITIES
    ]
    topics = [
        DocumentTopic.objects.get_or_create(name=f"Lĩnh vực đo tốc độ {number}")[0]
        for number in range(12)
    ]
    types = list(DocumentType.objects.order_by("pk"))
    for start in range(first, last, AT_ONCE):
        numbers = range(start, min(start + AT_ONCE, last))
        PublicDocument.objects.bulk_create(
            _document(number, types, authorities, topics) for number in numbers
        )
        entries = IncomingDocument.objects.bulk_create(_incoming(number) for number in numbers)
        IncomingUnit.objects.bulk_create(
            _of_unit(number, entry, units) for number, entry in zip(numbers, entries, strict=True)
        )


def _day(number: int) -> date:
    return timezone.localdate() - timedelta(days=number * 7919 % (YEARS * 365))


def _document(
    number: int,
    types: list[DocumentType],
    authorities: list[Authority],
    topics: list[DocumentTopic],
) -> PublicDocument:
    now = timezone.now()
    item = bench_item(number, of=200_000, until=now)
    abbreviation = DOCUMENT_TYPES[number % len(DOCUMENT_TYPES)][1] or "CV"
    document = PublicDocument(
        type=types[number % len(types)],
        authority=authorities[number % len(authorities)],
        topic=topics[number % len(topics)],
        number=str(number),
        notation=f"{abbreviation}-UBND",
        issued_on=_day(number),
        subject=item.title[:500],
        signer="Người Ký Đo Tốc Độ",
        covers_personal_data=True,
        state=DocumentState.PUBLISHED,
        published_at=now,
        search_text=plain_text(item.body)[:3000],
    )
    document.code_key = number_key(document.code)
    document.code_words = f"{document.type} {document.code_key} {document.number}"
    return document


def _incoming(number: int) -> IncomingDocument:
    arrived_on = _day(number)
    entry = IncomingDocument(
        number=str(number),
        notation="KH-UBND",
        agency=f"Sở đo tốc độ {number % 40}",
        issued_on=arrived_on - timedelta(days=2),
        arrival_number=number + 1,
        arrived_on=arrived_on,
        subject=f"Kế hoạch đo tốc độ số {number}",
        source=EntrySource.IMPORTED,
    )
    entry.set_keys()
    return entry


def _of_unit(number: int, entry: IncomingDocument, units: list[Unit]) -> IncomingUnit:
    chance = random.Random(number)  # noqa: S311 (no secret)
    arrived_on: Any = entry.arrived_on
    row = IncomingUnit(
        entry=entry,
        unit=units[number % len(units)],
        source=EntrySource.IMPORTED,
        due_on=arrived_on + timedelta(days=7),
        first_opened_on=arrived_on if chance.random() < 0.9 else None,
        finished_on=arrived_on + timedelta(days=chance.randrange(12))
        if chance.random() < 0.97
        else None,
    )
    row.set_received()
    return row


def document_cases() -> list[Case]:
    """Return the library's list, numbers, words, filters and pages, and the figures of a month."""
    found = PublicDocument.objects.published().order_by("pk")
    middle = found.defer(*LONG_COLUMNS)[found.count() // 2]
    kind = DocumentType.objects.order_by("pk").first()
    path = reverse("documents")
    addresses = {
        "văn bản, trang 1": path,
        "văn bản, trang 500": f"{path}?trang=500",
        "văn bản theo số": f"{path}?q={middle.code}",
        "văn bản theo từ": f"{path}?q=tiêm phòng",
        "văn bản theo từ phổ biến": f"{path}?q=phường",
        "văn bản lọc loại, năm": f"{path}?loai={kind.pk if kind else 0}&nam={middle.issued_on:%Y}",
        "một văn bản": middle.get_absolute_url(),
        "RSS văn bản": reverse("document_feed"),
    }
    cases = [Case(name, partial(visit, address)) for name, address in addresses.items()]
    period = ReportingPeriod.objects.order_by("-starts_on")[1:].first()
    if period:
        cases.append(
            Case(f"văn bản đến của các đơn vị, {period}", partial(incoming_statistics, period))
        )
    return cases
