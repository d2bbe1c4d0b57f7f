"""A document that several others amended, and one replaced at last: forms, rules, pages, data."""

from __future__ import annotations

import re
import threading
from collections.abc import Callable
from contextlib import closing
from datetime import date, timedelta
from importlib import import_module
from typing import Any

import pytest
import time_machine
from django.apps import apps
from django.db import IntegrityError, connection, transaction
from django.db.models import ProtectedError
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from core.caching.cache_version import cache_version
from core.dates import day_end
from core.revisions.timeline import field_changes, timeline
from core.workflow.engine import TransitionRefused
from documents import jobs
from documents.library.dashboard import waiting_documents
from documents.library.services import store_document
from documents.models import Amendment, PublicDocument
from documents.publication import rules
from documents.states import DocumentState, ValidityToday
from tests.documents.library.test_library import published_under, shown_facts
from tests.support.cast import Cast
from tests.support.documents import TICKS, attach, make_document, publish, transition

pytestmark = pytest.mark.django_db

LEFT = {"validity": "in_effect", "expires_on": "", "replaced_by": "", "amended_by": ""}
NAMED = "documents.migrations.0006_amendments"


@pytest.fixture
def several(cast: Cast) -> list[PublicDocument]:
    """Four published decisions, 15 to 18, each a month younger than the one before."""
    return [
        published_under(str(15 + n), cast, issued_on=date(2026, 1 + n, 5), subject=f"Việc {n}")
        for n in range(4)
    ]


def change(document: PublicDocument, cast: Cast, **data: Any) -> PublicDocument:
    return transition(document, "change_validity", cast.clerk, data=LEFT | data)


def names(*documents: PublicDocument) -> str:
    return "\n".join(document.code for document in documents)


def notices(client: Client, document: PublicDocument) -> list[str]:
    page = client.get(document.get_absolute_url()).content.decode()
    found = re.findall('<p class="document__notice">(.*?)</p>', page)
    return [re.sub("<.*?>", "", notice) for notice in found]


def sections(client: Client, document: PublicDocument) -> dict[str, list[int]]:
    """By heading the documents that a page lists."""
    page = client.get(document.get_absolute_url()).content.decode()
    found = {}
    for name in ("Văn bản được sửa đổi, bổ sung", "Văn bản được thay thế"):
        if f">{name}</h2>" in page:
            part = page.split(f">{name}</h2>")[1].split("</section>")[0]
            found[name] = [int(pk) for pk in re.findall(r'href="/van-ban/[^"]*?(\d+)/"', part)]
    return found


# The step of a published document


def test_amended_by_two_and_replaced_by_a_third(
    cast: Cast, client: Client, several: list[PublicDocument]
) -> None:
    old, first, second, new = several
    change(old, cast, validity="amended", amended_by=names(first))
    change(old, cast, validity="amended", amended_by=names(second, first))
    both = (
        "Được sửa đổi, bổ sung bởi Quyết định số 16/QĐ-UBND (ngày 05/02/2026),"
        " Quyết định số 17/QĐ-UBND (ngày 05/03/2026)."
    )
    assert notices(client, old) == [both]
    change(old, cast, validity="replaced", amended_by=names(first, second), replaced_by=new.code)
    assert notices(client, old) == [
        both,
        f"Bị thay thế bởi Quyết định số 18/QĐ-UBND (ngày {new.issued_on:%d/%m/%Y}).",
    ]
    page = client.get(old.get_absolute_url()).content.decode()
    for other in (first, second, new):
        assert f'<a href="{other.get_absolute_url()}">{other.title}</a>' in page
    assert sections(client, first) == {"Văn bản được sửa đổi, bổ sung": [old.pk]}
    assert sections(client, new) == {"Văn bản được thay thế": [old.pk]}
    change(second, cast, validity="amended", amended_by=names(new))
    assert sections(client, new) == {
        "Văn bản được sửa đổi, bổ sung": [second.pk],
        "Văn bản được thay thế": [old.pk],
    }
    change(old, cast, validity="expired", amended_by=names(first, second))
    assert notices(client, old) == [both, "Hết hiệu lực."]
    assert sections(client, new) == {"Văn bản được sửa đổi, bổ sung": [second.pk]}


def test_the_page_of_the_step_shows_addresses_and_keeps_what_was_typed(
    cast: Cast, client: Client, several: list[PublicDocument]
) -> None:
    old, first, second, _ = several
    change(old, cast, validity="amended", amended_by=names(second, first))
    client.force_login(cast.clerk)
    address = reverse("admin:documents_publicdocument_transition", args=[old.pk, "change_validity"])
    shown = client.get(address).context["form"]["amended_by"].value()
    assert shown == f"{first.get_absolute_url()}\n{second.get_absolute_url()}"
    typed = "\r\n16/QĐ-UBND\r\n99/QĐ-UBND\r\n98/QĐ-UBND"
    old.refresh_from_db()
    sent = LEFT | {"version": old.version, "validity": "amended", "amended_by": typed}
    answer = client.post(address, sent)
    assert answer.status_code == 409
    form = answer.context["form"]
    assert form["amended_by"].value() == typed
    assert form.errors["amended_by"] == [
        "Dòng 3: Không có văn bản nào khác là “99/QĐ-UBND” trong thư viện.",
        "Dòng 4: Không có văn bản nào khác là “98/QĐ-UBND” trong thư viện.",
    ]
    assert "99/QĐ-UBND" in answer.content.decode()
    # What is stored does not differ by the line ends of a browser; the same document counts once.
    sent["amended_by"] = f"{shown}\n16 qd ubnd".replace("\n", "\r\n")
    assert client.post(address, sent).status_code == 302
    assert list(old.amended_by.order_by("pk")) == [first, second]
    sent |= {"amended_by": shown.replace("\n", "\r\n"), "expires_on": "01/01/2099"}
    conflict = client.post(address, sent).context["conflict"]
    assert [label for label, _, _ in conflict.differences] == ["Hết hiệu lực từ ngày"]


def test_twenty_lines_at_most(cast: Cast, several: list[PublicDocument]) -> None:
    lines = "\n".join(["16/QĐ-UBND"] * 21)
    with pytest.raises(TransitionRefused, match="nhiều nhất 20 dòng, đang có 21 dòng"):
        change(several[0], cast, validity="amended", amended_by=lines)
    change(several[0], cast, validity="amended", amended_by=lines[:-11])


def test_the_timeline_tells_who_changed_the_amending_documents(
    cast: Cast, several: list[PublicDocument]
) -> None:
    old, first, second, _ = several
    change(old, cast, validity="amended", amended_by=names(first))
    changed = transition(
        old,
        "change_validity",
        cast.approver,
        data=LEFT | {"validity": "amended", "amended_by": names(second)},
    )
    entry = timeline(changed)[0]
    assert (entry.actor, entry.transition) == (cast.approver, "change_validity")
    [difference] = field_changes(entry.before, entry.after)
    assert (difference.label, difference.notes) == (
        "Văn bản sửa đổi, bổ sung",
        (f"Bỏ: {first}.", f"Thêm: {second}."),
    )


# The draft


def save_draft(client: Client, document: PublicDocument, cast: Cast, **facts: Any) -> HttpResponse:
    client.force_login(cast.clerk)
    address = reverse("admin:documents_publicdocument_change", args=[document.pk])
    return client.post(address, shown_facts(client, address) | facts)


def test_a_draft_names_the_documents_that_amended_it(
    cast: Cast, client: Client, several: list[PublicDocument]
) -> None:
    _, first, second, _ = several
    draft = make_document(cast.clerk, number="14")
    chosen = {"validity": "amended", "amended_by": [second.pk, first.pk]}
    assert save_draft(client, draft, cast, **chosen).status_code == 302
    assert set(draft.amended_by.all()) == {first, second}
    draft.refresh_from_db()
    [difference] = [
        one
        for one in field_changes(draft.history.last(), draft.history.first())
        if one.label == "Văn bản sửa đổi, bổ sung"
    ]
    assert difference.notes == (f"Thêm: {first}.", f"Thêm: {second}.")
    address = reverse("admin:documents_publicdocument_change", args=[draft.pk])
    page = client.get(address).content.decode()
    offered = page.split('<select name="amended_by"')[1].split("</select>")[0]
    assert re.findall('<option value="(.*?)"', offered) == [str(second.pk), str(first.pk)]
    # The relation alone is a new version too, and an old one brings its documents back.
    shown = shown_facts(client, address)
    client.post(address, shown | {"amended_by": [first.pk]})
    version = draft.version
    draft.refresh_from_db()
    assert (draft.version, list(draft.amended_by.all())) == (version + 1, [first])
    row = draft.history.get(version=version)
    restore = reverse("admin:documents_publicdocument_restore", args=[draft.pk, row.pk])
    page = client.get(restore).content.decode()
    assert f"Thêm: {second}." in page and "Giữ nguyên như hiện nay" not in page
    client.post(restore, {"version": draft.version})
    draft.refresh_from_db()
    assert set(draft.amended_by.all()) == {first, second}
    assert draft.related_snapshot == draft.history.first().related_snapshot == row.related_snapshot


def test_two_people_on_one_draft_merge_its_amending_documents(
    cast: Cast, client: Client, several: list[PublicDocument]
) -> None:
    _, first, second, new = several
    draft = make_document(cast.clerk, number="14")
    save_draft(client, draft, cast, validity="amended", amended_by=[first.pk])
    address = reverse("admin:documents_publicdocument_change", args=[draft.pk])
    opened = shown_facts(client, address)
    client.post(address, opened | {"amended_by": [first.pk, second.pk]})
    answer = client.post(address, opened | {"amended_by": [first.pk, new.pk]})
    form = answer.context["adminform"].form
    assert form.is_stale and [one.label for one in form.merges] == ["Văn bản sửa đổi, bổ sung"]
    assert form.merges[0].merged({}).split() == sorted(map(str, [first.pk, second.pk, new.pk]))


def test_an_autosaved_draft_keeps_the_amending_documents(
    cast: Cast, client: Client, several: list[PublicDocument]
) -> None:
    draft = make_document(cast.clerk, number="14")
    client.force_login(cast.clerk)
    address = reverse("admin:documents_publicdocument_change", args=[draft.pk])
    sent = shown_facts(client, address) | {"amended_by": [one.pk for one in several[1:3]]}
    sent |= {"_user": cast.clerk.pk, "_page": "0" * 32, "_text": "1"}
    assert client.post(f"{address.removesuffix('change/')}ban-nhap/", sent).status_code == 200
    [changed] = client.get(address).context["autosaved_draft"].changes
    assert changed.label == "Văn bản sửa đổi, bổ sung"
    shown = re.sub("<.*?>", "", changed.difference)
    assert [str(one) in shown for one in several] == [False, True, True, False]
    page = client.get(address, {"ban-viet-do": "dung"}).content.decode()
    assert all(f'<option value="{one.pk}" selected>{one}<' in page for one in several[1:3])


def test_the_facts_of_a_published_document_link_both(
    cast: Cast, client: Client, several: list[PublicDocument]
) -> None:
    old, first, second, new = several
    change(old, cast, validity="replaced", amended_by=names(second, first), replaced_by=new.code)
    client.force_login(cast.approver)
    address = reverse("admin:documents_publicdocument_change", args=[old.pk])
    with CaptureQueriesContext(connection) as asked:
        page = client.get(address).content.decode()
    assert "<dt>Được sửa đổi, bổ sung bởi</dt>" in page and "<dt>Bị thay thế bởi</dt>" in page
    links = [reverse("admin:documents_publicdocument_change", args=[o.pk]) for o in several[1:]]
    assert sorted(map(page.index, links)) == [page.index(link) for link in links]
    old.amended_by.remove(second)
    with CaptureQueriesContext(connection) as fewer:
        client.get(address)
    assert len(asked) == len(fewer)


# Rules, the same in both forms


def in_days(number: int) -> date:
    return timezone.localdate() + timedelta(days=number)


@pytest.mark.parametrize(
    ("facts", "field", "words"),
    [
        ({"validity": "in_effect"}, "amended_by", "xin chọn “Được sửa đổi, bổ sung”, hoặc xóa"),
        ({"amended_by": "14"}, "amended_by", "Dòng 1: “14/QĐ-UBND.*không thay thế hay sửa đổi"),
        ({"amended_by": "19"}, "amended_by", "Dòng 1: “19/QĐ-UBND.*đến ngày ấy xin ghi"),
        ({"validity": "expired", "amended_by": "19"}, "amended_by", "đến ngày ấy xin ghi"),
        ({"validity": "replaced", "replaced_by": "16"}, "amended_by", "Dòng 1: .*trong hai ô"),
        ({"replaced_by": "18"}, "replaced_by", "hoặc ghi ngày hết hiệu lực"),
        ({"validity": "expired", "expires_on": 9}, "expires_on", "giữ “Được sửa đổi, bổ sung”"),
        ({"expires_on": 9, "replaced_by": "18"}, "", ""),
        ({}, "", ""),
        ({"validity": "expired"}, "", ""),
        ({"validity": "replaced", "replaced_by": "18"}, "", ""),
        ({"validity": "in_effect", "amended_by": ""}, "", ""),
    ],
)
def test_what_may_have_amended_a_document(
    cast: Cast,
    client: Client,
    several: list[PublicDocument],
    facts: dict[str, Any],
    field: str,
    words: str,
) -> None:
    published_under("14", cast, issued_on=date(2026, 1, 1))
    published_under("19", cast, issued_on=date(2026, 6, 1), effective_on=in_days(9))
    draft = make_document(cast.clerk, number="20", issued_on=date(2026, 1, 5))
    facts = {"validity": "amended", "amended_by": "16"} | facts
    if days := facts.get("expires_on"):
        facts["expires_on"] = f"{in_days(days):%d/%m/%Y}"
    named = [name for name in ("amended_by", "replaced_by") if facts.get(name)]
    keys: dict[str, Any] = {"amended_by": []}
    keys |= {name: PublicDocument.objects.get(number=facts[name]).pk for name in named}
    codes = {name: f"{facts[name]}/QĐ-UBND" for name in named}
    answer = save_draft(client, draft, cast, **facts | keys)
    if not words:
        assert answer.status_code == 302
        change(several[0], cast, **facts | codes)
        return
    [sentence] = answer.context["adminform"].form.errors[field]
    assert re.search(words.removeprefix("Dòng 1: "), sentence)
    with pytest.raises(TransitionRefused, match=words) as refused:
        change(several[0], cast, **facts | codes)
    form = refused.value.form
    assert form is not None and set(form.errors) == {field}


def test_a_draft_does_not_amend_itself(cast: Cast, client: Client) -> None:
    draft = make_document(cast.clerk)
    answer = save_draft(client, draft, cast, validity="amended", amended_by=[draft.pk])
    assert "Văn bản không tự sửa đổi chính nó." in answer.content.decode()
    with pytest.raises(IntegrityError), transaction.atomic():
        Amendment.objects.create(document=draft, by=draft)


def test_no_circle_through_several_documents(
    cast: Cast, client: Client, several: list[PublicDocument], monkeypatch: pytest.MonkeyPatch
) -> None:
    day = date(2026, 1, 5)
    PublicDocument.objects.update(issued_on=day)
    one, two, three, four = several
    change(one, cast, validity="amended", amended_by=names(two, three))
    change(three, cast, validity="replaced", replaced_by=four.code)
    words = "đang ghi là bị văn bản này thay thế hoặc sửa đổi"
    with pytest.raises(TransitionRefused, match=f"“17/QĐ-UBND – Việc 2” {words}"):
        change(four, cast, validity="amended", amended_by=names(one))
    with pytest.raises(TransitionRefused, match=f"“15/QĐ-UBND – Việc 0” {words}"):
        change(two, cast, validity="replaced", replaced_by=one.code)
    draft = transition(four, "withdraw", cast.clerk, note="Sửa", data=TICKS)
    facts = {"validity": "amended", "amended_by": [one.pk], "covers_personal_data": "on"}
    assert words in save_draft(client, draft, cast, **facts).content.decode()
    last = published_under("19", cast, issued_on=day)
    monkeypatch.setattr(rules, "_MAX_LINKED", 3)
    with pytest.raises(TransitionRefused, match="chưa kiểm tra được"):
        change(last, cast, validity="amended", amended_by=names(one))
    monkeypatch.setattr(rules, "_MAX_LINKED", 4)
    change(last, cast, validity="amended", amended_by=names(one))


@pytest.mark.django_db(transaction=True)
def test_the_documents_behind_the_amending_one_are_locked_too(
    cast: Cast, several: list[PublicDocument]
) -> None:
    one, two, three, _ = several
    change(two, cast, validity="amended", amended_by=names(three))
    is_held, is_answered = threading.Event(), threading.Event()

    def hold() -> None:
        with closing(connection), transaction.atomic():
            PublicDocument.objects.select_for_update().get(pk=three.pk)
            is_held.set()
            is_answered.wait(10)

    holder = threading.Thread(target=hold)
    holder.start()
    assert is_held.wait(10)
    try:
        with pytest.raises(TransitionRefused, match="Có người đang ghi “17/QĐ-UBND"):
            change(one, cast, validity="amended", amended_by=names(two))
    finally:
        is_answered.set()
        holder.join(10)
    assert list(change(one, cast, validity="amended", amended_by=names(two)).amended_by.all())


# What residents see


def test_an_amended_document_is_replaced_on_a_day_to_come(
    cast: Cast, client: Client, several: list[PublicDocument]
) -> None:
    old, first, _, new = several
    day = in_days(20)
    PublicDocument.objects.filter(pk=new.pk).update(effective_on=day)
    with pytest.raises(TransitionRefused, match="xin giữ “Được sửa đổi, bổ sung” và ghi"):
        change(old, cast, validity="replaced", amended_by=first.code, replaced_by=new.code)
    coming = {"expires_on": f"{day:%d/%m/%Y}", "replaced_by": new.code}
    old = change(old, cast, validity="amended", amended_by=first.code, **coming)
    words = f"Được sửa đổi, bổ sung, sẽ bị thay thế từ {day:%d/%m/%Y}"
    assert (old.replaced_from, old.validity_words, old.validity_note) == (day, words, words)
    amended = "Được sửa đổi, bổ sung bởi Quyết định số 16/QĐ-UBND (ngày 05/02/2026)."
    title = f"Quyết định số 18/QĐ-UBND (ngày {new.issued_on:%d/%m/%Y})"
    assert notices(client, old) == [
        amended,
        f"Sẽ bị thay thế bởi {title} từ {day:%d/%m/%Y}.",
    ]
    assert sections(client, new) == {"Văn bản được thay thế": [old.pk]}

    def valid() -> set[str]:
        rows = PublicDocument.objects
        return {v for v in ValidityToday.values if old in rows.with_validity(ValidityToday(v))}

    assert (old.current_validity, valid()) == ("amended", {"amended", "in_effect"})
    PublicDocument.objects.filter(pk=new.pk).update(state=DocumentState.DRAFT)
    page = client.get(old.get_absolute_url()).text
    assert "thay thế" not in page
    assert f"<dd>Được sửa đổi, bổ sung, hết hiệu lực từ {day:%d/%m/%Y}</dd>" in page
    PublicDocument.objects.filter(pk=new.pk).update(state=DocumentState.PUBLISHED)
    with time_machine.travel(day_end(day), tick=False):
        assert (old.current_validity, valid()) == ("replaced", {"replaced"})
        assert notices(client, old) == [amended, f"Bị thay thế bởi {title}."]
        assert old.validity_words == "Bị thay thế"


@pytest.mark.parametrize("hides", ["withdraw", "schedule"])
def test_nothing_is_named_that_residents_may_not_read(
    cast: Cast, client: Client, several: list[PublicDocument], hides: str
) -> None:
    old, first, second, new = several
    change(old, cast, validity="replaced", amended_by=names(first, second), replaced_by=new.code)
    tomorrow = timezone.now() + timedelta(days=1)
    for hidden in (first, new):
        if hides == "withdraw":
            transition(hidden, "withdraw", cast.clerk, note="Sửa", data=TICKS)
        else:
            PublicDocument.objects.filter(pk=hidden.pk).update(published_at=tomorrow)
    seen = "Được sửa đổi, bổ sung bởi Quyết định số 17/QĐ-UBND (ngày 05/03/2026)."
    assert notices(client, old) == [seen, "Bị thay thế."]
    [item] = [i for i in items(client) if i["id"] == old.pk]
    assert (item["amended_by_ids"], item["replaced_by_id"]) == (str(second.pk), None)
    PublicDocument.objects.filter(pk=old.pk).update(validity="in_effect")
    assert (notices(client, old), sections(client, second)) == ([], {})
    assert [i["amended_by_ids"] for i in items(client) if i["id"] == old.pk] == [None]
    change(old, cast, validity="amended", amended_by=names(first))
    assert notices(client, old) == ["Được sửa đổi, bổ sung."]
    transition(old, "withdraw", cast.clerk, note="Sửa", data=TICKS)
    assert sections(client, second) == {}


def items(client: Client) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = client.get("/du-lieu/van-ban.json").json()["items"]
    return found


def test_open_data_names_the_amending_documents_by_their_day(
    cast: Cast, client: Client, several: list[PublicDocument]
) -> None:
    old, first, second, new = several
    change(old, cast, validity="replaced", amended_by=names(second, first), replaced_by=new.code)
    by_key = {item["id"]: item for item in items(client)}
    assert by_key[old.pk]["amended_by_ids"] == f"{first.pk} {second.pk}"
    assert by_key[old.pk]["replaced_by_id"] == new.pk
    assert by_key[first.pk]["amended_by_ids"] is None
    assert f"{first.pk} {second.pk}" in client.get("/du-lieu/van-ban.csv").content.decode()


def test_pages_of_one_and_of_many_ask_the_same(cast: Cast, client: Client) -> None:
    day = date(2026, 1, 5)
    several = [published_under(str(15 + n), cast, issued_on=day) for n in range(8)]
    before, document, after = several[:3], several[3], several[4:]
    counts = []
    for number in (1, 3):
        for other in before[:number]:
            change(other, cast, validity="amended", amended_by=names(document))
        change(document, cast, validity="amended", amended_by=names(*after[:number]))
        client.get("/van-ban/")
        with CaptureQueriesContext(connection) as asked:
            page = client.get(document.get_absolute_url(), {"x": number}).content.decode()
        assert sum(other.get_absolute_url() in page for other in several) == 2 * number + 1
        counts.append(len(asked))
    assert counts == [7, 7]


def test_a_page_is_made_anew_for_an_amendment(several: list[PublicDocument]) -> None:
    before = cache_version(timezone.now())
    Amendment.objects.create(document=several[0], by=several[1])
    assert cache_version(timezone.now()) != before


# What stays, and what was there before


def test_a_draft_that_amends_another_is_not_alone(
    cast: Cast, several: list[PublicDocument]
) -> None:
    draft = make_document(cast.clerk, number="21")
    several[0].amended_by.add(draft)
    with pytest.raises(ProtectedError):
        draft.delete()
    jobs.delete_classified(attach(draft, cast.clerk, is_read=False))
    assert PublicDocument.objects.filter(pk=draft.pk).exists()
    several[0].amended_by.clear()
    jobs.delete_classified(attach(draft, cast.clerk, is_read=False, name="21-b.pdf"))
    assert not PublicDocument.objects.filter(pk=draft.pk).exists()


@pytest.fixture
def migration() -> Callable[[str], None]:
    def run(name: str) -> None:
        getattr(import_module(NAMED), name)(apps, None)

    return run


def test_amending_documents_move_to_their_table_and_back(
    cast: Cast, several: list[PublicDocument], migration: Callable[[str], None]
) -> None:
    old, first, second, new = several
    rows, history = PublicDocument.objects, PublicDocument.history
    for pk, validity, by in ((old.pk, "amended", first), (second.pk, "replaced", new)):
        rows.filter(pk=pk).update(validity=validity, replaced_by=by, related_snapshot={})
        history.filter(id=pk).update(validity=validity, replaced_by=by, related_snapshot={})
    migration("move_amending")
    old.refresh_from_db(), second.refresh_from_db()
    assert (old.replaced_by, list(old.amended_by.all())) == (None, [first])
    assert (second.replaced_by, list(second.amended_by.all())) == (new, [])
    kept = {"attachments": [], "amended_by": [[first.pk, str(first)]]}
    assert old.related_snapshot == old.history.first().related_snapshot == kept
    assert old.history.first().replaced_by is None
    assert second.history.first().related_snapshot == {"attachments": [], "amended_by": []}
    old.amended_by.add(second)
    migration("move_back")
    old.refresh_from_db(), second.refresh_from_db()
    assert (old.replaced_by, second.replaced_by) == (second, new)
    assert old.history.first().replaced_by_id == first.pk


def test_a_discarded_document_is_not_offered(cast: Cast, client: Client) -> None:
    gone = make_document(cast.clerk, number="30")
    kept = make_document(cast.clerk, number="31")
    transition(gone, "discard", cast.clerk)
    client.force_login(cast.clerk)
    asked = {"app_label": "documents", "model_name": "publicdocument", "field_name": "amended_by"}
    answer = client.get(reverse("admin:autocomplete"), asked | {"term": "QĐ-UBND"}).json()
    assert [one["id"] for one in answer["results"]] == [str(kept.pk)]
    with pytest.raises(TransitionRefused, match="Dòng 1: Không có văn bản nào khác"):
        change(publish(kept, clerk=cast.clerk, approver=cast.approver), cast, amended_by="30")


# A document that leaves the portal


def step_page(document: PublicDocument, name: str) -> str:
    return reverse("admin:documents_publicdocument_transition", args=[document.pk, name])


def test_withdrawing_names_the_documents_that_it_changed(
    cast: Cast, client: Client, several: list[PublicDocument]
) -> None:
    old, amended, by, other = several
    change(old, cast, validity="replaced", replaced_by=by.code)
    change(amended, cast, validity="amended", amended_by=by.code)
    client.force_login(cast.clerk)
    page = client.get(step_page(by, "withdraw")).content.decode()
    assert f"“{old}”; “{amended}”" in page and 'name="accepts_dependents"' in page
    assert "accepts_dependents" not in client.get(step_page(other, "withdraw")).content.decode()
    with pytest.raises(TransitionRefused, match="người dân đọc các văn bản ấy không biết được"):
        transition(by, "withdraw", cast.clerk, note="Sai phụ lục")
    ticked = {"accepts_dependents": "on"}
    transition(by, "withdraw", cast.clerk, note="Sai phụ lục", data=ticked)
    for document in (old, amended):
        address = reverse("admin:documents_publicdocument_change", args=[document.pk])
        page = client.get(address).content.decode()
        assert f"không có trên cổng: “{by}” (bản nháp)" in page
    clerk, approver = (
        [one.title for one in waiting_documents(person, timezone.now())]
        for person in (cast.clerk, cast.approver)
    )
    assert (clerk, approver) == ([str(old), str(amended)], [])
    covered = PublicDocument.objects.get(pk=by.pk)
    covered.covers_personal_data = True
    store_document(covered, actor=cast.clerk)
    publish(covered, clerk=cast.clerk, approver=cast.approver)
    assert list(waiting_documents(cast.clerk, timezone.now())) == []


def test_a_document_that_was_public_is_dropped_with_a_reason_and_stays_readable(
    cast: Cast, client: Client, several: list[PublicDocument]
) -> None:
    old, new, *_ = several
    change(old, cast, validity="replaced", replaced_by=new.code)
    ticked = {"accepts_dependents": "on"}
    transition(new, "withdraw", cast.clerk, note="Sai số", data=ticked)
    client.force_login(cast.clerk)
    address = reverse("admin:documents_publicdocument_change", args=[new.pk])
    page = client.get(address).content.decode()
    assert "Bỏ văn bản từng đăng" in page and "Bỏ bản nháp" not in page
    with pytest.raises(TransitionRefused, match="từng đăng trên cổng"):
        transition(new, "discard", cast.clerk)
    with pytest.raises(TransitionRefused, match="Cần ghi: lý do"):
        transition(new, "discard_withdrawn", cast.clerk, data=ticked)
    with pytest.raises(TransitionRefused, match=f"“{old}”"):
        transition(new, "discard_withdrawn", cast.clerk, note="Không ban hành nữa")
    transition(new, "discard_withdrawn", cast.clerk, note="Không ban hành nữa", data=ticked)
    for person in (cast.clerk, cast.leader, cast.editor):
        client.force_login(person)
        for name in ("change", "history"):
            found = client.get(reverse(f"admin:documents_publicdocument_{name}", args=[new.pk]))
            assert "Không ban hành nữa" in found.content.decode()
    assert client.get(new.get_absolute_url()).status_code == 410
    # The replaced one says what to do, and a save says what is in the way.
    with pytest.raises(TransitionRefused, match="đã bỏ khỏi thư viện"):
        change(old, cast, validity="replaced", replaced_by=new.get_absolute_url())
    transition(new, "restore", cast.clerk)
    change(old, cast, validity="replaced", replaced_by=new.get_absolute_url())
    never = make_document(cast.clerk, number="30")
    client.force_login(cast.clerk)
    page = client.get(
        reverse("admin:documents_publicdocument_change", args=[never.pk])
    ).content.decode()
    assert "Bỏ bản nháp" in page and "Bỏ văn bản từng đăng" not in page


def test_an_amendment_by_nothing_that_is_named_is_asked_about(
    cast: Cast, client: Client, several: list[PublicDocument]
) -> None:
    old = several[0]
    with pytest.raises(TransitionRefused, match="không biết được là bởi văn bản nào"):
        change(old, cast, validity="amended")
    changed = change(old, cast, validity="amended", accepts_unnamed="on")
    assert changed.validity == "amended"
    client.force_login(cast.clerk)
    form = client.get(step_page(old, "change_validity")).context["form"]
    assert form["accepts_unnamed"].value() is True  # a save without a change is not asked again
    draft = make_document(cast.clerk, number="14", validity="amended")
    attach(draft, cast.clerk)
    ticks = {name: on for name, on in TICKS.items() if name != "accepts_unnamed"}
    with pytest.raises(TransitionRefused, match="chưa ghi văn bản sửa đổi, bổ sung"):
        transition(draft, "submit", cast.clerk, data=ticks)
    transition(draft, "submit", cast.clerk, data=TICKS)
