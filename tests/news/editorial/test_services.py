"""The one way a text is stored: version, history, normal form, uses of files."""

from __future__ import annotations

import unicodedata
from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone

from core.files.storage import store
from core.models import FileUse, StoredFile
from news.editorial.services import change_attachments, save_text
from news.models import Article
from organization.models import User
from tests.support.cast import Cast
from tests.support.factories import make_draft
from tests.support.files import PDF, picture, upload


def stored_picture(uploader: User | None) -> StoredFile:
    return store(upload(picture()), uploader=uploader, kind=StoredFile.Kind.PICTURE)


def uses(article: Article) -> set[tuple[str, StoredFile]]:
    return {(use.role, use.file) for use in article.file_uses.all()}


def body_with(file: StoredFile) -> str:
    return f'<p>Xem</p><p><img src="{file.url}" alt="Ảnh"></p>'


def test_a_new_text_is_version_one_of_who_entered_it(cast: Cast) -> None:
    at = timezone.now() - timedelta(days=2)
    article = Article(title="Ra quân", author=cast.contributor)
    save_text(article, actor=cast.editor, now=at)
    article.refresh_from_db()
    assert (article.version, article.state, article.created_by, article.created_at) == (
        1,
        "draft",
        cast.editor,
        at,
    )
    [row] = article.history.all()
    assert (row.version, row.history_user, row.history_date, row.history_change_reason) == (
        1,
        cast.editor,
        at,
        "",
    )
    assert row.history_type == "+"


def test_each_change_raises_the_version_and_keeps_the_text_before(
    cast: Cast, draft: Article
) -> None:
    for number in (2, 3):
        draft.title = f"Bản {number}"
        save_text(draft, actor=cast.colleague, reason=f"Lý do {number}")
    rows = [
        (r.version, r.title, r.history_user, r.history_change_reason)
        for r in draft.history.order_by("version")
    ]
    assert rows == [
        (1, "Tổ dân phố ra quân dọn vệ sinh bờ sông", cast.contributor, ""),
        (2, "Bản 2", cast.colleague, "Lý do 2"),
        (3, "Bản 3", cast.colleague, "Lý do 3"),
    ]
    draft.refresh_from_db()
    assert (draft.version, draft.created_by) == (3, cast.contributor)


@pytest.mark.parametrize(
    ("name", "typed", "kept"),
    [
        ("title", " Ra  quân\tdọn\nbờ\u200b sông ", "Ra quân dọn bờ sông"),
        ("title", unicodedata.normalize("NFD", "Hội nghị"), "Hội nghị"),
        ("byline", " Nguyễn  Văn Mẫu\0 ", "Nguyễn Văn Mẫu"),
        ("picture_alt", "Bờ\nsông", "Bờ sông"),
        ("picture_credit", "Ảnh:\u202e Mẫu", "Ảnh: Mẫu"),
        ("lead", " Dòng một\nDòng hai \n", "Dòng một\nDòng hai"),
        ("lead", unicodedata.normalize("NFD", "Sáng nay"), "Sáng nay"),
        ("lead", "Sáng\0 nay\u200b", "Sáng nay"),
        ("body", "<p>Chữ</p><script>x()</script>", "<p>Chữ</p>"),
    ],
)
def test_texts_take_their_normal_form_in_row_and_history(
    cast: Cast, draft: Article, name: str, typed: str, kept: str
) -> None:
    setattr(draft, name, typed)
    save_text(draft, actor=cast.contributor)
    draft.refresh_from_db()
    assert getattr(draft, name) == getattr(draft.history.get(version=2), name) == kept


def test_pictures_of_the_text_are_known_as_used(
    cast: Cast, file_root: Path, draft: Article
) -> None:
    lead, inside = stored_picture(cast.contributor), stored_picture(cast.contributor)
    draft.picture, draft.body = lead, body_with(inside)
    save_text(draft, actor=cast.contributor)
    assert uses(draft) == {("lead", lead), ("body", inside)}
    draft.picture, draft.body = inside, "<p>Không ảnh</p>"
    save_text(draft, actor=cast.contributor)
    assert uses(draft) == {("lead", inside), ("former", lead), ("former", inside)}


def test_a_picture_of_a_stranger_is_named_but_not_used(
    cast: Cast, file_root: Path, draft: Article
) -> None:
    foreign = stored_picture(cast.other_contributor)
    draft.body = body_with(foreign)
    save_text(draft, actor=cast.contributor)
    assert (foreign.key in draft.body, uses(draft)) == (True, set())
    # The system brings in what it is given.
    save_text(draft, actor=None)
    assert uses(draft) == {("body", foreign)}


def test_attachments_are_added_at_the_end_and_taken_away(
    cast: Cast, file_root: Path, draft: Article
) -> None:
    first, second = (
        store(upload(PDF, f"{n}.pdf"), uploader=cast.editor, kind=StoredFile.Kind.DOCUMENT)
        for n in "ab"
    )
    change_attachments(draft, remove=[], add=first)
    change_attachments(draft, remove=[], add=second)
    assert [(use.file, use.position) for use in draft.attachments] == [(first, 0), (second, 1)]
    change_attachments(draft, remove=[draft.attachments[0]], add=None)
    assert [use.file for use in draft.attachments] == [second]
    assert FileUse.objects.get(file=first).role == FileUse.Role.FORMER


def test_attachments_of_another_item_are_not_taken_away(
    cast: Cast, file_root: Path, draft: Article
) -> None:
    other = make_draft(cast.contributor)
    change_attachments(
        other,
        remove=[],
        add=store(upload(PDF, "a.pdf"), uploader=cast.editor, kind=StoredFile.Kind.DOCUMENT),
    )
    change_attachments(draft, remove=list(other.attachments), add=None)
    assert other.attachments.count() == 1


def test_storing_touches_no_state(cast: Cast, published: Article) -> None:
    before = Article.objects.values("state", "published_at", "view_count", "mark").get(
        pk=published.pk
    )
    published.title = "Nhập lại"
    save_text(published, actor=None)
    assert (
        Article.objects.values("state", "published_at", "view_count", "mark").get(pk=published.pk)
        == before
    )
