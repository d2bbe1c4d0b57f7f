"""Check of a ward's data: database, files, and what ties them together."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path

from django.apps import apps
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.db.models import Model

from core.files import storage
from core.models import StoredFile
from core.os_errors import reason
from documents.models import RegisterYear
from documents.numbering import missing_numbers
from wardportal.backup.archive import table_digests

REMEDY = (
    "Lấy lại từng tệp từ một bản sao lưu cũ: tar -xf BẢN_SAO_LƯU -C DATA_DIR files/…; đừng xóa các"
    " bản cũ."
)
_MAX_NUMBERS = 20  # named in one sentence


def problems(*, with_hashes: bool = True) -> Iterator[str]:
    """Yield one Vietnamese sentence per problem found; reads every row, and every file unless
    ``with_hashes`` is False.
    """
    yield from _schema_problems()
    try:
        table_digests()  # the checksum of each page is verified as it is read
    except DatabaseError as error:
        yield f"Cơ sở dữ liệu có phần không đọc được: {str(error).splitlines()[0]}"
        return
    yield from _file_problems(with_hashes)
    yield from _register_problems()
    for model in apps.get_models():
        for field in model._meta.private_fields:
            if isinstance(field, GenericForeignKey):
                yield from _dangling(model, field)


def _schema_problems() -> Iterator[str]:
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if plan:
        yield f"Còn {len(plan)} bước cập nhật cơ sở dữ liệu chưa chạy: xin chạy manage.py migrate."
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT conrelid::regclass::text, conname FROM pg_constraint WHERE NOT convalidated"
        )
        for table, name in cursor.fetchall():
            yield f"Ràng buộc {name} của bảng {table} chưa được kiểm tra."
        cursor.execute(
            "SELECT tgrelid::regclass::text, tgname FROM pg_trigger"
            " WHERE NOT tgisinternal AND tgenabled = 'D'"
        )
        for table, name in cursor.fetchall():
            yield f"Trigger {name} của bảng {table} đang bị tắt."


def _file_problems(with_hashes: bool) -> Iterator[str]:
    for file in StoredFile.objects.order_by("pk").iterator():
        path = storage.path_of(file)
        name = f"files/{path.parent.name}/{path.name} ({file.name})"
        try:
            size = path.stat().st_size
            digest = _sha256(path) if with_hashes else file.sha256
        except FileNotFoundError:
            yield f"Thiếu tệp {name}. {REMEDY}"
            continue
        except OSError as error:
            yield f"Không đọc được tệp {name}: {reason(error)}."
            continue
        if (size, digest) != (file.size, file.sha256):
            yield f"Tệp {name} không còn như lúc được lưu. {REMEDY}"


def _register_problems() -> Iterator[str]:
    """Yield a sentence for each register and year that lacks numbers it has given."""
    for row in RegisterYear.objects.select_related("register"):
        missing = missing_numbers(row)
        if missing:
            shown = ", ".join(map(str, missing[:_MAX_NUMBERS]))
            more = f" và {len(missing) - _MAX_NUMBERS} số nữa" if missing[_MAX_NUMBERS:] else ""
            yield f"{row} thiếu số đã cấp: {shown}{more}."


def _sha256(path: Path) -> str:
    with path.open("rb") as source:
        return hashlib.file_digest(source, "sha256").hexdigest()


def _dangling(model: type[Model], field: GenericForeignKey) -> Iterator[str]:
    """Yield a sentence for rows that name an object which does not exist."""
    rows = model._base_manager.order_by().values_list(field.ct_field, flat=True).distinct()
    for key in rows:
        target = ContentType.objects.get_for_id(key).model_class()
        named = model._base_manager.filter(**{field.ct_field: key}).exclude(
            **{f"{field.fk_field}__isnull": True}  # of an item that does not exist yet
        )
        if target is None:
            count = named.count()
        else:
            keys = set(named.values_list(field.fk_field, flat=True).distinct())
            existing = set(target._base_manager.values_list("pk", flat=True))
            count = len(keys - existing)
        if count:
            yield (
                f"{count} mục mà “{model._meta.verbose_name}” nhắc đến không còn trong cơ sở dữ"
                " liệu."
            )
