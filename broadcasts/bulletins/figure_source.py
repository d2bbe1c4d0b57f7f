"""Named figures of broadcasts: sessions, plays, minutes, incidents; plays per unit."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from broadcasts.approved import as_approved
from broadcasts.bulletins.statistics import aired_minutes, plays, sessions
from broadcasts.models import Bulletin, BulletinItem, SpeakerFault
from broadcasts.permissions import may_see_bulletins
from broadcasts.states import BulletinState, ItemKind, MissReason
from core.reporting.figures import (
    Dimension,
    Figure,
    FigureItem,
    FigureRow,
    FigureSource,
    Trend,
    pks_of,
)
from organization.models import ReportingPeriod, User

FIGURES = (
    Figure("broadcasts.planned", "Buổi phát thanh theo lịch", Dimension.WARD, "buổi"),
    Figure("broadcasts.aired", "Buổi phát thanh đã phát", Dimension.WARD, "buổi", Trend.BETTER),
    Figure("broadcasts.missed", "Buổi không phát được", Dimension.REASON, "buổi", Trend.WORSE),
    Figure("broadcasts.plays", "Lượt phát thanh", Dimension.KIND, "lượt", Trend.BETTER),
    Figure("broadcasts.own", "Lượt tự sản xuất", Dimension.WARD, "lượt", Trend.BETTER),
    Figure("broadcasts.relayed", "Lượt tiếp âm", Dimension.WARD, "lượt"),
    Figure("broadcasts.minutes", "Thời lượng đã phát", Dimension.WARD, "phút"),
    Figure("broadcasts.incidents", "Buổi có sự cố", Dimension.WARD, "buổi", Trend.WORSE),
    Figure("broadcasts.faults", "Sự cố loa", Dimension.CLUSTER, "lần", Trend.WORSE),
    Figure("broadcasts.unit_items", "Mục đã phát của đơn vị", noun="mục"),
    Figure("broadcasts.unit_plays", "Lượt phát thanh của đơn vị", noun="lượt", trend=Trend.BETTER),
)


def rows(period: ReportingPeriod, as_of: date | None) -> Iterator[FigureRow]:
    """Yield what is behind the figures of a period. Three queries."""
    window = (period.counts_from, period.ends_on, as_of)
    yield from _sessions(window)
    found = plays(*window).order_by("bulletin__starts_at", "position", "pk")
    counted: set[int] = set()
    for pk, kind, unit, item in found.values_list("pk", "item__kind", "item__unit", "item"):
        key = f"play:{pk}"
        yield FigureRow("broadcasts.plays", ItemKind(kind).label, key)
        is_relayed = kind == ItemKind.RELAYED
        yield FigureRow("broadcasts.relayed" if is_relayed else "broadcasts.own", "", key)
        if unit:
            yield FigureRow("broadcasts.unit_plays", str(unit), key)
            if item not in counted:
                yield FigureRow("broadcasts.unit_items", str(unit), key)
            counted.add(item)
    last = min(period.ends_on, as_of) if as_of else period.ends_on
    faults = SpeakerFault.objects.filter(reported_on__range=(period.counts_from, last))
    for pk, name in faults.order_by("cluster", "pk").values_list("pk", "cluster__name"):
        yield FigureRow("broadcasts.faults", name, f"fault:{pk}")


def _sessions(window: tuple[date, date, date | None]) -> Iterator[FigureRow]:
    found = sessions(*window).order_by("starts_at", "pk")
    for pk, state, reason, started, ended, incidents in found.values_list(
        *("pk", "state", "missed_reason"),
        *("air_log__started_at", "air_log__ended_at", "air_log__incidents"),
    ):
        key = f"bulletin:{pk}"
        yield FigureRow("broadcasts.planned", "", key)
        if state == BulletinState.MISSED:
            label = MissReason(reason).label if reason else MissReason.OTHER.label
            yield FigureRow("broadcasts.missed", label, key)
        if state != BulletinState.AIRED:
            continue
        yield FigureRow("broadcasts.aired", "", key)
        if started and ended:
            yield FigureRow("broadcasts.minutes", "", key, aired_minutes(started, ended))
        if incidents:
            yield FigureRow("broadcasts.incidents", "", key)


def describe(keys: Iterable[str], user: User) -> dict[str, FigureItem]:
    """Return sessions, plays and faults by their keys, for those who see the log."""
    wanted = list(keys) if may_see_bulletins(user) else []
    found: dict[str, FigureItem] = {}
    if pks := pks_of(wanted, "bulletin"):
        for one in Bulletin.objects.filter(pk__in=pks).select_related("slot"):
            found[f"bulletin:{one.pk}"] = FigureItem(str(one), one.address, one.get_state_display())
    if pks := pks_of(wanted, "play"):
        places = BulletinItem.objects.filter(pk__in=pks)
        for place in as_approved(places.select_related("item", "bulletin__slot"), texts=()):
            found[f"play:{place.pk}"] = FigureItem(
                place.item.title, place.bulletin.address, str(place.bulletin)
            )
    if pks := pks_of(wanted, "fault"):
        for fault in SpeakerFault.objects.filter(pk__in=pks).select_related("cluster"):
            found[f"fault:{fault.pk}"] = FigureItem(
                str(fault), note=f"phát hiện ngày {fault.reported_on:%d/%m/%Y}"
            )
    return found


SOURCE = FigureSource("broadcasts", "Truyền thanh", FIGURES, rows, describe)
