"""Forms of quick entry. Photos are handled in ``photos``: there may be any number of them."""

from __future__ import annotations

import uuid
from typing import Any, cast

from django import forms
from django.core.validators import MaxLengthValidator
from django.db.models import OuterRef, Subquery
from django.http import QueryDict
from django.utils import timezone

from core.fields import max_length
from core.richtext.sanitizer import is_empty
from core.text.vietnamese import clean_line, visible
from core.workflow.classified import RejectsClassifiedMixin
from news.models import Article, Category, PlanLine
from news.planning.assignment import LineChoiceField, line_problem
from news.querysets.planning import PlanLineQuerySet
from news.quick.photos import body_of
from news.states import ArticleState, Kind
from news.times.forms import NoticeTimesField
from organization.models import Unit, User
from organization.querysets import UnitQuerySet

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
        Category.objects.visible(),
        label="Chuyên mục",
        required=False,
        empty_label="Để ban biên tập chọn",
    )

    times = NoticeTimesField(
        empty_rows=1,
        label="Khi nào, ở đâu",
        help_text="Có ngày giờ thì tin được gửi như thông báo. Để trống giờ: cả ngày.",
    )

    line = LineChoiceField(
        help_text="Bài viết cho dòng nào trong định hướng của ban biên tập, nếu có."
    )

    def __init__(self, *args: Any, user: User, is_draft: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **{"label_suffix": "", **kwargs})
        self.user = user
        cast(LineChoiceField, self.fields["line"]).offer(self.offered_lines())
        self.fields["text"].required = not is_draft
        proposed = self.proposed_category()
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

    def proposed_category(self) -> Category | None:
        return proposed_category(self.user.unit_id)

    def clean_text(self) -> str:
        text = self.cleaned_data["text"]
        if self.fields["text"].required and is_empty(body_of(text, [])):
            raise forms.ValidationError(self.fields["text"].error_messages["required"])
        return text

    def clean_kind(self) -> str:
        return self.cleaned_data["kind"] or Kind.BRIEF

    def clean_times(self) -> Any:
        """Return the times; what has some is a notice, unless another kind was chosen."""
        times = self.cleaned_data["times"]
        if times and self.cleaned_data.get("kind") == Kind.BRIEF:
            self.cleaned_data["kind"] = Kind.NOTICE
        return times

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        data["category"] = fitting_category(data.get("kind"), data.get("category"))
        return data

    def renew_token(self) -> None:
        """Let the page, sent once more, make an item of its own."""
        data = cast(QueryDict, self.data).copy()
        data["token"] = str(uuid.uuid4())
        self.data = data


class OnBehalfEntryForm(EntryForm):
    """The same for what others sent; the author, who may have no account, is nobody unless
    chosen. Category and authors follow the unit entered for, in the page's script and here.
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
        help_text="Chọn đơn vị trước; danh sách chỉ còn người của đơn vị ấy.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = cast("forms.ModelChoiceField[Unit]", self.fields["unit"])
        field.queryset = Unit.objects.valid(on=timezone.localdate())
        category = cast("forms.ModelChoiceField[Category]", self.fields["category"])
        category.empty_label = "Theo tin gần nhất của đơn vị"
        category.help_text = "Để như vậy: bài vào chuyên mục của tin gần nhất của đơn vị đã chọn."

    def proposed_category(self) -> Category | None:
        return None  # known once the unit is chosen

    def follows_unit(self) -> dict[str, dict[str, int | None]]:
        """Return the usual category of each unit and the unit of each person, for the page."""
        people = User.objects.filter(is_active=True).order_by().values_list("pk", "unit")
        units = usual_categories(Unit.objects.valid(on=timezone.localdate()))
        return {
            "categories": {str(unit): category for unit, category in units.items()},
            "units": {str(pk): unit for pk, unit in people},
        }

    def offered_lines(self) -> PlanLineQuerySet:
        return PlanLine.objects.open()

    def clean(self) -> dict[str, Any]:
        """Take the category from the unit where none was chosen; refuse an author of another unit,
        and a line of another.
        """
        data = super().clean()
        line, unit, author = (data.get(name) for name in ("line", "unit", "author"))
        if unit and not data.get("category"):
            data["category"] = fitting_category(data.get("kind"), proposed_category(unit.pk))
        if unit and author and not is_of_unit(author, unit):
            theirs = (
                f"thuộc {author.unit.short_name}, không phải {unit.short_name}"
                if author.unit
                else "chưa thuộc đơn vị nào"
            )
            self.add_error("author", f"{author} {theirs}; xin chọn lại tác giả hoặc đơn vị.")
        if line and unit and (problem := line_problem(line, unit, author and author.pk)):
            self.add_error("line", problem)
        return data


def is_of_unit(person: User, unit: Unit) -> bool:
    """Return whether a person belongs to the unit, or to one whose work it took over."""
    held = Unit.objects.with_predecessors(unit.pk, on=timezone.localdate())
    return person.unit_id == unit.pk or held.filter(pk=person.unit_id or 0).exists()


def proposed_category(unit_id: int | None) -> Category | None:
    """Return where the unit's newest published item stands, notices left aside: most units write
    for one section.
    """
    if not unit_id:
        return None
    own = Article.objects.filter(
        unit=unit_id, state=ArticleState.PUBLISHED, category__is_for_notices=False
    )
    newest = own.newest_first().select_related("category").first()
    return newest.category if newest else None


def fitting_category(kind: str | None, category: Category | None) -> Category | None:
    """Return the category, or for a notice proposed to another one the first for notices; None, for
    the board to choose, where there is none.
    """
    if kind != Kind.NOTICE or category is None or category.is_for_notices:
        return category
    return Category.objects.visible().filter(is_for_notices=True).first()


def usual_categories(units: UnitQuerySet) -> dict[int, int | None]:
    """Return the category of the newest published item of each unit, notices left aside."""
    own = Article.objects.filter(
        unit=OuterRef("pk"), state=ArticleState.PUBLISHED, category__is_for_notices=False
    )
    newest = Subquery(own.newest_first().values("category")[:1])
    return dict(
        units.order_by().annotate(usual_category=newest).values_list("pk", "usual_category")
    )
