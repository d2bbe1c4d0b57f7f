"""People, units, the ward and notices as rows: what the database itself refuses, and the small
reads.
"""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from core.files.storage import store
from core.models import StoredFile
from organization.models import Block, Notice, Unit, User, Ward, notify
from organization.notices.dashboard import PANEL_SIZE, notices_panel
from organization.roles import Role, create_groups
from tests.support.cast import Cast
from tests.support.factories import UnitFactory, make_user
from tests.support.files import picture, upload

# Roles


@pytest.mark.parametrize("role", Role)
def test_a_person_has_the_roles_of_the_groups(db: None, role: Role) -> None:
    user = make_user(role)
    assert user.roles == ({Role.HEAD, Role.APPROVER} if role == Role.HEAD else {role})
    assert [r for r in Role if user.has_role(r)] == [r for r in Role if r in user.roles]


def test_several_roles_add_up(db: None) -> None:
    user = make_user(Role.EDITOR, Role.CLERK)
    assert user.roles == {Role.EDITOR, Role.CLERK}
    assert (
        user.has_role(Role.CLERK, Role.LEADER),
        user.has_role(Role.LEADER),
        user.has_role(),
    ) == (True, False, False)


def test_a_head_is_an_approver_but_an_approver_no_head(cast: Cast) -> None:
    assert cast.head.has_role(Role.APPROVER)
    assert not cast.approver.has_role(Role.HEAD)
    assert list(User.objects.with_role(Role.APPROVER).order_by("pk")) == [
        cast.approver,
        cast.other_approver,
    ]


def test_neither_inactive_people_nor_the_superuser_flag_hold_a_role(cast: Cast) -> None:
    assert (cast.inactive.roles, cast.superuser.roles) == (frozenset(), frozenset())
    assert cast.inactive.groups.count() == 4
    assert cast.inactive not in User.objects.with_role(Role.EDITOR)


def test_groups_of_no_role_give_nothing(db: None) -> None:
    user = make_user()
    user.groups.add(Group.objects.create(name="admin"), Group.objects.create(name="EDITOR"))
    assert user.roles == frozenset()


def test_roles_cost_one_query_a_person(cast: Cast, django_assert_num_queries: Any) -> None:
    user = User.objects.get(pk=cast.editor.pk)
    with django_assert_num_queries(1):
        assert (user.has_role(Role.EDITOR), user.has_role(Role.HEAD)) == (True, False)


def test_groups_are_kept_once_and_others_left_alone(db: None) -> None:
    Group.objects.get(name="clerk").delete()
    other = Group.objects.create(name="khác")
    for _ in range(2):
        create_groups()
    assert sorted(Group.objects.values_list("name", flat=True)) == sorted(
        [*Role.values, other.name]
    )


# People


def test_a_person_is_called_by_name_or_else_by_account(db: None) -> None:
    user = make_user(full_name="Chu Thị Mẫu")
    assert (str(user), user.get_full_name(), user.get_short_name()) == ("Chu Thị Mẫu",) * 3
    assert str(User(username="mau")) == "mau"


def test_people_sort_by_given_name_first(db: None) -> None:
    names = ["Đỗ Văn An", "Bùi Thị Ánh", "Nguyễn Thị Hà", "Lê Văn Hạ", "Trần Văn Anh", "An"]
    people = [make_user(full_name=name) for name in names]
    by_given = [person.full_name for person in sorted(people, key=lambda person: person.sort_key)]
    assert by_given == [
        "An",
        "Đỗ Văn An",
        "Trần Văn Anh",
        "Bùi Thị Ánh",
        "Nguyễn Thị Hà",
        "Lê Văn Hạ",
    ]


def test_every_account_may_enter_the_admin(db: None) -> None:
    assert (User().is_staff, User().is_superuser) == (True, False)


# Units


@pytest.mark.parametrize(
    ("valid_from", "valid_until", "is_valid"),
    [
        (None, None, True),
        (date(2026, 3, 1), None, True),
        (date(2026, 3, 2), None, False),
        (None, date(2026, 3, 1), True),
        (None, date(2026, 2, 28), False),
        (date(2026, 3, 1), date(2026, 3, 1), True),
        (date(2025, 1, 1), date(2026, 12, 31), True),
    ],
)
def test_a_unit_exists_between_its_dates_both_inclusive(
    db: None, valid_from: date | None, valid_until: date | None, is_valid: bool
) -> None:
    unit = UnitFactory(valid_from=valid_from, valid_until=valid_until)
    assert list(Unit.objects.valid(on=date(2026, 3, 1))) == ([unit] if is_valid else [])


def test_units_stand_by_position_then_name(db: None) -> None:
    for name, position in (("C", 2), ("B", 1), ("A", 2)):
        UnitFactory(name=name, position=position)
    assert [str(unit) for unit in Unit.objects.all()] == ["B", "A", "C"]


def test_the_database_refuses_impossible_units(db: None) -> None:
    unit = UnitFactory(name="Tổ 1")
    wrong = [
        (
            "organization_unit_dates_in_order",
            {"valid_from": date(2026, 3, 2), "valid_until": date(2026, 3, 1)},
        ),
        ("organization_unit_name", {"name": "Tổ 1"}),
    ]
    for constraint, fields in wrong:
        with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
            UnitFactory(**fields)
    with (
        pytest.raises(IntegrityError, match="organization_unit_not_own_successor"),
        transaction.atomic(),
    ):
        Unit.objects.filter(pk=unit.pk).update(successor=unit)
    assert Unit.objects.count() == 1


def test_wrong_dates_are_said_in_a_sentence(db: None) -> None:
    unit = Unit(name="Tổ 1", short_name="Tổ 1", block=Block.RESIDENTIAL_GROUP)
    unit.valid_from, unit.valid_until = date(2026, 3, 2), date(2026, 3, 1)
    with pytest.raises(ValidationError) as error:
        unit.full_clean()
    assert error.value.messages == ["Ngày kết thúc phải sau ngày bắt đầu."]


def test_a_unit_with_members_items_or_predecessors_stays(cast: Cast) -> None:
    heir = UnitFactory()
    UnitFactory(successor=heir)
    for unit in (cast.contributor.unit, heir):
        with pytest.raises(IntegrityError):
            unit.delete()


# The ward


def test_before_anybody_filled_it_in_the_ward_has_plain_defaults(db: None) -> None:
    ward = Ward.current()
    assert (ward.pk, ward.name, ward.agency_name) == (1, "Phường", "Ủy ban nhân dân phường")
    assert (ward.parent_agency, ward.responsible_person, ward.address, ward.phone, ward.email) == (
        "",
    ) * 5
    assert (ward.emblem_url, Ward.objects.count()) == ("", 0)


def test_there_is_one_ward(db: None) -> None:
    Ward.objects.create(pk=1, name="Phường Bến Sen")
    with pytest.raises(IntegrityError, match="organization_ward_one_row"), transaction.atomic():
        Ward.objects.create(pk=2)
    assert str(Ward.current()) == "Phường Bến Sen"


def test_the_emblem_comes_with_the_ward(
    db: None, file_root: Any, django_assert_num_queries: Any
) -> None:
    file = store(upload(picture()), uploader=None, kind=StoredFile.Kind.PICTURE)
    Ward.objects.create(pk=1, emblem=file)
    with django_assert_num_queries(1):
        assert Ward.current().emblem_url == file.url


@pytest.mark.parametrize(
    ("name", "initials"),
    [
        ("Phường Bến Sen", "BS"),
        ("phường đông", "Đ"),
        ("Phường", "P"),
        ("Xã Tân Mỹ Hòa", "XT"),
        ("Phường Hai Bà Trưng", "HB"),
        ("Phường 5", "5"),
        ("", ""),
    ],
)
def test_the_typographic_mark_is_of_the_proper_name(name: str, initials: str) -> None:
    assert Ward(name=name).initials == initials


# Notices


def test_each_active_person_is_told_once_of_an_event(cast: Cast) -> None:
    at = timezone.now()
    people = [cast.editor, cast.editor, None, cast.inactive, cast.approver]
    for text in ("Lần đầu", "Lần hai"):
        notify(people, event="article:1:5", text=text, url="/x/", now=at)
    notify([cast.editor], event="article:1:6", text="Việc khác", now=at)
    rows = set(
        Notice.objects.values_list("person", "event", "text", "url", "created_at", "read_at")
    )
    assert rows == {
        (cast.editor.pk, "article:1:5", "Lần đầu", "/x/", at, None),
        (cast.approver.pk, "article:1:5", "Lần đầu", "/x/", at, None),
        (cast.editor.pk, "article:1:6", "Việc khác", "", at, None),
    }


def test_telling_nobody_is_nothing(db: None) -> None:
    notify([], event="x", text="x", now=timezone.now())
    notify([None], event="x", text="x", now=timezone.now())
    assert Notice.objects.count() == 0


def test_a_long_text_is_cut(cast: Cast) -> None:
    notify([cast.editor], event="x", text="Ừ" * 900, now=timezone.now())
    assert Notice.objects.get().text == "Ừ" * 500


def test_a_notice_falls_with_what_caused_it(cast: Cast) -> None:
    with pytest.raises(RuntimeError), transaction.atomic():
        notify([cast.editor], event="x", text="x", now=timezone.now())
        raise RuntimeError
    assert Notice.objects.count() == 0


def test_the_panel_shows_the_newest_unread(cast: Cast) -> None:
    assert notices_panel(cast.editor) is None
    for number in range(PANEL_SIZE + 1):
        notify([cast.editor], event=f"{number}", text=f"Việc {number}", now=timezone.now())
    notify([cast.approver], event="x", text="Của người khác", now=timezone.now())
    panel = notices_panel(cast.editor)
    assert ([str(notice) for notice in panel["notices"]], panel["has_more"]) == (
        [f"Việc {number}" for number in range(PANEL_SIZE, 0, -1)],
        True,
    )
    cast.editor.notices.filter(text="Việc 12").update(read_at=timezone.now())
    panel = notices_panel(cast.editor)
    assert (len(panel["notices"]), panel["has_more"]) == (PANEL_SIZE, False)


def test_the_database_keeps_one_notice_a_person_and_event(cast: Cast) -> None:
    notify([cast.editor], event="x", text="x", now=timezone.now())
    with pytest.raises(IntegrityError, match="organization_notice_once"), transaction.atomic():
        Notice.objects.create(person=cast.editor, event="x", text="y")
    assert Notice.objects.get().text == "x"
