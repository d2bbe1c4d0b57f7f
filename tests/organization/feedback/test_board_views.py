"""What the board does with error reports: who sees them, answers them, and what is counted."""

from __future__ import annotations

import itertools
from collections import Counter
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.contrib.contenttypes.models import ContentType
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from core.workflow.engine import StaleObject, TransitionNotAllowed, log_of, perform
from news.editorial.forms.correction import correction_data
from news.models import Article
from organization.feedback import figure_source
from organization.feedback.workflow import NOT_CHANGED, receive
from organization.feedback_querysets import ReportCounts
from organization.models import ErrorReport, Notice, Rating
from tests.news.test_access import EVERYBODY, client_of
from tests.news.test_queries import questions
from tests.support.cast import Cast
from tests.support.factories import make_draft, transition
from tests.support.reports import make_period

HANOI = ZoneInfo("Asia/Ho_Chi_Minh")
ANSWERERS = {"editor", "other_editor", "approver", "other_approver", "head"}
# They answer reports of documents and bulletins, see test_answerers.
OF_OTHER_KINDS = {"clerk", "announcer"}
_codes = itertools.count()


def make_report(
    article: Article, *, received_at: datetime | None = None, days: int = 15, **fields: Any
) -> ErrorReport:
    received_at = received_at or timezone.now()
    return ErrorReport.objects.create(
        code="2222-2222-" + f"{next(_codes):04}".translate(str.maketrans("01", "ab")),
        item=article,
        item_title=article.title,
        received_at=received_at,
        due_on=timezone.localdate(received_at) + timedelta(days=days),
        **{"text": "Ngày họp ghi sai"} | fields,
    )


def answered(
    report: ErrorReport, actor: Any, *, outcome: str = "corrected", at: datetime | None = None
) -> ErrorReport:
    report.refresh_from_db()
    note, data = "Cảm ơn quý vị.", {"outcome": outcome, "accepts_unchanged": "on"}
    return perform(
        report, "answer", actor=actor, version=report.version, note=note, data=data, now=at
    )


@pytest.fixture
def report(published: Article) -> ErrorReport:
    return make_report(published, quote="thứ Bảy")


def address(report: ErrorReport, name: str = "error_report") -> str:
    return reverse(f"admin:{name}", args=[report.pk])


def test_who_reads_and_answers(cast: Cast, report: ErrorReport) -> None:
    readers, listers, dashboards, menus = set(), set(), set(), set()
    for role in EVERYBODY:
        client = client_of(cast, role)
        dashboard = client.get(reverse("admin:index")).content.decode()
        dashboards |= {role} if report.text in dashboard else set()
        menus |= {role} if reverse("admin:error_reports") in dashboard else set()
        for name, found in (("error_report", readers), ("error_reports", listers)):
            page = client.get(
                address(report) if name == "error_report" else reverse("admin:error_reports")
            )
            opens = ANSWERERS | (OF_OTHER_KINDS if name == "error_reports" else set())
            assert page.status_code == (200 if role in opens else 404)
            found |= {role} if report.text in page.content.decode() else set()
        if role not in ANSWERERS:
            for name in ("answer_error_report", "reopen_error_report"):
                sent = {"version": report.version, "note": "x", "outcome": "corrected"}
                assert client.post(address(report, name), sent).status_code == 404
            with pytest.raises(TransitionNotAllowed):
                answered(report, getattr(cast, role))
    assert readers == listers == dashboards == ANSWERERS
    assert menus == ANSWERERS | OF_OTHER_KINDS
    assert Client().get(address(report)).url.startswith(reverse("admin:login"))
    report.refresh_from_db()
    assert (report.state, report.version) == ("received", 1)


def test_a_report_is_read_beside_its_item_and_answered(
    cast: Cast, published: Article, report: ErrorReport
) -> None:
    client = client_of(cast, "editor")
    page = client.get(address(report)).content.decode()
    assert reverse("admin:news_article_preview_frame", args=[published.pk]) in page
    assert reverse("admin:news_article_transition", args=[published.pk, "correct"]) in page
    assert f"{published.get_absolute_url()}#:~:text=th%E1%BB%A9%20B%E1%BA%A3y" in page
    data = correction_data(published, lead="Họp ngày 26/11.", is_public="1")
    transition(published, "correct", cast.approver, note="Sai ngày họp", **data)
    sent = {"version": "1", "outcome": "corrected", "note": " Đã sửa ngày họp. "}
    assert client.post(address(report, "answer_error_report"), sent).url == address(report)
    report.refresh_from_db()
    assert (report.state, report.outcome, report.answer) == (
        "answered",
        "corrected",
        "Đã sửa ngày họp.",
    )
    log = log_of(report).get()
    assert (log.name, log.actor, log.note, log.at) == (
        "answer",
        cast.editor,
        report.answer,
        report.answered_at,
    )
    assert (
        "Chưa có" not in client.get(reverse("admin:error_reports") + "?xem=xong").content.decode()
    )
    assert report.text not in client.get(reverse("admin:error_reports")).content.decode()
    public = Client().get(report.get_absolute_url()).content.decode()
    assert (
        "<strong>Đã sửa</strong>, ngày" in public
        and report.answer in public
        and str(cast.editor) not in public
    )


@pytest.mark.parametrize(
    ("sent", "sentence"),
    [
        ({"outcome": "corrected", "note": " "}, "Cần ghi: câu trả lời gửi người dân."),
        ({"note": "Đã sửa ngày"}, "Xin chọn kết quả."),
        ({"outcome": "la", "note": "Đã sửa ngày"}, "Xin chọn một trong ba kết quả."),
        ({"outcome": "corrected", "note": "Đã sửa ngày", "version": "7"}, "Nội dung đã thay đổi"),
        ({"outcome": "corrected", "note": "Đã sửa ngày", "version": "x"}, "Nội dung đã thay đổi"),
        ({"outcome": "corrected", "note": "MẬT"}, "dấu chỉ độ mật"),
    ],
)
def test_an_answer_that_lacks_something_comes_back(
    cast: Cast, report: ErrorReport, sent: dict[str, str], sentence: str
) -> None:
    answer = client_of(cast, "editor").post(
        address(report, "answer_error_report"), {"version": "1"} | sent
    )
    content = answer.content.decode()
    assert (answer.status_code, sentence in content, sent["note"].strip() in content) == (
        409,
        True,
        True,
    )
    report.refresh_from_db()
    assert (report.state, log_of(report).count()) == ("received", 0)


def test_corrected_is_asked_about_while_the_item_stands_as_it_was(
    cast: Cast, report: ErrorReport
) -> None:
    client = client_of(cast, "editor")
    assert "accepts_unchanged" not in client.get(address(report)).content.decode()
    sent = {"version": "1", "outcome": "corrected", "note": "Đã sửa ngày họp."}
    answer = client.post(address(report, "answer_error_report"), sent)
    content = answer.content.decode()
    assert (answer.status_code, NOT_CHANGED in content, "Đã sửa ngày họp." in content) == (
        409,
        True,
        True,
    )
    assert 'type="checkbox" name="accepts_unchanged"' in content
    sent["accepts_unchanged"] = "on"
    assert client.post(address(report, "answer_error_report"), sent).url == address(report)


@pytest.mark.parametrize("outcome", ["no_error", "corrected"])
def test_nothing_is_asked_about_other_outcomes_or_what_left_the_portal(
    cast: Cast, report: ErrorReport, published: Article, outcome: str
) -> None:
    if outcome == "corrected":
        gone = {"public_as": "notice", "public_note": "Sai số liệu."}
        transition(published, "withdraw", cast.approver, note="Sai", **gone)
    sent = {"version": "1", "outcome": outcome, "note": "Cảm ơn quý vị."}
    answer = client_of(cast, "editor").post(address(report, "answer_error_report"), sent)
    assert answer.status_code == 302


def test_two_answers_at_once_are_one(cast: Cast, report: ErrorReport) -> None:
    """The second sees the first one's answer, and the own words to copy."""
    answered(report, cast.editor)
    sent = {"version": "1", "outcome": "no_error", "note": "Không sai chỗ nào"}
    answer = client_of(cast, "approver").post(address(report, "answer_error_report"), sent)
    assert (answer.status_code, "Không sai chỗ nào" in answer.content.decode()) == (409, True)
    report.refresh_from_db()
    assert (report.outcome, log_of(report).count()) == ("corrected", 1)
    with pytest.raises(StaleObject):
        perform(report, "reopen", actor=cast.editor, version=1, note="Lại")


def test_the_call_to_answer_leaves_every_dashboard_with_the_answer(
    cast: Cast, published: Article
) -> None:
    first = receive(published, code="2222-2222-2222", text="Sai ngày", quote="")
    receive(
        make_draft(cast.contributor, title="Khác"), code="3333-3333-3333", text="Sai giờ", quote=""
    )
    called = Notice.objects.unread().filter(text__startswith="Người dân báo sai sót")
    assert {(notice.person, first.item_title in notice.text) for notice in called} == {
        (editor, is_first)
        for editor in (cast.editor, cast.other_editor)
        for is_first in (True, False)
    }
    answered(first, cast.editor)
    assert {(notice.person, first.item_title in notice.text) for notice in called.all()} == {
        (cast.editor, False),
        (cast.other_editor, False),
    }


def test_a_report_taken_up_again_keeps_its_last_day(cast: Cast, report: ErrorReport) -> None:
    due_on = answered(report, cast.editor).due_on
    client = client_of(cast, "approver")
    assert (
        client.post(
            address(report, "reopen_error_report"), {"version": "2", "note": ""}
        ).status_code
        == 409
    )
    client.post(address(report, "reopen_error_report"), {"version": "2", "note": "Còn một chỗ"})
    report.refresh_from_db()
    assert (report.state, report.answer, report.answered_at, report.due_on) == (
        "received",
        "",
        None,
        due_on,
    )
    assert [log.name for log in log_of(report)] == ["answer", "reopen"]
    public = Client().get(report.get_absolute_url()).content.decode()
    assert (
        "đang xem lại" in public and "Cảm ơn quý vị.<" not in public and "Còn một chỗ" not in public
    )


def test_a_report_without_an_error_is_closed_without_an_answer(
    cast: Cast, published: Article, report: ErrorReport
) -> None:
    client = client_of(cast, "editor")
    dismiss = address(report, "dismiss_error_report")
    refused = client.post(dismiss, {"version": "1"})
    content = refused.content.decode()
    assert (refused.status_code, "Xin chọn vì sao không cần trả lời." in content) == (409, True)
    assert "Xin chọn kết quả." not in content
    assert client.post(dismiss, {"version": "1", "outcome": "spam"}).url == address(report)
    report.refresh_from_db()
    assert (report.state, report.outcome, report.answer) == ("dismissed", "spam", "")
    lists = {
        query: report.text in client.get(reverse("admin:error_reports") + query).content.decode()
        for query in ("", "?xem=xong", "?xem=bo")
    }
    assert lists == {"": False, "?xem=xong": False, "?xem=bo": True}
    assert "Không cần trả lời" in client.get(address(report)).content.decode()
    public = Client().get(report.get_absolute_url()).content.decode()
    assert "không nêu chỗ sai nào" in public and "đã trả lời</h1>" not in public
    client.post(address(report, "reopen_error_report"), {"version": "2", "note": "Có chỗ sai"})
    sent = {"version": "3", "outcome": "duplicate"}
    assert client.post(dismiss, sent).status_code == 302
    public = Client().get(report.get_absolute_url()).content.decode()
    assert "trùng với một báo khác" in public


def test_dismissed_reports_are_not_counted_as_answered(
    cast: Cast, published: Article, report: ErrorReport
) -> None:
    today = timezone.localdate()
    perform(report, "dismiss", actor=cast.editor, version=1, data={"outcome": "spam"})
    assert ErrorReport.objects.counts(today, today) == ReportCounts(1, 0, 0, open=0, overdue=0)
    period = make_period(today.year, today.month)
    counted = Counter(row.code for row in figure_source.rows(period, today))
    assert counted == {"feedback.received": 1}


def test_what_is_open_past_its_day_is_overdue(cast: Cast, report: ErrorReport) -> None:
    today = timezone.localdate()
    period = make_period(today.year, today.month)
    code = "feedback.overdue"

    def overdue(as_of: date) -> int:
        return sum(row.code == code for row in figure_source.rows(period, as_of))

    ErrorReport.objects.update(due_on=today)
    assert overdue(today) == 0
    ErrorReport.objects.update(due_on=today - timedelta(days=1))
    assert overdue(today) == 1
    perform(report, "dismiss", actor=cast.editor, version=1, data={"outcome": "spam"})
    assert overdue(today) == 0


def test_the_database_knows_no_half_answers(report: ErrorReport) -> None:
    for wrong in (
        {"state": "answered"},
        {"answer": "x"},
        {"state": "answered", "outcome": "corrected", "answer": "x"},
        {"state": "dismissed", "outcome": "spam"},
        {"state": "dismissed", "outcome": "corrected", "answered_at": timezone.now()},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            ErrorReport.objects.filter(pk=report.pk).update(**wrong)


def test_the_dashboard_says_how_long_is_left_and_how_late_it_is(
    cast: Cast, published: Article
) -> None:
    for days, text in ((-1, "Báo muộn"), (0, "Báo hôm nay"), (9, "Báo sau")):
        make_report(published, days=days, text=text)
    dashboard = client_of(cast, "editor").get(reverse("admin:index")).content.decode()
    assert dashboard.index("Báo muộn") < dashboard.index("Báo hôm nay") < dashboard.index("Báo sau")
    assert '<strong class="late">Quá hạn 1 ngày</strong>' in dashboard
    assert "Hạn hôm nay" in dashboard and "Còn 9 ngày" in dashboard


def test_a_withdrawn_item_has_nothing_to_correct(
    cast: Cast, report: ErrorReport, published: Article
) -> None:
    transition(
        published, "withdraw", cast.approver, note="Sai", public_as="notice", public_note="Sai."
    )
    page = client_of(cast, "editor").get(address(report)).content.decode()
    assert "hiện không còn trên cổng" in page
    assert reverse("admin:news_article_transition", args=[published.pk, "correct"]) not in page


def test_counts_of_a_month(cast: Cast, published: Article) -> None:
    def at(month: int, day: int, hour: int = 12, minute: int = 0) -> datetime:
        return datetime(2027, month, day, hour, minute, tzinfo=HANOI)

    before = make_report(published, received_at=at(5, 31, 23, 59), days=2)
    in_time = make_report(published, received_at=at(6, 1, 0, 0), days=2)
    after = make_report(published, received_at=at(6, 28), days=2)
    make_report(published, received_at=at(6, 30, 23, 59), days=15)
    make_report(published, received_at=at(7, 1, 0, 0))
    answered(before, cast.editor, at=at(6, 3, 0, 0))
    answered(in_time, cast.editor, at=at(6, 3, 23, 59))
    answered(after, cast.editor, at=at(7, 1, 0, 0))
    counts = ErrorReport.objects.counts
    assert counts(date(2027, 6, 1), date(2027, 6, 30)) == ReportCounts(3, 1, 1, open=2, overdue=0)
    assert counts(date(2027, 7, 1), date(2027, 7, 31)) == ReportCounts(1, 0, 1, open=2, overdue=2)
    assert counts(date(2026, 1, 1), date(2026, 1, 31)) == ReportCounts(0, 0, 0, open=0, overdue=0)


def test_the_item_shows_what_readers_said(
    cast: Cast, published: Article, report: ErrorReport
) -> None:
    for is_helpful in (True, True, False):
        Rating.objects.add(published, is_helpful=is_helpful, on=timezone.localdate())
    change = reverse("admin:news_article_change", args=[published.pk])
    page = client_of(cast, "editor").get(change).content.decode()
    assert "<strong>2</strong> có, <strong>1</strong> không" in page and report.text in page
    page = client_of(cast, "contributor").get(change).content.decode()
    assert "<strong>2</strong> có, <strong>1</strong> không" in page and report.text not in page
    draft = make_draft(cast.contributor)
    page = (
        client_of(cast, "editor")
        .get(reverse("admin:news_article_change", args=[draft.pk]))
        .content.decode()
    )
    assert "Trang này có hữu ích?" not in page


@pytest.mark.parametrize("rows", [1, 30])
def test_queries(cast: Cast, published: Article, rows: int) -> None:
    ContentType.objects.get_for_models(Article, ErrorReport)
    reports = [make_report(published) for _ in range(rows + 1)]
    client = client_of(cast, "editor")
    assert questions(client, reverse("admin:error_reports")) == 6
    assert questions(client, address(reports[0])) == 9
    assert questions(client, reverse("admin:news_article_change", args=[published.pk])) == 19
