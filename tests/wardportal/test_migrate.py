"""``migrate`` on a database that another line of migrations made."""

from __future__ import annotations

import pytest
from django.core.management import CommandError, call_command
from django.db.migrations.recorder import MigrationRecorder

from wardportal.management.commands.migrate import UNKNOWN_SCHEMA


def test_the_same_migrations_again_change_nothing(db: None) -> None:
    call_command("migrate", verbosity=0, interactive=False)


@pytest.mark.parametrize("label", ["core", "organization", "news", "meetings"])
def test_a_schema_of_other_migrations_is_refused(db: None, label: str) -> None:
    MigrationRecorder.Migration.objects.create(app=label, name="0009_of_another_release")
    with pytest.raises(CommandError) as refused:
        call_command("migrate", verbosity=0, interactive=False)
    assert str(refused.value) == UNKNOWN_SCHEMA


def test_rows_of_apps_that_are_gone_stand_in_nobodys_way(db: None) -> None:
    MigrationRecorder.Migration.objects.create(app="gone", name="0001_initial")
    call_command("migrate", verbosity=0, interactive=False)
