"""Import of a .docx file as a draft: pictures stored, text sanitised, original attached on
request.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from uuid import UUID

from django.core.files import File
from django.db import transaction

from core.docx_import.convert import DocxContent, DocxContentPicture, picture_file, read_docx
from core.files import storage
from core.files.validation import InvalidUpload
from core.models import StoredFile
from core.richtext.sanitizer import is_empty, sanitize
from core.text.vietnamese import plain_text
from core.workflow import classified
from news.editorial.services import change_attachments, save_text
from news.importing.idempotency import made_by, record_made
from news.models import Article
from organization.models import User

_FIRST_PICTURE = re.compile(
    r'(?:<p>(?P<bare><img [^<>]*>)</p>|<figure class="image">(?P<framed><img [^<>]*>)'
    r"(?:<figcaption>(?P<caption>.*?)</figcaption>)?</figure>)\s*"
)
_ALT = re.compile(r' alt="([^"]*)"')
_MAX_LINE = 250
_SHOWN_NAMES = 3
IS_IMPORTED = "Tệp này đã được tạo thành bản nháp trước đó, nên cổng mở lại bản nháp ấy."


@dataclass(frozen=True)
class DocxImportResult:
    """The stored draft, and what its writer has to know: Vietnamese sentences."""

    article: Article
    warnings: list[str]


@transaction.atomic
def import_docx(upload: File, *, actor: User, attach_original: bool) -> DocxImportResult:
    """Store ``upload``, a .docx, as a new draft of ``actor`` and their unit.

    Only what the public page would show twice is moved: a picture before the first word becomes the
    lead picture. Raises InvalidUpload or ClassifiedText with one sentence; nothing is stored then.
    """
    word = read_docx(upload)
    classified.reject_classified(word.title, word.html)
    stored, refused = _store_pictures(upload, word, actor)
    html = _with_files(word, stored)
    if is_empty(html) and not is_empty(word.html):
        raise InvalidUpload(
            "Tệp Word chỉ có ảnh, và không ảnh nào dùng được: xin kiểm tra lại tệp rồi tải lên."
        )
    article = Article(title=word.title, author=actor, unit=actor.unit, body=html)
    warnings = [*word.warnings, *refused]
    if _extract_lead_picture(article, stored):
        warnings.append("Ảnh đứng trước chữ đầu tiên được đặt làm ảnh chính.")
    warnings += _missing_descriptions(article)
    save_text(article, actor=actor, reason="Nhập từ tệp Word")
    if attach_original:
        original = storage.store(upload, uploader=actor, kind=StoredFile.Kind.DOCUMENT)
        change_attachments(article, remove=[], add=original)
    return DocxImportResult(article, warnings)


@transaction.atomic
def import_once(
    upload: File, *, actor: User, attach_original: bool, token: UUID | None
) -> DocxImportResult:
    """Import the file, or return what the same page made of it before. Raises as
    ``import_docx``.
    """
    if token and (made := made_by(actor, token)):
        return DocxImportResult(made, [IS_IMPORTED])
    imported = import_docx(upload, actor=actor, attach_original=attach_original)
    if token:
        record_made(actor, token, imported.article)
    return imported


def _store_pictures(
    upload: File, word: DocxContent, actor: User
) -> tuple[dict[str, StoredFile], list[str]]:
    """Return the stored pictures by placeholder address, and a sentence about those that were
    refused.
    """
    stored: dict[str, StoredFile] = {}
    refused: list[tuple[DocxContentPicture, str]] = []
    for picture in word.pictures:
        try:
            file = picture_file(upload, picture)
            stored[picture.address] = storage.store(
                file, uploader=actor, kind=StoredFile.Kind.PICTURE, view=picture.view
            )
        except InvalidUpload as error:
            refused.append((picture, str(error.message)))
    if not refused:
        return stored, []
    names = "; ".join(_named(picture) for picture, _ in refused[:_SHOWN_NAMES])
    more = "; …" if len(refused) > _SHOWN_NAMES else ""
    return stored, [f"Bỏ {len(refused)} ảnh không dùng được ({names}{more}). {refused[0][1]}"]


def _named(picture: DocxContentPicture) -> str:
    return f"{picture.name}, ở gần chữ “{picture.near}”" if picture.near else picture.name


def _with_files(word: DocxContent, stored: dict[str, StoredFile]) -> str:
    html = word.html
    for picture in word.pictures:
        if file := stored.get(picture.address):
            sized = f'<img src="{file.url}" width="{file.width}" height="{file.height}"'
            html = html.replace(f'<img src="{picture.address}"', sized)
        else:
            html = re.sub(rf'<img src="{re.escape(picture.address)}"[^<>]*>', "", html)
    return sanitize(html)


def _extract_lead_picture(article: Article, stored: dict[str, StoredFile]) -> bool:
    """Make a picture that stands before the first word the lead picture, and take it out of the
    text.
    """
    match = _FIRST_PICTURE.match(article.body)
    if match is None:
        return False
    image = match["bare"] or match["framed"]
    url = image.partition('src="')[2].partition('"')[0]
    if article.body.count(f'src="{url}"') > 1:
        return False
    article.picture = next(file for file in stored.values() if file.url == url)
    article.picture_is_decorative = "data-decorative" in image
    alt = _ALT.search(image)
    article.picture_alt = plain_text(alt[1])[:_MAX_LINE] if alt else ""
    article.picture_credit = plain_text(match["caption"] or "").replace("\n", " ")[:_MAX_LINE]
    article.body = article.body[match.end() :]
    return True


def _missing_descriptions(article: Article) -> list[str]:
    images = re.findall(r"<img [^<>]*>", article.body)
    missing = sum(' alt=""' in image and "data-decorative" not in image for image in images)
    missing += bool(
        article.picture and not article.picture_alt and not article.picture_is_decorative
    )
    return [f"Xin ghi lời mô tả cho {missing} ảnh trước khi gửi duyệt."] if missing else []
