"""Plain-text messages, rendered from the notices of a mail when it is sent."""

from __future__ import annotations

from email.utils import formataddr, parseaddr

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone

from core.text.vietnamese import clean_line, has_date, shorten
from organization.models import Mail, Notice, Ward

SUBJECT_LENGTH = 90


def message_of(mail: Mail) -> EmailMessage | None:
    """Return the message of a mail; None if all its notices have been read on the dashboard, or
    the recipient gets no mail any more.
    """
    unread = mail.notices.unread().order_by("created_at", "pk")
    notices = [notice for notice in unread if notice.is_mailed_to(mail.person)]
    if not notices:
        return None
    ward = Ward.current()
    sender = sender_of(ward)
    context = {
        "person": mail.person,
        "digest_on": mail.digest_on,
        "lines": [(clean_line(notice.text), _absolute(notice.url)) for notice in notices],
        "ward": ward,
        "dashboard": _absolute(reverse("admin:index")),
        "choice": _absolute(reverse("admin:mail_choice")),
    }
    return EmailMessage(
        subject=_subject(mail, notices),
        body=render_to_string("organization/mail.txt", context).strip() + "\n",
        from_email=sender,
        to=[mail.person.email],
        headers={
            "Message-ID": f"<{mail.key}@{parseaddr(sender)[1].partition('@')[2]}>",
            "Auto-Submitted": "auto-generated",
        },
    )


def sender_of(ward: Ward) -> str:
    """Return the address that mails come from, under the portal's name unless it has one."""
    name, address = parseaddr(settings.DEFAULT_FROM_EMAIL)
    return formataddr((name or f"Cổng thông tin {ward.name}", address))


def _subject(mail: Mail, notices: list[Notice]) -> str:
    """Return what the mail is about, and which day: the date of its sentence, else of its
    notice.
    """
    if mail.digest_on:
        return f"{len(notices)} thông báo mới, ngày {mail.digest_on:%d/%m/%Y}"
    text = clean_line(notices[0].text)
    day = timezone.localdate(notices[0].created_at)
    ending = "" if has_date(text) else f" ({day:%d/%m/%Y})"
    return shorten(text, SUBJECT_LENGTH - len(ending)) + ending


def _absolute(address: str) -> str:
    return settings.SITE_URL + address if address.startswith("/") else address
