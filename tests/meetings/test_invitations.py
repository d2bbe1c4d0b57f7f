"""The invited: they are told by notice and mail, and read when, where and about what."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from core.files.storage import may_read
from core.models import StoredFile
from core.registries import calendar_sources
from meetings.minutes.services import remove_part, store_meeting, store_part
from meetings.models import AgendaItem, Attendance, Limitation, Meeting, UsualAttendee
from organization.models import Notice
from tests.news.test_access import client_of
from tests.support.cast import Cast
from tests.support.files import PDF, upload
from tests.support.meeting_factories import make_meeting, make_series, step


@pytest.fixture
def meeting(cast: Cast) -> Meeting:
    series = make_series(secretary=cast.other_editor)
    UsualAttendee.objects.create(series=series, group="Đơn vị", person=cast.contributor)
    starts_at = timezone.now() + timedelta(days=3)
    return make_meeting(cast.editor, series=series, starts_at=starts_at)


def address(meeting: Meeting) -> str:
    return reverse("admin:meeting_invitation", args=[meeting.pk])


def told(words: str) -> set[int]:
    found = Notice.objects.filter(text__startswith=words, topic="meeting", awaits_mail=True)
    return {notice.person_id for notice in found if notice.url}


def test_the_list_is_invited_and_told_of_changes(cast: Cast, meeting: Meeting) -> None:
    expected = {cast.contributor.pk, cast.other_editor.pk}
    assert told("Mời họp “") == expected
    row = Attendance(meeting=meeting, group="Đơn vị", name="A", person=cast.other_contributor)
    store_part(row, actor=cast.editor)
    store_part(row, actor=cast.editor, version=row.version)
    expected.add(cast.other_contributor.pk)
    assert told("Mời họp “") == expected
    assert Notice.objects.filter(text__startswith="Mời họp").count() == 3
    meeting.refresh_from_db()
    meeting.place = "Phòng họp số 2"
    store_meeting(meeting, actor=cast.editor)
    assert told("Đổi lịch họp") == expected
    step(meeting, "cancel", cast.editor, note="Bão")
    assert told("Hủy họp") == expected


def test_to_a_meeting_of_the_past_nobody_is_invited(cast: Cast) -> None:
    make_meeting(cast.editor, secretary=cast.other_editor)
    assert not Notice.objects.exists()


def test_the_page_of_the_invited(cast: Cast, meeting: Meeting) -> None:
    store_part(
        AgendaItem(meeting=meeting, title="Công tác PCCC", notes="Ghi nội bộ"), actor=cast.editor
    )
    store_part(Limitation(meeting=meeting, text="Chậm báo cáo"), actor=cast.editor)
    client, files = client_of(cast, "editor"), []
    for name, title in (("tai-lieu", "Tài liệu họp"), ("bao-cao", "Báo cáo")):
        data = {"title": title, "file": upload(PDF + name.encode(), f"{name}.pdf")}
        client.post(reverse("admin:meeting_file", args=[meeting.pk]), data)
        files.append(StoredFile.objects.get(uses__title=title))
    page = client_of(cast, "contributor").get(address(meeting)).content.decode()
    assert "Công tác PCCC" in page
    assert "tai-lieu.pdf" in page
    for hidden in ("Ghi nội bộ", "Chậm báo cáo", "bao-cao.pdf", "Trang cuộc họp"):
        assert hidden not in page
    assert [may_read(file, cast.contributor) for file in files] == [True, False]
    assert [may_read(file, cast.other_contributor) for file in files] == [False, False]
    assert client_of(cast, "other_contributor").get(address(meeting)).status_code == 404
    assert "Trang cuộc họp" in client_of(cast, "leader").get(address(meeting)).content.decode()
    change = reverse("admin:meetings_meeting_change", args=[meeting.pk])
    assert client_of(cast, "contributor").get(change).status_code in (302, 404)
    step(meeting, "cancel", cast.editor, note="Bão")
    page = client_of(cast, "contributor").get(address(meeting)).content.decode()
    assert "Cuộc họp này không diễn ra nữa" in page


def test_their_calendar_has_it(cast: Cast, meeting: Meeting) -> None:
    source = next(one for one in calendar_sources if one.name == "meetings")
    now = timezone.now()
    shown = {}
    for name in ("contributor", "other_contributor", "leader"):
        user = getattr(cast, name)
        shown[name] = [e.url for e in source.entries(user, now, now + timedelta(days=9), now)]
    change = reverse("admin:meetings_meeting_change", args=[meeting.pk])
    assert shown == {"contributor": [address(meeting)], "other_contributor": [], "leader": [change]}


def post_row(client: Client, meeting: Meeting, row: int = 0, **data: object) -> dict[str, object]:
    action = reverse("admin:minutes_row", args=[meeting.pk, "thanh-phan", row])
    fields = {"group": "Đơn vị", "presence": "expected"} | data
    response = client.post(action, fields, headers={"X-Requested-With": "fetch"})
    assert response.status_code == 200, response.content.decode()
    return response.json()


def test_who_is_typed_into_the_list_is_found_by_name_and_unit(cast: Cast, meeting: Meeting) -> None:
    client, person = client_of(cast, "editor"), cast.other_contributor
    page = client.get(reverse("admin:minutes", args=[meeting.pk])).content.decode()
    assert 'name="person"' in page
    answer = post_row(client, meeting, name=person.full_name)  # the unit is another one
    row = Attendance.objects.get(meeting=meeting, name=person.full_name)
    assert row.person is None
    assert "không được cổng thông tin báo họp" in str(answer["warning"])
    data = {"name": person.full_name, "unit": person.unit_id, "version": 1, "seen": answer["seen"]}
    answer = post_row(client, meeting, row.pk, **data)
    row.refresh_from_db()
    assert row.person == person
    assert f'value="{person.pk}" selected' in str(answer["html"])
    assert person.pk in told("Mời họp “")
    data |= {"name": "Người khác", "person": person.pk, "version": 2, "seen": answer["seen"]}
    post_row(client, meeting, row.pk, **data)
    row.refresh_from_db()
    assert row.person is None


def test_an_account_is_chosen(cast: Cast, meeting: Meeting) -> None:
    post_row(client_of(cast, "editor"), meeting, name="Phó trạm", person=cast.leader.pk)
    assert cast.leader.pk in told("Mời họp “")


def test_who_is_taken_off_the_list_is_told(cast: Cast, meeting: Meeting) -> None:
    row = meeting.attendances.get(person=cast.contributor)
    remove_part(row, actor=cast.editor, version=row.version)
    notice = Notice.objects.get(text__startswith="Quý vị không còn")
    assert (notice.person, notice.awaits_mail, notice.url) == (cast.contributor, True, "")
    row = Attendance(meeting=meeting, group="Đơn vị", name="A", person=cast.contributor)
    store_part(row, actor=cast.editor)
    invitations = Notice.objects.filter(person=cast.contributor, text__startswith="Mời họp")
    assert invitations.count() == 2
    row.person = cast.other_contributor
    store_part(row, actor=cast.editor, version=row.version)
    assert Notice.objects.filter(text__startswith="Quý vị không còn").count() == 2
