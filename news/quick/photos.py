"""Photos of a quick entry: stored ones named by key, and uploads of the request."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING

from django.utils.html import format_html_join, linebreaks

from core.fields import max_length
from core.files import storage
from core.models import StoredFile
from core.text.vietnamese import clean_line, visible
from news.models import Article

if TYPE_CHECKING:
    from django.core.files.uploadedfile import UploadedFile
    from django.http import QueryDict
    from django.utils.datastructures import MultiValueDict

    from organization.models import User

    Uploads = MultiValueDict[str, UploadedFile]

MAX_PHOTOS = 20
MAX_ALT_LENGTH = max_length(Article, "picture_alt")


@dataclass(frozen=True)
class Photo:
    """One stored picture with its description, which the editor may still write."""

    file: StoredFile
    alt: str = ""

    @property
    def problem(self) -> str:
        if len(self.alt) > MAX_ALT_LENGTH:
            return f"Lời mô tả dài {len(self.alt)} ký tự: xin rút gọn còn {MAX_ALT_LENGTH}."
        return ""


class Photos:
    """What one posted page says about its photos, in their order; the first is the lead picture.

    New uploads are stored at once, so that they survive errors elsewhere on the page. ``problems``
    are sentences about photos that could not be taken; a photo whose own words are wrong is kept
    and says so itself.
    """

    def __init__(
        self, user: User, data: QueryDict | None = None, sent: Uploads | None = None
    ) -> None:
        self.problems: list[str] = []
        named = self._named(user, data) if data is not None else iter(())
        new = self._stored(user, sent.getlist("photos")) if sent is not None else iter(())
        # The same picture chosen twice is one photo.
        found: dict[str, Photo] = {}
        for photo in chain(named, new):
            found.setdefault(photo.file.sha256, photo)
        self.photos = [*found.values()][:MAX_PHOTOS]
        if len(found) > MAX_PHOTOS:
            self.problems.append(
                f"Mỗi bài nhận nhiều nhất {MAX_PHOTOS} ảnh: các ảnh sau đã được bỏ ra."
            )

    def __iter__(self) -> Iterator[Photo]:
        return iter(self.photos)

    def is_valid(self) -> bool:
        return not self.problems and not any(photo.problem for photo in self.photos)

    def _named(self, user: User, data: QueryDict) -> Iterator[Photo]:
        removed = set(data.getlist("remove"))
        keys = [key for key in dict.fromkeys(data.getlist("photo")) if key and key not in removed]
        known = storage.files_by_key(keys)
        pictures = [file for file in known.values() if file.kind == StoredFile.Kind.PICTURE]
        usable = storage.usable_by(user, pictures)
        if len(usable) < len(keys):
            self.problems.append(
                "Có ảnh không còn hoặc quý vị không được dùng nên đã bỏ ra: xin chọn lại ảnh ấy."
            )
        for file in usable:
            yield Photo(file, clean_line(data.get(f"alt-{file.key}", "")))

    def _stored(self, user: User, uploads: list[UploadedFile]) -> Iterator[Photo]:
        if len(uploads) > MAX_PHOTOS:
            self.problems.append(
                f"Mỗi lần chọn nhiều nhất {MAX_PHOTOS} ảnh: các ảnh sau chưa được nhận."
            )
        for upload in uploads[:MAX_PHOTOS]:
            try:
                yield Photo(storage.store(upload, uploader=user, kind=StoredFile.Kind.PICTURE))
            except storage.InvalidUpload as refused:
                self.problems.append(f"{clean_line(upload.name or 'Ảnh')}: {refused.message}")


def body_of(text: str, photos: list[Photo]) -> str:
    """Return plain ``text`` as paragraphs (a blank line parts them, addresses stay words), then the
    photos.
    """
    lines = "\n".join(line.strip() for line in visible(text).splitlines())
    figures = format_html_join(
        "\n",
        '<figure class="image"><img src="{}" alt="{}" width="{}" height="{}"></figure>',
        ((photo.file.url, photo.alt, photo.file.width, photo.file.height) for photo in photos),
    )
    return f"{linebreaks(lines.strip(), autoescape=True)}\n{figures}"
