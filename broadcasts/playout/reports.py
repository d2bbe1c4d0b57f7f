"""What a play-out page reports: which page plays, what it played, and the log made of it."""

from __future__ import annotations

import logging
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from math import inf
from typing import Any

from django.db import transaction

from broadcasts.models import (
    AirLog,
    Bulletin,
    PlayoutLink,
    PlayoutReport,
)
from broadcasts.on_air import SILENT
from broadcasts.session_log import (
    MAX_INTERRUPTIONS,
    WRITES_AGAIN,
    close_reports,
    reported_log,
    stopped_log,
)
from broadcasts.states import BulletinClass, BulletinState
from core.http.params import MAX_BIGINT
from core.workflow.engine import TransitionRefused, perform

STALE = timedelta(seconds=60)  # a page that did not write so long may be replaced
MAX_REPORTS = 50
_EARLY, _LATE = timedelta(minutes=2), timedelta(hours=6)
_BETWEEN_MESSAGES = 10  # seconds
_CLOCK_ERROR = timedelta(minutes=1)
_PAGE = re.compile(r"[0-9a-f]{32}")
_REPORTED = (BulletinState.APPROVED, BulletinState.AIRED, BulletinState.MISSED)

logger = logging.getLogger("broadcasts.playout.reports")


class MalformedReport(Exception):
    """What was posted is no report of our page."""


@dataclass(frozen=True)
class PlayedBulletin:
    """What a page knows of one bulletin it played, in times of the server; ``is_cut``: it ended
    before its end, for an emergency.
    """

    bulletin: int
    started_at: datetime
    ended_at: datetime | None
    interruptions: int
    is_cut: bool


@dataclass(frozen=True)
class PageMessage:
    """One message of a page: ``is_on`` once somebody has clicked, ``takes_over`` the station from
    another page, ``leaves`` when it is closed.
    """

    page_id: str
    is_on: bool
    takes_over: bool
    leaves: bool
    played: tuple[PlayedBulletin, ...]


def read_message(data: Any) -> PageMessage:
    """Return the message that posted JSON holds. Raises MalformedReport."""
    page = data.get("page") if isinstance(data, dict) else None
    if not isinstance(page, str) or not _PAGE.fullmatch(page):
        raise MalformedReport("page")
    played = data.get("played", [])
    if not isinstance(played, list) or len(played) > MAX_REPORTS:
        raise MalformedReport("played")
    flags = {name: data.get(name, False) for name in ("on", "take_over", "leave")}
    if not all(isinstance(value, bool) for value in flags.values()):
        raise MalformedReport("flags")
    return PageMessage(
        page_id=page,
        is_on=flags["on"],
        takes_over=flags["take_over"],
        leaves=flags["leave"],
        played=tuple(_played(one) for one in played),
    )


def _played(data: Any) -> PlayedBulletin:
    if not isinstance(data, dict):
        raise MalformedReport("played")
    ended, is_cut = data.get("ended"), data.get("is_cut", False)
    if not isinstance(is_cut, bool):
        raise MalformedReport("is_cut")
    return PlayedBulletin(
        bulletin=_number(data.get("id"), MAX_BIGINT),
        started_at=_time(data.get("started")),
        ended_at=None if ended is None else _time(ended),
        interruptions=_number(data.get("interruptions", 0), MAX_INTERRUPTIONS),
        is_cut=is_cut,
    )


def _number(value: Any, most: int) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value <= most:
        raise MalformedReport("number")
    return value


def _time(value: Any) -> datetime:
    """Return the time of milliseconds since 1970, up to the year 2096."""
    return datetime.fromtimestamp(_number(value, 4_000_000_000_000) / 1000, UTC)


@transaction.atomic
def receive(link: PlayoutLink, message: PageMessage, *, now: datetime) -> bool:
    """Store what a page reports; return whether it is the one that plays for the station.

    A page plays when it is on, and no other did so within ``STALE``, or it takes over. Reports of
    a page that lost the station are stored too. The same message twice changes nothing.
    """
    locked = PlayoutLink.objects.select_for_update(no_key=True).get(pk=link.pk)
    is_active = _claim(locked, message, now)
    for played in message.played:
        _store(locked, message.page_id, played, now)
    return is_active


def _claim(link: PlayoutLink, message: PageMessage, now: datetime) -> bool:
    is_own = link.active_page == message.page_id
    if message.leaves:
        if is_own:
            PlayoutLink.objects.filter(pk=link.pk).update(active_page="")
        return False
    is_free = not link.active_page or not link.last_seen_at or link.last_seen_at < now - STALE
    if not message.is_on or not (is_own or is_free or message.takes_over):
        return False
    PlayoutLink.objects.filter(pk=link.pk).update(active_page=message.page_id, last_seen_at=now)
    return True


def _store(link: PlayoutLink, page_id: str, played: PlayedBulletin, now: datetime) -> None:
    """Store a report; one of what was not to be played then is left out.

    The first start and the first end stay, interruptions only grow: a replay changes nothing.
    """
    bulletin = Bulletin.objects.filter(pk=played.bulletin, state__in=_REPORTED).first()
    if bulletin is None or not _is_possible(bulletin, played, now):
        return
    started = min(played.started_at, now)
    ended = min(played.ended_at, now) if played.ended_at else None
    report, _ = PlayoutReport.objects.get_or_create(
        bulletin=bulletin,
        link=link,
        defaults={"page_id": page_id, "started_at": started, "seen_at": now},
    )
    if report.ended_at is None:
        if page_id != report.page_id and _was_over(report, now):
            report.ended_at = report.seen_at
        else:
            report.seen_at = now
            report.ended_at = max(ended, report.started_at) if ended else None
    report.interruptions = max(report.interruptions, played.interruptions)
    report.save(update_fields=["seen_at", "ended_at", "interruptions"])


def _was_over(report: PlayoutReport, now: datetime) -> bool:
    """Whether a page that is gone had played the whole file when it last wrote, but for what is
    played between two messages: another that goes on adds nothing to it.
    """
    if report.seen_at >= now - WRITES_AGAIN:
        return False
    heard = (report.seen_at - report.started_at).total_seconds()
    return heard >= (report.bulletin.audio_seconds or inf) - _BETWEEN_MESSAGES


def _is_possible(bulletin: Bulletin, played: PlayedBulletin, now: datetime) -> bool:
    latest = min(bulletin.starts_at + _LATE, now + _CLOCK_ERROR)
    if not bulletin.starts_at - _EARLY <= played.started_at <= latest:
        return False
    if played.ended_at is None:
        return True
    return played.started_at <= played.ended_at <= min(now + _CLOCK_ERROR, latest + _LATE)


# The log


def log_reported(now: datetime) -> str | None:
    """Log the approved bulletins that were played to the end at each station, or whose pages broke
    off while the slot is over. One query while there are none.

    What a person logged stays as it is.
    """
    rows = Bulletin.objects.filter(
        state=BulletinState.APPROVED, playout_reports__isnull=False, starts_at__lte=now
    )
    count = sum(log_played(bulletin, now=now) for bulletin in rows.distinct())
    return f"{count} played bulletins logged" if count else None


def log_played(bulletin: Bulletin, *, now: datetime) -> bool:
    """Log one bulletin from its reports; return whether it was logged now."""
    reports = list(bulletin.playout_reports.all())
    if bulletin.state != BulletinState.APPROVED or not reports:
        return False
    broken = [one for one in reports if one.ended_at is None]
    is_silent = all(one.seen_at < now - SILENT for one in broken)
    if broken and not (is_silent and bulletin.ends_at <= now):
        return False
    return _log(bulletin, reports, reported_log(bulletin, reports), len(broken), now)


def log_cut(bulletin: Bulletin, *, now: datetime) -> bool:
    """Log what was heard of an approved bulletin until a page cut it for an emergency; the other
    stations end it too. Return whether it was logged now.
    """
    return log_stopped(bulletin, reason="nhường bản tin khẩn cấp", now=now)


def log_cut_here(link: PlayoutLink, message: PageMessage, *, now: datetime) -> None:
    """Log what the station had begun and not ended when it began the emergency of the message: its
    page was closed or broke off. It ended then, at the latest when it last wrote.
    """
    told = [one.bulletin for one in message.played]
    reports = PlayoutReport.objects.filter(link=link)
    emergencies = reports.filter(
        bulletin__in=told, bulletin__bulletin_class=BulletinClass.EMERGENCY
    )
    urgent = emergencies.order_by("started_at").first() if told else None
    if urgent is None:
        return
    open_before = reports.filter(
        ended_at=None, started_at__lt=urgent.started_at, bulletin__state=BulletinState.APPROVED
    ).exclude(bulletin__bulletin_class=BulletinClass.EMERGENCY)
    for report in open_before.select_related("bulletin"):
        report.ended_at = min(report.seen_at, urgent.started_at)
        report.save(update_fields=["ended_at"])
        log_cut(report.bulletin, now=now)


def log_stopped(bulletin: Bulletin, *, reason: str, now: datetime) -> bool:
    """Log what was heard of an approved bulletin until it was stopped; return False where no page
    had begun to play it.
    """
    if bulletin.state != BulletinState.APPROVED:
        return False
    reports = close_reports(bulletin, now=now)
    if not reports:
        return False
    data = stopped_log(bulletin, reports, reason=reason, now=now)
    return _log(bulletin, reports, data, 0, now)


def _log(
    bulletin: Bulletin,
    reports: Sequence[PlayoutReport],
    data: Mapping[str, Any],
    broken: int,
    now: datetime,
) -> bool:
    try:
        with transaction.atomic():
            perform(bulletin, "log", actor=None, version=bulletin.version, data=data, now=now)
            total = sum(one.interruptions for one in reports) + broken
            AirLog.objects.filter(bulletin=bulletin).update(
                interruptions=min(total, MAX_INTERRUPTIONS)
            )
    except TransitionRefused as refused:  # a person was faster, or must look at it
        logger.warning("bulletin %s is not logged: %s", bulletin.pk, refused)
        return False
    return True
