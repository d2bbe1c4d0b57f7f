"""Who may be named as the chair, who is told of a change, and who does not approve the minutes."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from core.workflow.engine import TransitionNotAllowed, TransitionRefused
from meetings.minutes.forms import SECTIONS
from meetings.minutes.services import remove_part, store_meeting, store_part
from meetings.models import Conclusion, Meeting, MeetingSeries, Result
from meetings.permissions import minutes_hands
from organization.models import Notice, User
from organization.roles import Role
from tests.news.test_access import client_of
from tests.support.cast import Cast
from tests.support.factories import make_user
from tests.support.meeting_factories import approve, conclude, make_meeting, make_series, step

MESSAGE = "Chủ trì phải là lãnh đạo phường, trưởng ban hoặc người duyệt (trưởng, phó ban)."
ELIGIBLE = {"approver", "head", "leader"}
SINGLE_ROLES = (
    *("contributor", "editor", "approver", "head", "leader"),
    *("clerk", "announcer", "it_officer", "superuser"),
)


def posted(meeting: Meeting, **changes: Any) -> dict[str, Any]:
    """Return the form of the meeting as its page shows it."""
    day, time = timezone.localtime(meeting.starts_at).strftime("%Y-%m-%d %H:%M").split()
    values = {
        "seen_version": meeting.version,
        "title": meeting.title,
        "starts_at": f"{day}T{time}",
        "place": meeting.place,
        "chair": meeting.chair_id or "",
        "chair_name": meeting.chair_name,
        "secretary": meeting.secretary_id or "",
        "other_opinions": "0",
    }
    return values | changes


def address(meeting: Meeting) -> str:
    return reverse("admin:meetings_meeting_change", args=[meeting.pk])


@pytest.mark.parametrize("role", SINGLE_ROLES)
def test_only_leaders_heads_and_deputies_are_named(cast: Cast, role: str) -> None:
    person = getattr(cast, role)
    meeting = make_meeting(cast.editor)
    meeting.chair = person
    if role in ELIGIBLE:
        store_meeting(meeting, actor=cast.editor)
        MeetingSeries(name="Giao ban tuần", chair=person).full_clean()
        return
    with pytest.raises(ValidationError) as error:
        store_meeting(meeting, actor=cast.editor)
    assert error.value.message_dict == {"chair": [MESSAGE]}
    with pytest.raises(ValidationError) as error:
        MeetingSeries(name="Giao ban tuần", chair=person).full_clean()
    assert error.value.message_dict == {"chair": [MESSAGE]}
    with pytest.raises(ValidationError):
        make_meeting(cast.editor, series=make_series(chair=person))


def test_the_forms_of_meeting_and_series_say_who_may_be_the_chair(cast: Cast) -> None:
    meeting = make_meeting(cast.editor)
    client = client_of(cast, "editor")
    page = client.post(address(meeting), posted(meeting, chair=cast.editor.pk))
    assert page.status_code == 200 and MESSAGE in page.content.decode()
    new = {"series": meeting.series_id, "starts_at": "2026-12-01T08:00", "chair": cast.editor.pk}
    page = client.post(reverse("admin:meetings_meeting_add"), posted(meeting) | new)
    assert page.status_code == 200 and MESSAGE in page.content.decode()
    series = reverse("admin:meetings_meetingseries_change", args=[meeting.series_id])
    page = client.post(series, {"name": "Giao ban", "chair": cast.editor.pk})
    assert page.status_code == 200 and MESSAGE in page.content.decode()
    assert not Meeting.objects.filter(chair=cast.editor).exists()
    assert not MeetingSeries.objects.filter(chair=cast.editor).exists()


def test_a_change_of_chair_tells_both_and_stands_in_the_history(cast: Cast) -> None:
    series = make_series(chair=cast.leader)
    meeting = make_meeting(cast.editor, series=series, title="Giao ban")
    assert Notice.objects.count() == 0
    response = client_of(cast, "editor").post(
        address(meeting), posted(meeting, chair=cast.head.pk, chair_name=cast.head.full_name)
    )
    assert response.status_code == 302
    sentence = (
        f"{cast.editor} đổi chủ trì cuộc họp “Giao ban, 24/06/2016”: trước là {cast.leader}, nay là"
        f" {cast.head}."
    )
    notices = list(Notice.objects.order_by("pk").values_list("person", "text", "url"))
    assert notices == [
        (cast.leader.pk, sentence, ""),
        (cast.head.pk, sentence, address(meeting)),
    ]
    chairs = meeting.history.order_by("history_id").values_list("chair", "history_user")
    assert list(chairs) == [(cast.leader.pk, cast.editor.pk), (cast.head.pk, cast.editor.pk)]


def test_a_change_of_chair_of_a_series_tells_both_and_stands_in_the_log(cast: Cast) -> None:
    from django.contrib.admin.models import LogEntry

    series = make_series(chair=cast.leader)
    form = {
        "name": series.name,
        "chair": cast.head.pk,
        "minutes_notation": "BB-UBND",
        "is_active": "on",
        "usual_attendees-TOTAL_FORMS": "0",
        "usual_attendees-INITIAL_FORMS": "0",
    }
    change = reverse("admin:meetings_meetingseries_change", args=[series.pk])
    assert client_of(cast, "editor").post(change, form).status_code == 302
    people = set(Notice.objects.values_list("person", flat=True))
    assert people == {cast.leader.pk, cast.head.pk}
    entry = LogEntry.objects.get()
    assert f"Chủ trì: {cast.leader} → {cast.head}" in entry.get_change_message()


def test_nobody_makes_themselves_the_chair_of_a_meeting(cast: Cast) -> None:
    deputy = make_user(Role.EDITOR, Role.APPROVER)
    meeting = make_meeting(cast.editor, chair=cast.leader)
    meeting.chair = deputy
    with pytest.raises(ValidationError, match="không tự nhận chủ trì"):
        store_meeting(meeting, actor=deputy)
    meeting.refresh_from_db()
    cleared = Meeting.objects.get(pk=meeting.pk)
    cleared.chair = None
    store_meeting(cleared, actor=deputy)  # leaders and heads stand in, not the deputy
    cleared.chair = deputy
    with pytest.raises(ValidationError, match="không tự nhận chủ trì"):
        store_meeting(cleared, actor=deputy)
    head = make_user(Role.EDITOR, Role.HEAD)
    other = make_meeting(cast.editor, chair=cast.leader)
    other.chair = None
    with pytest.raises(ValidationError, match="không tự nhận chủ trì"):
        store_meeting(other, actor=head)


def test_the_form_refuses_that_an_editor_takes_a_meeting_over(cast: Cast) -> None:
    cast.editor.groups.add(*cast.approver.groups.all())
    meeting = make_meeting(cast.other_editor, chair=cast.leader)
    page = client_of(cast, "editor").post(
        address(meeting), posted(meeting, chair=cast.editor.pk, chair_name="x")
    )
    assert page.status_code == 200 and "không tự nhận chủ trì" in page.content.decode()
    meeting.refresh_from_db()
    assert (meeting.chair, meeting.version) == (cast.leader, 1)


@pytest.mark.parametrize("section", SECTIONS, ids=lambda section: section.kind)
def test_whoever_stored_or_removed_a_row_of_any_kind_does_not_approve(
    cast: Cast, section: Any
) -> None:
    chair = make_user(Role.EDITOR, Role.APPROVER)
    texts = {"text": "x", "title": "x", "name": "x", "group": "x", "speaker": "x"}
    for removes in (False, True):
        meeting = make_meeting(cast.editor, chair=chair)
        conclude(meeting, cast.editor, cast.contributor.unit)
        assert minutes_hands(meeting) == {cast.editor.pk}
        part = section.new_row(meeting)
        for name, value in texts.items():
            if hasattr(part, name):
                setattr(part, name, value)
        if section.model is Conclusion:
            part.has_no_task, part.no_task_reason = True, "x"
        if removes:
            store_part(part, actor=cast.editor)
            remove_part(part, actor=chair, version=1)
        else:
            store_part(part, actor=chair)
        assert minutes_hands(meeting) == {cast.editor.pk, chair.pk}
        with pytest.raises(TransitionRefused, match="Quý vị đã ghi biên bản này"):
            approve(meeting, chair=chair, editor=cast.editor)
        assert step(meeting, "approve", cast.leader, keeps_day_off="on").state == "approved"


def test_whoever_was_the_secretary_does_not_approve(cast: Cast) -> None:
    former = make_user(Role.EDITOR, Role.LEADER)
    meeting = make_meeting(cast.editor, chair=cast.leader, secretary=former)
    meeting.secretary = cast.editor
    store_meeting(meeting, actor=former)
    meeting.chair = former
    store_meeting(meeting, actor=cast.editor)
    step(meeting, "hold", cast.editor)
    with pytest.raises(TransitionRefused, match="đã là thư ký"):
        step(meeting, "approve", former)


def test_a_chair_who_lost_the_role_no_longer_approves_and_leaders_stand_in(cast: Cast) -> None:
    meeting = make_meeting(cast.editor, chair=cast.approver)
    step(meeting, "hold", cast.editor)
    cast.approver.groups.clear()
    former = User.objects.get(pk=cast.approver.pk)
    meeting = Meeting.objects.get(pk=meeting.pk)
    with pytest.raises(TransitionNotAllowed):
        step(meeting, "approve", former)
    store_part(Result(meeting=meeting, text="x"), actor=cast.editor)
    meeting = Meeting.objects.get(pk=meeting.pk)
    with pytest.raises(TransitionRefused, match="chưa có kết luận nào"):
        step(meeting, "approve", cast.leader)
    done = step(meeting, "approve", cast.leader, accepts_no_conclusions="on")
    assert done.state == "approved"
