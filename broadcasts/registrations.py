"""Entries of the broadcasts in the registries; imported by ``BroadcastsConfig.ready``."""

from broadcasts.permissions import may_read_aloud
from core import registries as r

r.admin_menu.register(r.AdminMenuEntry("Đọc thử", "read_aloud", may_read_aloud, position=30))
