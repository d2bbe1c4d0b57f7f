"""Field changes of article transitions, on the locked row before it is saved."""

from __future__ import annotations

from datetime import datetime

from django.utils import timezone

from core.workflow.engine import TransitionAttempt
from news.models import Article
from news.states import Mark, Withdrawal


def submit(attempt: TransitionAttempt) -> None:
    article, data = attempt.item, attempt.data
    handed_in_at = data.get("received_at") or attempt.at
    article.submitted_at = handed_in_at
    article.submitted_by = attempt.actor
    article.received_from = data.get("received_from", "")
    article.received_via = data.get("received_via", "")
    _set_first_submission(article, handed_in_at)


def _set_first_submission(article: Article, at: datetime) -> None:
    """The first hand-in is kept for ever; it counts for deadlines unless the item came back as
    *chưa đạt*.
    """
    article.first_submitted_at = article.first_submitted_at or at
    article.counted_at = article.counted_at or at


def take(attempt: TransitionAttempt) -> None:
    article = attempt.item
    article.previous_holder = article.holder
    article.holder = attempt.actor
    article.taken_at = attempt.at


def release(attempt: TransitionAttempt) -> None:
    attempt.item.holder = None
    attempt.item.taken_at = None


def clear_holder(attempt: TransitionAttempt) -> None:
    attempt.item.previous_holder = attempt.item.holder
    release(attempt)


def leave_review(attempt: TransitionAttempt) -> None:
    release(attempt)
    attempt.item.passed_by = None
    attempt.item.passed_at = None
    _clear_plan(attempt.item)


def recall(attempt: TransitionAttempt) -> None:
    """Nobody has handed the item in now; its first hand-in is remembered for when it comes
    again.
    """
    leave_review(attempt)
    attempt.item.submitted_at = None


def return_to_author(attempt: TransitionAttempt) -> None:
    leave_review(attempt)
    attempt.item.first_returned_at = attempt.item.first_returned_at or attempt.at


def return_uncounted(attempt: TransitionAttempt) -> None:
    return_to_author(attempt)
    attempt.item.counted_at = None


def set_review_plan(attempt: TransitionAttempt) -> None:
    attempt.item.review_due_on = attempt.data["review_due_on"]
    attempt.item.is_priority = attempt.data["is_priority"]


def _clear_plan(article: Article) -> None:
    """A plan is for the review alone: what leaves it comes back without one."""
    article.review_due_on = None
    article.is_priority = False


def pass_on(attempt: TransitionAttempt) -> None:
    release(attempt)
    attempt.item.passed_by = attempt.actor
    attempt.item.passed_at = attempt.at


def ask_head(attempt: TransitionAttempt) -> None:
    release(attempt)
    attempt.item.is_for_head = True


def give_opinion(attempt: TransitionAttempt) -> None:
    """The item goes back to the board, which publishes or returns it."""
    attempt.item.is_for_head = False


def publish(attempt: TransitionAttempt) -> None:
    article = attempt.item
    release(attempt)
    _clear_plan(article)
    article.is_for_head = False
    article.published_at = attempt.data.get("published_at") or attempt.at
    article.expires_at = attempt.data.get("expires_at")
    article.stays_after_expiry = attempt.data.get("stays_after_expiry", True)
    if article.published_at <= attempt.at:
        # A later time keeps the withdrawal page up until then.
        _clear_withdrawal(article)


def publish_urgently(attempt: TransitionAttempt) -> None:
    article = attempt.item
    publish(attempt)
    article.mark = Mark.URGENT
    if article.first_submitted_at is None:
        article.submitted_at = attempt.at
        article.submitted_by = attempt.actor
    _set_first_submission(article, article.submitted_at or attempt.at)


def confirm(attempt: TransitionAttempt) -> None:
    attempt.item.mark = Mark.NONE


def unschedule(attempt: TransitionAttempt) -> None:
    article = attempt.item
    article.previous_time = article.published_at
    article.published_at = article.expires_at = None
    article.mark = Mark.NONE


def time_words(at: datetime) -> str:
    return f"{timezone.localtime(at):%d/%m/%Y | %H:%M}"


def record_publication(attempt: TransitionAttempt) -> str:
    """Return for the log when an item appears, if it is later, and when it ends."""
    article = attempt.item
    words = (
        [f"Hẹn đăng lúc {time_words(article.published_at)}"]
        if article.published_at > attempt.at
        else []
    )
    words += [f"Hết hạn lúc {time_words(article.expires_at)}"] if article.expires_at else []
    return "; ".join(words)


def record_rescheduling(attempt: TransitionAttempt) -> str:
    article = attempt.item
    old, new = time_words(article.previous_time), time_words(article.published_at)
    words = [f"Từ {old} sang {new}" if old != new else f"Hẹn đăng lúc {new}"]
    words += [f"Hết hạn lúc {time_words(article.expires_at)}"] if article.expires_at else []
    return "; ".join(words)


def record_unscheduling(attempt: TransitionAttempt) -> str:
    return f"Đã hẹn đăng lúc {time_words(attempt.item.previous_time)}"


def record_expiry(attempt: TransitionAttempt) -> str:
    at = attempt.item.expires_at
    return f"Hết hạn lúc {time_words(at)}" if at else "Không hết hạn"


def set_expiry(attempt: TransitionAttempt) -> None:
    attempt.item.expires_at = attempt.data["expires_at"]
    attempt.item.stays_after_expiry = attempt.data["stays_after_expiry"]


def reschedule(attempt: TransitionAttempt) -> None:
    article = attempt.item
    article.previous_time = article.published_at
    article.published_at = attempt.data["published_at"]
    article.expires_at = attempt.data["expires_at"]
    article.stays_after_expiry = attempt.data["stays_after_expiry"]
    if article.published_at <= attempt.at:
        _clear_withdrawal(article)


def correct(attempt: TransitionAttempt) -> None:
    attempt.item.mark = attempt.item.mark or Mark.CORRECTED


def set_withdrawal(attempt: TransitionAttempt) -> None:
    article, data = attempt.item, attempt.data
    article.withdrawal = data["public_as"]
    article.withdrawal_note = data["public_note"]
    article.withdrawal_url = data["moved_to"]


def withdraw(attempt: TransitionAttempt) -> None:
    article = attempt.item
    set_withdrawal(attempt)
    article.withdrawn_at = attempt.at
    article.mark = Mark.NONE


def _clear_withdrawal(article: Article) -> None:
    article.withdrawal = Withdrawal.NONE
    article.withdrawal_note = article.withdrawal_url = ""
    article.withdrawn_at = None


def discard(attempt: TransitionAttempt) -> None:
    attempt.item.discarded_at = attempt.at


def restore(attempt: TransitionAttempt) -> None:
    attempt.item.discarded_at = None


def take_over(attempt: TransitionAttempt) -> None:
    attempt.item.published_at = attempt.data["published_at"]
    attempt.item.view_count = attempt.data["view_count"] or 0
