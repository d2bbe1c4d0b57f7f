"""Attachments that carry what they do not show: asked about by whoever puts them before readers."""

from __future__ import annotations

from typing import Any

import pytest

from core.files.storage import store
from core.models import StoredFile
from core.workflow.engine import TransitionRefused
from news.editorial.forms.correction import correction_data
from news.editorial.services import change_attachments
from news.models import Article
from tests.news.admin.test_bulk_actions import ask, carry_out, said
from tests.news.test_access import client_of
from tests.support.admin_browser import change, transition_page
from tests.support.cast import Cast
from tests.support.factories import make_draft, transition
from tests.support.files import office, upload

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("file_root")]

COMMENT = office(more={"word/comments.xml": '<w:comment w:id="1"/>'})
SENTENCE = "“danh-sach.docx” có lời bình"


def attached(cast: Cast, content: bytes = COMMENT, **fields: Any) -> Article:
    """Return an article in review with one attachment."""
    draft = make_draft(cast.contributor, **fields)
    file = store(
        upload(content, "danh-sach.docx"),
        uploader=cast.contributor,
        kind=StoredFile.Kind.DOCUMENT,
    )
    change_attachments(draft, remove=[], add=file)
    return transition(draft, "submit", cast.contributor)


@pytest.mark.parametrize(
    ("name", "note"), [("publish", ""), ("publish_urgently", "Bão vào đêm nay")]
)
def test_the_approver_ticks_before_it_appears(cast: Cast, name: str, note: str) -> None:
    article = attached(cast)
    page = client_of(cast, "approver").get(transition_page(article, name)).content.decode()
    assert SENTENCE in page and 'name="accepts_unseen"' in page
    with pytest.raises(TransitionRefused, match="mà ai tải tệp về cũng đọc được"):
        transition(article, name, cast.approver, note=note)
    article = transition(article, name, cast.approver, note=note, accepts_unseen="on")
    assert article.state == "published"


def test_a_plain_attachment_is_not_asked_about(cast: Cast) -> None:
    article = attached(cast, office())
    assert transition(article, "publish", cast.approver).state == "published"


def test_the_page_names_it_to_whoever_reads_the_item(cast: Cast) -> None:
    article = attached(cast)
    for role in ("contributor", "editor", "approver", "leader"):
        assert SENTENCE in client_of(cast, role).get(change(article)).content.decode(), role


def test_many_at_once_leave_it_to_its_own_page(cast: Cast) -> None:
    article, plain = attached(cast), attached(cast, office(), title="Tệp thường")
    numbers = transition(
        make_draft(cast.contributor, lead="Ông A, căn cước 079200001234."),
        "submit",
        cast.contributor,
    )
    client = client_of(cast, "approver")
    page = ask(client, "publish", [article, plain, numbers]).content.decode()
    assert SENTENCE in page and page.count("Xin mở bài, xem lại") == 2
    assert "Làm được với 1 trong 3 bài" in page
    after = said(client, carry_out(client, "publish", [article, plain, numbers]))
    assert SENTENCE in after and "Đã cho đăng 1 bài." in after
    editor = client_of(cast, "editor")
    assert SENTENCE in ask(editor, "pass", [article]).content.decode()
    assert "Đã thông qua 1 bài." in said(editor, carry_out(editor, "pass", [article]))


def test_a_correction_asks_about_the_file_it_adds(cast: Cast, published: Article) -> None:
    file = store(
        upload(COMMENT, "danh-sach.docx"), uploader=cast.editor, kind=StoredFile.Kind.DOCUMENT
    )
    data = correction_data(published, is_public="0", accepts_small="on") | {
        "new_attachment-key": file.key
    }
    with pytest.raises(TransitionRefused, match="lời bình"):
        transition(published, "correct", cast.editor, note="Thêm tệp", **data)
    data |= {"accepts_unseen": "on", "new_attachment_title": " Danh sách  hộ "}
    transition(published, "correct", cast.editor, note="Thêm tệp", **data)
    assert [(use.file, str(use)) for use in published.attachments] == [(file, "Danh sách hộ")]
