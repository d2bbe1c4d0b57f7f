"""Storage of files: upload, uses by items, access; ``core.files.garbage`` deletes them.

On disk a file lies below ``DATA_DIR/files``, in a folder named by the first two letters of its key.
"""

from __future__ import annotations

import hashlib
import os
import re
import secrets
import tempfile
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import RequestDataTooBig
from django.core.files import File
from django.core.files.storage import default_storage
from django.core.files.uploadhandler import FileUploadHandler
from django.db import IntegrityError, transaction
from django.db.models import Model, Q, QuerySet
from django.utils import timezone

from core.files.contents.numbers import pdf_identity_words
from core.files.uploads import WHOLE_PICTURE, PictureView
from core.files.validation import InvalidUpload, validate_upload
from core.models import FileUse, StoredFile
from core.registries import file_owners
from core.text.vietnamese import clean_line

FORMER = FileUse.Role.FORMER
__all__ = ["InvalidUpload", "store"]

MAX_REQUEST_BYTES = 150 * 1024 * 1024
# Query parameter of a file's URL that holds a preview token.
PREVIEW_PARAMETER = "xem-truoc"
# A file opened by a token is for its bearer, and for no cache, search engine or other site.
UNLISTED_HEADERS = {
    "Cache-Control": "private, no-store",
    "X-Robots-Tag": "noindex, nofollow, noarchive",
    "Referrer-Policy": "no-referrer",
}

_KEY = re.compile(r"[0-9a-f]{32}")
_ADDRESS = r"/tep/[0-9a-f]{32}(?:-[a-z0-9-]+)?\.[a-z0-9]{2,8}"
# In a source set URLs follow each other; a link may continue with a page of the document.
_IN_ATTRIBUTE = re.compile(rf'((?:src|href)="{_ADDRESS})(?=["#])')
_SOURCE_SET = re.compile(r'srcset="[^"]*"')
_IN_SOURCE_SET = re.compile(rf'((?<=["\s,]){_ADDRESS})(?=["\s,])')
_MAX_NAME_BYTES = 200  # three bytes a letter: well below the limit of every file system
_NOT_IN_NAMES = re.compile(r'[<>:"|?*\u200c\u200d\u061c]')
_ENDINGS = re.compile(
    r"(?:\.(?:pdf|doc[xm]?|xls[xm]?|ppt[xm]?|od[tsp]|rtf|zip|svg|jpe?g|jpe|png|webp|gif|avif|hei[cf]|bmp|tiff?)\s*)+$",
    re.IGNORECASE,
)


class BoundedUploadHandler(FileUploadHandler):
    """First of FILE_UPLOAD_HANDLERS: refuses a request far beyond any form of ours before it fills
    the disk.
    """

    def handle_raw_input(
        self,
        input_data: Any,
        META: dict[str, Any],
        content_length: int,
        boundary: str,
        encoding: str | None = None,
    ) -> None:
        if content_length > MAX_REQUEST_BYTES:
            raise RequestDataTooBig("Uploads of one request exceed the limit.")

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        return raw_data

    def file_complete(self, file_size: int) -> None:
        return None


# Upload


def store(
    upload: File[Any],
    *,
    uploader: Any,
    kind: str,
    idempotency_key: str = "",
    now: datetime | None = None,
    view: PictureView = WHOLE_PICTURE,
) -> StoredFile:
    """Validate ``upload`` by its content and store it under a random name; of a picture what
    ``view`` shows. A PDF is looked through for numbers of citizens.

    ``kind`` PICTURE accepts pictures only, DOCUMENT also pictures; the row records the actual kind.
    ``uploader`` None is the system. If the surrounding transaction rolls back, the file on disk is
    left to garbage collection. Raises InvalidUpload with one sentence for the user.
    """
    content = validate_upload(upload, pictures_only=kind == StoredFile.Kind.PICTURE, view=view)
    key = secrets.token_hex(16)
    path = _path(key, content.extension)
    size, digest = write(path, _chunks(upload, content.data))
    if content.extension == "pdf":
        content = replace(content, unseen=(*content.unseen, *pdf_identity_words(path)))
    upload.content = content  # type: ignore[attr-defined]  # for ``core.files.upload_notices``
    return StoredFile.objects.create(
        key=key,
        kind=StoredFile.Kind.PICTURE if content.data is not None else StoredFile.Kind.DOCUMENT,
        name=safe_name(upload.name or "", content.extension),
        extension=content.extension,
        content_type=content.content_type,
        size=size,
        sha256=digest,
        width=content.width,
        height=content.height,
        uploader=uploader,
        uploaded_at=now or timezone.now(),
        idempotency_key=idempotency_key,
        unseen=list(content.unseen),
    )


def store_made(
    source: Path,
    *,
    name: str,
    extension: str,
    content_type: str,
    kind: str,
    uploader: Any,
    now: datetime | None = None,
) -> StoredFile:
    """Store a copy of a file that was validated or made by the caller; see ``store``."""
    key = secrets.token_hex(16)
    with source.open("rb") as stream:
        size, digest = write(_path(key, extension), iter(partial(stream.read, 1 << 20), b""))
    return StoredFile.objects.create(
        key=key,
        kind=kind,
        name=safe_name(name, extension),
        extension=extension,
        content_type=content_type,
        size=size,
        sha256=digest,
        uploader=uploader,
        uploaded_at=now or timezone.now(),
    )


def store_once(upload: File[Any], *, uploader: Any, kind: str, idempotency_key: str) -> StoredFile:
    """Do ``store`` once per idempotency key; a repeated upload returns the file of the first.

    Two concurrent uploads with one key make one row; the file of the slower one is left to garbage
    collection.
    """
    if not idempotency_key:
        return store(upload, uploader=uploader, kind=kind)
    arrived = StoredFile.objects.filter(uploader=uploader, idempotency_key=idempotency_key)
    if stored := arrived.first():
        return stored
    try:
        with transaction.atomic():
            return store(upload, uploader=uploader, kind=kind, idempotency_key=idempotency_key)
    except IntegrityError:
        return arrived.get()


def refuse_repeated(stored: StoredFile, present: Iterable[StoredFile]) -> None:
    """Raise InvalidUpload if one of the ``present`` files of an item has the same bytes."""
    for file in present:
        if file.pk != stored.pk and file.sha256 == stored.sha256:
            raise InvalidUpload(f"Tệp này đã có ở đây, tên “{file.name}”: không thêm lần nữa.")


def ensure_row(file: StoredFile) -> StoredFile:
    """Insert the row again if the transaction that stored the file was rolled back; the file is on
    disk.
    """
    if not StoredFile.objects.filter(pk=file.pk).exists():
        file.save(force_insert=True)
    return file


def safe_name(name: str, extension: str) -> str:
    """Return the user's file name for downloads: NFC, one line, no path, at most 200 bytes, our
    extension.
    """
    last = re.split(r"[/\\]", clean_line(name))[-1]
    stem = _ENDINGS.sub("", clean_line(_NOT_IN_NAMES.sub(" ", last)))
    max_stem_bytes = _MAX_NAME_BYTES - len(extension) - 1
    stem = stem.strip(". ").encode()[:max_stem_bytes].decode(errors="ignore").strip(". ")
    return f"{stem or 'tep'}.{extension}"


def path_of(file: StoredFile) -> Path:
    return _path(file.key, file.extension)


def root() -> Path:
    return Path(default_storage.path(""))


def _path(key: str, extension: str) -> Path:
    return root() / key[:2] / f"{key}.{extension}"


def _chunks(upload: File[Any], data: bytes | None) -> Iterable[bytes]:
    if data is not None:
        return [data]
    upload.seek(0)
    return upload.chunks()


def write(path: Path, chunks: Iterable[bytes]) -> tuple[int, str]:
    """Write the file atomically, readable by the portal's own user only; return size and
    SHA-256.
    """
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    size = 0
    digest = hashlib.sha256()
    descriptor, temporary = tempfile.mkstemp(dir=path.parent, suffix=".part")
    try:
        with os.fdopen(descriptor, "wb") as target:
            for chunk in chunks:
                size += target.write(chunk)
                digest.update(chunk)
            target.flush()
            os.fsync(target.fileno())
        Path(temporary).replace(path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise
    return size, digest.hexdigest()


# Uses


def files_by_key(keys: Iterable[str]) -> dict[str, StoredFile]:
    """Return the stored files of these keys, in their order; unknown keys are left out."""
    wanted = [key for key in keys if _KEY.fullmatch(key)]
    if not wanted:
        return {}
    by_key = StoredFile.objects.in_bulk(wanted, field_name="key")
    return {key: by_key[key] for key in wanted if key in by_key}


@transaction.atomic
def sync_uses(item: Model, role: str, files: Iterable[StoredFile]) -> None:
    """Make the uses of ``item`` in ``role`` equal ``files``, in this order; the caller locks the
    item.

    An ended use becomes FORMER and is reused when an old text is restored. One query when nothing
    changed, four at most.
    """
    uses = list(uses_of(item).filter(role__in=[role, FORMER]).order_by("pk"))
    # Current uses come last and so win over former ones of the same file.
    known = {use.file_id: use for use in sorted(uses, key=lambda use: use.role == role)}
    new = []
    changed = []
    current = set()
    for position, file in enumerate(dict.fromkeys(files)):
        use = known.get(file.pk)
        if use is None:
            new.append(FileUse(file=file, item=item, role=role, position=position))
            continue
        current.add(use.pk)
        if (use.role, use.position) != (role, position):
            use.role = role
            use.position = position
            changed.append(use)
    ended = [use.pk for use in uses if use.role == role and use.pk not in current]
    if ended:
        end_uses(FileUse.objects.filter(pk__in=ended))
    if changed:
        FileUse.objects.bulk_update(changed, ["role", "position"])
    if new:
        FileUse.objects.bulk_create(new)


def end_uses(uses: QuerySet[FileUse]) -> None:
    """End these uses: the files are no longer public, and readable to those who may read the item's
    history.
    """
    uses.update(role=FORMER)


def uses_of(item: Model) -> QuerySet[FileUse]:
    """Return the uses of files by one item, former ones too."""
    return FileUse.objects.filter(
        content_type=ContentType.objects.get_for_model(item), object_id=item.pk
    )


# Access


def is_public(file: StoredFile) -> bool:
    """Return whether a published item uses the file. One query."""
    published = Q()
    for owner in file_owners:
        published |= _used_by(owner.model, owner.published())
    return bool(published) and file.uses.exclude(role=FORMER).filter(published).exists()


def is_readable_by(file: StoredFile, user: Any) -> bool:
    """Return whether the user uploaded the file or may read an item that uses or used it.

    One query at most.
    """
    if not (user.is_authenticated and user.is_active):
        return False
    return file.uploader_id == user.pk or file.uses.filter(_readable_uses(user)).exists()


def is_opened_by(file: StoredFile, token: str) -> bool:
    """Return whether a preview token opens an item that uses the file now.

    One query, none for a forged token.
    """
    opened = Q(pk__in=[])
    for owner in file_owners:
        if owner.opened_by:
            opened |= _used_by(owner.model, owner.opened_by(token))
    return file.uses.exclude(role=FORMER).filter(opened).exists()


def tell_opened(file: StoredFile, user: Any) -> None:
    """Tell the owners of the file that the user opened it. One query, and those of the owners."""
    hooks = {
        (owner.model._meta.app_label, owner.model._meta.model_name): owner.on_opened
        for owner in file_owners
        if owner.on_opened
    }
    if not hooks:
        return
    kinds = file.uses.values_list("content_type__app_label", "content_type__model").distinct()
    for on_opened in {hooks[kind] for kind in kinds if kind in hooks}:
        on_opened(file, user)


def with_token(page: str, token: str) -> str:
    """Return the HTML with the token in every URL of a file, so that a preview shows its files."""
    added = rf"\1?{PREVIEW_PARAMETER}={token}"
    page = _IN_ATTRIBUTE.sub(added, page)
    return _SOURCE_SET.sub(lambda match: _IN_SOURCE_SET.sub(added, match[0]), page)


def may_read(file: StoredFile, user: Any) -> bool:
    """Return whether ``user``, anonymous or not, may read the file.

    Two queries at most, besides the user's roles.
    """
    return is_public(file) or is_readable_by(file, user)


def usable_by(
    user: Any, files: Iterable[StoredFile], item: Model | None = None
) -> list[StoredFile]:
    """Return those of ``files`` that ``user`` may put into ``item``, in their order.

    Sound is put into none: it is heard where its own items are. Others are the user's own uploads,
    what the item has or had, and what an item readable by the user has. So no user can publish
    another unit's file by naming its key. The system (None) may use all.
    """
    files = [file for file in files if file.kind != StoredFile.Kind.AUDIO]
    if user is None:
        return files
    if not user.is_authenticated:
        return []
    foreign = [file for file in files if file.uploader_id != user.pk]
    if not foreign:
        return files
    allowed = _readable_uses(user)
    if item is not None and item.pk is not None:
        allowed |= Q(content_type=ContentType.objects.get_for_model(item), object_id=item.pk)
    readable = set(
        FileUse.objects.filter(allowed, file__in=foreign).values_list("file_id", flat=True)
    )
    return [file for file in files if file not in foreign or file.pk in readable]


def _readable_uses(user: Any) -> Q:
    readable = Q(pk__in=[])
    for owner in file_owners:
        readable |= _used_by(owner.model, owner.readable_by(user))
        readable |= _used_by(owner.model, owner.published()) & ~Q(role=FORMER)
        if owner.shared_uses:
            readable |= owner.shared_uses(user)
    return readable


def _used_by(model: type[Model], items: QuerySet[Any]) -> Q:
    """Return the condition of uses by these items; the content type is joined, not looked up."""
    return Q(
        content_type__app_label=model._meta.app_label,
        content_type__model=model._meta.model_name,
        object_id__in=items.order_by().values("pk"),
    )
