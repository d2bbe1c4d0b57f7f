"""``migrate``: on a database that another line of migrations made, and what it builds anew."""

from __future__ import annotations

import pytest
from django.core.management import CommandError, call_command
from django.db import models
from django.db.migrations.recorder import MigrationRecorder
from django.db.migrations.state import ModelState, ProjectState

from wardportal.management.commands.migrate import UNKNOWN_SCHEMA, changed_models_alone


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


def author_and_book() -> ProjectState:
    """Two related models, their classes built."""
    state = ProjectState()
    key = models.CharField(primary_key=True, max_length=10)
    state.add_model(ModelState("library", "Author", [("id", key)]))
    to_author = models.ForeignKey("library.Author", models.CASCADE, related_name="books")
    fields = [("id", models.AutoField(primary_key=True)), ("author", to_author)]
    state.add_model(ModelState("library", "Book", fields, options={"constraints": []}))
    assert state.apps
    return state


def test_an_addition_builds_the_class_of_its_model_alone() -> None:
    state = author_and_book()
    author, book = state.apps.get_models()
    critic = models.ForeignKey(
        "library.Author", models.CASCADE, null=True, related_name="criticism"
    )
    unique = models.UniqueConstraint(fields=["author"], name="one_book")
    title = models.CharField(max_length=20)
    of_review = models.ForeignKey("library.Book", models.CASCADE)
    with changed_models_alone():
        state.add_field("library", "book", "critic", critic, preserve_default=True)
        state.add_constraint("library", "book", unique)
        state.add_field("library", "author", "name", title, preserve_default=True)
        fields = [("id", models.AutoField(primary_key=True)), ("book", of_review)]
        state.add_model(ModelState("library", "Review", fields))
    new_book = state.apps.get_model("library", "book")
    assert new_book is not book
    assert new_book._meta.get_field("critic").remote_field.model is author
    assert [constraint.name for constraint in new_book._meta.constraints] == ["one_book"]
    new_author = state.apps.get_model("library", "author")
    assert new_author._meta.get_field("name").max_length == 20
    review = state.apps.get_model("library", "review")
    assert review._meta.get_field("book").remote_field.model is new_book
    # As before each piece of Python code in a migration.
    state.clear_delayed_apps_cache()
    new_author, new_book, review = state.apps.get_models()
    assert new_book._meta.get_field("critic").remote_field.model is new_author
    assert {relation.name for relation in new_author._meta.related_objects} == {
        "books",
        "criticism",
    }


def test_a_changed_key_builds_the_classes_that_refer_to_it() -> None:
    state = author_and_book()
    longer = models.CharField(primary_key=True, max_length=99)
    with changed_models_alone():
        state.alter_field("library", "author", "id", longer, preserve_default=True)
    author, book = (state.apps.get_model("library", name) for name in ("author", "book"))
    assert book._meta.get_field("author").remote_field.model is author
    assert book._meta.get_field("author").target_field.max_length == 99
