"""Forms of quick entry. Photos are handled in ``photos``: there may be any number of them."""

from __future__ import annotations

import uuid
from typing import Any, cast

from django import forms
from django.core.validators import MaxLengthValidator
from django.http import QueryDict
from django.utils import timezone

from core.fields import max_length
from core.richtext.sanitizer import is_empty
from core.text.vietnamese import clean_line, visible
from core.workflow.classified import RejectsClassifiedMixin
from news.models import Article, Category, PlanLine
from news.planning.assignment import LineChoiceField, assignee_label
from news.querysets.planning import PlanLineQuerySet
from news.quick.photos import body_of
from news.states import ArticleState, Kind
from organization.models import Unit, User

MAX_TEXT_LENGTH = 100_000


class LineField(forms.CharField):
    """One line as the article will hold it.

    No ``maxlength`` in the page: a browser would cut what is pasted.
    """

    def __init__(self, *, most: int, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.validators.append(
            MaxLengthValidator(most, f"Tiêu đề dài quá {most} ký tự: xin rút gọn.")
        )

    def to_python(self, value: Any) -> str:
        return clean_line(super().to_python(value) or "")


class PlainTextField(forms.CharField):
    """Several lines of plain text without what nobody can see."""

    widget = forms.Textarea

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        sentence = f"Nội dung dài quá {MAX_TEXT_LENGTH:,} ký tự: xin chia thành nhiều bài.".replace(
            ",", "."
        )
        self.validators.append(MaxLengthValidator(MAX_TEXT_LENGTH, sentence))

    def to_python(self, value: Any) -> str:
        return visible(super().to_python(value) or "").strip()


class EntryForm(RejectsClassifiedMixin, forms.Form):
    """Title and text; kind and category are proposed and may be mended later by the board.

    ``is_draft``: put aside for later, so that the text may still be missing.
    """

    required_css_class = "required"

    token = forms.UUIDField(
        widget=forms.HiddenInput, error_messages={"invalid": "Xin bấm gửi lần nữa."}
    )
    title = LineField(
        label="Tiêu đề",
        most=max_length(Article, "title"),
        widget=forms.TextInput(attrs={"autocomplete": "off", "enterkeyhint": "next"}),
        error_messages={"required": "Xin ghi tiêu đề."},
    )
    text = PlainTextField(
        label="Nội dung",
        widget=forms.Textarea(attrs={"rows": 10}),
        help_text="Việc gì, ở đâu, khi nào, ai tham gia. Để trống một dòng là sang đoạn mới.",
        error_messages={"required": "Xin viết nội dung."},
    )
    kind = forms.ChoiceField(label="Thể loại", choices=Kind.choices, required=False)
    category = forms.ModelChoiceField(
        Category.objects.all(),
        label="Chuyên mục",
        required=False,
        empty_label="Để ban biên tập chọn",
    )

    line = LineChoiceField(
        help_text="Bài viết cho dòng nào trong định hướng của ban biên tập, nếu có."
    )

    def __init__(self, *args: Any, user: User, is_draft: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **{"label_suffix": "", **kwargs})
        self.user = user
        cast(LineChoiceField, self.fields["line"]).offer(self.offered_lines())
        self.fields["text"].required = not is_draft
        proposed = proposed_category(user)
        self.initial = {
            "token": uuid.uuid4(),
            "kind": Kind.BRIEF,
            "category": proposed,
        } | dict(self.initial)
        if proposed:
            self.fields[
                "category"
            ].help_text = f"Chọn sẵn “{proposed}” theo tin gần nhất của đơn vị."

    def offered_lines(self) -> PlanLineQuerySet:
        return PlanLine.objects.open_to(self.user.unit_id, self.user.pk)

    def clean_text(self) -> str:
        text = self.cleaned_data["text"]
        if self.fields["text"].required and is_empty(body_of(text, [])):
            raise forms.ValidationError(self.fields["text"].error_messages["required"])
        return text

    def clean_kind(self) -> str:
        return self.cleaned_data["kind"] or Kind.BRIEF

    def renew_token(self) -> None:
        """Let the page, sent once more, make an item of its own."""
        data = cast(QueryDict, self.data).copy()
        data["token"] = str(uuid.uuid4())
        self.data = data


class OnBehalfEntryForm(EntryForm):
    """The same for what others sent; the author, who may have no account, is nobody unless
    chosen.
    """

    unit = forms.ModelChoiceField(
        Unit.objects.none(),
        label="Đơn vị",
        empty_label="Xin chọn",
        error_messages={"required": "Xin chọn đơn vị của bài."},
    )
    author = forms.ModelChoiceField(
        User.objects.filter(is_active=True).select_related("unit"),
        label="Tác giả",
        required=False,
        empty_label="Không có tài khoản",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = cast("forms.ModelChoiceField[Unit]", self.fields["unit"])
        field.queryset = Unit.objects.valid(on=timezone.localdate())

    def offered_lines(self) -> PlanLineQuerySet:
        return PlanLine.objects.open()

    def clean(self) -> dict[str, Any]:
        """A line of another unit is no line of this item."""
        data = super().clean()
        line, unit, author = (data.get(name) for name in ("line", "unit", "author"))
        if (
            line
            and unit
            and not PlanLine.objects.open_to(unit.pk, author and author.pk)
            .filter(pk=line.pk)
            .exists()
        ):
            self.add_error(
                "line", f"Dòng này giao cho {assignee_label(line)}, không phải {unit.short_name}."
            )
        return data


def proposed_category(user: User) -> Category | None:
    """Return where the unit's newest published item stands, notices left aside: most units write
    for one section.
    """
    if not user.unit_id:
        return None
    own = Article.objects.filter(
        unit=user.unit_id, state=ArticleState.PUBLISHED, category__is_for_notices=False
    )
    newest = own.newest_first().select_related("category").first()
    return newest.category if newest else None
