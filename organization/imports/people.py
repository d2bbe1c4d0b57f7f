"""Import of accounts: found by user name, else by e-mail; new ones without a password.

A blank cell leaves what is stored. Nobody is locked, opened or deleted. Changes of roles go the way
of the admin: logged, told, confirmed where they matter, and never without an IT officer left.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime

from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError

from core.spreadsheet_import.fields import ImportField
from core.spreadsheet_import.targets import Change, ImportRefused, ImportTarget, PlannedRow
from core.spreadsheet_import.values import ParsedRow, same_name
from organization.accounts.services import (
    LAST_OFFICER,
    AccountState,
    last_officer_problem,
    record_change,
)
from organization.accounts.unit_change import move_with_person
from organization.imports.lookups import UnitFinder, field_problems, refuse_repeated
from organization.mail.delivery import has_mail_server
from organization.models import Unit, User
from organization.permissions import may_manage_accounts
from organization.roles import Role

# Roles that open all others, or publish alone: never by a table without a person's confirmation.
CONFIRMED_ROLES = (Role.IT_OFFICER, Role.HEAD)
_ROLE_WORDS = {
    Role.CONTRIBUTOR: ("CTV", "Cộng tác viên"),
    Role.EDITOR: ("Biên tập", "Biên tập viên", "Thư ký", "Thư ký biên tập"),
    Role.APPROVER: ("Người duyệt", "Phó ban", "Phó trưởng ban"),
    Role.HEAD: ("Trưởng ban",),
    Role.CLERK: (),
    Role.ANNOUNCER: ("Phát thanh",),
    Role.LEADER: ("Lãnh đạo phường",),
    Role.IT_OFFICER: ("CNTT", "IT", "Công nghệ thông tin"),
}
_ROLES = {
    same_name(word): role
    for role, words in _ROLE_WORDS.items()
    for word in (role.value, role.label, *words)
}
# Not within brackets, as in "Người duyệt (trưởng, phó ban)".
_BETWEEN_ROLES = re.compile(r"[;,+/\n](?![^()]*\))")

FIELDS = (
    ImportField(
        "username",
        "Tên đăng nhập",
        ("Tài khoản", "Username", "User", "Tên tài khoản"),
        max_length=150,
        help="Để trống thì tìm người theo thư điện tử; người mới phải có.",
    ),
    ImportField(
        "full_name",
        "Họ và tên",
        ("Họ tên", "Tên đầy đủ", "Cán bộ", "Họ và tên cán bộ"),
        is_required=True,
        max_length=80,
    ),
    ImportField(
        "email",
        "Thư điện tử",
        ("Email", "E-mail", "Địa chỉ thư điện tử", "Địa chỉ email", "Mail"),
        max_length=254,
        help="Cần có thì người ấy mới tự đặt được mật khẩu.",
    ),
    ImportField("title", "Chức danh", ("Chức vụ",), max_length=120),
    ImportField(
        "unit",
        "Đơn vị",
        ("Tên đơn vị", "Cơ quan", "Đơn vị công tác", "Phòng ban"),
        max_length=120,
        help="Tên hoặc tên gọn của một đơn vị đã có.",
    ),
    ImportField(
        "roles",
        "Vai trò",
        ("Quyền", "Nhóm quyền", "Phân quyền"),
        max_length=400,
        help="Nhiều vai trò cách nhau bằng dấu chấm phẩy; thay cho các vai trò đang có. Gồm: "
        + "; ".join(Role.labels)
        + ".",
    ),
)
_LABELS = {field.name: field.label for field in FIELDS}
_PLAIN = ("full_name", "email", "title")


class _Accounts:
    """The stored accounts, by what finds them; three queries however many there are."""

    def __init__(self) -> None:
        self.by_username: dict[str, User] = {}
        self.by_email: dict[str, list[User]] = defaultdict(list)
        self.roles: dict[int, tuple[Role, ...]] = {}
        self.units = UnitFinder(Unit.objects.all())
        for user in User.objects.select_related("unit").prefetch_related("groups"):
            self.by_username[user.username.lower()] = user
            if user.email:
                self.by_email[user.email.lower()].append(user)
            names = {group.name for group in user.groups.all()}
            self.roles[user.pk] = tuple(role for role in Role if role in names)
        people = self.by_username.values()
        self.officers = {
            user.pk for user in people if user.is_active and Role.IT_OFFICER in self.roles[user.pk]
        }

    def find(self, username: str, email: str) -> User | None:
        """Return the account of a row, None for a new one. Raises ValidationError."""
        owners = self.by_email.get(email.lower(), []) if email else []
        user = self.by_username.get(username.lower()) if username else None
        if not username:
            if len(owners) > 1:
                raise ValidationError(
                    f"có {len(owners)} tài khoản dùng thư “{email}”; xin ghi tên đăng nhập."
                )
            return owners[0] if owners else None
        others = [owner for owner in owners if user is None or owner.pk != user.pk]
        if others and (user is None or user.email.lower() != email.lower()):
            raise ValidationError(
                f"thư “{email}” đang là của tài khoản “{others[0].username}”; xin xem lại tên đăng"
                " nhập hoặc thư."
            )
        return user


def plan(rows: Sequence[ParsedRow], actor: User) -> list[PlannedRow]:
    """Return what each row will do; three queries."""
    accounts = _Accounts()
    planned = [_planned(row, accounts, actor) for row in rows]
    refuse_repeated(planned)
    _refuse_shared_emails(planned)
    return planned


def _planned(parsed: ParsedRow, accounts: _Accounts, actor: User) -> PlannedRow:
    username, email = parsed.text("username"), parsed.text("email")
    title = parsed.text("full_name") or username or email
    row = PlannedRow(parsed.number, title, problems=list(parsed.problems))
    if row.problems:
        return row
    try:
        stored = accounts.find(username, email)
    except ValidationError as error:
        row.problems.append(f"Dòng {row.number}: {error.messages[0]}")
        return row
    if stored is None and not username:
        sentence = "thiếu tên đăng nhập, và chưa có tài khoản nào dùng thư này"
        row.problems.append(f"Dòng {row.number}: {sentence if email else 'thiếu tên đăng nhập'}.")
        return row
    row.is_new = stored is None
    row.item = _copy(stored) if stored else User(username=username)
    row.values["key"] = row.item.username.lower()
    if row.is_new:
        row.changes.append(Change(_LABELS["username"], "", username))
    _compare(row, parsed, accounts)
    _compare_roles(row, parsed, accounts, actor)
    row.problems += field_problems(row.item, _checked(row), number=row.number)
    return row


def _copy(user: User) -> User:
    """Return a second instance: two rows about one person must not change the same one."""
    fields = User._meta.concrete_fields
    return User.from_db(
        user._state.db,
        [field.attname for field in fields],
        [getattr(user, f.attname) for f in fields],
    )


def _checked(row: PlannedRow) -> dict[str, str]:
    """Return the columns to check: of a stored person only what changes."""
    changed = {change.label for change in row.changes}
    return {
        name: label
        for name, label in _LABELS.items()
        if name in ("username", *_PLAIN) and (row.is_new or label in changed)
    }


def _compare(row: PlannedRow, parsed: ParsedRow, accounts: _Accounts) -> None:
    for field in _PLAIN:
        value, old = parsed.values.get(field), getattr(row.item, field)
        if value is None or value == old:
            continue
        setattr(row.item, field, value)
        row.changes.append(Change(_LABELS[field], old, value))
    if not (text := parsed.text("unit")):
        return
    try:
        unit = accounts.units.find(text)
    except ValidationError as error:
        row.problems.append(f"Dòng {row.number}, cột “{_LABELS['unit']}”: {error.messages[0]}")
        return
    if unit.pk != row.item.unit_id:
        old_name = accounts.units.name_of(row.item.unit_id)
        row.changes.append(Change(_LABELS["unit"], old_name, unit.name))
        row.item.unit = unit


def _compare_roles(row: PlannedRow, parsed: ParsedRow, accounts: _Accounts, actor: User) -> None:
    text = parsed.text("roles")
    before = accounts.roles.get(row.item.pk, ())
    if not text:
        return
    try:
        after = _roles_of(text)
    except ValidationError as error:
        row.problems.append(f"Dòng {row.number}, cột “{_LABELS['roles']}”: {error.messages[0]}")
        return
    if after == before:
        return
    row.changes.append(Change(_LABELS["roles"], _names(before), _names(after)))
    row.values |= {"roles": after, "before": AccountState(before, row.item.is_active)}
    _ask_about_roles(row, before, after, actor)
    if row.item.pk in accounts.officers and Role.IT_OFFICER not in after:
        accounts.officers.discard(row.item.pk)
        if not accounts.officers:
            accounts.officers.add(row.item.pk)
            row.problems.append(f"Dòng {row.number}: {LAST_OFFICER}")


def _ask_about_roles(
    row: PlannedRow, before: tuple[Role, ...], after: tuple[Role, ...], actor: User
) -> None:
    name = f"{row.item.full_name} ({row.item.username})"
    for role in CONFIRMED_ROLES:
        if role in after and role not in before:
            row.confirmations.append(f"Dòng {row.number}: giao vai trò {role.label} cho {name}.")
        elif role in before and role not in after:
            row.confirmations.append(f"Dòng {row.number}: bỏ vai trò {role.label} của {name}.")
    if row.item.pk == actor.pk:
        row.confirmations.append(
            f"Dòng {row.number}: quý vị đang đổi vai trò của chính mình; trưởng ban sẽ được báo."
        )


def _roles_of(text: str) -> tuple[Role, ...]:
    """Return the roles named in a cell, in the order of ``Role``. Raises ValidationError."""
    named = set()
    for part in filter(None, (part.strip() for part in _BETWEEN_ROLES.split(text))):
        role = _ROLES.get(same_name(part))
        if role is None:
            raise ValidationError(
                f"không có vai trò “{part[:60]}”; các vai trò: {'; '.join(Role.labels)}."
            )
        named.add(role)
    return tuple(role for role in Role if role in named)


def _names(roles: Sequence[Role]) -> str:
    return "; ".join(str(role.label) for role in roles)


def _refuse_shared_emails(planned: Sequence[PlannedRow]) -> None:
    """Refuse a second row of this table that gives another person the same e-mail."""
    first: dict[str, int] = {}
    for row in planned:
        if row.item is None or row.problems or not row.item.email:
            continue
        email = row.item.email.lower()
        if email in first:
            row.problems.append(
                f"Dòng {row.number}: thư “{row.item.email}” đã có ở dòng {first[email]}."
            )
        first.setdefault(email, row.number)


def store(rows: Sequence[PlannedRow], actor: User, now: datetime) -> None:
    """Save the people; their roles are changed, logged and told as in the admin."""
    groups = {group.name: group for group in Group.objects.filter(name__in=Role.values)}
    for row in rows:
        person: User = row.item
        if row.is_new:
            person.set_unusable_password()
            person.save()
        else:
            stored = User.objects.filter(pk=person.pk).values("unit")
            is_moved = any(change.label == _LABELS["unit"] for change in row.changes)
            former = Unit.objects.filter(pk__in=stored).first() if is_moved else None
            person.save(update_fields=[*_PLAIN, "unit"])
            move_with_person(person, former, now=now)
        if "roles" in row.values:
            _store_roles(row, groups, actor, now)


def _store_roles(row: PlannedRow, groups: dict[str, Group], actor: User, now: datetime) -> None:
    person: User = row.item
    roles: tuple[Role, ...] = row.values["roles"]
    before = AccountState() if row.is_new else row.values["before"]
    problem = last_officer_problem(person, roles=roles, is_active=person.is_active)
    if problem:
        raise ImportRefused(f"Dòng {row.number}: {problem}")
    others = [group for group in person.groups.all() if group.name not in groups]
    person.groups.set([*others, *(groups[role.value] for role in roles)])
    record_change(person, before, actor=actor, now=now)


def after(rows: Sequence[PlannedRow]) -> list[str]:
    """Return how the new people get a password."""
    new = [row.item.username for row in rows if row.is_new]
    if not new:
        return []
    by_officer = "đặt mật khẩu ở trang của từng tài khoản rồi báo cho người dùng"
    if has_mail_server():
        how = (
            "Mỗi người tự đặt bằng “Quên mật khẩu?” ở trang đăng nhập, nếu tài khoản có thư điện"
            f" tử; hoặc quý vị {by_officer}."
        )
    else:
        how = f"Cổng chưa nối máy chủ thư nên không ai tự đặt được: xin quý vị {by_officer}."
    return [f"{len(new)} tài khoản mới chưa có mật khẩu: {', '.join(new)}.", how]


TARGET = ImportTarget(
    "nguoi-dung",
    "người dùng",
    FIELDS,
    can_import=may_manage_accounts,
    plan=plan,
    store=store,
    list_url="admin:organization_user_changelist",
    max_rows=500,
    notes=(
        "Người được nhận ra theo tên đăng nhập, không có thì theo thư điện tử.",
        "Ô trống giữ nguyên điều đang có. Không tài khoản nào bị khóa hay xóa.",
        "Tài khoản mới chưa có mật khẩu.",
    ),
    after=after,
)
