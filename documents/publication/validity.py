"""Validity of a published document: expired, amended or replaced, while it stays public."""

from __future__ import annotations

import re
from typing import Any

from django import forms

from core.date_fields import DateFormField
from core.dates import EVENT
from core.revisions.related import read_related
from core.workflow.engine import TransitionAttempt, TransitionForm
from documents.models import PublicDocument
from documents.publication.rules import MAX_AMENDING, ValidityFacts, validity_problems
from documents.reading.numbers import is_plain_number
from documents.states import DocumentState, Validity

_ADDRESS = re.compile(r"/van-ban/[^/\s]*?(\d{1,18})/?$")
_MAX_NAMED = 3
UNNAMED = (
    "Chưa ghi văn bản sửa đổi, bổ sung nên người dân không biết được là bởi văn bản nào: xin ghi,"
    " hoặc đánh dấu rằng văn bản ấy không có trong thư viện này."
)
_MAX_TYPED = 500  # characters of one number or address


def document_named(text: str, *, besides: PublicDocument) -> PublicDocument:
    """Return the document whose number or address was typed; raises ValidationError where there is
    none or several.
    """
    others = PublicDocument.objects.for_list().exclude(pk=besides.pk)
    address = _ADDRESS.search(text)
    if address and (gone := others.kept().filter(pk=address[1]).first()) and _is_gone(gone):
        raise forms.ValidationError(
            f"“{gone}” đã bỏ khỏi thư viện: xin xóa ở đây, hoặc lấy lại và đăng văn bản ấy trước."
        )
    rows = others.filter(pk=address[1]) if address else others.numbered(text)
    rows = rows.present()
    if is_plain_number(text) and not rows.exists():
        rows = others.filter(number__iexact=text).present()  # "191" of "191/QĐ-UBND"
    found = list(rows.order_by("-issued_on")[: _MAX_NAMED + 1])
    if not found:
        raise forms.ValidationError(f"Không có văn bản nào khác là “{text}” trong thư viện.")
    if len(found) > 1:
        named = "; ".join(f"{one} ({one.get_absolute_url()})" for one in found[:_MAX_NAMED])
        raise forms.ValidationError(
            f"Có nhiều văn bản số “{text}”, xin chép địa chỉ của một văn bản: {named}."
        )
    return found[0]


def _is_gone(document: PublicDocument) -> bool:
    return document.state == DocumentState.DISCARDED


class LinesField(forms.CharField):
    """A text of lines, the same with whatever line ends a browser sends."""

    widget = forms.Textarea(attrs={"rows": 4})

    def to_python(self, value: Any) -> str:
        return "\n".join((super().to_python(value) or "").splitlines()).rstrip()

    def has_changed(self, initial: Any, data: Any) -> bool:
        return self.to_python(initial) != self.to_python(data)


class ValidityForm(TransitionForm):
    """What has become of the document, and of the documents that did it, by number or address."""

    changes_stored = True

    validity = forms.ChoiceField(label="Hiệu lực", choices=Validity)
    expires_on = DateFormField(label="Hết hiệu lực từ ngày", required=False, bounds=EVENT)
    amended_by = LinesField(
        label="Văn bản sửa đổi, bổ sung",
        required=False,
        strip=False,  # the lines are counted
        max_length=MAX_AMENDING * _MAX_TYPED,
        help_text="Mỗi dòng một văn bản: ghi số, ký hiệu (ví dụ 15/QĐ-UBND), hoặc chép địa chỉ"
        f" trang của văn bản ấy trên cổng; nhiều nhất {MAX_AMENDING} dòng. Để trống nếu không có.",
    )
    accepts_unnamed = forms.BooleanField(
        label="Văn bản sửa đổi, bổ sung không có trong thư viện này",
        required=False,
        help_text="Chỉ đánh dấu khi không ghi được văn bản nào ở ô trên.",
    )
    replaced_by = forms.CharField(
        label="Văn bản thay thế",
        required=False,
        max_length=_MAX_TYPED,
        help_text="Ghi số, ký hiệu hoặc chép địa chỉ trang của một văn bản. Để trống nếu không có.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        document: PublicDocument = self.item
        replacement = document.replaced_by
        amending = document.amended_by.for_list().oldest_first()
        self.initial = {
            "validity": document.validity,
            "expires_on": document.expires_on,
            "amended_by": "\n".join(other.get_absolute_url() for other in amending),
            "accepts_unnamed": document.validity == Validity.AMENDED and not amending,
            "replaced_by": replacement.get_absolute_url() if replacement else "",
        }
        self._lines: dict[int, int] = {}  # where each amending document was typed first

    def clean_replaced_by(self) -> PublicDocument | None:
        text = self.cleaned_data["replaced_by"].strip()
        return document_named(text, besides=self.item) if text else None

    def clean_amended_by(self) -> list[PublicDocument]:
        """Return the documents of the lines, each once. One query a line."""
        lines = enumerate(self.cleaned_data["amended_by"].splitlines(), start=1)
        typed = [(number, text) for number, line in lines if (text := line.strip())]
        if len(typed) > MAX_AMENDING:
            raise forms.ValidationError(
                f"Ghi nhiều nhất {MAX_AMENDING} dòng, đang có {len(typed)} dòng."
            )
        found: dict[int, PublicDocument] = {}
        errors = []
        for number, text in typed:
            try:
                other = document_named(text, besides=self.item)
            except forms.ValidationError as error:
                errors.append(f"Dòng {number}: {error.message}")
                continue
            found.setdefault(other.pk, other)
            self._lines.setdefault(other.pk, number)
        if errors:
            raise forms.ValidationError(errors)
        return list(found.values())

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        document: PublicDocument = self.item
        is_unnamed = data.get("validity") == Validity.AMENDED and not data.get("amended_by")
        if is_unnamed and "amended_by" not in self.errors and not data.get("accepts_unnamed"):
            self.add_error("amended_by", UNNAMED)
        is_replaced = data.get("validity") == Validity.REPLACED
        if is_replaced and "replaced_by" not in self.errors and not data.get("replaced_by"):
            self.add_error("replaced_by", "Xin ghi văn bản thay thế.")
        facts = ValidityFacts(
            validity=data.get("validity"),
            effective_on=document.effective_on,
            expires_on=data.get("expires_on"),
            issued_on=document.issued_on,
            replaced_by=data.get("replaced_by"),
            amended_by=data.get("amended_by") or [],
        )
        for problem in validity_problems(document, facts):
            line = f"Dòng {self._lines[problem.about.pk]}: " if problem.about else ""
            self.add_error(problem.field, f"{line}{problem.sentence}")
        return data


def set_validity(attempt: TransitionAttempt) -> None:
    document: PublicDocument = attempt.item
    for name in ("validity", "expires_on", "replaced_by"):
        setattr(document, name, attempt.data[name])
    document.amended_by.set(attempt.data["amended_by"])
    document.related_snapshot = read_related(document)
