"""Roles of a ward's people, and the sets of roles that several permissions share.

Each role is a Django group named by its code; ``create_groups`` makes them after each migrate.
"""

from typing import Any

from django.db import models


class Role(models.TextChoices):
    CONTRIBUTOR = "contributor", "Cộng tác viên"
    EDITOR = "editor", "Biên tập viên, thư ký"
    APPROVER = "approver", "Người duyệt (trưởng, phó ban)"
    HEAD = "head", "Trưởng ban biên tập"
    CLERK = "clerk", "Văn thư"
    ANNOUNCER = "announcer", "Phát thanh viên"
    LEADER = "leader", "Lãnh đạo"
    IT_OFFICER = "it_officer", "Cán bộ CNTT"


# Editorial board and leaders: they read what all units do.
BOARD = (Role.EDITOR, Role.APPROVER, Role.LEADER)
WRITERS = (Role.CONTRIBUTOR, Role.EDITOR, Role.APPROVER)
ARTICLE_READERS = (Role.CONTRIBUTOR, *BOARD, Role.ANNOUNCER)
CALENDAR_READERS = (Role.CONTRIBUTOR, *BOARD)
PLAN_EDITORS = (Role.EDITOR, Role.HEAD)
TASK_ASSIGNERS = (Role.EDITOR, Role.HEAD, Role.LEADER)
WORKING_CALENDAR_EDITORS = (Role.CLERK, Role.EDITOR, Role.IT_OFFICER)
# Whoever chairs a meeting without a chair of its own, and speaks for the ward.
CHAIRS = (Role.LEADER, Role.HEAD)
# Fixed pages and leaders: who edits them, and who else sees them before residents do.
PAGE_EDITORS = (Role.EDITOR, Role.IT_OFFICER)
PAGE_VIEWERS = (Role.APPROVER, Role.LEADER)


def create_groups(**_: Any) -> None:
    """Create the group of every role; groups of no role are left alone."""
    from django.contrib.auth.models import Group

    for role in Role:
        Group.objects.get_or_create(name=role.value)
