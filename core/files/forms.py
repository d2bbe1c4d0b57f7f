"""Form fields of stored files: upload, replacement, removal, and the focus of a picture.

The key of an upload is posted with the form, so that the file survives errors in other fields.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db.models import Model

from core.files import storage
from core.files.renditions import Focus
from core.generics import GenericInlineFormSet
from core.models import FileUse, StoredFile

# Named one by one: a phone then hands its HEIC photos over as JPEG.
PICTURE_TYPES = "image/jpeg,image/png,image/webp,image/gif,image/avif"
_DOCUMENTS = ".pdf,.docx,.xlsx,.pptx,.odt,.ods"


@dataclass(frozen=True)
class Posted:
    """Data of one field. ``key`` None: the field was not in the form, so nothing changes."""

    key: str | None
    upload: UploadedFile[Any] | None
    is_removed: bool


@dataclass(frozen=True)
class Shown:
    """Value of the widget: the file that would be stored, and whether its removal is ticked."""

    file: StoredFile | None
    is_removed: bool = False


class StoredFileWidget(forms.Widget):
    """Thumbnail or name of the current file, a file input, a checkbox to remove the file.

    The hidden key has a name of its own: a browser sends an unused file input as an empty text of
    its name.
    """

    template_name = "core/widgets/stored_file.html"
    needs_multipart_form = True

    class Media:
        css = {"all": ["admin_site/css/upload.css"]}

    def get_context(
        self, name: str, value: Shown | None, attrs: dict[str, Any] | None
    ) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        shown = value or Shown(None)
        context["widget"] |= {
            "file": shown.file,
            "is_removed": shown.is_removed,
            "is_picture": shown.file is not None and shown.file.kind == StoredFile.Kind.PICTURE,
            "key_name": self.key_name(name),
            "remove_name": self.remove_name(name),
            "remove_label": "Bỏ ảnh này" if self.attrs["accept"] == PICTURE_TYPES else "Bỏ tệp này",
        }
        return context

    def format_value(self, value: Any) -> None:
        return None

    def value_from_datadict(
        self, data: Mapping[str, Any], files: Mapping[str, Any], name: str
    ) -> Posted:
        return Posted(
            data.get(self.key_name(name)), files.get(name), bool(data.get(self.remove_name(name)))
        )

    def value_omitted_from_data(
        self, data: Mapping[str, Any], files: Mapping[str, Any], name: str
    ) -> bool:
        return not any((self.key_name(name) in data, name in files, self.remove_name(name) in data))

    def use_required_attribute(self, initial: Any) -> bool:
        return False  # the hidden key may already name a file

    @staticmethod
    def key_name(name: str) -> str:
        return f"{name}-key"

    @staticmethod
    def remove_name(name: str) -> str:
        return f"{name}-remove"


class StoredFileField(forms.FileField):
    """A field for a foreign key to StoredFile; its cleaned value is a StoredFile or None.

    The form sets the acting user and the item by ``bind_files``: users may name only their own
    uploads and files of items they may read. An upload is stored while the form is cleaned, so that
    it survives errors elsewhere in the form.
    """

    widget = StoredFileWidget
    default_error_messages = {
        "required": "Xin chọn một tệp.",
        "unusable": "Tệp này không còn hoặc quý vị không được dùng: xin chọn lại một tệp trên máy.",
        "not_picture": "Ở đây chỉ dùng ảnh: xin chọn một tệp ảnh.",
    }

    user: Any = None
    item: Model | None = None
    # Set on the copy of the field that Django makes for each form.
    _uploaded: tuple[UploadedFile[Any], StoredFile] | None = None
    _queried: StoredFile | None = None

    def __init__(self, *, kind: str, **kwargs: Any) -> None:
        takes_documents = kind == StoredFile.Kind.DOCUMENT
        pictures = "JPEG, PNG, WebP, GIF hoặc AVIF, tối đa 20 MB."
        documents = "PDF, Word, Excel, PowerPoint, ODT, ODS tối đa 50 MB; ảnh tối đa 20 MB."
        kwargs.setdefault("help_text", documents if takes_documents else pictures)
        super().__init__(**kwargs)
        self.kind = kind
        self.widget.attrs["accept"] = (
            f"{_DOCUMENTS},{PICTURE_TYPES}" if takes_documents else PICTURE_TYPES
        )

    def clean(self, data: Any, initial: Any = None) -> StoredFile | None:
        file = (
            self._cleaned_file(data, initial)
            if isinstance(data, Posted)
            else self._current_file(initial)
        )
        self.validate(file)
        return file

    def has_changed(self, initial: Any, data: Any) -> bool:
        if self.disabled or not isinstance(data, Posted):
            return False
        if data.upload is not None:
            return True
        current = self._current_file(initial)
        if data.is_removed:
            return current is not None
        return data.key is not None and data.key != (current.key if current else "")

    def bound_data(self, data: Any, initial: Any) -> Shown:
        """Return what a form shown again holds: the file just uploaded, or named, or the current
        one.
        """
        if self._uploaded:
            return Shown(storage.ensure_row(self._uploaded[1]))
        if self.disabled or not isinstance(data, Posted):
            return Shown(self._current_file(initial))
        try:
            return Shown(self._file_of_key(data.key, initial), data.is_removed)
        except ValidationError:
            return Shown(self._current_file(initial))

    def prepare_value(self, value: Any) -> Shown:
        return value if isinstance(value, Shown) else Shown(self._current_file(value))

    def _cleaned_file(self, data: Posted, initial: Any) -> StoredFile | None:
        if data.upload is not None:
            return self._stored_upload(data.upload)
        return None if data.is_removed else self._file_of_key(data.key, initial)

    def _stored_upload(self, upload: UploadedFile[Any]) -> StoredFile:
        if self._uploaded is None or self._uploaded[0] is not upload:
            self._uploaded = (upload, storage.store(upload, uploader=self.user, kind=self.kind))
        return self._uploaded[1]

    def _file_of_key(self, key: str | None, initial: Any) -> StoredFile | None:
        current = self._current_file(initial)
        if key is None or (current and key == current.key):
            return current
        if not key:
            return None
        file = storage.files_by_key([key]).get(key)
        if file is None or self.user is None or not storage.usable_by(self.user, [file], self.item):
            raise ValidationError(self.error_messages["unusable"], code="unusable")
        if self.kind == StoredFile.Kind.PICTURE and file.kind != StoredFile.Kind.PICTURE:
            raise ValidationError(self.error_messages["not_picture"], code="not_picture")
        return file

    def _current_file(self, initial: Any) -> StoredFile | None:
        """Return the file the form started with, given as a row or as its primary key."""
        if initial is None or isinstance(initial, StoredFile):
            return initial
        if self._queried is None or self._queried.pk != initial:
            self._queried = StoredFile.objects.filter(pk=initial).first()
        return self._queried


class PictureFocusWidget(forms.RadioSelect):
    """Nine positions in a picture, laid over the picture where there is one."""

    template_name = "core/widgets/picture_focus.html"
    picture: Callable[[], StoredFile | None] = staticmethod(lambda: None)

    class Media:
        css = {"all": ["admin_site/css/upload.css"]}

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        context["widget"]["picture"] = self.picture()
        return context


class PictureFocusField(forms.ChoiceField):
    """The part of a picture that a crop preserves; ``of`` names the form's field for the picture.

    A form without this value changes nothing.
    """

    widget = PictureFocusWidget
    current: str = Focus.CENTRE

    def __init__(self, *, of: str, **kwargs: Any) -> None:
        kwargs.setdefault("label", "Phần ảnh luôn giữ lại")
        kwargs.setdefault(
            "help_text",
            "Trang chủ, danh sách và ảnh chia sẻ có thể chỉ hiện một phần ảnh; phần này không bị"
            " cắt.",
        )
        super().__init__(choices=Focus.choices, initial=Focus.CENTRE, required=False, **kwargs)
        self.of = of

    def clean(self, value: Any) -> str:
        return super().clean(value) or self.current

    def has_changed(self, initial: Any, data: Any) -> bool:
        return bool(data) and super().has_changed(initial, data)


def bind_files(form: Any, *, user: Any, item: Model | None) -> None:
    """Set user and item on the form's file fields; a row that the instance has loaded is not
    queried again.
    """
    instance = getattr(form, "instance", None)
    for name, field in form.fields.items():
        if isinstance(field, PictureFocusField):
            field.current = form.initial.get(name) or Focus.CENTRE
            field.widget.picture = partial(_picture_of, form, field.of)
        if isinstance(field, StoredFileField):
            field.user = user
            field.item = item
            if instance is not None and form.initial.get(name) and hasattr(instance, f"{name}_id"):
                form.initial[name] = getattr(instance, name)


def _picture_of(form: Any, name: str) -> StoredFile | None:
    """Return the picture that the form's field ``name`` shows now."""
    shown: Shown = form[name].value()
    return shown.file


class AttachmentFormSet(GenericInlineFormSet):
    """An item's attachments; its admin sets ``user`` on the class it makes for one request.

    A removed row ends the use; the file stays for those who may read the item's history.
    """

    user: Any = None

    def add_fields(self, form: Any, index: int | None) -> None:
        super().add_fields(form, index)
        form.instance.role = form.instance.role or FileUse.Role.ATTACHMENT
        bind_files(form, user=self.user, item=self.instance)

    def delete_existing(self, obj: Any, commit: bool = True) -> None:
        if commit:
            storage.end_uses(FileUse.objects.filter(pk=obj.pk))
