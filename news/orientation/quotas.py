"""The quotas of a new period: last period's, else the defaults."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from news.models import DefaultQuota, Quota
from organization.models import ReportingPeriod, Unit


def carry_quotas(period: ReportingPeriod) -> None:
    """Give every unit of a stored period its quotas; what was set for the period already stays. Five queries.

    A unit with quotas in the last period that has any keeps them, exemptions with their reasons included; any other
    has its own defaults, and for kinds without one those of its block.
    """
    earlier = Quota.objects.filter(period__starts_on__lt=period.starts_on)
    newest = earlier.order_by("-period__starts_on").values("period")[:1]
    last: dict[int, list[Quota]] = defaultdict(list)
    for quota in earlier.filter(period__in=newest):
        last[quota.unit_id].append(quota)
    defaults = list(DefaultQuota.objects.all())
    set_already = set(period.quotas.order_by().values_list("unit", flat=True))
    units = Unit.objects.valid_within(period.counts_from, period.ends_on).exclude(pk__in=set_already)
    Quota.objects.bulk_create(
        (quota for unit in units for quota in _quotas_of(unit, period, last[unit.pk], defaults)), ignore_conflicts=True
    )


def _quotas_of(unit: Unit, period: ReportingPeriod, last: list[Quota], defaults: list[DefaultQuota]) -> Iterator[Quota]:
    if last:
        for old in last:
            yield Quota(
                period=period,
                unit=unit,
                kind=old.kind,
                required=old.required,
                is_exempt=old.is_exempt,
                reason=old.reason,
            )
        return
    of_block = {default.kind: default.required for default in defaults if default.block == unit.block}
    own = {default.kind: default.required for default in defaults if default.unit_id == unit.pk}
    for kind, required in (of_block | own).items():
        yield Quota(period=period, unit=unit, kind=kind, required=required)
