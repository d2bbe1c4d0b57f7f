"""Numbers, days and signers of papers: entered in any state, without opening the minutes."""

from __future__ import annotations

from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from core.workflow.engine import StaleObject, TransitionNotAllowed, TransitionRefused
from meetings.minutes.paper_facts import (
    editable_fields,
    is_number_editable,
    number_sources,
    store_paper_facts,
)
from meetings.minutes.paper_facts_views import PaperFactsForm
from meetings.minutes.services import store_meeting
from meetings.models import Meeting, MinutesVersion
from meetings.models.paper_facts import NUMBER_FIELDS, PAPER_FIELDS
from meetings.states import MeetingState
from organization.models import Notice, Topic, Ward
from organization.work.waiting import waits_for
from tests.support.cast import Cast
from tests.support.meeting_factories import approve, at, conclude, day, make_meeting, step

pytestmark = pytest.mark.django_db


@pytest.fixture
def approved(cast: Cast) -> Meeting:
    meeting = make_meeting(cast.editor, chair=cast.leader, secretary=cast.editor)
    conclude(meeting, cast.editor, cast.contributor.unit, is_public=True)
    return approve(meeting, chair=cast.leader, editor=cast.editor)


def store(meeting: Meeting, actor: Any, *, is_public: bool = False, **facts: Any) -> Meeting:
    meeting.refresh_from_db()
    return store_paper_facts(
        meeting, facts, is_public=is_public, actor=actor, version=meeting.version
    )


def post(client: Client, meeting: Meeting, **typed: Any) -> HttpResponse:
    meeting.refresh_from_db()
    form = {"version": meeting.version, **typed}
    return client.post(reverse("admin:meeting_paper_facts", args=[meeting.pk]), form)


@pytest.mark.parametrize("state", ["scheduled", "held", "submitted", "approved", "closed"])
def test_the_secretary_enters_them_in_every_state_and_the_history_names_them(
    cast: Cast, state: str
) -> None:
    meeting = make_meeting(cast.editor)
    Meeting.objects.filter(pk=meeting.pk).update(state=state)
    store(meeting, cast.other_editor, notice_number=" 12/TB-UBND ", notice_on=day("2016-06-28"))
    meeting.refresh_from_db()
    assert (meeting.notice_number, meeting.notice_on) == ("12/TB-UBND", day("2016-06-28"))
    assert meeting.state == state
    row = meeting.history.first()
    assert (row.history_user, row.history_change_reason) == (
        cast.other_editor,
        "Ghi số và ngày giấy tờ",
    )
    assert (row.notice_number, row.version) == ("12/TB-UBND", 2)


def test_not_of_a_cancelled_meeting_nor_by_others_nor_over_an_unseen_version(
    cast: Cast, approved: Meeting
) -> None:
    for other in (cast.leader, cast.contributor, cast.clerk):
        with pytest.raises(TransitionNotAllowed):
            store(approved, other, notice_number="1")
    with pytest.raises(StaleObject):
        store_paper_facts(approved, {}, is_public=False, actor=cast.editor, version=1)
    cancelled = step(make_meeting(cast.editor), "cancel", cast.editor, note="Hoãn")
    with pytest.raises(TransitionRefused, match="đã hủy"):
        store(cancelled, cast.editor, notice_number="1")


def test_after_approval_they_leave_the_minutes_and_their_version_alone(
    cast: Cast, approved: Meeting
) -> None:
    before = MinutesVersion.objects.get().content
    store(approved, cast.editor, **dict.fromkeys(NUMBER_FIELDS, "5/A"))
    approved.refresh_from_db()
    assert {name: getattr(approved, name) for name in NUMBER_FIELDS} == {
        "minutes_number": "5/A",
        "notice_number": "5/A",
        "invitation_number": "5/A",
    }
    assert approved.state == MeetingState.APPROVED
    assert MinutesVersion.objects.get().content == before


def test_a_register_that_gave_a_number_makes_its_field_read_only(
    cast: Cast, approved: Meeting, monkeypatch: pytest.MonkeyPatch
) -> None:
    store(approved, cast.editor, notice_number="12/TB-UBND")
    assert all(is_number_editable(approved, name) for name in NUMBER_FIELDS)

    def register(meeting: Meeting, field: str) -> str | None:
        return "12/TB-UBND" if field == "notice_number" else None

    monkeypatch.setattr(number_sources, "_entries", [register])
    approved.refresh_from_db()
    assert [name for name in NUMBER_FIELDS if not is_number_editable(approved, name)] == [
        "notice_number"
    ]
    assert set(PAPER_FIELDS) - set(editable_fields(approved)) == {"notice_number"}
    fields = PaperFactsForm.of(approved).fields
    assert [name for name, field in fields.items() if field.disabled] == ["notice_number"]
    assert store(approved, cast.editor, notice_number="99").notice_number == "12/TB-UBND"


def test_signers_are_those_of_the_ward_on_the_day_the_meeting_was_made(cast: Cast) -> None:
    Ward.objects.update_or_create(pk=1, defaults={"notice_signer_name": "Trần Văn Bình"})
    before = make_meeting(cast.editor)
    Ward.objects.update(notice_signer_name="Lê Thị Hoa", notice_authority="KT. Chủ tịch")
    after = make_meeting(cast.editor)
    said = [
        (m.notice_authority, m.notice_signer_title, m.notice_signer_name, m.invitation_authority)
        for m in (before, after)
    ]
    assert said == [
        ("TL. Chủ tịch", "Chánh Văn phòng", "Trần Văn Bình", "TM. Ủy ban nhân dân"),
        ("KT. Chủ tịch", "Chánh Văn phòng", "Lê Thị Hoa", "TM. Ủy ban nhân dân"),
    ]


def test_the_page_stores_and_gives_back_what_was_typed(
    cast: Cast, client: Client, approved: Meeting
) -> None:
    client.force_login(cast.editor)
    change = reverse("admin:meetings_meeting_change", args=[approved.pk])
    assert "Số và ngày giấy tờ" in client.get(change).content.decode()
    answer = post(client, approved, notice_number="12/TB-UBND", notice_on="28/06/2016")
    assert answer.status_code == 302
    approved.refresh_from_db()
    assert (approved.notice_number, approved.notice_on) == ("12/TB-UBND", day("2016-06-28"))
    for typed, sentence in (
        ({"notice_on": "31/02/2016"}, "31/02/2016"),
        ({"version": 1}, "vừa được sửa ở nơi khác"),
        ({"notice_on": "1/1/1800"}, "1/1/1800"),
    ):
        refused = post(client, approved, **{"notice_number": "Chữ gõ dở"} | typed)
        page = refused.content.decode()
        assert refused.status_code == 409 and sentence in page and "Chữ gõ dở" in page
    approved.refresh_from_db()
    assert approved.notice_number == "12/TB-UBND"


# Who sees the meeting


def test_taking_it_off_is_done_alone_and_at_once(cast: Cast, client: Client) -> None:
    meeting = make_meeting(cast.editor, is_public=True, secretary=cast.editor)
    conclude(meeting, cast.editor, has_no_task=True, no_task_reason="Nhắc", is_public=True)
    approve(meeting, chair=cast.leader, editor=cast.editor)
    address = meeting.get_absolute_url()
    assert client.get(address).status_code == 200
    store(meeting, cast.editor, is_public=False)
    assert client.get(address).status_code == 404
    row = meeting.history.first()
    assert (row.history_user, row.history_change_reason, row.is_public) == (
        cast.editor,
        "Gỡ cuộc họp khỏi trang công khai",
        False,
    )


def test_making_it_public_after_approval_the_chair_confirms(
    cast: Cast, client: Client, approved: Meeting
) -> None:
    store(approved, cast.editor, is_public=True)
    approved.refresh_from_db()
    assert not approved.is_public and not Meeting.objects.published().exists()
    notices = Notice.objects.filter(event__startswith="publication")
    assert [(n.person, n.topic) for n in notices] == [(cast.leader, Topic.ASKED)]
    assert [item.kind for item in waits_for(cast.leader, at("2026-11-28 08:00"))] == [
        "Trả lời đề nghị công khai"
    ]
    step(approved, "make_public", cast.leader)
    assert client.get(approved.get_absolute_url()).status_code == 200
    row = approved.history.first()
    assert (row.history_user, row.is_public) == (cast.leader, True)


def test_the_chair_may_refuse_and_the_secretary_may_take_the_request_back(
    cast: Cast, approved: Meeting
) -> None:
    store(approved, cast.editor, is_public=True)
    step(approved, "refuse_public", cast.leader, note="Chưa cần")
    store(approved, cast.editor, is_public=True)
    store(approved, cast.editor, is_public=False)
    with pytest.raises(TransitionRefused, match="Không có đề nghị công khai"):
        step(approved, "make_public", cast.leader)
    assert not Meeting.objects.published().exists()


def test_who_asked_does_not_confirm(cast: Cast) -> None:
    cast.leader.groups.add(cast.editor.groups.get())
    meeting = make_meeting(cast.editor, secretary=cast.editor)
    conclude(meeting, cast.editor, has_no_task=True, no_task_reason="Nhắc")
    approve(meeting, chair=cast.head, editor=cast.editor)
    leader = type(cast.leader).objects.get(pk=cast.leader.pk)
    store(meeting, leader, is_public=True)
    with pytest.raises(TransitionRefused, match="không tự đồng ý"):
        step(meeting, "make_public", leader)
    assert step(meeting, "make_public", cast.head).is_public


def test_the_form_of_the_meeting_cannot_make_it_public_afterwards(
    cast: Cast, approved: Meeting
) -> None:
    step(approved, "correct", cast.editor, note="Sai")
    meeting = Meeting.objects.get(pk=approved.pk)
    meeting.is_public = True
    store_meeting(meeting, actor=cast.editor)
    assert not Meeting.objects.get(pk=approved.pk).is_public


def test_a_request_during_a_correction_is_confirmed_by_the_approval(
    cast: Cast, approved: Meeting
) -> None:
    step(approved, "correct", cast.editor, note="Sai")
    store(approved, cast.editor, is_public=True)
    assert step(approved, "approve", cast.leader).is_public
