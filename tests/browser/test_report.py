"""A month to its end: from items, documents, a bulletin and tasks to the confirmed report, and on
to the next plan. No number is typed.
"""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page, expect

from meetings.models import AgendaItem
from news.models import Article, EditorialPlan, PlanLine, Quota
from news.planning.create import PlanRequest, create_plan
from news.states import DeadlineRule, Kind
from organization.models import ReportingPeriod
from reports.models import Edition, FigureSnapshot, MonthlyReport
from tests.browser.conftest import Portal
from tests.support.broadcasts import approve, log, make_bulletin, make_item
from tests.support.cast import Cast
from tests.support.factories import make_draft, transition
from tests.support.incoming import make_incoming
from tests.support.meeting_factories import make_meeting, make_task
from tests.support.meeting_factories import step as task_step

pytestmark = pytest.mark.browser


def at(day: date, hour: int) -> datetime:
    return timezone.make_aware(datetime.combine(day, time(hour)))


@pytest.fixture
def month(cast: Cast, db: None) -> ReportingPeriod:
    """A period of the last 28 days that ended yesterday, with something of every room."""
    ends_on = timezone.localdate() - timedelta(days=1)
    starts_on = ends_on - timedelta(days=27)
    middle = starts_on + timedelta(days=14)
    period = ReportingPeriod.objects.create(
        year=middle.year, month=middle.month, starts_on=starts_on, ends_on=ends_on
    )
    plan = create_plan(PlanRequest(period, DeadlineRule.LAST_DAY, 0))
    EditorialPlan.objects.filter(pk=plan.pk).update(due_on=starts_on + timedelta(days=10))
    unit = cast.contributor.unit
    assert unit is not None
    PlanLine.objects.create(plan=plan, topic="Vệ sinh môi trường", unit=unit)
    Quota.objects.create(period=period, unit=unit, kind=Kind.BRIEF, required=3)
    for number, title in ((3, "Tin đúng hạn"), (12, "Tin nộp muộn")):
        day = starts_on + timedelta(days=number)
        with time_machine.travel(at(day, 9), tick=False):
            article = make_draft(cast.contributor, title=title, is_for_loudspeaker=True)
            transition(article, "submit", cast.contributor, now=at(day, 9))
            transition(article, "publish", cast.approver, now=at(day, 10))
    make_incoming(
        unit,
        arrived_on=starts_on,
        received_on=starts_on,
        due_on=starts_on + timedelta(days=5),
    )
    _air(middle, cast)
    with time_machine.travel(at(middle, 9), tick=False):
        task = make_task(cast.leader, unit, now=at(middle, 9), text="Dọn ngõ 12")
        task_step(task, "receive", cast.contributor, now=at(middle, 10))
    return period


def _air(day: date, cast: Cast) -> None:
    with time_machine.travel(at(day, 5), tick=False):
        item = make_item("Lời nhắn", air_from=day, air_until=day, unit=cast.contributor.unit)
        bulletin = make_bulletin(item, at=at(day, 6))
        approve(bulletin, cast)
    with time_machine.travel(at(day, 7), tick=False):
        log(bulletin, cast.announcer)


def press_step(page: Page, label: str, *, note: str = "") -> None:
    """Take a step of the report on its page of its own."""
    page.get_by_role("link", name=label, exact=True).click()
    if note:
        page.locator("[name=note]").fill(note)
    page.locator("main form").get_by_role("button", name=label).click()
    expect(page.locator(".messagelist")).to_be_visible()


def test_a_month_ends_in_a_confirmed_report(
    month: ReportingPeriod, cast: Cast, portal: Portal
) -> None:
    address = reverse("admin:report", args=[month.code])
    meeting = make_meeting(cast.editor, starts_at=at(month.ends_on, 14), review_period=month)
    secretary = portal.visit(cast.editor)

    # The snapshot for the briefing, and the briefing's agenda.
    secretary.goto(f"{address}tinh-den/")
    secretary.locator("[name=as_of]").fill(f"{month.ends_on - timedelta(days=2):%Y-%m-%d}")
    secretary.locator("[name=meeting]").select_option(str(meeting.pk))
    secretary.get_by_role("button", name="Giữ số liệu").click()
    expect(secretary.get_by_text("Số liệu ở trang này không đổi nữa.")).to_be_visible()
    assert FigureSnapshot.objects.get().meeting == meeting

    # The report is there when the secretary opens it.
    secretary.goto(address)
    expect(secretary.locator("#bang-1 tfoot")).to_contain_text("2")
    secretary.get_by_role("button", name="Lập báo cáo").click()
    secretary.get_by_role("button", name="Nhận mọi phần đề xuất").click()
    expect(secretary.locator(".messagelist")).to_contain_text("Đã nhận 5 phần")
    expect(secretary.locator("#phan-limitations")).to_contain_text("01 tin, bài nộp muộn")
    for left in MonthlyReport.objects.get().sections.filter(taken_at=None):
        secretary.goto(reverse("admin:report_section", args=[month.code, left.code]))
        secretary.locator("[name=text]").fill("Không có.")
        secretary.get_by_role("button", name="Lưu").click()
        expect(secretary.locator(f"#phan-{left.code}")).to_contain_text("Không có.")
    secretary.get_by_role("link", name="Đưa vào giao ban").click()
    secretary.locator("[name=meeting]").select_option(str(meeting.pk))
    secretary.get_by_label("Còn 01 tin, bài nộp muộn").check()
    secretary.get_by_role("button", name="Đưa vào chương trình").click()
    expect(secretary.locator(".messagelist")).to_contain_text("Đã thêm 2 nội dung")
    assert AgendaItem.objects.filter(meeting=meeting, title__startswith="Báo cáo").exists()
    secretary.goto(address)
    press_step(secretary, "Trình lãnh đạo")

    # The chairwoman's five minutes, on a phone.
    phone = portal.visit(cast.leader, width=360)
    phone.goto(reverse("admin:index"))
    phone.get_by_role("link", name=f"Báo cáo {month}").first.click()
    expect(phone.get_by_role("heading", name="Kém hơn kỳ trước")).to_be_visible()
    late = phone.locator("li", has_text=cast.contributor.unit.name).first  # type: ignore[union-attr]
    expect(late).to_contain_text("1 tin, bài nộp muộn")
    expect(late).to_contain_text("1 văn bản quá hạn")
    phone.locator("#phan-limitations").get_by_role("link", name="Ý kiến").click()
    phone.locator("[name=text]").fill("Đã nhắc đơn vị chưa?")
    phone.get_by_role("button", name="Ghi ý kiến").click()
    press_step(phone, "Trả lại", note="Xin trả lời ý kiến.")

    # Mended, sent again, confirmed.
    secretary.goto(address)
    secretary.locator("#y-kien").get_by_role("link", name="Trả lời").click()
    secretary.locator("[name=text]").fill("Đã nhắc hôm qua.")
    secretary.get_by_role("button", name="Gửi trả lời").click()
    press_step(secretary, "Trình lãnh đạo")
    phone.goto(address)
    expect(phone.locator("#phan-limitations")).to_contain_text("Đã nhắc hôm qua.")
    press_step(phone, "Xác nhận và chốt số liệu")
    edition = Edition.objects.get()
    assert edition.data["figures"]["broadcasts.plays"]
    for kind in ("Bản Word", "Bản PDF", "Bảng số liệu Excel"):
        expect(phone.get_by_role("link", name=kind)).to_be_visible()

    # What the month counted stays, whatever happens now.
    transition(
        Article.objects.get(title="Tin đúng hạn"),
        "withdraw",
        cast.approver,
        note="Sai",
        public_as="gone",
    )
    phone.goto(address)
    expect(phone.locator("#bang-1 tfoot")).to_contain_text("2")
    expect(phone.get_by_text("đã chốt 2, tính lại 1").first).to_be_visible()

    # Tables that are closed on the screen are printed.
    secretary.goto(address)
    table = secretary.locator("#bang-4 table")
    expect(table).to_be_hidden()
    secretary.emulate_media(media="print")
    expect(table).to_be_visible()
    secretary.emulate_media(media="screen")

    # The next plan.
    secretary.get_by_role("link", name="Mở kỳ sau").click()
    secretary.get_by_role("button", name="Lập định hướng tháng").click()
    expect(secretary.get_by_text("Đã lập Định hướng")).to_be_visible()
    assert EditorialPlan.objects.count() == 2
