"""Many articles, one step: each judged on its own, in the version that was shown; the list comes
back as it was.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from core.comments.services import make
from core.richtext.anchors import AnchorIndex
from news.admin.article import bulk_actions
from news.models import Article
from news.states import Kind
from tests.core.admin.test_autosave import keep
from tests.news.test_access import EVERYBODY, client_of
from tests.support.cast import Cast
from tests.support.factories import CategoryFactory, make_draft, transition

LIST = reverse("admin:news_article_changelist")
QUERY = "trang-thai=in_review"
READERS = {"contributor", "colleague", "other_contributor", "leader", "announcer"}


def waiting(cast: Cast, count: int, **fields: Any) -> list[Article]:
    return [
        transition(
            make_draft(cast.contributor, title=f"Bài {n}", **fields), "submit", cast.contributor
        )
        for n in range(count)
    ]


def ask(client: Client, name: str, articles: list[Article], **more: Any) -> Any:
    data: dict[str, Any] = {
        "action": f"bulk_{name}",
        "index": "0",
        "_selected_action": [a.pk for a in articles],
    }
    data |= {f"version-{a.pk}": a.version for a in articles}
    return client.post(f"{LIST}?{QUERY}", data | more)


def carry_out(client: Client, name: str, articles: list[Article], **more: Any) -> Any:
    data: dict[str, Any] = {"query": QUERY, "bai": [a.pk for a in articles]}
    data |= {f"version-{a.pk}": a.version for a in articles}
    return client.post(reverse("admin:news_article_bulk", args=[name]), data | more)


def comment_on(article: Article, author: Any, text: str) -> None:
    make(
        article,
        author=author,
        text=text,
        quote="",
        before="",
        after="",
        anchors=AnchorIndex({}),
        now=timezone.now(),
    )


def said(client: Client, answer: Any) -> str:
    return client.get(answer.url).content.decode()


def test_which_transitions_are_offered_to_whom(cast: Cast, in_review: Article) -> None:
    expected = {key: [] for key in EVERYBODY}
    expected |= {key: ["bulk_take", "bulk_pass"] for key in ["editor", "other_editor"]}
    expected |= {
        key: ["bulk_take", "bulk_publish"] for key in ["approver", "other_approver", "head"]
    }
    for role in EVERYBODY:
        answer = client_of(cast, role).get(LIST)
        form = answer.context and answer.context.get("action_form")
        offered = [value for value, _ in form.fields["action"].choices if value] if form else []
        assert offered == expected[role], role


def test_addresses_by_role(cast: Cast, in_review: Article) -> None:
    allowed = {
        "take": {"editor", "other_editor", "approver", "other_approver", "head"},
        "pass": {"editor", "other_editor"},
        "publish": {"approver", "other_approver", "head"},
        "withdraw": set(),
        "khong-co": set(),
    }
    for name, roles in allowed.items():
        found = {
            role
            for role in EVERYBODY
            if carry_out(client_of(cast, role), name, []).status_code == 302
        }
        assert found == roles, name
    assert (
        client_of(cast, "editor").get(reverse("admin:news_article_bulk", args=["take"])).status_code
        == 405
    )
    in_review.refresh_from_db()
    assert (in_review.state, in_review.holder) == ("in_review", None)


def test_the_page_says_what_can_be_done_with_each(cast: Cast) -> None:
    free, held, stale = waiting(cast, 3)
    transition(held, "take", cast.other_editor)
    held.refresh_from_db()
    transition(stale, "set_review_plan", cast.editor, is_priority="on")
    draft = make_draft(cast.contributor, title="Nháp")
    data = {
        "action": "bulk_take",
        "index": "0",
        "_selected_action": [a.pk for a in (free, held, stale, draft)],
    }
    data |= {f"version-{a.pk}": a.version for a in (free, held, stale, draft)}
    page = client_of(cast, "editor").post(LIST, data)
    assert page.status_code == 200
    refused = {one.article.pk: one.refusals for one in page.context["chosen"]}
    assert refused.pop(stale.pk)[0].startswith(f"{cast.editor} đã hẹn duyệt lúc ")
    assert refused == {
        free.pk: [],
        held.pk: [f"{cast.other_editor} đang giữ bài này."],
        draft.pk: ["Bài không ở trạng thái chờ duyệt: bản nháp."],
    }
    assert "Làm được với 1 trong 4 bài" in page.content.decode()
    free.refresh_from_db()
    assert free.holder is None


def test_taking_keeps_the_filters_and_sums_up(cast: Cast) -> None:
    free, other, held, stale = waiting(cast, 4)
    held = transition(held, "take", cast.other_editor)
    transition(stale, "set_review_plan", cast.approver, is_priority="on")
    client = client_of(cast, "editor")
    assert ask(client, "take", [free, other, held, stale]).status_code == 200
    answer = carry_out(client, "take", [free, other, held, stale])
    assert answer.url == f"{LIST}?{QUERY}"
    page = said(client, answer)
    assert "Đã nhận 2 bài." in page
    assert "2 bài không nhận được:" in page
    assert "đang giữ bài này." in page
    assert [Article.objects.get(pk=a.pk).holder for a in (free, other, held, stale)] == [
        cast.editor,
        cast.editor,
        cast.other_editor,
        None,
    ]
    # Sent twice by a nervous hand: nothing happens again.
    assert "2 bài không nhận được:" in said(client, carry_out(client, "take", [free, other]))


def test_where_nothing_can_be_done_nothing_is_asked(cast: Cast) -> None:
    own = make_draft(cast.approver, unit=cast.contributor.unit)
    own = transition(own, "submit", cast.approver)
    page = ask(client_of(cast, "approver"), "publish", [own]).content.decode()
    assert "Không bài nào làm được bước này." in page
    assert "published_at" not in page and "<button" not in page.partition("bulk-list")[2]


def test_passing(cast: Cast) -> None:
    [whole] = waiting(cast, 1)
    [lacking] = waiting(cast, 1, lead="")
    client = client_of(cast, "editor")
    page = said(client, carry_out(client, "pass", [whole, lacking]))
    assert "Đã thông qua 1 bài." in page
    assert "Chưa có sapo." in page
    assert Article.objects.get(pk=whole.pk).passed_by == cast.editor


def test_scheduling_one_after_the_other(cast: Cast) -> None:
    first, second, third = waiting(cast, 3)
    own = transition(make_draft(cast.approver, unit=cast.contributor.unit), "submit", cast.approver)
    at = (timezone.localtime() + timedelta(days=1)).replace(second=0, microsecond=0)
    client = client_of(cast, "approver")
    times = {"published_at": f"{at:%Y-%m-%dT%H:%M}", "minutes_apart": "30"}
    page = said(client, carry_out(client, "publish", [third, own, first, second], **times))
    assert "Đã hẹn giờ đăng 3 bài." in page
    assert "cần một người duyệt khác" in page
    # In the order of the page; what is refused takes up no time.
    found = [Article.objects.get(pk=a.pk).published_at for a in (third, first, second)]
    assert found == [at, at + timedelta(minutes=30), at + timedelta(minutes=60)]
    own.refresh_from_db()
    assert own.state == "in_review"


def test_publishing_at_once(cast: Cast) -> None:
    articles = waiting(cast, 2)
    client = client_of(cast, "approver")
    assert "Đã cho đăng 2 bài." in said(client, carry_out(client, "publish", articles))
    assert Article.objects.published().count() == 2


def test_publishing_asks_about_each_what_its_own_page_says(cast: Cast) -> None:
    phone = "<p>Liên hệ bà Lan, điện thoại 0912345678.</p>"
    [plain] = waiting(cast, 1)
    [personal] = waiting(cast, 1, body=phone)
    commented, held = waiting(cast, 2)
    comment_on(commented, cast.editor, "Đừng đăng")
    held = transition(held, "take", cast.editor)
    articles = [plain, personal, commented, held]
    client = client_of(cast, "approver")
    chosen = {one.article.pk: one for one in ask(client, "publish", articles).context["chosen"]}
    assert [bool(chosen[one.pk].questions) for one in articles] == [False, True, True, True]
    assert "Chưa biên tập viên nào thông qua bài này." in chosen[plain.pk].notes
    assert "0912345678" in chosen[personal.pk].questions[0]
    assert "1 góp ý chưa đóng" in chosen[commented.pk].questions[0]
    assert f"{cast.editor} đang giữ bài này." in chosen[held.pk].questions[0]
    ticks = {f"accepts-{commented.pk}": chosen[commented.pk].seal}
    ticks[f"accepts-{held.pk}"] = chosen[commented.pk].seal + "x"
    page = said(client, carry_out(client, "publish", articles, **ticks))
    assert "Đã cho đăng 2 bài." in page
    assert "Quý vị chưa đánh dấu là đã xem" in page
    states = [Article.objects.get(pk=one.pk).state for one in articles]
    assert states == ["published", "in_review", "published", "in_review"]


def test_passing_says_what_publishing_asks(cast: Cast) -> None:
    [article] = waiting(cast, 1)
    comment_on(article, cast.approver, "Xin xem lại")
    client = client_of(cast, "editor")
    (one,) = ask(client, "pass", [article]).context["chosen"]
    assert (one.questions, "1 góp ý chưa đóng" in one.notes[0]) == ([], True)
    assert "Đã thông qua 1 bài." in said(client, carry_out(client, "pass", [article]))


def test_the_own_unsaved_words_keep_an_article_back(cast: Cast) -> None:
    [article] = waiting(cast, 1)
    article = transition(article, "take", cast.approver)
    client = client_of(cast, "approver")
    keep(client, article, cast.approver, lead="Sapo gõ sau")
    (one,) = ask(client, "publish", [article]).context["chosen"]
    assert "bản viết dở" in one.refusals[0]
    carry_out(client, "publish", [article])
    assert Article.objects.get(pk=article.pk).state == "in_review"


@pytest.mark.parametrize(
    "typed",
    [
        {"published_at": "hôm qua"},
        {"published_at": "2020-01-01T08:00"},
        {"published_at": "2062-12-05T08:00"},
        {"minutes_apart": "-5"},
    ],
)
def test_a_wrong_time_comes_back_with_what_was_typed(cast: Cast, typed: dict[str, str]) -> None:
    articles = waiting(cast, 2)
    answer = carry_out(client_of(cast, "approver"), "publish", articles, **typed)
    assert (answer.status_code, list(answer.context["form"].errors)) == (409, list(typed))
    assert next(iter(typed.values())) in answer.content.decode()
    assert not Article.objects.filter(state="published").exists()


def test_a_time_after_the_event_is_asked_about(cast: Cast) -> None:
    day = timezone.localdate() + timedelta(days=3)
    category = CategoryFactory(is_for_notices=True)
    of_notice = {"kind": Kind.NOTICE, "category": category, "times": f"07:00 {day:%d/%m/%Y}"}
    [first, plain] = waiting(cast, 2)
    [notice] = waiting(cast, 1, **of_notice)
    [asked] = waiting(cast, 1, body="<p>Liên hệ bà Lan, 0912345678.</p>")
    articles = [first, notice, plain, asked]
    client = client_of(cast, "approver")
    before = {one.article.pk: one for one in ask(client, "publish", articles).context["chosen"]}
    typed = {
        "published_at": f"{day:%Y-%m-%d}T23:50",
        "minutes_apart": "30",
        f"accepts-{asked.pk}": before[asked.pk].seal,
    }
    answer = carry_out(client, "publish", articles, **typed)
    page = answer.content.decode()
    assert answer.status_code == 409 and 'name="accepts_over"' in page
    assert page.count("lên trang lúc") == 1
    assert f"“{notice.title}” lên trang lúc 00:20" in page
    assert [one.is_ticked for one in answer.context["chosen"]] == [False, False, False, True]
    typed["accepts_over"] = "on"
    assert "Đã hẹn giờ đăng 4 bài." in said(client, carry_out(client, "publish", articles, **typed))
    earlier = {"published_at": f"{day:%Y-%m-%d}T06:00"}
    [other] = waiting(cast, 1, **of_notice)
    assert "Đã hẹn giờ đăng 1 bài." in said(
        client, carry_out(client, "publish", [other], **earlier)
    )


def test_what_needs_a_tick_is_not_counted_as_done(cast: Cast) -> None:
    [plain] = waiting(cast, 1)
    [asked] = waiting(cast, 1, body="<p>Liên hệ bà Lan, 0912345678.</p>")
    client = client_of(cast, "approver")
    page = ask(client, "publish", [plain, asked]).content.decode()
    assert "Làm được ngay với 1 trong 2 bài, và với 1 bài nếu quý vị đánh dấu" in page
    assert "Đăng hoặc hẹn giờ đăng: 1 bài và các bài quý vị đánh dấu" in page
    page = ask(client, "publish", [asked]).content.decode()
    assert "Làm được với 1 bài nếu quý vị đánh dấu" in page


def test_what_another_has_scheduled_is_not_called_published(cast: Cast) -> None:
    [article] = waiting(cast, 1)
    at = (timezone.localtime() + timedelta(days=1)).replace(second=0, microsecond=0)
    transition(article, "publish", cast.other_approver, published_at=at)
    client = client_of(cast, "approver")
    page = said(client, carry_out(client, "publish", [article]))
    assert f"không ở trạng thái chờ duyệt: hẹn giờ {at:%d/%m/%Y | %H:%M}." in page


def test_all_pages_have_a_bound(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bulk_actions, "MAX_SELECTED", 2)
    articles = waiting(cast, 3)
    client = client_of(cast, "editor")
    everything = ask(client, "take", articles[:1], select_across="1")
    assert everything.url == f"{LIST}?{QUERY}"
    assert "Mỗi lần làm được nhiều nhất 2 bài." in said(client, everything)
    assert "Xin chọn từ 1 đến 2 bài mỗi lần." in said(client, carry_out(client, "take", articles))
    assert not Article.objects.filter(holder__isnull=False).exists()


@pytest.mark.parametrize(
    "odd",
    [
        {"bai": ["x", "9" * 30]},
        {"bai": ["99999"]},
        {"query": "//noi-khac.example"},
        {"query": "x__y=1"},
    ],
)
def test_odd_posts_do_nothing_and_lead_back(
    cast: Cast, in_review: Article, odd: dict[str, Any]
) -> None:
    answer = carry_out(client_of(cast, "editor"), "take", [], **odd)
    assert (answer.status_code, answer.url.split("?")[0]) == (302, LIST)
    in_review.refresh_from_db()
    assert in_review.holder is None
