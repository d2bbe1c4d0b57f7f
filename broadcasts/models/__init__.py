"""Models of broadcasts."""

from broadcasts.models.bulletins import AirLog, Bulletin, BulletinItem, PlayoutLink
from broadcasts.models.emergencies import Emergency
from broadcasts.models.items import AirItem
from broadcasts.models.playout import PlayoutReport
from broadcasts.models.pronunciation import Pronunciation
from broadcasts.models.recordings import RecordingTake
from broadcasts.models.stations import (
    AnnouncerAbsence,
    Slot,
    SpeakerCluster,
    SpeakerFault,
    StationLimit,
)

__all__ = [
    "AirItem",
    "AirLog",
    "AnnouncerAbsence",
    "Bulletin",
    "BulletinItem",
    "Emergency",
    "PlayoutLink",
    "PlayoutReport",
    "Pronunciation",
    "RecordingTake",
    "Slot",
    "SpeakerCluster",
    "SpeakerFault",
    "StationLimit",
]
