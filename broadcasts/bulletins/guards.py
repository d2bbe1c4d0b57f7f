"""Guards of the workflow of bulletins."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from django.utils import timezone

from broadcasts.models import AirItem, Bulletin
from broadcasts.on_air import on_air_since
from broadcasts.reading.doubts import unread_words
from broadcasts.sources.items import public_after
from broadcasts.states import BulletinClass, BulletinState, ItemKind, SourceState
from core.workflow.engine import TransitionAttempt, log_of
from organization.models import User
from organization.permissions import nobody_left
from organization.roles import Role

_TEXT_STEPS = ("submit", "start_emergency")


def hands(bulletin: Bulletin) -> set[int]:
    """Return the keys of the users who had a hand in the text: who stored a version of the
    bulletin or of an item in it, or submitted it. Three queries.
    """
    items = AirItem.objects.filter(places__bulletin=bulletin)
    writers = AirItem.history.filter(id__in=items.values("pk")).values_list("history_user")
    editors = bulletin.history.values_list("history_user")
    submitters = log_of(bulletin).filter(name__in=_TEXT_STEPS).values_list("actor")
    return {pk for rows in (writers, editors, submitters) for (pk,) in rows if pk}


def is_four_eyes(attempt: TransitionAttempt) -> Iterator[str]:
    """Refuse whoever had a hand in the text."""
    if attempt.actor is None:
        return
    own = hands(attempt.item)
    if attempt.actor.pk in own:
        yield "Quý vị đã soạn hoặc sửa bản tin này; cần một người duyệt khác."
        able = User.objects.with_role(Role.APPROVER, Role.HEAD, Role.LEADER)
        yield from nobody_left(able, own, "bản tin này")


def has_items(attempt: TransitionAttempt) -> Iterator[str]:
    """Refuse an empty bulletin, and items without words to read."""
    items = airable_items(attempt.item)
    if all(item.is_frame for item in items):
        yield "Bản tin chưa có mục nào để phát."
    for item in items:
        if item.kind == ItemKind.RELAYED:
            if not (item.relayed_seconds or item.recording_id):
                yield f"Mục “{item.title}”: xin ghi thời lượng tiếp âm."
        elif not item.reading.strip():
            yield f"Mục “{item.title}” chưa có lời đọc."
        elif unread := unread_words(item.reading):
            words = ", ".join(f"“{word}”" for word in unread)
            yield f"Mục “{item.title}” còn chữ chưa biết đọc thế nào, đánh dấu [?…]: {words}."


def is_current(attempt: TransitionAttempt) -> Iterator[str]:
    """Refuse texts whose source was corrected since."""
    for item in airable_items(attempt.item):
        if item.source_state == SourceState.CORRECTED:
            yield f"Bản đăng của “{item.title}” đã sửa; xin xem phần khác nhau rồi chọn lời đọc."


def is_public_by_then(attempt: TransitionAttempt) -> Iterator[str]:
    """Refuse what is on air before its article appears."""
    begins = attempt.item.starts_at
    items = [item for item in airable_items(attempt.item) if item.source_key]
    times = public_after([item.source_key for item in items], begins) if items else {}
    for item in items:
        if item.source_key in times:
            yield f"Mục “{item.title}”: {too_early(times[item.source_key], begins)}"


def too_early(public_from: datetime, begins: datetime) -> str:
    """Return the sentence about an article that appears after it would be on air."""
    return (
        f"bài hẹn đăng lúc {timezone.localtime(public_from):%H:%M, %d/%m/%Y}, sau giờ phát"
        f" {timezone.localtime(begins):%H:%M, %d/%m/%Y}; xin để bản tin sau."
    )


def is_not_over(attempt: TransitionAttempt) -> Iterator[str]:
    """Refuse to submit or approve what was to be aired already: a text approved now was not heard
    then.
    """
    ended = attempt.item.ends_at
    if ended <= attempt.at:
        yield (
            f"Buổi phát này đã qua lúc {timezone.localtime(ended):%H:%M, %d/%m/%Y} nên không trình,"
            " duyệt được nữa. Nếu phát muộn hơn trong ngày, xin sửa giờ phát của bản đang soạn; nếu"
            " không phát, xin bấm “Không phát”."
        )


def may_be_withdrawn(attempt: TransitionAttempt) -> Iterator[str]:
    """What was approved stays as it is from its start on: it may have been read already."""
    bulletin = attempt.item
    if bulletin.state == BulletinState.APPROVED and bulletin.starts_at <= attempt.at:
        yield (
            "Đã đến giờ phát bản tin này nên không rút lại để sửa được nữa: xin ghi nhật ký đã"
            " phát, hoặc “Không phát”."
        )


def is_begun(attempt: TransitionAttempt) -> Iterator[str]:
    if attempt.at < attempt.item.starts_at:
        yield "Chưa đến giờ phát."


def is_before_start(attempt: TransitionAttempt) -> Iterator[str]:
    if attempt.item.starts_at <= attempt.at:
        yield "Đã đến giờ phát của buổi này."


def is_not_playing(attempt: TransitionAttempt) -> Iterator[str]:
    """What a page still plays is logged when it has ended: by the page itself."""
    if attempt.actor is not None and (since := on_air_since(attempt.item, attempt.at)):
        yield (
            f"Trang phát của trạm đang phát bản tin này từ {timezone.localtime(since):%H:%M}; phát"
            " xong, nhật ký tự ghi. Muốn dừng, xin bấm “Dừng phát”."
        )


def is_on_air(attempt: TransitionAttempt) -> Iterator[str]:
    if not _is_on_air(attempt.item):
        yield "Trang phát của trạm chưa báo phát bản tin này."


def is_not_on_air(attempt: TransitionAttempt) -> Iterator[str]:
    """What is on air is stopped, so that the log has what was heard of it."""
    if _is_on_air(attempt.item):
        yield "Bản tin đã bắt đầu phát; muốn dừng, xin bấm “Dừng phát”."


def _is_on_air(bulletin: Bulletin) -> bool:
    """Return whether a page has begun to play it and nothing is logged yet."""
    return bulletin.state == BulletinState.APPROVED and bulletin.playout_reports.exists()


def was_approved(attempt: TransitionAttempt) -> Iterator[str]:
    if attempt.item.approved_at is None:
        yield "Bản tin này chưa được duyệt."


def was_not_given_up(attempt: TransitionAttempt) -> Iterator[str]:
    """A bulletin that was cancelled is not logged; an emergency may have been read live before it
    was stopped.
    """
    is_cancelled = attempt.item.state == BulletinState.CANCELLED
    if is_cancelled and attempt.item.bulletin_class != BulletinClass.EMERGENCY:
        yield "Bản tin này đã hủy."


def is_slotted(attempt: TransitionAttempt) -> Iterator[str]:
    """An emergency bulletin is stopped, not cancelled."""
    if attempt.item.bulletin_class == BulletinClass.EMERGENCY:
        yield "Bản tin khẩn cấp được dừng ở trang Phát khẩn cấp."


def is_emergency(attempt: TransitionAttempt) -> Iterator[str]:
    if attempt.item.bulletin_class != BulletinClass.EMERGENCY:
        yield "Đây không phải bản tin khẩn cấp."


def is_unconfirmed(attempt: TransitionAttempt) -> Iterator[str]:
    yield from is_emergency(attempt)
    if attempt.item.confirmed_at:
        yield "Bản tin khẩn cấp này đã được xác nhận."


def airable_items(bulletin: Bulletin) -> list[AirItem]:
    """Return the items in their order, without those whose source was withdrawn. One query."""
    rows = bulletin.places.airable().select_related("item").order_by("position", "pk")
    return [place.item for place in rows]
