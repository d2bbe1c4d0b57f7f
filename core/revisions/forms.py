"""Optimistic locking: a form that never overwrites a version its user has not seen."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from copy import copy
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS
from django.db.models import Model, QuerySet
from django.forms.widgets import DateTimeBaseInput
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.safestring import SafeString
from django.utils.text import capfirst

from core.files.forms import StoredFileField, StoredFileWidget
from core.generics import ModelForm
from core.http.params import int_param
from core.models import StoredFile
from core.revisions.timeline import display_value
from core.text.comparison import three_way
from core.text.comparison.diff import word_diff
from core.workflow.classified import RejectsClassifiedMixin
from core.workflow.engine import last_change

if TYPE_CHECKING:
    _Base = ModelForm
else:
    _Base = object

STALE_MESSAGE = (
    "Trong lúc quý vị viết, nội dung này đã được lưu ở nơi khác. Chữ quý vị vừa gõ còn nguyên trong"
    " các ô. Xin ghép hai bản ở dưới, hoặc so hai bản, chép phần cần giữ rồi bấm Lưu lần nữa."
)
CHOICE_MESSAGE = (
    "Có chỗ cả hai bên cùng sửa mà chưa chọn lấy bản nào, nên chưa lưu. Xin chọn ở dưới rồi bấm"
    " “Ghép vào các ô để xem lại”; hoặc sửa thẳng trong các ô, đánh dấu “Tôi đã xem chỗ khác nhau”"
    " rồi bấm Lưu."
)
MERGED_MESSAGE = "Đã ghép hai bản vào các ô dưới đây, chưa lưu. Xin xem lại lần cuối rồi bấm Lưu."


def raw_value(value: Any) -> str:
    """Return a field's value as form text, whether it was typed, stored or historical; of related
    rows their keys, one a line.
    """
    if isinstance(value, QuerySet | list | tuple):
        return "\n".join(sorted(map(raw_value, value)))
    if value is None or value is False:
        return ""
    if value is True:
        return "on"
    if isinstance(value, datetime) and timezone.is_aware(value):
        value = timezone.localtime(value)
    return str(value.pk if isinstance(value, Model) else value)


@dataclass(frozen=True)
class FieldConflict:
    """One conflict, with the diff of each side."""

    name: str
    mine: SafeString
    theirs: SafeString


@dataclass(frozen=True)
class FieldMerge:
    """Three-way merge of one field, in hunks.

    A text field has paragraphs, a relation has rows, any other is one piece.
    """

    field: Any
    parts: list[three_way.Hunk]

    @classmethod
    def of(cls, field: Any, base: str | None, mine: str, theirs: str) -> FieldMerge:
        if field.many_to_many and base is not None:
            return cls(field, _merged_rows(base.split(), mine.split(), theirs.split()))
        known = [] if base is None else _paragraphs(field, base)
        return cls(
            field, three_way.diff3(known, _paragraphs(field, mine), _paragraphs(field, theirs))
        )

    @property
    def label(self) -> str:
        return capfirst(str(self.field.verbose_name))

    @property
    def takes_both(self) -> bool:
        return _has_paragraphs(self.field)

    @property
    def outcome(self) -> str:
        """Return a sentence on the hunks without conflict."""
        unambiguous = [part for part in self.parts if part.is_changed and not part.is_conflict]
        mine = any(part.theirs == part.base for part in unambiguous)
        theirs = any(part.mine == part.base for part in unambiguous)
        if mine and theirs:
            return "hai bên sửa những chỗ khác nhau, lấy cả hai."
        if mine:
            return "chỗ chỉ quý vị sửa được giữ như quý vị viết."
        return "chỗ chỉ bản đang lưu sửa được lấy theo bản đang lưu." if theirs else ""

    @property
    def conflicts(self) -> list[FieldConflict]:
        conflicts = [part for part in self.parts if part.is_conflict]
        return [
            FieldConflict(
                f"{self._prefix}{number}",
                self._shown(part.base, part.mine),
                self._shown(part.base, part.theirs),
            )
            for number, part in enumerate(conflicts)
        ]

    def merged(self, choices: Mapping[str, Any]) -> str:
        """Return the merged value; ``choices`` are posted answers by the names of the conflicts."""
        fallback = three_way.BOTH if self.takes_both else three_way.MINE
        chosen = [choices.get(conflict.name, fallback) for conflict in self.conflicts]
        if not self.takes_both:
            chosen = [choice if choice == three_way.THEIRS else three_way.MINE for choice in chosen]
        return "\n".join(three_way.apply_choices(self.parts, chosen))

    @property
    def _prefix(self) -> str:
        return f"_merge-{self.field.name}-"

    def _shown(self, base: tuple[str, ...], side: tuple[str, ...]) -> SafeString:
        before, after = (
            "\n".join(_displayed(self.field, piece) for piece in pieces) for pieces in (base, side)
        )
        return word_diff(before, after) or SafeString(
            "(bỏ)" if not side else "(đổi ảnh hoặc cách trình bày)"
        )


def _merged_rows(base: list[str], mine: list[str], theirs: list[str]) -> list[three_way.Hunk]:
    """Return a hunk for each related row: one is there or not, so that none is a conflict."""
    return [
        three_way.Hunk(*(((key,) if key in side else ()) for side in (base, mine, theirs)))
        for key in sorted({*base, *mine, *theirs})
    ]


def _displayed(field: Any, value: Any) -> str:
    """Return a value for people; ``value`` of a relation to many is rows, or their keys."""
    if not field.many_to_many:
        return display_value(field, value)
    rows = field.related_model._base_manager.filter(pk__in=raw_value(value).split())
    return ", ".join(map(str, rows.order_by("pk")))


def _has_paragraphs(field: Any) -> bool:
    return str(field.get_internal_type()) == "TextField"


def _paragraphs(field: Any, value: str) -> list[str]:
    """Return the paragraphs of a text; the sanitiser writes one block per line."""
    if not _has_paragraphs(field):
        return [value]
    return [line.strip() for line in value.splitlines() if line.strip()]


class MergeMixin(_Base):
    """Mixin of a model form: what was stored meanwhile is shown, and merged with what was typed.

    After ``offer_merge`` ``comparison`` holds (label, typed, stored) of each value that differs and
    ``merges`` the three-way merges; the typed text stays in the fields. With ``_merge`` the merged
    values are put into the fields for review, and nothing is stored.
    """

    merged_message = MERGED_MESSAGE

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.is_refused = False
        self.comparison: list[tuple[str, str, str]] = []
        self.merges: list[FieldMerge] = []
        self.merge_base: int | None = None
        self._stored = copy(self.instance)  # validation changes the instance

    def offer_merge(self, typed: Mapping[str, str], base: int | None) -> None:
        """Prepare the merge of what was ``typed`` upon version ``base`` with what is stored now."""
        self.merge_base = base
        self.merges = self._merges(typed, base)

    def compare(self, data: Mapping[str, Any], base: int | None) -> None:
        """Show valid ``data`` typed upon version ``base`` beside what is stored, and offer the
        merge.
        """
        self.comparison = list(self._compare(data))
        self.offer_merge({name: raw_value(value) for name, value in data.items()}, base)

    def compare_refused(self, base: int | None) -> None:
        """Do so for a posted form that was refused for its older version ``base``."""
        self.is_refused = True
        self.full_clean()
        self.compare(self.cleaned_data, base)

    def put_merged(self, data: Mapping[str, Any]) -> None:
        """Put the merge that was asked for into the fields. Raises ValidationError, for review."""
        typed = {name: raw_value(value) for name, value in data.items()}
        for part in self._merges(typed, int_param(self.data.get("_merge_base"))):
            self._set_data(part.field.name, part.merged(self.data))
        raise forms.ValidationError(self.merged_message, code="merged")

    def unambiguous(self) -> dict[str, str]:
        """Return the merged values of the fields in which no choice is to be made."""
        values = {}
        for part in self.merges:
            if all(hunk.mine == hunk.base for hunk in part.parts):
                values[part.field.name] = raw_value(self._stored_value(part.field))
            elif not part.conflicts and any(hunk.theirs != hunk.base for hunk in part.parts):
                values[part.field.name] = part.merged({})
        return values

    def fill_unambiguous(self) -> None:
        """Put those values into the fields, so that a field nobody changed here holds what is
        stored.
        """
        for name, value in self.unambiguous().items():
            if self.is_bound:
                self._set_data(name, value)
            elif isinstance(self.fields[name], forms.ModelMultipleChoiceField):
                self.initial[name] = value.split()
            elif not isinstance(self.fields[name], StoredFileField):
                self.initial[name] = value

    @property
    def has_conflicts(self) -> bool:
        return any(part.conflicts for part in self.merges)

    @property
    def is_stale(self) -> bool:
        return self.has_error(NON_FIELD_ERRORS, "stale")

    @property
    def is_merged(self) -> bool:
        return self.has_error(NON_FIELD_ERRORS, "merged")

    def _merges(self, typed: Mapping[str, str], base: int | None) -> list[FieldMerge]:
        row = None
        if base is not None:
            row = (
                self._stored.history.filter(version__lte=base)
                .order_by("version", "history_id")
                .last()
            )
        found = []
        for field in self._shared_fields(typed):
            stored = raw_value(self._stored_value(field))
            if _paragraphs(field, stored) != _paragraphs(field, typed[field.name]):
                known = _historical(row, field)
                found.append(FieldMerge.of(field, known, typed[field.name], stored))
        return found

    def _compare(self, data: Mapping[str, Any]) -> Iterator[tuple[str, str, str]]:
        for field in self._shared_fields(data):
            typed = _displayed(field, data[field.name])
            stored = _displayed(field, self._stored_value(field))
            if typed != stored:
                yield capfirst(str(field.verbose_name)), typed, stored

    def _stored_value(self, field: Any) -> Any:
        if field.many_to_many:
            return getattr(self._stored, field.name).all()
        return getattr(self._stored, field.attname)

    def _shared_fields(self, data: Mapping[str, Any]) -> list[Any]:
        options = self.instance._meta
        fields = (*options.fields, *options.many_to_many)
        return [field for field in fields if field.name in self.fields and field.name in data]

    def _set_data(self, name: str, value: str) -> None:
        """Write a value into the posted data, so that the form shows it."""
        # A QueryDict is immutable, its copy is not.
        data: Any = copy(self.data)
        prefixed = self.add_prefix(name)
        if isinstance(self.fields[name], StoredFileField):
            file = StoredFile.objects.filter(pk=value).first() if value else None
            data[StoredFileWidget.key_name(prefixed)] = file.key if file else ""
            data.pop(StoredFileWidget.remove_name(prefixed), None)
        elif isinstance(self.fields[name], forms.ModelMultipleChoiceField):
            data.setlist(prefixed, value.split())
        elif isinstance(self.fields[name].widget, DateTimeBaseInput) and value:
            moment = parse_datetime(value) or value
            field = self.fields[name]
            data[prefixed] = field.widget.format_value(field.prepare_value(moment))
        elif value or not isinstance(self.fields[name], forms.BooleanField):
            data[prefixed] = value
        else:
            data.pop(prefixed, None)
        self.data = data


def _historical(row: Any, field: Any) -> str | None:
    """Return the value of a revision, None where it knows none."""
    if row is None:
        return None
    if not field.many_to_many:
        return raw_value(getattr(row, field.attname, None))
    rows = getattr(row, "related_snapshot", {}).get(field.name)
    return None if rows is None else raw_value([str(pk) for pk, _ in rows])


class OptimisticLockForm(RejectsClassifiedMixin, MergeMixin, ModelForm):
    """A form that knows the version it was rendered with, and refuses to overwrite a newer one.

    After a refusal it offers the merge, and carries the newer version, since the user has seen it:
    what only one side changed is in the fields already, what both changed needs a choice, by the
    merge or by the tick ``looked_at``.
    """

    seen_version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.initial["seen_version"] = self.instance.version

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if not self.instance.pk:
            return data
        if self.is_outdated(data.get("seen_version")):
            base = int_param(self.data.get("_merge_base"))
            self.compare(data, base or data.get("seen_version"))
            self.fill_unambiguous()
            self._set_data("seen_version", str(self.instance.version))
            seen = data.get("seen_version")
            change = last_change(self.instance, seen) if seen else ""
            words = f"{STALE_MESSAGE} Gần nhất: {change}." if change else STALE_MESSAGE
            raise forms.ValidationError(words, code="stale")
        if "_merge" in self.data:
            self.put_merged(data)
        elif "_merge_base" in self.data and self.is_outdated(int_param(self.data.get("looked_at"))):
            self.compare(data, int_param(self.data["_merge_base"]))
            if self.has_conflicts:
                raise forms.ValidationError(CHOICE_MESSAGE, code="stale")
        return data

    @property
    def asks_to_look(self) -> bool:
        """Return whether the page offers the tick for texts merged by hand."""
        return self.has_conflicts

    def is_outdated(self, seen: int | None) -> bool:
        """Return whether the item changed since the version the form was rendered with."""
        return bool(seen != self.instance.version)
