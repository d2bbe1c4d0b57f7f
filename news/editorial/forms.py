"""Forms of the article's transitions. The text's own form is ``news.admin.article.forms``."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from typing import Any, cast
from urllib.parse import urlsplit

from django import forms
from django.urls import Resolver404, resolve
from django.utils import timezone

from core.date_fields import DateFormField, DateTimeFormField
from core.dates import DUE, EXPIRY, PUBLICATION, RECEIVED
from core.fields import max_length
from core.files.forms import PictureFocusField, StoredFileField, bind_files
from core.models import FileUse, StoredFile
from core.papers.model import shown
from core.text.vietnamese import clean_line
from core.workflow.engine import TransitionForm
from news.editorial.guards import ended_unit_problem, publishing_problems, supporting_problem
from news.editorial.lint import check_times
from news.honoraria.services import proposed_payee, tariff_of
from news.models import Article, Honorarium, TariffLimit
from news.models.articles import TEXT_FIELDS
from news.planning.windows import closed_period_of
from news.states import ReceivedVia, Withdrawal
from news.times.forms import NoticeTimesField
from organization.redirect_targets import local_address, target_problem

# A wrong year is the usual slip: 2062 for 2026.
MAX_PUBLISH_AHEAD = timedelta(days=366)
MAX_EXPIRY_AHEAD = timedelta(days=3653)
AFTER_EXPIRY = (
    ("stays", "Bài ở lại trang, ghi rõ “Đã hết hiệu lực”"),
    ("goes", "Bài và tệp rời trang (danh sách có tên người, xử phạt…)"),
)


class PublishForm(TransitionForm):
    published_at = DateTimeFormField(
        label="Đăng lúc", required=False, bounds=PUBLICATION, help_text="Để trống: đăng ngay."
    )
    expires_at = DateTimeFormField(
        label="Hết hạn lúc",
        required=False,
        bounds=EXPIRY,
        help_text="Để trống: không hết hạn.",
    )

    stays_after_expiry = forms.ChoiceField(
        label="Khi hết hạn",
        choices=AFTER_EXPIRY,
        required=False,
        initial="stays",
        widget=forms.RadioSelect,
    )

    def clean_stays_after_expiry(self) -> bool:
        """Keep the item's choice when none was posted."""
        if self.add_prefix("stays_after_expiry") not in self.data:
            return bool(self.item.stays_after_expiry)
        return self.cleaned_data["stays_after_expiry"] != "goes"

    def clean_published_at(self) -> datetime | None:
        at = self.cleaned_data["published_at"]
        if at and at < self.at.replace(second=0, microsecond=0):
            raise forms.ValidationError(
                "Giờ đăng đã qua; xin chọn giờ sau này, hoặc để trống để đăng ngay."
            )
        if at and at > self.at + MAX_PUBLISH_AHEAD:
            raise forms.ValidationError(
                "Giờ đăng còn hơn một năm nữa; xin xem lại năm, hoặc chọn giờ gần hơn."
            )
        return at

    def clean_expires_at(self) -> datetime | None:
        at = self.cleaned_data["expires_at"]
        if at and at > self.at + MAX_EXPIRY_AHEAD:
            raise forms.ValidationError(
                "Giờ hết hạn còn hơn mười năm nữa; xin xem lại năm, hoặc để trống."
            )
        return at

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        published_at = data.get("published_at") or self.at
        if data.get("expires_at") and data["expires_at"] <= published_at:
            self.add_error("expires_at", "Giờ hết hạn phải sau giờ đăng.")
        return data


class RescheduleForm(PublishForm):
    """The times of an item that is still to appear, changed; it never appears at once by leaving a
    field empty.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["published_at"]
        field.required, field.help_text = True, ""
        field.error_messages["required"] = (
            "Xin chọn giờ đăng; để bài không lên trang, xin dùng bước hủy hẹn giờ."
        )
        times = {name: getattr(self.item, name) for name in ("published_at", "expires_at")}
        # The picker knows minutes only.
        self.initial = dict(self.initial) | {
            name: at and at.replace(second=0, microsecond=0) for name, at in times.items()
        }
        self.initial["stays_after_expiry"] = "stays" if self.item.stays_after_expiry else "goes"

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        kept = {"stays_after_expiry"} - set(self.data)  # not posted
        if not self.errors and not set(self.changed_data) - kept:
            self.add_error(None, "Giờ đăng và giờ hết hạn chưa thay đổi.")
        return data


class ExpiryForm(PublishForm):
    """The end of an item that is on the portal, changed."""

    published_at = None  # type: ignore[assignment]  # removes the field

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        at = self.item.expires_at
        self.initial = dict(self.initial) | {
            "expires_at": at and at.replace(second=0, microsecond=0),
            "stays_after_expiry": "stays" if self.item.stays_after_expiry else "goes",
        }

    def clean_expires_at(self) -> datetime | None:
        at = super().clean_expires_at()
        if at and at <= self.at and "expires_at" in self.changed_data:
            raise forms.ValidationError(
                "Giờ hết hạn đã qua; xin chọn giờ sau này, hoặc dùng bước gỡ bài."
            )
        return at

    def clean(self) -> dict[str, Any]:
        data = super(PublishForm, self).clean()
        if not self.errors and not self.has_changed():
            self.add_error(None, "Quý vị chưa đổi gì: xin chọn giờ hoặc cách xử lý khi hết hạn.")
        return data


class ReviewPlanForm(TransitionForm):
    """When the review shall be done, and whether before others.

    Both empty take an earlier plan away.
    """

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

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        tariff = tariff_of(self.item)
        limits = TariffLimit.objects.filter(tariff=tariff).select_related("tariff")
        field = cast("forms.ModelChoiceField[TariffLimit]", self.fields["limit"])
        field.queryset = limits
        field.help_text = "Cao nhất: " + "; ".join(
            f"{limit.genre} {shown(limit.highest_coefficient)}" for limit in limits
        )
        self.initial = {"payee": proposed_payee(self.item)}
        if earlier := Honorarium.objects.filter(article=self.item).first():
            self.initial = {
                "limit": earlier.limit_id,
                "coefficient": earlier.coefficient,
                "payee": earlier.payee or proposed_payee(self.item),
            }

    def clean_payee(self) -> str:
        """Return the name, "" for the author; whom nobody named is not paid."""
        payee = clean_line(self.cleaned_data["payee"]) or proposed_payee(self.item)
        if not payee:
            raise forms.ValidationError("Chưa rõ trả tiền cho ai: xin ghi người nhận tiền.")
        is_author = self.item.author is not None and payee == str(self.item.author)
        return "" if is_author else payee

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        limit, coefficient = data.get("limit"), data.get("coefficient")
        if coefficient is not None and coefficient <= 0:
            self.add_error("coefficient", "Hệ số phải lớn hơn 0.")
        elif limit and coefficient and coefficient > limit.highest_coefficient:
            highest = shown(limit.highest_coefficient)
            self.add_error(
                "coefficient", f"Hệ số cao nhất của thể loại {limit.genre} là {highest}."
            )
        return data


class WithdrawForm(TransitionForm):
    public_as = forms.ChoiceField(
        label="Người đọc thấy gì",
        choices=[choice for choice in Withdrawal.choices if choice[0]],
        widget=forms.RadioSelect,
        initial=Withdrawal.NOTICE,
    )
    public_note = forms.CharField(
        label="Lời cho người đọc",
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=1000,
    )
    moved_to = forms.CharField(
        label="Địa chỉ mới",
        required=False,
        max_length=200,
        help_text="Bắt đầu bằng / hoặc https://",
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if data.get("public_as") == Withdrawal.NOTICE and not data.get("public_note"):
            self.add_error("public_note", "Xin viết lời cho người đọc biết vì sao bài được gỡ.")
        if data.get("public_as") == Withdrawal.MOVED:
            target = data["moved_to"] = local_address(data.get("moved_to", ""))
            if problem := self._target_problem(target):
                self.add_error("moved_to", problem)
        return data

    def _target_problem(self, target: str) -> str:
        if _is_article(target, self.item):
            return "Địa chỉ mới không thể là chính bài này."
        return target_problem(target, is_own=lambda address: _is_article(address, self.item))


class WithdrawalForm(WithdrawForm):
    """What readers see of an item that was withdrawn, changed."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial = dict(self.initial) | {
            "public_as": self.item.withdrawal,
            "public_note": self.item.withdrawal_note,
            "moved_to": self.item.withdrawal_url,
        }

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if not self.errors and not self.has_changed():
            self.add_error(None, "Quý vị chưa đổi gì trong lời gỡ bài và địa chỉ mới.")
        return data


def _is_article(address: str, article: Article) -> bool:
    """Tell whether an address of the portal, under any slug, is this article's."""
    try:
        match = resolve(urlsplit(address).path)
    except (Resolver404, ValueError):
        return False
    return match.url_name == "article" and match.kwargs["pk"] == article.pk


class ImportForm(TransitionForm):
    published_at = DateTimeFormField(bounds=PUBLICATION)
    view_count = forms.IntegerField(min_value=0, max_value=2_000_000_000, required=False)


# A correction changes the text, its kind and its unit, but no channels.
CORRECTED_FIELDS = [
    name for name in TEXT_FIELDS if name not in ("is_for_portal", "is_for_loudspeaker")
]
NOTHING_CORRECTED = (
    "Quý vị chưa sửa gì trong bài. Đính chính cần ít nhất một chữ, ảnh, giờ hoặc tệp được sửa."
)
CORRECTED_FIELDS.insert(CORRECTED_FIELDS.index("category") + 1, "unit")


class CorrectionForm(TransitionForm, forms.ModelForm):
    """The published text, changed. Validating it sets the fields of the locked item itself."""

    is_public = forms.TypedChoiceField(
        label="Cách sửa",
        choices=[
            ("1", "Đính chính công khai: lời ghi hiện dưới bài"),
            ("0", "Sửa lỗi nhỏ: chỉ ghi vào nhật ký"),
        ],
        coerce=lambda value: value == "1",
        widget=forms.RadioSelect,
    )
    picture = StoredFileField(label="Ảnh chính", kind=StoredFile.Kind.PICTURE, required=False)
    picture_focus = PictureFocusField(of="picture")
    times = NoticeTimesField()
    accepts_times = forms.BooleanField(
        label="Tôi đã xem lại: ngày giờ trong bài như vậy là đúng",
        required=False,
        widget=forms.HiddenInput,
    )
    remove_attachments = forms.ModelMultipleChoiceField(
        FileUse.objects.none(),
        label="Bỏ tệp đính kèm",
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    new_attachment = StoredFileField(
        label="Thêm tệp đính kèm", kind=StoredFile.Kind.DOCUMENT, required=False
    )

    class Meta:
        model = Article
        fields = CORRECTED_FIELDS
        widgets = {"lead": forms.Textarea(attrs={"rows": 3})}

    field_order = [
        *("is_public", "accepts_times", *CORRECTED_FIELDS, "remove_attachments", "new_attachment")
    ]

    def __init__(self, *args: Any, item: Article, actor: Any, at: datetime, **kwargs: Any) -> None:
        super().__init__(*args, item=item, actor=actor, at=at, instance=item, **kwargs)
        if attachments := item.attachments:
            field = self.fields["remove_attachments"]
            cast("forms.ModelMultipleChoiceField[FileUse]", field).queryset = attachments
        else:
            del self.fields["remove_attachments"]
        bind_files(self, user=actor, item=item)
        self.fields["kind"].required = False  # what does not ask for it leaves it as it is
        self._problems_before = publishing_problems(item)
        self._text_before = _text_of(item)
        self._contradictions_before = set(check_times(item))

    def clean_kind(self) -> str:
        kind: str = self.cleaned_data["kind"] or self.instance.kind
        return kind

    def _post_clean(self) -> None:
        """After the item took the new text: no correction may add what would have blocked
        publishing.
        """
        super()._post_clean()  # type: ignore[misc]  # Django's hook, unknown to its stubs
        supporting = self.instance.supporting_units.values_list("pk", flat=True)
        if "unit" in self.changed_data and (
            problem := supporting_problem(self.instance.unit_id, supporting)
        ):
            self.add_error("unit", problem)
        for problem in publishing_problems(self.instance):
            if problem not in self._problems_before:
                self.add_error(None, problem)
        if not self.errors and not self._changes_anything():
            self.add_error(None, NOTHING_CORRECTED)
        if not self.errors and not self.cleaned_data["accepts_times"]:
            self._ask_about_times()

    def _ask_about_times(self) -> None:
        """Ask once about hours and days that stand otherwise in the text than in the table."""
        self.instance.clean_times()
        new = [one for one in check_times(self.instance) if one not in self._contradictions_before]
        if new:
            self.fields["accepts_times"].widget = forms.CheckboxInput()
            said = " ".join(one.sentence for one in new)
            self.add_error("accepts_times", f"{said} Xin sửa cho khớp, hoặc đánh dấu ô này.")

    def _changes_anything(self) -> bool:
        data = self.cleaned_data
        has_files = data.get("remove_attachments") or data.get("new_attachment")
        return bool(has_files) or _text_of(self.instance) != self._text_before


def _text_of(article: Article) -> dict[str, Any]:
    """Return what a correction may change; blanks between the parts of a body say nothing."""
    values = {name: article.serializable_value(name) for name in CORRECTED_FIELDS}
    return values | {"body": re.sub(r">\s+<", "><", article.body.strip())}


def correction_data(article: Article, **changes: Any) -> dict[str, Any]:
    """Return the correction form's data for a text as it stands, with some fields changed."""
    values = forms.model_to_dict(article, fields=CORRECTED_FIELDS)
    values.pop("picture")
    values["picture-key"] = article.picture.key if article.picture else ""
    return {name: "" if value is None else value for name, value in (values | changes).items()}
