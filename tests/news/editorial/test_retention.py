"""What ``run_due`` deletes of discarded drafts, and what it never touches."""

from __future__ import annotations

import io
from datetime import datetime, timedelta

import pytest
import time_machine
from django.core.management import call_command
from django.utils import timezone

from core.models import TransitionLog
from news.editorial.retention import purge_discarded
from news.models import Article
from tests.support.cast import Cast
from tests.support.factories import make_draft, transition

NOW = timezone.make_aware(datetime(2026, 3, 31, 9))


def discarded(cast: Cast, at: datetime, title: str = "Nháp") -> Article:
    return transition(
        make_draft(cast.contributor, title=title), "discard", cast.contributor, now=at
    )


def left() -> list[str]:
    return sorted(Article.objects.values_list("title", flat=True))


@pytest.mark.parametrize(
    ("age", "is_deleted"),
    [
        (timedelta(days=29), False),
        (timedelta(days=30), False),
        (timedelta(days=30, seconds=1), True),
        (timedelta(days=400), True),
    ],
)
def test_a_discarded_draft_is_kept_thirty_days(
    cast: Cast, age: timedelta, is_deleted: bool
) -> None:
    discarded(cast, NOW - age)
    assert purge_discarded(NOW) == ("1 bản nháp đã bỏ quá 30 ngày được xóa" if is_deleted else None)
    assert left() == ([] if is_deleted else ["Nháp"])


def test_the_text_goes_and_the_log_stays(cast: Cast) -> None:
    article = discarded(cast, NOW - timedelta(days=31))
    key = article.pk
    purge_discarded(NOW)
    assert Article.history.filter(id=key).count() == 0
    [row] = TransitionLog.objects.filter(object_id=key)
    assert (row.name, row.actor) == ("discard", cast.contributor)


def test_what_was_handed_in_or_published_stays(cast: Cast) -> None:
    old = NOW - timedelta(days=100)
    article = make_draft(cast.contributor, title="Đã nộp")
    transition(article, "submit", cast.contributor, now=old)
    transition(article, "return", cast.editor, note="Sửa", now=old)
    transition(article, "discard", cast.contributor, now=old)
    article = make_draft(cast.contributor, title="Đã đăng")
    transition(article, "publish_urgently", cast.approver, note="Bão", now=old)
    transition(article, "withdraw", cast.approver, note="Sai", now=old, public_as="gone")
    transition(article, "reopen", cast.approver, note="Viết lại", now=old)
    transition(article, "discard", cast.contributor, now=old)
    article = make_draft(None, title="Nhập từ cổng cũ", actor=cast.contributor)
    transition(article, "import", None, published_at=old)
    transition(article, "withdraw", cast.approver, note="Sai", now=old, public_as="gone")
    transition(article, "reopen", cast.approver, note="Viết lại", now=old)
    transition(article, "discard", cast.contributor, now=old)
    make_draft(cast.contributor, title="Còn viết")
    restored = discarded(cast, old, "Lấy lại")
    transition(restored, "restore", cast.contributor, now=old)
    assert purge_discarded(NOW) is None
    assert left() == ["Còn viết", "Lấy lại", "Nhập từ cổng cũ", "Đã nộp", "Đã đăng"]


def test_run_due_twice_deletes_once(cast: Cast) -> None:
    with time_machine.travel(NOW, tick=False):
        for title in ("Một", "Hai"):
            discarded(cast, NOW - timedelta(days=31), title)
        discarded(cast, NOW - timedelta(days=1), "Mới bỏ")
        said = []
        for _ in range(2):
            out = io.StringIO()
            call_command("run_due", stdout=out)
            said.append(out.getvalue().splitlines())
    assert said == [["discarded drafts: 2 bản nháp đã bỏ quá 30 ngày được xóa"], []]
    assert left() == ["Mới bỏ"]


def test_discarding_again_starts_the_thirty_days_again(cast: Cast) -> None:
    article = discarded(cast, NOW - timedelta(days=60))
    article = transition(article, "restore", cast.contributor, now=NOW - timedelta(days=50))
    transition(article, "discard", cast.contributor, now=NOW - timedelta(days=5))
    assert purge_discarded(NOW) is None
    assert purge_discarded(NOW + timedelta(days=26)) is not None
