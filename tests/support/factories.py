"""Valid, unsurprising objects; states only through real transitions."""

from __future__ import annotations

import itertools
from datetime import UTC, date, datetime
from typing import Any

import factory
from django.contrib.auth.models import Group

from core.workflow.engine import perform
from news.editorial.services import save_text
from news.models import Article, Category, Tariff, TariffLimit
from news.states import Kind
from organization.models import Block, Unit, User
from organization.roles import Role

PASSWORD = "mat-khau-thu-nghiem"
_numbers = itertools.count(1)


class UnitFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Unit

    name = factory.Sequence(lambda n: f"Tổ dân phố số {n + 1}")
    short_name = factory.Sequence(lambda n: f"Tổ {n + 1}")
    block = Block.RESIDENTIAL_GROUP


class CategoryFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Category

    name = factory.Sequence(lambda n: f"Chuyên mục {n + 1}")
    slug = factory.Sequence(lambda n: f"chuyen-muc-{n + 1}")


def new_user(**fields: Any) -> User:
    """Return a person with the test password and an account of long ago, not saved yet."""
    number = next(_numbers)
    defaults = {
        "username": f"nguoi{number}",
        "full_name": f"Người Thứ {number}",
        "date_joined": datetime(2016, 1, 1, tzinfo=UTC),
    }
    fields = defaults | fields
    user = User(email=f"{fields['username']}@phuong.example", **fields)
    user.set_password(PASSWORD)
    return user


def save_users(people: list[tuple[User, tuple[Role, ...]]]) -> None:
    """Save all of these people with their roles in three questions, however many they are."""
    User.objects.bulk_create(user for user, _ in people)
    groups = dict(Group.objects.values_list("name", "pk"))
    membership = User.groups.through
    membership.objects.bulk_create(
        membership(user=user, group_id=groups[role.value])
        for user, roles in people
        for role in roles
    )


def make_user(*roles: Role, **fields: Any) -> User:
    """Return a saved person with these roles and the test password."""
    user = new_user(**fields)
    save_users([(user, roles)])
    return user


def make_draft(author: User | None, **fields: Any) -> Article:
    """Return a stored draft of the author that nothing blocks from being published."""
    actor = fields.pop("actor", author)
    defaults = {
        "title": "Tổ dân phố ra quân dọn vệ sinh bờ sông",
        "lead": "Sáng thứ Bảy, bà con cùng dọn bờ sông.",
        "body": "<p>Hơn 60 người dân tham gia.</p>",
        "kind": Kind.BRIEF,
        "author": author,
        "unit": author.unit if author else None,
    }
    if "category" not in fields:
        defaults["category"] = CategoryFactory()
    article = Article(**defaults | fields)
    save_text(article, actor=actor)
    return article


def make_tariff(
    valid_from: date = date(2016, 1, 1), unit_value: int = 121_000, **highest: str
) -> Tariff:
    """Return a tariff with its genres, ``Tin="10"``; without any, news up to ten."""
    tariff = Tariff.objects.create(
        valid_from=valid_from, legal_basis="Nghị định 18/2014/NĐ-CP", unit_value=unit_value
    )
    TariffLimit.objects.bulk_create(
        TariffLimit(tariff=tariff, genre=genre, highest_coefficient=most)
        for genre, most in (highest or {"Tin": "10"}).items()
    )
    return tariff


def transition(
    article: Article,
    name: str,
    actor: User | None,
    *,
    note: str = "",
    now: datetime | None = None,
    **data: Any,
) -> Article:
    """Carry out a transition on the latest version."""
    article.refresh_from_db()
    return perform(
        article, name, actor=actor, version=article.version, note=note, data=data, now=now
    )
