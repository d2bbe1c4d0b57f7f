"""Names sort as people count, in the database and in Python alike."""

from __future__ import annotations

import ast
import random
import re
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.db.models import CharField, TextField

from core.sorting import NameOrder, PersonOrder
from core.text.vietnamese import person_sort_key, sort_key
from organization.models import User

OWN_APPS = ["core", "organization", "news", "meetings", "documents", "broadcasts", "reports"]
# Columns of words for people; codes, states and addresses sort as they are stored.
WORDS = {"name", "short_name", "full_name", "title", "label", "topic", "subject", "username"}

# In order. Both functions sort this one table.
NAMES = [
    "",
    "-",
    "7 Nội dung",
    "10 Nội dung",
    "An toàn",
    "Ăn uống",
    "Âm nhạc",
    "Ban Chỉ huy",
    "Công an phường",
    "Dân quân",
    "dân vận",
    "Đảng ủy",
    "ĐOÀN thanh niên",
    "hòa",
    "hoan",
    "hoàn",
    "Ma",
    "mà",
    "mả",
    "mã",
    "má",
    "mạ",
    "số 9/KH",
    "số 09/TB",
    "số 10/KH",
    "Tổ dân phố",
    "Tổ dân phố số 1",
    "Tổ dân phố số 2",
    "Tổ dân phố số 9",
    "Tổ dân phố số 10",
    "Tổ dân phố số 10A",
    "Tổ dân phố số 100",
    "Ủy ban nhân dân",
    "Ước mơ",
    "Wi-Fi",
    "Xã hội",
    "Ý kiến",
]
PEOPLE = [
    "Lê Thị Anh",
    "Trần Anh",
    "Nguyễn Văn Ánh",
    "Lê Văn Dũng",
    "Nguyễn Văn Đức",
    "Hà",
    "Lê Hà",
    "Nguyễn Thị Hà",
    "Nguyễn Thúy Hà",
    "Nguyễn Thùy Linh",
    "Chu Tú Oanh",
    "Phạm Văn Ân Út",
]


def shuffled(names: list[str]) -> list[str]:
    mixed = names[:]
    random.Random(1).shuffle(mixed)
    return mixed


def in_database(names: list[str], order: type[NameOrder | PersonOrder]) -> list[str]:
    """Sort the names by an expression of the database, of the rows of people."""
    rows = [User(username=f"u{number}", full_name=name) for number, name in enumerate(names)]
    User.objects.bulk_create(rows)
    found = User.objects.filter(username__in=[row.username for row in rows])
    return list(found.order_by(order("full_name")).values_list("full_name", flat=True))


@pytest.mark.django_db
def test_names_sort_alike_in_python_and_in_the_database():
    assert sorted(shuffled(NAMES), key=sort_key) == NAMES
    assert in_database(shuffled(NAMES), NameOrder) == NAMES


@pytest.mark.django_db
def test_people_sort_alike_in_python_and_in_the_database():
    assert sorted(shuffled(PEOPLE), key=person_sort_key) == PEOPLE
    assert in_database(shuffled(PEOPLE), PersonOrder) == PEOPLE


def test_no_model_is_ordered_by_plain_words():
    """The user name is an account's code, and comes after the person's name alone."""
    plain = []
    for model in apps.get_models():
        for part in model._meta.ordering if model._meta.app_label in OWN_APPS else ():
            if not isinstance(part, str):
                continue
            name = part.lstrip("-").rpartition("__")[2]
            owner = model
            for step in part.lstrip("-").split("__")[:-1]:
                owner = owner._meta.get_field(step).related_model
            field = owner._meta.pk if name == "pk" else owner._meta.get_field(name)
            if isinstance(field, CharField | TextField) and not field.choices:
                plain.append(f"{model._meta.label}.{part}")
    assert plain == ["organization.User.username"]


def calls(*names: str) -> list[tuple[str, ast.Call]]:
    """Return the calls of functions and methods of these names in the apps."""
    found = []
    named = re.compile(rf"\b(?:{'|'.join(names)})\b")
    for app in OWN_APPS:
        for path in sorted(Path(settings.BASE_DIR, app).rglob("*.py")):
            text = path.read_text()
            if "migrations" in path.parts or not named.search(text):
                continue
            for node in ast.walk(ast.parse(text)):
                if isinstance(node, ast.Call) and (
                    getattr(node.func, "attr", "") in names or getattr(node.func, "id", "") in names
                ):
                    found.append((str(path.relative_to(settings.BASE_DIR)), node))
    return found


def test_no_query_is_ordered_by_plain_words():
    plain = [
        (path, argument.value)
        for path, call in calls("order_by")
        for argument in call.args
        if isinstance(argument, ast.Constant)
        and str(argument.value).lstrip("-").rpartition("__")[2] in WORDS
    ]
    assert plain == []


def test_python_sorts_no_plain_words():
    """A key of ``sorted`` or ``sort`` that names a column of words passes it through a sort key."""
    plain = []
    for path, call in calls("sorted", "sort"):
        for keyword in call.keywords:
            if keyword.arg != "key" or not isinstance(keyword.value, ast.Lambda):
                continue
            wrapped = {
                id(inner)
                for node in ast.walk(keyword.value.body)
                if isinstance(node, ast.Call)
                for inner in ast.walk(node)
            }
            plain += [
                (path, node.attr)
                for node in ast.walk(keyword.value.body)
                if isinstance(node, ast.Attribute)
                and node.attr in WORDS
                and id(node) not in wrapped
            ]
    assert plain == []
