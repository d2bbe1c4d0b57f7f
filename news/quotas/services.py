"""Quotas of a period: carried over from the previous one, edited as a grid by several users."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from django.db import transaction

from core.text.comparison.three_way import Conflict, three_way
from core.text.vietnamese import clean_line, sort_key
from news.models import DefaultQuota, EditorialPlan, Quota, QuotaChange
from news.models.planning import MAX_REQUIRED
from news.states import Kind, PlanState
from organization.models import Block, ReportingPeriod, Unit, User

KINDS = tuple(Kind)
EXEMPTION = "Miễn"
# Three noughts after a dot are a thousand here, which is no quota.
_ZERO = ("-", "–", "—")  # as Excel shows it in columns of amounts
_NUMBER = re.compile(r"([0-9]{1,6})(?:[.,]0{1,2})?")


class PeriodClosed(Exception):
    """The period's plan is closed, so its quotas stay as they are."""


@dataclass(frozen=True)
class UnitQuota:
    """What one unit owes, by kind; None where nothing was set.

    An exempt unit owes nothing for the reason given.
    """

    numbers: Mapping[str, int | None] = field(default_factory=lambda: dict.fromkeys(KINDS))
    is_exempt: bool = False
    reason: str = ""

    @property
    def exemption(self) -> tuple[bool, str]:
        return self.is_exempt, self.reason


@dataclass(frozen=True)
class CellConflict:
    """Something two people changed at once: what it is, and both values in words."""

    unit: Unit
    what: str
    mine: str
    theirs: str


def number_in(text: str) -> int | None:
    """Return the number a person typed or pasted: "4", "4,0", " 4 ", "-" for zero; nothing is
    None.

    Raises ValueError.
    """
    text = clean_line(text).replace("\xa0", "")
    if not text:
        return None
    if text in _ZERO:
        return 0
    match = _NUMBER.fullmatch(text)
    if not match or int(match[1]) > MAX_REQUIRED:
        raise ValueError(text)
    return int(match[1])


def units_of(period: ReportingPeriod) -> list[Unit]:
    """Return the units of the grid: those valid on a day that belongs to the period, and any that
    has a quota.

    The same units stand in the month's statistics. One query, two unless the period knows
    ``counts_from`` already.
    """
    valid = Unit.objects.valid_within(period.counts_from, period.ends_on)
    with_quota = Quota.objects.filter(period=period).order_by().values("unit")
    units = (valid | Unit.objects.filter(pk__in=with_quota)).order_by()
    order = [block.value for block in Block]
    return sorted(
        units, key=lambda unit: (order.index(unit.block), unit.position, sort_key(unit.name))
    )


def quotas_of(period: ReportingPeriod | None) -> dict[int, UnitQuota]:
    """Return what is set, by unit; one query."""
    if period is None:
        return {}
    return _by_unit(Quota.objects.filter(period=period).order_by("unit_id", "kind"))


def _by_unit(quotas: Iterable[Quota]) -> dict[int, UnitQuota]:
    found: dict[int, UnitQuota] = {}
    for quota in quotas:
        known = found.get(quota.unit_id, UnitQuota())
        numbers = dict(known.numbers) | {quota.kind: quota.required}
        found[quota.unit_id] = UnitQuota(
            numbers, known.is_exempt or quota.is_exempt, known.reason or quota.reason
        )
    return found


def defaults_for(units: Iterable[Unit]) -> dict[int, UnitQuota]:
    """Return what these units owe where nobody said otherwise: the unit's own word, else its
    block's; one query.
    """
    known = list(DefaultQuota.objects.all())
    own = {
        (default.unit_id, default.kind): default.required for default in known if default.unit_id
    }
    of_block = {
        (default.block, default.kind): default.required for default in known if default.block
    }
    return {
        unit.pk: UnitQuota(
            {kind: own.get((unit.pk, kind), of_block.get((unit.block, kind))) for kind in KINDS}
        )
        for unit in units
    }


@transaction.atomic
def carry_over(period: ReportingPeriod) -> int:
    """Give the period the quotas of the one before, for units still valid; return how many rows
    were made.

    Units that had none get their defaults. An exemption is for one period and is not carried. What
    the period has already is left alone.
    """
    before, present = quotas_of(period.previous), quotas_of(period)
    units = [unit for unit in units_of(period) if unit.pk not in present]
    defaults = defaults_for(units)
    wanted = {unit.pk: before.get(unit.pk, defaults[unit.pk]).numbers for unit in units}
    rows = [
        Quota(period=period, unit_id=unit, kind=kind, required=required)
        for unit, numbers in wanted.items()
        for kind, required in numbers.items()
        if required is not None
    ]
    Quota.objects.bulk_create(rows, ignore_conflicts=True)
    return len(rows)


@transaction.atomic
def save_quotas(
    period: ReportingPeriod,
    typed: Mapping[int, UnitQuota],
    seen: Mapping[int, UnitQuota],
    *,
    actor: User,
    now: datetime,
) -> list[CellConflict]:
    """Store what was changed since it was seen, and return what another person changed otherwise
    meanwhile.

    What is in conflict stays as the other left it; everything else is stored. An exempt row without
    a reason is the caller's to refuse. Raises Closed.
    """
    period = ReportingPeriod.objects.with_window().select_for_update().get(pk=period.pk)
    plan = EditorialPlan.objects.select_for_update().only("state").filter(period=period).first()
    if plan and plan.state == PlanState.CLOSED:
        raise PeriodClosed
    stored = quotas_of(period)
    conflicts: list[CellConflict] = []
    changes: list[str] = []
    wanted: dict[int, UnitQuota] = {}
    for unit in [unit for unit in units_of(period) if unit.pk in typed]:
        now_there = stored.get(unit.pk, UnitQuota())
        merged, refused = _merged(unit, seen.get(unit.pk, UnitQuota()), typed[unit.pk], now_there)
        conflicts += refused
        if merged != now_there:
            wanted[unit.pk] = merged
            changes.append(f"{unit.short_name}: {_difference(now_there, merged)}")
    _write(period, wanted)
    if changes:
        before = {pk: stored.get(pk, UnitQuota()) for pk in wanted}
        QuotaChange.objects.create(
            period=period,
            changed_by=actor,
            changed_at=now,
            summary="; ".join(changes),
            before=seen_as_json(before),
        )
    return conflicts


def _merged(
    unit: Unit, seen: UnitQuota, typed: UnitQuota, stored: UnitQuota
) -> tuple[UnitQuota, list[CellConflict]]:
    """Merge three states of a unit's row: cell by cell, and the exemption with its reason as
    one.
    """
    conflicts: list[CellConflict] = []
    numbers = dict(stored.numbers)
    for kind in KINDS:
        mine = typed.numbers.get(kind)
        theirs = stored.numbers.get(kind)
        number = three_way(seen.numbers.get(kind), mine, theirs)
        if isinstance(number, Conflict):
            conflicts.append(
                CellConflict(unit, kind.label, _number_words(mine), _number_words(theirs))
            )
        else:
            numbers[kind] = number
    exemption = three_way(seen.exemption, typed.exemption, stored.exemption)
    if isinstance(exemption, Conflict):
        conflicts.append(CellConflict(unit, EXEMPTION, _exempt_words(typed), _exempt_words(stored)))
        exemption = stored.exemption
    is_exempt, reason = exemption
    return replace(stored, numbers=numbers, is_exempt=is_exempt, reason=reason), conflicts


def _write(period: ReportingPeriod, wanted: Mapping[int, UnitQuota]) -> None:
    """Write the rows of these units, in two queries.

    An exempt unit without a number keeps one row of zero.
    """
    rows, kept = [], []
    for unit, quota in wanted.items():
        numbers = {kind: number for kind, number in quota.numbers.items() if number is not None}
        if quota.is_exempt and not numbers:
            numbers = {Kind.BRIEF: 0}
        for kind, required in numbers.items():
            kept.append((unit, kind))
            reason = quota.reason if quota.is_exempt else ""
            rows.append(
                Quota(
                    period=period,
                    unit_id=unit,
                    kind=kind,
                    required=required,
                    is_exempt=quota.is_exempt,
                    reason=reason,
                )
            )
    gone = [
        pk
        for pk, unit, kind in Quota.objects.filter(period=period, unit__in=wanted).values_list(
            "pk", "unit", "kind"
        )
        if (unit, kind) not in kept
    ]
    Quota.objects.filter(pk__in=gone).delete()
    Quota.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["period", "unit", "kind"],
        update_fields=["required", "is_exempt", "reason"],
    )


def _difference(before: UnitQuota, after: UnitQuota) -> str:
    told = [
        f"{kind.label.lower()} {_number_words(before.numbers.get(kind))} →"
        f" {_number_words(after.numbers.get(kind))}"
        for kind in KINDS
        if before.numbers.get(kind) != after.numbers.get(kind)
    ]
    if (before.is_exempt, before.reason) != (after.is_exempt, after.reason):
        told.append(_exempt_words(after))
    return ", ".join(told)


def _number_words(value: int | None) -> str:
    return "để trống" if value is None else str(value)


def _exempt_words(quota: UnitQuota) -> str:
    return f"miễn ({quota.reason})" if quota.is_exempt else "không miễn"


def seen_as_json(quotas: Mapping[int, UnitQuota]) -> dict[str, Any]:
    """Return what a page shows, to be sent back with it."""
    return {
        str(pk): {
            **{kind: quota.numbers.get(kind) for kind in KINDS},
            "exempt": quota.is_exempt,
            "reason": quota.reason,
        }
        for pk, quota in quotas.items()
    }


def seen_from_json(given: Any) -> dict[int, UnitQuota]:
    """Return what a page says it showed. Raises ValueError for anything else."""
    try:
        return {
            int(pk): UnitQuota(
                {kind: None if row[kind] is None else int(row[kind]) for kind in KINDS},
                bool(row["exempt"]),
                str(row["reason"]),
            )
            for pk, row in given.items()
        }
    except (AttributeError, KeyError, TypeError, OverflowError) as error:
        raise ValueError("seen") from error
