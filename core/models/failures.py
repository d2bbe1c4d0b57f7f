"""Failures of parts of pages, for the IT officer."""

from __future__ import annotations

from datetime import datetime

from django.db import connection, models


class PartFailure(models.Model):
    """The last failure of one part of the pages; one row a part."""

    part = models.CharField("phần", max_length=120, unique=True)
    kind = models.CharField("loại lỗi", max_length=200)
    at = models.DateTimeField("lúc")

    class Meta:
        verbose_name = "phần bị lỗi"
        verbose_name_plural = "phần bị lỗi"
        ordering = ["-at"]

    def __str__(self) -> str:
        return self.part

    @classmethod
    def record(cls, part: str, kind: str, *, now: datetime) -> None:
        """Store the failure; a repetition within the same minute writes nothing."""
        with connection.cursor() as cursor:
            cursor.execute(
                f"INSERT INTO {cls._meta.db_table} AS known (part, kind, at)"  # noqa: S608
                " VALUES (%s, %s, %s) ON CONFLICT (part) DO UPDATE"
                " SET kind = excluded.kind, at = excluded.at"
                " WHERE known.at < excluded.at - interval '1 minute'",
                [part[:120], kind[:200], now],
            )
