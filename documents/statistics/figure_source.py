"""Named figures of documents: incoming per unit, outgoing and published by type."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from django.db.models import Case, Q, Value, When

from core.dates import day_end, day_start
from core.reporting.figures import (
    Dimension,
    Figure,
    FigureItem,
    FigureRow,
    FigureSource,
    Trend,
    pks_of,
)
from core.text.vietnamese import sort_key
from documents.models import (
    IncomingDocument,
    IncomingUnit,
    OutgoingDocument,
    PublicDocument,
    UserActivity,
)
from documents.permissions import may_read_documents
from documents.states import OutgoingState
from documents.statistics.figures import silent_people
from documents.statistics.rules import IncomingRules
from organization.models import ReportingPeriod, User

DOCUMENTS = "văn bản"
NO_TYPE = "Chưa ghi loại"
FIGURES = (
    Figure("documents.received", "Văn bản đến các đơn vị nhận trong kỳ", noun=DOCUMENTS),
    Figure("documents.opened_in_time", "Văn bản mở đúng hạn", noun=DOCUMENTS, trend=Trend.BETTER),
    Figure("documents.done_on_time", "Văn bản xong đúng hạn", noun=DOCUMENTS, trend=Trend.BETTER),
    Figure("documents.done_late", "Văn bản xong muộn", noun=DOCUMENTS, trend=Trend.WORSE),
    Figure("documents.open", "Văn bản đang làm, còn hạn", noun=DOCUMENTS, is_sum=False),
    Figure(
        "documents.overdue",
        "Văn bản quá hạn, chưa xong",
        noun=DOCUMENTS,
        trend=Trend.WORSE,
        is_sum=False,
    ),
    Figure(
        "documents.never_opened", "Văn bản chưa mở", noun=DOCUMENTS, trend=Trend.WORSE, is_sum=False
    ),
    Figure(
        "documents.without_login",
        "Người không đăng nhập phần mềm trong kỳ",
        noun="người",
        trend=Trend.WORSE,
        is_sum=False,
    ),
    Figure("documents.issued", "Văn bản đi đã phát hành theo sổ", Dimension.TYPE, DOCUMENTS),
    Figure("documents.published", "Văn bản đã đăng công khai", Dimension.TYPE, DOCUMENTS),
)


def rows(period: ReportingPeriod, as_of: date | None) -> Iterator[FigureRow]:
    """Yield what is behind the figures of a period. Six queries at most."""
    rules = IncomingRules.of(period, as_of, units=period.units)
    for found, columns in (
        (rules.received(), rules.of_receipt),
        (rules.worked_on(), rules.of_work),
    ):
        yield from _incoming(found, columns)
    for person in silent_people(rules)[1]:
        holder = rules.succession.holder(person.unit_id, on=rules.day)
        yield FigureRow("documents.without_login", str(holder), f"person:{person.pk}")
    yield from _by_type(period, rules.day)


def _incoming(found: Any, columns: dict[str, Q]) -> Iterator[FigureRow]:
    flags = {
        f"is_{name}": Case(When(rule, then=Value(True)), default=Value(False))
        for name, rule in columns.items()
    }
    for row in found.annotate(**flags).order_by("pk").values("pk", "holder", *flags):
        for name in columns:
            if row[f"is_{name}"]:
                yield FigureRow(
                    f"documents.{name}", str(row["holder"] or 0), f"incoming:{row['pk']}"
                )


def _by_type(period: ReportingPeriod, day: date) -> Iterator[FigureRow]:
    """Yield issued and published documents. One query."""
    issued = OutgoingDocument.objects.filter(
        state=OutgoingState.ISSUED, issued_on__range=(period.counts_from, day)
    )
    published = PublicDocument.objects.published().filter(
        published_at__gte=day_start(period.counts_from), published_at__lt=day_end(day)
    )
    kinds: tuple[tuple[str, str, Any], ...] = (
        ("documents.issued", "outgoing", issued),
        ("documents.published", "document", published),
    )
    first, *others = [
        rows.order_by()
        .annotate(figure=Value(code), thing=Value(kind))
        .values_list("figure", "thing", "type__name", "pk")
        for code, kind, rows in kinds
    ]
    found = first.union(*others, all=True)
    for code, kind, name, pk in sorted(
        found, key=lambda row: (row[0], sort_key(row[2] or ""), row[3])
    ):
        yield FigureRow(code, name or NO_TYPE, f"{kind}:{pk}")


def describe(keys: Iterable[str], user: User) -> dict[str, FigureItem]:
    """Return by their keys the documents that the user may read."""
    wanted = list(keys)
    found: dict[str, FigureItem] = {}
    if pks := pks_of(wanted, "incoming"):
        readable = IncomingDocument.objects.readable_by(user)
        lines = IncomingUnit.objects.filter(pk__in=pks, entry__in=readable)
        for line in lines.select_related("entry"):
            document = line.entry
            due = f"hạn {line.due_on:%d/%m/%Y}" if line.due_on else ""
            found[f"incoming:{line.pk}"] = FigureItem(str(document), document.address, due)
    if pks := pks_of(wanted, "outgoing"):
        numbered = OutgoingDocument.objects.readable_by(user).filter(pk__in=pks)
        for one in numbered.select_related("register"):
            found[f"outgoing:{one.pk}"] = FigureItem(str(one), one.address)
    if pks := pks_of(wanted, "document"):
        for public in PublicDocument.objects.readable_by(user).filter(pk__in=pks).for_list():
            found[f"document:{public.pk}"] = FigureItem(str(public), public.get_absolute_url())
    if pks := pks_of(wanted, "person"):
        for person in _readable_people(user).filter(pk__in=pks):
            last = person.last_login_on
            note = f"đăng nhập gần nhất {last:%d/%m/%Y}" if last else "chưa đăng nhập lần nào"
            found[f"person:{person.pk}"] = FigureItem(person.full_name, note=note)
    return found


def _readable_people(user: User) -> Any:
    """Return the people of the lists of activity: those of the own unit, or all."""
    if may_read_documents(user):
        return UserActivity.objects.all()
    return UserActivity.objects.filter(unit=user.unit_id)


SOURCE = FigureSource("documents", "Văn bản", FIGURES, rows, describe)
