"""Validity of a published document: expired, amended or replaced, while it stays public."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from django import forms
from django.utils import timezone

from core.date_fields import DateFormField
from core.dates import EVENT
from core.workflow.engine import TransitionAttempt, TransitionForm
from documents.models import PublicDocument
from documents.querysets import LONG_COLUMNS
from documents.states import LASTING, Validity

_ADDRESS = re.compile(r"/van-ban/[^/\s]*?(\d{1,18})/?$")
_MAX_NAMED = 3


def expiry_problem(
    validity: str | None,
    expires_on: date | None,
    *,
    effective_on: date | None,
    issued_on: date | None,
) -> str:
    """Return why this day of expiry does not fit the other facts of a document; "" if it does.

    Until the day the document is in effect, from then on its public page says that it is expired.
    """
    if expires_on is None:
        return ""
    if effective_on and expires_on < effective_on:
        return "Ngày hết hiệu lực phải sau ngày có hiệu lực."
    if issued_on and expires_on < issued_on:
        return f"Ngày hết hiệu lực trước ngày ban hành ({issued_on:%d/%m/%Y}): xin xem lại."
    is_over = expires_on <= timezone.localdate()
    if is_over and validity in LASTING:
        return (
            f"Từ ngày {expires_on:%d/%m/%Y} văn bản đã hết hiệu lực: xin xóa ngày"
            f" {expires_on:%d/%m/%Y}, hoặc chọn “{Validity.EXPIRED.label}”."
        )
    if not is_over and validity == Validity.EXPIRED:
        return (
            f"Chưa đến ngày {expires_on:%d/%m/%Y}: xin giữ “{Validity.IN_EFFECT.label}” và ghi ngày"
            " này; đến ngày ấy cổng tự ghi hết hiệu lực."
        )
    return ""


def replacement_problem(
    document: PublicDocument,
    other: PublicDocument | None,
    *,
    validity: str | None,
    expires_on: date | None,
) -> str:
    """Return why ``other`` cannot have replaced or amended the document; "" if it can.

    Called in the transaction that stores it, with the document's row locked. One query for each
    document between the two: it is locked too, so that two people do not enter a circle at once.
    """
    if other is None:
        return ""
    if validity == Validity.IN_EFFECT and expires_on is None:
        return (
            f"“{Validity.IN_EFFECT.label}” thì không có văn bản thay thế hoặc sửa đổi: xin xóa văn"
            " bản ấy, chọn hiệu lực khác, hoặc ghi ngày hết hiệu lực."
        )
    if other.issued_on and document.issued_on and other.issued_on < document.issued_on:
        return (
            f"“{other}” ban hành ngày {other.issued_on:%d/%m/%Y}, trước văn bản này"
            f" ({document.issued_on:%d/%m/%Y}), nên không thay thế hay sửa đổi được nó. Có thể cần"
            " ghi ở văn bản kia."
        )
    passed: set[int] = set()
    key: int | None = other.pk
    while key and key not in passed:
        rows = PublicDocument.objects.select_for_update(skip_locked=True).defer(*LONG_COLUMNS)
        by = rows.filter(pk=key).first()
        if by is None:
            return f"Có người đang ghi “{other}”: xin đợi ít giây rồi ghi lại."
        if by.replaced_by_id and by.replaced_by_id == document.pk:
            return (
                f"“{by}” đang ghi là bị văn bản này thay thế hoặc sửa đổi, nên không ghi ngược lại"
                " được: xin xem lại hiệu lực của văn bản ấy trước."
            )
        passed.add(key)
        key = by.replaced_by_id
    begins = other.effective_on
    if validity == Validity.REPLACED and begins and begins > timezone.localdate():
        return (
            f"Văn bản thay thế có hiệu lực từ ngày {begins:%d/%m/%Y}: xin giữ"
            f" “{Validity.IN_EFFECT.label}” và ghi “Hết hiệu lực từ ngày” {begins:%d/%m/%Y};"
            " đến ngày ấy cổng tự ghi bị thay thế."
        )
    if validity == Validity.AMENDED and begins and begins > timezone.localdate():
        return (
            f"Văn bản sửa đổi có hiệu lực từ ngày {begins:%d/%m/%Y}: đến ngày ấy xin ghi; trước đó"
            f" văn bản này vẫn “{Validity.IN_EFFECT.label}” như cũ."
        )
    return ""


class ValidityForm(TransitionForm):
    """What has become of the document, and of the document that did it, by number or address."""

    changes_stored = True

    validity = forms.ChoiceField(label="Hiệu lực", choices=Validity)
    expires_on = DateFormField(label="Hết hiệu lực từ ngày", required=False, bounds=EVENT)
    replaced_by = forms.CharField(
        label="Văn bản thay thế hoặc sửa đổi",
        required=False,
        max_length=500,
        help_text="Ghi số, ký hiệu (ví dụ 15/QĐ-UBND), hoặc chép địa chỉ trang của văn bản ấy trên"
        " cổng. Để trống nếu không có.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        document: PublicDocument = self.item
        replacement = document.replaced_by
        self.initial = {
            "validity": document.validity,
            "expires_on": document.expires_on,
            "replaced_by": replacement.get_absolute_url() if replacement else "",
        }

    def clean_replaced_by(self) -> PublicDocument | None:
        text = self.cleaned_data["replaced_by"].strip()
        if not text:
            return None
        others = PublicDocument.objects.present().exclude(pk=self.item.pk).select_related("type")
        address = _ADDRESS.search(text)
        rows = others.filter(pk=address[1]) if address else others.numbered(text)
        found = list(rows.order_by("-issued_on")[: _MAX_NAMED + 1])
        if not found:
            raise forms.ValidationError(f"Không có văn bản nào khác là “{text}” trong thư viện.")
        if len(found) > 1:
            named = "; ".join(f"{one} ({one.get_absolute_url()})" for one in found[:_MAX_NAMED])
            raise forms.ValidationError(
                f"Có nhiều văn bản số “{text}”, xin chép địa chỉ của một văn bản: {named}."
            )
        return found[0]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        document: PublicDocument = self.item
        is_replaced = data.get("validity") == Validity.REPLACED
        if is_replaced and "replaced_by" not in self.errors and not data.get("replaced_by"):
            self.add_error("replaced_by", "Xin ghi văn bản thay thế.")
        problem = expiry_problem(
            data.get("validity"),
            data.get("expires_on"),
            effective_on=document.effective_on,
            issued_on=document.issued_on,
        )
        if problem:
            self.add_error("expires_on", problem)
        problem = replacement_problem(
            document,
            data.get("replaced_by"),
            validity=data.get("validity"),
            expires_on=data.get("expires_on"),
        )
        if problem:
            self.add_error("replaced_by", problem)
        return data


def set_validity(attempt: TransitionAttempt) -> None:
    for name in ("validity", "expires_on", "replaced_by"):
        setattr(attempt.item, name, attempt.data[name])
