"""Mail delivery from the outbox of notices: at most once, with retries after temporary refusals.

``queue`` groups waiting notices into mails, ``send_due`` sends the due ones. A mail is claimed, and
the claim committed, before the SMTP server is contacted; so of two concurrent runs only one sends
it, and a mail claimed by a killed run is never resent automatically. Only a refusal by the server
is certain: after a lost connection the outcome is unknown.
"""

from __future__ import annotations

import logging
import smtplib
import time
from collections.abc import Iterable
from contextlib import suppress
from datetime import datetime, timedelta
from datetime import time as clock
from itertools import groupby

from django.conf import settings
from django.core.mail import get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction
from django.utils import timezone

from core.jobs.definitions import JobPolicy, is_queued, job
from core.text.vietnamese import clean_line
from organization.mail.messages import message_of
from organization.models import Mail, MailChoice, Notice, User

DIGEST_TIME = clock(7)  # local time; nothing is sent at night
MAX_PER_RUN = 30
FEW = 5  # mails that `run_due` sends itself
MAX_RUN = 40  # seconds; the run of the next minute continues
RETRY_DELAYS = (timedelta(minutes=5), timedelta(minutes=15), timedelta(hours=1), timedelta(hours=4))

SENT_AGAIN = "cho gửi lại"  # in the reason of a mail that waits because a person wants it
RESET_MAIL = "Thư đặt lại mật khẩu"  # its failures are recorded under this name

logger = logging.getLogger("organization.mail.delivery")


def has_mail_server() -> bool:
    """Return whether mails are sent over SMTP; else they are printed to the server's log."""
    return not settings.EMAIL_BACKEND.endswith("console.EmailBackend")


def is_morning_over(now: datetime) -> bool:
    return timezone.localtime(now).time() >= DIGEST_TIME


@transaction.atomic
def queue(now: datetime) -> None:
    """Group waiting notices into mails by the preference of each recipient.

    A daily digest is queued from ``DIGEST_TIME`` on, with everything since the last one. Notices
    read on the dashboard meanwhile are not mailed. Recipients locked by another run are skipped.
    """
    waiting = Notice.objects.filter(awaits_mail=True)
    keys = set(waiting.order_by().values_list("person", flat=True).distinct())
    if not keys:
        return
    people = User.objects.select_for_update(skip_locked=True, no_key=True).in_bulk(keys)
    today = timezone.localdate(now)
    has_digest = set(
        Mail.objects.filter(digest_on=today, person__in=people).values_list("person", flat=True)
    )
    rows = waiting.filter(person__in=people).order_by("person_id", "created_at", "pk")
    for key, group in groupby(rows, key=lambda notice: notice.person_id):
        person = people[key]
        notices = list(group)
        is_daily = person.gets_mail and person.mail_choice == MailChoice.DAILY
        if is_daily and (key in has_digest or not is_morning_over(now)):
            continue
        unread = [
            notice for notice in notices if notice.read_at is None and notice.is_mailed_to(person)
        ]
        if is_daily and unread:
            mail = Mail(person=person, digest_on=today, queued_at=now, next_try_at=now)
            _put_into_mail(mail, unread)
        elif not is_daily:
            for notice in unread:
                _put_into_mail(Mail(person=person, queued_at=now, next_try_at=now), [notice])
        Notice.objects.filter(pk__in=[notice.pk for notice in notices]).update(awaits_mail=False)


def _put_into_mail(mail: Mail, notices: Iterable[Notice]) -> None:
    mail.save()
    Notice.objects.filter(pk__in=[notice.pk for notice in notices]).update(mail=mail)


def queue_delivery(now: datetime) -> str | None:
    """Queue new notices; send a few due mails at once, and leave many to a job."""
    queue(now)
    if Mail.objects.due(now)[: FEW + 1].count() <= FEW:
        return send_due(now)
    if not is_queued(deliver):
        deliver.enqueue()
    return None


@job(JobPolicy("Gửi thư", attempts=1, time_limit=timedelta(minutes=15)))
def deliver() -> str | None:
    """Send the due mails until none is left or the server refuses; return the last summary."""
    summary = None
    while Mail.objects.due(timezone.now()).exists():
        before = Mail.objects.due(timezone.now()).count()
        summary = send_due(timezone.now()) or summary
        if Mail.objects.due(timezone.now()).count() >= before:
            break
    return summary


def send_due(now: datetime) -> str | None:
    """Queue new notices and send due mails, at most ``MAX_PER_RUN`` in ``MAX_RUN`` seconds.

    Return a summary for the log, or None.
    """
    queue(now)
    ends_at = time.monotonic() + MAX_RUN
    counts = dict.fromkeys(Mail.State, 0)
    for _ in range(MAX_PER_RUN):
        if time.monotonic() > ends_at or not Mail.objects.due(now).exists():
            break
        connection = get_connection()
        try:
            connection.open()
        # Includes the errors of smtplib; no mail is claimed yet, so none is in doubt.
        except OSError as error:
            reason = f"Không vào được máy chủ thư: {_words(error)}"[:300]
            Mail.objects.due(now).update(reason=reason)
            return reason
        try:
            state = _send_one(connection, now)
        finally:
            with suppress(OSError):  # the outcome is known already
                connection.close()
        if state:
            counts[state] += 1
    words = {
        Mail.State.SENT: "đã gửi",
        Mail.State.PRINTED: "chỉ in ra nhật ký",
        Mail.State.FAILED: "không gửi được",
        Mail.State.CLAIMED: "không rõ đã gửi chưa",
    }
    parts = [f"{counts[state]} thư {word}" for state, word in words.items() if counts[state]]
    return ", ".join(parts) or None


def _send_one(connection: BaseEmailBackend, now: datetime) -> Mail.State | None:
    """Claim a mail, send it and store the outcome; None if another run has claimed it."""
    mail = _claim(now)
    if mail is None:
        return None
    try:
        message = message_of(mail)
        if message is None:
            return _finish(mail, Mail.State.NEEDLESS)
        # Build the message first: an invalid address fails before the server is contacted.
        message.message()
    except ValueError as error:
        return _finish(mail, Mail.State.FAILED, f"Địa chỉ thư không dùng được: {_words(error)}")
    mail.address = message.to[0]
    try:
        connection.send_messages([message])
    except OSError as error:
        return _store_failure(mail, error, now)
    if not has_mail_server():
        return _finish(mail, Mail.State.PRINTED, "Chỉ in ra nhật ký.")
    return _finish(mail, Mail.State.SENT)


# Durable: within an outer transaction the claim would be invisible to others and lost in a crash.
@transaction.atomic(durable=True)
def _claim(now: datetime) -> Mail | None:
    mails = Mail.objects.due(now).select_related("person")
    mail = mails.select_for_update(skip_locked=True, of=("self",)).first()
    if mail:
        mail.state = Mail.State.CLAIMED
        mail.claimed_at = timezone.now()
        mail.tries += 1
        mail.reason = ""
        mail.save(update_fields=["state", "claimed_at", "tries", "reason"])
    return mail


def _store_failure(mail: Mail, error: OSError, now: datetime) -> Mail.State:
    """Store a failed attempt: retry a temporary refusal after growing delays, a lost connection
    never.
    """
    code = _code(error)
    if not 400 <= code < 600:
        return _finish(mail, Mail.State.CLAIMED, f"Mất liên lạc khi đang gửi: {_words(error)}")
    # A refused sender is no fault of the recipient's address: it can be fixed while mails wait.
    is_temporary = code < 500 or isinstance(error, smtplib.SMTPSenderRefused)
    if is_temporary and mail.tries <= len(RETRY_DELAYS):
        mail.next_try_at = now + RETRY_DELAYS[mail.tries - 1]
        return _finish(mail, Mail.State.WAITING, f"Máy chủ thư hẹn thử lại: {_words(error)}")
    return _finish(mail, Mail.State.FAILED, f"Máy chủ thư từ chối: {_words(error)}")


def _finish(mail: Mail, state: Mail.State, reason: str = "") -> Mail.State:
    """Store the outcome, unless the mail has been queued again since it was claimed."""
    is_over = state not in (Mail.State.WAITING, Mail.State.CLAIMED)
    Mail.objects.filter(pk=mail.pk, state=Mail.State.CLAIMED, claimed_at=mail.claimed_at).update(
        state=state,
        reason=reason[:300],
        address=mail.address,
        next_try_at=mail.next_try_at,
        finished_at=timezone.now() if is_over else None,
    )
    if reason and has_mail_server():
        logger.warning("Thư %s gửi %s: %s", mail.pk, mail.person.username, reason)
    return state


def _code(error: OSError) -> int:
    """Return the SMTP status code of the server, 0 without a response."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return next(iter(error.recipients.values()))[0]
    return error.smtp_code if isinstance(error, smtplib.SMTPResponseException) else 0


def _words(error: Exception) -> str:
    """Return the error in one line: the server's response if there is one."""
    answer: tuple[int, bytes | str]
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        answer = next(iter(error.recipients.values()))
    elif isinstance(error, smtplib.SMTPResponseException):
        answer = (error.smtp_code, error.smtp_error)
    else:
        return clean_line(getattr(error, "strerror", None) or str(error)) or type(error).__name__
    code, message = answer
    text = message.decode(errors="replace") if isinstance(message, bytes) else str(message)
    return clean_line(f"{code} {text}")


def send_again(keys: Iterable[int], *, actor: User, now: datetime) -> int:
    """Queue again, at the actor's request, mails that were not or may not have been sent.

    Return their number.
    """
    return (
        Mail.objects.to_resend(now)
        .filter(pk__in=keys)
        .update(
            state=Mail.State.WAITING,
            tries=0,
            next_try_at=now,
            claimed_at=None,
            finished_at=None,
            reason=f"{actor} {SENT_AGAIN} {timezone.localtime(now):%d/%m/%Y | %H:%M}."[:300],
        )
    )
