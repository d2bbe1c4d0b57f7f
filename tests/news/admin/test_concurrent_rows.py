"""Supporting units and attachments that somebody else changed while a form was open."""

from __future__ import annotations

from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from lxml import html

from core.files.storage import store
from core.models import FileUse, StoredFile
from news.editorial.services import change_attachments, save_text
from news.models import Article
from tests.core.admin.test_workflow import FORMSET, address, stored
from tests.news.test_access import client_of
from tests.support.cast import Cast
from tests.support.factories import UnitFactory, make_draft
from tests.support.files import PDF, office, upload

pytestmark = pytest.mark.usefixtures("file_root")

Data = dict[str, Any]


@pytest.fixture
def article(cast: Cast) -> Article:
    """A draft with two attachments."""
    article = make_draft(cast.contributor)
    for name in ("danh-sach.docx", "phu-luc.docx"):
        kind = StoredFile.Kind.DOCUMENT
        file = store(upload(office(), name), uploader=cast.contributor, kind=kind)
        change_attachments(article, remove=[], add=file)
    save_text(article, actor=cast.contributor)
    return stored(article)


def data_of(page: HttpResponse) -> Data:
    """What a browser sends from the form of the page as it is."""
    form = html.fromstring(page.content.decode()).xpath("//form[.//*[@id='autosave']]")[0]
    data: Data = {}
    for name, value in form.form_values():
        data.setdefault(name, []).append(value)
    return data


def opened(client: Client, article: Article) -> Data:
    return data_of(client.get(address("change", article.pk)))


def send(client: Client, article: Article, data: Data, **changes: Any) -> HttpResponse:
    return client.post(address("change", article.pk), data | changes)


def test_a_unit_that_only_the_other_ticked_stays(cast: Cast, article: Article) -> None:
    unit, other = UnitFactory(), UnitFactory()
    client, colleague = client_of(cast, "contributor"), client_of(cast, "colleague")
    send(client, article, opened(client, article), supporting_units=[other.pk], _save="1")
    data = opened(client, article)
    send(colleague, article, opened(colleague, article), supporting_units=[unit.pk], _save="1")
    answer = send(client, article, data, lead="Sapo khác", _save="1")
    form = answer.context["adminform"].form
    assert [part.label for part in form.merges] == ["Sapo", "Đơn vị phối hợp"]
    assert ("Đơn vị phối hợp", str(other), str(unit)) in form.comparison
    merged = data_of(send(client, article, data_of(answer), _merge="1"))
    assert (merged["supporting_units"], merged["lead"]) == ([str(unit.pk)], ["\nSapo khác"])
    send(client, article, merged, _save="1")
    assert list(stored(article).supporting_units.all()) == [unit]


def test_the_name_of_an_attachment_that_only_the_other_changed_stays(
    cast: Cast, article: Article
) -> None:
    client, colleague = client_of(cast, "contributor"), client_of(cast, "colleague")
    data, theirs = opened(client, article), opened(colleague, article)
    send(colleague, article, theirs | {f"{FORMSET}-0-title": "Danh sách nhận quà"}, _save="1")
    again = data_of(send(client, article, data, lead="Sapo khác", _save="1"))
    send(client, article, data_of(send(client, article, again, _merge="1")), _save="1")
    assert [use.title for use in stored(article).attachments] == ["Danh sách nhận quà", ""]
    assert stored(article).lead == "Sapo khác"


def test_an_attachment_that_the_other_removed_stays_removed(cast: Cast, article: Article) -> None:
    client, colleague = client_of(cast, "contributor"), client_of(cast, "colleague")
    data, theirs = opened(client, article), opened(colleague, article)
    send(colleague, article, theirs | {f"{FORMSET}-0-DELETE": "on"}, _save="1")
    answer = send(client, article, data, lead="Sapo khác", _save="1")
    told = "Một dòng đã bị xóa ở nơi khác nên không lưu; cần thì thêm lại."
    assert [str(one) for one in answer.context["messages"]] == [told]
    again = data_of(answer)
    merged = send(client, article, again, _merge="1")
    assert [str(one) for one in merged.context["messages"]] == []
    assert send(client, article, data_of(merged), _save="1").status_code == 302
    assert stored(article).lead == "Sapo khác"
    assert [use.file.name for use in stored(article).attachments] == ["phu-luc.docx"]
    assert FileUse.objects.count() == 2, "the file stays for the history"


def test_a_new_file_stays_with_its_row_when_the_other_removed_one(
    cast: Cast, article: Article
) -> None:
    client, colleague = client_of(cast, "contributor"), client_of(cast, "colleague")
    data, theirs = opened(client, article), opened(colleague, article)
    send(colleague, article, theirs | {f"{FORMSET}-0-DELETE": "on"}, _save="1")
    mine = data | {
        f"{FORMSET}-TOTAL_FORMS": "3",
        f"{FORMSET}-2-title": "Tệp mới",
        f"{FORMSET}-2-file": upload(PDF, "moi.pdf"),
    }
    again = data_of(send(client, article, mine, lead="Sapo khác", _save="1"))
    merged = send(client, article, again, _merge="1")
    assert send(client, article, data_of(merged), _save="1").status_code == 302
    names = {use.file.name: use.title for use in stored(article).attachments}
    assert names == {"phu-luc.docx": "", "moi.pdf": "Tệp mới"}
