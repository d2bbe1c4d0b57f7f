"""Effects of article transitions, in the same transaction: notices and related rows."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.urls import reverse

from core.autosave import drafts
from core.workflow.engine import TransitionAttempt, log_of
from news.editorial.comments import unanswered_phrase
from news.editorial.mutations import time_words
from news.editorial.revisions import text_change_since_submission
from news.editorial.services import change_attachments, sync_related
from news.models import Article, Correction
from news.models.notice_times import known_times
from news.notices import notify_people
from news.permissions import had_a_hand_in
from news.states import Mark
from organization.models import Notice, Topic, User, notify
from organization.roles import Role

APPEARED_LATELY = timedelta(days=1)  # a server that was off tells of the last day


def discard_autosaved_drafts(attempt: TransitionAttempt) -> None:
    drafts.discard_all_drafts(attempt.item)


def notify_previous_holder(attempt: TransitionAttempt) -> None:
    article = attempt.item
    notify_people(
        attempt, [article.previous_holder], f"{attempt.actor} đã nhận thay bài “{article.title}”."
    )


def notify_released_holder(attempt: TransitionAttempt) -> None:
    article = attempt.item
    notify_people(
        attempt,
        [article.previous_holder],
        f"{attempt.actor} đã thôi giữ thay quý vị bài “{article.title}”; bài chờ người nhận.",
    )


def notify_holder_planned(attempt: TransitionAttempt) -> None:
    article = attempt.item
    plan = ["ưu tiên"] if article.is_priority else []
    plan += [f"hạn duyệt {article.review_due_on:%d/%m/%Y}"] if article.review_due_on else []
    words = f"{', '.join(plan)}." if plan else "không còn hẹn duyệt."
    notify_people(
        attempt,
        [article.holder],
        f"Bài “{article.title}” quý vị đang giữ: {words} {attempt.note}".strip(),
    )


def notify_author_returned(attempt: TransitionAttempt) -> None:
    _notify_of_return(attempt, "bị trả lại")


def notify_author_uncounted(attempt: TransitionAttempt) -> None:
    _notify_of_return(attempt, "bị trả lại, chưa đạt nên chưa tính")


def _notify_of_return(attempt: TransitionAttempt, verb: str) -> None:
    article = attempt.item
    words = unanswered_phrase(article)
    counted = f" với {words}" if words else ""
    text = f"Bài “{article.title}” {verb}{counted}: {attempt.note}"
    notify_people(attempt, [article.author, article.submitted_by], text, Topic.RETURNED)


def notify_author_published(attempt: TransitionAttempt) -> None:
    article = attempt.item
    at = article.published_at
    verb = f"được hẹn giờ đăng lúc {time_words(at)}" if at > attempt.at else "đã đăng"
    notify_people(attempt, [article.author], f"Bài “{article.title}” {verb}.", Topic.PUBLISHED)


def notify_author_rescheduled(attempt: TransitionAttempt) -> None:
    article = attempt.item
    old, new = time_words(article.previous_time), time_words(article.published_at)
    notify_people(
        attempt,
        [article.author],
        f"Bài “{article.title}” đổi giờ đăng từ {old} sang {new}.",
        Topic.PUBLISHED,
    )


def notify_author_unscheduled(attempt: TransitionAttempt) -> None:
    article = attempt.item
    notify_people(
        attempt,
        [article.author],
        f"Bài “{article.title}” hủy hẹn giờ đăng lúc {time_words(article.previous_time)},"
        " trở lại chờ duyệt.",
        Topic.PUBLISHED,
    )


def tell_authors_of_appeared(now: datetime) -> None:
    """Tell the author, once, that an item has appeared whose time was set before: a job of
    ``run_due``. One query where nothing appeared.
    """
    appeared = Article.objects.appeared_by_itself(since=now - APPEARED_LATELY, now=now)
    found = {
        f"article:{article.pk}:appeared:{article.published_at:%Y%m%d%H%M}": article
        for article in appeared.select_related("author").only("title", "published_at", "author")
        if article.author
    }
    if not found:
        return
    told = set(Notice.objects.filter(event__in=found).values_list("event", flat=True))
    for event, article in found.items():
        if event not in told:
            notify(
                [article.author],
                event=event,
                text=f"Bài “{article.title}” đã đăng.",
                url=reverse("admin:news_article_change", args=[article.pk]),
                now=now,
                topic=Topic.PUBLISHED,
            )


def notify_author_withdrawn(attempt: TransitionAttempt) -> None:
    notify_people(
        attempt,
        [attempt.item.author],
        f"Bài “{attempt.item.title}” đã gỡ: {attempt.note}",
        Topic.WITHDRAWN,
    )


def notify_author_reopened(attempt: TransitionAttempt) -> None:
    notify_people(
        attempt,
        [attempt.item.author],
        f"Bài “{attempt.item.title}” được mở lại để sửa: {attempt.note}",
    )


def notify_author_cancelled(attempt: TransitionAttempt) -> None:
    """Tell the author that a correction marked times of the notice as cancelled, or no longer."""
    article = attempt.item
    was = {one.label for one in known_times(attempt.data["times_before"]) if one.is_cancelled}
    times = article.event_times
    cancelled = [one.label for one in times if one.is_cancelled and one.label not in was]
    restored = [one.label for one in times if not one.is_cancelled and one.label in was]
    said = [f"ghi “Đã hủy”: {', '.join(cancelled)}"] if cancelled else []
    said += [f"bỏ ghi “Đã hủy”: {', '.join(restored)}"] if restored else []
    if said:
        words = f"Thông báo “{article.title}” {'; '.join(said)}. Lý do: {attempt.note}"
        notify_people(attempt, [article.author], words, Topic.REWRITTEN)


def notify_author_if_rewritten(attempt: TransitionAttempt) -> None:
    """Tell the author when the board changed the text, with a link to the difference."""
    article = attempt.item
    change = text_change_since_submission(article)
    if change and article.author and article.author != attempt.actor:
        notify(
            [article.author],
            event=f"article:{article.pk}:rewritten:{change.new.pk}",
            text=f"Ban biên tập đã sửa chữ trong bài “{article.title}”. Xem phần khác nhau.",
            url=change.url,
            now=attempt.at,
            topic=Topic.REWRITTEN,
        )


def notify_heads(attempt: TransitionAttempt) -> None:
    notify_people(
        attempt,
        list(User.objects.with_role(Role.HEAD)),
        f"Xin ý kiến trưởng ban về bài “{attempt.item.title}”: {attempt.note}",
        Topic.ASKED,
    )


def notify_asker(attempt: TransitionAttempt) -> None:
    """Tell whoever asked for the head's opinion what it is."""
    asked = log_of(attempt.item).filter(name="ask_head").last()
    if asked and asked.actor and asked.actor != attempt.actor:
        notify_people(
            attempt,
            [asked.actor],
            f"Ý kiến trưởng ban về bài “{attempt.item.title}”: {attempt.note}",
            Topic.ASKED,
        )


def notify_approvers_marked(attempt: TransitionAttempt) -> None:
    people = [*User.objects.with_role(Role.APPROVER), *User.objects.with_role(Role.HEAD)]
    hands = had_a_hand_in(attempt.item)  # who may not confirm it
    people = [person for person in people if person.pk not in hands]
    label = Mark(attempt.item.mark).label.lower()
    text = f"Bài “{attempt.item.title}” {label}, chờ một người duyệt khác xác nhận: {attempt.note}"
    notify_people(attempt, people, text, Topic.ASKED)


def record_correction(attempt: TransitionAttempt) -> None:
    if attempt.data["is_public"]:
        Correction.objects.create(
            article=attempt.item,
            text=attempt.note,
            corrected_at=attempt.at,
            corrected_by=attempt.actor,
        )


def store_files(attempt: TransitionAttempt) -> None:
    sync_related(attempt.item, actor=attempt.actor)
    change_attachments(
        attempt.item,
        remove=attempt.data.get("remove_attachments", []),
        add=attempt.data["new_attachment"],
        title=attempt.data["new_attachment_title"],
    )
