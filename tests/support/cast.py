"""The named cast: one person a role, with a unit each where the role needs one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from news.models import Article
    from organization.models import User


@dataclass(frozen=True)
class Cast:
    contributor: User
    colleague: User
    other_contributor: User
    editor: User
    other_editor: User
    approver: User
    other_approver: User
    head: User
    leader: User
    clerk: User
    announcer: User
    it_officer: User
    superuser: User
    inactive: User


@pytest.fixture
def cast(db: None) -> Cast:
    return make_cast()


def make_cast() -> Cast:
    from organization.roles import Role
    from tests.support.factories import UnitFactory, new_user, save_users

    unit, other_unit = UnitFactory(), UnitFactory()
    roles = {
        "contributor": (Role.CONTRIBUTOR,),
        "colleague": (Role.CONTRIBUTOR,),
        "other_contributor": (Role.CONTRIBUTOR,),
        "editor": (Role.EDITOR,),
        "other_editor": (Role.EDITOR,),
        "approver": (Role.APPROVER,),
        "other_approver": (Role.APPROVER,),
        "head": (Role.HEAD,),
        "leader": (Role.LEADER,),
        "clerk": (Role.CLERK,),
        "announcer": (Role.ANNOUNCER,),
        "it_officer": (Role.IT_OFFICER,),
        "superuser": (),
        "inactive": (Role.CONTRIBUTOR, Role.EDITOR, Role.APPROVER, Role.HEAD),
    }
    particulars: dict[str, dict[str, Any]] = {
        "contributor": {"unit": unit},
        "colleague": {"unit": unit},
        "other_contributor": {"unit": other_unit},
        "superuser": {"is_superuser": True},
        "inactive": {"unit": unit, "is_active": False},
    }
    people = {name: new_user(**particulars.get(name, {})) for name in roles}
    save_users([(people[name], roles[name]) for name in roles])
    return Cast(**people)


@pytest.fixture
def draft(cast: Cast) -> Article:
    from tests.support.factories import make_draft

    return make_draft(cast.contributor)


@pytest.fixture
def in_review(cast: Cast, draft: Article) -> Article:
    from tests.support.factories import transition

    return transition(draft, "submit", cast.contributor)


@pytest.fixture
def published(cast: Cast, in_review: Article) -> Article:
    from tests.support.factories import transition

    return transition(in_review, "publish", cast.approver)


@pytest.fixture
def withdrawn(cast: Cast, published: Article) -> Article:
    from tests.support.factories import transition

    return transition(
        published,
        "withdraw",
        cast.approver,
        note="Sai số liệu",
        public_as="notice",
        public_note="Bài có số liệu sai.",
    )
