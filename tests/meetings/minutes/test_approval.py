"""The approver approves what she saw, whole; submission, return, secretaries, minutes kept for the
record.
"""

from __future__ import annotations

import html
import re
from datetime import date, timedelta
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from core.workflow.engine import StaleObject, TransitionNotAllowed, TransitionRefused, perform
from meetings.guards import minutes_problems
from meetings.minutes.paper_facts import store_paper_facts
from meetings.minutes.revisions import correction_changes
from meetings.minutes.services import remove_part, store_meeting, store_part
from meetings.models import (
    AgendaItem,
    Attendance,
    Conclusion,
    Limitation,
    Meeting,
    MinutesVersion,
    Opinion,
    Result,
    Task,
)
from meetings.permissions import minutes_hands
from meetings.states import MeetingState, Presence
from organization.models import Notice, Topic, Unit
from tests.news.test_access import client_of
from tests.support.cast import Cast
from tests.support.factories import UnitFactory
from tests.support.meeting_factories import at, conclude, day, make_meeting, make_series, step

pytestmark = pytest.mark.django_db


@pytest.fixture
def meeting(cast: Cast) -> Meeting:
    meeting = make_meeting(cast.editor, chair=cast.leader, secretary=cast.editor)
    conclude(meeting, cast.editor, cast.contributor.unit, text="gửi ba tin", is_public=True)
    return step(meeting, "hold", cast.editor)


def approval_address(meeting: Meeting) -> str:
    return reverse("admin:meetings_meeting_transition", args=[meeting.pk, "approve"])


def fields_of(page: str) -> dict[str, Any]:
    """What the browser would post of the page of approval, untouched."""
    form = page.split('<form class="note-form', 1)[1].split("</form>", 1)[0]
    posted: dict[str, Any] = {}
    for tag in re.findall(r"<input[^>]*>", form):
        name = re.search(r'name="([^"]*)"', tag)
        value = re.search(r'value="([^"]*)"', tag)
        if name and ('type="checkbox"' not in tag or "checked" in tag):
            posted.setdefault(name[1], []).append(html.unescape(value[1]) if value else "on")
    return posted


def text_of(answer: HttpResponse) -> str:
    return html.unescape(answer.content.decode())


# What was seen


def _row(meeting: Meeting, cast: Cast) -> None:
    row = meeting.conclusions.get()
    row.text = "gửi chín tin"
    store_part(row, actor=cast.editor, version=row.version)


def _added(meeting: Meeting, cast: Cast) -> None:
    store_part(Result(meeting=meeting, text="gửi chín tin"), actor=cast.editor)


def _removed(meeting: Meeting, cast: Cast) -> None:
    row = meeting.limitations.get()
    remove_part(row, actor=cast.editor, version=row.version)


def _meeting(meeting: Meeting, cast: Cast) -> None:
    changed = Meeting.objects.get(pk=meeting.pk)
    changed.place = "gửi chín tin"
    store_meeting(changed, actor=cast.editor)


def _paper(meeting: Meeting, cast: Cast) -> None:
    meeting.refresh_from_db()
    facts = {"notice_number": "gửi chín tin"}
    version = meeting.version
    store_paper_facts(meeting, facts, is_public=False, actor=cast.editor, version=version)


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (_row, "Sửa – trước: Kết luận, dòng 1: Giao các đơn vị gửi ba tin"),
        (_added, "Thêm – Kết quả đạt được, dòng 1: gửi chín tin"),
        (_removed, "Bỏ – Tồn tại, hạn chế, dòng 1: chậm"),
        (_meeting, "Sửa – trước: địa điểm: Phòng họp số 1; nay: địa điểm: gửi chín tin"),
        (_paper, "nay: số thông báo kết luận: gửi chín tin"),
    ],
)
def test_what_changed_since_is_told_and_nothing_is_approved(
    cast: Cast, meeting: Meeting, change: Any, sentence: str
) -> None:
    store_part(Limitation(meeting=meeting, text="chậm"), actor=cast.editor)
    leader = client_of(cast, "leader")
    seen = fields_of(leader.get(approval_address(meeting)).content.decode())
    change(meeting, cast)
    refused = leader.post(approval_address(meeting), seen)
    assert refused.status_code == 409
    page = text_of(refused)
    assert "Đã thay đổi từ lúc quý vị mở trang" in page and sentence in page
    assert not MinutesVersion.objects.exists() and not Task.objects.exists()
    # The page of the refusal shows the present; whoever approves it has seen that.
    assert leader.post(approval_address(meeting), fields_of(page)).status_code == 302
    assert MinutesVersion.objects.count() == 1


def test_any_row_of_the_minutes_raises_the_version_of_the_meeting(
    cast: Cast, meeting: Meeting
) -> None:
    for part in (
        Attendance(meeting=meeting, group="Ban", name="Bà Hoa"),
        AgendaItem(meeting=meeting, title="Tin"),
        Result(meeting=meeting, text="Tốt"),
        Limitation(meeting=meeting, text="Chậm"),
        Opinion(meeting=meeting, speaker="Ông Bình"),
        Conclusion(meeting=meeting, text="dọn kho"),
    ):
        for action in ("add", "change", "remove"):
            seen = Meeting.objects.get(pk=meeting.pk).version
            if action == "remove":
                remove_part(part, actor=cast.editor, version=part.version)
            else:
                store_part(part, actor=cast.editor, version=part.version if part.pk else None)
            assert Meeting.objects.get(pk=meeting.pk).version == seen + 1
            with pytest.raises(StaleObject):
                perform(meeting, "approve", actor=cast.leader, version=seen)


def test_typing_rows_does_not_make_the_form_of_the_meeting_stale(
    cast: Cast, meeting: Meeting
) -> None:
    editor = client_of(cast, "editor")
    address = reverse("admin:meetings_meeting_change", args=[meeting.pk])
    page = editor.get(address).content.decode()
    form = {
        name: html.unescape(value)
        for name, value in re.findall(r'<input[^>]*name="([^"]+)"[^>]*?value="([^"]*)"', page)
    }
    form |= {"chair": cast.leader.pk, "secretary": cast.editor.pk}
    store_part(Result(meeting=meeting, text="Tốt"), actor=cast.editor)
    answer = editor.post(address, form | {"place": "Hội trường"})
    assert answer.status_code == 302
    assert Meeting.objects.get(pk=meeting.pk).place == "Hội trường"


# The whole


def test_the_page_shows_the_whole(cast: Cast, meeting: Meeting) -> None:
    silent = UnitFactory(name="Tổ dân phố số 7", short_name="Tổ 7")
    support = UnitFactory(name="Đoàn Thanh niên phường", short_name="Đoàn TN")
    row = Conclusion(meeting=meeting, addressee="Tổ 7", text="quét dọn", due_on=day("2016-07-04"))
    store_part(
        row,
        actor=cast.editor,
        relations={"lead_units": [silent], "supporting_units": [support]},
    )
    Meeting.objects.filter(pk=meeting.pk).update(is_public=True, ends_at=None)
    page = text_of(client_of(cast, "leader").get(approval_address(meeting)))
    for words in (
        "Chưa ghi giờ kết thúc họp.",
        "Giao Tổ 7 quét dọn (Tổ 7; phối hợp: Đoàn TN; hạn 04/07/2016)",
        "Tổ dân phố số 7: quét dọn – hạn 04/07/2016; phối hợp: Đoàn Thanh niên phường",
        "Đoàn Thanh niên phường, Tổ dân phố số 7 chưa có tài khoản",
        "Ngày, nơi họp, người chủ trì và các kết luận:",
        "<li>Giao các đơn vị gửi ba tin</li>",
    ):
        assert words in page
    assert "<li>Giao Tổ 7 quét dọn</li>" not in page


def test_a_day_off_that_the_secretary_confirmed_is_not_asked_again(
    cast: Cast, meeting: Meeting
) -> None:
    editor = client_of(cast, "editor")
    row = meeting.conclusions.get()
    sunday = {
        "verb": "assign",
        "text": "gửi ba tin",
        "lead_units": [cast.contributor.unit.pk],
        "due_on": "2016-07-03",
        "version": row.version,
    }
    address = reverse("admin:minutes_row", args=[meeting.pk, "ket-luan", row.pk])
    assert editor.post(address, sunday, headers={"X-Requested-With": "fetch"}).status_code == 409
    stored = editor.post(
        address, sunday | {"keeps_day_off": "on"}, headers={"X-Requested-With": "fetch"}
    )
    assert stored.status_code == 200
    assert meeting.conclusions.get().day_off_confirmed_on == date(2016, 7, 3)
    assert step(meeting, "approve", cast.leader).state == MeetingState.APPROVED


def test_another_day_off_than_the_confirmed_one_is_asked(cast: Cast, meeting: Meeting) -> None:
    row = meeting.conclusions.get()
    row.due_on, row.day_off_confirmed_on = date(2016, 7, 10), date(2016, 7, 3)
    store_part(row, actor=cast.editor, version=row.version)
    with pytest.raises(TransitionRefused, match="Hạn 10/07/2016 là Chủ nhật"):
        step(meeting, "approve", cast.leader)


# Submission


def test_submission_tells_the_chair_by_notice_and_mail_and_closes_the_minutes(
    cast: Cast, meeting: Meeting
) -> None:
    step(meeting, "submit", cast.editor)
    notice = Notice.objects.get(event__startswith=f"meeting:{meeting.pk}:")
    assert (notice.person, notice.topic, notice.awaits_mail) == (cast.leader, Topic.ASKED, True)
    assert notice.text == f"{cast.editor} trình duyệt biên bản “{meeting}”."
    assert notice.url == reverse("admin:meetings_meeting_change", args=[meeting.pk])
    with pytest.raises(TransitionRefused, match="Lấy lại để sửa"):
        store_part(Result(meeting=meeting, text="x"), actor=cast.editor)
    recalled = step(meeting, "recall", cast.editor)
    assert (recalled.state, recalled.submitted_at) == (MeetingState.HELD, None)
    store_part(Result(meeting=meeting, text="x"), actor=cast.editor)


def test_the_chair_returns_them_with_a_note(cast: Cast, meeting: Meeting) -> None:
    step(meeting, "submit", cast.editor)
    with pytest.raises(TransitionRefused, match="Cần ghi"):
        step(meeting, "return", cast.leader)
    assert step(meeting, "return", cast.leader, note="Thiếu hạn").state == MeetingState.HELD
    notice = Notice.objects.get(person=cast.editor)
    assert notice.text == f"{cast.leader} trả lại biên bản “{meeting}”: Thiếu hạn"
    assert notice.awaits_mail
    step(meeting, "submit", cast.editor)
    assert step(meeting, "approve", cast.leader).state == MeetingState.APPROVED


@pytest.mark.parametrize(
    "part", [Result(text="Tốt"), Limitation(text="Chậm"), Opinion(speaker="Ông Bình")]
)
def test_minutes_with_nothing_in_them_are_not_ready(cast: Cast, part: Any) -> None:
    meeting = make_meeting(cast.editor, chair=cast.leader, secretary=cast.editor)
    store_part(AgendaItem(meeting=meeting, title="Tin"), actor=cast.editor)
    step(meeting, "hold", cast.editor)
    page = client_of(cast, "editor").get(reverse("admin:minutes", args=[meeting.pk]))
    assert "Biên bản chưa ghi gì" in text_of(page) and "Đủ để trình" not in text_of(page)
    with pytest.raises(TransitionRefused, match="Biên bản chưa ghi gì"):
        step(meeting, "submit", cast.editor)
    part.pk, part.meeting = None, meeting
    store_part(part, actor=cast.editor)
    assert minutes_problems(meeting) == []
    assert step(meeting, "submit", cast.editor).state == MeetingState.SUBMITTED


def test_notes_of_the_agenda_and_counted_opinions_are_something(cast: Cast) -> None:
    meeting = make_meeting(cast.editor, other_opinions=2)
    assert minutes_problems(meeting) == []
    meeting = make_meeting(cast.editor)
    store_part(AgendaItem(meeting=meeting, title="Tin", notes="Đã báo cáo"), actor=cast.editor)
    assert minutes_problems(meeting) == []


# Another secretary


def test_the_chair_names_another_secretary_who_then_writes_and_does_not_approve(
    cast: Cast, meeting: Meeting
) -> None:
    with pytest.raises(TransitionNotAllowed):
        store_part(Result(meeting=meeting, text="x"), actor=cast.clerk)
    for nobody in (cast.leader, cast.editor, cast.inactive):  # the chair, the same, nobody
        with pytest.raises(TransitionRefused):
            step(meeting, "name_secretary", cast.leader, secretary=nobody.pk)
    with pytest.raises(TransitionNotAllowed):
        step(meeting, "name_secretary", cast.editor, secretary=cast.clerk.pk)
    named = step(meeting, "name_secretary", cast.leader, secretary=cast.clerk.pk)
    assert (named.secretary, named.secretary_name) == (cast.clerk, cast.clerk.full_name)
    row = meeting.history.first()
    assert (row.history_user, row.secretary, row.history_change_reason) == (
        cast.leader,
        cast.clerk,
        "Cử thư ký khác",
    )
    told = Notice.objects.filter(text__contains="làm thư ký").values_list("person", flat=True)
    assert {*told} == {cast.clerk.pk, cast.editor.pk}
    store_part(Result(meeting=meeting, text="x"), actor=cast.clerk)
    assert {cast.clerk.pk, cast.editor.pk} <= minutes_hands(named)


# For the record


def test_old_minutes_are_kept_without_clocks_and_notices(cast: Cast, meeting: Meeting) -> None:
    Notice.objects.all().delete()
    leader = client_of(cast, "leader")
    page = leader.get(approval_address(meeting)).content.decode()
    posted = fields_of(page)
    assert posted["records_only"] == ["on"]  # held in 2016
    assert leader.post(approval_address(meeting), posted).status_code == 302
    approved = Meeting.objects.get(pk=meeting.pk)
    assert (approved.state, approved.is_records_only) == (MeetingState.APPROVED, True)
    assert approved.conclusions.get().code == "1/2016"
    assert not Task.objects.exists() and not Notice.objects.exists()
    step(meeting, "correct", cast.editor, note="Sai")
    again = fields_of(leader.get(approval_address(meeting)).content.decode())
    assert again["records_only"] == ["on"]


def test_those_of_today_give_tasks_unless_the_approver_says_otherwise(cast: Cast) -> None:
    now = timezone.now()
    meeting = make_meeting(cast.editor, chair=cast.leader, starts_at=now - timedelta(hours=3))
    conclude(meeting, cast.editor, cast.contributor.unit)
    step(meeting, "hold", cast.editor)
    page = client_of(cast, "leader").get(approval_address(meeting)).content.decode()
    assert "records_only" not in fields_of(page)


# Presence


def test_nobody_is_present_before_the_meeting_began(cast: Cast) -> None:
    series = make_series()
    series.usual_attendees.create(group="Ban", name="Bà Hoa")
    starts_at = timezone.now() + timedelta(days=1)
    meeting = make_meeting(cast.editor, series=series, starts_at=starts_at)
    guest = Attendance(meeting=meeting, group="Khách", name="Ông Bình")
    store_part(guest, actor=cast.editor)
    assert [row.presence for row in meeting.attendances.all()] == [Presence.EXPECTED] * 2
    for presence in (Presence.PRESENT, Presence.ABSENT):
        guest.presence = presence
        with pytest.raises(Exception, match="Cuộc họp chưa bắt đầu"):
            store_part(guest, actor=cast.editor, version=1)
    guest.presence, guest.reason = Presence.EXCUSED, "Đi công tác"
    store_part(guest, actor=cast.editor, version=1)
    page = client_of(cast, "editor").get(reverse("admin:minutes", args=[meeting.pk]))
    assert text_of(page).count('value="expected" selected') == 2  # Bà Hoa and the new row
    change = reverse("admin:meetings_meeting_change", args=[meeting.pk])
    assert "Ban – Bà Hoa: được mời" in text_of(client_of(cast, "editor").get(change))
    step(meeting, "hold", cast.editor, now=starts_at)
    presences = [row.presence for row in meeting.attendances.all()]
    assert presences == [Presence.PRESENT, Presence.EXCUSED]


# After the session ended


def test_reading_minutes_after_the_session_ended_leads_to_the_log_in_and_back(
    cast: Cast, meeting: Meeting
) -> None:
    cast.editor.set_password("Mật khẩu dài 2016!")
    cast.editor.save()
    for name, args in (
        ("minutes", [meeting.pk]),
        ("minutes_row", [meeting.pk, "ket-qua", 0]),
        ("minutes_version", [meeting.pk, 1]),
        ("meeting_paper_facts", [meeting.pk]),
        ("meetings_meeting_change", [meeting.pk]),
        ("meetings_meeting_transition", [meeting.pk, "submit"]),
    ):
        client = Client()
        address = reverse(f"admin:{name}", args=args)
        asked = client.get(address)
        login = f"{reverse('admin:login')}?next={address}"
        assert (asked.status_code, asked.headers["Location"]) == (302, login)
        typed = {"username": cast.editor.username, "password": "Mật khẩu dài 2016!"}
        back = client.post(login, typed | {"next": address})
        assert (back.status_code, back.headers["Location"]) == (302, address)
        shown = client.get(address, follow=True).status_code
        assert shown == (404 if name == "minutes_version" else 200)


# What was carried over


def test_carried_over_tasks_stand_in_the_version(cast: Cast) -> None:
    series = make_series()
    unit = cast.contributor.unit
    first = make_meeting(cast.editor, series=series, starts_at=at("2016-06-10 08:00"))
    conclude(first, cast.editor, unit, text="dọn kho", due_on=day("2016-06-20"))
    now = at("2016-06-10 12:00")
    step(first, "hold", cast.editor, now=now)
    step(first, "approve", cast.leader, now=now)
    second = make_meeting(cast.editor, series=series)
    conclude(second, cast.editor, unit)
    step(second, "hold", cast.editor)
    step(second, "approve", cast.leader)
    version = second.minutes_versions.get()
    assert version.content["carried_over"] == [
        {
            "text": "Dọn kho",
            "unit": unit.name,
            "due_on": "2016-06-20",
            "state": "Quá hạn, chưa xong",
        }
    ]
    address = reverse("admin:minutes_version", args=[second.pk, 1])
    page = text_of(client_of(cast, "editor").get(address))
    assert "Việc từ các kỳ họp trước" in page and "Dọn kho" in page and "20/06/2016" in page


# A lead unit that is gone by the day of approval


def test_the_successor_is_offered_and_takes_the_task(cast: Cast, meeting: Meeting) -> None:
    heir = UnitFactory(name="Tổ dân phố mới")
    gone = UnitFactory(name="Tổ dân phố cũ")
    conclude(meeting, cast.editor, gone, heir, text="quét dọn")
    row = conclude(meeting, cast.editor, gone, text="tuần tra")
    Unit.objects.filter(pk=gone.pk).update(valid_until=day("2016-06-30"), successor=heir)
    minutes = client_of(cast, "editor").get(reverse("admin:minutes", args=[meeting.pk]))
    assert "Tổ dân phố cũ đã kết thúc hoạt động; khi duyệt" in text_of(minutes)
    leader = client_of(cast, "leader")
    page = text_of(leader.get(approval_address(meeting)))
    assert "Tổ dân phố cũ → Tổ dân phố mới" in page
    assert "Tổ dân phố cũ (đã kết thúc hoạt động; đơn vị kế tục: Tổ dân phố mới): tuần tra" in page
    posted = fields_of(page)
    del posted["records_only"]
    assert leader.post(approval_address(meeting), posted).status_code == 302
    given = [(task.text, task.lead_unit) for task in Task.objects.order_by("pk")]
    assert given == [
        ("Gửi ba tin", cast.contributor.unit),
        ("Quét dọn", heir),
        ("Tuần tra", heir),
    ]
    step(meeting, "correct", cast.editor, note="Sai")
    row.refresh_from_db()
    row.text = "tuần tra đêm"
    store_part(row, actor=cast.editor, version=row.version)
    step(meeting, "approve", cast.leader)
    assert Task.objects.count() == 3


def test_a_correction_is_shown_with_its_reason_and_what_differs(
    cast: Cast, meeting: Meeting
) -> None:
    leader = client_of(cast, "leader")
    page = leader.get(approval_address(meeting)).content.decode()
    assert "Đính chính so với" not in page
    step(meeting, "approve", cast.leader)
    first = meeting.conclusions.get()
    step(meeting, "correct", cast.editor, note="Ghi nhầm thời hạn")
    first.text = "gửi ba bài"
    store_part(
        first,
        actor=cast.editor,
        version=first.version,
        relations={"lead_units": [cast.contributor.unit]},
    )
    page = html.unescape(leader.get(approval_address(meeting)).content.decode())
    assert "Đính chính so với bản đã duyệt" in page
    assert "Lý do: Ghi nhầm thời hạn" in page
    changes = page.split("dinh-chinh-heading")[2].split("</section>")[0]
    assert changes.count("<li>") == 1
    assert (
        "<li>Sửa – kết luận, dòng 1: việc gì – trước: gửi ba tin; nay: gửi ba bài</li>" in changes
    )


def test_of_a_changed_meeting_the_changed_facts_alone_are_listed(
    cast: Cast, meeting: Meeting
) -> None:
    step(meeting, "approve", cast.leader)
    step(meeting, "correct", cast.editor, note="Ghi nhầm nơi họp")
    _meeting(meeting, cast)
    assert correction_changes(Meeting.objects.get(pk=meeting.pk)) == [
        "Sửa – cuộc họp: địa điểm – trước: Phòng họp số 1; nay: gửi chín tin"
    ]


def test_a_version_is_read_in_the_order_of_minutes(cast: Cast, meeting: Meeting) -> None:
    step(meeting, "approve", cast.leader)
    url = reverse("admin:minutes_version", args=[meeting.pk, 1])
    page = html.unescape(client_of(cast, "editor").get(url).content.decode())
    assert "24/06/2016 14:00" in page
    assert "T14:00" not in page
    assert page.index("<h2>Cuộc họp</h2>") < page.index("<h2>Kết luận</h2>")


# What residents read


def test_a_number_of_an_identity_card_is_confirmed_before_residents_read_it(
    cast: Cast, meeting: Meeting
) -> None:
    words = "hoàn trả hồ sơ của bà Lê Thị Hoa, CCCD 001051012345"
    conclude(meeting, cast.editor, cast.contributor.unit, text=words, is_public=True)
    tick = {"accepts_identity_numbers": "on"}
    leader = client_of(cast, "leader")
    assert tick.keys().isdisjoint(fields_of(text_of(leader.get(approval_address(meeting)))))
    # Approved for the ward alone, asked about once residents are to read it.
    approved = step(meeting, "approve", cast.leader)
    Meeting.objects.filter(pk=meeting.pk).update(
        publication_asked_at=timezone.now(), publication_asked_by=cast.editor
    )
    with pytest.raises(TransitionRefused, match="001051012345"):
        step(approved, "make_public", cast.leader)
    step(approved, "correct", cast.editor, note="Ghi nhầm")
    page = text_of(leader.get(approval_address(meeting)))
    assert 'name="accepts_identity_numbers"' in page
    with pytest.raises(TransitionRefused, match="001051012345"):
        step(meeting, "approve", cast.leader)
    assert step(meeting, "approve", cast.leader, **tick).is_public


def test_a_private_telephone_number_is_confirmed_before_residents_read_it(
    cast: Cast, meeting: Meeting
) -> None:
    Meeting.objects.filter(pk=meeting.pk).update(is_public=True)
    UnitFactory(phone="0987 654 321")
    words = "gọi ông Nguyễn Văn Hùng 0912 345 678 hoặc trực ban 0987.654.321, 1900 1234"
    conclude(meeting, cast.editor, cast.contributor.unit, text=words, is_public=True)
    page = text_of(client_of(cast, "editor").get(reverse("admin:minutes", args=[meeting.pk])))
    assert "Kết luận công khai: Có số điện thoại di động: “0912 345 678”." in page
    assert "“0987.654.321”" not in page
    tick = {"accepts_phones": "on"}
    with pytest.raises(TransitionRefused, match="“0912 345 678”"):
        step(meeting, "submit", cast.editor)
    step(meeting, "submit", cast.editor, **tick)
    with pytest.raises(TransitionRefused) as refused:
        step(meeting, "approve", cast.leader)
    assert "0987" not in str(refused.value)
    assert step(meeting, "approve", cast.leader, **tick).is_public


def test_an_internal_conclusion_is_not_asked_about(cast: Cast, meeting: Meeting) -> None:
    Meeting.objects.filter(pk=meeting.pk).update(is_public=True)
    words = "hoàn trả hồ sơ của bà Lê Thị Hoa, CCCD 001051012345"
    conclude(meeting, cast.editor, cast.contributor.unit, text=words)
    assert step(meeting, "approve", cast.leader).is_public
