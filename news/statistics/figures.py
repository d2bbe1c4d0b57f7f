"""Statistics per unit and period: the one source for dashboards, lists, exports and reports."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field, fields
from datetime import date
from typing import Any

from django.db.models import CharField, Count, F, FilteredRelation, Q, QuerySet, Value
from django.db.models.functions import Coalesce

from core.registries import Registry
from core.reporting.percentages import percent, reaches
from news.models import Quota, QuotaChange, QuotaRating
from news.quotas.services import seen_from_json
from news.states import Kind
from news.statistics.rules import PeriodRules
from organization.models import Block, ReportingPeriod, Unit

NO_UNIT = "Chưa ghi đơn vị"


@dataclass(frozen=True)
class StatisticsColumn:
    """A column that a later app registers: ``count(period, as_of)`` returns a number for each unit
    that has one.
    """

    name: str
    label: str
    count: Callable[[ReportingPeriod, date | None], Mapping[int, int]]


statistics_columns: Registry[StatisticsColumn] = Registry()


@dataclass(frozen=True)
class ByKind:
    """A number of items for each kind."""

    brief: int = 0
    feature: int = 0
    notice: int = 0

    def __add__(self, other: ByKind) -> ByKind:
        return ByKind(
            self.brief + other.brief, self.feature + other.feature, self.notice + other.notice
        )

    @property
    def total(self) -> int:
        return self.brief + self.feature + self.notice

    def missing(self, required: ByKind) -> ByKind:
        """Return what is left of a quota; a surplus of one kind does not offset another."""
        return ByKind(
            *(max(0, getattr(required, kind) - getattr(self, kind)) for kind in Kind.values)
        )

    def met(self, required: ByKind) -> int:
        """Return the part of a quota that is met; a surplus of one kind does not offset another."""
        return sum(min(getattr(self, kind), getattr(required, kind)) for kind in Kind.values)


@dataclass(frozen=True)
class Figures:
    """Numbers of items: of one unit, or of several together. ``submitted`` is ``on_time`` and
    ``late``.

    ``supporting`` stands outside the totals: the items count for the unit that signs them. It is
    kept as the keys of the items, so that one that several units supported is added up once.
    """

    required: ByKind = ByKind()
    submitted: ByKind = ByKind()
    published: ByKind = ByKind()
    met: int = 0
    on_time: int = 0
    late: int = 0
    returned: int = 0
    not_counted: int = 0
    withdrawn: int = 0
    supported: frozenset[int] = frozenset()
    sent: int = 0
    accepted: int = 0
    sent_back: int = 0
    extra: Mapping[str, int] = field(default_factory=dict)

    def __add__(self, other: Figures) -> Figures:
        summed = {
            f.name: getattr(self, f.name) + getattr(other, f.name)
            for f in fields(Figures)
            if f.name not in ("extra", "supported")
        }
        names = [*self.extra, *(name for name in other.extra if name not in self.extra)]
        extra = {name: self.extra.get(name, 0) + other.extra.get(name, 0) for name in names}
        return Figures(**summed, supported=self.supported | other.supported, extra=extra)

    @property
    def supporting(self) -> int:
        return len(self.supported)

    @property
    def percent(self) -> int | None:
        """Return the share of the quota that is met; None where nothing is required."""
        return percent(self.met, self.required.total)

    @property
    def missing(self) -> ByKind:
        return self.submitted.missing(self.required)

    @property
    def is_empty(self) -> bool:
        return self == Figures(extra=dict.fromkeys(self.extra, 0))


@dataclass(frozen=True)
class UnitStatistics:
    """One unit's row.

    ``unit`` is None for items that name none; an exempt unit owes nothing for the reason given.
    """

    unit: Unit | None
    figures: Figures
    exemption: str = ""
    rating: str = ""

    @property
    def name(self) -> str:
        return self.unit.name if self.unit else NO_UNIT

    @property
    def block(self) -> str:
        return self.unit.block if self.unit else ""

    @property
    def block_label(self) -> str:
        return Block(self.block).label if self.block else ""


def unit_statistics(period: ReportingPeriod, as_of: date | None = None) -> list[UnitStatistics]:
    """Return the statistics of every unit at the end of ``as_of``, or now: five queries, and those
    of registered columns.

    Every unit valid on a day of the period is a row, also of zeros, by block, position and name. A
    unit that was not valid then, and items without a unit, are rows only when there is something to
    count, so that no item is lost.
    """
    counting = PeriodRules.of(period, as_of)
    units, required, exemptions = _units(counting.period)
    if counting.is_past:
        _as_then(counting, required, exemptions)
    found = _found(counting)
    for column in statistics_columns:
        for pk, number in column.count(counting.period, as_of).items():
            found[pk]["extra"][column.name] = number
    strangers = [pk for pk in found if pk is not None and pk not in units]
    if strangers:
        units |= {unit.pk: unit for unit in Unit.objects.filter(pk__in=strangers)}
    ratings = list(QuotaRating.objects.order_by("-least_percent"))
    rows = [
        _row(
            unit,
            found[unit.pk],
            required.get(unit.pk, ByKind()),
            exemptions.get(unit.pk, ""),
            ratings,
        )
        for unit in sorted(units.values(), key=_order)
    ]
    return rows + ([_row(None, found[None], ByKind(), "", ratings)] if None in found else [])


def required_by_unit(counting: PeriodRules) -> dict[int, ByKind]:
    """Return what each unit owes in the period, without exempt ones. One query, two as of a past
    day.
    """
    quotas = Quota.objects.filter(period=counting.period).order_by()
    required, exemptions = _owed(
        quotas.values_list("unit_id", "kind", "required", "is_exempt", "reason")
    )
    if counting.is_past:
        _as_then(counting, required, exemptions)
    return {unit: owed for unit, owed in required.items() if unit not in exemptions}


def missing_by_unit(
    counting: PeriodRules, units: Collection[int] | None = None
) -> dict[int, ByKind]:
    """Return what each of these units (None: each unit) has not yet submitted of its quota, without
    those that owe nothing.

    Two queries; the same as ``missing`` of its statistics now.
    """
    counted = counting.articles().filter(counting.counts)
    owed = required_by_unit(counting)
    if units is not None:
        owed = {unit: required for unit, required in owed.items() if unit in units}
        counted = counted.filter(**{f"{counting.name('unit')}__in": units})
    by_kind = counted.values_list(counting.name("unit"), counting.name("kind"))
    submitted: dict[int | None, ByKind] = defaultdict(ByKind)
    for unit, kind, number in by_kind.annotate(n=Count("pk")):
        submitted[unit] += ByKind(**{kind: number})
    missing = {unit: submitted[unit].missing(required) for unit, required in owed.items()}
    return {unit: kinds for unit, kinds in missing.items() if kinds.total}


def total(rows: Iterable[UnitStatistics]) -> Figures:
    """Return the rows added up."""
    return sum((row.figures for row in rows), Figures())


def by_block(rows: Iterable[UnitStatistics]) -> dict[str, list[UnitStatistics]]:
    """Return the rows by block, in the order of blocks; items without a unit come last, under the
    empty name.
    """
    grouped: dict[str, list[UnitStatistics]] = defaultdict(list)
    for row in rows:
        grouped[row.block].append(row)
    return {block: grouped[block] for block in [*Block.values, ""] if grouped[block]}


@dataclass(frozen=True)
class MonthStatistics:
    """One period of a year at a glance."""

    period: ReportingPeriod
    submitted: int
    published: int


def monthly_statistics(
    until: ReportingPeriod, as_of: date | None = None, *, number: int = 12
) -> list[MonthStatistics]:
    """Return the last periods up to this one, the earliest first: two queries and one for the
    periods.
    """
    periods = list(
        ReportingPeriod.objects.filter(starts_on__lte=until.starts_on).order_by("-starts_on")[
            :number
        ]
    )
    countings = PeriodRules.of_all(periods, as_of)
    first, *others = [
        counting.articles()
        .filter(counting.counts)
        .values(of=Value(counting.period.pk))
        .annotate(n=Count("pk"), out=Count("pk", filter=counting.is_published))
        .values_list("of", "n", "out")
        for counting in countings
    ]
    found = {of: (n, out) for of, n, out in first.union(*others, all=True)}
    return [MonthStatistics(one.period, *found.get(one.period.pk, (0, 0))) for one in countings]


def _row(
    unit: Unit | None,
    found: dict[str, Any],
    required: ByKind,
    exemption: str,
    ratings: list[QuotaRating],
) -> UnitStatistics:
    submitted = ByKind(**found["submitted"])
    values: dict[str, Any] = found | {
        "submitted": submitted,
        "published": ByKind(**found["published"]),
        "extra": {column.name: found["extra"].get(column.name, 0) for column in statistics_columns},
        "required": required,
        "met": submitted.met(required),
    }
    figures = Figures(**values)
    return UnitStatistics(unit, figures, exemption, _rating(figures, ratings))


def _rating(figures: Figures, ratings: list[QuotaRating]) -> str:
    """Return the label of the highest rating that the share of the quota reaches."""
    met, required = figures.met, figures.required.total
    if not required:
        return ""
    return next((one.label for one in ratings if reaches(met, required, one.least_percent)), "")


def _order(unit: Unit) -> tuple[Any, ...]:
    return Block.values.index(unit.block), unit.position, unit.name


def _units(period: ReportingPeriod) -> tuple[dict[int, Unit], dict[int, ByKind], dict[int, str]]:
    """Return the units of the period, what each owes by kind, and why an exempt one owes nothing;
    one query.
    """
    valid = Unit.objects.valid_within(period.counts_from, period.ends_on)
    quotas = Unit.objects.filter(Q(pk__in=valid.values("pk")) | Q(quotas__period=period)).annotate(
        quota=FilteredRelation("quotas", condition=Q(quotas__period=period))
    )
    rows = quotas.annotate(
        quota_kind=F("quota__kind"),
        quota_required=F("quota__required"),
        quota_exempt=F("quota__is_exempt"),
        quota_reason=F("quota__reason"),
    ).distinct()
    annotated: list[Any] = list(rows.order_by("pk"))  # units with the four columns above
    units = {unit.pk: unit for unit in reversed(annotated)}
    required, exemptions = _owed(
        (one.pk, one.quota_kind, one.quota_required, one.quota_exempt, one.quota_reason)
        for one in annotated
    )
    return units, required, exemptions


def _owed(
    rows: Iterable[tuple[int, str | None, int | None, bool | None, str | None]],
) -> tuple[dict[int, ByKind], dict[int, str]]:
    """Return what each unit owes by kind, and why an exempt one owes nothing, from rows of unit,
    kind, number, exemption and its reason.
    """
    required: dict[int, ByKind] = {}
    exemptions: dict[int, str] = {}
    for unit, kind, number, is_exempt, reason in rows:
        if is_exempt:
            exemptions[unit] = reason or ""
        elif kind:
            required[unit] = required.get(unit, ByKind()) + ByKind(**{kind: number or 0})
    return required, exemptions


def _as_then(
    counting: PeriodRules, required: dict[int, ByKind], exemptions: dict[int, str]
) -> None:
    """Put back what units owed before the quotas were changed after that day; one query."""
    later = QuotaChange.objects.filter(period=counting.period, changed_at__gte=counting.until)
    for change in later.order_by("-changed_at", "-pk").values_list("before", flat=True):
        for unit, quota in seen_from_json(change).items():
            required[unit] = ByKind(**{kind: quota.numbers[kind] or 0 for kind in Kind})
            exemptions.pop(unit, None)
            if quota.is_exempt:
                exemptions[unit], required[unit] = quota.reason, ByKind()


def _found(counting: PeriodRules) -> dict[int | None, dict[str, Any]]:
    """Return the numbers found for each unit, in two queries; a unit that is asked for and has none
    gets zeros.
    """
    found: dict[int | None, dict[str, Any]] = defaultdict(_nothing)
    unit, kind = counting.name("unit"), counting.name("kind")
    counted = counting.articles().filter(counting.counts).values(of_unit=F(unit), of_kind=F(kind))
    rules = {
        "on_time_": counting.is_on_time,
        "late_": counting.is_late,
        "returned_": counting.is_returned,
        "published_": counting.is_published,
    }
    for row in counted.annotate(
        n=Count("pk"), **{name: Count("pk", filter=rule) for name, rule in rules.items()}
    ):
        of_unit = found[row["of_unit"]]
        of_unit["submitted"][row["of_kind"]] = row["n"]
        of_unit["published"][row["of_kind"]] = row["published_"]
        for name in ("on_time", "late", "returned"):
            of_unit[name] += row[f"{name}_"]
    first, *others = _uncounted_numbers(counting)
    for who, column, number in first.union(*others, all=True):
        if column == "supported":
            found[who][column] |= {number}
        else:
            found[who][column] = number
    return found


def _uncounted_numbers(counting: PeriodRules) -> list[QuerySet[Any, Any]]:
    """Return, as (unit, column, number), the counts that are not of counted articles; for
    ``supported`` one row for each unit and item, with the item's key.
    """
    unit = counting.name("unit")

    def numbers(column: str) -> QuerySet[Any, Any]:
        named = counting.behind(column).values(who=F(unit))
        named = named.annotate(what=Value(column, CharField()), n=Count("pk"))
        return named.values_list("who", "what", "n")

    signing = Coalesce(F(unit), Value(0))
    helped = counting.behind("supporting").annotate(who=F("supporting_units"), signing=signing)
    helped = helped.filter(who__isnull=False).exclude(who=F("signing"))
    helped = helped.annotate(what=Value("supported", CharField()), n=F("pk"))
    return [
        helped.values_list("who", "what", "n"),
        *(
            numbers(column)
            for column in ("not_counted", "withdrawn", "sent", "accepted", "sent_back")
        ),
    ]


def _nothing() -> dict[str, Any]:
    beside = (
        "on_time",
        "late",
        "returned",
        "not_counted",
        "withdrawn",
        "sent",
        "accepted",
        "sent_back",
    )
    lists: dict[str, Any] = {"submitted": {}, "published": {}, "extra": {}}
    return lists | {"supported": frozenset()} | dict.fromkeys(beside, 0)
