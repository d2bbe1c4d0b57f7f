"""What waits for announcers and approvers of bulletins, and the panel of unlogged sessions."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils import timezone

from broadcasts.bulletins.forms import MAX_MINUTES
from broadcasts.logbook.silence import is_red, missing_sessions, over_bulletins, silent_bulletins
from broadcasts.models import AirItem, Bulletin, BulletinItem
from broadcasts.on_air import SILENT, with_seen_on_air
from broadcasts.permissions import BULLETIN_APPROVERS
from broadcasts.recording.parts import as_plan, with_places
from broadcasts.states import BulletinClass, BulletinState, SourceState
from core.database.compiled_query import compiled_query
from core.models import TransitionLog
from organization.models import User
from organization.roles import Role
from organization.work.waiting import MAX_SHOWN, WaitingItem

SOON = timedelta(hours=2)
MAX_ROWS = 8
# In which states an emergency is confirmed, as the workflow has it.
CONFIRMED_IN = (BulletinState.APPROVED, BulletinState.AIRED, BulletinState.MISSED)
MAX_NEXT = 4
MISSING_DAYS = 7


def waiting_logs(user: User, now: datetime) -> Iterator[WaitingItem]:
    """Yield the emergencies to be aired now, and the sessions that are over and not logged, the
    oldest first, but for what is on air; one query for announcers, none for others.
    """
    if not user.has_role(Role.ANNOUNCER):
        return
    for bulletin in _to_log(now=now, seen_after=now - SILENT):
        if bulletin.ends_at > now:
            yield WaitingItem(
                kind="Phát khẩn cấp ngay",
                title=str(bulletin),
                url=bulletin.address,
                since=bulletin.starts_at,
                due_on=bulletin.day,
                is_urgent=True,
            )
            continue
        is_approved = bulletin.state == BulletinState.APPROVED
        yield WaitingItem(
            kind="Ghi nhật ký" if is_approved else "Ghi vì sao không phát",
            title=str(bulletin),
            url=step_address(bulletin, "log" if is_approved else "miss"),
            since=bulletin.ends_at,
            due_on=bulletin.day,
            is_urgent=is_red(bulletin, now),
        )


@compiled_query
def _to_log(*, now: datetime, seen_after: datetime) -> QuerySet[Bulletin]:
    over = Q(pk__in=over_bulletins(now).values("pk"))
    emergency = Q(bulletin_class=BulletinClass.EMERGENCY, state=BulletinState.APPROVED)
    rows = with_seen_on_air(Bulletin.objects.filter(over | emergency), seen_after=seen_after)
    rows = rows.filter(began_on_air=None).select_related("slot")
    return rows.order_by("starts_at", "pk")[: MAX_SHOWN + 1]


def waiting_approvals(user: User, now: datetime) -> Iterator[WaitingItem]:
    """Yield the submitted bulletins that this person may approve, and the emergencies to be
    confirmed afterwards, the next first; two queries for approvers, none for others.
    """
    if not user.has_role(*BULLETIN_APPROVERS):
        return
    for bulletin in _to_approve(user=user.pk, now=now):
        yield WaitingItem(
            kind=(
                "Duyệt bản tin"
                if bulletin.state == BulletinState.IN_REVIEW
                else "Xác nhận bản tin khẩn cấp"
            ),
            title=str(bulletin),
            url=bulletin.address,
            due_on=bulletin.day,
            is_urgent=bulletin.starts_at <= now + SOON,
            note=f"phát lúc {timezone.localtime(bulletin.starts_at):%H:%M}",
            is_shared=True,
        )


@compiled_query
def _to_approve(*, user: int, now: datetime) -> QuerySet[Bulletin]:
    submitted = Q(state=BulletinState.IN_REVIEW, starts_at__gt=now)
    unconfirmed = Q(
        bulletin_class=BulletinClass.EMERGENCY, state__in=CONFIRMED_IN, confirmed_at=None
    )
    rows = _without_hand_of(user).filter(submitted | unconfirmed).select_related("slot")
    return rows.order_by("starts_at", "pk")[: MAX_SHOWN + 1]


def unlogged_panel(user: User) -> dict[str, Any] | None:
    """Return the silent sessions for announcers and approvers; None without any, and for others
    without a query.
    """
    if not user.has_role(Role.ANNOUNCER, *BULLETIN_APPROVERS):
        return None
    now = timezone.now()
    rows = list(silent_bulletins(now).select_related("slot").order_by("starts_at", "pk"))
    today = timezone.localdate(now)
    missing = missing_sessions(today - timedelta(days=MISSING_DAYS), today, before=now)
    if not rows and not missing:
        return None
    return {
        "rows": [(bulletin, is_red(bulletin, now)) for bulletin in rows[:MAX_ROWS]],
        "more": max(len(rows) - MAX_ROWS, 0),
        "missing": missing[-MAX_ROWS:],
    }


def next_panel(user: User) -> dict[str, Any] | None:
    """Return the bulletins that come next for announcers and approvers, with what they lack; None
    without any, and for others without a query.
    """
    if not user.has_role(Role.ANNOUNCER, *BULLETIN_APPROVERS):
        return None
    now = timezone.now()
    rows = _ahead(first=now - timedelta(minutes=MAX_MINUTES), seen_after=now - SILENT)
    coming = [bulletin for bulletin in rows if bulletin.ends_at > now][:MAX_NEXT]
    if not coming:
        return None
    return {"rows": [(bulletin, len(as_plan(bulletin).missing)) for bulletin in coming]}


@compiled_query
def _ahead(*, first: datetime, seen_after: datetime) -> QuerySet[Bulletin]:
    corrected = BulletinItem.objects.airable().filter(
        bulletin=OuterRef("pk"), item__source_state=SourceState.CORRECTED
    )
    ahead = Bulletin.objects.ahead().filter(starts_at__gte=first)
    ahead = with_seen_on_air(ahead.annotate(is_corrected=Exists(corrected)), seen_after=seen_after)
    return with_places(ahead.select_related("slot")).order_by("starts_at", "pk")[: 2 * MAX_NEXT]


def step_address(bulletin: Bulletin, name: str) -> str:
    """Return the page of a step of the workflow."""
    return reverse("admin:broadcasts_bulletin_transition", args=[bulletin.pk, name])


def _without_hand_of(user: int) -> Any:
    """Return the bulletins in whose text the person of that id had no hand, as ``guards.hands`` has
    it.
    """
    kind = ContentType.objects.get_for_model(Bulletin)
    items = AirItem.history.filter(history_user=user).values("id")
    places = BulletinItem.objects.filter(item__in=items).values("bulletin")
    versions = Bulletin.history.filter(history_user=user).values("id")
    submitted = TransitionLog.objects.filter(
        content_type=kind, actor=user, name__in=("submit", "start_emergency")
    )
    hand = Q(pk__in=places) | Q(pk__in=versions) | Q(pk__in=submitted.values("object_id"))
    return Bulletin.objects.exclude(hand)
