"""Forms of the transitions of meetings."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from django import forms
from django.db.models import F, Q
from django.utils import timezone

from core.workflow.confirmations import (
    Confirmation,
    ConfirmationForm,
    identity_confirmations,
    phone_confirmations,
)
from core.workflow.engine import TransitionForm
from meetings.models import Meeting
from meetings.states import MeetingState
from meetings.tasks.assignment import lead_units_of, successors_of
from meetings.tasks.corrections import task_changes
from organization.calendar.deadlines import ConfirmDayOffMixin, keeps_day_off_field
from organization.identity.facts import private_phones
from organization.models import User

# Minutes of meetings longer ago are entered for the record unless the approver says otherwise.
RECORDS_AGE = timedelta(days=90)

_ABOUT_NUMBERS = (
    "Nếu là số của công dân, xin trả lại để bỏ khỏi phần công khai; nếu không, đánh dấu ô này."
)
_ABOUT_PHONES = (
    "Nếu là số riêng của công dân, xin sửa biên bản để bỏ khỏi phần công khai; nếu không, đánh dấu"
    " ô này."
)


def public_text(meeting: Meeting) -> str:
    """Return what residents read of the meeting; "" if they do not. Two queries."""
    if not meeting.goes_public:
        return ""
    conclusions = meeting.conclusions.filter(is_public=True).prefetch_related("lead_units")
    facts = [meeting.title, meeting.place, meeting.chair_name, meeting.chair_title]
    return "\n".join([*facts, *(row.public_sentence for row in conclusions)])


def public_confirmations(meeting: Meeting) -> list[Confirmation]:
    """Return what to confirm before residents read the meeting: numbers like those of identity
    cards, private telephone numbers.
    """
    text = public_text(meeting)
    return [
        *identity_confirmations(text, advice=_ABOUT_NUMBERS),
        *phone_confirmations(private_phones(text), advice=_ABOUT_PHONES),
    ]


def needs_confirmation(meeting: Meeting) -> bool:
    return bool(public_confirmations(meeting))


class PublicWordsForm(ConfirmationForm):
    """Form of the transitions by which residents are to read the meeting."""

    def confirmations(self) -> Iterable[Confirmation]:
        return public_confirmations(self.item)


class ApprovalForm(ConfirmDayOffMixin, PublicWordsForm):
    """Form of approval: what is given, to whom, and deadlines on days off that nobody confirmed.

    ``amendments`` are the tasks given before that change with the correction, ``successors`` the
    dissolved units whose successor is given their tasks.
    """

    records_only = forms.BooleanField(
        label="Chỉ lưu: không giao nhiệm vụ, không tính hạn, không báo ai",
        required=False,
        help_text="Dùng cho biên bản của cuộc họp đã lâu, nay nhập lại.",
    )
    successors = forms.MultipleChoiceField(
        label="Đơn vị đã kết thúc hoạt động: giao việc cho đơn vị kế tục",
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    amendments = forms.MultipleChoiceField(
        label="Nhiệm vụ đã giao đổi theo bản đính chính",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=(
            "Bỏ dấu: nhiệm vụ cũ giữ nguyên, đơn vị mới được giao nhiệm vụ riêng. Đổi hạn thì hạn"
            " đầu tiên vẫn được giữ để thống kê."
        ),
    )
    keeps_day_off = keeps_day_off_field()

    def confirmations(self) -> Iterable[Confirmation]:
        yield from super().confirmations()
        if self.item.state == MeetingState.HELD and not self.item.conclusions.exists():
            yield Confirmation(
                "accepts_no_conclusions",
                "Thư ký chưa trình và biên bản chưa có kết luận nào: thư ký có thể đang viết.",
                "Duyệt biên bản không có kết luận",
                "Nếu đúng là cuộc họp không kết luận gì, xin đánh dấu.",
            )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        meeting, today = self.item, timezone.localdate(self.at)
        is_old = today - meeting.held_on > RECORDS_AGE and not meeting.was_approved
        self.initial["records_only"] = meeting.is_records_only or is_old
        pairs = successors_of(lead_units_of(meeting), on=today)
        self._offer(
            "successors",
            [(str(unit.pk), f"{unit.name} → {heir.name}") for unit, heir in pairs],
        )
        changes = task_changes(meeting)
        self._offer("amendments", [(change.key, change.sentence) for change in changes])

    def _offer(self, name: str, choices: list[tuple[str, str]]) -> None:
        """Offer the choices, all ticked; without any there is no such field on the page."""
        field: Any = self.fields[name]
        field.choices = choices
        self.initial[name] = [key for key, _ in choices]
        if not choices:
            field.widget = forms.MultipleHiddenInput()

    def clean(self) -> dict[str, Any]:
        super().clean()
        data = self.cleaned_data
        if not data.get("records_only"):
            unconfirmed = ~Q(day_off_confirmed_on=F("due_on")) | Q(day_off_confirmed_on=None)
            conclusions = self.item.conclusions.filter(unconfirmed, has_no_task=False, number=None)
            self.confirm_days_off(conclusions.values_list("due_on", flat=True))
        return data


class SecretaryForm(TransitionForm):
    """Form of the chair who names another secretary; never the chair, who approves the minutes."""

    secretary = forms.ModelChoiceField(
        label="Thư ký mới",
        queryset=User.objects.none(),
        error_messages={"required": "Xin chọn thư ký mới."},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = User.objects.able_to_log_in().exclude(
            pk__in=[pk for pk in (self.item.chair_id, self.item.secretary_id, self.actor.pk) if pk]
        )
        field: Any = self.fields["secretary"]
        field.queryset = people
