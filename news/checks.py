"""What stands in the way of a transition, as sentences: the guard and the page use the same ones."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from core import richtext
from core.workflow import Attempt
from news.permissions import by_approver, had_a_hand_in
from news.states import Kind
from organization.roles import Role

if TYPE_CHECKING:
    from news.models import Article


def publishing_problems(article: Article) -> list[str]:
    """Return every reason why the text may not go before residents, in the order of the form."""
    return [
        *missing_text(article),
        *_missing_classification(article),
        *_picture_problems(article),
        *richtext.publishing_problems(article.body),
    ]


def missing_text(article: Article) -> Iterator[str]:
    if not article.title.strip():
        yield "Chưa có tiêu đề."
    if richtext.is_empty(article.body):
        yield "Chưa có nội dung."


def _missing_classification(article: Article) -> Iterator[str]:
    if not article.lead.strip():
        yield "Chưa có sapo."
    if not article.unit_id:
        yield "Chưa chọn đơn vị."
    if not article.category_id:
        yield "Chưa chọn chuyên mục."
    elif (article.kind == Kind.NOTICE) != article.category.is_for_notices:
        yield "Thể loại thông báo đi với chuyên mục dành cho thông báo, và chỉ thể loại ấy."
    if not (article.is_for_portal or article.is_for_loudspeaker):
        yield "Chưa chọn kênh nào: cổng thông tin hoặc truyền thanh."


def _picture_problems(article: Article) -> Iterator[str]:
    if article.picture_id and not article.picture_is_decorative and not article.picture_alt.strip():
        yield "Ảnh chính chưa có mô tả; nếu ảnh chỉ để trang trí, xin đánh dấu như vậy."


def has_text(attempt: Attempt) -> Iterator[str]:
    yield from missing_text(attempt.item)


def is_publishable(attempt: Attempt) -> list[str]:
    return publishing_problems(attempt.item)


def is_four_eyes(attempt: Attempt) -> Iterator[str]:
    """Refuse whoever had a hand in the text: nobody approves or confirms an item of their own."""
    if attempt.actor is not None and attempt.actor.pk in had_a_hand_in(attempt.item):
        yield "Quý vị đã viết, nộp, nhập hộ, đính chính hoặc đăng khẩn bài này; cần một người duyệt khác."


def is_heads_word(attempt: Attempt) -> Iterator[str]:
    if attempt.item.is_for_head and not attempt.actor.has_role(Role.HEAD):
        yield "Bài đang xin ý kiến trưởng ban; chỉ trưởng ban được đăng."


def is_untaken(attempt: Attempt) -> Iterator[str]:
    article = attempt.item
    if article.holder_id or article.passed_at or article.is_for_head:
        yield "Ban biên tập đã nhận bài này. Xin liên hệ biên tập viên nếu cần sửa."


def is_free_to_take(attempt: Attempt) -> Iterator[str]:
    """Refuse an item held by another, but an approver may take it over."""
    article, actor = attempt.item, attempt.actor
    if article.holder_id == actor.pk:
        yield "Quý vị đang giữ bài này."
    elif article.holder_id and not by_approver(article, actor):
        yield f"{article.holder} đang giữ bài này."


def is_held_by_actor(attempt: Attempt) -> Iterator[str]:
    """Refuse to release what nobody holds, or what another holds unless an approver does it."""
    article, actor = attempt.item, attempt.actor
    if not article.holder_id:
        yield "Chưa ai giữ bài này."
    elif article.holder_id != actor.pk and not by_approver(article, actor):
        yield f"{article.holder} đang giữ bài này."


def is_not_passed(attempt: Attempt) -> Iterator[str]:
    if attempt.item.passed_at:
        yield "Bài đã được thông qua."


def is_not_yet_heads(attempt: Attempt) -> Iterator[str]:
    if attempt.item.is_for_head:
        yield "Bài đã được chuyển xin ý kiến trưởng ban."


def is_marked(attempt: Attempt) -> Iterator[str]:
    if not attempt.item.mark:
        yield "Bài không có gì chờ xác nhận."


def is_still_scheduled(attempt: Attempt) -> Iterator[str]:
    if attempt.item.published_at <= attempt.at:
        yield "Bài đã lên trang, không thể hủy hẹn giờ; xin dùng bước gỡ bài."
