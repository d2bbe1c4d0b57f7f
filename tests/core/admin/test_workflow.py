"""The admin of what people work on together, driven as a browser drives it, with the newsroom's
articles.
"""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from core.admin.workflow import STALE_MESSAGE
from core.workflow.engine import log_of
from news.editorial.forms.correction import correction_data
from news.editorial.services import save_text
from news.models import Article
from tests.news.test_access import client_of
from tests.support.cast import Cast
from tests.support.factories import make_draft, transition

TEXT_MOVED_ON = "Nội dung đã thay đổi từ lúc quý vị mở trang: "
MOVED_ON = "Nội dung đã thay đổi từ lúc quý vị mở trang. Xin xem lại bản mới nhất rồi làm lại."
BIG = "9" * 30
VAST = "9" * 5000
FORMSET = "core-fileuse-content_type-object_id"


def address(view: str, *args: Any) -> str:
    return reverse(f"admin:news_article_{view}", args=args)


def form_data(article: Article, **changes: Any) -> dict[str, Any]:
    """What the browser sends from the form of an item as it stands, with some fields changed."""
    fields = ("title", "kind", "lead", "body", "picture_alt", "picture_credit", "byline")
    data = {name: getattr(article, name) for name in fields}
    data |= {
        "seen_version": article.version,
        "category": article.category_id or "",
        "is_for_portal": "on",
        "source_name": "",
        "source_url": "",
        "original_author": "",
        "picture": "",
        f"{FORMSET}-TOTAL_FORMS": "0",
        f"{FORMSET}-INITIAL_FORMS": "0",
        "_save": "1",
    }
    return {name: value for name, value in (data | changes).items() if value is not None}


def save(client: Client, article: Article, **changes: Any) -> HttpResponse:
    return client.post(address("change", article.pk), form_data(article, **changes))


def stored(article: Article) -> Article:
    return Article.objects.get(pk=article.pk)


def article_summary(article: Article) -> tuple[str, int, int, int]:
    """State, version, history rows, log rows."""
    article = stored(article)
    return article.state, article.version, article.history.count(), log_of(article).count()


def said(client: Client, answer: HttpResponse) -> list[str]:
    """The messages on the page the answer leads to."""
    page = client.get(answer.url)
    return [str(message) for message in page.context["messages"]]


@pytest.fixture
def writer(cast: Cast) -> Client:
    return client_of(cast, "contributor")


# Saving


def test_a_new_draft_belongs_to_its_writer_and_their_unit(cast: Cast, writer: Client) -> None:
    data = form_data(
        Article(title="Ra quân"), title="  Ra   quân dọn bờ sông ", seen_version="", category=""
    )
    data |= {"unit": cast.other_contributor.unit_id, "author": cast.other_contributor.pk}
    answer = writer.post(address("add"), data)
    article = Article.objects.get()
    assert (answer.status_code, answer.url) == (302, address("change", article.pk))
    assert said(writer, answer) == ["Đã lưu."]
    assert (article.title, article.author, article.created_by) == (
        "Ra quân dọn bờ sông",
        cast.contributor,
        article.author,
    )
    assert (article.unit, *article_summary(article)) == (cast.contributor.unit, "draft", 1, 1, 0)


def test_a_new_item_is_saved_and_handed_in_at_once(cast: Cast, writer: Client) -> None:
    button = '<button class="btn btn--primary" name="_transition" value="submit">Gửi duyệt</button>'
    assert button in writer.get(address("add")).content.decode()
    for role in ("editor", "approver"):
        assert button in client_of(cast, role).get(address("add")).content.decode()
    data = form_data(
        Article(title="Ra quân", body="<p>Hơn 60 người dân.</p>"),
        seen_version="",
        _transition="submit",
    )
    answer = writer.post(address("add"), data)
    article = Article.objects.get()
    assert (answer.url, said(writer, answer)) == (address("change", article.pk), ["Đã gửi duyệt."])
    assert (article.state, article.title) == ("in_review", "Ra quân")


def test_a_new_item_that_cannot_be_handed_in_yet_is_saved(writer: Client) -> None:
    data = form_data(Article(title="Ra quân", body=""), seen_version="", _transition="submit")
    answer = writer.post(address("add"), data)
    assert said(writer, answer) == ["Đã lưu bản nháp, chưa gửi duyệt. Chưa có nội dung."]
    assert article_summary(Article.objects.get()) == ("draft", 1, 1, 0)


def test_what_an_editor_enters_for_others_leads_to_from_whom(cast: Cast) -> None:
    client, editor, others = client_of(cast, "editor"), cast.editor, cast.contributor.unit
    text = Article(title="Ra quân", body="<p>Hơn 60 người dân.</p>")
    data = form_data(text, seen_version="", _transition="submit", unit=others.pk, author="")
    answer = client.post(address("add"), data)
    article = Article.objects.get()
    assert answer.url == address("transition", article.pk, "submit_on_behalf")
    assert "Đã lưu bản nháp." in said(client, answer)[0]
    answer = client.post(address("add"), data | {"author": editor.pk})
    assert said(client, answer) == ["Đã gửi duyệt."]
    own = Article.objects.exclude(pk=article.pk).get()
    assert (article.state, own.state) == ("draft", "in_review")


def test_saving_writes_one_version_in_the_savers_name(cast: Cast, draft: Article) -> None:
    client = client_of(cast, "colleague")
    answer = save(client, draft, lead="Sáng Chủ nhật.")
    assert said(client, answer) == ["Đã lưu."]
    assert (stored(draft).lead, *article_summary(draft)) == ("Sáng Chủ nhật.", "draft", 2, 2, 0)
    row = draft.history.order_by("version").last()
    assert (row.version, row.history_user, row.lead) == (2, cast.colleague, "Sáng Chủ nhật.")


def test_saving_nothing_new_writes_no_version(writer: Client, draft: Article) -> None:
    assert said(writer, save(writer, draft)) == ["Đã lưu."]
    assert article_summary(draft) == ("draft", 1, 1, 0)


def test_a_form_with_errors_keeps_what_was_typed(writer: Client, draft: Article) -> None:
    answer = save(writer, draft, title="", lead="Sapo vừa gõ")
    assert answer.status_code == 200
    assert list(answer.context["adminform"].form.errors) == ["title"]
    assert "Sapo vừa gõ" in answer.content.decode()
    assert article_summary(draft) == ("draft", 1, 1, 0)


# A stale save


def test_a_stale_save_loses_nothing_and_shows_both_texts(
    cast: Cast, writer: Client, draft: Article
) -> None:
    newer = stored(draft)
    newer.title, newer.lead = "Tên của đồng nghiệp", "Sapo của đồng nghiệp"
    save_text(newer, actor=cast.colleague)
    answer = save(writer, draft, title="Tên của tôi", body="<p>Chữ của tôi</p>")
    form = answer.context["adminform"].form
    assert answer.status_code == 200
    [said_first] = form.errors["__all__"]
    assert said_first.startswith(STALE_MESSAGE)
    assert form.comparison == [
        ("Tiêu đề", "Tên của tôi", "Tên của đồng nghiệp"),
        ("Sapo", draft.lead, "Sapo của đồng nghiệp"),
        ("Nội dung", "Chữ của tôi", "Hơn 60 người dân tham gia."),
    ]
    page = answer.content.decode()
    assert 'value="Tên của tôi"' in page
    assert "&lt;p&gt;Chữ của tôi&lt;/p&gt;" in page
    assert re.search(r'name="seen_version" value="(\d+)"', page)[1] == "2"
    assert (stored(draft).title, *article_summary(draft)) == (
        "Tên của đồng nghiệp",
        "draft",
        2,
        2,
        0,
    )
    # The person has now seen the newer version and decides for the own words.
    assert save(writer, draft, title="Tên của tôi", seen_version=2).status_code == 302
    assert (stored(draft).title, stored(draft).version) == ("Tên của tôi", 3)


@pytest.mark.parametrize("seen", [None, "", "x", "0", "2", BIG, VAST, "\0"])
def test_a_save_that_names_no_right_version_is_stale(
    writer: Client, draft: Article, seen: str | None
) -> None:
    answer = save(writer, draft, title="Tên khác", seen_version=seen)
    assert answer.status_code == 200
    assert any(STALE_MESSAGE in one for one in answer.context["adminform"].form.errors["__all__"])
    assert article_summary(draft) == ("draft", 1, 1, 0)


def test_a_stale_save_with_a_transition_does_neither(
    cast: Cast, writer: Client, draft: Article
) -> None:
    save_text(stored(draft), actor=cast.colleague)
    answer = save(writer, draft, title="Tên của tôi", _save=None, _transition="submit")
    [sentence] = answer.context["adminform"].form.errors["__all__"]
    assert sentence.startswith(STALE_MESSAGE)
    assert article_summary(draft) == ("draft", 2, 2, 0)


# Saving and going on


def test_a_button_saves_and_then_takes_the_transition(
    cast: Cast, writer: Client, draft: Article
) -> None:
    answer = save(writer, draft, title="Tên mới", _save=None, _transition="submit")
    assert (answer.url, said(writer, answer)) == (address("change", draft.pk), ["Đã gửi duyệt."])
    assert (stored(draft).title, *article_summary(draft)) == ("Tên mới", "in_review", 3, 2, 1)
    assert log_of(draft).get().actor == cast.contributor


def test_a_button_takes_the_transition_without_a_version_when_nothing_changed(
    writer: Client, draft: Article
) -> None:
    save(writer, draft, _save=None, _transition="submit")
    assert article_summary(draft) == ("in_review", 2, 1, 1)


def test_a_button_that_asks_saves_and_leads_to_its_page(cast: Cast, in_review: Article) -> None:
    article = transition(in_review, "take", cast.editor)
    client = client_of(cast, "editor")
    data = form_data(
        article,
        title="Tên mới",
        unit=article.unit_id,
        author=article.author_id,
        _transition="return",
    )
    answer = client.post(address("change", article.pk), data)
    assert answer.url == f"{address('transition', article.pk, 'return')}?da-doc=4"
    assert (stored(article).title, *article_summary(article)) == ("Tên mới", "in_review", 4, 2, 2)
    assert 'name="version" value="4"' in client.get(answer.url).content.decode()


def test_a_refused_transition_keeps_the_saved_text(writer: Client, draft: Article) -> None:
    answer = save(writer, draft, title="Tên mới", body="", _save=None, _transition="submit")
    assert said(writer, answer) == ["Đã lưu bản nháp, chưa gửi duyệt. Chưa có nội dung."]
    assert (stored(draft).title, stored(draft).body, *article_summary(draft)) == (
        "Tên mới",
        "",
        "draft",
        2,
        2,
        0,
    )


def test_an_unknown_transition_saves_nothing(writer: Client, draft: Article) -> None:
    assert (
        save(writer, draft, title="Tên mới", _save=None, _transition="approve").status_code == 404
    )
    assert article_summary(draft) == ("draft", 1, 1, 0)


def test_a_transition_of_another_role_gives_the_text_back(writer: Client, draft: Article) -> None:
    answer = save(writer, draft, title="Tên mới", _save=None, _transition="pass")
    assert (answer.status_code, article_summary(draft)) == (409, ("draft", 1, 1, 0))
    assert ("Tiêu đề", "Tên mới") in answer.context["typed"]


def test_text_typed_into_an_item_that_moved_on_is_given_back(
    cast: Cast, writer: Client, draft: Article
) -> None:
    transition(draft, "submit", cast.contributor)
    answer = save(
        writer, draft, title="Tên <b>của</b> tôi", body="<p>Chữ của tôi</p><p>Hai &amp; ba</p>"
    )
    assert answer.status_code == 409
    assert answer.context["typed"] == [
        ("Thể loại", "Tin"),
        ("Tiêu đề", "Tên <b>của</b> tôi"),
        ("Sapo", draft.lead),
        ("Nội dung", "Chữ của tôi\nHai & ba"),
    ]
    page = answer.content.decode()
    assert "Tên &lt;b&gt;của&lt;/b&gt; tôi" in page
    assert f'href="{address("change", draft.pk)}"' in page
    assert (stored(draft).title, *article_summary(draft)) == (draft.title, "in_review", 2, 1, 1)


def test_a_stranger_gets_nothing_back(cast: Cast, draft: Article) -> None:
    answer = save(client_of(cast, "other_contributor"), draft, title="Tên của tôi")
    assert draft.title not in answer.content.decode()
    assert answer.status_code == 404
    assert article_summary(draft) == ("draft", 1, 1, 0)


# What the form shows


def test_a_disabled_button_says_why(cast: Cast, published: Article) -> None:
    data = correction_data(published, lead="Sapo đã sửa.", is_public="1")
    article = transition(published, "correct", cast.approver, note="Sai ngày", **data)
    page = client_of(cast, "approver").get(address("change", article.pk)).content.decode()
    assert "<li>“Xác nhận”: Quý vị đã viết" in page
    assert '<a href="#blockers-heading">Nút mờ: vì sao chưa bấm được</a>' in page
    page = client_of(cast, "other_approver").get(address("change", article.pk)).content.decode()
    assert "Nút mờ" not in page


def test_the_form_shows_buttons_blockers_and_the_newest_five_of_the_timeline(
    cast: Cast, writer: Client
) -> None:
    article = make_draft(cast.contributor, lead="", category=None)
    for number in range(6):
        article.title = f"Bản {number}"
        save_text(article, actor=cast.contributor)
    context = writer.get(address("change", article.pk)).context
    assert [(s.transition.name, url) for s, url, _ in context["options"]] == [
        ("submit", address("transition", article.pk, "submit")),
        ("discard", f"{address('transition', article.pk, 'discard')}?da-doc={article.version}"),
    ]
    # What is said at the fields is not said again above the buttons.
    assert context["blockers"] == []
    errors = [(lint.sentence, field) for lint, field in context["advised_fields"] if lint.is_error]
    assert errors == [("Chưa có sapo.", "id_lead"), ("Chưa chọn chuyên mục.", "id_category")]
    assert (context["state"], context["may_edit"]) == ("Bản nháp", True)
    assert [entry.version for entry in context["timeline"]] == [7, 6, 5, 4, 3]


def test_who_may_not_write_reads_the_text_without_fields(cast: Cast, in_review: Article) -> None:
    page = client_of(cast, "approver").get(address("change", in_review.pk)).content.decode()
    assert '<div class="rich-text"><p>Hơn 60 người dân tham gia.</p></div>' in page
    assert 'name="title"' not in page
    assert f'<input type="hidden" name="version" value="{in_review.version}">' in page
    assert f'formaction="{address("transition", in_review.pk, "take")}"' in page
    assert f'href="{address("transition", in_review.pk, "publish")}?da-doc=2"' in page


# The page of a step


def test_a_transition_page_asks_and_carries_out(cast: Cast, in_review: Article) -> None:
    client = client_of(cast, "editor")
    page = client.get(address("transition", in_review.pk, "return")).content.decode()
    assert '<textarea id="id_note" name="note" rows="4" required></textarea>' in page
    assert f'<input type="hidden" name="version" value="{in_review.version}">' in page
    answer = client.post(
        address("transition", in_review.pk, "return"), {"version": "2", "note": "Thiếu ảnh"}
    )
    assert (answer.url, said(client, answer)) == (
        address("change", in_review.pk),
        ["Đã trả bài để sửa."],
    )
    assert article_summary(in_review) == ("draft", 3, 1, 2)
    assert log_of(in_review).last().note == "Thiếu ảnh"


def test_taking_over_from_somebody_is_asked_first(cast: Cast, in_review: Article) -> None:
    client = client_of(cast, "approver")
    take = address("transition", in_review.pk, "take")
    assert f'formaction="{take}"' in client.get(address("change", in_review.pk)).content.decode()
    transition(in_review, "take", cast.editor)
    page = client.get(address("change", in_review.pk)).content.decode()
    assert f'href="{take}?da-doc=3">Nhận thay {cast.editor}…</a>' in page
    asked = client.get(take)
    assert asked.context["title"] == f"Nhận thay {cast.editor}"
    assert f"{cast.editor} đang giữ bài này." in asked.content.decode()
    assert stored(in_review).holder == cast.editor
    client.post(take, {"version": stored(in_review).version})
    assert stored(in_review).holder == cast.approver


def test_looking_at_a_transition_page_changes_nothing(cast: Cast, in_review: Article) -> None:
    client_of(cast, "approver").get(address("transition", in_review.pk, "publish"))
    assert article_summary(in_review) == ("in_review", 2, 1, 1)


def test_a_refused_transition_page_keeps_what_was_typed(cast: Cast, published: Article) -> None:
    client = client_of(cast, "approver")
    data = {
        "version": published.version,
        "note": "Số liệu <sai>",
        "public_as": "notice",
        "public_note": "",
    }
    answer = client.post(
        address("transition", published.pk, "withdraw"), data | {"moved_to": "/giữ-lại"}
    )
    assert answer.status_code == 409
    assert answer.context["form"].errors == {
        "public_note": ["Xin viết lời cho người đọc biết vì sao bài được gỡ."]
    }
    page = answer.content.decode()
    assert ">Số liệu &lt;sai&gt;</textarea>" in page
    assert 'value="/giữ-lại"' in page
    assert page.count("Xin viết lời cho người đọc biết vì sao bài được gỡ.") == 1
    assert article_summary(published) == ("published", 3, 1, 2)


def test_a_missing_note_is_asked_for(cast: Cast, in_review: Article) -> None:
    answer = client_of(cast, "editor").post(
        address("transition", in_review.pk, "return"), {"version": "2", "note": " "}
    )
    assert (answer.status_code, answer.context["refusals"]) == (409, ["Cần ghi: lý do trả lại."])


def test_a_stale_transition_page_keeps_the_note_and_links_to_the_change(
    cast: Cast, in_review: Article
) -> None:
    transition(in_review, "take", cast.other_editor)
    client = client_of(cast, "editor")
    answer = client.post(
        address("transition", in_review.pk, "return"), {"version": "2", "note": "Thiếu ảnh"}
    )
    assert answer.status_code == 409
    assert answer.context["refusals"][0].startswith(f"{cast.other_editor} đã nhận bài lúc ")
    page = answer.content.decode()
    assert ">Thiếu ảnh</textarea>" in page
    assert 'name="version" value="3"' in page
    assert f'<a href="{address("history", in_review.pk)}">Xem điều đã thay đổi</a>' in page
    assert article_summary(in_review) == ("in_review", 3, 1, 2)


@pytest.mark.parametrize("version", ["", "x", "-2", "2.0", "0", "²", "\0", BIG, VAST])
def test_a_malformed_version_is_a_stale_one(cast: Cast, in_review: Article, version: str) -> None:
    client = client_of(cast, "editor")
    answer = client.post(
        address("transition", in_review.pk, "return"), {"version": version, "note": "Thiếu ảnh"}
    )
    assert (answer.status_code, answer.context["refusals"]) == (409, [MOVED_ON])
    answer = client.post(address("transition", in_review.pk, "take"), {"version": version})
    assert said(client, answer) == [MOVED_ON]
    assert article_summary(in_review) == ("in_review", 2, 1, 1)


def test_a_transition_whose_state_has_passed_leads_back_to_the_item(
    cast: Cast, published: Article
) -> None:
    client = client_of(cast, "other_approver")
    answer = client.get(address("transition", published.pk, "publish"))
    assert answer.url == address("change", published.pk)
    assert said(client, answer) == ["Không thể đăng bài: trạng thái đã thay đổi."]


def test_a_button_clicked_twice_is_one_transition(cast: Cast, in_review: Article) -> None:
    client = client_of(cast, "editor")
    where = address("transition", in_review.pk, "return")
    posted = {"version": in_review.version, "note": "Thiếu ảnh "}
    for _ in range(2):
        answer = client.post(where, posted)
        assert (answer.status_code, answer.url) == (302, address("change", in_review.pk))
        assert said(client, answer) == ["Đã trả bài để sửa."]
    assert said(client, client.get(where)) == ["Đã trả bài để sửa."]
    assert client.post(where, posted | {"note": "Khác"}).status_code == 409
    other = client_of(cast, "approver").post(where, posted)
    assert other.status_code == 409
    assert log_of(in_review).filter(name="return").count() == 1


def test_discarding_is_asked_about_after_the_text_is_stored(cast: Cast, draft: Article) -> None:
    client = client_of(cast, "contributor")
    answer = save(client, draft, lead="Sapo mới.", _transition="discard", _save=None)
    assert answer.url == f"{address('transition', draft.pk, 'discard')}?da-doc=2"
    page = client.get(answer.url).content.decode()
    assert "Quý vị lấy lại được trong 30 ngày." in page
    assert (stored(draft).state, stored(draft).lead) == ("draft", "Sapo mới.")
    client.post(answer.url, {"version": stored(draft).version})
    assert stored(draft).state == "discarded"


def test_the_page_of_a_refused_step_has_the_way_back_alone(cast: Cast, draft: Article) -> None:
    client = client_of(cast, "contributor")
    Article.objects.filter(pk=draft.pk).update(withdrawal="notice")
    page = client.get(address("transition", draft.pk, "discard")).text
    assert "nên không bỏ được" in page and ">Quay lại</a>" in page
    assert "lấy lại được trong 30 ngày" not in page and '<button class="btn btn--' not in page
    Article.objects.filter(pk=draft.pk).update(withdrawal="", state="in_review")
    own = client_of(cast, "approver")
    Article.objects.filter(pk=draft.pk).update(author=cast.approver)
    page = own.get(address("transition", draft.pk, "publish")).text
    assert 'role="alert"' in page and 'name="note"' not in page
    assert '<button class="btn btn--' not in page


def test_a_form_handed_in_twice_is_handed_in_once(cast: Cast, draft: Article) -> None:
    client = client_of(cast, "contributor")
    change = {"lead": "Sapo viết lại.", "_transition": "submit", "_save": None}
    first = save(client, draft, **change)
    second = save(client, draft, **change)
    assert (first.status_code, second.status_code) == (302, 302)
    assert said(client, second)[-1] == "Đã gửi duyệt."
    assert log_of(draft).filter(name="submit").count() == 1
    third = save(client, draft, **change | {"lead": "Chữ khác nữa."})
    assert (third.status_code, "Chữ khác nữa." in third.content.decode()) == (409, True)


def test_whoever_lost_the_item_to_another_holder_is_told_whom(
    cast: Cast, in_review: Article
) -> None:
    article = transition(in_review, "take", cast.editor)
    client = client_of(cast, "editor")
    transition(article, "take", cast.approver)
    answer = save(client, article, lead="Đang viết")
    content = answer.content.decode()
    assert (answer.status_code, "Đang viết" in content) == (409, True)
    assert f"{cast.approver} đã nhận thay bài này, nên chưa lưu được nữa." in content


def test_what_one_no_longer_reads_leads_to_the_dashboard(cast: Cast) -> None:
    article = make_draft(cast.contributor)
    both = client_of(cast, "colleague")
    article.author = cast.colleague
    save_text(article, actor=cast.contributor)
    # The colleague is now the author, so discarding is theirs, and reading it afterwards too.
    answer = both.post(address("transition", article.pk, "discard"), {"version": article.version})
    assert answer.url == address("change", article.pk)
    assert (
        client_of(cast, "editor").get(address("transition", article.pk, "publish")).status_code
        == 404
    )


@pytest.mark.parametrize("name", ["approve", "submit-", "x" * 200, "IMPORT"])
def test_an_unknown_transition_is_not_found(cast: Cast, draft: Article, name: str) -> None:
    client = client_of(cast, "approver")
    path = address("transition", draft.pk, name)
    assert (client.get(path).status_code, client.post(path, {"version": "1"}).status_code) == (
        404,
        404,
    )


@pytest.mark.parametrize("key", ["0", "x", BIG, VAST, "1%2F2", "%00", "_5F"])
def test_an_unknown_item_has_no_pages(cast: Cast, key: str) -> None:
    client = client_of(cast, "approver")
    root = address("changelist")
    for page in (f"{key}/buoc/publish/", f"{key}/history/"):
        assert client.get(root + page).status_code == 404, page
    assert client.post(f"{root}{key}/buoc/publish/", {"version": "1"}).status_code == 404
    assert client.post(f"{root}{key}/khoi-phuc/1/", {"version": "1"}).status_code == 404
    assert client.get(f"{root}{key}/change/").status_code in (302, 404)


# Versions


@pytest.fixture
def rewritten(cast: Cast, draft: Article) -> Article:
    draft.title, draft.body = "Tên hai", "<p>Bản hai.</p>"
    save_text(draft, actor=cast.colleague)
    return draft


def restore(client: Client, article: Article, row: int, version: Any = None) -> HttpResponse:
    version = article.version if version is None else version
    return client.post(address("restore", article.pk, row), {"version": version})


def test_an_old_text_comes_back_as_the_newest(
    cast: Cast, writer: Client, rewritten: Article
) -> None:
    first = rewritten.history.get(version=1)
    answer = restore(writer, rewritten, first.pk)
    assert (answer.url, said(writer, answer)) == (
        address("change", rewritten.pk),
        ["Đã khôi phục bản 1."],
    )
    article = stored(rewritten)
    assert (article.title, article.body) == (first.title, "<p>Hơn 60 người dân tham gia.</p>")
    assert article_summary(article) == ("draft", 3, 3, 0)
    row = article.history.get(version=3)
    assert (row.history_change_reason, row.history_user) == ("Khôi phục bản 1", cast.contributor)


def test_a_hostile_text_in_the_history_is_clean_when_restored(
    writer: Client, rewritten: Article
) -> None:
    first = rewritten.history.get(version=1)
    hostile = (
        '<p onclick="x()">Xem <script>alert(1)</script><a href="javascript:x()">đây</a></p><img'
        " src=x onerror=x()>"
    )
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE news_historicalarticle SET body = %s WHERE history_id = %s", [hostile, first.pk]
        )
    restore(writer, rewritten, first.pk)
    body = stored(rewritten).body
    assert "Xem" in body
    assert not re.search(r"script|onclick|onerror|javascript", body)
    assert rewritten.history.get(version=3).body == body


def test_a_hostile_text_in_the_history_is_text_in_the_difference(
    writer: Client, rewritten: Article
) -> None:
    old, new = rewritten.history.order_by("version")
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE news_historicalarticle SET lead = %s WHERE history_id = %s",
            ["<script>alert(1)</script>", old.pk],
        )
    page = writer.get(
        address("history", rewritten.pk), {"tu": old.pk, "den": new.pk}
    ).content.decode()
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page


@pytest.mark.parametrize("version", ["", "1", "x", BIG, VAST])
def test_restoring_over_a_version_one_has_not_seen_is_refused(
    writer: Client, rewritten: Article, version: str
) -> None:
    answer = restore(writer, rewritten, rewritten.history.get(version=1).pk, version)
    assert answer.url == address("history", rewritten.pk)
    assert said(writer, answer) == ["Bài đã thay đổi; xin xem lại rồi khôi phục lần nữa."]
    assert article_summary(rewritten) == ("draft", 2, 2, 0)


def test_a_row_of_another_item_is_not_restored(
    cast: Cast, writer: Client, rewritten: Article
) -> None:
    foreign = make_draft(cast.contributor).history.get()
    for row in (foreign.pk, 0, int(BIG)):
        assert restore(writer, rewritten, row).status_code == 404
    assert article_summary(rewritten) == ("draft", 2, 2, 0)


def test_restoring_is_for_those_who_may_write_now_and_by_post_alone(
    cast: Cast, writer: Client, rewritten: Article
) -> None:
    row = rewritten.history.get(version=1).pk
    assert writer.get(address("restore", rewritten.pk, row)).status_code == 200
    assert client_of(cast, "approver").get(address("restore", rewritten.pk, row)).status_code == 403
    assert (
        client_of(cast, "other_contributor").get(address("restore", rewritten.pk, row)).status_code
        == 404
    )
    assert article_summary(rewritten) == ("draft", 2, 2, 0), "looking changes nothing"
    assert restore(client_of(cast, "approver"), rewritten, row).status_code == 403
    assert restore(client_of(cast, "other_contributor"), rewritten, row).status_code == 404
    article = transition(rewritten, "submit", cast.contributor)
    assert restore(writer, article, row).status_code == 403
    assert article_summary(article) == ("in_review", 3, 2, 1)


def test_the_history_page_shows_a_chosen_difference(writer: Client, rewritten: Article) -> None:
    old, new = rewritten.history.order_by("version")
    answer = writer.get(address("history", rewritten.pk), {"tu": old.pk, "den": new.pk})
    assert [change.label for change in answer.context["changes"]] == ["Tiêu đề", "Nội dung"]
    page = answer.content.decode()
    assert f'href="{address("restore", rewritten.pk, old.pk)}"' in page
    assert f'href="{address("restore", rewritten.pk, new.pk)}"' not in page, (
        "the newest text is no old one"
    )
    assert f'href="{address("history", rewritten.pk)}?tu={old.pk}&amp;den={new.pk}"' in page


def test_two_equal_rows_are_said_to_be_alike(writer: Client, rewritten: Article) -> None:
    row = rewritten.history.get(version=1).pk
    answer = writer.get(address("history", rewritten.pk), {"tu": row, "den": row})
    assert (answer.context["changes"], "Hai bản giống nhau." in answer.content.decode()) == (
        [],
        True,
    )


@pytest.mark.parametrize(
    "query", ["tu=x&den=y", "tu=1", "den=1", f"tu={BIG}&den={BIG}", "tu=&den="]
)
def test_rows_that_do_not_exist_are_not_compared(
    writer: Client, rewritten: Article, query: str
) -> None:
    assert writer.get(f"{address('history', rewritten.pk)}?{query}").status_code == 404


def test_vast_numbers_are_not_compared(writer: Client, rewritten: Article) -> None:
    assert (
        writer.get(address("history", rewritten.pk), {"tu": VAST, "den": VAST}).status_code == 404
    )


def test_rows_of_another_item_are_not_compared(
    cast: Cast, writer: Client, rewritten: Article
) -> None:
    foreign = make_draft(cast.other_contributor).history.get()
    own = rewritten.history.get(version=1)
    assert (
        writer.get(address("history", rewritten.pk), {"tu": own.pk, "den": foreign.pk}).status_code
        == 404
    )


# Nothing is deleted here


def test_nothing_is_deleted_in_the_admin(cast: Cast, draft: Article) -> None:
    for role in ("contributor", "editor", "head", "it_officer", "superuser"):
        client = client_of(cast, role)
        assert client.post(address("delete", draft.pk), {"post": "yes"}).status_code in (
            302,
            403,
        ), role
        client.post(
            address("changelist"),
            {"action": "delete_selected", "_selected_action": draft.pk, "post": "yes"},
        )
    assert article_summary(draft) == ("draft", 1, 1, 0)
