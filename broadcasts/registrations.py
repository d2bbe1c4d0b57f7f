"""Entries of the broadcasts in the registries; imported by ``BroadcastsConfig.ready``."""

from broadcasts.models import AirItem, Bulletin, RecordingTake
from broadcasts.recording import takes
from broadcasts.recording.files import audible_bulletins, audible_items
from broadcasts.recording.retention import delete_old_audio
from broadcasts.recording.services import join_outdated
from core import registries as r
from organization.roles import Role

r.admin_menu.register(
    r.AdminMenuEntry(
        "Đọc thử", "read_aloud", lambda user: user.has_role(Role.ANNOUNCER), position=30
    )
)
r.file_owners.register(r.FileOwner(AirItem, AirItem.objects.none, audible_items))
r.file_owners.register(r.FileOwner(Bulletin, Bulletin.objects.none, audible_bulletins))
r.periodic_jobs.register(r.PeriodicJob("joined bulletins", join_outdated))
r.periodic_jobs.register(r.PeriodicJob("old broadcasts", delete_old_audio, deletes=True))
r.retention_rules.register(r.RetentionRule(RecordingTake, "created_at", takes.KEPT))
