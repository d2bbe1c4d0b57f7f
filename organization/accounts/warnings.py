"""What an account lacks, told where accounts are made and listed."""

from __future__ import annotations

from collections.abc import Collection

from django.utils import timezone

from organization.models import User
from organization.roles import CHAIRS, Role, substitutes


def account_warnings(
    person: User, *, roles: Collection[str], sharing: Collection[str] = ()
) -> list[str]:
    """Return the warnings for an active account, as sentences; none for a locked one.

    ``sharing`` are the user names of other accounts with the same mail address.
    """
    if not person.is_active:
        return []
    found = []
    if not roles:
        found.append("Chưa có vai trò nào: đăng nhập được nhưng không làm được việc gì.")
    if not person.has_usable_password():
        found.append("Chưa có mật khẩu: chưa đăng nhập được.")
    if Role.CONTRIBUTOR in roles and person.unit_id is None:
        found.append("Cộng tác viên chưa có đơn vị: bài viết sẽ không thuộc đơn vị nào.")
    if sharing:
        names = ", ".join(sorted(sharing))
        found.append(
            f"Thư {person.email} cũng là của tài khoản {names}: thư báo và thư đặt lại mật khẩu đến"
            " cùng một hộp."
        )
    return found


def lost_substitute_sentence(person: User, *, roles: Collection[str]) -> str:
    """Return that a person decides for a leader who is away today and may not any more; "" for
    others. Two queries at most, none for leaders and heads.
    """
    if person.is_active and not {role.value for role in CHAIRS}.isdisjoint(roles):
        return ""
    rules = substitutes(timezone.localdate())
    away = User.objects.filter(pk__in=[pk for pk, deputy in rules.items() if deputy == person.pk])
    names = ", ".join(str(one) for one in away)
    if not names:
        return ""
    return (
        f"Đang được ghi quyết định thay {names}, nay không còn quyết định thay được: xin báo lãnh"
        " đạo hoặc văn thư ghi người khác ở “Lãnh đạo vắng”."
    )


def sharing_mail(person: User) -> list[str]:
    """Return the user names of other accounts with the person's mail address. One query."""
    if not person.email:
        return []
    others = User.objects.filter(email__iexact=person.email).exclude(pk=person.pk)
    return list(others.values_list("username", flat=True))


def mail_owners() -> dict[str, list[str]]:
    """Return the user names of each mail address in lower case. One query."""
    owners: dict[str, list[str]] = {}
    for username, email in User.objects.exclude(email="").values_list("username", "email"):
        owners.setdefault(email.lower(), []).append(username)
    return owners
