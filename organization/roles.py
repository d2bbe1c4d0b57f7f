"""Roles of users, and sets of roles shared by permissions.

Each role is a Django group named by its code; ``create_groups`` makes them after each migrate.
"""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from django.db import models

from core.registries import Registry


class Role(models.TextChoices):
    CONTRIBUTOR = "contributor", "Cộng tác viên"
    EDITOR = "editor", "Biên tập viên, thư ký"
    APPROVER = "approver", "Người duyệt (trưởng, phó ban)"
    HEAD = "head", "Trưởng ban biên tập"
    CLERK = "clerk", "Văn thư"
    ANNOUNCER = "announcer", "Phát thanh viên"
    LEADER = "leader", "Lãnh đạo"
    IT_OFFICER = "it_officer", "Cán bộ CNTT"


# What each role may do, in one sentence, where it is given.
ROLE_HELP: dict[str, str] = {
    Role.CONTRIBUTOR: "viết và nộp tin bài của đơn vị mình; cần có đơn vị.",
    Role.EDITOR: "nhận, sửa, thông qua hoặc trả lại bài; lập định hướng; nhập bài thay đơn vị.",
    Role.APPROVER: (
        "duyệt và đăng bài người khác viết, đăng khẩn (người duyệt khác xác nhận sau), gỡ bài,"
        " chấm nhuận bút."
    ),
    Role.HEAD: "như người duyệt, thêm: quyết những bài xin ý kiến.",
    Role.CLERK: "vào sổ văn bản đến, văn bản đi và đăng văn bản.",
    Role.ANNOUNCER: "lập, thu âm và phát bản tin truyền thanh.",
    Role.LEADER: "xem việc của mọi đơn vị, giao việc, chủ trì họp, đăng khẩn.",
    Role.IT_OFFICER: "lập tài khoản và đơn vị, xem máy chủ; không đọc tin bài chưa đăng.",
}

# Editorial board and leaders: they view the work of all units.
BOARD = (Role.EDITOR, Role.APPROVER, Role.LEADER)
WRITERS = (Role.CONTRIBUTOR, Role.EDITOR, Role.APPROVER)
ARTICLE_READERS = (Role.CONTRIBUTOR, *BOARD, Role.ANNOUNCER)
CALENDAR_READERS = (Role.CONTRIBUTOR, *BOARD)
PLAN_EDITORS = (Role.EDITOR, Role.HEAD)
TASK_ASSIGNERS = (Role.EDITOR, Role.HEAD, Role.LEADER)
WORKING_CALENDAR_EDITORS = (Role.CLERK, Role.EDITOR, Role.IT_OFFICER)
# Leaders, heads and deputies: the accounts that may be named as the chair of a meeting.
ELIGIBLE_CHAIRS = (Role.LEADER, Role.HEAD, Role.APPROVER)
# They chair meetings without a chair of their own and post emergency banners.
CHAIRS = (Role.LEADER, Role.HEAD)
# Fixed pages and officers: who edits them, and who else views them in the admin.
PAGE_EDITORS = (Role.EDITOR, Role.IT_OFFICER)
PAGE_VIEWERS = (Role.APPROVER, Role.LEADER)


# Roles that a user has for some days: ``lent(user)`` returns a queryset of their codes, as one
# column, which is read in the query of the roles.
lent_roles: Registry[Callable[[Any], models.QuerySet[Any, Any]]] = Registry()

# Leaders who are away on a day, each with who acts for them: by ids of accounts.
substitutions: Registry[Callable[[date], Mapping[int, int]]] = Registry()


def substitutes(on: date) -> dict[int, int]:
    """Return who acts for each leader who is away on a day. One query."""
    found: dict[int, int] = {}
    for source in substitutions:
        found |= source(on)
    return found


def create_groups(**_: Any) -> None:
    """Create the group of every role; other groups are left unchanged."""
    from django.contrib.auth.models import Group

    for role in Role:
        Group.objects.get_or_create(name=role.value)
