"""Statistics of incoming documents per unit and period, the only place where they are counted."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, fields
from datetime import date
from typing import Any

from django.db.models import Count, Max, Min, Q

from core.reporting.percentages import percent
from core.sorting import PersonOrder
from documents.models import IncomingUnit, UserActivity
from documents.states import EntrySource
from documents.statistics.rules import IncomingRules
from organization.models import ReportingPeriod, Unit


@dataclass(frozen=True)
class DocumentFigures:
    """Numbers of documents of one unit, or of several together.

    ``without_login`` counts people who did not log in to the document software in the period.
    """

    received: int = 0
    opened_in_time: int = 0
    done_on_time: int = 0
    done_late: int = 0
    open: int = 0
    overdue: int = 0
    never_opened: int = 0
    without_login: int = 0

    def __add__(self, other: DocumentFigures) -> DocumentFigures:
        names = [field.name for field in fields(DocumentFigures)]
        return DocumentFigures(
            **{name: getattr(self, name) + getattr(other, name) for name in names}
        )

    @property
    def percent(self) -> int | None:
        """Return the share done on time of what was to be done by now; None without any."""
        owed = self.done_on_time + self.done_late + self.overdue
        return percent(self.done_on_time, owed)


@dataclass(frozen=True)
class UnitDocuments:
    unit: Unit
    figures: DocumentFigures


@dataclass(frozen=True)
class Source:
    """Where the figures come from: lines of lists, lines typed here, and the day of the last list.

    ``log_ins_on`` is the day of the list of users; None without one that tells of the period.
    """

    imported: int
    typed: int
    last_import_on: date | None
    log_ins_on: date | None

    @property
    def sentence(self) -> str:
        parts = []
        if self.imported and self.last_import_on:
            parts.append(
                f"{self.imported} dòng theo danh sách của phần mềm khác, nhập gần nhất ngày"
                f" {self.last_import_on:%d/%m/%Y}"
            )
        if self.typed:
            parts.append(f"{self.typed} dòng ghi tại đây")
        if self.log_ins_on:
            parts.append(f"đăng nhập theo danh sách ngày {self.log_ins_on:%d/%m/%Y}")
        return f"Nguồn: {'; '.join(parts)}." if parts else "Chưa có văn bản nào trong kỳ."


@dataclass(frozen=True)
class IncomingStatistics:
    period: ReportingPeriod
    day: date
    rows: list[UnitDocuments]
    source: Source


def incoming_statistics(period: ReportingPeriod, as_of: date | None = None) -> IncomingStatistics:
    """Return the statistics of every unit as at the end of ``as_of``, see ``IncomingRules.of``.

    There is a row for every unit valid in the period, zeros included, and for another one that has
    something to count, in the ward's order. Six queries if the period comes from ``with_window``, a
    seventh where there is a list of users.
    """
    units = list(Unit.objects.all())
    rules = IncomingRules.of(period, as_of, units=units)
    found: dict[int, dict[str, int]] = defaultdict(dict)
    for rows, columns in ((rules.received(), rules.of_receipt), (rules.worked_on(), rules.of_work)):
        counts = {f"n_{name}": Count("pk", filter=rule) for name, rule in columns.items()}
        for row in rows.values("holder").annotate(**counts):
            found[row["holder"]] |= {name: row[f"n_{name}"] for name in columns}
    log_ins_on = _count_log_ins(rules, found)
    rows_of_units = [
        UnitDocuments(unit, DocumentFigures(**found.get(unit.pk, {})))
        for unit in units
        if any(found.get(unit.pk, {}).values())
        or unit.is_valid_within(period.counts_from, period.ends_on)
    ]
    return IncomingStatistics(period, rules.day, rows_of_units, _source(rules, log_ins_on))


def total(rows: Iterable[UnitDocuments]) -> DocumentFigures:
    return sum((row.figures for row in rows), DocumentFigures())


def silent_people(rules: IncomingRules) -> tuple[date | None, list[UserActivity]]:
    """Return who did not log in during the period, by the first list made on its last day or later,
    else by the latest one; None without a list that tells of the period. Two queries.
    """
    days: dict[str, Any] = UserActivity.objects.aggregate(
        later=Min("seen_on", filter=Q(seen_on__gte=rules.day)),
        latest=Max("seen_on"),
    )
    seen_on = days["later"] or days["latest"]
    if seen_on is None or seen_on < rules.period.counts_from:
        return None, []
    silent = Q(last_login_on=None) | Q(last_login_on__lt=rules.period.counts_from)
    people = UserActivity.objects.filter(silent, seen_on=seen_on).order_by(
        PersonOrder("full_name"), "pk"
    )
    return seen_on, list(people)


def _count_log_ins(rules: IncomingRules, found: dict[int, dict[str, int]]) -> date | None:
    seen_on, people = silent_people(rules)
    for person in people:
        holder = rules.succession.holder(person.unit_id, on=rules.day)
        found[holder]["without_login"] = found[holder].get("without_login", 0) + 1
    return seen_on


def _source(rules: IncomingRules, log_ins_on: date | None) -> Source:
    counted = rules.is_received | rules.is_done_here | rules.is_waiting
    found: dict[str, Any] = (
        IncomingUnit.objects.leading()
        .filter(counted)
        .aggregate(
            imported=Count("pk", filter=Q(source=EntrySource.IMPORTED)),
            typed=Count("pk", filter=Q(source=EntrySource.TYPED)),
            last_import_on=Max("imported_on"),
        )
    )
    return Source(log_ins_on=log_ins_on, **found)
