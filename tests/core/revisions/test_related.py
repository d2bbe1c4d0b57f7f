"""What each version remembers beside its text, what a difference says of files, and what restoring
brings back.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from core.files.storage import end_uses, files_by_key, is_readable_by, store
from core.models import FileUse, StoredFile
from core.revisions.timeline import field_changes
from news.editorial.forms.correction import correction_data
from news.editorial.services import save_text
from news.models import Article
from tests.core.admin.test_workflow import address, form_data, said
from tests.news.test_access import client_of
from tests.support.cast import Cast
from tests.support.factories import UnitFactory, transition
from tests.support.files import PDF, picture, upload

pytestmark = pytest.mark.usefixtures("file_root")
FORMSET = "core-fileuse-content_type-object_id"


def document(cast: Cast, name: str) -> StoredFile:
    return store(upload(PDF, name), uploader=cast.contributor, kind=StoredFile.Kind.DOCUMENT)


def photo(cast: Cast) -> StoredFile:
    return store(
        upload(picture(), "bo-song.jpg"), uploader=cast.contributor, kind=StoredFile.Kind.PICTURE
    )


def told(article: Article, old: int, new: int) -> list[Any]:
    """Label, sentences, and what happened to which file, of two versions."""
    rows = [article.history.get(version=version) for version in (old, new)]
    return [
        (c.label, c.notes, tuple((f.what, f.name) for f in c.files)) for c in field_changes(*rows)
    ]


def attach(article: Article, file: StoredFile) -> None:
    """As the form does: the attachment first, then the version."""
    FileUse.objects.create(file=file, item=article, role=FileUse.Role.ATTACHMENT)
    save_text(article, actor=None)


def test_attachments_added_renamed_and_removed_are_told(
    cast: Cast, draft: Article, file_root: Path
) -> None:
    attach(draft, document(cast, "ke-hoach.pdf"))
    FileUse.objects.update(title="Kế hoạch")
    save_text(draft, actor=None)
    end_uses(draft.attachments)
    save_text(draft, actor=None)
    assert told(draft, 2, 3) == [("Tệp đính kèm", (), (("Đổi tên", "Kế hoạch"),))]
    assert told(draft, 3, 4) == [("Tệp đính kèm", (), (("Bỏ", "Kế hoạch"),))]
    assert told(draft, 1, 3) == [("Tệp đính kèm", (), (("Thêm", "Kế hoạch"),))]
    [change] = field_changes(draft.history.get(version=3), draft.history.get(version=4))
    assert is_readable_by(files_by_key([change.files[0].url[5:37]]).popitem()[1], cast.colleague)


def test_the_form_makes_its_version_know_attachment_and_units(cast: Cast, draft: Article) -> None:
    file, unit = document(cast, "ke-hoach.pdf"), UnitFactory(name="Hội Phụ nữ")
    client = client_of(cast, "contributor")
    data = form_data(draft, title="Tên mới", supporting_units=[unit.pk])
    data |= {
        f"{FORMSET}-TOTAL_FORMS": "1",
        f"{FORMSET}-0-file-key": file.key,
        f"{FORMSET}-0-title": "Kế hoạch",
    }
    assert client.post(address("change", draft.pk), data).status_code == 302
    draft.refresh_from_db()
    kept = {
        "attachments": [{"key": file.key, "title": "Kế hoạch", "name": "ke-hoach.pdf"}],
        "supporting_units": [[unit.pk, str(unit)]],
    }
    assert draft.related_snapshot == draft.history.get(version=2).related_snapshot == kept
    assert ("Đơn vị phối hợp", (f"Thêm: {unit}.",), ()) in told(draft, 1, 2)
    # Alone, too.
    use = draft.attachments.get()
    data = form_data(draft, supporting_units=[unit.pk])
    data |= {
        f"{FORMSET}-TOTAL_FORMS": "1",
        f"{FORMSET}-INITIAL_FORMS": "1",
        f"{FORMSET}-0-id": use.pk,
    }
    data |= {
        f"{FORMSET}-0-file-key": file.key,
        f"{FORMSET}-0-title": "Kế hoạch",
        f"{FORMSET}-0-DELETE": "on",
    }
    assert client.post(address("change", draft.pk), data).status_code == 302
    assert told(draft, 2, 3) == [("Tệp đính kèm", (), (("Bỏ", "Kế hoạch"),))]


def test_a_correction_remembers_its_attachment(cast: Cast, published: Article) -> None:
    data = correction_data(
        published, is_public="1", **{"new_attachment-key": document(cast, "a.pdf").key}
    )
    file = StoredFile.objects.get()
    FileUse.objects.create(file=file, item=published, role=FileUse.Role.FORMER)
    article = transition(published, "correct", cast.editor, note="Thêm phụ lục", **data)
    assert told(article, 1, 4) == [("Tệp đính kèm", (), (("Thêm", "a.pdf"),))]


def test_pictures_are_told_with_their_words(cast: Cast, draft: Article) -> None:
    lead, inside = photo(cast), photo(cast)
    draft.picture, draft.body = lead, f'<p>Xem</p><p><img src="{inside.url}" alt="Bờ sông"></p>'
    save_text(draft, actor=None)
    draft.body = draft.body.replace("Bờ sông", "Bờ đê")
    save_text(draft, actor=None)
    draft.picture, draft.body = None, "<p>Xem</p>"
    save_text(draft, actor=None)
    body, picture_field = ("Nội dung", "Ảnh chính")
    assert told(draft, 1, 2)[1:] == [(picture_field, (), (("Thêm", "bo-song.webp"),))]
    assert told(draft, 1, 2)[0][::2] == (body, (("Thêm ảnh", "bo-song.webp"),))
    assert told(draft, 2, 3) == [(body, (), (("Đổi lời mô tả ảnh", "bo-song.webp"),))]
    [changed] = field_changes(draft.history.get(version=2), draft.history.get(version=3))
    assert "<del>" in changed.files[0].words and "sông" in changed.files[0].words
    assert told(draft, 3, 4)[1] == (picture_field, (), (("Bỏ", "bo-song.webp"),))


def test_a_change_of_looks_alone_is_said_to_be_one(draft: Article) -> None:
    draft.body = "<p>Hơn 60 người dân <strong>tham gia</strong>.</p>"
    save_text(draft, actor=None)
    [(label, notes, files)] = told(draft, 1, 2)
    assert (label, files) == ("Nội dung", ())
    assert notes[0].startswith("Chỉ đổi cách trình bày")


def test_of_what_an_old_version_does_not_remember_nothing_is_said(
    cast: Cast, draft: Article
) -> None:
    draft.history.update(related_snapshot={})
    attach(draft, document(cast, "a.pdf"))
    assert told(draft, 1, 2) == []


@pytest.fixture
def writer(cast: Cast) -> Client:
    return client_of(cast, "contributor")


def test_restoring_shows_first_and_brings_pictures_and_attachments_back(
    cast: Cast, draft: Article, writer: Client
) -> None:
    file, lead = document(cast, "ke-hoach.pdf"), photo(cast)
    draft.picture = lead
    attach(draft, file)
    end_uses(draft.attachments)
    FileUse.objects.create(
        file=document(cast, "khac.pdf"), item=draft, role=FileUse.Role.ATTACHMENT
    )
    draft.picture, draft.title, draft.unit = None, "Tên mới", UnitFactory()
    draft.author = cast.contributor
    save_text(draft, actor=None)
    restore = address("restore", draft.pk, draft.history.get(version=2).pk)
    context = writer.get(restore).context
    assert [change.label for change in context["changes"]] == [
        "Tiêu đề",
        "Ảnh chính",
        "Tệp đính kèm",
    ]
    assert (context["left_alone"], context["lost"]) == (["Đơn vị"], [])
    answer = writer.post(restore, {"version": "3"})
    assert said(writer, answer) == ["Đã khôi phục bản 2."]
    draft.refresh_from_db()
    assert (draft.picture, [use.file for use in draft.attachments]) == (lead, [file])
    assert [
        use["name"] for use in draft.history.get(version=4).related_snapshot["attachments"]
    ] == ["ke-hoach.pdf"]
    former = draft.file_uses.filter(role=FileUse.Role.FORMER).values_list("file__name", flat=True)
    assert list(former) == ["khac.pdf"]


def test_an_attachment_that_left_the_item_stays_away(
    cast: Cast, draft: Article, writer: Client
) -> None:
    attach(draft, document(cast, "ke-hoach.pdf"))
    end_uses(draft.attachments)
    save_text(draft, actor=None)
    draft.file_uses.all().delete()
    restore = address("restore", draft.pk, draft.history.get(version=2).pk)
    assert writer.get(restore).context["lost"] == ["ke-hoach.pdf"]
    assert writer.post(restore, {"version": "3"}).status_code == 302
    assert draft.attachments.count() == 0


def test_the_history_page_leads_to_the_text_handed_in(cast: Cast, in_review: Article) -> None:
    article = transition(in_review, "take", cast.editor)
    for title in ("Một", "Hai"):
        article.title = title
        save_text(article, actor=cast.editor)
    context = client_of(cast, "editor").get(address("history", article.pk)).context
    pairs = [(words, old.version, new.version) for words, old, new in context["shortcuts"]]
    assert pairs == [("So với bản trước", 4, 5), ("So với bản nộp", 1, 5)]


def test_a_text_changed_after_it_was_passed_says_so(cast: Cast, in_review: Article) -> None:
    article = transition(in_review, "pass", cast.editor)
    badge = f"Đã thông qua bản {article.version}, đã sửa sau đó"
    approver = client_of(cast, "approver")
    pages = ["/quan-tri/", address("changelist"), address("change", article.pk)]
    assert [badge in approver.get(page).content.decode() for page in pages] == [False] * 3
    article = transition(article, "take", cast.editor)
    article.title = "Sửa thêm"
    save_text(article, actor=cast.editor)
    assert [badge in approver.get(page).content.decode() for page in pages] == [True] * 3
    article = transition(article, "pass", cast.editor)
    assert badge not in approver.get(pages[2]).content.decode()
