"""Effects of transitions of bulletins, in the same transaction: the log and notices."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.utils import timezone

from broadcasts.approved import forget_approved, keep_approved, keep_heard
from broadcasts.models import AirLog, AnnouncerAbsence, Bulletin
from broadcasts.permissions import BULLETIN_APPROVERS
from broadcasts.recording.services import request_join
from broadcasts.session_log import MAX_INTERRUPTIONS, close_reports, stopped_log
from broadcasts.states import BulletinState, LogSource
from core.workflow.engine import TransitionAttempt
from organization.models import Topic, User, notify
from organization.roles import Role


def announcers() -> list[User]:
    """Return the announcers, and who does the work of one that is away today. Two queries."""
    absences = AnnouncerAbsence.objects.valid(timezone.localdate()).select_related("stand_in")
    people = {user.pk: user for user in User.objects.with_role(Role.ANNOUNCER)}
    return list((people | {one.stand_in_id: one.stand_in for one in absences}).values())


def keep_texts(attempt: TransitionAttempt) -> None:
    """Keep the texts that were approved."""
    keep_approved(attempt.item)


def forget_texts(attempt: TransitionAttempt) -> None:
    forget_approved(attempt.item)


def store_log(attempt: TransitionAttempt) -> None:
    """Store the record of the session, which items were heard, and what was heard of them."""
    places = [place.pk for place in attempt.data["places"]]
    _store_log(attempt.item, {**attempt.data, "places": places}, operator=attempt.actor)


def store_stopped_log(attempt: TransitionAttempt) -> None:
    """End what pages play, and store the record of what was heard until now."""
    bulletin = attempt.item
    reports = close_reports(bulletin, now=attempt.at)
    reason = f"{attempt.actor}: {attempt.note}"
    data = stopped_log(bulletin, reports, reason=reason, now=attempt.at)
    log = _store_log(bulletin, data, operator=None)
    log.interruptions = min(sum(one.interruptions for one in reports), MAX_INTERRUPTIONS)
    log.save(update_fields=["interruptions"])


def _store_log(bulletin: Bulletin, data: Mapping[str, Any], *, operator: User | None) -> AirLog:
    """Store what the form of the log holds, places by key; None logs for the play-out pages.

    Whoever corrects a log did not air the bulletin: its operator stays, the correction stands in
    the log of transitions.
    """
    facts = {name: data[name] for name in ("started_at", "ended_at", "incidents")}
    source = LogSource.TYPED if operator else LogSource.PLAYOUT
    log, _ = AirLog.objects.update_or_create(
        bulletin=bulletin,
        defaults=facts,
        create_defaults=facts | {"operator": operator, "source": source},
    )
    log.clusters.set(data["clusters"])
    bulletin.places.update(is_aired=False)
    bulletin.places.filter(pk__in=data["places"]).update(is_aired=True)
    keep_heard(bulletin, until=data["ended_at"])
    return log


def notify_approvers_submitted(attempt: TransitionAttempt) -> None:
    approvers = User.objects.with_role(*BULLETIN_APPROVERS)
    _notify(attempt, approvers, f"{attempt.item} chờ duyệt.", Topic.ASKED)


def notify_announcers_approved(attempt: TransitionAttempt) -> None:
    _notify(attempt, announcers(), f"{attempt.item} đã được duyệt.")


def notify_announcers_returned(attempt: TransitionAttempt) -> None:
    words = f"{attempt.item} được trả lại: {attempt.note}"
    _notify(attempt, announcers(), words, Topic.RETURNED)


def join_recordings(attempt: TransitionAttempt) -> None:
    """Queue the joining of the file for the station, if everything is recorded."""
    request_join(attempt.item)


def notify_of_emergency(attempt: TransitionAttempt) -> None:
    """Tell the announcers to read it now, and the approvers to confirm it."""
    approvers = User.objects.with_role(*BULLETIN_APPROVERS)
    people = {person.pk: person for person in (*announcers(), *approvers)}
    words = f"KHẨN CẤP: {attempt.item} cần phát ngay; người duyệt khác xác nhận sau."
    _notify(attempt, people.values(), words, Topic.ASKED)


def notify_announcers_stopped(attempt: TransitionAttempt) -> None:
    notify_stopped(attempt.item, actor=attempt.actor, now=attempt.at)


def notify_stopped(bulletin: Bulletin, *, actor: User, now: datetime) -> None:
    """Tell the announcers that an emergency bulletin was stopped, before or while it played."""
    notify(
        [person for person in announcers() if person != actor],
        event=f"stopped:{bulletin.pk}",
        text=f"{bulletin} đã dừng, không phát nữa.",
        url=bulletin.address,
        now=now,
        topic=Topic.WITHDRAWN,
    )


def notify_of_source(bulletin: Bulletin, title: str, words: str, *, event: str) -> None:
    """Tell the announcers, and of an approved bulletin its approvers, what became of a source."""
    people = announcers()
    if bulletin.state == BulletinState.APPROVED:
        people += list(User.objects.with_role(*BULLETIN_APPROVERS))
    notify(
        people,
        event=f"{event}:{bulletin.pk}",
        text=f"{bulletin}, “{title}”: {words}"[:500],
        url=bulletin.address,
        now=timezone.now(),
        topic=Topic.WITHDRAWN,
    )


def _notify(
    attempt: TransitionAttempt, people: Iterable[User], text: str, topic: Topic = Topic.OTHER
) -> None:
    others = [person for person in people if person.pk != _actor_pk(attempt)]
    notify(
        others,
        event=f"bulletin:{attempt.log_id}",
        text=text[:500],
        url=attempt.item.address,
        now=attempt.at,
        topic=topic,
    )


def _actor_pk(attempt: TransitionAttempt) -> int | None:
    return attempt.actor.pk if attempt.actor else None
