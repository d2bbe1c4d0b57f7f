"""The roles of a ward's people.

Each is a Django group named by its code; the groups are kept by code.
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


# Who keeps what the ward says of itself (fixed pages, leaders), and who else sees it before
# residents do.
INFORMATION_KEEPERS = (Role.EDITOR, Role.IT_OFFICER)
INFORMATION_VIEWERS = (Role.APPROVER, Role.LEADER)


def create_groups(**_: Any) -> None:
    """Make the group of every role after each migrate; groups of no role are left alone."""
    from django.contrib.auth.models import Group

    for role in Role:
        Group.objects.get_or_create(name=role.value)
