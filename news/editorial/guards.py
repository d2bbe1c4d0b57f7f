"""Guards of article transitions: the reasons, as sentences, why one is refused."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import TYPE_CHECKING

from django.utils import timezone

from core.workflow.engine import TransitionAttempt
from news.editorial.lint import blocking_messages, missing_text
from news.editorial.revisions import is_changed_since_pass
from news.permissions import by_approver, by_editor_or_approver, had_a_hand, had_a_hand_in
from news.states import ArticleState, Withdrawal
from organization.models import User
from organization.permissions import nobody_left
from organization.roles import Role
from organization.work.handover import receiver_of

if TYPE_CHECKING:
    from news.models import Article


def publishing_problems(article: Article) -> list[str]:
    """Return every reason why the text may not go before residents: the errors of
    ``news.editorial.lint``.
    """
    return [one.sentence for one in blocking_messages(article)]


def has_text(attempt: TransitionAttempt) -> list[str]:
    return [one.sentence for one in missing_text(attempt.item)]


def is_of_working_unit(attempt: TransitionAttempt) -> Iterator[str]:
    if problem := ended_unit_problem(attempt.item, attempt.at):
        yield problem


def ended_unit_problem(article: Article, handed_in_at: datetime) -> str:
    """Return why the item cannot be handed in at that time, "" if it can: it would count for a
    unit that has ended and that no other succeeded. What comes back counts as before.
    """
    unit, day = article.unit, timezone.localdate(article.counted_at or handed_in_at)
    if unit is None or unit.valid_until is None or not unit.is_dissolved(on=day):
        return ""
    if receiver_of(unit, on=day):
        return ""
    return (
        f"Đơn vị {unit} đã kết thúc hoạt động ngày {unit.valid_until:%d/%m/%Y} và không có đơn vị"
        " kế tục đang hoạt động, nên bài chưa gửi được. Xin báo cán bộ công nghệ thông tin ghi đơn"
        " vị kế tục."
    )


def is_publishable(attempt: TransitionAttempt) -> list[str]:
    return publishing_problems(attempt.item)


def is_four_eyes(attempt: TransitionAttempt) -> Iterator[str]:
    """Refuse whoever had a hand in the text: nobody approves or confirms an item of their own."""
    if attempt.actor is not None and had_a_hand(attempt.item, attempt.actor):
        yield (
            "Quý vị đã viết, sửa chữ, nộp, nhập hộ, đính chính hoặc đăng khẩn bài này, hoặc bài mà"
            " nó chép từ đó; cần một người duyệt khác."
        )
        yield from no_approver_left(attempt.item)


def no_approver_left(article: Article, *, besides: User | None = None) -> list[str]:
    """Return what is said where every approver has a hand in the item, ``besides`` too: nobody is
    left to publish or confirm it. Nothing where somebody is.
    """
    hands = had_a_hand_in(article) | ({besides.pk} if besides else set())
    way_out = ", hoặc gỡ bài" if article.state == ArticleState.PUBLISHED else ""
    return nobody_left(User.objects.with_role(Role.APPROVER), hands, "bài này", way_out)


def is_allowed_by_head(attempt: TransitionAttempt) -> Iterator[str]:
    article = attempt.item
    is_asked = article.is_for_head or (article.copied_from and article.copied_from.is_for_head)
    if is_asked and not attempt.actor.has_role(Role.HEAD):
        yield "Bài đang xin ý kiến trưởng ban; chỉ trưởng ban được đăng."


def is_untaken(attempt: TransitionAttempt) -> Iterator[str]:
    article = attempt.item
    if article.holder_id or article.passed_at or article.is_for_head:
        yield "Ban biên tập đã nhận bài này. Xin liên hệ biên tập viên nếu cần sửa."


def is_free_to_take(attempt: TransitionAttempt) -> Iterator[str]:
    """Refuse an item held by another, but an approver may take it over."""
    article, actor = attempt.item, attempt.actor
    if article.holder_id == actor.pk:
        yield "Quý vị đang giữ bài này."
    elif article.holder_id and not by_approver(article, actor):
        yield f"{article.holder} đang giữ bài này."


def is_held_by_actor(attempt: TransitionAttempt) -> Iterator[str]:
    """Refuse to release what nobody holds, or what another holds unless an approver does it.

    Who left the board holds nothing up: then an editor may, too.
    """
    article, actor = attempt.item, attempt.actor
    if not article.holder_id:
        yield "Chưa ai giữ bài này."
    elif (
        article.holder_id != actor.pk
        and not by_approver(article, actor)
        and by_editor_or_approver(article, article.holder)
    ):
        yield f"{article.holder} đang giữ bài này."


def is_not_passed(attempt: TransitionAttempt) -> Iterator[str]:
    if attempt.item.passed_at and not is_changed_since_pass(attempt.item):
        yield "Bài đã được thông qua."


def is_not_with_head(attempt: TransitionAttempt) -> Iterator[str]:
    if attempt.item.is_for_head:
        yield "Bài đã được chuyển xin ý kiến trưởng ban."


def is_with_head(attempt: TransitionAttempt) -> Iterator[str]:
    if not attempt.item.is_for_head:
        yield "Không ai xin ý kiến trưởng ban về bài này."


def is_marked(attempt: TransitionAttempt) -> Iterator[str]:
    if not attempt.item.mark:
        yield "Bài không có gì chờ xác nhận."


def is_on_portal(attempt: TransitionAttempt) -> Iterator[str]:
    if attempt.item.published_at > attempt.at:
        yield "Bài chưa lên trang; xin dùng bước đổi giờ đăng."


def has_appeared(attempt: TransitionAttempt) -> Iterator[str]:
    """Refuse to correct or withdraw what waits for its time: no reader saw it, and it would appear
    by itself with words that no second pair of eyes approved.
    """
    if attempt.item.published_at > attempt.at:
        yield "Bài chưa lên trang. Muốn sửa hay gỡ, xin người duyệt dùng bước “Hủy hẹn giờ”."


def is_withdrawn(attempt: TransitionAttempt) -> Iterator[str]:
    """Refuse an item whose page is not that of a withdrawal."""
    article = attempt.item
    is_live = article.state == ArticleState.PUBLISHED and article.published_at <= attempt.at
    if not article.withdrawal or is_live:
        yield "Bài không ở tình trạng đã gỡ khỏi cổng."


def is_not_told_of(attempt: TransitionAttempt) -> Iterator[str]:
    """Refuse to discard what readers are told about in the words of its withdrawal."""
    if attempt.item.withdrawal == Withdrawal.NOTICE:
        yield (
            "Bài này từng đăng và người đọc đang thấy lời gỡ của Ban Biên tập, nên không bỏ được."
            " Nếu không đăng lại nữa, xin người duyệt dùng bước “Sửa lời gỡ, địa chỉ mới”."
        )


def is_still_scheduled(attempt: TransitionAttempt) -> Iterator[str]:
    if attempt.item.published_at <= attempt.at:
        yield "Bài đã đăng, không thể hủy hay đổi giờ hẹn; xin dùng bước gỡ bài."


SUPPORTS_ITSELF = "Đơn vị đứng tên bài không đồng thời là đơn vị phối hợp."


def supporting_problem(unit: int | None, supporting: Iterable[int]) -> str:
    """Return why these units cannot support the one that signs; "" if they can.

    The database has a trigger for whatever does not ask here.
    """
    return SUPPORTS_ITSELF if unit in set(supporting) else ""
