"""What waits for a decision of one person: who sees what, in which order, in how many queries."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from news.editorial.dashboard import waiting_articles
from news.models import Article
from organization.models import User
from organization.work.waiting import WaitingSource, waiting_panel, waiting_sources, waits_for
from tests.news.test_access import EVERYBODY, client_of
from tests.support.cast import Cast
from tests.support.factories import UnitFactory, make_draft, transition
from tests.support.meeting_factories import conclude, make_meeting, make_task, step


def of(cast: Cast, role: str) -> list[tuple[str, str]]:
    user = User.objects.get(pk=getattr(cast, role).pk)
    return [(item.kind, item.title) for item in waits_for(user, timezone.now())]


def in_review(cast: Cast, title: str) -> Article:
    return transition(make_draft(cast.contributor, title=title), "submit", cast.contributor)


def test_nothing_waits_for_anybody(cast: Cast) -> None:
    assert {role: of(cast, role) for role in EVERYBODY} == {role: [] for role in EVERYBODY}
    assert waiting_panel(cast.approver) is None


def test_articles_wait_for_whom_they_wait(cast: Cast) -> None:
    in_review(cast, "Chưa ai đọc")
    transition(in_review(cast, "Đã thông qua"), "pass", cast.editor)
    transition(in_review(cast, "Xin ý kiến"), "ask_head", cast.editor, note="Số liệu")
    transition(in_review(cast, "Đang giữ"), "take", cast.editor)
    transition(in_review(cast, "Khẩn"), "publish_urgently", cast.approver, note="Bão")
    assert {role: of(cast, role) for role in EVERYBODY if of(cast, role)} == {
        "editor": [("Quý vị đang giữ", "Đang giữ")],
        "approver": [("Duyệt và đăng", "Đã thông qua")],
        "other_approver": [
            ("Xác nhận bài đã lên trang", "Khẩn"),
            ("Duyệt và đăng", "Đã thông qua"),
        ],
        # A head approves as well.
        "head": [
            ("Xác nhận bài đã lên trang", "Khẩn"),
            ("Duyệt và đăng", "Đã thông qua"),
            ("Cho ý kiến: đăng hoặc trả lại", "Xin ý kiến"),
        ],
    }


def test_what_one_holds_waits_since_it_was_taken(cast: Cast) -> None:
    now = timezone.now()
    article = transition(make_draft(cast.contributor), "submit", cast.contributor, now=now)
    taken = transition(article, "take", cast.editor, now=now + timedelta(hours=2))
    (found,) = waiting_articles(cast.editor, now)
    assert (found.kind, found.since) == ("Quý vị đang giữ", taken.taken_at)


def test_what_one_wrote_waits_for_another(cast: Cast) -> None:
    own = transition(
        make_draft(cast.approver, title="Của tôi", unit=cast.contributor.unit),
        "submit",
        cast.approver,
    )
    transition(own, "pass", cast.editor)
    assert of(cast, "approver") == []
    assert of(cast, "other_approver") == [("Duyệt và đăng", "Của tôi")]


def test_what_is_listed_can_be_done(cast: Cast) -> None:
    transition(in_review(cast, "Đã thông qua"), "pass", cast.editor)
    article = Article.objects.get()
    assert transition(article, "publish", cast.approver).state == "published"
    assert of(cast, "approver") == []


def test_urgent_then_due_then_what_waits_longest(cast: Cast) -> None:
    today = timezone.localdate()
    for title, plan in (
        ("Sau", {}),
        ("Hạn mai", {"review_due_on": today + timedelta(days=1)}),
        ("Ưu tiên", {"is_priority": "on"}),
    ):
        article = in_review(cast, title)
        if plan:
            article = transition(article, "set_review_plan", cast.editor, **plan)
        transition(article, "pass", cast.editor)
    assert [title for _, title in of(cast, "approver")] == ["Ưu tiên", "Hạn mai", "Sau"]


def test_minutes_wait_for_the_chair(cast: Cast) -> None:
    meeting = make_meeting(cast.editor, chair=cast.leader, secretary=cast.editor)
    assert of(cast, "leader") == []
    step(meeting, "hold", cast.editor)
    assert [kind for kind, _ in of(cast, "leader")] == ["Duyệt biên bản"]
    assert of(cast, "head") == of(cast, "editor") == []


def test_briefings_and_submitted_minutes_stand_on_the_desk_of_the_chair(cast: Cast) -> None:
    starts_at = timezone.now() + timedelta(days=2)
    meeting = make_meeting(
        cast.editor, chair=cast.leader, secretary=cast.editor, starts_at=starts_at
    )
    make_meeting(cast.editor, chair=cast.leader, starts_at=starts_at + timedelta(days=6))
    assert of(cast, "leader") == [("Chủ trì cuộc họp", str(meeting))]
    assert of(cast, "head") == []
    minutes = make_meeting(cast.editor, chair=cast.leader, secretary=cast.editor)
    conclude(minutes, cast.editor, has_no_task=True, no_task_reason="Nhắc chung")
    step(minutes, "hold", cast.editor)
    notes = [item.note for item in waits_for(cast.leader, timezone.now())]
    assert notes == ["", "thư ký chưa trình"]
    step(minutes, "submit", cast.editor)
    assert of(cast, "leader") == [
        ("Chủ trì cuộc họp", str(meeting)),
        ("Duyệt biên bản", str(minutes)),
    ]
    assert [item.note for item in waits_for(cast.leader, timezone.now())] == ["", ""]


def test_without_a_chair_minutes_wait_for_leaders_and_heads(cast: Cast) -> None:
    meeting = make_meeting(cast.editor, secretary=cast.editor)
    step(meeting, "hold", cast.editor)
    assert [len(of(cast, role)) for role in ("leader", "head", "approver")] == [1, 1, 0]


def test_tasks_wait_for_their_assigner(cast: Cast) -> None:
    unit = cast.contributor.unit
    assert unit
    finished = make_task(cast.leader, unit, text="Việc đã xong")
    step(finished, "receive", cast.contributor)
    step(finished, "finish", cast.contributor, note="Xong")
    asked = make_task(cast.leader, unit, text="Việc xin thêm")
    step(asked, "receive", cast.contributor)
    step(
        asked,
        "ask_time",
        cast.contributor,
        note="Thiếu người",
        due_on=timezone.localdate() + timedelta(days=20),
        keeps_day_off="on",
    )
    make_task(cast.leader, unit, text="Việc đang làm")
    assert sorted(kind for kind, _ in of(cast, "leader")) == [
        "Trả lời xin gia hạn",
        "Xác nhận nhiệm vụ đã xong",
    ]
    assert of(cast, "contributor") == of(cast, "editor") == []


def test_what_one_recorded_for_a_unit_another_answers(cast: Cast) -> None:
    silent = UnitFactory()  # nobody of it can log in
    task = make_task(cast.leader, silent, text="Việc của đơn vị chưa có tài khoản")
    step(task, "receive", cast.leader)
    step(task, "finish", cast.leader, note="Đã làm xong")
    assert of(cast, "leader") == []
    title = "Xác nhận nhiệm vụ đã xong"
    assert [kind for kind, _ in of(cast, "editor")] == [title]
    assert [kind for kind, _ in of(cast, "head")] == [title]
    assert of(cast, "approver") == of(cast, "clerk") == []


@pytest.mark.parametrize("count", [1, 12])
def test_the_number_of_queries_is_fixed(cast: Cast, count: int) -> None:
    unit = cast.contributor.unit
    assert unit
    for number in range(count):
        transition(in_review(cast, f"Bài {number}"), "pass", cast.editor)
        transition(in_review(cast, f"Gấp {number}"), "publish_urgently", cast.leader, note="Bão")
        task = make_task(cast.approver, unit, text=f"Việc {number}")
        step(task, "receive", cast.contributor)
        step(task, "finish", cast.contributor, note="Xong")
    user = User.objects.get(pk=cast.approver.pk)
    assert user.roles  # read once per request
    with CaptureQueriesContext(connection) as queries:
        items = waits_for(user, timezone.now())
    assert len(items) == count * 3
    assert len(queries) == 6


def test_the_panel_stands_first_and_unfolds_all_that_is_left(cast: Cast) -> None:
    articles = [in_review(cast, f"Bài {number}") for number in range(17)]
    for article in articles:
        transition(article, "pass", cast.editor)
    page = client_of(cast, "approver").get(reverse("admin:index")).content.decode()
    assert page.index("Chờ chính quý vị") < page.index("Chờ duyệt, gấp và lâu nhất trước")
    panel = page[page.index("decisions-heading") :].split("</section>")[0]
    assert all(f"/{article.pk}/change/" in panel for article in articles)
    assert panel.count("việc nữa") == 1
    assert "Còn 11 việc nữa" in panel
    assert "Hiện 2 việc còn lại" in panel


@pytest.mark.parts_fail
def test_a_source_that_fails_is_left_out(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: Any) -> list[Any]:
        raise ValueError("broken")

    transition(in_review(cast, "Đã thông qua"), "pass", cast.editor)
    entries = [WaitingSource("broken", fail), *waiting_sources]
    monkeypatch.setattr(waiting_sources, "_entries", entries)
    assert of(cast, "approver") == [("Duyệt và đăng", "Đã thông qua")]
