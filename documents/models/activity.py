"""Log-ins of people to the ward's document software."""

from __future__ import annotations

from typing import Any

from django.db import models

from core.date_fields import DateField
from core.dates import RECEIVED
from core.sorting import PersonOrder
from core.spreadsheet_import.fields import fold_head
from organization.models import Unit


def account_key(username: str, full_name: str) -> str:
    """Return the key of an account of the document software: its user name, else the name."""
    return fold_head(username or full_name)[:120]


class UserActivity(models.Model):
    """When a person last logged in to the ward's document software, as the list of one day says."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="đơn vị")
    full_name = models.CharField("họ và tên", max_length=120)
    username = models.CharField("tên đăng nhập", max_length=120, blank=True)
    account_key = models.CharField(max_length=120, editable=False)
    last_login_on = DateField("đăng nhập lần cuối", null=True, blank=True, bounds=RECEIVED)
    seen_on = DateField("theo danh sách ngày", bounds=RECEIVED)

    class Meta:
        verbose_name = "người dùng phần mềm văn bản"
        verbose_name_plural = "người dùng phần mềm văn bản"
        ordering = ["-seen_on", "unit", PersonOrder("full_name")]
        constraints = [
            models.UniqueConstraint(
                fields=["seen_on", "account_key", "unit"], name="documents_useractivity_once"
            )
        ]

    def __str__(self) -> str:
        return self.full_name

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.set_key()
        super().save(*args, **kwargs)

    def set_key(self) -> None:
        self.account_key = account_key(self.username, self.full_name)
