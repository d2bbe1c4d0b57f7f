"""Entries of the broadcasts in the registries; imported by ``BroadcastsConfig.ready``."""

from core import registries as r
from organization.roles import Role

r.admin_menu.register(
    r.AdminMenuEntry(
        "Đọc thử", "read_aloud", lambda user: user.has_role(Role.ANNOUNCER), position=30
    )
)
