"""Diff of two revisions apart from words: pictures, attachments, related rows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from django.utils.safestring import SafeString

from core.models import StoredFile
from core.revisions.related import ATTACHMENTS
from core.richtext.compare import pictures, structure_changes
from core.text.comparison.diff import word_diff

_NOTHING = SafeString("")
_ONLY_LOOKS = "Chỉ đổi cách trình bày (chữ đậm, nghiêng, khoảng cách); lời không đổi."


@dataclass(frozen=True)
class FileChange:
    """One file that was added, removed or described otherwise.

    ``url`` is empty when the file no longer exists.
    """

    what: str
    name: str
    url: str = ""
    is_picture: bool = False
    words: SafeString = _NOTHING


@dataclass(frozen=True)
class FieldChange:
    """One field that differs: its Vietnamese label, the word diff as HTML, sentences and files."""

    label: str
    difference: SafeString = _NOTHING
    notes: tuple[str, ...] = ()
    files: tuple[FileChange, ...] = ()


class FileLookup:
    """The stored files that two revisions name, in one query."""

    def __init__(self, *, pks: Iterable[int | None], keys: Iterable[str]) -> None:
        pks = {pk for pk in pks if pk}
        keys = set(keys)
        found = StoredFile.objects.filter(Q(pk__in=pks) | Q(key__in=keys)) if pks or keys else []
        self.by_pk = {file.pk: file for file in found}
        self.by_key = {file.key: file for file in found}

    def change(
        self, what: str, file: StoredFile | None, name: str = "", words: SafeString | None = None
    ) -> FileChange:
        if file is None:
            return FileChange(what, name or "tệp không còn", words=words or _NOTHING)
        is_picture = file.kind == StoredFile.Kind.PICTURE
        return FileChange(what, name or file.name, file.url, is_picture, words or _NOTHING)


def single_file(label: str, old: int | None, new: int | None, files: FileLookup) -> FieldChange:
    """Return the change of a foreign key to a file."""
    removed = [files.change("Bỏ", files.by_pk.get(old))] if old else []
    added = [files.change("Thêm", files.by_pk.get(new))] if new else []
    return FieldChange(label, files=(*removed, *added))


def rich_text(label: str, words: SafeString, old: str, new: str, files: FileLookup) -> FieldChange:
    """Return the change of a sanitised body: words, structure, pictures."""
    was, is_now = ({picture.key: picture for picture in pictures(body)} for body in (old, new))
    changes = [files.change("Bỏ ảnh", files.by_key.get(key)) for key in was if key not in is_now]
    changes += [files.change("Thêm ảnh", files.by_key.get(key)) for key in is_now if key not in was]
    for key in (key for key in was if key in is_now and was[key] != is_now[key]):
        alts = [
            f"{one.alt or '(không có)'}{' (ảnh trang trí)' * one.is_decorative}"
            for one in (was[key], is_now[key])
        ]
        changes.append(
            files.change("Đổi lời mô tả ảnh", files.by_key.get(key), words=word_diff(*alts))
        )
    notes = structure_changes(old, new)
    if [key for key in was if key in is_now] != [key for key in is_now if key in was]:
        notes.append("Thứ tự các ảnh trong bài đã đổi.")
    if not (words or notes or changes):
        notes.append(_ONLY_LOOKS)
    return FieldChange(label, words, tuple(notes), tuple(changes))


def related_changes(
    old: Mapping[str, list[Any]],
    new: Mapping[str, list[Any]],
    labels: Mapping[str, str],
    files: FileLookup,
) -> Iterator[FieldChange]:
    """Yield the changes of related rows; a relation that one revision did not record is left
    out.
    """
    for name, label in labels.items():
        if name not in old or name not in new or old[name] == new[name]:
            continue
        if name == ATTACHMENTS:
            yield _attachments(label, old[name], new[name], files)
        else:
            was, is_now = (dict(map(tuple, rows)) for rows in (old[name], new[name]))
            notes = [f"Bỏ: {was[pk]}." for pk in was if pk not in is_now]
            notes += [f"Thêm: {is_now[pk]}." for pk in is_now if pk not in was]
            yield FieldChange(label, notes=tuple(notes) or ("Đổi tên gọi.",))


def _attachments(
    label: str, old: list[dict[str, str]], new: list[dict[str, str]], files: FileLookup
) -> FieldChange:
    was, is_now = (
        {file["key"]: file["title"] or file["name"] for file in rows} for rows in (old, new)
    )
    changes = [
        files.change("Bỏ", files.by_key.get(key), was[key]) for key in was if key not in is_now
    ]
    changes += [
        files.change("Thêm", files.by_key.get(key), is_now[key]) for key in is_now if key not in was
    ]
    for key in (key for key in was if key in is_now and was[key] != is_now[key]):
        words = word_diff(was[key], is_now[key])
        changes.append(files.change("Đổi tên", files.by_key.get(key), is_now[key], words))
    notes = ("Thứ tự các tệp đã đổi.",) if not changes else ()
    return FieldChange(label, notes=notes, files=tuple(changes))


def snapshot_file_keys(snapshot: Mapping[str, list[Any]]) -> list[str]:
    return [attachment["key"] for attachment in snapshot.get(ATTACHMENTS, [])]
