"""The engine by itself, with a small table: order of the questions, what a step writes, what a
refusal leaves.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django import forms
from django.utils import timezone

from core.models import TransitionLog
from core.workflow import engine
from core.workflow.engine import (
    StaleObject,
    Transition,
    TransitionAttempt,
    TransitionForm,
    TransitionNotAllowed,
    TransitionRefused,
    Workflow,
    available,
    log_of,
    perform,
    refusals,
    workflow_of,
)
from news.editorial.workflow import ARTICLE_WORKFLOW
from news.models import Article
from tests.support.cast import Cast

STALE = "Nội dung đã thay đổi từ lúc quý vị mở trang. Xin xem lại bản mới nhất rồi làm lại."
NOT_ALLOWED = "Quý vị không có quyền làm bước này."


class PriceForm(TransitionForm):
    price = forms.IntegerField(label="Giá", max_value=9)


class Effect:
    """Keeps the attempts it was run with, and how many log rows there were then."""

    def __init__(self) -> None:
        self.seen: list[tuple[TransitionAttempt, int]] = []

    def __call__(self, attempt: TransitionAttempt) -> None:
        self.seen.append((attempt, log_of(attempt.item).count()))


def anybody(item: Any, actor: Any) -> bool:
    return True


def known_people(item: Any, actor: Any) -> bool:
    return actor is not None


def name_for_known_people(item: Any, actor: Any) -> str:
    return f"Rút “{item.title}”" if known_people(item, actor) else ""


def never_now(attempt: TransitionAttempt) -> Iterator[str]:
    yield "Bước này không có nghĩa lúc này."


def dull_title(attempt: TransitionAttempt) -> Iterator[str]:
    if "dọn" in attempt.item.title:
        yield "Tiêu đề chưa hay."


def put_price(attempt: TransitionAttempt) -> None:
    attempt.item.byline = f"Giá {attempt.data['price']}"


def break_down(attempt: TransitionAttempt) -> None:
    raise RuntimeError("thư không gửi được")


effect = Effect()
TABLE = Workflow(
    model=Article,
    state_field="state",
    transitions=(
        Transition("send", "Gửi đi", ("draft",), "in_review", known_people, effects=(effect,)),
        Transition(
            "price",
            "Định giá",
            ("draft",),
            None,
            anybody,
            form=PriceForm,
            mutate=put_price,
            changes_text=True,
        ),
        Transition(
            "explain", "Giải thích", ("draft",), None, anybody, needs_note=True, note_label="Vì sao"
        ),
        Transition("hidden", "Ẩn", ("draft",), None, anybody, available_if=(never_now,)),
        Transition(
            "strict",
            "Xét kỹ",
            ("draft",),
            None,
            anybody,
            needs_note=True,
            form=PriceForm,
            guards=(dull_title,),
        ),
        Transition("broken", "Hỏng", ("draft",), "in_review", anybody, effects=(break_down,)),
        Transition(
            "back", "Lui", ("in_review",), "draft", anybody, label_for=name_for_known_people
        ),
    ),
)


@pytest.fixture
def item(draft: Article, monkeypatch: pytest.MonkeyPatch) -> Article:
    """A draft, for which the small table stands in place of the newsroom's."""
    monkeypatch.setitem(engine._workflows, Article, TABLE)
    effect.seen.clear()
    return draft


def stored(article: Article) -> tuple[str, int, str, int, int]:
    article = Article.objects.get(pk=article.pk)
    return (
        article.state,
        article.version,
        article.byline,
        log_of(article).count(),
        article.history.count(),
    )


def test_the_newsroom_has_registered_its_table(draft: Article) -> None:
    assert workflow_of(draft) is workflow_of(Article) is ARTICLE_WORKFLOW
    assert ARTICLE_WORKFLOW.get("approve") is None
    assert ARTICLE_WORKFLOW.state_of(draft) == "draft"


def test_a_transition_writes_state_version_and_one_log_row(cast: Cast, item: Article) -> None:
    at = timezone.now() - timedelta(days=3)
    after = perform(
        item, "send", actor=cast.contributor, version=1, note="  Xin xem giúp \n", now=at
    )
    assert stored(after) == ("in_review", 2, "", 1, 1)
    row = log_of(item).get()
    assert (row.name, row.source, row.target) == ("send", "draft", "in_review")
    assert (row.actor, row.at, row.note, row.version) == (cast.contributor, at, "Xin xem giúp", 2)
    assert str(row) == "send draft → in_review"


def test_the_given_item_is_left_as_it_was(cast: Cast, item: Article) -> None:
    after = perform(item, "send", actor=cast.contributor, version=1)
    assert (item.state, item.version) == ("draft", 1)
    assert (after.state, after.version) == ("in_review", 2)


def test_effects_run_once_and_after_the_log_row(cast: Cast, item: Article) -> None:
    perform(item, "send", actor=cast.contributor, version=1, note="Xin xem")
    [(attempt, rows)] = effect.seen
    assert (rows, attempt.log, attempt.note, attempt.actor) == (
        1,
        log_of(item).get(),
        "Xin xem",
        cast.contributor,
    )


def test_an_effect_that_breaks_takes_everything_back(item: Article) -> None:
    before = stored(item)
    with pytest.raises(RuntimeError, match="thư"):
        perform(item, "broken", actor=None, version=1)
    assert stored(item) == before == ("draft", 1, "", 0, 1)


def test_a_transition_that_changes_the_text_writes_one_history_row_in_the_actors_name(
    cast: Cast, item: Article
) -> None:
    at = timezone.now() - timedelta(hours=1)
    perform(item, "price", actor=cast.colleague, version=1, data={"price": "7"}, now=at)
    assert stored(item) == ("draft", 2, "Giá 7", 1, 2)
    row = item.history.order_by("version").last()
    assert (row.history_user, row.history_date, row.history_change_reason) == (
        cast.colleague,
        at,
        "Định giá",
    )
    assert (row.version, row.byline) == (2, "Giá 7")


def test_the_system_leaves_no_name(item: Article) -> None:
    perform(item, "price", actor=None, version=1, data={"price": "7"})
    assert (log_of(item).get().actor, item.history.order_by("version").last().history_user) == (
        None,
        None,
    )


def test_an_unknown_name_is_a_programming_error(item: Article) -> None:
    with pytest.raises(KeyError, match="approve"):
        perform(item, "approve", actor=None, version=1)


def test_role_is_asked_before_version_and_version_before_state(cast: Cast, item: Article) -> None:
    with pytest.raises(TransitionNotAllowed) as not_allowed:
        perform(item, "send", actor=None, version=99)
    assert not_allowed.value.reasons == [NOT_ALLOWED]
    with pytest.raises(StaleObject) as stale:
        perform(item, "back", actor=None, version=99)
    assert stale.value.reasons == [STALE]
    with pytest.raises(TransitionRefused) as refused:
        perform(item, "back", actor=None, version=1)
    assert (type(refused.value), refused.value.reasons) == (
        TransitionRefused,
        ["Không thể lui: trạng thái đã thay đổi."],
    )
    assert stored(item) == ("draft", 1, "", 0, 1)


# Without carrying it out


def test_refusals_are_those_of_performing_in_the_same_order(cast: Cast, item: Article) -> None:
    for name, actor, version, expected in (
        ("send", None, 99, [NOT_ALLOWED]),
        ("back", None, 99, [STALE]),
        ("back", None, 1, ["Không thể lui: trạng thái đã thay đổi."]),
        ("hidden", None, 1, ["Bước này không có nghĩa lúc này."]),
        ("strict", None, 1, ["Tiêu đề chưa hay."]),
    ):
        assert refusals(item, name, actor=actor, version=version) == expected, (name, version)
    assert stored(item) == ("draft", 1, "", 0, 1)


def test_what_is_still_to_be_filled_in_refuses_nothing(cast: Cast, item: Article) -> None:
    assert refusals(item, "send", actor=cast.contributor, version=1) == []
    assert refusals(item, "explain", actor=None, version=1) == []
    assert refusals(item, "price", actor=None, version=1) == []


def test_refusals_of_an_unknown_name_are_a_programming_error(item: Article) -> None:
    with pytest.raises(KeyError, match="approve"):
        refusals(item, "approve", actor=None, version=1)


def test_guards_are_asked_about_item_actor_and_moment(
    cast: Cast, item: Article, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[TransitionAttempt] = []

    def watch(attempt: TransitionAttempt) -> Iterator[str]:
        seen.append(attempt)
        yield "Sau này."

    watched = Transition("watched", "Xem", ("draft",), None, anybody, guards=(watch,))
    monkeypatch.setitem(engine._workflows, Article, Workflow(Article, "state", (watched,)))
    at = timezone.now() - timedelta(days=3)
    assert refusals(item, "watched", actor=cast.editor, version=1, now=at) == ["Sau này."]
    assert [(attempt.item, attempt.actor, attempt.at) for attempt in seen] == [
        (item, cast.editor, at)
    ]
    before = timezone.now()
    refusals(item, "watched", actor=cast.editor, version=1)
    assert before <= seen[1].at <= timezone.now()


# Labels


def test_a_transition_may_be_named_by_item_and_actor(cast: Cast, item: Article) -> None:
    after = perform(item, "send", actor=cast.contributor, version=1)
    named = [found.label for found in available(after, cast.contributor)]
    assert named == [f"Rút “{after.title}”"]
    unnamed = [found.label for found in available(after, None)]
    assert unnamed == ["Lui"], "an empty name leaves the usual one"


def test_without_another_name_the_usual_one_stands(cast: Cast, item: Article) -> None:
    assert [found.label for found in available(item, cast.contributor)] == [
        "Gửi đi",
        "Định giá",
        "Giải thích",
        "Xét kỹ",
        "Hỏng",
    ]


@pytest.mark.parametrize("version", [0, -1, 2, 10**30])
def test_any_other_version_is_stale(item: Article, version: int) -> None:
    with pytest.raises(StaleObject):
        perform(item, "price", actor=None, version=version, data={"price": "7"})


def test_all_reasons_come_at_once_with_the_form(item: Article) -> None:
    with pytest.raises(TransitionRefused) as refused:
        perform(item, "strict", actor=None, version=1, note=" ", data={"price": "10"})
    price_error = "Giá trị phải nhỏ hơn hoặc bằng 9."
    assert refused.value.reasons == ["Tiêu đề chưa hay.", "Cần ghi: lý do.", price_error]
    assert refused.value.form.errors == {"price": [price_error]}
    assert str(refused.value) == " ".join(refused.value.reasons)
    assert stored(item) == ("draft", 1, "", 0, 1)


def test_the_note_is_asked_for_by_its_name(item: Article) -> None:
    with pytest.raises(TransitionRefused) as refused:
        perform(item, "explain", actor=None, version=1)
    assert (refused.value.reasons, refused.value.form) == (["Cần ghi: vì sao."], None)


def test_a_condition_refuses_and_hides_a_check_refuses_and_shows(item: Article) -> None:
    with pytest.raises(TransitionRefused) as refused:
        perform(item, "hidden", actor=None, version=1)
    assert refused.value.reasons == ["Bước này không có nghĩa lúc này."]
    assert [(step.transition.name, step.refusals) for step in available(item, None)] == [
        ("price", []),
        ("explain", []),
        ("strict", ["Tiêu đề chưa hay."]),
        ("broken", []),
    ]


def test_what_a_transition_asks_for() -> None:
    assert {t.name: t.requires_input(None) for t in TABLE.transitions} == {
        "send": False,
        "price": True,
        "explain": True,
        "hidden": False,
        "strict": True,
        "broken": False,
        "back": False,
    }


def test_the_log_is_read_oldest_first_with_the_actors(
    cast: Cast, item: Article, django_assert_num_queries: Any
) -> None:
    for name, version in (("send", 1), ("back", 2), ("send", 3)):
        perform(item, name, actor=cast.contributor, version=version)
    with django_assert_num_queries(1):
        read = [(row.name, row.version, str(row.actor)) for row in log_of(item)]
    name = cast.contributor.full_name
    assert read == [("send", 2, name), ("back", 3, name), ("send", 4, name)]
    assert TransitionLog.objects.count() == 3


def test_another_items_log_stays_apart(cast: Cast, item: Article) -> None:
    from tests.support.factories import make_draft

    other = make_draft(cast.contributor)
    perform(other, "send", actor=cast.contributor, version=1)
    assert list(log_of(item)) == []
