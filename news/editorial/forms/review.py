"""Forms of the review: when it is due, for whom an item was written, its coefficient."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, cast

from django import forms
from django.utils import timezone

from core.date_fields import DateFormField, DateTimeFormField
from core.dates import DUE, RECEIVED
from core.fields import max_length
from core.papers.model import shown
from core.text.vietnamese import clean_line
from core.workflow.engine import TransitionForm
from news.editorial.guards import ended_unit_problem
from news.honoraria.closing import closed_list_words
from news.honoraria.services import (
    PayeeAccounts,
    names_person,
    names_several,
    payee_key,
    proposed_payee,
    tariff_of,
)
from news.models import Honorarium, TariffLimit
from news.planning.windows import closed_period_of
from news.states import ReceivedVia


class ReviewPlanForm(TransitionForm):
    """When the review shall be done, and whether before others.

    Both empty take an earlier plan away.
    """

    changes_stored = True

    review_due_on = DateFormField(
        label="Duyệt xong trong ngày",
        required=False,
        bounds=DUE,
        help_text="Để trống: không hẹn ngày.",
    )
    is_priority = forms.BooleanField(label="Ưu tiên, duyệt trước các bài khác", required=False)
    note = forms.CharField(
        label="Ghi chú (không bắt buộc)",
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        max_length=500,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial = {
            "review_due_on": self.item.review_due_on,
            "is_priority": self.item.is_priority,
        }

    def clean_review_due_on(self) -> date | None:
        due = self.cleaned_data["review_due_on"]
        if due and due != self.item.review_due_on and due < timezone.localdate(self.at):
            raise forms.ValidationError("Ngày hẹn đã qua; xin chọn hôm nay hoặc một ngày sau.")
        return due

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        plan = {name: data.get(name) for name in ("review_due_on", "is_priority")}
        if not self.errors and plan == self.initial:
            raise forms.ValidationError("Quý vị chưa đổi gì: xin chọn ngày hoặc đánh dấu ưu tiên.")
        return data


class OnBehalfForm(TransitionForm):
    received_from = forms.CharField(label="Nhận từ ai", max_length=120)
    received_via = forms.ChoiceField(
        label="Nhận qua", choices=[("", "Xin chọn"), *(c for c in ReceivedVia.choices if c[0])]
    )
    received_at = DateTimeFormField(
        label="Nhận lúc", bounds=RECEIVED, help_text="Giờ này được tính là giờ nộp."
    )

    # Goes into the log as the transition's note.
    note = forms.CharField(
        label="Lý do nhập vào kỳ đã khóa",
        required=False,
        max_length=500,
        widget=forms.HiddenInput,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        now = self.at.replace(second=0, microsecond=0)  # the picker knows minutes only
        self.initial = {"received_at": now} | dict(self.initial)

    def clean_received_at(self) -> datetime:
        at = self.cleaned_data["received_at"]
        if at > self.at:
            raise forms.ValidationError("Giờ nhận không thể ở sau bây giờ.")
        return at

    def clean(self) -> dict[str, Any]:
        """Ask for a reason where the item would change the figures of a closed period; refuse what
        was received after the end of its unit.
        """
        data = super().clean()
        at = data.get("received_at")
        if self.item and at and (problem := ended_unit_problem(self.item, at)):
            self.add_error("received_at", problem)
        closed = closed_period_of(self.item, at) if self.item and at else None
        if closed:
            self.show_reason()
            if not data.get("note"):
                self.add_error(
                    "note",
                    f"Kỳ {closed} đã khóa; bài nhận lúc {timezone.localtime(at):%d/%m/%Y | %H:%M}"
                    " làm thay đổi số liệu của kỳ ấy. Nếu vẫn nhập, xin ghi lý do.",
                )
        return data

    def show_reason(self) -> None:
        self.fields["note"].widget = forms.TextInput()


class CoefficientForm(TransitionForm):
    """The genre and coefficient of a published item, within the tariff of its day of
    publication.
    """

    changes_stored = True

    limit = forms.ModelChoiceField(
        TariffLimit.objects.none(), label="Thể loại", empty_label="Xin chọn"
    )
    coefficient = forms.DecimalField(label="Hệ số", max_digits=5, decimal_places=2, localize=True)
    payee = forms.CharField(
        label="Người nhận tiền",
        required=False,
        max_length=max_length(Honorarium, "payee"),
        help_text="Đề xuất theo tác giả, hoặc người gửi bài.",
    )
    is_namesake = forms.BooleanField(
        label="Là người khác cùng tên, không có tài khoản",
        required=False,
        widget=forms.HiddenInput,
    )

    is_one_payee = forms.BooleanField(
        label="Là một người nhận",
        required=False,
        widget=forms.HiddenInput,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        tariff = tariff_of(self.item)
        limits = TariffLimit.objects.filter(tariff=tariff).select_related("tariff")
        field = cast("forms.ModelChoiceField[TariffLimit]", self.fields["limit"])
        field.queryset = limits
        field.help_text = "Cao nhất: " + "; ".join(
            f"{limit.genre} {shown(limit.highest_coefficient)}" for limit in limits
        )
        self.fields["coefficient"].help_text = closed_list_words(self.item)
        self.initial = {"payee": proposed_payee(self.item)}
        self._stored_payee = ""
        if earlier := Honorarium.objects.filter(article=self.item).first():
            self.initial = {
                "limit": earlier.limit_id,
                "coefficient": earlier.coefficient,
                "payee": earlier.payee or proposed_payee(self.item),
            }
            self._stored_payee = earlier.payee

    def clean_payee(self) -> str:
        """Return the name, "" for the author; whom nobody named is not paid. Whoever empties the
        field is asked, and gets no proposal in its place.
        """
        payee, proposed = clean_line(self.cleaned_data["payee"]), proposed_payee(self.item)
        if not payee and proposed and self.add_prefix("payee") in self.data:
            raise forms.ValidationError(
                f"Xin ghi người nhận tiền; cổng đề xuất {proposed}. Không trả tiền cho bài này thì"
                " đừng chấm."
            )
        payee = payee or proposed
        if not payee:
            raise forms.ValidationError("Chưa rõ trả tiền cho ai: xin ghi người nhận tiền.")
        account = PayeeAccounts.load().named(payee, self.item.author)
        if account == self.actor or names_person(payee, self.actor):
            raise forms.ValidationError(
                "Quý vị không tự chấm tiền cho mình; cần một người duyệt khác chấm."
            )
        is_author = self.item.author is not None and payee_key(payee) == payee_key(
            str(self.item.author)
        )
        return "" if is_author else payee

    def _ask_about_two_names(self, payee: str) -> None:
        """Require the tick for a name newly typed that looks like those of several people."""
        if payee == self._stored_payee or self.cleaned_data.get("is_one_payee"):
            return
        if names_several(payee):
            self.fields["is_one_payee"].widget = forms.CheckboxInput()
            self.add_error(
                "is_one_payee",
                f"“{payee}” giống tên của nhiều người. Mỗi bài ghi một người nhận tiền, người ấy"
                " chia lại cho người cùng viết: xin chỉ ghi một tên; nếu đây là một người nhận,"
                " đánh dấu ô này.",
            )

    def _ask_about_namesake(self, payee: str) -> None:
        """Require the tick, or the unit behind the name, for a name newly typed that an account of
        another unit bears.
        """
        account = PayeeAccounts.load().named(payee, self.item.author)
        is_elsewhere = account and account.unit and account.unit_id != self.item.unit_id
        is_known = "," in payee or payee == self._stored_payee
        if not account or not is_elsewhere or is_known or self.cleaned_data.get("is_namesake"):
            return
        self.fields["is_namesake"].widget = forms.CheckboxInput()
        self.add_error(
            "is_namesake",
            f"{account} có tài khoản ở {account.unit}. Trả cho người ấy thì xin ghi người nhận tiền"
            f" là “{account}, {account.unit}”; nếu là người khác cùng tên, đánh dấu ô này.",
        )

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if payee := data.get("payee"):
            self._ask_about_two_names(payee)
            self._ask_about_namesake(payee)
        limit, coefficient = data.get("limit"), data.get("coefficient")
        if coefficient is not None and coefficient <= 0:
            self.add_error("coefficient", "Hệ số phải lớn hơn 0.")
        elif limit and coefficient and coefficient > limit.highest_coefficient:
            highest = shown(limit.highest_coefficient)
            self.add_error(
                "coefficient", f"Hệ số cao nhất của thể loại {limit.genre} là {highest}."
            )
        return data
