"""Spreadsheets under way between upload and import, and the column mappings of their sources."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models


class SpreadsheetImport(models.Model):
    """An uploaded table between its steps; after the import its rows are gone, the result stays."""

    key = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    target = models.CharField(max_length=40)
    file_name = models.CharField("tệp", max_length=200)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name="người tải lên"
    )
    created_at = models.DateTimeField("lúc tải lên", auto_now_add=True)
    table = models.JSONField()
    columns = models.JSONField(null=True)  # by field; None until confirmed
    imported_at = models.DateTimeField("lúc nhập", null=True)
    result = models.JSONField(null=True)

    class Meta:
        verbose_name = "lần nhập bảng"
        verbose_name_plural = "lần nhập bảng"

    def __str__(self) -> str:
        return self.file_name


class ImportMapping(models.Model):
    """The confirmed columns of a source: of all files with the same heads for the same target."""

    target = models.CharField(max_length=40)
    fingerprint = models.CharField(max_length=64)
    columns = models.JSONField()
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="người xác nhận"
    )
    confirmed_at = models.DateTimeField("lúc xác nhận", auto_now=True)

    class Meta:
        verbose_name = "cách nhận cột"
        verbose_name_plural = "cách nhận cột"
        constraints = [
            models.UniqueConstraint(
                fields=["target", "fingerprint"], name="core_importmapping_one_a_source"
            )
        ]

    def __str__(self) -> str:
        return self.target
