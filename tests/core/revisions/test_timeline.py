"""What was kept, made readable: fields by their names, the timeline of states and texts as one
list.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.utils import timezone

from core.models import TransitionLog
from core.revisions.timeline import (
    TimelineEntry,
    display_value,
    field_changes,
    timeline,
)
from news.editorial.forms.correction import correction_data
from news.editorial.services import save_text
from news.models import Article
from tests.support.cast import Cast
from tests.support.factories import CategoryFactory, UnitFactory, make_draft, transition


def field(name: str) -> Any:
    return Article._meta.get_field(name)


def brief(entry: TimelineEntry) -> tuple[int, str, str, str]:
    return entry.version, entry.label, str(entry.actor or ""), entry.note


@pytest.mark.parametrize(
    ("name", "value", "read"),
    [
        ("title", "Tổ 5", "Tổ 5"),
        ("title", "", ""),
        ("picture_is_decorative", True, "có"),
        ("picture_is_decorative", False, "không"),
        ("kind", "feature", "Bài chuyên sâu"),
        ("kind", "khac", "khac"),
        ("body", "<p>Một &amp; <b>hai</b></p><p>ba</p>", "Một & hai\nba"),
        ("review_due_on", date(2026, 12, 5), "05/12/2026"),
        ("review_due_on", "2026-12-05", "05/12/2026"),
        ("expires_at", "2026-12-05 08:00:00+07:00", "05/12/2026 | 08:00"),
        ("category", None, ""),
        ("category", 987_654, "987654"),
    ],
)
def test_values_read_as_people_read_them(db: None, name: str, value: Any, read: str) -> None:
    assert display_value(field(name), value) == read


def test_related_rows_are_read_by_their_names(cast: Cast) -> None:
    category = CategoryFactory(name="Đời sống")
    assert (
        display_value(field("category"), category)
        == display_value(field("category"), category.pk)
        == "Đời sống"
    )
    assert display_value(field("author"), cast.contributor.pk) == cast.contributor.full_name


def test_differences_name_the_fields_in_vietnamese(cast: Cast) -> None:
    unit = UnitFactory(name="Hội Phụ nữ")
    article = make_draft(
        cast.contributor, category=CategoryFactory(name="Đời sống"), title="Một hai", unit=unit
    )
    article.title = "Một ba"
    article.kind = "feature"
    article.category = CategoryFactory(name="Văn hóa")
    article.body = "<p>Hơn 60 người dân tham gia.</p><p>Vui.</p>"
    article.is_for_loudspeaker = True
    article.unit = None
    save_text(article, actor=cast.contributor)
    old, new = article.history.order_by("version")

    def mark(tag: str, word: str, text: str) -> str:
        return f'<{tag}><span class="visually-hidden">{word}: </span>{text}</{tag}>'

    def out(text: str) -> str:
        return mark("del", "bỏ", text)

    def new_words(text: str) -> str:
        return mark("ins", "thêm", text)

    assert [(change.label, str(change.difference)) for change in field_changes(old, new)] == [
        ("Thể loại", f"{out('Tin')} {new_words('Bài chuyên sâu')}"),
        ("Tiêu đề", f"Một {out('hai')} {new_words('ba')}"),
        ("Nội dung", f"Hơn 60 người dân tham gia. {new_words('<br> Vui.')}"),
        ("Chuyên mục", f"{out('Đời sống')} {new_words('Văn hóa')}"),
        ("Đơn vị", out("Hội Phụ nữ")),
        ("Dùng cho truyền thanh", f"{out('không')} {new_words('có')}"),
    ]
    assert field_changes(new, new) == []


def test_differences_are_text_not_markup(cast: Cast, draft: Article) -> None:
    draft.lead = "<script>alert(1)</script>"
    save_text(draft, actor=cast.contributor)
    [change] = field_changes(*draft.history.order_by("version"))
    assert change.label == "Sapo"
    assert "<script" not in change.difference
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in change.difference


def test_the_timeline_merges_states_and_texts_newest_first(cast: Cast) -> None:
    article = make_draft(cast.contributor)
    article.title = "Bà con dọn bờ sông"
    save_text(article, actor=cast.colleague)
    article.lead = "Sáng nay."
    save_text(article, actor=cast.colleague, reason="Khôi phục bản 1")
    article = transition(article, "submit", cast.contributor)
    article = transition(article, "return", cast.editor, note="Thiếu ảnh")
    article = transition(article, "submit", cast.contributor)
    article = transition(article, "publish", cast.approver)
    transition(
        article,
        "correct",
        cast.editor,
        note="Là tổ 9",
        **correction_data(article, is_public="1", title="Tổ 9"),
    )
    entries = timeline(article)
    contributor, colleague = cast.contributor.full_name, cast.colleague.full_name
    assert [brief(entry) for entry in entries] == [
        (8, "Đính chính, sửa lỗi", cast.editor.full_name, "Là tổ 9"),
        (7, "Đăng bài", cast.approver.full_name, ""),
        (6, "Gửi duyệt", contributor, ""),
        (5, "Trả lại", cast.editor.full_name, "Thiếu ảnh"),
        (4, "Gửi duyệt", contributor, ""),
        (3, "Khôi phục bản 1", colleague, ""),
        (2, "Sửa nội dung", colleague, ""),
        (1, "Tạo bản đầu", contributor, ""),
    ]
    texts = [
        (entry.version, entry.before and entry.before.version) for entry in entries if entry.after
    ]
    assert texts == [(8, 3), (3, 2), (2, 1), (1, None)]
    assert (entries[0].before.title, entries[0].after.title) == ("Bà con dọn bờ sông", "Tổ 9")


def test_the_timeline_of_the_system_has_no_name(db: None) -> None:
    article = make_draft(None, title="Trang cũ")
    transition(article, "import", None, published_at="2016-06-25T11:15")
    assert [brief(entry) for entry in timeline(article)] == [
        (2, "Nhập từ cổng cũ", "", ""),
        (1, "Tạo bản đầu", "", ""),
    ]


def test_a_transition_the_table_no_longer_has_is_named_by_its_code(
    cast: Cast, draft: Article
) -> None:
    TransitionLog.objects.create(
        item=draft,
        name="archive",
        source="draft",
        target="draft",
        actor=cast.editor,
        at=timezone.now(),
        version=2,
    )
    assert brief(timeline(draft)[0]) == (2, "archive", cast.editor.full_name, "")


@pytest.mark.parametrize("rounds", [1, 10])
def test_a_timeline_costs_three_queries(
    cast: Cast, rounds: int, django_assert_num_queries: Any
) -> None:
    start = timezone.now() - timedelta(days=1)
    article = make_draft(cast.contributor)
    for number in range(rounds):
        article.title = f"Bản {number}"
        save_text(article, actor=cast.contributor, now=start)
        article = transition(article, "submit", cast.contributor)
        article = transition(article, "return", cast.editor, note="Sửa")
    with django_assert_num_queries(3):
        read = [(str(entry.actor), entry.label) for entry in timeline(article)]
    assert len(read) == 1 + 3 * rounds
