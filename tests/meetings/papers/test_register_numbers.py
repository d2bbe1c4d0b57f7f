"""Numbers of a meeting's papers from the register of outgoing documents."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from core.workflow.engine import perform
from documents.models import OutgoingDocument, Register
from documents.states import Direction
from meetings.minutes.paper_facts import editable_fields
from meetings.models import Meeting
from organization.models import User
from tests.news.test_access import client_of
from tests.support.cast import Cast
from tests.support.meeting_factories import approve, conclude, make_meeting

pytestmark = pytest.mark.django_db


@pytest.fixture
def meeting(cast: Cast) -> Meeting:
    made = make_meeting(cast.editor, chair=cast.leader, secretary=cast.editor)
    conclude(made, cast.editor, cast.contributor.unit)
    return approve(made, chair=cast.leader, editor=cast.editor)


@pytest.fixture
def register() -> Register:
    return Register.objects.create(name="Sổ văn bản đi", direction=Direction.OUTGOING)


def step(document: OutgoingDocument, name: str, actor: User, **given: Any) -> OutgoingDocument:
    document.refresh_from_db()
    moved: OutgoingDocument = perform(
        document, name, actor=actor, version=document.version, **given
    )
    return moved


def number(document: OutgoingDocument, cast: Cast, register: Register) -> OutgoingDocument:
    today = timezone.localdate()
    step(document, "sign", cast.clerk, data={"signer": "Trần Văn Bình", "signed_on": today})
    given = {"register": register.pk, "notation": "TB-UBND", "issued_on": today}
    return step(document, "issue", cast.clerk, data=given)


def ask(cast: Cast, meeting: Meeting, role: str = "editor", field: str = "notice_number") -> Any:
    return client_of(cast, role).post(
        reverse("admin:meeting_number", args=[meeting.pk, field]), follow=True
    )


def test_the_register_numbers_a_paper_once_and_its_field_becomes_read_only(
    cast: Cast, meeting: Meeting, register: Register
) -> None:
    for _ in range(2):
        ask(cast, meeting)
    document = OutgoingDocument.objects.get()
    assert (document.type.abbreviation, document.notation) == ("TB", "TB-UBND")
    version = meeting.version
    issued = number(document, cast, register)
    meeting.refresh_from_db()
    assert (meeting.notice_number, meeting.notice_on) == ("01/TB-UBND", issued.issued_on)
    assert meeting.version == version + 1
    assert meeting.history.first().history_change_reason == "Sổ văn bản đi cấp số"
    assert "notice_number" not in editable_fields(meeting)
    assert "minutes_number" in editable_fields(meeting)


def test_a_cancelled_number_is_asked_for_anew(
    cast: Cast, meeting: Meeting, register: Register
) -> None:
    ask(cast, meeting)
    issued = number(OutgoingDocument.objects.get(), cast, register)
    step(issued, "cancel", cast.clerk, note="Ghi nhầm")
    meeting.refresh_from_db()
    assert "notice_number" in editable_fields(meeting)
    Meeting.objects.filter(pk=meeting.pk).update(notice_number="")
    ask(cast, meeting)
    again = number(OutgoingDocument.objects.get(state="draft"), cast, register)
    meeting.refresh_from_db()
    assert (meeting.notice_number, again.number) == ("02/TB-UBND", 2)


def test_without_a_register_the_number_is_typed(cast: Cast, meeting: Meeting) -> None:
    page = ask(cast, meeting).content.decode()
    assert "chưa mở sổ văn bản đi" in page and "Xin số thông báo kết luận" not in page
    assert not OutgoingDocument.objects.exists()
    Register.objects.create(
        name="Sổ cũ", direction=Direction.OUTGOING, valid_until=date(2020, 12, 31)
    )
    assert "chưa mở sổ văn bản đi" in ask(cast, meeting).content.decode()


def test_who_may_ask_and_for_what(cast: Cast, meeting: Meeting, register: Register) -> None:
    for role in ("contributor", "leader", "clerk"):
        assert ask(cast, meeting, role).status_code == 404, role
    assert ask(cast, meeting, field="title").status_code == 404
    assert not OutgoingDocument.objects.exists()
    page = client_of(cast, "editor").get(
        reverse("admin:meetings_meeting_change", args=[meeting.pk])
    )
    assert "Xin số thông báo kết luận ở sổ văn bản đi" in page.content.decode()
