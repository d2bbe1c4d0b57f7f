"""Django's ``migrate``, which refuses a database that another line of migrations made."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.apps import apps
from django.core.management import CommandError
from django.core.management.commands import migrate
from django.db import connections
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.state import ProjectState

UNKNOWN_SCHEMA = (
    "Cơ sở dữ liệu này do một bản phần mềm mới hơn hoặc khác hẳn tạo ra; bản này không đọc được và"
    " không đụng tới. Xin cài lại đúng bản phần mềm ấy, hoặc bản mới hơn; đừng xóa dữ liệu. Để mở"
    " một phường khác, xin đặt DATA_DIR (hoặc DATABASE_URL) là một nơi mới."
)
FIND_RELOAD = "_find_reload_model"


class Command(migrate.Command):
    def handle(self, *args: Any, **options: Any) -> None:
        """Migrate. Raises CommandError, before anything is changed, for an unknown schema."""
        loader = MigrationLoader(connections[options["database"]])
        own = {config.label for config in apps.get_app_configs() if config.module is not None}
        unknown = loader.applied_migrations.keys() - loader.disk_migrations.keys()
        if any(label in own for label, _ in unknown):
            raise CommandError(UNKNOWN_SCHEMA)
        with changed_models_alone():
            super().handle(*args, **options)


@contextmanager
def changed_models_alone() -> Iterator[None]:
    """Let an operation that adds something build only the class of its own model anew.

    Django builds those of all related models, too, which are nearly all here, for each of hundreds
    of operations: nine tenths of the time of a first start. A statement of SQL needs the one
    alone; before Python code of a migration Django builds all (``is_delayed``).
    """
    of_django = getattr(ProjectState, FIND_RELOAD)

    def find(
        state: ProjectState, app_label: str, model_name: str, delay: bool = False
    ) -> set[tuple[str, str]]:
        if not delay and not _is_addition(state, app_label, model_name):
            related: set[tuple[str, str]] = of_django(state, app_label, model_name, delay)
            return related
        state.is_delayed = True
        return {(app_label, model_name)}

    setattr(ProjectState, FIND_RELOAD, find)
    try:
        yield
    finally:
        setattr(ProjectState, FIND_RELOAD, of_django)


def _is_addition(state: ProjectState, app_label: str, model_name: str) -> bool:
    """Return whether the model, or one more field of it, is new in the state."""
    try:
        options = state.apps.get_model(app_label, model_name)._meta
    except LookupError:
        return True
    before = {field.name for field in (*options.local_fields, *options.local_many_to_many)}
    return before < state.models[app_label, model_name].fields.keys()
