"""A report from its figures to the confirmed edition, and back."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, datetime, timedelta
from html import unescape
from urllib.parse import urlencode

import pytest
import time_machine
from django.contrib.contenttypes.models import ContentType
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from core.models import ViewCount
from core.papers.model import Heading, Paragraph
from core.reporting.figures import Figures, collect_figures, describe_keys, known_figures
from core.workflow.engine import TransitionRefused, perform
from documents.models import LeaderAbsence, OutgoingDocument, UserActivity
from documents.states import OutgoingState
from news.models import Article, EditorialPlan, PlanLine, Quota, UpstreamSending
from news.planning.line_status import line_statuses
from news.statistics.figures import total, unit_statistics
from organization.models import Notice, ReportingPeriod, Topic
from reports.agency.rounds import open_round
from reports.editions.data import SectionText, edition_content, live_content
from reports.editions.files import verify
from reports.editions.paper import report_paper
from reports.editions.tasks import ordered_tasks
from reports.figures.comparison import PeriodComparison
from reports.figures.stored import count_periods, store_values
from reports.models import Edition, PeriodFigures, ReportSection
from reports.monthly.briefing import limitation_lines, put_on_agenda
from reports.monthly.overview import charts, late_units
from reports.monthly.services import (
    ReportRefused,
    add_comment,
    answer_comment,
    create_report,
    hand_in_paragraph,
    keep_snapshot,
    save_section,
    take_all_proposals,
)
from reports.monthly.work import owed_paragraphs, waiting_reports
from reports.states import ReportState, SectionCode
from reports.tables.ward import outgoing_table
from tests.support.cast import Cast
from tests.support.factories import UnitFactory, make_draft, transition
from tests.support.incoming import make_incoming
from tests.support.meeting_factories import make_meeting, make_task
from tests.support.meeting_factories import step as move
from tests.support.registers import outgoing_register
from tests.support.reports import at, confirm, fill_month, make_period, make_report, step

pytestmark = pytest.mark.django_db


@pytest.fixture
def june(cast: Cast) -> ReportingPeriod:
    period = make_period()
    fill_month(period, cast)
    return period


def test_figures_are_counted_from_every_room(june: ReportingPeriod, cast: Cast) -> None:
    figures = collect_figures(june)
    assert figures.value("news.submitted") == 3
    assert figures.value("news.published") == 1
    assert figures.value("broadcasts.aired") == 1
    assert figures.value("broadcasts.unit_plays", str(cast.contributor.unit_id)) == 1
    sums = total(unit_statistics(june))
    assert figures.value("news.submitted") == sums.submitted.total
    assert figures.value("news.on_time") == sums.on_time
    assert figures.value("news.late") == sums.late


def test_tables_add_up(june: ReportingPeriod) -> None:
    content, _ = live_content(june)
    for table in content.tables:
        if table.total is None or table.code == "bang-7":
            continue
        for place, cell in enumerate(table.total.cells):
            column = [row.cells[place].value for row in table.rows]
            if cell.code and all(isinstance(value, int) for value in column):
                assert cell.value == sum(column), (table.title, place)  # type: ignore[arg-type]


def test_documents_on_the_portal_need_no_line_in_the_register(
    june: ReportingPeriod, cast: Cast
) -> None:
    issued, published = (
        ("documents.issued", {"Kế hoạch": 1}),
        ("documents.published", {"Báo cáo": 2}),
    )
    figures = Figures.from_json(
        {
            code: {group: {"value": value, "keys": []} for group, value in groups.items()}
            for code, groups in (issued, published)
        }
    )
    table = outgoing_table(figures)
    assert table.title == "Bảng 6. Văn bản đi và văn bản đăng công khai theo loại"
    assert [column.label for column in table.columns] == ["Phát hành theo sổ", "Đăng trên cổng"]
    rows = {row.label: [cell.value for cell in row.cells] for row in table.rows}
    assert rows == {"Báo cáo": [0, 2], "Kế hoạch": [1, 0]}
    assert "cả văn bản không lấy số ở sổ này và văn bản của cấp trên" in table.note
    content, _ = live_content(june)
    labels = {row.label for table in content.tables for row in table.rows}
    assert "Văn bản đi (theo sổ)" in labels


def test_a_proposal_states_figures_and_stays_marked_until_it_is_taken(
    june: ReportingPeriod, cast: Cast
) -> None:
    content, _ = live_content(june)
    portal = next(one for one in content.sections if one.code == "portal")
    assert portal.is_proposal
    assert portal.text.startswith("Các đơn vị nộp 03 tin, bài (03 đúng hạn, 00 muộn)")
    report = make_report(june, cast)
    content, _ = live_content(june, report)
    assert not any(one.is_proposal for one in content.sections)


def test_a_report_is_sent_once_every_part_was_taken(june: ReportingPeriod, cast: Cast) -> None:
    report = make_report(june, cast)
    ReportSection.objects.filter(report=report, code="portal").update(taken_at=None)
    with pytest.raises(TransitionRefused, match="còn là bản đề xuất"):
        step(report, "send", cast.editor)


def test_only_parts_with_a_proposal_are_taken_together(june: ReportingPeriod, cast: Cast) -> None:
    """What nobody wrote is not said to be nothing."""
    report = create_report(june, actor=cast.editor, now=timezone.now())
    content, _ = live_content(june, report)
    proposed = {one.code for one in content.sections if one.proposal}
    assert 0 < len(proposed) < len(content.sections)
    taken = take_all_proposals(report, actor=cast.editor, now=timezone.now())
    assert taken == len(proposed)
    assert {one.code for one in report.sections.exclude(taken_at=None)} == proposed
    with pytest.raises(TransitionRefused, match="không có gì thì ghi “Không có"):
        step(report, "send", cast.editor)


def test_confirming_freezes_everything(june: ReportingPeriod, cast: Cast) -> None:
    report = confirm(make_report(june, cast), cast)
    assert report.state == ReportState.CONFIRMED
    edition = report.editions.get()
    before = edition_content(edition).as_json()
    assert all(one.is_intact for one in verify(edition))
    assert Article.objects.filter(counted_period=june).count() == 3
    # The world goes on.
    published = Article.objects.get(title="Tin một")
    transition(published, "withdraw", cast.approver, note="Sai", public_as="gone")
    cast.contributor.unit.name = "Tổ dân phố mới"
    cast.contributor.unit.save()
    edition.refresh_from_db()
    assert edition_content(edition).as_json() == before
    assert all(one.is_intact for one in verify(edition))
    assert "Tổ dân phố mới" not in str(edition.data)
    assert PeriodFigures.objects.get(period=june).is_frozen


def test_a_changed_edition_does_not_verify(june: ReportingPeriod, cast: Cast) -> None:
    edition = confirm(make_report(june, cast), cast).editions.get()
    Edition.objects.filter(pk=edition.pk).update(data=edition.data | {"number": "9/BC"})
    edition.refresh_from_db()
    assert [one.name for one in verify(edition) if not one.is_intact] == ["data"]


def test_reopening_leaves_both_readable(client: Client, june: ReportingPeriod, cast: Cast) -> None:
    report = confirm(make_report(june, cast), cast)
    step(report, "reopen", cast.leader, note="Thiếu một đơn vị")
    section = report.sections.get(code="proposals")
    save_section(
        report,
        "proposals",
        "Đề nghị sửa loa.",
        version=section.version,
        actor=cast.editor,
        now=timezone.now(),
    )
    client.force_login(cast.editor)
    page = " ".join(client.get(report.address).text.split())
    assert f"<strong>Mở lại</strong> bản chốt lần 1, {cast.leader}" in page
    assert "Thiếu một đơn vị" in page.partition('id="phan-viet"')[0]
    confirm(report, cast)
    first, second = report.editions.all()
    assert (first.reopened_reason, second.number) == ("Thiếu một đơn vị", 2)
    client.force_login(cast.editor)
    page = client.get(f"{report.address}?lan=1")
    assert "Thiếu một đơn vị" in page.content.decode()
    comparison = client.get(reverse("admin:report_compare", args=["2016-06", 1]))
    assert "Đề nghị sửa loa." in comparison.content.decode()


@pytest.mark.parametrize("number", ["", "512/BC-UBND"])
def test_a_second_edition_says_which_one_it_replaces(
    client: Client, june: ReportingPeriod, cast: Cast, number: str
) -> None:
    report = make_report(june, cast)
    report.number = number
    report.save()
    with time_machine.travel(at(date(2016, 7, 6)), tick=False):
        confirm(report, cast)
    first = edition_content(report.editions.get())
    assert first.replaces == "" and "replaces" not in first.as_json()
    step(report, "reopen", cast.leader, note="Thiếu một đơn vị")
    confirm(report, cast)
    content = edition_content(report.editions.get(number=2))
    named = f"Báo cáo số {number}" if number else "bản chốt"
    sentence = f"Báo cáo này thay thế {named} ngày 06/07/2016."
    assert content.replaces == sentence
    assert any(
        isinstance(block, Paragraph) and block.text.startswith(sentence)
        for block in report_paper(content).blocks
    )
    assert sentence in client.get(report.get_absolute_url()).text
    client.force_login(cast.editor)
    assert sentence in client.get(report.address).text


def test_an_edition_names_the_parts_whose_words_were_kept(
    client: Client, june: ReportingPeriod, cast: Cast
) -> None:
    report = make_report(june, cast)
    report.sections.filter(code="portal").update(proposed_text="Có 27 tin.")
    step(report, "send", cast.editor)
    report.refresh_from_db()
    perform(
        report,
        "confirm",
        actor=cast.leader,
        version=report.version,
        data={"keeps_words": "on"},
    )
    edition = report.editions.get()
    content = edition_content(edition)
    assert content.kept == ("Cổng thông tin điện tử",)
    words = "Câu chữ ở phần “Cổng thông tin điện tử” được giữ như khi nhận"
    assert any(words in getattr(block, "text", "") for block in report_paper(content).blocks)
    assert all(one.is_intact for one in verify(edition))
    client.force_login(cast.editor)
    assert words in client.get(report.address).text


def test_four_eyes_and_the_end_of_the_period(june: ReportingPeriod, cast: Cast) -> None:
    report = make_report(june, cast)
    ReportSection.objects.filter(report=report, code="portal").update(taken_by=cast.leader)
    step(report, "send", cast.editor)
    with pytest.raises(TransitionRefused, match="cần một lãnh đạo khác"):
        step(report, "confirm", cast.leader)
    assert step(report, "confirm", cast.head).state == ReportState.CONFIRMED
    running = make_period(timezone.localdate().year, timezone.localdate().month)
    now = make_report(running, cast)
    step(now, "send", cast.editor)
    with pytest.raises(TransitionRefused, match="mới chốt được"):
        step(now, "confirm", cast.head)


def test_a_step_is_offered_when_it_can_be_taken(cast: Cast, client: Client) -> None:
    today = timezone.localdate()
    running = make_period(today.year, today.month)
    report = make_report(running, cast)
    step(report, "send", cast.editor)
    client.force_login(cast.head)
    address = reverse("admin:reports_monthlyreport_transition", args=[report.pk, "confirm"])
    page = client.get(report.address).content.decode()
    assert f'href="{address}' not in page
    assert f'href="{address.replace("confirm", "return")}?da-doc=' in page
    first = running.ends_on + timedelta(days=1)
    assert f"Từ ngày {first:%d/%m/%Y} mới chốt được" in page
    with time_machine.travel(at(first), tick=False):
        client.force_login(cast.head)
        assert f'href="{address}?da-doc=' in client.get(report.address).content.decode()


def test_a_deputy_confirms_in_absence(june: ReportingPeriod, cast: Cast, client: Client) -> None:
    LeaderAbsence.objects.create(
        leader=cast.head, deputy=cast.leader, valid_from=timezone.localdate()
    )
    report = make_report(june, cast)
    step(report, "send", cast.editor)
    client.force_login(cast.leader)
    address = reverse("admin:reports_monthlyreport_transition", args=[report.pk, "confirm"])
    words = f"Quý vị quyết định thay {cast.head.full_name}, đang vắng"
    assert words in client.get(address).content.decode()
    edition = step(report, "confirm", cast.leader).editions.get()
    assert edition.on_behalf_of == cast.head.full_name
    assert edition.data["confirmed"]["by"] == cast.leader.full_name
    told = f"{cast.leader} đã quyết định thay quý vị: Xác nhận và chốt số liệu, “{report}”."
    assert Notice.objects.filter(person=cast.head, text=told).count() == 1
    assert f"thay {cast.head}: {cast.leader}" in client.get(report.address).content.decode()


def test_units_that_may_still_hand_in_are_named_and_told(
    june: ReportingPeriod, cast: Cast, client: Client
) -> None:
    report = make_report(june, cast)
    sending = reverse("admin:reports_monthlyreport_transition", args=[report.pk, "send"])
    client.force_login(cast.editor)
    assert "chưa gửi" not in client.get(sending).content.decode()
    report.paragraphs_due_on = timezone.localdate()
    report.save()
    given = cast.other_contributor
    hand_in_paragraph(report, given.unit, "Đã làm.", actor=given, now=timezone.now())
    page = client.get(sending).content.decode()
    assert "đơn vị chưa gửi" in page and cast.contributor.unit.name in page
    assert given.unit.name not in page
    step(report, "send", cast.editor)
    told = Notice.objects.filter(text__contains="không nhận thêm đoạn của đơn vị")
    assert told.get(person=cast.contributor).topic == Topic.ASKED
    assert not told.filter(person=given).exists()
    client.force_login(cast.contributor)
    page = client.get(reverse("admin:report_paragraph", args=["2016-06"])).content.decode()
    assert "không nhận thêm đoạn của đơn vị" in page and "Gửi trước hết ngày" not in page


def test_a_comment_is_answered_before_the_report_comes_back(
    june: ReportingPeriod, cast: Cast
) -> None:
    report = make_report(june, cast)
    step(report, "send", cast.editor)
    comment = add_comment(
        report, "portal", "Cổng thông tin", "Vì sao ít?", actor=cast.leader, now=timezone.now()
    )
    step(report, "return", cast.leader, note="Xin trả lời ý kiến")
    assert Notice.objects.filter(person=cast.editor, text__contains="được trả lại").exists()
    with pytest.raises(TransitionRefused, match="chưa được trả lời"):
        step(report, "send", cast.editor)
    answer_comment(comment, "Hai đơn vị nghỉ hè.", actor=cast.editor, now=timezone.now())
    with pytest.raises(ReportRefused, match="đã được trả lời"):
        answer_comment(comment, "Lần nữa", actor=cast.editor, now=timezone.now())
    assert step(report, "send", cast.editor).state == ReportState.WITH_LEADER


def test_creating_a_report_is_confirmed(june: ReportingPeriod, cast: Cast, client: Client) -> None:
    client.force_login(cast.editor)
    page = client.post(reverse("admin:report_create", args=["2016-06"]), follow=True)
    assert "Đã lập báo cáo tháng 6/2016" in page.content.decode()


def test_a_part_that_another_changed_is_not_overwritten(
    june: ReportingPeriod, cast: Cast, client: Client
) -> None:
    report = make_report(june, cast)
    client.force_login(cast.editor)
    address = reverse("admin:report_section", args=["2016-06", "portal"])
    answer = client.post(address, {"text": "Chữ của tôi", "version": "1"})
    assert answer.status_code == 409
    assert "Chữ của tôi" in answer.content.decode()
    assert "vừa được sửa ở nơi khác" in answer.content.decode()
    version = report.sections.get(code="portal").version
    assert client.post(address, {"text": "Chữ của tôi", "version": version}).status_code == 302
    assert report.sections.get(code="portal").text == "Chữ của tôi"


def test_units_hand_in_their_paragraph(june: ReportingPeriod, cast: Cast, client: Client) -> None:
    report = make_report(june, cast)
    client.force_login(cast.contributor)
    address = reverse("admin:report_paragraph", args=["2016-06"])
    assert client.post(address, {"text": ""}).status_code == 400
    assert client.post(address, {"text": "Tổ đã dọn vệ sinh."}).status_code == 302
    content, _ = live_content(june, report)
    assert content.paragraphs == ((cast.contributor.unit.name, "Tổ đã dọn vệ sinh."),)
    step(report, "send", cast.editor)
    answer = client.post(address, {"text": "Muộn rồi"})
    assert answer.status_code == 409
    assert "Muộn rồi" in answer.content.decode()
    assert cast.other_contributor.unit is not None
    with pytest.raises(ReportRefused):
        hand_in_paragraph(
            report, cast.other_contributor.unit, "x", actor=cast.leader, now=timezone.now()
        )


def test_a_snapshot_keeps_the_day(june: ReportingPeriod, cast: Cast) -> None:
    with time_machine.travel(at(date(2016, 6, 24)), tick=False):
        snapshot = keep_snapshot(june, date(2016, 6, 4), actor=cast.editor, now=timezone.now())
        assert snapshot.data["figures"]["news.submitted"]
        sums = sum(one["value"] for one in snapshot.data["figures"]["news.submitted"].values())
        assert sums == 1
        with pytest.raises(ReportRefused, match="chưa tới"):
            keep_snapshot(june, date(2016, 6, 25), actor=cast.editor, now=timezone.now())


def test_a_running_month_is_not_compared_with_a_whole_one(
    june: ReportingPeriod, cast: Cast, client: Client
) -> None:
    july = make_period(2016, 7)
    fill_month(july, cast)
    while count_periods(timezone.now()):
        pass
    client.force_login(cast.leader)
    whole = client.get(reverse("admin:report", args=[july.code])).content.decode()
    assert "bằng kỳ trước" in whole and "Kém hơn kỳ trước" in whole
    partial = client.get(
        reverse("admin:report", args=[july.code]), {"den-ngay": f"{july.starts_on:%Y-%m-%d}"}
    ).content.decode()
    assert "Kỳ đang chạy" in partial and "Kém hơn kỳ trước" not in partial
    with time_machine.travel(at(july.ends_on), tick=False):
        running = client.get(reverse("admin:report", args=[july.code])).content.decode()
    assert "Kỳ đang chạy" in running and "Kém hơn kỳ trước" not in running
    assert "03 tin" in running and "kỳ trước;" not in running


def test_lines_of_the_next_plan_are_no_figures() -> None:
    moved = SectionText("directions", "Phương hướng", "a", proposal="b", proposed="a")
    assert moved.has_moved and not moved.has_moved_figures
    assert replace(moved, code="portal").has_moved_figures


def test_periods_are_compared(june: ReportingPeriod, cast: Cast) -> None:
    july = make_period(2016, 7)
    fill_month(july, cast)
    while count_periods(timezone.now()):
        pass
    compared = PeriodComparison.live(july).of("news.submitted")
    assert (compared.value, compared.previous, compared.last_year, compared.to_date) == (
        3,
        3,
        None,
        6,
    )
    assert PeriodComparison.live(june).of("news.submitted").previous is None
    assert PeriodComparison.live(july).of("documents.received").previous is None, "not in use"
    assert count_periods(timezone.now() + timedelta(hours=1)) is None, "counted already"


@pytest.mark.parametrize("role", ["contributor", "announcer", "it_officer"])
def test_units_are_named_to_the_board_alone(
    june: ReportingPeriod, cast: Cast, client: Client, role: str
) -> None:
    report = make_report(june, cast)
    client.force_login(getattr(cast, role))
    for address in (
        report.address,
        reverse("admin:report_behind", args=["2016-06"]) + "?chi-so=news.late",
        reverse("admin:report_snapshots", args=["2016-06"]),
        reverse("admin:reports"),
    ):
        assert client.get(address).status_code == 404, address


def test_every_number_leads_to_what_is_behind_it(
    june: ReportingPeriod, cast: Cast, client: Client
) -> None:
    client.force_login(cast.leader)
    page = client.get(reverse("admin:report", args=["2016-06"])).content.decode()
    unit = cast.contributor.unit_id
    address = f"{reverse('admin:report_behind', args=['2016-06'])}?chi-so=news.submitted"
    assert f"{address}&amp;nhom={unit}" in page
    behind = client.get(f"{address}&nhom={unit}").content.decode()
    assert all(title in behind for title in ("Tin một", "Tin hai", "Tin ba"))
    assert client.get(f"{address}x").status_code == 404


def test_what_a_reader_may_not_open_is_counted_without_its_title(
    june: ReportingPeriod, cast: Cast, client: Client
) -> None:
    client.force_login(cast.clerk)
    address = f"{reverse('admin:report_behind', args=['2016-06'])}?chi-so=news.submitted"
    behind = client.get(f"{address}&nhom={cast.contributor.unit_id}").content.decode()
    assert Article.objects.filter(title__in=["Tin một", "Tin hai", "Tin ba"]).count() == 3
    assert not Article.objects.readable_by(cast.clerk).exists()
    assert "Tin một" in behind, "published: anybody may read it"
    assert "Tin hai" not in behind
    assert "Tin ba" not in behind
    assert "không dành cho tài khoản này" in behind


def test_tasks_are_links_for_those_who_see_all_work(
    june: ReportingPeriod, cast: Cast, client: Client
) -> None:
    with time_machine.travel(at(date(2016, 6, 6), 9)):
        task = make_task(cast.leader, cast.contributor.unit, text="Dọn kho")
    for person, is_link in ((cast.leader, True), (cast.clerk, False)):
        client.force_login(person)
        page = client.get(reverse("admin:report", args=["2016-06"])).content.decode()
        assert "Dọn kho" in page
        assert (f'<a href="{task.address}">' in page) is is_link


@pytest.mark.parametrize("number", [1, 20])
def test_queries_of_a_page_do_not_grow(
    client: Client,
    june: ReportingPeriod,
    cast: Cast,
    number: int,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    for unit in UnitFactory.create_batch(number):
        make_incoming(unit, received_on=date(2016, 6, 3), due_on=date(2016, 6, 9))
    client.force_login(cast.leader)
    address = reverse("admin:report", args=["2016-06"])
    client.get(address)
    with django_assert_num_queries(31):
        client.get(address)


@pytest.mark.parametrize(("today", "is_owed"), [(17, False), (18, True), (25, True)])
def test_a_unit_is_reminded_of_its_paragraph_a_week_before_the_day(
    june: ReportingPeriod, cast: Cast, today: int, is_owed: bool
) -> None:
    report = make_report(june, cast)
    report.paragraphs_due_on = date(2016, 6, 25)
    report.save()
    owed = list(owed_paragraphs({cast.contributor.unit_id or 0}, date(2016, 6, today)))
    assert [one.due_on for one in owed] == [date(2016, 6, 25)] * is_owed


def test_nobody_owes_a_paragraph_of_a_month_that_was_confirmed_once(
    june: ReportingPeriod, cast: Cast
) -> None:
    report = confirm(make_report(june, cast), cast)
    step(report, "reopen", cast.leader, note="Sai số liệu")
    assert list(owed_paragraphs(None, date(2016, 7, 29))) == []


def test_a_returned_report_says_why_and_asks_no_unit_again(
    june: ReportingPeriod, cast: Cast, client: Client
) -> None:
    report = make_report(june, cast)
    report.paragraphs_due_on = date(2016, 6, 25)
    report.save()
    assert list(owed_paragraphs(None, date(2016, 7, 29)))
    report = step(report, "send", cast.editor)
    step(report, "return", cast.leader, note="Bổ sung nguyên nhân.")
    assert list(owed_paragraphs(None, date(2016, 7, 29))) == []
    client.force_login(cast.editor)
    words = " ".join(client.get(report.address).text.split())
    assert f"<strong>Trả lại</strong>, {cast.leader}" in words and "Bổ sung nguyên nhân." in words


@pytest.mark.parametrize("way", ["return", "take_back", "reopen"])
def test_units_are_asked_again_until_a_day_that_is_still_to_come(
    june: ReportingPeriod, cast: Cast, client: Client, way: str
) -> None:
    unit = {cast.contributor.unit_id or 0}
    told = Notice.objects.filter(person=cast.contributor, text__contains="lại nhận đoạn của đơn vị")
    with time_machine.travel(at(date(2016, 7, 6)), tick=False):
        report = make_report(june, cast)
        report.paragraphs_due_on = date(2016, 7, 5)
        report.save()
        step(report, "send", cast.editor)
        if way == "reopen":
            step(report, "confirm", cast.leader)
        note = "" if way == "take_back" else "Bổ sung"
        step(report, way, cast.editor if way == "take_back" else cast.leader, note=note)
        assert not told.exists()
        assert list(owed_paragraphs(unit, date(2016, 7, 6))) == []
        client.force_login(cast.editor)
        due = {"number": "", "paragraphs_due_on": "2016-07-08"}
        for _ in range(2):
            client.post(reverse("admin:report_paper", args=["2016-06"]), due)
        assert told.get().text.endswith("tới hết ngày 08/07/2016.")
        [owed] = owed_paragraphs(unit, date(2016, 7, 8))
        assert told.get().url == owed.url
    assert list(owed_paragraphs(unit, date(2016, 7, 9))) == []


def test_units_are_told_that_a_returned_report_takes_their_paragraph_again(
    june: ReportingPeriod, cast: Cast
) -> None:
    report = make_report(june, cast)
    report.paragraphs_due_on = timezone.localdate()
    report.save()
    step(report, "send", cast.editor)
    step(report, "return", cast.leader, note="Bổ sung")
    texts = list(Notice.objects.filter(person=cast.contributor).values_list("text", flat=True))
    assert any("lại nhận đoạn của đơn vị" in text for text in texts)


def test_the_leader_reads_a_running_months_report_and_confirms_it_later(
    june: ReportingPeriod, cast: Cast
) -> None:
    report = step(make_report(june, cast), "send", cast.editor)
    last = timezone.make_aware(datetime(june.ends_on.year, june.ends_on.month, june.ends_on.day))
    [running] = waiting_reports(cast.leader, last)
    [over] = waiting_reports(cast.leader, last + timedelta(days=1))
    told = f"chốt được từ {report.confirmable_from:%d/%m}"
    assert (running.kind, running.note) == ("Xem trước báo cáo tháng", told)
    assert (over.kind, over.note) == ("Xem, chốt báo cáo tháng", "")


def test_confirming_names_comments_without_an_answer(
    june: ReportingPeriod, cast: Cast, client: Client
) -> None:
    report = step(make_report(june, cast), "send", cast.editor)
    client.force_login(cast.leader)
    address = reverse("admin:reports_monthlyreport_transition", args=[report.pk, "confirm"])
    assert "chưa được trả lời" not in client.get(address).text
    report.comments.create(
        author=cast.leader, text="Vì sao giảm?", line="portal", created_at=timezone.now()
    )
    assert "Còn 1 ý kiến của lãnh đạo chưa được trả lời." in client.get(address).text


def test_the_plan_of_the_month_after_the_reports_is_opened(
    june: ReportingPeriod, cast: Cast, client: Client
) -> None:
    client.force_login(cast.editor)
    address = reverse("admin:report", args=["2016-06"])
    make = f'href="{reverse("admin:plan_make")}">Mở kỳ sau'
    assert make in client.get(address).content.decode()
    for month in (7, 8):
        EditorialPlan.objects.create(
            period=make_period(2016, month), deadline_rule="last_day", due_on=date(2016, month, 28)
        )
    page = client.get(address).content.decode()
    assert f'href="{reverse("admin:plan", args=["2016-07"])}">Mở kỳ sau' in page


def test_lines_of_the_next_plan_name_whom_they_were_given_to(
    june: ReportingPeriod, cast: Cast
) -> None:
    plan = EditorialPlan.objects.create(
        period=make_period(2016, 7), deadline_rule="last_day", due_on=date(2016, 7, 28)
    )
    unit = cast.contributor.unit
    for topic, given_to in (
        ("Mùa hè", {"unit": unit}),
        ("Bão số 1", {"person": cast.contributor}),
        ("Vệ sinh", {}),
    ):
        PlanLine.objects.create(plan=plan, topic=topic, **given_to)
    content, _ = live_content(june)
    text = next(one.text for one in content.sections if one.code == SectionCode.DIRECTIONS)
    assert unit
    assert text.splitlines()[1:] == [
        f"- Mùa hè ({unit.short_name}).",
        f"- Bão số 1 ({cast.contributor}).",
        "- Vệ sinh.",
    ]


def test_confirming_says_what_it_leaves_unverified(
    june: ReportingPeriod, cast: Cast, client: Client
) -> None:
    report = make_report(june, cast)
    step(report, "send", cast.editor)
    client.force_login(cast.leader)
    address = reverse("admin:reports_monthlyreport_transition", args=[report.pk, "confirm"])
    page = client.get(address).content.decode()
    assert "số liệu chung của phường được đăng ở trang công khai." in page
    assert "chưa thẩm định" not in page
    round_ = open_round(june)
    page = client.get(address).content.decode()
    assert f"Còn {round_.assessments.count()} phiếu cơ quan điện tử chưa thẩm định" in page


@pytest.mark.parametrize(
    ("handed_in", "as_of", "is_late"),
    [
        (None, date(2016, 6, 20), True),
        (None, date(2016, 6, 19), False),
        (date(2016, 6, 18), date(2016, 6, 30), False),
        (date(2016, 6, 22), date(2016, 6, 21), True),
    ],
)
def test_a_line_without_an_item_makes_its_unit_late(
    june: ReportingPeriod, cast: Cast, handed_in: date | None, as_of: date, is_late: bool
) -> None:
    with time_machine.travel(at(june.starts_on), tick=False):
        plan = EditorialPlan.objects.create(
            period=june, state="open", deadline_rule="last_day", due_on=date(2016, 6, 19)
        )
        line = PlanLine.objects.create(plan=plan, unit=cast.contributor.unit, topic="Hè")
        PlanLine.objects.create(plan=plan, topic="Sau", due_on=date(2016, 6, 30))
    if handed_in:
        with time_machine.travel(at(handed_in), tick=False):
            item = make_draft(cast.contributor, title="Tin hè", plan_line=line)
            transition(item, "submit", cast.contributor)
    figures = collect_figures(june, as_of)
    group = str(cast.contributor.unit_id)
    assert figures.keys("news.lines_overdue", group) == [f"line:{line.pk}"] * is_late
    names = {str(unit.pk): unit.name for unit in june.units}
    late = [(one.group, one.order) for one in late_units(figures, names)]
    words = "Khắc phục: 1 dòng định hướng quá hạn"
    assert ((group, words) in late) is is_late
    assert describe_keys([f"line:{line.pk}"], cast.clerk)[f"line:{line.pk}"].title == "Hè"


@pytest.mark.parametrize(
    ("as_of", "is_overdue"), [(21, True), (22, False), (23, True), (25, True), (26, False)]
)
def test_a_line_is_overdue_in_the_report_as_in_the_plan(
    june: ReportingPeriod, cast: Cast, as_of: int, is_overdue: bool
) -> None:
    def line_words() -> str:
        return line_statuses(plan.lines.all(), now=timezone.now())[0].words

    with time_machine.travel(at(june.starts_on), tick=False):
        plan = EditorialPlan.objects.create(
            period=june, state="open", deadline_rule="last_day", due_on=date(2016, 6, 19)
        )
        line = PlanLine.objects.create(plan=plan, unit=cast.contributor.unit, topic="Hè")
    seen = {}
    with time_machine.travel(at(date(2016, 6, 21)), tick=False):
        item = make_draft(cast.contributor, title="Tin hè", plan_line=line)
        seen[21] = line_words()
    steps = (
        (22, "submit", cast.contributor, {}),
        (23, "return", cast.editor, {"note": "Xin thêm ảnh"}),
        (26, "submit", cast.contributor, {}),
    )
    for day, name, actor, data in steps:
        with time_machine.travel(at(date(2016, 6, day)), tick=False):
            item = transition(item, name, actor, **data)
            seen[day] = line_words()
    seen[25] = seen[23]
    assert seen[as_of].endswith("quá hạn") is is_overdue
    figures = collect_figures(june, date(2016, 6, as_of))
    keys = figures.keys("news.lines_overdue", str(cast.contributor.unit_id))
    assert keys == [f"line:{line.pk}"] * is_overdue


def test_a_task_for_a_late_unit_begins_with_what_is_late(
    june: ReportingPeriod, cast: Cast, client: Client
) -> None:
    unit = cast.contributor.unit
    make_incoming(
        unit,
        arrived_on=date(2016, 6, 6),
        received_on=date(2016, 6, 6),
        due_on=date(2016, 6, 15),
    )
    client.force_login(cast.leader)
    page = client.get(reverse("admin:report", args=["2016-06"])).content.decode()
    link = page.split('">Giao việc')[0].split('href="')[-1]
    form = client.get(unescape(link)).context["adminform"].form
    assert str(form.initial["lead_unit"]) == str(unit.pk)
    assert form.initial["text"] == "Khắc phục: 1 văn bản quá hạn (tháng 6/2016)"


def test_tasks_stand_as_on_the_last_day_of_the_figures(june: ReportingPeriod, cast: Cast) -> None:
    with time_machine.travel(at(date(2016, 6, 1)), tick=False):
        due = {"running": date(2016, 7, 1), "overdue": date(2016, 6, 9)}
        tasks = {
            name: make_task(cast.leader, cast.contributor.unit, due_on=day)
            for name, day in due.items()
        }
    found = ordered_tasks(june, collect_figures(june))
    assert [(one.pk, one.outcome, one.deadline) for one in found] == [
        (tasks["overdue"].pk, "overdue", "Hạn 09/06/2016"),
        (tasks["running"].pk, "running", "Hạn 01/07/2016"),
    ]
    first = ordered_tasks(june, collect_figures(june, date(2016, 6, 9)), date(2016, 6, 9))
    assert [one.outcome for one in first] == ["running", "running"]


@pytest.mark.parametrize("is_stored", [True, False])
def test_a_confirmed_page_does_not_change(
    june: ReportingPeriod, cast: Cast, client: Client, is_stored: bool
) -> None:
    may = make_period(2016, 5)
    store_values(may, {"news.submitted": {"0": 7}}, now=timezone.now())
    with time_machine.travel(at(date(2016, 6, 1)), tick=False):
        task = make_task(cast.leader, cast.contributor.unit, due_on=date(2016, 6, 9))
    edition = confirm(make_report(june, cast), cast).editions.get()
    if not is_stored:  # an edition of an earlier version of the portal
        older = {name: edition.data[name] for name in edition.data.keys() - {"tasks", "earlier"}}
        Edition.objects.filter(pk=edition.pk).update(data=older)
    client.force_login(cast.leader)
    address = reverse("admin:report", args=["2016-06"])
    before = client.get(address).content.decode()
    assert "Hạn 09/06/2016" in before
    later_day = timezone.localdate() + timedelta(days=20)
    off = {"keeps_day_off": "on"}
    move(task, "receive", cast.contributor)
    move(task, "ask_time", cast.contributor, note="Cần", due_on=later_day, **off)
    move(task, "grant_time", cast.leader, note="Được", due_on=later_day, **off)
    if is_stored:
        store_values(may, {"news.submitted": {"0": 8}}, now=timezone.now())
    after = client.get(address).content.decode()
    start, end = 'id="xem-nhanh"', 'id="bang-so-lieu"'
    assert after.split(start)[1].split(end)[0] == before.split(start)[1].split(end)[0]


def test_units_of_any_month_stand_in_the_table_of_months(june: ReportingPeriod, cast: Cast) -> None:
    silent = UnitFactory()
    may = make_period(2016, 5)
    store_values(may, {"news.submitted": {str(silent.pk): 7, "0": 2}}, now=timezone.now())
    compared = PeriodComparison.live(june)
    found = charts(compared, {str(unit.pk): unit.name for unit in june.units})
    rows = {row.name: [value or 0 for value, _ in row.cells] for row in found["heat"]}
    assert found["heat_labels"] == ["6/16", "5/16"], "the newest month first"
    assert (rows[silent.name], rows["Chưa ghi đơn vị"]) == ([0, 7], [0, 2])
    assert (
        found["heat_total"]
        == [3, 9]
        == [sum(column) for column in zip(*rows.values(), strict=True)]
    )


def test_the_report_comes_to_the_briefing_as_a_file(june: ReportingPeriod, cast: Cast) -> None:
    content, _ = live_content(june)
    meeting = make_meeting(cast.editor)
    assert put_on_agenda(meeting, content, ["Nộp muộn."], actor=cast.editor) == 2
    assert put_on_agenda(meeting, content, ["Nộp muộn."], actor=cast.editor) == 0
    assert meeting.agenda_items.get(title="Báo cáo tháng 6/2016").notes == ""
    draft = meeting.file_uses.get()
    assert (draft.title, draft.file.name) == ("Báo cáo", "bao-cao-2016-06-du-thao.pdf")
    edition = confirm(make_report(june, cast), cast).editions.get()
    later = make_meeting(cast.editor)
    put_on_agenda(later, edition_content(edition), [], actor=cast.editor)
    assert later.file_uses.get().file == edition.files.get(kind="pdf").file


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        (
            "- Một số đơn vị nộp muộn.\nNguyên nhân: thiếu người.\n- Ít tin từ tổ dân phố.",
            ["Một số đơn vị nộp muộn. Nguyên nhân: thiếu người.", "Ít tin từ tổ dân phố."],
        ),
        (
            "Các hạn chế:\n- Nộp muộn.\n- Ít tin.",
            ["Các hạn chế:", "Nộp muộn.", "Ít tin."],
        ),
        ("Nộp muộn.\nÍt tin.", ["Nộp muộn.", "Ít tin."]),
        ("- Nộp muộn.\n- Ít tin.", ["Nộp muộn.", "Ít tin."]),
        ("", []),
    ],
)
def test_each_limitation_is_offered_by_itself(
    june: ReportingPeriod, text: str, lines: list[str]
) -> None:
    content, _ = live_content(june)
    sections = [
        replace(one, text=text if one.code == SectionCode.LIMITATIONS else "")
        for one in content.sections
    ]
    assert limitation_lines(replace(content, sections=tuple(sections))) == lines


def test_a_part_is_marked_once_its_figures_changed(
    june: ReportingPeriod, cast: Cast, client: Client
) -> None:
    report = make_report(june, cast)
    client.force_login(cast.editor)
    mark, button = "Số liệu đã đổi từ khi nhận đoạn này", "Lấy đoạn mới"
    assert mark not in client.get(report.address).content.decode()
    with time_machine.travel(at(date(2016, 6, 20)), tick=False):
        late = make_draft(cast.contributor, title="Tin bốn")
        transition(late, "submit", cast.contributor)
    page = client.get(report.address).content.decode()
    assert page.count(mark) == page.count(button) == 1
    assert "Khi nhận: Các đơn vị nộp 03 tin" in page
    assert "Nay: Các đơn vị nộp 04 tin" in page
    step(report, "send", cast.editor)
    client.force_login(cast.leader)
    page = client.get(report.address).content.decode()
    assert (page.count(mark), page.count(button)) == (1, 0)
    confirming = reverse("admin:reports_monthlyreport_transition", args=[report.pk, "confirm"])
    words = "Số liệu đã đổi từ khi nhận phần “Cổng thông tin điện tử”"
    assert words in client.get(confirming).content.decode()
    with pytest.raises(TransitionRefused, match="khác với các bảng"):
        step(report, "confirm", cast.leader)
    step(report, "take_back", cast.editor)
    client.force_login(cast.editor)
    portal = next(one for one in live_content(june, report)[0].sections if one.code == "portal")
    again = reverse("admin:report_take_again", args=["2016-06", "portal"])
    outdated = client.post(again, {"proposal": "x"}, follow=True).content.decode()
    assert "Số liệu vừa đổi" in outdated
    page = client.post(again, {"proposal": portal.seal}, follow=True).content.decode()
    assert mark not in page
    assert "Các đơn vị nộp 04 tin" in report.sections.get(code="portal").text


@pytest.mark.parametrize("role", ["leader", "editor", "clerk"])
def test_views_lead_to_the_items_that_were_read(
    june: ReportingPeriod, cast: Cast, client: Client, role: str
) -> None:
    article = Article.objects.get(title="Tin một")
    kind = ContentType.objects.get_for_model(Article)
    for day, number in ((date(2016, 6, 9), 4), (date(2016, 6, 10), 3), (date(2016, 7, 1), 9)):
        ViewCount.objects.create(content_type=kind, object_id=article.pk, day=day, count=number)
    client.force_login(getattr(cast, role))
    address = f"{reverse('admin:report_behind', args=['2016-06'])}?chi-so=news.views"
    page = client.get(address).content.decode()
    assert "Cả phường: 7 lượt xem" in page
    assert "Tin một</a> <small>7 lượt xem</small>" in page
    assert "không dành cho" not in page


def test_what_is_behind_each_figure_is_named(june: ReportingPeriod, cast: Cast) -> None:
    unit = cast.contributor.unit
    Quota.objects.create(period=june, unit=unit, kind="brief", required=2)
    sent = UpstreamSending.objects.create(
        article=Article.objects.get(title="Tin một"), sent_at=at(june.ends_on), sent_by=cast.editor
    )
    person = UserActivity.objects.create(
        unit=unit, full_name="Lê Thị Hoa", seen_on=june.ends_on, account_key="hoa"
    )
    figures = collect_figures(june)
    for reader in (cast.leader, cast.editor, cast.clerk):
        keys = {key for code in known_figures() for key in figures.keys(code)}
        assert keys >= {f"sending:{sent.pk}", f"person:{person.pk}"}
        hidden = {key.partition(":")[0] for key in keys - describe_keys(keys, reader).keys()}
        # The clerk reads neither what is not published yet nor the log of broadcasts.
        assert hidden == ({"article", "bulletin", "play"} if reader == cast.clerk else set())


@pytest.mark.parametrize(
    ("line", "label"),
    [
        ("portal", "Cổng thông tin điện tử"),
        ("tong-hop:documents.overdue", "Số liệu chính: Văn bản quá hạn cuối kỳ"),
        ("tong-hop:khong.co", ""),
    ],
)
def test_a_comment_is_labelled_by_its_line(
    june: ReportingPeriod, cast: Cast, client: Client, line: str, label: str
) -> None:
    report = make_report(june, cast)
    client.force_login(cast.leader)
    address = reverse("admin:report_comment", args=["2016-06"])
    answer = client.post(
        f"{address}?{urlencode({'dong': line, 'nhan': 'Giả mạo nhãn'})}", {"text": "Vì sao?"}
    )
    assert answer.status_code == (302 if label else 404)
    assert [one.label for one in report.comments.all()] == [label] * bool(label)


def test_every_row_of_the_report_can_be_commented(
    june: ReportingPeriod, cast: Cast, client: Client
) -> None:
    make_report(june, cast)
    client.force_login(cast.leader)
    page = client.get(reverse("admin:report", args=["2016-06"])).content.decode()
    links = re.findall(r'class="report__note" href="([^"]+)"', page)
    assert links
    assert {client.get(unescape(link)).status_code for link in (links[0], links[-1])} == {200}


def test_page_and_paper_write_the_same(june: ReportingPeriod, cast: Cast, client: Client) -> None:
    article = Article.objects.get(title="Tin một")
    ViewCount.objects.create(
        content_type=ContentType.objects.get_for_model(Article),
        object_id=article.pk,
        day=june.ends_on,
        count=2317,
    )
    # An item of another kind than the one required meets no quota.
    Quota.objects.create(period=june, unit=cast.contributor.unit, kind="feature", required=2)
    report = make_report(june, cast)
    content, _ = live_content(june, report)
    blocks = report_paper(content).blocks
    client.force_login(cast.leader)
    page = client.get(report.address).content.decode()
    first = next(one.text for one in blocks if isinstance(one, Heading))
    assert f"<h3>{first}</h3>" in page
    assert Paragraph("Không có.") in blocks
    assert '<p class="empty">Không có.</p>' in page
    assert ">2.317</a>" in page and ">2317<" not in page
    items = content.table("bang-1")
    assert items and "bài của thể loại khác" in items.note
    assert '<div class="table-scroll" tabindex="0" role="group" aria-label="Số liệu chính">' in page
    assert page.count("vuốt ngang trong khung") == sum(len(t.columns) > 4 for t in content.tables)


def test_the_number_of_the_register_is_not_typed_over(
    june: ReportingPeriod, cast: Cast, client: Client
) -> None:
    report = make_report(june, cast)
    OutgoingDocument.objects.create(
        register=outgoing_register(),
        number=173,
        number_year=2016,
        notation="BC-UBND",
        issued_on=date(2016, 7, 1),
        subject="Báo cáo",
        source_key=f"report:{report.pk}",
        state=OutgoingState.ISSUED,
        created_at=timezone.now(),
        created_by=cast.clerk,
    )
    client.force_login(cast.editor)
    address = reverse("admin:report_paper", args=["2016-06"])
    page = client.post(address, {"number": "999/BC-UBND"}, follow=True).content.decode()
    assert "số 173/BC-UBND do văn thư cấp" in page
    report.refresh_from_db()
    assert report.number == ""
    client.post(address, {"number": "173/BC-UBND"})
    report.refresh_from_db()
    assert report.number == "173/BC-UBND"


def test_the_number_on_the_files_of_a_confirmed_report_stays(
    june: ReportingPeriod, cast: Cast, client: Client
) -> None:
    client.force_login(cast.editor)
    address = reverse("admin:report_paper", args=["2016-06"])
    report = confirm(make_report(june, cast), cast)
    for number in ("511/BC-UBND", "512/BC-UBND"):  # the files have none: it is added, and mended
        client.post(address, {"number": number})
        report.refresh_from_db()
        assert report.number == number
    step(report, "reopen", cast.leader, note="Thiếu")
    confirm(report, cast)
    for number in ("513/BC-UBND", ""):
        page = client.post(address, {"number": number}, follow=True).content.decode()
        assert "các tệp của nó mang số 512/BC-UBND" in page
        report.refresh_from_db()
        assert report.number == "512/BC-UBND"
    step(report, "reopen", cast.leader, note="Sai số")
    client.post(address, {"number": "513/BC-UBND"})
    report.refresh_from_db()
    assert report.number == "513/BC-UBND"


def test_two_reports_of_a_year_do_not_have_one_number(
    june: ReportingPeriod, cast: Cast, client: Client
) -> None:
    client.force_login(cast.editor)
    report, other = make_report(june, cast), make_report(make_period(2016, 7), cast)
    other.number = "512/BC-UBND"
    other.save()
    address = reverse("admin:report_paper", args=["2016-06"])
    page = client.post(address, {"number": "512/bc-ubnd"}, follow=True).content.decode()
    assert "đã là số của báo cáo tháng 7/2016" in page
    report.refresh_from_db()
    assert report.number == ""
    with time_machine.travel(at(date(2016, 8, 6)), tick=False):
        confirm(other, cast)
    client.post(address, {"number": "512/BC-UBND"})  # the number of another year
    report.refresh_from_db()
    assert report.number == "512/BC-UBND"


def test_a_number_that_the_register_does_not_have_is_asked_about(
    june: ReportingPeriod, cast: Cast, client: Client
) -> None:
    client.force_login(cast.editor)
    address = reverse("admin:report_paper", args=["2016-06"])
    report = make_report(june, cast)
    tick = "Số này cấp ngoài sổ trên cổng"
    assert tick not in client.get(report.address).text
    outgoing_register()
    assert tick in client.get(report.address).text
    page = client.post(address, {"number": "512/BC-UBND"}, follow=True).text
    assert "sổ văn bản đi chưa có số 512/BC-UBND" in page
    client.post(reverse("admin:report_ask_number", args=["2016-06"]))
    page = client.get(report.address).text
    draft = OutgoingDocument.objects.get()
    assert f'đang chờ số ở sổ văn bản đi: <a href="{draft.address}">' in page
    assert "Xin số ở sổ văn bản đi" not in page
    page = client.post(address, {"number": "512/BC-UBND"}, follow=True).text
    assert "báo cáo đang chờ cấp số ở sổ văn bản đi" in page
    report.refresh_from_db()
    assert report.number == ""
    client.post(address, {"number": "512/BC-UBND", "is_of_elsewhere": "on"})
    report.refresh_from_db()
    assert report.number == "512/BC-UBND"
    client.post(address, {"number": "512/BC-UBND", "paragraphs_due_on": "2016-07-08"})
    report.refresh_from_db()
    assert report.paragraphs_due_on == date(2016, 7, 8)
