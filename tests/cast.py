"""The named cast: one person a role, with a unit each where the role needs one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

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
    from organization.roles import Role
    from tests.factories import UnitFactory, make_user

    unit, other_unit = UnitFactory(), UnitFactory()
    return Cast(
        contributor=make_user(Role.CONTRIBUTOR, unit=unit),
        colleague=make_user(Role.CONTRIBUTOR, unit=unit),
        other_contributor=make_user(Role.CONTRIBUTOR, unit=other_unit),
        editor=make_user(Role.EDITOR),
        other_editor=make_user(Role.EDITOR),
        approver=make_user(Role.APPROVER),
        other_approver=make_user(Role.APPROVER),
        head=make_user(Role.HEAD),
        leader=make_user(Role.LEADER),
        clerk=make_user(Role.CLERK),
        announcer=make_user(Role.ANNOUNCER),
        it_officer=make_user(Role.IT_OFFICER),
        superuser=make_user(is_superuser=True),
        inactive=make_user(Role.CONTRIBUTOR, Role.EDITOR, Role.APPROVER, Role.HEAD, unit=unit, is_active=False),
    )


@pytest.fixture
def draft(cast: Cast) -> Article:
    from tests.factories import make_draft

    return make_draft(cast.contributor)


@pytest.fixture
def in_review(cast: Cast, draft: Article) -> Article:
    from tests.factories import step

    return step(draft, "submit", cast.contributor)


@pytest.fixture
def published(cast: Cast, in_review: Article) -> Article:
    from tests.factories import step

    return step(in_review, "publish", cast.approver)


@pytest.fixture
def withdrawn(cast: Cast, published: Article) -> Article:
    from tests.factories import step

    return step(
        published, "withdraw", cast.approver, note="Sai số liệu", public_as="notice", public_note="Bài có số liệu sai."
    )
