"""Figures of the review period in the minutes: linked as of the meeting's day, brought in once."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from meetings.figures.texts import limitation_text, result_text
from meetings.models import Limitation, Meeting, Result
from news.models import Article, EditorialPlan, Quota
from news.states import ArticleState, DeadlineRule, Kind, PlanState
from organization.models import ReportingPeriod
from tests.news.test_access import EVERYBODY, client_of
from tests.support.cast import Cast
from tests.support.factories import UnitFactory
from tests.support.meeting_factories import approve, at, make_meeting, step

pytestmark = pytest.mark.django_db


@pytest.fixture
def june(cast: Cast) -> ReportingPeriod:
    """June 2016: the contributor's unit owes one brief, two others two each."""
    period = ReportingPeriod.objects.create(
        year=2016, month=6, starts_on=date(2016, 6, 1), ends_on=date(2016, 6, 28)
    )
    EditorialPlan.objects.create(
        period=period,
        deadline_rule=DeadlineRule.LAST_DAY,
        due_on=date(2016, 6, 20),
        state=PlanState.OPEN,
    )
    for unit, required in (
        (cast.contributor.unit, 1),
        (UnitFactory(name="Tổ dân phố A", position=90), 2),
        (UnitFactory(name="Tổ dân phố B", position=91), 2),
    ):
        Quota.objects.create(period=period, unit=unit, kind=Kind.BRIEF, required=required)
    for when in ("2016-06-10 09:00", "2016-06-22 09:00", "2016-06-25 09:00"):
        Article.objects.create(
            title="Tin",
            kind=Kind.BRIEF,
            state=ArticleState.IN_REVIEW,
            unit=cast.contributor.unit,
            **dict.fromkeys(("first_submitted_at", "counted_at", "submitted_at"), at(when)),
        )
    return period


@pytest.fixture
def meeting(cast: Cast, june: ReportingPeriod) -> Meeting:
    held = make_meeting(cast.editor, review_period=june, chair=cast.leader, secretary=cast.editor)
    return step(held, "hold", cast.editor)


def address(meeting: Meeting, kind: str) -> str:
    return reverse("admin:minutes_figures", args=[meeting.pk, kind])


def test_the_sentences_state_what_stood_on_that_day(meeting: Meeting) -> None:
    assert result_text(meeting) == (
        "Đến hết ngày 24/6/2016 có 1/3 đơn vị nộp đủ chỉ tiêu tin, bài tháng 6/2016; đã nộp 2 tin,"
        " bài, trong đó đúng hạn 1, muộn 1; đã đăng 0 tin, bài."
    )
    assert limitation_text(meeting) == (
        "Còn 2 đơn vị chưa nộp đủ: Tổ dân phố A, Tổ dân phố B (tính đến hết ngày 24/6/2016)."
    )
    meeting.figures_as_of = date(2016, 6, 9)
    assert result_text(meeting).startswith("Đến hết ngày 9/6/2016 có 0/3 đơn vị nộp đủ chỉ tiêu")
    meeting.review_period = None
    assert (result_text(meeting), limitation_text(meeting)) == ("", "")


def test_without_quotas_there_is_no_share_and_no_limitation(meeting: Meeting) -> None:
    Quota.objects.all().delete()
    assert result_text(meeting) == (
        "Đến hết ngày 24/6/2016 đã nộp 2 tin, bài, trong đó đúng hạn 1, muộn 1; đã đăng 0 tin, bài."
    )
    assert limitation_text(meeting) == ""


def test_one_press_each_brings_them_in_once(meeting: Meeting, cast: Cast) -> None:
    client = client_of(cast, "editor")
    for page in (
        reverse("admin:minutes", args=[meeting.pk]),
        reverse("admin:meetings_meeting_change", args=[meeting.pk]),
    ):
        shown = client.get(page).content.decode()
        assert "/quan-tri/chi-tieu/" in shown or "?den-ngay=2016-06-24" in shown
        assert "Đưa số liệu vào kết quả" in shown
    link = f"{reverse('admin:statistics_period', args=[meeting.review_period.code])}"
    assert client.get(f"{link}?den-ngay=2016-06-24").status_code == 200
    for _ in range(2):
        answers = {
            kind: client.post(address(meeting, kind)).headers["Location"]
            for kind in ("ket-qua", "han-che")
        }
    assert Result.objects.get().text == result_text(meeting)
    row = Limitation.objects.get()
    assert (row.text, row.cause) == (limitation_text(meeting), "")
    assert answers["han-che"].startswith(f"{reverse('admin:minutes', args=[meeting.pk])}#han-che")
    assert cast.editor in meeting.writers.all()


def test_what_cannot_be_brought_in_is_said(meeting: Meeting, cast: Cast) -> None:
    client = client_of(cast, "editor")
    Quota.objects.all().delete()
    answer = client.post(address(meeting, "han-che"), follow=True)
    assert "Mọi đơn vị có chỉ tiêu đều đã nộp đủ" in answer.content.decode()
    Meeting.objects.update(review_period=None)
    answer = client.post(address(meeting, "han-che"), follow=True)
    assert "Cuộc họp chưa ghi kỳ đánh giá" in answer.content.decode()
    assert "so-lieu-heading" not in answer.content.decode()
    Meeting.objects.update(review_period=ReportingPeriod.objects.get())
    Result.objects.create(meeting=meeting, text="Tốt")
    approve(meeting, chair=cast.leader, editor=cast.editor)
    answer = client.post(address(meeting, "ket-qua"), follow=True)
    assert "Biên bản đã trình, đã duyệt hoặc" in answer.content.decode()
    assert Result.objects.count() == 1


def test_who_brings_figures_in(meeting: Meeting, cast: Cast) -> None:
    def answered(role: str) -> Any:
        return client_of(cast, role).post(address(meeting, "ket-qua")).status_code

    assert {role for role in EVERYBODY if answered(role) == 302 and Result.objects.exists()} >= {
        "editor",
        "other_editor",
    }
    for role in ("contributor", "approver", "leader", "head", "clerk"):
        assert answered(role) == 404
    client = client_of(cast, "editor")
    assert client.post(address(meeting, "y-kien")).status_code == 404
    assert client.get(address(meeting, "ket-qua")).status_code == 405
    # A secretary who may not see the ward's figures writes minutes without them.
    Meeting.objects.update(secretary=cast.contributor)
    assert answered("contributor") == 404
    shown = client_of(cast, "contributor").get(reverse("admin:minutes", args=[meeting.pk]))
    assert shown.status_code == 200
    assert "so-lieu-heading" not in shown.content.decode()


def test_a_stranger_posts_nothing(meeting: Meeting, client: Client) -> None:
    client.post(address(meeting, "ket-qua"))
    assert not Result.objects.exists()
