"""Every field of every form that keeps drafts comes back from the draft, as typed."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.admin.sites import all_sites
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from lxml import html

from core.admin.workflow import WorkflowAdmin
from core.files.storage import store
from core.models import AutosavedDraft, StoredFile
from news.editorial.services import change_attachments
from news.models import Article
from organization.models import User
from organization.roles import Role
from tests.news.test_access import client_of, session_of
from tests.support.cast import Cast
from tests.support.factories import UnitFactory, make_draft, new_user, save_users
from tests.support.files import office, upload

pytestmark = pytest.mark.usefixtures("file_root")

PAGE = "a" * 32
TEXTS = {
    "date": "2026-11-26",
    "time": "08:30",
    "datetime-local": "2026-11-26T08:30",
    "number": "7",
    "url": "https://example.vn/",
}
Controls = dict[str, list[str]]


def admins_with_forms() -> list[WorkflowAdmin]:
    found = [row for site in all_sites for row in site._registry.values()]
    return [one for one in found if isinstance(one, WorkflowAdmin) and one.form.base_fields]


@pytest.fixture
def writer(db: None) -> User:
    writer = new_user(unit=UnitFactory())
    save_users([(writer, tuple(Role))])
    UnitFactory()
    return writer


def test_every_field_of_a_new_item_comes_back(writer: User) -> None:
    client = session_of(writer)
    tried = set()
    for one in admins_with_forms():
        page = client.get(one.address("add"))
        if page.status_code == 200 and page.context.get("autosave"):
            assert_comes_back(client, writer, page, one.address("keep_new"))
            tried.add(one.opts.model_name)
    assert tried == {"article", "meeting", "task", "publicdocument", "outgoingdocument"}


@pytest.fixture
def notice(cast: Cast) -> Article:
    """An article with a time, a supporting unit and two attachments."""
    article = make_draft(
        cast.contributor, kind="notice", times="08:00 24/11/2026 | tại: Hội trường"
    )
    article.supporting_units.add(UnitFactory())
    for name in ("Danh sách.docx", "Phụ lục.docx"):
        kind = StoredFile.Kind.DOCUMENT
        file = store(upload(office(), name), uploader=cast.contributor, kind=kind)
        change_attachments(article, remove=[], add=file)
    return article


def test_every_field_of_a_stored_item_comes_back(cast: Cast, notice: Article) -> None:
    client = client_of(cast, "contributor")
    page = client.get(reverse("admin:news_article_change", args=[notice.pk]))
    keep = reverse("admin:news_article_keep", args=[notice.pk])
    assert_comes_back(client, cast.contributor, page, keep)


def test_a_stored_time_stays_beside_another_change(cast: Cast, notice: Article) -> None:
    client = client_of(cast, "contributor")
    change = reverse("admin:news_article_change", args=[notice.pk])
    shown = controls(form_of(client.get(change)))
    data = {"_user": cast.contributor.pk, "_page": PAGE, "_text": "1", **shown, "title": "Tên mới"}
    client.post(reverse("admin:news_article_keep", args=[notice.pk]), data)
    page = client.get(change, {"ban-viet-do": "dung"})
    assert [one.label for one in page.context["autosaved_draft"].changes] == ["Tiêu đề"]
    assert controls(form_of(page)) == shown | {"title": ["Tên mới"]}


def test_a_time_that_is_not_complete_yet_comes_back(cast: Cast, notice: Article) -> None:
    client = client_of(cast, "contributor")
    change = reverse("admin:news_article_change", args=[notice.pk])
    shown = controls(form_of(client.get(change))) | {"times-1-place": ["Nhà văn hóa"]}
    data = {"_user": cast.contributor.pk, "_page": PAGE, "_text": "1", **shown}
    client.post(reverse("admin:news_article_keep", args=[notice.pk]), data)
    (changed,) = client.get(change).context["autosaved_draft"].changes
    assert "Nhà văn hóa" in changed.difference
    page = client.get(change, {"ban-viet-do": "dung"})
    found = controls(form_of(page))
    assert {name: found[name] for name in shown} == shown
    assert "TUYỆT MẬT" not in str(AutosavedDraft.objects.get().values)
    data["times-1-place"] = "TUYỆT MẬT"
    assert (
        client.post(reverse("admin:news_article_keep", args=[notice.pk]), data).status_code == 422
    )


def assert_comes_back(client: Client, writer: User, page: HttpResponse, keep: str) -> None:
    address = page.request["PATH_INFO"]
    form = form_of(page)
    filled = fill(form)
    rows = {
        one.name: one.value or "" for one in form.xpath(".//input[@type='hidden']") if is_key(one)
    }
    sent = {"_user": writer.pk, "_page": PAGE, "_text": "1", **rows, **filled}
    answer = client.post(keep, sent)
    assert answer.status_code == 200, answer.content
    assert client.get(address).context["autosaved_draft"].changes
    again = client.get(address, {"ban-viet-do": "dung"})
    assert again.context["autosaved_draft"].is_in_use
    found = controls(form_of(again))
    lost = {
        name: (found.get(name), value) for name, value in filled.items() if found.get(name) != value
    }
    assert (lost, address) == ({}, address)


def form_of(page: HttpResponse) -> Any:
    return html.fromstring(page.content.decode()).xpath("//form[.//*[@id='autosave']]")[0]


def is_key(one: Any) -> bool:
    return one.name.endswith("-id") and "__prefix__" not in one.name


def inputs(form: Any) -> list[Any]:
    """What ``autosave.js`` sends."""
    unsent = ("file", "hidden", "submit", "button")
    return [
        one
        for one in form.xpath(".//input[@name] | .//select[@name] | .//textarea[@name]")
        if one.name[0] != "_" and one.get("type", "text") not in unsent
        if "__prefix__" not in one.name  # the hidden row to copy
    ]


def controls(form: Any) -> Controls:
    found: Controls = {}
    for one in inputs(form):
        values = found.setdefault(one.name, [])
        if one.get("type") in ("checkbox", "radio"):
            values += [one.get("value", "on")] if "checked" in one.attrib else []
        elif one.tag == "select" and one.multiple:
            values += sorted(one.value)
        else:
            values.append((one.value or "").strip())
    return {name: values for name, values in found.items() if values}


def fill(form: Any) -> Controls:
    """Give each control another value than it has."""
    for one in inputs(form):
        kind = one.get("type", "text")
        if kind == "radio":
            same = [other for other in inputs(form) if other.name == one.name]
            for other in same:
                other.attrib.pop("checked", None)
            same[-1].set("checked", "")
        elif kind == "checkbox" and "checked" in one.attrib:
            del one.attrib["checked"]
        elif kind == "checkbox":
            one.set("checked", "")
        elif one.tag == "select" and one.multiple:
            one.value = list(one.value_options)[-1:]  # one that looks its rows up has none yet
        elif one.tag == "select":
            one.value = list(one.value_options)[-1]
        elif one.tag == "textarea" and one.get("data-type") == "ckeditortype":
            one.value = "<p>Chữ viết dở</p>"
        else:
            one.value = TEXTS.get(kind, "Chữ viết dở")
    return controls(form)
