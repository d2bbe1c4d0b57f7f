"""Changes of accounts: what the log says, who is notified, what is refused."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.models import Group
from django.urls import reverse

from organization.models import Topic, User, notify
from organization.roles import Role

logger = logging.getLogger("organization.accounts")

LAST_OFFICER = (
    "Đây là cán bộ CNTT duy nhất còn tài khoản đang dùng. Xin giao vai trò cho một người khác"
    " trước, rồi mới bỏ vai trò hoặc khóa tài khoản này."
)
CONFIRM_OWN = (
    "Quý vị đang đổi vai trò hoặc khóa tài khoản của chính mình. Nếu đúng ý, xin đánh dấu xác nhận"
    " rồi lưu lại; trưởng ban sẽ được báo."
)


@dataclass(frozen=True)
class AccountState:
    """Roles and lock of an account at one moment."""

    roles: tuple[Role, ...] = ()
    is_active: bool = True

    @classmethod
    def of(cls, person: User) -> AccountState:
        """Return the stored state; a new person has no role."""
        if person.pk is None:
            return cls()
        names = set(person.groups.values_list("name", flat=True))
        return cls(
            tuple(role for role in Role if role.value in names),
            User.objects.values_list("is_active", flat=True).get(pk=person.pk),
        )

    def changes_to(self, after: AccountState) -> list[str]:
        """Return what differs as sentences, the old value first."""
        found = []
        if self.roles != after.roles:
            found.append(f"Vai trò: {_names(self.roles)} → {_names(after.roles)}")
        if self.is_active != after.is_active:
            words = {True: "đang dùng", False: "đã khóa"}
            found.append(f"Tài khoản: {words[self.is_active]} → {words[after.is_active]}")
        return found


def _names(roles: Iterable[Role]) -> str:
    return ", ".join(str(role.label) for role in roles) or "không có"


def last_officer_problem(person: User, *, roles: Iterable[str], is_active: bool) -> str:
    """Return why the change would leave the ward without an IT officer; empty if it would not.

    Locks the role, so that of two officers who remove each other the second is refused; the caller
    is in the transaction of the change.
    """
    if is_active and Role.IT_OFFICER in roles:
        return ""
    Group.objects.select_for_update().get(name=Role.IT_OFFICER)
    officers = set(User.objects.with_role(Role.IT_OFFICER).values_list("pk", flat=True))
    return LAST_OFFICER if officers == {person.pk} else ""


def record_change(person: User, before: AccountState, *, actor: User, now: datetime) -> list[str]:
    """Log a stored change of roles or lock and notify the person and the heads; return sentences
    for the history, none without a change.
    """
    after = AccountState.of(person)
    changes = before.changes_to(after)
    if changes:
        sentence = f"{actor} đổi tài khoản {person} ({person.username}). {'; '.join(changes)}."
        if not before.roles and after.roles and person.last_login is None:
            sentence = (
                f"{actor} lập tài khoản cho {person}: tên đăng nhập {person.username}, vai trò"
                f" {_names(after.roles)}."
            )
            if person.must_change_password:
                sentence += " Lần đăng nhập đầu, xin đổi mật khẩu."
        _notify_parties(person, sentence, actor=actor, now=now)
    return changes


def record_password(person: User, *, actor: User, now: datetime) -> None:
    """Log a password that was set by another, and notify the person and the heads."""
    sentence = f"{actor} đặt mật khẩu mới cho tài khoản {person} ({person.username})."
    _notify_parties(person, sentence, actor=actor, now=now)


def record_unlock(name: str, *, actor: User) -> None:
    """Log that log-in was opened again for a person or a network."""
    logger.info("%s (%s) mở khóa đăng nhập: %s", actor, actor.username, name)


def _notify_parties(person: User, sentence: str, *, actor: User, now: datetime) -> None:
    """Log and notify: the person, also one who is locked now, and the heads; leaders where there is
    no head but the actor or the person.
    """
    logger.info("%s", sentence)
    parties = {actor.pk, person.pk}
    supervisors = list(User.objects.with_role(Role.HEAD))
    if {head.pk for head in supervisors} <= parties:
        supervisors += User.objects.with_role(Role.LEADER)
    event = f"account:{person.pk}:{now.isoformat()}"
    topic = Topic.ACCOUNT
    own = [head for head in supervisors if head.pk != person.pk]
    url = reverse("admin:index")
    notify([person, *own], event=event, text=sentence, url=url, now=now, topic=topic)
