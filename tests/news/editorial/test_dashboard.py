"""What each role finds on its dashboard, in which order."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.urls import reverse
from django.utils import timezone

from news.editorial.dashboard import (
    MAX_SHOWN,
    SHOWN_PUBLISHED,
    board_panel,
    waiting_articles,
    writer_panel,
)
from news.editorial.forms.correction import correction_data
from news.models import Article
from organization.models import User
from tests.news.test_access import client_of
from tests.support.cast import Cast
from tests.support.factories import make_draft, transition

WRITER_LISTS = ("returned", "drafts", "discarded", "waiting", "scheduled", "published")
BOARD_LISTS = ("waiting", "for_head", "marked", "scheduled")


def ago(**delta: int) -> Any:
    return timezone.now() - timedelta(**delta)


def writer(user: User) -> dict[str, list[str]]:
    panel = writer_panel(user)
    return {name: [article.title for article in panel[name]] for name in WRITER_LISTS}


def board(user: User) -> dict[str, list[str]]:
    panel = board_panel(user)
    return {name: [article.title for article in panel[name]] for name in BOARD_LISTS}


def make(cast: Cast, title: str, *steps: tuple[str, Any, dict[str, Any]]) -> Article:
    article = make_draft(cast.contributor, title=title)
    for name, actor, data in steps:
        article = transition(article, name, actor, **data)
    return article


def submit(cast: Cast, **delta: int) -> tuple[str, Any, dict[str, Any]]:
    return "submit", cast.contributor, {"now": ago(**delta)}


def one_of_each(cast: Cast) -> None:
    reason = {"note": "Thiếu ảnh"}
    make(cast, "Nháp")
    make(cast, "Bị trả", submit(cast, days=1), ("return", cast.editor, reason))
    make(cast, "Rút lại", submit(cast, days=1), ("recall", cast.contributor, {}))
    make(cast, "Đã bỏ", ("discard", cast.contributor, {}))
    make(cast, "Chờ từ sáng", submit(cast, hours=3))
    make(cast, "Chờ từ hôm qua", submit(cast, days=1), ("take", cast.editor, {}))
    make(cast, "Hỏi trưởng ban", submit(cast, days=2), ("ask_head", cast.editor, reason))
    make(cast, "Khẩn", ("publish_urgently", cast.approver, reason | {"now": ago(hours=1)}))
    make(cast, "Đã đăng", submit(cast, days=3), ("publish", cast.approver, {"now": ago(days=2)}))
    tomorrow = {"published_at": timezone.now() + timedelta(days=1)}
    make(cast, "Hẹn giờ", submit(cast, days=3), ("publish", cast.approver, tomorrow))
    gone = {"note": "Sai", "public_as": "gone"}
    make(
        cast,
        "Đã gỡ",
        submit(cast, days=3),
        ("publish", cast.approver, {}),
        ("withdraw", cast.approver, gone),
    )


def test_a_contributor_finds_own_items_by_what_is_to_do(cast: Cast) -> None:
    one_of_each(cast)
    assert writer(cast.contributor) == {
        "returned": ["Bị trả"],
        "drafts": ["Rút lại", "Nháp"],
        "discarded": ["Đã bỏ"],
        "waiting": ["Hỏi trưởng ban", "Chờ từ hôm qua", "Chờ từ sáng"],
        "scheduled": ["Hẹn giờ"],
        "published": ["Khẩn", "Đã đăng"],
    }
    assert board_panel(cast.contributor) is None


def test_colleagues_share_a_dashboard_but_not_what_one_discarded(cast: Cast) -> None:
    one_of_each(cast)
    assert writer(cast.colleague) == writer(cast.contributor) | {"discarded": []}
    assert writer(cast.other_contributor) == {name: [] for name in WRITER_LISTS}


def test_the_board_finds_what_waits_oldest_first(cast: Cast) -> None:
    one_of_each(cast)
    expected = {
        "waiting": ["Chờ từ hôm qua", "Chờ từ sáng"],
        "for_head": ["Hỏi trưởng ban"],
        "marked": ["Khẩn"],
        "scheduled": ["Hẹn giờ"],
    }
    for person in (cast.editor, cast.approver, cast.head, cast.leader):
        assert board(person) == expected


def test_what_waits_for_confirmation_bears_the_time_of_its_correction(cast: Cast) -> None:
    steps = (submit(cast, days=9), ("publish", cast.approver, {"now": ago(days=8)}))
    article = make(cast, "Đã sửa", *steps)
    data = correction_data(article, lead="Sapo đã sửa.", is_public="1") | {"note": "Sai ngày"}
    corrected_at = ago(hours=2)
    transition(article, "correct", cast.editor, now=corrected_at, **data)
    (waiting,) = waiting_articles(cast.other_approver, timezone.now())
    assert (waiting.title, waiting.since) == ("Đã sửa", corrected_at)
    page = client_of(cast, "leader").get(reverse("admin:index")).content.decode()
    assert f"Đã đính chính {timezone.localtime(corrected_at):%d/%m | %H:%M}, chưa ai" in page


def test_who_has_no_dashboard_here(cast: Cast) -> None:
    nobody = (cast.clerk, cast.announcer, cast.it_officer, cast.superuser, cast.inactive)
    assert [(writer_panel(person), board_panel(person)) for person in nobody] == [(None, None)] * 5
    assert writer_panel(cast.leader) is None


def test_the_dashboard_shows_the_reason_of_a_return(cast: Cast, in_review: Article) -> None:
    transition(in_review, "return", cast.editor, note="Thiếu <tên> người phát biểu")
    page = client_of(cast, "contributor").get(reverse("admin:index")).content.decode()
    assert "Thiếu &lt;tên&gt; người phát biểu" in page
    assert f'href="{reverse("admin:news_article_change", args=[in_review.pk])}"' in page


def test_the_reason_of_an_earlier_return_is_over_after_recalling(
    cast: Cast, in_review: Article
) -> None:
    article = transition(in_review, "return", cast.editor, note="Thiếu ảnh")
    article = transition(article, "submit", cast.contributor)
    transition(article, "recall", cast.contributor)
    panel = writer_panel(cast.contributor)
    assert (panel["returned"], [a.last_transition for a in panel["drafts"]]) == ([], ["recall"])


def test_a_reopened_item_is_no_ordinary_draft(cast: Cast, withdrawn: Article) -> None:
    client = client_of(cast, "contributor")
    make_draft(cast.contributor)
    assert "mở lại để sửa" not in client.get(reverse("admin:index")).content.decode()
    transition(withdrawn, "reopen", cast.approver, note="Sửa")
    assert "Đã gỡ, mở lại để sửa · " in client.get(reverse("admin:index")).content.decode()


def test_the_dashboard_says_who_holds_an_item(cast: Cast, in_review: Article) -> None:
    transition(in_review, "take", cast.editor)
    held = client_of(cast, "other_editor").get(reverse("admin:index")).content.decode()
    assert cast.editor.full_name in held
    assert (
        cast.editor.full_name
        in client_of(cast, "contributor").get(reverse("admin:index")).content.decode()
    )


def test_long_lists_are_cut(cast: Cast) -> None:
    for number in range(MAX_SHOWN + 2):
        make(cast, f"Bài {number}", submit(cast, hours=number))
        make(cast, f"Đăng {number}", submit(cast, hours=9), ("publish", cast.approver, {}))
    assert (
        len(writer(cast.contributor)["waiting"]) == len(board(cast.editor)["waiting"]) == MAX_SHOWN
    )
    assert board(cast.editor)["waiting"][0] == f"Bài {MAX_SHOWN + 1}"
    assert len(writer(cast.contributor)["published"]) == SHOWN_PUBLISHED


def test_an_empty_dashboard_says_so(cast: Cast) -> None:
    assert (
        "Chưa có việc nào" in client_of(cast, "clerk").get(reverse("admin:index")).content.decode()
    )
    assert (
        "Không có bài nào chờ duyệt."
        in client_of(cast, "editor").get(reverse("admin:index")).content.decode()
    )
