"""Form of correcting a published item."""

from __future__ import annotations

import re
from copy import copy
from datetime import datetime
from typing import Any, cast

from django import forms

from core.files.forms import PictureFocusField, StoredFileField, bind_files
from core.files.upload_notices import UNSEEN_LABEL, unseen_sentence
from core.models import FileUse, StoredFile
from core.revisions.forms import MergeMixin
from core.text.lint import IDENTITY_LABEL
from core.text.vietnamese import clean_line
from core.workflow.engine import TransitionForm
from news.editorial.forms.publication import about_numbers, identity_numbers_of
from news.editorial.guards import publishing_problems, supporting_problem
from news.editorial.lint import check_times, personal_sentences
from news.models import Article
from news.models.articles import TEXT_FIELDS
from news.permissions import says_the_same
from news.planning.assignment import changed_unit_problem
from news.states import Kind
from news.times.forms import NoticeTimesField
from news.times.services import left_days

# A correction changes the text, its kind and its unit, but no channels.
CORRECTED_FIELDS = [
    name for name in TEXT_FIELDS if name not in ("is_for_portal", "is_for_loudspeaker")
]
CORRECTED_FIELDS.insert(CORRECTED_FIELDS.index("category") + 1, "unit")
NOTHING_CORRECTED = (
    "Quý vị chưa sửa gì trong bài. Đính chính cần ít nhất một chữ, ảnh, giờ hoặc tệp được sửa."
)


class CorrectionForm(MergeMixin, TransitionForm, forms.ModelForm):
    """The published text, changed. Validating it sets the fields of the locked item itself."""

    merged_message = (
        "Đã ghép hai bản vào các ô dưới đây, chưa sửa bài trên cổng. Xin xem lại lần cuối rồi bấm"
        " nút ở cuối trang."
    )

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
    accepts_identity_numbers = forms.BooleanField(
        label=IDENTITY_LABEL, required=False, widget=forms.HiddenInput
    )
    accepts_personal = forms.BooleanField(
        label="Tôi đã xem lại: các thông tin này được phép công khai",
        required=False,
        widget=forms.HiddenInput,
    )
    accepts_small = forms.BooleanField(
        label="Tôi đã xem lại: chỉ là lỗi nhỏ, không cần đính chính công khai",
        required=False,
        widget=forms.HiddenInput,
    )
    accepts_unseen = forms.BooleanField(
        label=UNSEEN_LABEL, required=False, widget=forms.HiddenInput
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

    new_attachment_title = forms.CharField(
        label="Tên hiển thị của tệp thêm",
        max_length=200,
        required=False,
        help_text="Để trống: người đọc thấy tên tệp.",
    )

    class Meta:
        model = Article
        fields = CORRECTED_FIELDS
        widgets = {"lead": forms.Textarea(attrs={"rows": 3})}

    field_order = [
        *("is_public", "accepts_small", "accepts_times", "accepts_identity_numbers"),
        *("accepts_personal", *CORRECTED_FIELDS),
        *("remove_attachments", "new_attachment", "new_attachment_title", "accepts_unseen"),
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
        self._numbers_before = set(identity_numbers_of(item))
        self._personal_before = set(personal_sentences(item))
        self._before = copy(item)

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if "_merge" in self.data and not self.is_refused:
            self.put_merged(data)
        return data

    def clean_new_attachment_title(self) -> str:
        return clean_line(self.cleaned_data["new_attachment_title"])

    def clean_kind(self) -> str:
        kind: str = self.cleaned_data["kind"] or self.instance.kind
        return kind

    def _post_clean(self) -> None:
        """After the item took the new text: no correction may add what would have blocked
        publishing.
        """
        super()._post_clean()  # type: ignore[misc]  # Django's hook, unknown to its stubs
        self.cleaned_data["times_before"] = self._before.times
        supporting = self.instance.supporting_units.values_list("pk", flat=True)
        if "unit" in self.changed_data and (
            problem := supporting_problem(self.instance.unit_id, supporting)
        ):
            self.add_error("unit", problem)
        if "unit" in self.changed_data and (problem := changed_unit_problem(self.instance)):
            self.add_error("unit", problem)
        for problem in publishing_problems(self.instance):
            if problem not in self._problems_before:
                self.add_error(None, problem)
        if not self.errors and not self._changes_anything():
            self.add_error(None, NOTHING_CORRECTED)
        if not self.errors and not self.cleaned_data["accepts_times"]:
            self._ask_about_times()
        if not self.errors and not self.cleaned_data["accepts_identity_numbers"]:
            self._ask_about_numbers()
        if not self.errors and not self.cleaned_data["accepts_personal"]:
            self._ask_about_personal_data()
        if not self.errors and not self.cleaned_data["accepts_unseen"]:
            self._ask_about_file()
        if not self.errors and not self.cleaned_data["accepts_small"]:
            self._ask_whether_small()

    def _ask_about_times(self) -> None:
        """Ask once about hours and days that stand otherwise in the text than in the table."""
        self.instance.clean_times()
        new = [one for one in check_times(self.instance) if one not in self._contradictions_before]
        said_of = {one.field for one in new}
        if self.instance.kind == Kind.NOTICE:
            left = left_days(self.instance, self._before.event_times)
            new += [one for one in left if one.field not in said_of]
        if new:
            self.fields["accepts_times"].widget = forms.CheckboxInput()
            said = " ".join(one.sentence for one in new)
            self.add_error("accepts_times", f"{said} Xin sửa cho khớp, hoặc đánh dấu ô này.")

    def _ask_about_numbers(self) -> None:
        """Ask once about numbers like those of identity cards that the correction brings in."""
        numbers = identity_numbers_of(self.instance)
        if new := [one for one in numbers if one not in self._numbers_before]:
            self.fields["accepts_identity_numbers"].widget = forms.CheckboxInput()
            self.add_error("accepts_identity_numbers", about_numbers(new))

    def _ask_about_personal_data(self) -> None:
        """Ask once about what else looks like personal data that the correction brings in."""
        numbers = identity_numbers_of(self.instance)
        new = [
            sentence
            for sentence in personal_sentences(self.instance)
            if sentence not in self._personal_before
            and not any(number in sentence for number in numbers)
        ]
        if new:
            self.fields["accepts_personal"].widget = forms.CheckboxInput()
            advice = "Xin bỏ khỏi bài; nếu được phép công khai, đánh dấu ô này."
            self.add_error("accepts_personal", f"{' '.join(new)} {advice}")

    def _ask_whether_small(self) -> None:
        """Ask once about a small fix that changes more than spelling and punctuation."""
        data = self.cleaned_data
        is_small = says_the_same(self._before, self.instance) and not self._changes_files()
        if data.get("is_public") is False and not is_small:
            self.fields["accepts_small"].widget = forms.CheckboxInput()
            self.add_error(
                "accepts_small",
                "Thay đổi này nhiều hơn chính tả và dấu câu. Nếu điều đã đăng là sai hoặc thiếu,"
                " xin chọn “Đính chính công khai”; nếu vẫn chỉ là lỗi nhỏ, xin đánh dấu ô này.",
            )

    def _ask_about_file(self) -> None:
        """Ask once about an attachment that carries more than it shows."""
        added = self.cleaned_data.get("new_attachment")
        if added and added.unseen:
            self.fields["accepts_unseen"].widget = forms.CheckboxInput()
            self.add_error("accepts_unseen", unseen_sentence(added.name, added.unseen))

    def _changes_anything(self) -> bool:
        return self._changes_files() or _text_of(self.instance) != self._text_before

    def _changes_files(self) -> bool:
        data = self.cleaned_data
        return bool(data.get("remove_attachments") or data.get("new_attachment"))


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
