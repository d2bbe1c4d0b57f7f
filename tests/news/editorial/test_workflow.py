"""Each transition of an article: right role, wrong role, wrong state, own item, twice, at once,
stale, log.
"""

from __future__ import annotations

import threading
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from core.models import TransitionLog
from core.workflow.engine import (
    StaleObject,
    TransitionNotAllowed,
    TransitionRefused,
    available,
    log_of,
    perform,
)
from news.editorial.effects import tell_authors_of_appeared
from news.editorial.forms.correction import correction_data
from news.editorial.workflow import ARTICLE_WORKFLOW
from news.models import Article, Tariff, TariffLimit
from news.states import ArticleState, Kind, Mark
from organization.models import Notice
from organization.roles import Role
from tests.support.cast import Cast
from tests.support.factories import CategoryFactory, make_draft, make_tariff, make_user, transition

ROLES = [
    "contributor",
    "colleague",
    "other_contributor",
    "editor",
    "approver",
    "head",
    "leader",
    "clerk",
    "announcer",
    "it_officer",
    "superuser",
    "inactive",
]


@dataclass(frozen=True)
class Step:
    """How a transition is brought about in a test: from which state, with what, by whom alone."""

    name: str
    state: str
    allowed: set[str]
    note: str = ""
    data: dict[str, Any] = field(default_factory=dict)


def ago(**delta: int) -> Any:
    return timezone.now() - timedelta(**delta)


ON_BEHALF = {
    "received_from": "Bà tổ trưởng",
    "received_via": "zalo",
    "received_at": "2026-01-05T08:00",
}
GONE = {"public_as": "gone", "public_note": "", "moved_to": ""}
STEPS = [
    Step("submit", "draft", {"contributor", "colleague"}),
    Step("submit_on_behalf", "draft", {"editor"}, data=ON_BEHALF),
    Step("recall", "in_review", {"contributor"}),
    Step("take", "in_review", {"editor", "approver", "head"}),
    Step("release", "taken", {"approver", "head"}),
    Step("publish", "in_review", {"approver", "head"}),
    Step("pass", "in_review", {"editor"}),
    Step("return", "in_review", {"editor", "approver", "head"}, note="Thiếu tên người phát biểu"),
    Step("return_uncounted", "in_review", {"editor", "approver", "head"}, note="Mới có tiêu đề"),
    Step("ask_head", "in_review", {"editor", "approver", "head"}, note="Có nên đăng không"),
    Step("give_opinion", "asked", {"head"}, note="Đăng được"),
    Step(
        "set_review_plan", "in_review", {"editor", "approver", "head"}, data={"is_priority": "on"}
    ),
    Step("publish_urgently", "draft", {"approver", "head", "leader"}, note="Bão vào đêm nay"),
    Step("publish_urgently", "in_review", {"approver", "head", "leader"}, note="Bão vào đêm nay"),
    Step("confirm", "urgent", {"approver", "head"}),
    Step("unschedule", "scheduled", {"approver", "head"}),
    Step(
        "reschedule",
        "scheduled",
        {"approver", "head"},
        data={"published_at": timezone.now() + timedelta(days=3)},
    ),
    Step(
        "set_expiry",
        "published",
        {"approver", "head"},
        data={"expires_at": timezone.now() + timedelta(days=3)},
    ),
    Step(
        "correct",
        "published",
        {"editor", "approver", "head"},
        note="Số tổ là 9",
        data={"is_public": "1", "title": "Tổ dân phố số 9 ra quân dọn vệ sinh"},
    ),
    Step("withdraw", "published", {"approver", "head"}, note="Sai số liệu", data=GONE),
    Step(
        "set_withdrawal",
        "withdrawn",
        {"approver", "head"},
        data={"public_as": "notice", "public_note": "Bài được sửa lại."},
    ),
    Step("send_upstream", "published", {"editor", "approver", "head"}),
    Step("upstream_accept", "sent", {"editor", "approver", "head"}),
    Step("upstream_return", "sent", {"editor", "approver", "head"}, note="Ảnh mờ"),
    Step("set_coefficient", "with_tariff", {"approver", "head"}, data={"coefficient": "2,5"}),
    Step("clear_coefficient", "valued", {"approver", "head"}, note="Chấm nhầm bài"),
    Step("reopen", "withdrawn", {"approver", "head"}, note="Viết lại"),
    Step("discard", "draft", {"contributor"}),
    Step("restore", "discarded", {"contributor"}),
    Step("import", "draft", set(), data={"published_at": "2016-06-25T11:15", "view_count": "257"}),
]
STEP_IDS = [f"{s.name}-{s.state}" for s in STEPS]


def in_state(cast: Cast, state: str) -> Article:
    """Return the contributor's article brought into a state by others, through real transitions."""
    article = make_draft(cast.contributor)
    if state == "draft":
        return article
    if state == "discarded":
        return transition(article, "discard", cast.contributor)
    article = transition(article, "submit", cast.contributor)
    if state == "in_review":
        return article
    if state == "taken":
        return transition(article, "take", cast.other_editor)
    if state == "asked":
        return transition(article, "ask_head", cast.other_editor, note="Có nên đăng không")
    if state == "urgent":
        return transition(article, "publish_urgently", cast.other_approver, note="Bão")
    if state == "scheduled":
        return transition(
            article, "publish", cast.other_approver, published_at=timezone.now() + timedelta(days=1)
        )
    article = transition(article, "publish", cast.other_approver)
    if state == "sent":
        return transition(article, "send_upstream", cast.other_editor)
    if state in ("with_tariff", "valued") and not Tariff.objects.exists():
        make_tariff()
    if state == "valued":
        limit = TariffLimit.objects.values_list("pk", flat=True).first()
        return transition(
            article, "set_coefficient", cast.other_approver, limit=limit, coefficient="2"
        )
    if state == "withdrawn":
        return transition(article, "withdraw", cast.other_approver, note="Sai", **GONE)
    return article


def data_of(wanted: Step, article: Article) -> dict[str, Any]:
    if wanted.name == "set_coefficient":
        return wanted.data | {"limit": TariffLimit.objects.values_list("pk", flat=True).first()}
    return correction_data(article, **wanted.data) if wanted.name == "correct" else wanted.data


def test_every_transition_of_the_table_is_tried_here() -> None:
    # What attach_line needs, a plan in force, is in ``tests/news/planning``.
    assert {wanted.name for wanted in STEPS} | {"attach_line"} == {
        t.name for t in ARTICLE_WORKFLOW.transitions
    }


@pytest.mark.parametrize("wanted", STEPS, ids=STEP_IDS)
def test_right_roles_alone_carry_it_out_and_leave_a_log_row(cast: Cast, wanted: Step) -> None:
    done = set()
    for role in ROLES:
        article = in_state(cast, wanted.state)
        actor = getattr(cast, role)
        before = (article.state, article.version, log_of(article).count())
        call = {
            "actor": actor,
            "version": article.version,
            "note": wanted.note,
            "data": data_of(wanted, article),
        }
        try:
            after = perform(article, wanted.name, **call)
        except TransitionRefused:
            article.refresh_from_db()
            assert (article.state, article.version, log_of(article).count()) == before
        else:
            done.add(role)
            log = log_of(article).last()
            target = ARTICLE_WORKFLOW.get(wanted.name).target or before[0]
            assert after.state == target
            assert (log.name, log.source, log.target, log.actor) == (
                wanted.name,
                before[0],
                target,
                actor,
            )
            assert log.version == before[1] + 1
            records = ARTICLE_WORKFLOW.get(wanted.name).record
            assert records or log.note == wanted.note
    assert done == wanted.allowed


@pytest.mark.parametrize("wanted", STEPS, ids=STEP_IDS)
def test_every_other_state_refuses_it(cast: Cast, wanted: Step) -> None:
    sources = ARTICLE_WORKFLOW.get(wanted.name).sources
    actor = getattr(cast, min(wanted.allowed)) if wanted.allowed else None
    for state in ("draft", "in_review", "published", "withdrawn", "discarded"):
        if state in sources:
            continue
        article = in_state(cast, state)
        if wanted.name == "submit_on_behalf":
            actor = cast.editor
        with pytest.raises(TransitionRefused) as refused:
            transition_with(article, wanted, actor)
        assert refused.value.reasons
        article.refresh_from_db()
        assert article.state == state


@pytest.mark.parametrize("wanted", STEPS, ids=STEP_IDS)
def test_a_second_click_and_a_stale_page_are_refused(cast: Cast, wanted: Step) -> None:
    article = in_state(cast, wanted.state)
    actor = getattr(cast, min(wanted.allowed)) if wanted.allowed else None
    call = {"actor": actor, "note": wanted.note, "data": data_of(wanted, article)}
    perform(article, wanted.name, version=article.version, **call)
    with pytest.raises(StaleObject):
        perform(article, wanted.name, version=article.version, **call)
    assert log_of(article).filter(name=wanted.name).count() == 1


@pytest.mark.parametrize(
    "wanted",
    [s for s in STEPS if s.note],
    ids=[i for i, s in zip(STEP_IDS, STEPS, strict=True) if s.note],
)
def test_a_note_is_required(cast: Cast, wanted: Step) -> None:
    article = in_state(cast, wanted.state)
    actor = getattr(cast, min(wanted.allowed))
    with pytest.raises(TransitionRefused, match="Cần ghi"):
        perform(
            article,
            wanted.name,
            actor=actor,
            version=article.version,
            note="  ",
            data=data_of(wanted, article),
        )


def transition_with(article: Article, wanted: Step, actor: Any) -> Article:
    return perform(
        article,
        wanted.name,
        actor=actor,
        version=article.version,
        note=wanted.note,
        data=data_of(wanted, article),
    )


# Four eyes


@pytest.mark.parametrize("hand", ["author", "entered", "submitted"])
def test_nobody_publishes_an_item_they_had_a_hand_in(cast: Cast, hand: str) -> None:
    both = make_user(Role.CONTRIBUTOR, Role.APPROVER, unit=cast.contributor.unit)
    article = make_draft(
        both if hand == "author" else cast.contributor,
        actor=both if hand == "entered" else cast.contributor,
        unit=cast.contributor.unit,
    )
    article = transition(article, "submit", both if hand == "submitted" else cast.contributor)
    with pytest.raises(TransitionRefused, match="người duyệt khác"):
        transition(article, "publish", both)
    assert transition(article, "publish", cast.approver).state == ArticleState.PUBLISHED


def test_an_urgent_item_stays_marked_until_another_approver_confirms(
    cast: Cast, draft: Article
) -> None:
    article = transition(draft, "publish_urgently", cast.approver, note="Bão")
    assert (article.mark, article.first_submitted_at) == (Mark.URGENT, article.published_at)
    with pytest.raises(TransitionRefused, match="người duyệt khác"):
        transition(article, "confirm", cast.approver)
    assert transition(article, "confirm", cast.other_approver).mark == Mark.NONE


def test_a_corrector_cannot_confirm_the_correction(cast: Cast, published: Article) -> None:
    data = correction_data(published, title="Tổ dân phố số 9 ra quân", is_public="1")
    article = transition(published, "correct", cast.approver, note="Là tổ số 9", **data)
    assert (article.title, article.mark) == ("Tổ dân phố số 9 ra quân", Mark.CORRECTED)
    assert [c.text for c in article.public_corrections] == ["Là tổ số 9"]
    with pytest.raises(TransitionRefused, match="người duyệt khác"):
        transition(article, "confirm", cast.approver)
    assert transition(article, "confirm", cast.other_approver).mark == Mark.NONE


def test_a_small_fix_stands_in_the_log_alone_and_must_change_something(
    cast: Cast, published: Article
) -> None:
    with pytest.raises(TransitionRefused, match="chưa sửa gì"):
        transition(
            published,
            "correct",
            cast.editor,
            note="Lỗi gõ",
            **correction_data(published, is_public="0", accepts_small="on"),
        )
    data = correction_data(
        published, is_public="0", accepts_small="on", lead="Sáng thứ Bảy, bà con dọn bờ sông."
    )
    article = transition(published, "correct", cast.editor, note="Lỗi gõ", **data)
    assert list(article.public_corrections) == []
    assert log_of(article).last().note == "Lỗi gõ"


def test_a_correction_cannot_add_what_blocks_publishing(cast: Cast, published: Article) -> None:
    data = correction_data(published, is_public="1", body="<p>Xem</p><h4>Chi tiết</h4>", lead="")
    with pytest.raises(TransitionRefused) as refused:
        transition(published, "correct", cast.editor, note="Sửa", **data)
    assert "Chưa có sapo." in refused.value.reasons
    assert len(refused.value.reasons) == 2
    published.refresh_from_db()
    assert published.lead


IDENTITY = "Bà Lan, CCCD 079085001234, đến nhận quà."


@pytest.mark.parametrize("step", ["publish", "publish_urgently"])
def test_an_identity_number_is_confirmed_before_it_is_public(cast: Cast, step: str) -> None:
    draft = make_draft(cast.contributor, body=f"<p>{IDENTITY}</p>")
    article = transition(draft, "submit", cast.contributor)
    data = {"note": "Khẩn"}
    with pytest.raises(TransitionRefused, match="079085001234"):
        transition(article, step, cast.approver, **data)
    article = transition(article, step, cast.approver, accepts_identity_numbers="on", **data)
    assert article.state == ArticleState.PUBLISHED


def test_a_correction_that_brings_an_identity_number_asks(cast: Cast, published: Article) -> None:
    data = correction_data(published, is_public="0", accepts_small="on", lead=IDENTITY)
    with pytest.raises(TransitionRefused, match="079085001234"):
        transition(published, "correct", cast.approver, note="Sửa", **data)
    data |= {"accepts_identity_numbers": "on"}
    article = transition(published, "correct", cast.approver, note="Sửa", **data)
    data = correction_data(
        article, is_public="0", accepts_small="on", title="Trao quà cho bà con tổ 3"
    )
    assert transition(article, "correct", cast.approver, note="Sửa", **data).lead == IDENTITY


def test_a_correction_that_brings_a_private_number_asks(cast: Cast, published: Article) -> None:
    text = f"{published.body}<p>Liên hệ bà Lan, điện thoại 0912345678.</p>"
    data = correction_data(published, is_public="1", body=text)
    with pytest.raises(TransitionRefused, match="0912345678"):
        transition(published, "correct", cast.approver, note="Thêm số", **data)
    data |= {"accepts_personal": "on"}
    article = transition(published, "correct", cast.approver, note="Thêm số", **data)
    where = reverse("admin:news_article_transition", args=[article.pk, "confirm"])
    client = Client()
    client.force_login(cast.other_approver)
    page = client.get(where).content.decode()
    assert "0912345678" in page.split("Nên xem lại trước khi xác nhận")[1].split("</ul>")[0]
    data = correction_data(article, is_public="1", title="Ra quân dọn bờ sông")
    assert transition(article, "correct", cast.approver, note="Sửa", **data).body == article.body


def test_a_small_fix_of_more_than_spelling_is_asked_about(cast: Cast, published: Article) -> None:
    spelling = correction_data(published, is_public="0", lead=published.lead.removesuffix("."))
    article = transition(published, "correct", cast.editor, note="Bỏ dấu chấm", **spelling)
    more = correction_data(article, is_public="0", lead="Người phụ trách: Nguyễn Văn A.")
    with pytest.raises(TransitionRefused, match="nhiều hơn chính tả"):
        transition(article, "correct", cast.editor, note="Thêm tên", **more)
    more |= {"accepts_small": "on"}
    assert transition(article, "correct", cast.editor, note="Thêm tên", **more).lead == more["lead"]
    told = more | {"is_public": "1", "accepts_small": "", "lead": "Người phụ trách: bà B."}
    article = transition(article, "correct", cast.editor, note="Sai tên", **told)
    assert article.public_corrections


# Publishing is strict, submitting is easy


def test_an_empty_draft_is_not_submitted(cast: Cast) -> None:
    article = make_draft(cast.contributor, body="<p>&nbsp;</p>")
    with pytest.raises(TransitionRefused) as refused:
        transition(article, "submit", cast.contributor)
    assert refused.value.reasons == ["Chưa có nội dung."]


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"lead": ""}, "Chưa có sapo."),
        ({"category": None}, "Chưa chọn chuyên mục."),
        ({"kind": Kind.NOTICE}, "Thể loại thông báo đi với"),
        ({"is_for_portal": False}, "Chưa chọn kênh nào"),
        ({"body": "<p>Xem</p><h4>Nhảy bậc</h4>"}, ""),
        ({"body": '<p>Xem <a href="">đây</a></p>'}, ""),
        ({"body": '<p>Xem</p><p><img src="/tep/abcdefghijklmnopqrstuv.webp"></p>'}, ""),
    ],
)
def test_what_blocks_publishing_blocks_passing_too(
    cast: Cast, fields: dict[str, Any], reason: str
) -> None:
    article = transition(make_draft(cast.contributor, **fields), "submit", cast.contributor)
    for name, actor in (("publish", cast.approver), ("pass", cast.editor)):
        with pytest.raises(TransitionRefused) as refused:
            transition(article, name, actor)
        assert len(refused.value.reasons) == 1
        assert refused.value.reasons[0].startswith(reason)


def test_a_notice_needs_the_category_of_notices(cast: Cast) -> None:
    notices = CategoryFactory(is_for_notices=True)
    brief = transition(make_draft(cast.contributor, category=notices), "submit", cast.contributor)
    with pytest.raises(TransitionRefused, match="Thể loại thông báo"):
        transition(brief, "publish", cast.approver)
    notice = transition(
        make_draft(cast.contributor, category=notices, kind=Kind.NOTICE), "submit", cast.contributor
    )
    assert transition(notice, "publish", cast.approver).state == ArticleState.PUBLISHED


def test_a_unit_is_needed(cast: Cast) -> None:
    article = make_draft(cast.editor)
    article = transition(article, "submit", cast.editor)
    with pytest.raises(TransitionRefused, match="Chưa chọn đơn vị"):
        transition(article, "publish", cast.approver)


# The head


def test_only_the_head_publishes_what_was_put_before_the_head(
    cast: Cast, in_review: Article
) -> None:
    article = transition(in_review, "ask_head", cast.editor, note="Việc nhạy cảm")
    for name, actor in (("publish", cast.approver), ("publish_urgently", cast.leader)):
        with pytest.raises(TransitionRefused, match="trưởng ban"):
            transition(article, name, actor, note="Gấp")
    assert Notice.objects.filter(person=cast.head, text__contains="Việc nhạy cảm").count() == 1
    article = transition(article, "return", cast.approver, note="Bổ sung")
    article = transition(article, "submit", cast.contributor)
    with pytest.raises(TransitionRefused, match="trưởng ban"):
        transition(article, "publish", cast.approver)
    assert transition(article, "publish", cast.head).is_for_head is False


# Taking and holding


def test_an_editor_does_not_take_what_another_holds_but_an_approver_may(
    cast: Cast, in_review: Article
) -> None:
    article = transition(in_review, "take", cast.editor)
    with pytest.raises(TransitionRefused, match="đang giữ"):
        transition(article, "take", cast.other_editor)
    with pytest.raises(TransitionRefused, match="đang giữ"):
        transition(article, "release", cast.other_editor)
    article = transition(article, "take", cast.approver)
    assert article.holder == cast.approver
    assert Notice.objects.filter(person=cast.editor, text__contains="đã nhận thay").count() == 1
    assert transition(article, "release", cast.approver).holder is None


def test_whoever_loses_an_item_to_a_release_is_told(cast: Cast, in_review: Article) -> None:
    article = transition(transition(in_review, "take", cast.editor), "release", cast.editor)
    article = transition(transition(article, "take", cast.editor), "release", cast.approver)
    assert article.holder is None
    told = Notice.objects.filter(text__contains="đã thôi giữ thay")
    assert [notice.person for notice in told] == [cast.editor]


def test_a_taken_or_passed_item_is_not_recalled(cast: Cast, in_review: Article) -> None:
    article = transition(in_review, "take", cast.editor)
    with pytest.raises(TransitionRefused, match="đã nhận bài"):
        transition(article, "recall", cast.contributor)
    article = transition(article, "pass", cast.editor)
    assert (article.holder, article.passed_by) == (None, cast.editor)
    with pytest.raises(TransitionRefused, match="đã nhận bài"):
        transition(article, "recall", cast.contributor)


# Times


def test_the_first_submission_is_kept_for_ever(cast: Cast, draft: Article) -> None:
    first = ago(days=5)
    article = transition(draft, "submit", cast.contributor, now=first)
    article = transition(article, "return", cast.editor, note="Thiếu ảnh", now=ago(days=4))
    article = transition(article, "submit", cast.contributor, now=ago(days=1))
    assert article.first_submitted_at == first
    assert article.submitted_at > first


def test_on_behalf_the_time_of_receipt_counts(cast: Cast, draft: Article) -> None:
    received = ago(days=2)
    data = ON_BEHALF | {"received_at": received}
    article = transition(draft, "submit_on_behalf", cast.editor, **data)
    assert (article.first_submitted_at, article.submitted_by) == (received, cast.editor)
    assert (article.received_from, article.received_via) == ("Bà tổ trưởng", "zalo")


@pytest.mark.parametrize("missing", ["received_from", "received_via", "received_at"])
def test_on_behalf_needs_from_whom_how_and_when(cast: Cast, draft: Article, missing: str) -> None:
    with pytest.raises(TransitionRefused):
        transition(draft, "submit_on_behalf", cast.editor, **ON_BEHALF | {missing: ""})


def test_nothing_is_received_in_the_future(cast: Cast, draft: Article) -> None:
    data = ON_BEHALF | {"received_at": timezone.now() + timedelta(hours=1)}
    with pytest.raises(TransitionRefused, match="Giờ nhận"):
        transition(draft, "submit_on_behalf", cast.editor, **data)


def test_a_scheduled_item_is_hidden_until_its_time_and_gone_after_its_end(
    cast: Cast, in_review: Article
) -> None:
    now = timezone.now()
    times = {"published_at": now + timedelta(hours=1), "expires_at": now + timedelta(hours=2)}
    transition(in_review, "publish", cast.approver, **times)
    moments = [now + timedelta(minutes=minutes) for minutes in (0, 59, 60, 119, 120)]
    assert [Article.objects.current(now=at).count() for at in moments] == [0, 0, 1, 1, 0]
    assert [Article.objects.published(now=at).count() for at in moments] == [0, 0, 1, 1, 1]
    assert [Article.objects.gone(now=at).count() for at in moments] == [0, 0, 0, 0, 0]
    Article.objects.update(stays_after_expiry=False)
    assert [Article.objects.published(now=at).count() for at in moments] == [0, 0, 1, 1, 0]
    assert [Article.objects.gone(now=at).count() for at in moments] == [0, 0, 0, 0, 1]


@pytest.mark.parametrize(
    ("times", "reason"),
    [
        ({"published_at": -60}, "Giờ đăng đã qua"),
        ({"expires_at": -60}, "Giờ hết hạn"),
        ({"published_at": 120, "expires_at": 60}, "Giờ hết hạn"),
        ({"published_at": 367 * 24 * 60}, "Giờ đăng còn hơn một năm nữa"),
        ({"expires_at": 3654 * 24 * 60}, "Giờ hết hạn còn hơn mười năm nữa"),
    ],
)
def test_impossible_times_are_refused(
    cast: Cast, in_review: Article, times: dict[str, int], reason: str
) -> None:
    data = {name: timezone.now() + timedelta(minutes=minutes) for name, minutes in times.items()}
    with pytest.raises(TransitionRefused, match=reason):
        transition(in_review, "publish", cast.approver, **data)


def test_times_up_to_a_year_and_ten_years_ahead_are_fine(cast: Cast, in_review: Article) -> None:
    now = timezone.now()
    times = {"published_at": now + timedelta(days=365), "expires_at": now + timedelta(days=3650)}
    data = times | {"accepts_far": "on"}
    article = transition(in_review, "publish", cast.approver, now=now, **data)
    assert (article.published_at, article.expires_at) == (
        times["published_at"],
        times["expires_at"],
    )


def test_rescheduling_moves_the_time_and_tells_the_author_both(
    cast: Cast, in_review: Article
) -> None:
    """An approver who wrote nothing of it, and one who did, may move it: the words are approved."""
    now = timezone.make_aware(datetime(2026, 11, 24, 9))
    first, second = now + timedelta(days=1), now + timedelta(days=2)
    article = transition(in_review, "publish", cast.approver, now=now, published_at=first)
    moved = transition(article, "reschedule", cast.other_approver, now=now, published_at=second)
    assert (moved.state, moved.published_at, moved.expires_at, moved.mark) == (
        "published",
        second,
        None,
        "",
    )
    told = Notice.objects.filter(person=cast.contributor).values_list("text", flat=True)
    sentence = f"Bài “{article.title}” đổi giờ đăng từ 25/11/2026 | 09:00 sang 26/11/2026 | 09:00."
    assert sentence in told


def test_the_log_says_which_times_were_set(cast: Cast, in_review: Article) -> None:
    now = timezone.make_aware(datetime(2026, 11, 24, 9))
    day = timedelta(days=1)
    article = transition(in_review, "publish", cast.approver, now=now, published_at=now + day)
    told = Notice.objects.filter(person=cast.contributor).values_list("text", flat=True)
    assert f"Bài “{article.title}” được hẹn giờ đăng lúc 25/11/2026 | 09:00." in told
    times = {"published_at": now + 2 * day, "expires_at": now + 4 * day}
    article = transition(article, "reschedule", cast.approver, now=now, **times)
    article = transition(article, "unschedule", cast.approver, now=now)
    article = transition(article, "publish", cast.approver, now=now)
    article = transition(article, "set_expiry", cast.approver, now=now, expires_at=now + day)
    assert [one.note for one in log_of(article).order_by("version")][-5:] == [
        "Hẹn đăng lúc 25/11/2026 | 09:00",
        "Từ 25/11/2026 | 09:00 sang 26/11/2026 | 09:00; Hết hạn lúc 28/11/2026 | 09:00",
        "Đã hẹn đăng lúc 26/11/2026 | 09:00",
        "",
        "Hết hạn lúc 25/11/2026 | 09:00",
    ]


def test_who_corrected_before_is_not_asked_to_confirm(cast: Cast, published: Article) -> None:
    for actor, words in ((cast.approver, "Một"), (cast.other_approver, "Hai")):
        data = correction_data(published, lead=f"Sapo {words}.", is_public="1")
        published = transition(published, "correct", actor, note=words, **data)
    asked = Notice.objects.filter(text__contains="chờ một người duyệt khác xác nhận")
    assert not asked.filter(person=cast.approver).exists()
    assert asked.filter(person=cast.head, text__endswith="Hai").exists()


def test_a_time_months_away_is_asked_about(cast: Cast, in_review: Article) -> None:
    now = timezone.make_aware(datetime(2026, 11, 24, 9))
    near, far = now + timedelta(days=90), now + timedelta(days=120)
    with pytest.raises(TransitionRefused, match="còn 120 ngày nữa"):
        transition(in_review, "publish", cast.approver, now=now, published_at=far)
    article = transition(in_review, "publish", cast.approver, now=now, published_at=near)
    with pytest.raises(TransitionRefused, match="còn 120 ngày nữa"):
        transition(article, "reschedule", cast.approver, now=now, published_at=far)
    far_data = {"published_at": far, "accepts_far": "on"}
    article = transition(article, "reschedule", cast.approver, now=now, **far_data)
    ended = {"published_at": far, "expires_at": far + timedelta(days=1)}
    assert transition(article, "reschedule", cast.approver, now=now, **ended).published_at == far


def test_a_time_after_the_event_is_asked_about(cast: Cast) -> None:
    now = timezone.make_aware(datetime(2026, 11, 24, 9))
    times = "07:00 26/11/2026 – 09:00 26/11/2026"
    notice = make_draft(
        cast.contributor,
        kind="notice",
        category=CategoryFactory(is_for_notices=True),
        times=times,
        title="Họp tổ dân phố 5",
    )
    notice = transition(notice, "submit", cast.contributor, now=now)
    late = {"published_at": now + timedelta(days=2)}
    sentence = (
        "Bài “Họp tổ dân phố 5” lên trang lúc 09:00 ngày 26/11/2026, sau khi việc đã xong"
        " \\(lúc 09:00 ngày 26/11/2026\\)"
    )
    with pytest.raises(TransitionRefused, match=sentence):
        transition(notice, "publish", cast.approver, now=now, **late)
    early = {"published_at": now + timedelta(days=1)}
    article = transition(notice, "publish", cast.approver, now=now, **early)
    with pytest.raises(TransitionRefused, match="sau khi việc đã xong"):
        transition(article, "reschedule", cast.approver, now=now, **late)
    late["accepts_over"] = "on"
    assert transition(article, "reschedule", cast.approver, now=now, **late).version == 4


def test_the_author_is_told_that_a_time_was_taken_back(cast: Cast, in_review: Article) -> None:
    now = timezone.make_aware(datetime(2026, 11, 24, 9))
    at = now + timedelta(days=1)
    article = transition(in_review, "publish", cast.approver, now=now, published_at=at)
    transition(article, "unschedule", cast.approver, now=now)
    sentence = f"Bài “{article.title}” hủy hẹn giờ đăng lúc 25/11/2026 | 09:00, trở lại chờ duyệt."
    told = Notice.objects.filter(person=cast.contributor).values_list("text", flat=True)
    assert sentence in told


def test_the_author_is_told_once_that_a_scheduled_item_appeared(
    cast: Cast, in_review: Article, published: Article, django_assert_num_queries: Any
) -> None:
    now = timezone.now()
    at = (now + timedelta(hours=1)).replace(second=0, microsecond=0)
    own = transition(make_draft(cast.contributor, title="Hẹn giờ"), "submit", cast.contributor)
    transition(own, "publish", cast.approver, published_at=at)
    notices = Notice.objects.filter(person=cast.contributor, text="Bài “Hẹn giờ” đã đăng.")
    with django_assert_num_queries(1):
        tell_authors_of_appeared(now)
    assert not notices.exists()
    for minutes in (0, 1, 2):
        tell_authors_of_appeared(at + timedelta(minutes=minutes))
    assert notices.count() == 1
    said = Notice.objects.filter(text=f"Bài “{published.title}” đã đăng.")
    assert said.count() == 1, "what was published at once was told then"


def test_what_readers_are_told_of_is_not_discarded(cast: Cast, withdrawn: Article) -> None:
    article = transition(withdrawn, "reopen", cast.approver, note="Viết lại")
    with pytest.raises(TransitionRefused, match="người đọc đang thấy lời gỡ"):
        transition(article, "discard", cast.contributor)
    transition(article, "set_withdrawal", cast.approver, public_as="gone")
    article = transition(article, "discard", cast.contributor)
    with pytest.raises(TransitionNotAllowed):
        transition(article, "restore", cast.editor)
    assert transition(article, "restore", cast.approver).state == ArticleState.DRAFT


def test_rescheduling_asks_for_a_time_and_for_a_change(cast: Cast, in_review: Article) -> None:
    now = timezone.now()
    at = (now + timedelta(days=1)).replace(second=0, microsecond=0)
    article = transition(in_review, "publish", cast.approver, published_at=at)
    far = now + timedelta(days=400)
    for data, reason in (
        ({}, "Xin chọn giờ đăng"),
        ({"published_at": at}, "chưa thay đổi"),
        ({"published_at": now - timedelta(hours=1)}, "Giờ đăng đã qua"),
        ({"published_at": far}, "hơn một năm nữa"),
        ({"published_at": at, "expires_at": at}, "Giờ hết hạn phải sau"),
    ):
        with pytest.raises(TransitionRefused, match=reason):
            transition(article, "reschedule", cast.approver, **data)
    ended = transition(
        article, "reschedule", cast.approver, published_at=at, expires_at=at + timedelta(days=1)
    )
    assert (ended.published_at, ended.expires_at) == (at, at + timedelta(days=1))


def test_what_is_rescheduled_to_this_minute_is_public(cast: Cast, withdrawn: Article) -> None:
    article = transition(withdrawn, "reopen", cast.approver, note="Viết lại")
    article = transition(article, "submit", cast.contributor)
    now = timezone.now()
    article = transition(
        article, "publish", cast.other_approver, published_at=now + timedelta(days=1)
    )
    assert article.withdrawal == "notice"
    this_minute = now.replace(second=0, microsecond=0)
    article = transition(
        article, "reschedule", cast.other_approver, now=now, published_at=this_minute
    )
    assert article.withdrawal == ""
    assert Article.objects.published(now=now).filter(pk=article.pk).exists()


def test_rescheduling_stops_when_the_time_has_come(cast: Cast, published: Article) -> None:
    with pytest.raises(TransitionRefused, match="đã đăng"):
        transition(
            published, "reschedule", cast.approver, published_at=timezone.now() + timedelta(days=1)
        )


def test_unscheduling_stops_when_the_time_has_come(cast: Cast, published: Article) -> None:
    with pytest.raises(TransitionRefused, match="đã đăng"):
        transition(published, "unschedule", cast.approver)


@pytest.mark.parametrize("name", ["correct", "withdraw"])
def test_what_has_not_appeared_is_neither_corrected_nor_withdrawn(
    cast: Cast, in_review: Article, name: str
) -> None:
    """It leaves by ``unschedule``: without a page for readers, and through review again."""
    article = transition(
        in_review, "publish", cast.approver, published_at=timezone.now() + timedelta(hours=1)
    )
    data = (
        correction_data(article, is_public="1", title="Tiêu đề khác") if name == "correct" else GONE
    )
    assert name not in {one.transition.name for one in available(article, cast.other_approver)}
    with pytest.raises(TransitionRefused, match="Hủy hẹn giờ"):
        transition(article, name, cast.other_approver, note="Sai số", **data)
    back = transition(article, "unschedule", cast.approver)
    assert (back.state, back.withdrawn_at) == ("in_review", None)
    assert not Article.objects.withdrawn().exists()


# Withdrawing


@pytest.mark.parametrize(
    "data",
    [
        {"public_as": "notice", "public_note": ""},
        {"public_as": "moved", "moved_to": ""},
        {"public_as": "moved", "moved_to": "//noi-khac.example/"},
        {"public_as": "moved", "moved_to": "javascript:alert(1)"},
        {"public_as": "moved", "moved_to": "/khong-co-trang-nay/"},
        {"public_as": "moved", "moved_to": "/tin/khong-co-999999/"},
        {"public_as": ""},
        {"public_as": "khac"},
    ],
)
def test_withdrawing_says_what_residents_see(
    cast: Cast, published: Article, data: dict[str, str]
) -> None:
    with pytest.raises(TransitionRefused):
        transition(published, "withdraw", cast.approver, note="Sai", **data)


def test_an_item_does_not_move_to_itself(cast: Cast, published: Article) -> None:
    with pytest.raises(TransitionRefused, match="chính bài này"):
        transition(
            published,
            "withdraw",
            cast.approver,
            note="Sai",
            public_as="moved",
            moved_to=published.get_absolute_url(),
        )


def test_a_reopened_item_keeps_its_withdrawal_page_until_published_again(
    cast: Cast, withdrawn: Article
) -> None:
    article = transition(withdrawn, "reopen", cast.approver, note="Viết lại")
    assert article.withdrawal == "notice"
    article = transition(article, "submit", cast.contributor)
    assert article.withdrawal == "notice"
    assert transition(article, "publish", cast.approver).withdrawal == ""


# Notices


def test_the_author_is_told_of_a_return_with_its_reason(cast: Cast, in_review: Article) -> None:
    transition(in_review, "return", cast.editor, note="Ảnh bị mờ")
    texts = list(cast.contributor.notices.values_list("text", flat=True))
    assert texts == [f"Bài “{in_review.title}” bị trả lại: Ảnh bị mờ"]


def test_the_author_of_a_rewritten_text_is_told_with_the_difference(
    cast: Cast, in_review: Article
) -> None:
    from news.editorial.services import save_text

    article = transition(in_review, "take", cast.editor)
    article.title = "Bà con dọn vệ sinh bờ sông"
    save_text(article, actor=cast.editor)
    transition(article, "publish", cast.approver)
    rewritten = cast.contributor.notices.get(text__contains="đã sửa chữ")
    assert f"/news/article/{article.pk}/history/?tu=" in rewritten.url


def test_an_unchanged_text_brings_no_such_notice(cast: Cast, published: Article) -> None:
    texts = list(cast.contributor.notices.values_list("text", flat=True))
    assert texts == [f"Bài “{published.title}” đã đăng."]


# The engine's promises


def test_an_unknown_transition_is_a_programming_error(cast: Cast, draft: Article) -> None:
    with pytest.raises(KeyError):
        transition(draft, "approve", cast.approver)


def test_buttons_are_what_may_be_done_now_with_what_is_missing(cast: Cast) -> None:
    article = transition(make_draft(cast.contributor, lead=""), "submit", cast.contributor)

    def offered(actor: Any) -> list[tuple[str, list[str]]]:
        return [(s.transition.name, s.refusals) for s in available(article, actor)]

    assert offered(cast.contributor) == [("recall", [])]
    assert offered(cast.editor) == [
        ("take", []),
        ("set_review_plan", []),
        ("pass", ["Chưa có sapo."]),
        ("return", []),
        ("return_uncounted", []),
        ("ask_head", []),
    ]
    assert offered(cast.leader) == [("publish_urgently", [])]
    assert offered(cast.superuser) == []


def test_the_database_refuses_to_rewrite_the_log(cast: Cast, published: Article) -> None:
    from django.db import IntegrityError

    row = log_of(published).first()
    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
        TransitionLog.objects.filter(pk=row.pk).update(note="khác")
    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
        row.delete()


@pytest.mark.django_db(transaction=True)
def test_of_two_at_the_same_moment_one_is_refused(transactional_db: None, cast: Cast) -> None:
    article = transition(make_draft(cast.contributor), "submit", cast.contributor)
    start = threading.Barrier(2)
    outcomes: list[str] = []

    def publish(actor: Any) -> None:
        try:
            start.wait()
            perform(article, "publish", actor=actor, version=article.version)
            outcomes.append("done")
        except StaleObject:
            outcomes.append("stale")
        finally:
            connection.close()

    threads = [
        threading.Thread(target=publish, args=[actor])
        for actor in (cast.approver, cast.other_approver)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["done", "stale"]
    assert log_of(article).filter(name="publish").count() == 1


# The end of an item on the portal


def test_the_end_of_an_item_on_the_portal_is_changed(cast: Cast, published: Article) -> None:
    at = timezone.now() + timedelta(days=2)
    article = transition(published, "set_expiry", cast.approver, expires_at=at)
    assert (article.expires_at, article.stays_after_expiry) == (at, True)
    article = transition(
        article, "set_expiry", cast.approver, expires_at=at, stays_after_expiry="goes"
    )
    assert article.stays_after_expiry is False
    article = transition(article, "set_expiry", cast.approver, stays_after_expiry="goes")
    assert article.expires_at is None, "an empty end is none"


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        ({"stays_after_expiry": "stays"}, "chưa đổi gì"),
        ({"expires_at": timezone.now() - timedelta(days=1)}, "Giờ hết hạn đã qua"),
        ({"expires_at": timezone.now() + timedelta(days=3660)}, "hơn mười năm"),
    ],
)
def test_an_end_that_cannot_be_is_refused(
    cast: Cast, published: Article, data: dict[str, Any], sentence: str
) -> None:
    with pytest.raises(TransitionRefused, match=sentence):
        transition(published, "set_expiry", cast.approver, **data)


def test_attaching_a_line_leaves_an_item_among_the_returned(cast: Cast, in_review: Article) -> None:
    article = transition(in_review, "return", cast.editor, note="Thiếu ảnh")
    log = TransitionLog.objects.filter(object_id=article.pk).latest("pk")
    TransitionLog.objects.create(
        content_type=log.content_type,
        object_id=article.pk,
        name="attach_line",
        source="draft",
        target="draft",
        at=timezone.now(),
        version=article.version + 1,
    )
    found = Article.objects.with_last_transition().get(pk=article.pk)
    assert (found.last_transition, found.last_note) == ("return", "Thiếu ảnh")
