"""The workflow of an article, as one table. ``docs/workflow.md`` shows the same table, and a test compares them."""

from __future__ import annotations

from django.urls import reverse
from django.utils import timezone

from core import side_copies
from core.workflow import Attempt, Transition, Workflow, register
from news import checks, permissions
from news.editing import change_attachments, sync_files
from news.forms import (
    CorrectionForm,
    ImportForm,
    OnBehalfForm,
    PublishForm,
    RescheduleForm,
    ReviewPlanForm,
    WithdrawForm,
)
from news.models import Article, Correction
from news.remarks import unanswered_words
from news.states import ArticleState, Mark, Withdrawal
from news.versions import text_change_since_submission
from organization.models import User, notify
from organization.roles import Role

DRAFT, IN_REVIEW, PUBLISHED = ArticleState.DRAFT, ArticleState.IN_REVIEW, ArticleState.PUBLISHED
WITHDRAWN, DISCARDED = ArticleState.WITHDRAWN, ArticleState.DISCARDED


# What each step sets, on the locked row, before it is saved.


def _submit(attempt: Attempt) -> None:
    article, data = attempt.item, attempt.data
    handed_in_at = data.get("received_at") or attempt.at
    article.submitted_at = handed_in_at
    article.submitted_by = attempt.actor
    article.received_from = data.get("received_from", "")
    article.received_via = data.get("received_via", "")
    # The first hand-in counts for deadlines and is kept for ever.
    article.first_submitted_at = article.first_submitted_at or handed_in_at


def _take(attempt: Attempt) -> None:
    article = attempt.item
    article.previous_holder = article.holder
    article.holder = attempt.actor
    article.taken_at = attempt.at


def _release(attempt: Attempt) -> None:
    attempt.item.holder = None
    attempt.item.taken_at = None


def _let_go(attempt: Attempt) -> None:
    attempt.item.previous_holder = attempt.item.holder
    _release(attempt)


def _leave_review(attempt: Attempt) -> None:
    _release(attempt)
    attempt.item.passed_by = None
    attempt.item.passed_at = None
    _clear_plan(attempt.item)


def _set_review_plan(attempt: Attempt) -> None:
    attempt.item.review_due_on = attempt.data["review_due_on"]
    attempt.item.is_priority = attempt.data["is_priority"]


def _clear_plan(article: Article) -> None:
    """A plan is for the review alone: what leaves it comes back without one."""
    article.review_due_on = None
    article.is_priority = False


def _pass(attempt: Attempt) -> None:
    _release(attempt)
    attempt.item.passed_by = attempt.actor
    attempt.item.passed_at = attempt.at


def _ask_head(attempt: Attempt) -> None:
    _release(attempt)
    attempt.item.is_for_head = True


def _publish(attempt: Attempt) -> None:
    article = attempt.item
    _release(attempt)
    _clear_plan(article)
    article.is_for_head = False
    article.published_at = attempt.data.get("published_at") or attempt.at
    article.expires_at = attempt.data.get("expires_at")
    if article.published_at <= attempt.at:
        # A later time keeps the withdrawal page standing until then.
        _clear_withdrawal(article)


def _publish_urgently(attempt: Attempt) -> None:
    article = attempt.item
    _publish(attempt)
    article.mark = Mark.URGENT
    if article.first_submitted_at is None:
        article.first_submitted_at = article.submitted_at = attempt.at
        article.submitted_by = attempt.actor


def _confirm(attempt: Attempt) -> None:
    attempt.item.mark = Mark.NONE


def _unschedule(attempt: Attempt) -> None:
    article = attempt.item
    article.published_at = article.expires_at = None
    article.mark = Mark.NONE


def _reschedule(attempt: Attempt) -> None:
    article = attempt.item
    article.previous_time = article.published_at
    article.published_at = attempt.data["published_at"]
    article.expires_at = attempt.data["expires_at"]
    if article.published_at <= attempt.at:
        _clear_withdrawal(article)


def _correct(attempt: Attempt) -> None:
    attempt.item.mark = attempt.item.mark or Mark.CORRECTED


def _withdraw(attempt: Attempt) -> None:
    article, data = attempt.item, attempt.data
    article.withdrawal = data["public_as"]
    article.withdrawal_note = data["public_note"]
    article.withdrawal_url = data["moved_to"]
    article.withdrawn_at = attempt.at
    article.mark = Mark.NONE


def _clear_withdrawal(article: Article) -> None:
    article.withdrawal = Withdrawal.NONE
    article.withdrawal_note = article.withdrawal_url = ""
    article.withdrawn_at = None


def _discard(attempt: Attempt) -> None:
    attempt.item.discarded_at = attempt.at


def _restore(attempt: Attempt) -> None:
    attempt.item.discarded_at = None


def _import(attempt: Attempt) -> None:
    attempt.item.published_at = attempt.data["published_at"]
    attempt.item.view_count = attempt.data["view_count"] or 0


# What follows from a step, in the same transaction.


def _tell(attempt: Attempt, people: list[User | None], text: str) -> None:
    article = attempt.item
    notify(
        [person for person in people if person != attempt.actor],
        event=f"article:{article.pk}:{attempt.log.pk}",
        text=text,
        url=reverse("admin:news_article_change", args=[article.pk]),
        now=attempt.at,
    )


def _drop_side_copies(attempt: Attempt) -> None:
    side_copies.drop_all(attempt.item)


def _tell_previous_holder(attempt: Attempt) -> None:
    article = attempt.item
    _tell(attempt, [article.previous_holder], f"{attempt.actor} đã nhận thay bài “{article.title}”.")


def _tell_released_holder(attempt: Attempt) -> None:
    article = attempt.item
    _tell(
        attempt,
        [article.previous_holder],
        f"{attempt.actor} đã thôi giữ thay quý vị bài “{article.title}”; bài chờ người nhận.",
    )


def _tell_holder_planned(attempt: Attempt) -> None:
    article = attempt.item
    plan = ["ưu tiên"] if article.is_priority else []
    plan += [f"hạn duyệt {article.review_due_on:%d/%m/%Y}"] if article.review_due_on else []
    words = f"{', '.join(plan)}." if plan else "không còn hẹn duyệt."
    _tell(attempt, [article.holder], f"Bài “{article.title}” quý vị đang giữ: {words} {attempt.note}".strip())


def _tell_author_returned(attempt: Attempt) -> None:
    article = attempt.item
    words = unanswered_words(article)
    counted = f" với {words}" if words else ""
    _tell(
        attempt,
        [article.author, article.submitted_by],
        f"Bài “{article.title}” bị trả lại{counted}: {attempt.note}",
    )


def _tell_author_published(attempt: Attempt) -> None:
    article = attempt.item
    verb = "được hẹn giờ đăng" if article.published_at > attempt.at else "đã đăng"
    _tell(attempt, [article.author], f"Bài “{article.title}” {verb}.")


def _tell_author_rescheduled(attempt: Attempt) -> None:
    article = attempt.item
    old, new = (f"{timezone.localtime(at):%d/%m/%Y | %H:%M}" for at in (article.previous_time, article.published_at))
    _tell(attempt, [article.author], f"Bài “{article.title}” đổi giờ đăng từ {old} sang {new}.")


def _tell_author_withdrawn(attempt: Attempt) -> None:
    _tell(attempt, [attempt.item.author], f"Bài “{attempt.item.title}” đã gỡ: {attempt.note}")


def _tell_author_reopened(attempt: Attempt) -> None:
    _tell(attempt, [attempt.item.author], f"Bài “{attempt.item.title}” được mở lại để sửa: {attempt.note}")


def _tell_author_if_rewritten(attempt: Attempt) -> None:
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
        )


def _tell_heads(attempt: Attempt) -> None:
    _tell(
        attempt,
        list(User.objects.with_role(Role.HEAD)),
        f"Xin ý kiến trưởng ban về bài “{attempt.item.title}”: {attempt.note}",
    )


def _tell_approvers_marked(attempt: Attempt) -> None:
    people = [*User.objects.with_role(Role.APPROVER), *User.objects.with_role(Role.HEAD)]
    label = Mark(attempt.item.mark).label.lower()
    _tell(attempt, people, f"Bài “{attempt.item.title}” {label}, chờ một người duyệt khác xác nhận: {attempt.note}")


def _record_correction(attempt: Attempt) -> None:
    if attempt.data["is_public"]:
        Correction.objects.create(
            article=attempt.item, text=attempt.note, corrected_at=attempt.at, corrected_by=attempt.actor
        )


def _sync_files(attempt: Attempt) -> None:
    sync_files(attempt.item, actor=attempt.actor)
    change_attachments(
        attempt.item, remove=attempt.data.get("remove_attachments", []), add=attempt.data["new_attachment"]
    )


ARTICLE_WORKFLOW = register(
    Workflow(
        model=Article,
        state_field="state",
        transitions=(
            Transition(
                name="submit",
                label="Gửi duyệt",
                done="Đã gửi duyệt.",
                sources=(DRAFT,),
                target=IN_REVIEW,
                permission=permissions.by_unit,
                checks=(checks.has_text,),
                sets=_submit,
                style="primary",
            ),
            Transition(
                name="submit_on_behalf",
                label="Gửi duyệt thay",
                done="Đã gửi duyệt thay.",
                sources=(DRAFT,),
                target=IN_REVIEW,
                permission=permissions.by_editor,
                form=OnBehalfForm,
                checks=(checks.has_text,),
                sets=_submit,
            ),
            Transition(
                name="recall",
                label="Rút lại để sửa",
                done="Đã rút bài về bản nháp.",
                sources=(IN_REVIEW,),
                target=DRAFT,
                permission=permissions.by_submitter,
                conditions=(checks.is_untaken,),
                sets=_leave_review,
            ),
            Transition(
                name="take",
                label="Nhận bài",
                relabel=lambda article, actor: f"Nhận thay {article.holder}" if article.holder else "",
                done="Quý vị đang giữ bài này.",
                sources=(IN_REVIEW,),
                target=None,
                permission=permissions.by_editor_or_approver,
                conditions=(checks.is_free_to_take,),
                sets=_take,
                effects=(_tell_previous_holder,),
            ),
            Transition(
                name="release",
                label="Thôi giữ bài",
                done="Đã thôi giữ bài.",
                sources=(IN_REVIEW,),
                target=None,
                permission=permissions.by_editor_or_approver,
                relabel=lambda article, actor: "" if article.holder == actor else f"Thôi giữ thay {article.holder}",
                conditions=(checks.is_held_by_actor,),
                sets=_let_go,
                effects=(_tell_released_holder,),
            ),
            Transition(
                name="set_review_plan",
                label="Hẹn duyệt",
                done="Đã ghi hẹn duyệt.",
                sources=(IN_REVIEW,),
                target=None,
                permission=permissions.by_editor_or_approver,
                form=ReviewPlanForm,
                sets=_set_review_plan,
                effects=(_tell_holder_planned,),
            ),
            Transition(
                name="publish",
                label="Đăng bài",
                done="Đã cho đăng.",
                sources=(IN_REVIEW,),
                target=PUBLISHED,
                permission=permissions.by_approver,
                form=PublishForm,
                checks=(checks.is_publishable, checks.is_four_eyes, checks.is_heads_word),
                sets=_publish,
                effects=(_tell_author_published, _tell_author_if_rewritten),
                style="primary",
            ),
            Transition(
                name="pass",
                label="Thông qua",
                done="Đã thông qua.",
                sources=(IN_REVIEW,),
                target=None,
                permission=permissions.by_editor,
                conditions=(checks.is_not_passed,),
                checks=(checks.is_publishable,),
                sets=_pass,
                style="primary",
            ),
            Transition(
                name="return",
                label="Trả lại",
                done="Đã trả bài để sửa.",
                sources=(IN_REVIEW,),
                target=DRAFT,
                permission=permissions.by_editor_or_approver,
                needs_note=True,
                note_label="Lý do trả lại",
                sets=_leave_review,
                effects=(_tell_author_returned, _tell_author_if_rewritten),
            ),
            Transition(
                name="ask_head",
                label="Xin ý kiến trưởng ban",
                done="Đã chuyển xin ý kiến trưởng ban.",
                sources=(IN_REVIEW,),
                target=None,
                permission=permissions.by_editor_or_approver,
                needs_note=True,
                note_label="Điều cần xin ý kiến",
                conditions=(checks.is_not_yet_heads,),
                sets=_ask_head,
                effects=(_tell_heads,),
            ),
            Transition(
                name="publish_urgently",
                label="Đăng khẩn",
                done="Đã đăng khẩn; bài chờ người duyệt khác xác nhận.",
                sources=(DRAFT, IN_REVIEW),
                target=PUBLISHED,
                permission=permissions.by_approver_or_leader,
                needs_note=True,
                note_label="Lý do đăng khẩn",
                checks=(checks.has_text, checks.is_heads_word),
                sets=_publish_urgently,
                effects=(_tell_author_published, _tell_approvers_marked, _tell_author_if_rewritten),
                style="danger",
            ),
            Transition(
                name="confirm",
                label="Xác nhận",
                done="Đã xác nhận.",
                sources=(PUBLISHED,),
                target=None,
                permission=permissions.by_approver,
                conditions=(checks.is_marked,),
                checks=(checks.is_four_eyes,),
                sets=_confirm,
                style="primary",
            ),
            Transition(
                name="unschedule",
                label="Hủy hẹn giờ",
                done="Đã hủy hẹn giờ.",
                sources=(PUBLISHED,),
                target=IN_REVIEW,
                permission=permissions.by_approver,
                conditions=(checks.is_still_scheduled,),
                sets=_unschedule,
            ),
            Transition(
                name="reschedule",
                label="Đổi giờ đăng",
                done="Đã đổi giờ đăng.",
                sources=(PUBLISHED,),
                target=None,
                permission=permissions.by_approver,
                form=RescheduleForm,
                conditions=(checks.is_still_scheduled,),
                sets=_reschedule,
                effects=(_tell_author_rescheduled,),
            ),
            Transition(
                name="correct",
                label="Đính chính, sửa lỗi",
                done="Đã sửa bài trên cổng; chờ người duyệt khác xác nhận.",
                sources=(PUBLISHED,),
                target=None,
                permission=permissions.by_editor_or_approver,
                needs_note=True,
                note_label="Nội dung đính chính hoặc lỗi đã sửa",
                form=CorrectionForm,
                sets=_correct,
                effects=(_sync_files, _record_correction, _tell_approvers_marked, _tell_author_if_rewritten),
                changes_text=True,
            ),
            Transition(
                name="withdraw",
                label="Gỡ bài",
                done="Đã gỡ bài.",
                sources=(PUBLISHED,),
                target=WITHDRAWN,
                permission=permissions.by_approver,
                needs_note=True,
                note_label="Lý do gỡ (nội bộ)",
                form=WithdrawForm,
                sets=_withdraw,
                effects=(_tell_author_withdrawn,),
                style="danger",
            ),
            Transition(
                name="reopen",
                label="Mở lại để sửa",
                done="Đã mở lại thành bản nháp.",
                sources=(WITHDRAWN,),
                target=DRAFT,
                permission=permissions.by_approver,
                needs_note=True,
                note_label="Lý do mở lại",
                sets=_leave_review,
                effects=(_tell_author_reopened,),
            ),
            Transition(
                name="discard",
                label="Bỏ bản nháp",
                done="Đã bỏ bản nháp; lấy lại được trong 30 ngày.",
                sources=(DRAFT,),
                target=DISCARDED,
                permission=permissions.by_author,
                sets=_discard,
                effects=(_drop_side_copies,),
                style="danger",
            ),
            Transition(
                name="restore",
                label="Lấy lại bản nháp",
                done="Đã lấy lại bản nháp.",
                sources=(DISCARDED,),
                target=DRAFT,
                permission=permissions.by_author,
                sets=_restore,
            ),
            Transition(
                name="import",
                label="Nhập từ cổng cũ",
                done="Đã nhập.",
                sources=(DRAFT,),
                target=PUBLISHED,
                permission=permissions.by_system,
                form=ImportForm,
                sets=_import,
            ),
        ),
    )
)
