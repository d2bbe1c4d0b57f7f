"""What residents read is what was approved last, whatever is being typed."""

from __future__ import annotations

import re
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from meetings.minutes.services import remove_part, store_meeting, store_part
from meetings.models import ApprovedConclusion, Conclusion, Meeting, Task
from meetings.plan_suggestions import from_conclusions
from organization.models import ReportingPeriod
from tests.support.cast import Cast
from tests.support.factories import UnitFactory
from tests.support.meeting_factories import approve, at, conclude, day, make_meeting, step

pytestmark = pytest.mark.django_db
# Every public address that tells of meetings.
ADDRESSES = (
    "/hop/",
    "/lich-cong-tac/?tuan=2016-W25",
    "/lich-cong-tac/?tuan=2016-W26",
    "/lich.ics",
    "/tim-kiem/?q=tin+trien+khai",
    "/tim-kiem/?q=khac+lam",
    "/sitemap-hop.xml",
    "/so-do-trang/",
    "/du-lieu/",
    "/rss.xml",
    "/",
)


def read(client: Client, address: str) -> str:
    return client.get(address).content.decode()


def read_all(client: Client, meeting: Meeting) -> dict[str, str]:
    addresses = (*ADDRESSES, meeting.approved.get_absolute_url())
    # The time the file was made is no word of a meeting.
    return {
        address: "\n".join(
            line
            for line in read(client, address).replace("><", ">\n<").splitlines()
            if not line.startswith(("DTSTAMP", "<lastBuildDate>"))
        )
        for address in addresses
    }


@pytest.fixture
def meeting(cast: Cast) -> Meeting:
    meeting = make_meeting(cast.editor, is_public=True, title="Giao ban triển khai")
    conclude(meeting, cast.editor, cast.contributor.unit, text="gửi tin đúng hạn", is_public=True)
    conclude(meeting, cast.editor, cast.contributor.unit, text="CHUYENNOIBO")
    approve(meeting, chair=cast.leader, editor=cast.editor)
    return Meeting.objects.get(pk=meeting.pk)


def test_while_minutes_are_corrected_every_public_page_stands(
    cast: Cast, client: Client, meeting: Meeting
) -> None:
    before = read_all(client, meeting)
    assert "đính chính" not in before[meeting.approved.get_absolute_url()]
    assert "gửi tin đúng hạn" in before[meeting.approved.get_absolute_url()]
    step(meeting, "correct", cast.editor, note="Ghi nhầm")
    changed = Meeting.objects.get(pk=meeting.pk)
    changed.title, changed.place = "Giao ban khác làm", "Nơi khác làm"
    changed.starts_at, changed.ends_at = at("2016-07-01 08:00"), at("2016-07-01 09:00")
    store_meeting(changed, actor=cast.editor)
    first, internal = meeting.conclusions.all()
    first.text = "khác làm"
    store_part(first, actor=cast.editor, version=1)
    internal.is_public = True
    store_part(internal, actor=cast.editor, version=1)
    conclude(meeting, cast.editor, has_no_task=True, no_task_reason="x", text="MOI", is_public=True)
    assert read_all(client, meeting) == before
    step(meeting, "submit", cast.editor)
    assert read_all(client, meeting) == before
    step(meeting, "approve", cast.leader, keeps_day_off="on")
    approved = Meeting.objects.get(pk=meeting.pk).approved
    page = read(client, approved.get_absolute_url())
    today = timezone.localdate()
    assert f"Biên bản đã đính chính ngày {today:%d/%m/%Y}" in page
    assert "Giao ban khác làm tháng 7/2016" in page and "Nơi khác làm" in page
    assert "khác làm" in page and "CHUYENNOIBO" in page and "gửi tin đúng hạn" not in page
    assert "Giao ban khác làm tháng 7/2016" in read(client, "/lich-cong-tac/?tuan=2016-W26")


def test_search_finds_the_approved_words_and_not_those_being_typed(
    cast: Cast, client: Client, meeting: Meeting
) -> None:
    step(meeting, "correct", cast.editor, note="Ghi nhầm")
    conclusion = meeting.conclusions.first()
    assert conclusion
    conclusion.text = "quét dọn sân trường"
    store_part(conclusion, actor=cast.editor, version=1)
    anchor = f"#ket-luan-{conclusion.pk}"
    assert anchor in read(client, "/tim-kiem/?q=gui+tin+dung+han&loai=ket-luan")
    assert anchor not in read(client, "/tim-kiem/?q=quet+don+san+truong&loai=ket-luan")


def test_suggestions_for_a_plan_read_the_approved_words(cast: Cast) -> None:
    july = ReportingPeriod.objects.create(
        year=2016, month=7, starts_on=day("2016-07-01"), ends_on=day("2016-07-28")
    )
    meeting = make_meeting(cast.editor, plan_period=july, is_public=True)
    row = conclude(meeting, cast.editor, cast.contributor.unit, text="nộp tin", is_public=True)
    approve(meeting, chair=cast.leader, editor=cast.editor)
    step(meeting, "correct", cast.editor, note="Ghi nhầm")
    row.refresh_from_db()
    row.text = "viết bài khác"
    store_part(row, actor=cast.editor, version=1)
    assert [proposal.topic for proposal in from_conclusions(july)] == ["nộp tin"]


def test_where_nobody_is_named_the_lead_units_stand_and_those_who_support(
    cast: Cast, client: Client
) -> None:
    lead, support = UnitFactory(name="Công an phường"), UnitFactory(name="Đoàn Thanh niên")
    meeting = make_meeting(cast.editor, is_public=True)
    conclusion = Conclusion(
        meeting=meeting, text="tuần tra", due_on=meeting.held_on, is_public=True
    )
    store_part(
        conclusion,
        actor=cast.editor,
        relations={"lead_units": [lead], "supporting_units": [support]},
    )
    approve(meeting, chair=cast.leader, editor=cast.editor)
    page = read(client, meeting.get_absolute_url())
    assert "Giao Công an phường tuần tra" in page
    assert "Phối hợp: Đoàn Thanh niên." in page


def test_whether_a_public_conclusion_is_done_is_public(
    cast: Cast, client: Client, meeting: Meeting
) -> None:
    page = read(client, meeting.get_absolute_url())
    assert "Đã giao" in page and "Đang thực hiện" not in page
    task = Task.objects.get(text="Gửi tin đúng hạn")
    for name, actor in (("receive", cast.contributor), ("finish", cast.contributor)):
        step(task, name, actor, note="Xong")
    assert "Đang thực hiện" in read(client, meeting.get_absolute_url())
    step(task, "verify", cast.leader)
    page = read(client, meeting.get_absolute_url())
    assert "Đã thực hiện xong" in page and "Đang thực hiện" not in page


def test_a_cancelled_task_is_no_order_any_more(
    cast: Cast, client: Client, meeting: Meeting
) -> None:
    step(Task.objects.get(text="Gửi tin đúng hạn"), "cancel", cast.leader, note="Thôi")
    page = read(client, meeting.get_absolute_url())
    assert "Không thực hiện nữa" in page
    assert "Hạn:" not in page


def test_no_named_unit_is_shown_as_late(cast: Cast, client: Client, meeting: Meeting) -> None:
    task = Task.objects.get(text="Gửi tin đúng hạn")
    with time_machine.travel(at("2016-07-05 12:00"), tick=False):
        assert "Hạn: <time" in read(client, meeting.get_absolute_url())
    with time_machine.travel(at("2016-07-06 00:01"), tick=False):
        page = read(client, meeting.get_absolute_url())
        assert "Đã giao" in page
        assert "Hạn:" not in page
        for name, actor in (("receive", cast.contributor), ("finish", cast.contributor)):
            step(task, name, actor, note="Xong")
        step(task, "verify", cast.leader)
        # A deadline beside those alone that were met would say which one is late.
        assert "Hạn:" not in read(client, meeting.get_absolute_url())


def test_an_extended_deadline_is_shown(cast: Cast, client: Client, meeting: Meeting) -> None:
    task = Task.objects.get(text="Gửi tin đúng hạn")
    with time_machine.travel(at("2016-07-04 12:00"), tick=False):
        assert "05/07/2016" in read(client, meeting.get_absolute_url())
        step(task, "receive", cast.contributor)
        step(task, "ask_time", cast.contributor, note="Mưa", due_on="2016-07-12")
        step(task, "grant_time", cast.leader, due_on="2016-07-12")
        page = read(client, meeting.get_absolute_url())
    assert "12/07/2016" in page and "05/07/2016" not in page


@pytest.mark.parametrize(
    ("title", "shown"),
    [
        ("Giao ban", "Giao ban tháng 6/2016"),
        ("Giao ban tháng", "Giao ban tháng 6/2016"),
        ("Giao ban hằng tháng", "Giao ban hằng tháng, tháng 6/2016"),
        ("Giao ban tháng 6", "Giao ban tháng 6/2016"),
        ("Giao ban tháng 06/2016", "Giao ban tháng 06/2016"),
        ("Giao ban tháng sáu", "Giao ban tháng sáu năm 2016"),
        ("Họp tháng 6 năm 2016", "Họp tháng 6 năm 2016"),
        ("Họp ngày 24/6/2016", "Họp ngày 24/6/2016"),
        ("Họp mặt cuối năm", "Họp mặt cuối năm"),
        ("Triển khai tháng 7", "Triển khai tháng 7 (họp tháng 6/2016)"),
    ],
)
def test_public_titles_carry_the_month(cast: Cast, client: Client, title: str, shown: str) -> None:
    meeting = make_meeting(cast.editor, title=title, is_public=True)
    assert meeting.public_title == shown
    assert f">{shown}<" in read(client, "/lich-cong-tac/?tuan=2016-W25")
    conclude(meeting, cast.editor, has_no_task=True, no_task_reason="Nhắc", is_public=True)
    approve(meeting, chair=cast.leader, editor=cast.editor)
    page = read(client, meeting.get_absolute_url())
    assert f"<h1>{shown}</h1>" in page and f"<title>{shown}, 24/06/2016" in page
    assert f">{shown}<" in read(client, "/hop/")
    assert f">{shown}<" in read(client, "/lich-cong-tac/?tuan=2016-W25")
    found = read(client, f"/tim-kiem/?q={title.replace(' ', '+')}&loai=hop")
    assert shown in re.sub("</?mark>", "", found)


def test_a_row_that_is_not_approved_has_no_copy(cast: Cast, meeting: Meeting) -> None:
    step(meeting, "correct", cast.editor, note="Ghi nhầm")
    extra = conclude(meeting, cast.editor, has_no_task=True, no_task_reason="Nhắc")
    remove_part(extra, actor=cast.editor, version=1)
    assert ApprovedConclusion.objects.count() == 2


def test_every_public_page_of_meetings_is_in_the_list() -> None:
    """A new public view of this app is read above, too."""
    from meetings.urls import urlpatterns

    names: set[Any] = {pattern.name for pattern in urlpatterns}
    assert names == {
        *("meetings", "meeting", "meeting_by_number", "working_calendar", "calendar_file"),
        None,  # an address without the number, which leads to the meeting
    }
    assert reverse("meetings") in ADDRESSES


def test_who_took_a_task_over_is_named(cast: Cast, client: Client) -> None:
    meeting = make_meeting(cast.editor, is_public=True)
    unit, other = cast.contributor.unit, UnitFactory(name="Đoàn phường")
    conclude(meeting, cast.editor, unit, text="dọn sân", is_public=True)
    approve(meeting, chair=cast.leader, editor=cast.editor)
    address = Meeting.objects.get(pk=meeting.pk).approved.get_absolute_url()
    assert "Nay chuyển" not in read(client, address)
    task = step(Task.objects.get(), "decline", cast.contributor, note="Không đúng việc")
    step(task, "hand_over", cast.leader, note="Đúng việc hơn", unit=other.pk)
    assert "Nay chuyển Đoàn phường thực hiện." in read(client, address)


def test_the_list_leads_to_meetings_to_come(cast: Cast, client: Client) -> None:
    meeting = make_meeting(cast.editor, is_public=True)
    conclude(meeting, cast.editor, cast.contributor.unit, is_public=True)
    approve(meeting, chair=cast.leader, editor=cast.editor)
    assert "Cuộc họp sắp tới có ở trang" in read(client, "/hop/")


def test_the_form_says_where_residents_read_of_a_meeting(cast: Cast, client: Client) -> None:
    client.force_login(cast.editor)
    page = read(client, reverse("admin:meetings_meeting_add"))
    assert "ở trang Lịch công tác; duyệt biên bản rồi thì thấy ở trang Họp" in page
