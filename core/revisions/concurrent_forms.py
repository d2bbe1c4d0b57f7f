"""Forms for concurrent editing: three-way merge of each field against what the user was shown."""

from __future__ import annotations

from datetime import date
from typing import Any, cast

from django import forms
from django.core import signing
from django.http import QueryDict

from core.generics import ModelForm
from core.revisions.forms import raw_value
from core.text.three_way import Conflict, three_way
from core.workflow.classified import RejectsClassifiedMixin

_SALT = "core.revisions.concurrent_forms"


class ConcurrentForm(RejectsClassifiedMixin, ModelForm):
    """A form of a stored row that never writes over what its person has not seen.

    A field nobody touched here takes what is stored meanwhile. One that changed here and elsewhere
    is refused with what stands there now; the typed text stays in the field, and sent once more it
    counts. ``compared`` names the fields, many-to-many ones too; an app overrides ``stored_value``
    for one that is no column. After validation ``taken`` names the fields that came from elsewhere.
    """

    seen = forms.CharField(widget=forms.HiddenInput, required=False)
    compared: tuple[str, ...] = ()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"label_suffix": "", **kwargs})
        self.conflicts: list[tuple[str, str]] = []
        self.changed: list[str] = []
        self.taken: list[str] = []
        self.initial["seen"] = self._packed()

    def stored_value(self, name: str) -> Any:
        field = self.instance._meta.get_field(name)
        if field.many_to_many:
            return getattr(self.instance, name).all() if self.instance.pk else ()
        return getattr(self.instance, field.attname)

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        seen = self._unpacked(data.get("seen", ""))
        for name in self.compared:
            if name not in data:
                continue
            stored = self._raw(name, self.stored_value(name))
            typed = self._raw(name, data[name])
            base = seen.get(name, stored) if self.instance.pk else stored
            merged = three_way(base, typed, stored)
            if isinstance(merged, Conflict):
                self.changed.append(name)
                self._refuse(name, stored)
            elif merged == typed and typed != stored:
                self.changed.append(name)
            elif typed != stored:
                data[name] = self.fields[name].clean(self._as_sent(name, stored))
                self.taken.append(name)
                self._put(name, stored)
        self._put("seen", self._packed())
        return data

    def _refuse(self, name: str, stored: str) -> None:
        shown = self._shown(name, stored) or "(để trống)"
        label = str(self.fields[name].label)
        self.conflicts.append((label, shown))
        self.add_error(
            name,
            forms.ValidationError(
                "Trong lúc quý vị sửa, chỗ này đã được lưu ở nơi khác: “%(shown)s”. Điều quý vị ghi"
                " còn nguyên trong ô; bấm Lưu lần nữa để lấy theo quý vị.",
                code="stale",
                params={"shown": shown},
            ),
        )

    def _shown(self, name: str, value: str) -> str:
        field = self.fields[name]
        if isinstance(field, forms.BooleanField):
            return "có" if value else "không"
        if isinstance(field, forms.DateField):
            return f"{date.fromisoformat(value):%d/%m/%Y}" if value else ""
        if self._is_many(name):
            chosen, offered = value.split(), field.widget.choices
            names = [str(label) for code, label in _flat(offered) if str(code) in chosen]
            return ", ".join(names)
        if isinstance(field, forms.ChoiceField):
            return next(
                (label for code, label in _flat(field.choices) if str(code) == value), value
            )
        return value

    def _is_many(self, name: str) -> bool:
        return isinstance(self.fields[name], forms.ModelMultipleChoiceField)

    def _raw(self, name: str, value: Any) -> str:
        """Return a value as text; related rows as their sorted keys."""
        if self._is_many(name):
            return " ".join(str(pk) for pk in sorted(row.pk for row in value))
        return raw_value(value)

    def _as_sent(self, name: str, stored: str) -> Any:
        if self._is_many(name):
            return stored.split()
        return bool(stored) if isinstance(self.fields[name], forms.BooleanField) else stored

    def _packed(self) -> str:
        """Return what is stored now as the form carries it, without blanks."""
        if not self.instance.pk:
            return ""
        return signing.dumps(
            {name: self._raw(name, self.stored_value(name)) for name in self.compared},
            salt=_SALT,
            compress=True,
        )

    def _unpacked(self, text: str) -> dict[str, str]:
        try:
            return cast("dict[str, str]", signing.loads(text, salt=_SALT))
        except signing.BadSignature:
            return {}

    def _put(self, name: str, value: str) -> None:
        """Write a value into what was sent, so that the page shows it."""
        data = cast(QueryDict, self.data).copy()
        self.data = data
        prefixed = self.add_prefix(name)
        if name in self.fields and self._is_many(name):
            data.setlist(prefixed, value.split())
        elif value or not isinstance(self.fields[name], forms.BooleanField):
            data[prefixed] = value
        else:
            data.pop(prefixed, None)


def _flat(choices: Any) -> Any:
    for code, label in choices:
        if isinstance(label, list | tuple):
            yield from label
        else:
            yield code, label
