"""Typed text that is not saved yet: kept for its person, offered, merged, given back, and refused
when it is secret.
"""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from django.views.debug import SafeExceptionReporterFilter

from core.autosave import drafts, presence
from core.models import AutosavedDraft, Presence
from core.revisions.forms import CHOICE_MESSAGE, MERGED_MESSAGE, STALE_MESSAGE
from core.workflow import classified
from core.workflow.engine import TransitionRefused, perform
from news.editorial.forms.correction import correction_data
from news.editorial.services import save_text
from news.models import Article
from tests.core.admin.test_workflow import (
    BIG,
    VAST,
    address,
    article_summary,
    form_data,
    save,
    stored,
)
from tests.news.editorial.test_workflow import in_state
from tests.news.test_access import EVERYBODY, OWN, READABLE, WRITABLE, client_of
from tests.support.cast import Cast
from tests.support.factories import PASSWORD, UnitFactory, make_draft, transition

PAGE, OTHER_PAGE = "a" * 32, "b" * 32
NEW = "/quan-tri/news/article/add/ban-nhap/"


def typed(article: Article, user: Any, **changes: Any) -> dict[str, Any]:
    """What the script sends."""
    own = {"_save": None, "_user": user.pk, "_page": PAGE, "_text": "1"}
    data = form_data(article, **own | changes)
    return {name: value for name, value in data.items() if not name.startswith("core-")}


def keep(client: Client, article: Article, user: Any, **changes: Any) -> HttpResponse:
    where = address("keep", article.pk) if article.pk else NEW
    return client.post(where, typed(article, user, **changes))


@pytest.fixture
def writer(cast: Cast) -> Client:
    return client_of(cast, "contributor")


def copies() -> list[tuple[Any, ...]]:
    return [
        (c.user_id, c.object_id, c.version, c.values["lead"])
        for c in AutosavedDraft.objects.order_by("pk")
    ]


# Keeping


def test_typed_text_is_kept_beside_the_item(cast: Cast, writer: Client, draft: Article) -> None:
    before = article_summary(draft)
    answer = keep(
        writer,
        draft,
        cast.contributor,
        lead="Chữ viết dở",
        body="<p>Dở<script>x()</script></p>",
        foreign="x",
    )
    assert (answer.status_code, list(answer.json())) == (200, ["people", "version", "kept"])
    copy = AutosavedDraft.objects.get()
    assert (copy.user, copy.item, copy.version, copy.page) == (cast.contributor, draft, 1, PAGE)
    assert (copy.values["lead"], copy.values["body"]) == ("Chữ viết dở", "<p>Dở</p>")
    assert {"foreign", "picture", "seen_version"} & copy.values.keys() == set()
    keep(writer, draft, cast.contributor, lead="Chữ viết tiếp")
    assert copies() == [(cast.contributor.pk, draft.pk, 1, "Chữ viết tiếp")]
    assert (article_summary(draft), stored(draft).lead) == (before, draft.lead)


def test_text_of_an_item_that_does_not_exist_yet(cast: Cast, writer: Client) -> None:
    new = Article(title="Bài mới")
    assert keep(writer, new, cast.contributor, lead="Một").status_code == 200
    assert keep(writer, new, cast.contributor, lead="Hai").status_code == 200
    assert (
        keep(client_of(cast, "colleague"), new, cast.colleague, lead="Của bạn").status_code == 200
    )
    assert copies() == [
        (cast.contributor.pk, None, None, "Hai"),
        (cast.colleague.pk, None, None, "Của bạn"),
    ]
    page = writer.get(address("add"))
    assert [change.label for change in page.context["autosaved_draft"].changes] == [
        "Thể loại",
        "Tiêu đề",
        "Sapo",
    ][1:]
    assert 'value="Bài mới"' in writer.get(f"{address('add')}?ban-viet-do=dung").content.decode()
    assert (
        writer.post(address("add"), form_data(new, seen_version="", _page=PAGE)).status_code == 302
    )
    assert copies() == [(cast.colleague.pk, None, None, "Của bạn")]


def test_another_pages_undecided_text_is_not_written_over(
    cast: Cast, writer: Client, draft: Article
) -> None:
    keep(writer, draft, cast.contributor, lead="Ở nhà")
    answer = keep(writer, draft, cast.contributor, lead="Ở trụ sở", _page=OTHER_PAGE)
    assert (answer.status_code, "Còn một bản viết dở" in answer.json()["problem"]) == (409, True)
    save(writer, draft, title="Tên khác", _page=OTHER_PAGE)
    assert [row[3] for row in copies()] == ["Ở nhà"], (
        "a save of another page decides nothing about it"
    )
    answer = keep(
        writer, draft, cast.contributor, lead="Ở nhà, viết tiếp", _page=OTHER_PAGE, _from=PAGE
    )
    assert (answer.status_code, [row[3] for row in copies()]) == (200, ["Ở nhà, viết tiếp"])


def test_a_copy_that_holds_nothing_new_stands_in_nobodys_way(
    cast: Cast, writer: Client, draft: Article
) -> None:
    keep(writer, draft, cast.contributor)
    assert writer.get(address("change", draft.pk)).context["autosaved_draft"] is None
    assert keep(writer, draft, cast.contributor, lead="Mới", _page=OTHER_PAGE).status_code == 200


@pytest.mark.parametrize("seen", ["", "x", BIG, VAST, "\0"])
def test_nonsense_is_no_error(cast: Cast, writer: Client, draft: Article, seen: str) -> None:
    answer = keep(
        writer,
        draft,
        cast.contributor,
        seen_version=seen,
        lead="a\0b",
        category=seen,
        kind="nonsense",
    )
    assert (answer.status_code, AutosavedDraft.objects.get().values["lead"]) == (200, "ab")
    page = writer.get(f"{address('change', draft.pk)}?ban-viet-do=dung")
    assert (page.status_code, page.context["autosaved_draft"].is_stale) == (200, True)


@pytest.mark.parametrize("page", ["", "x", "A" * 32, "a" * 33])
def test_a_page_without_a_name_keeps_nothing(
    cast: Cast, writer: Client, draft: Article, page: str
) -> None:
    assert keep(writer, draft, cast.contributor, _page=page).status_code == 400
    assert copies() == []


def test_too_much_text_is_not_cut_but_refused(cast: Cast, writer: Client, draft: Article) -> None:
    answer = keep(writer, draft, cast.contributor, lead="x" * (drafts.MAX_LENGTH + 1))
    assert (answer.status_code, copies()) == (413, [])


@pytest.mark.parametrize("key", ["x", "0", BIG, "%00"])
def test_malformed_addresses(writer: Client, cast: Cast, key: str) -> None:
    where = f"/quan-tri/news/article/{key}/ban-nhap/"
    assert writer.post(where, {"_user": cast.contributor.pk}).status_code in (400, 404)
    assert writer.post(f"{where}bo/").status_code in (400, 404)
    assert writer.get(where).status_code == 405


@pytest.mark.parametrize("state", READABLE)
def test_who_may_keep(cast: Cast, state: str) -> None:
    article = in_state(cast, state)
    kept = set()
    for role in EVERYBODY:
        answer = keep(client_of(cast, role), article, getattr(cast, role), lead=role)
        expected = (
            404
            if role not in READABLE[state]
            else 200
            if role in WRITABLE.get(state, set())
            else 403
        )
        assert answer.status_code == expected, role
        if answer.status_code == 200:
            kept.add(role)
        drop = client_of(cast, role).post(address("drop_copy", article.pk))
        assert drop.status_code == (302 if role in READABLE[state] else 404), role
    assert kept == WRITABLE.get(state, set())
    assert not AutosavedDraft.objects.exists()


def test_who_may_keep_a_new_item(cast: Cast) -> None:
    kept = {
        role
        for role in EVERYBODY
        if keep(client_of(cast, role), Article(title="x"), getattr(cast, role)).status_code == 200
    }
    assert kept == OWN | {
        "other_contributor",
        "editor",
        "other_editor",
        "approver",
        "other_approver",
        "head",
    }


def test_a_page_of_another_person_keeps_nothing(cast: Cast, draft: Article) -> None:
    client = client_of(cast, "colleague")
    assert keep(client, draft, cast.contributor, lead="Của người trước").status_code == 409
    answer = save(client, draft, lead="Của người trước", _user=cast.contributor.pk)
    assert (answer.status_code, answer.context["may_resend"]) == (409, False)
    assert "Của người trước" in answer.content.decode()
    assert (copies(), article_summary(draft)) == ([], ("draft", 1, 1, 0))


# Offering


def test_the_own_copy_is_offered_used_and_gone_with_the_save(
    cast: Cast, writer: Client, draft: Article
) -> None:
    keep(
        writer,
        draft,
        cast.contributor,
        lead="Sáng Chủ nhật, bà con cùng dọn bờ sông.",
        is_for_portal=None,
    )
    offer = writer.get(address("change", draft.pk)).context["autosaved_draft"]
    assert [change.label for change in offer.changes] == ["Sapo", "Đăng trên cổng thông tin"]
    assert "Chủ nhật" in offer.changes[0].difference
    assert (
        offer.is_stale,
        client_of(cast, "colleague").get(address("change", draft.pk)).context["autosaved_draft"],
    ) == (
        False,
        None,
    )
    page = writer.get(offer.use_url).content.decode()
    assert ">\nSáng Chủ nhật, bà con cùng dọn bờ sông.</textarea>" in page
    assert f'name="_from" value="{PAGE}"' in page
    answer = save(writer, draft, lead="Sáng Chủ nhật.", _page=OTHER_PAGE, _from=PAGE)
    assert answer.cookies["saved_pages"].value == f"{PAGE}.{OTHER_PAGE}"
    assert (copies(), stored(draft).lead) == ([], "Sáng Chủ nhật.")


def test_the_copy_is_dropped_on_demand(cast: Cast, writer: Client, draft: Article) -> None:
    keep(writer, draft, cast.contributor, lead="Khác")
    keep(client_of(cast, "colleague"), draft, cast.colleague, lead="Của bạn")
    answer = writer.post(address("drop_copy", draft.pk))
    assert (answer.url, answer.cookies["saved_pages"].value) == (address("change", draft.pk), PAGE)
    assert [row[3] for row in copies()] == ["Của bạn"]


def test_a_reader_who_lost_the_item_still_finds_the_own_text(
    cast: Cast, writer: Client, draft: Article
) -> None:
    keep(writer, draft, cast.contributor, lead="Chưa kịp lưu")
    transition(draft, "submit", cast.colleague)
    offer = writer.get(address("change", draft.pk)).context["autosaved_draft"]
    assert (offer.use_url, [change.label for change in offer.changes]) == ("", ["Sapo"])


def editor_of(client: Client, article: Article) -> str:
    token: str = client.get(address("change", article.pk)).context["autosave"]["editor"]
    return token


def test_the_last_words_are_kept_after_the_item_was_lost(
    cast: Cast, writer: Client, draft: Article
) -> None:
    token = editor_of(writer, draft)
    transition(draft, "submit", cast.colleague)
    late = {"lead": "Gõ ngay trước bước kia", "_editor": token}
    answer = keep(writer, draft, cast.contributor, **late)
    assert (answer.status_code, set(answer.json())) == (200, {"people", "version", "lost", "kept"})
    offer = writer.get(address("change", draft.pk)).context["autosaved_draft"]
    assert (offer.use_url, [change.label for change in offer.changes]) == ("", ["Sapo"])
    assert stored(draft).lead == draft.lead
    answer = keep(writer, draft, cast.contributor, **late | {"_page": OTHER_PAGE})
    assert answer.status_code == 409, "another page's undecided draft is not written over"


def test_the_last_words_are_kept_for_nobody_else(cast: Cast, writer: Client) -> None:
    own, other = make_draft(cast.contributor), make_draft(cast.contributor)
    token = editor_of(writer, own)
    transition(own, "submit", cast.contributor)
    transition(other, "submit", cast.contributor)
    assert keep(writer, own, cast.contributor).status_code == 403
    assert keep(writer, other, cast.contributor, _editor=token).status_code == 403
    editor = client_of(cast, "editor")
    assert keep(editor, own, cast.editor, _editor=token).status_code == 403
    assert (editor_of(editor, own), copies()) == ("", [])


def test_a_failed_save_keeps_the_copy(cast: Cast, writer: Client, draft: Article) -> None:
    keep(writer, draft, cast.contributor, lead="Khác")
    save(writer, draft, title="", _page=PAGE)
    assert len(copies()) == 1


def test_copies_go_with_their_item_and_with_time(cast: Cast, writer: Client) -> None:
    discarded, deleted, old = (make_draft(cast.contributor) for _ in range(3))
    for article in (discarded, deleted, old):
        keep(writer, article, cast.contributor, lead="Khác")
    transition(discarded, "discard", cast.contributor)
    deleted.delete()
    assert [row[1] for row in copies()] == [old.pk]
    now = timezone.now()
    assert drafts.delete_expired_drafts(now + timedelta(days=29)) is None
    assert (
        drafts.delete_expired_drafts(now + timedelta(days=31))
        == "1 bản viết dở quá 30 ngày được xóa"
    )
    assert copies() == []


# Steps while a draft waits


@pytest.mark.parametrize("by", ["form", "address"])
def test_no_step_leaves_the_own_undecided_words_behind(
    cast: Cast, writer: Client, draft: Article, by: str
) -> None:
    keep(writer, draft, cast.contributor, lead="Sapo gõ sau")
    if by == "form":
        answer = save(writer, draft, _save=None, _transition="submit", _page=OTHER_PAGE)
    else:
        answer = writer.post(address("transition", draft.pk, "submit"), {"version": 1})
    page = writer.get(answer.url)
    (sentence,) = [str(one) for one in page.context["messages"]]
    assert "chọn dùng hoặc bỏ bản ấy" in sentence
    assert (article_summary(draft), page.context["autosaved_draft"].is_stale) == (
        ("draft", 1, 1, 0),
        False,
    )
    writer.post(address("drop_copy", draft.pk))
    save(writer, draft, _save=None, _transition="submit", _page=OTHER_PAGE)
    assert stored(draft).state == "in_review"


def test_the_page_of_a_step_says_so_and_keeps_what_was_filled_in(
    cast: Cast, in_review: Article
) -> None:
    article = transition(in_review, "take", cast.editor)
    client = client_of(cast, "editor")
    keep(client, article, cast.editor, lead="Sapo của ban")
    where = address("transition", article.pk, "return")
    assert "bản viết dở" in client.get(where).context["refusals"][0]
    answer = client.post(where, {"version": article.version, "note": "Thiếu số liệu"})
    assert (answer.status_code, answer.context["note"]) == (409, "Thiếu số liệu")
    assert stored(article).state == "in_review"
    save(client, article, lead="Sapo của ban", _page=PAGE)
    article = stored(article)
    answer = client.post(where, {"version": article.version, "note": "Thiếu số liệu"})
    assert (answer.status_code, stored(article).state) == (302, "draft")


def test_words_that_cannot_be_used_now_hold_up_no_step(
    cast: Cast, writer: Client, draft: Article
) -> None:
    keep(writer, draft, cast.contributor, lead="Gõ trước lúc bạn gửi")
    transition(draft, "submit", cast.contributor)
    version = stored(draft).version
    writer.post(address("transition", draft.pk, "recall"), {"version": version})
    offer = writer.get(address("change", draft.pk)).context["autosaved_draft"]
    assert (stored(draft).state, bool(offer.use_url)) == ("draft", True)
    assert not offer.is_stale, "the steps changed no word"


# Merging


@pytest.fixture
def two_sides(cast: Cast) -> Article:
    """A draft of three paragraphs in which a colleague has changed the first and the lead."""
    article = make_draft(cast.contributor, body="<p>Một</p><p>Hai</p><p>Ba</p>", lead="Sapo cũ")
    newer = stored(article)
    newer.body, newer.lead = "<p>Một của bạn</p><p>Hai</p><p>Ba</p>", "Sapo của bạn"
    save_text(newer, actor=cast.colleague)
    return article


def test_changes_in_different_paragraphs_are_merged_for_a_last_look(
    writer: Client, two_sides: Article
) -> None:
    mine = "<p>Một</p><p>Hai</p><p>Ba của tôi</p>"
    form = save(writer, two_sides, body=mine, title="Tên của tôi").context["adminform"].form
    assert form.errors["__all__"][0].startswith(STALE_MESSAGE)
    assert [(part.label, part.conflicts) for part in form.merges] == [
        ("Tiêu đề", []),
        ("Sapo", []),
        ("Nội dung", []),
    ]
    answer = save(
        writer,
        two_sides,
        body=mine,
        title="Tên của tôi",
        seen_version=2,
        _merge_base="1",
        _merge="1",
        _save=None,
    )
    form, page = answer.context["adminform"].form, answer.content.decode()
    assert (form.errors["__all__"], MERGED_MESSAGE in page) == ([MERGED_MESSAGE], True)
    assert (form["title"].value(), form["lead"].value()) == ("Tên của tôi", "Sapo của bạn")
    assert form["body"].value() == "<p>Một của bạn</p>\n<p>Hai</p>\n<p>Ba của tôi</p>"
    assert stored(two_sides).version == 2, "a last look, nothing is stored"
    save(writer, two_sides, body=form["body"].value(), lead="Sapo của bạn", seen_version=2)
    assert stored(two_sides).body == "<p>Một của bạn</p>\n<p>Hai</p>\n<p>Ba của tôi</p>"


@pytest.mark.parametrize(
    ("choice", "body"),
    [
        ("mine", "<p>Một của tôi</p>"),
        ("theirs", "<p>Một của bạn</p>"),
        ("both", "<p>Một của tôi</p>\n<p>Một của bạn</p>"),
        ("nonsense", "<p>Một của tôi</p>\n<p>Một của bạn</p>"),
    ],
)
def test_the_same_paragraph_is_a_choice(
    writer: Client, two_sides: Article, choice: str, body: str
) -> None:
    data = {"body": "<p>Một của tôi</p><p>Hai</p><p>Ba</p>", "lead": "Sapo cũ"}
    form = save(writer, two_sides, **data).context["adminform"].form
    (conflict,) = form.merges[-1].conflicts
    assert conflict.name == "_merge-body-0"
    chosen = {
        conflict.name: choice,
        "seen_version": 2,
        "_merge_base": "1",
        "_merge": "1",
        "_save": None,
    }
    form = save(writer, two_sides, **data, **chosen).context["adminform"].form
    assert form["body"].value() == f"{body}\n<p>Hai</p>\n<p>Ba</p>"


@pytest.mark.parametrize(
    ("choice", "expected"), [("mine", "B"), ("theirs", "C"), ("both", "B"), ("", "B")]
)
def test_a_field_of_one_line_is_one_side_or_the_other(
    cast: Cast, writer: Client, draft: Article, choice: str, expected: str
) -> None:
    newer = stored(draft)
    newer.title, newer.is_for_portal = "C", False
    save_text(newer, actor=cast.colleague)
    data = {
        "title": "B",
        "_merge-title-0": choice,
        "seen_version": 2,
        "_merge_base": "1",
        "_merge": "1",
        "_save": None,
    }
    form = save(writer, draft, **data).context["adminform"].form
    assert (form["title"].value(), form["is_for_portal"].value()) == (expected, False)


def test_a_second_press_keeps_what_only_the_other_changed(
    writer: Client, two_sides: Article
) -> None:
    form = save(writer, two_sides, title="Tên của tôi", lead="Sapo cũ").context["adminform"].form
    assert (form["title"].value(), form["lead"].value()) == ("Tên của tôi", "Sapo của bạn")
    again = {name: form[name].value() for name in ("title", "lead", "body")}
    assert save(writer, two_sides, **again, seen_version=2, _merge_base="1").status_code == 302
    article = stored(two_sides)
    assert (article.title, article.lead) == ("Tên của tôi", "Sapo của bạn")
    assert article.body.startswith("<p>Một của bạn</p>")


def test_what_both_changed_is_stored_only_after_a_choice(
    writer: Client, two_sides: Article
) -> None:
    page = save(writer, two_sides, lead="Sapo của tôi").content.decode()
    assert 'name="looked_at" value="2"' in page
    again = {"lead": "Sapo của tôi", "body": "<p>Một của bạn</p><p>Hai</p><p>Ba</p>"}
    again |= {"seen_version": 2, "_merge_base": "1"}
    answer = save(writer, two_sides, **again)
    assert answer.context["adminform"].form.errors["__all__"] == [CHOICE_MESSAGE]
    assert CHOICE_MESSAGE in answer.content.decode()
    assert stored(two_sides).lead == "Sapo của bạn"
    assert save(writer, two_sides, **again, looked_at="2").status_code == 302
    assert stored(two_sides).lead == "Sapo của tôi"


def test_an_earlier_draft_in_use_overwrites_nothing_newer(
    cast: Cast, writer: Client, draft: Article
) -> None:
    keep(writer, draft, cast.contributor, title="Tên của tôi")
    newer = stored(draft)
    newer.lead = "Sapo của bạn"
    save_text(newer, actor=cast.colleague)
    page = writer.get(f"{address('change', draft.pk)}?ban-viet-do=dung")
    form = page.context["adminform"].form
    assert (form["title"].value(), form["lead"].value()) == ("Tên của tôi", "Sapo của bạn")


def test_a_third_save_meanwhile_is_merged_from_the_same_start(
    cast: Cast, writer: Client, two_sides: Article
) -> None:
    newest = stored(two_sides)
    newest.body += "<p>Bốn của bạn</p>"
    save_text(newest, actor=cast.colleague)
    data = {
        "body": "<p>Một</p><p>Hai của tôi</p><p>Ba</p>",
        "lead": "Sapo cũ",
        "_merge": "1",
        "_save": None,
    }
    form = (
        save(writer, two_sides, **data, seen_version=2, _merge_base="1").context["adminform"].form
    )
    assert form.errors["__all__"][0].startswith(STALE_MESSAGE)
    assert form.merge_base == 1
    form = (
        save(writer, two_sides, **data, seen_version=3, _merge_base="1").context["adminform"].form
    )
    assert (
        form["body"].value()
        == "<p>Một của bạn</p>\n<p>Hai của tôi</p>\n<p>Ba</p>\n<p>Bốn của bạn</p>"
    )


@pytest.mark.parametrize("base", ["", "x", "0", BIG, VAST, "²"])
def test_without_a_known_start_everything_is_a_choice(
    writer: Client, two_sides: Article, base: str
) -> None:
    data = {
        "body": "<p>Ba của tôi</p>",
        "seen_version": 2,
        "_merge_base": base,
        "_merge": "1",
        "_save": None,
    }
    form = save(writer, two_sides, **data).context["adminform"].form
    assert set(re.findall(r"<p>([^<]*)</p>", form["body"].value())) == {
        "Ba của tôi",
        "Một của bạn",
        "Hai",
        "Ba",
    }


def test_a_stale_copy_leads_into_the_merge(cast: Cast, writer: Client, two_sides: Article) -> None:
    keep(writer, two_sides, cast.contributor, body="<p>Một</p><p>Hai</p><p>Ba của tôi</p>")
    offer = writer.get(address("change", two_sides.pk)).context["autosaved_draft"]
    assert offer.is_stale
    answer = writer.get(offer.use_url)
    form = answer.context["adminform"].form
    assert [(part.label, part.conflicts) for part in form.merges] == [
        ("Sapo", []),
        ("Nội dung", []),
    ]
    assert 'name="_merge_base" value="1"' in answer.content.decode()


def test_text_kept_beside_two_texts_still_starts_from_the_older(
    cast: Cast, writer: Client, two_sides: Article
) -> None:
    keep(
        writer,
        two_sides,
        cast.contributor,
        body="<p>Một của tôi</p>",
        seen_version=2,
        _merge_base="1",
    )
    assert AutosavedDraft.objects.get().version == 1
    assert writer.get(address("change", two_sides.pk)).context["autosaved_draft"].is_stale


# Secret text


def test_stamped_text_is_kept_nowhere(
    cast: Cast, writer: Client, draft: Article, caplog: Any
) -> None:
    keep(writer, draft, cast.contributor, lead="Khác")
    answer = keep(writer, draft, cast.contributor, body="<p>TUYỆT MẬT</p><p>Đồi 15</p>")
    assert (answer.status_code, answer.json()) == (
        422,
        {**answer.json(), "drop": True, "problem": classified.REFUSAL},
    )
    assert copies() == []
    keep(writer, draft, cast.contributor, lead="Khác")
    answer = save(writer, draft, body="<p>TUYỆT MẬT</p><p>Đồi 15</p>", _page=PAGE)
    assert answer.context["adminform"].form.errors["__all__"] == [classified.REFUSAL]
    assert "data-is-refused" in answer.content.decode()
    assert (copies(), article_summary(draft)) == ([], ("draft", 1, 1, 0))
    assert "Đồi 15" not in caplog.text
    assert "Đồi 15" not in str(
        SafeExceptionReporterFilter().get_post_parameters(answer.wsgi_request)
    )


def test_stamped_text_comes_in_by_no_other_door(
    cast: Cast, in_review: Article, published: Article
) -> None:
    with pytest.raises(classified.ClassifiedText):
        make_draft(cast.contributor, body="<p>TỐI MẬT</p>")
    article = stored(published)
    with pytest.raises(TransitionRefused, match="dấu chỉ độ mật"):
        perform(
            article,
            "withdraw",
            actor=cast.approver,
            version=article.version,
            note="MẬT\nx",
            data={},
        )
    form = {
        "version": article.version,
        "note": "Sửa",
        "is_public": "0",
        "accepts_small": "on",
        "title": article.title,
        "body": "<p>MẬT</p>",
    }
    answer = client_of(cast, "editor").post(address("transition", article.pk, "correct"), form)
    assert (answer.status_code, classified.REFUSAL in answer.content.decode()) == (409, True)


# Presence


def test_who_else_is_here(cast: Cast, draft: Article) -> None:
    now = timezone.now()
    presence.record_presence(
        cast.contributor, draft, is_editing=False, now=now - timedelta(seconds=70)
    )
    presence.record_presence(
        cast.contributor, draft, is_editing=False, now=now - timedelta(seconds=20)
    )
    presence.record_presence(cast.contributor, draft, is_editing=False, now=now)
    presence.record_presence(cast.editor, draft, is_editing=True, now=now)
    at = (
        f"{timezone.localtime(now - timedelta(seconds=20)):%H:%M}",
        f"{timezone.localtime(now):%H:%M}",
    )
    assert [
        other.sentence for other in presence.others_present(cast.colleague, draft, now=now)
    ] == [
        f"{cast.editor} đang sửa tin bài này từ {at[1]}",
        f"{cast.contributor} đang xem tin bài này từ {at[0]}",
    ]
    assert [
        other.is_editing for other in presence.others_present(cast.contributor, draft, now=now)
    ] == [True]
    assert presence.others_present(cast.colleague, draft, now=now + timedelta(seconds=46)) == []
    presence.end_presence(cast.editor, draft)
    assert len(presence.others_present(cast.colleague, draft, now=now)) == 1
    drafts.delete_expired_drafts(now + timedelta(hours=2))
    assert not Presence.objects.exists()


def test_a_sign_of_life_is_seen_by_the_others(cast: Cast, writer: Client, draft: Article) -> None:
    writer.post(address("keep", draft.pk), {"_user": cast.contributor.pk, "_editing": "1"})
    (shown,) = (
        client_of(cast, "colleague").get(address("change", draft.pk)).context["autosave"]["others"]
    )
    assert shown.sentence.startswith(f"{cast.contributor} đang sửa tin bài này từ ")
    seen = (
        client_of(cast, "editor")
        .post(address("keep", draft.pk), {"_user": cast.editor.pk, "_editing": "1"})
        .json()
    )
    assert seen["people"] == [{"sentence": shown.sentence, "is_editing": True}]
    assert not Presence.objects.get(user=cast.editor).is_editing, "whoever may not write reads"
    writer.post(address("keep", draft.pk), {"_user": cast.contributor.pk, "_leave": "1"})
    assert Presence.objects.get().user == cast.editor


def test_whoever_loses_the_item_is_told(cast: Cast, in_review: Article) -> None:
    article = transition(in_review, "take", cast.editor)
    client = client_of(cast, "editor")
    assert keep(client, article, cast.editor, lead="Tôi sửa").status_code == 200
    transition(article, "take", cast.approver)
    answer = keep(client, article, cast.editor, lead="Tôi sửa tiếp")
    assert (answer.status_code, answer.json()["lost"]) == (
        403,
        f"{cast.approver} đã nhận thay bài này, nên chưa lưu được nữa.",
    )
    assert [row[3] for row in copies()] == ["Tôi sửa"]
    transition(article, "return", cast.approver, note="Thiếu")
    lost = client.post(address("keep", article.pk), {"_user": cast.editor.pk}).json()["lost"]
    assert lost.startswith(f"{cast.approver} đã làm bước “Trả lại” lúc ")


# A session that ended


@pytest.fixture
def strict() -> Client:
    """A browser whose tokens are checked."""
    return Client(enforce_csrf_checks=True)


def token(client: Client) -> str:
    return client.cookies["csrftoken"].value


def test_a_form_sent_after_the_session_ended_is_sent_again(
    cast: Cast, strict: Client, draft: Article
) -> None:
    strict.force_login(cast.contributor, backend="django.contrib.auth.backends.ModelBackend")
    strict.get(address("change", draft.pk))
    old = token(strict)
    del strict.cookies["sessionid"]
    data = form_data(
        draft, lead="Chữ <còn>", csrfmiddlewaretoken=old, _page=PAGE, _user=cast.contributor.pk
    )
    own = {"HTTP_ORIGIN": "http://testserver"}
    answer = strict.post(address("change", draft.pk), data, **own)
    page = answer.content.decode()
    assert (answer.status_code, answer["Cache-Control"]) == (403, "private, no-store")
    assert 'name="lead" value="Chữ &lt;còn&gt;"' in page
    assert f'action="{address("change", draft.pk)}"' in page
    log_in = {
        "username": cast.contributor.username,
        "password": PASSWORD,
        "csrfmiddlewaretoken": old,
    }
    assert strict.post(reverse("admin:login"), log_in).status_code == 302
    assert token(strict) != old
    again = strict.post(address("change", draft.pk), data, **own)
    assert (again.status_code, stored(draft).lead) == (403, draft.lead)
    new = re.search(
        r'<form class="panel".*?name="csrfmiddlewaretoken" value="(\w+)"',
        again.content.decode(),
        re.S,
    )[1]
    assert (
        strict.post(
            address("change", draft.pk), data | {"csrfmiddlewaretoken": new}, **own
        ).status_code
        == 302
    )
    assert stored(draft).lead == "Chữ <còn>"


def test_the_page_of_a_transition_is_given_back_with_its_labels(
    client: Client, published: Article
) -> None:
    data = correction_data(published, title="Một", body="<p>Nội <b>dung</b> mới</p>")
    data |= {"is_public": "1", "note": "Sai", "version": published.version}
    answer = client.post(address("transition", published.pk, "correct"), data)
    given = {part.label: part.text for part in answer.context["typed"]}
    assert given.keys() >= {"Tiêu đề", "Sapo", "Nội dung"}
    assert not any("phần" in label for label in given)
    assert (given["Tiêu đề"], given["Nội dung"]) == ("Một", "Nội dung mới")
    assert given["Nội dung đính chính hoặc lỗi đã sửa"] == "Sai"


@pytest.mark.parametrize("origin", ["https://evil.example", "null", ""])
def test_a_foreign_page_gets_no_button(
    cast: Cast, strict: Client, draft: Article, origin: str
) -> None:
    strict.force_login(cast.contributor, backend="django.contrib.auth.backends.ModelBackend")
    answer = strict.post(
        address("change", draft.pk), form_data(draft, lead="Xấu"), HTTP_ORIGIN=origin
    )
    assert (answer.status_code, "Xấu" in answer.content.decode()) == (403, False)


def test_scripts_passwords_and_bare_buttons_are_answered_as_ever(
    client: Client, draft: Article
) -> None:
    where = address("change", draft.pk)
    for data, headers in [
        (form_data(draft), {"HTTP_SEC_FETCH_DEST": "empty"}),
        (form_data(draft), {"HTTP_X_REQUESTED_WITH": "fetch"}),
        (form_data(draft, password="x"), {}),
        ({"version": "1"}, {}),
    ]:
        answer = client.post(where, data, **headers)
        assert (answer.status_code, answer.url.split("?")[0]) == (302, reverse("admin:login"))
    assert (
        client.post(
            address("keep", draft.pk), {"_text": "1"}, HTTP_X_REQUESTED_WITH="fetch"
        ).status_code
        == 302
    )


# Questions to the database


@pytest.mark.parametrize("rows", [1, 20])
@pytest.mark.parametrize(("text", "expected"), [(False, 8), (True, 10)])
def test_questions(
    cast: Cast, writer: Client, draft: Article, rows: int, text: bool, expected: int
) -> None:
    ContentType.objects.get_for_models(Article)
    now = timezone.now()
    for _ in range(rows):
        presence.record_presence(
            make_draft(cast.contributor, unit=UnitFactory()).author,
            draft,
            is_editing=False,
            now=now,
        )
        for role in ("colleague", "editor", "approver", "head"):
            presence.record_presence(getattr(cast, role), draft, is_editing=True, now=now)
        save_text(draft, actor=cast.contributor)
    keep(writer, draft, cast.contributor, lead="Đầu")
    data = typed(draft, cast.contributor, lead="Sau") if text else {"_user": cast.contributor.pk}
    with CaptureQueriesContext(connection) as asked:
        assert writer.post(address("keep", draft.pk), data).status_code == 200
    assert len(asked) == expected, "\n".join(query["sql"][:120] for query in asked)
