"""Django's ``migrate``, which refuses a database that another line of migrations made."""

from __future__ import annotations

from typing import Any

from django.apps import apps
from django.core.management import CommandError
from django.core.management.commands import migrate
from django.db import connections
from django.db.migrations.loader import MigrationLoader

UNKNOWN_SCHEMA = (
    "Cơ sở dữ liệu này do một bản phần mềm khác tạo ra, bản này không đọc được: hãy đặt DATA_DIR"
    " (hoặc DATABASE_URL) là một nơi mới, hoặc xóa thư mục dữ liệu cũ nếu không cần giữ."
)


class Command(migrate.Command):
    def handle(self, *args: Any, **options: Any) -> None:
        """Migrate. Raises CommandError, before anything is changed, for an unknown schema."""
        loader = MigrationLoader(connections[options["database"]])
        own = {config.label for config in apps.get_app_configs() if config.module is not None}
        unknown = loader.applied_migrations.keys() - loader.disk_migrations.keys()
        if any(label in own for label, _ in unknown):
            raise CommandError(UNKNOWN_SCHEMA)
        super().handle(*args, **options)
