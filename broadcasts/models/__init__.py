"""Models of broadcasts."""

from broadcasts.models.bulletins import AirLog, Bulletin, BulletinItem, PlayoutLink
from broadcasts.models.items import AirItem
from broadcasts.models.playout import PlayoutReport
from broadcasts.models.pronunciation import Pronunciation
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
    "PlayoutLink",
    "PlayoutReport",
    "Pronunciation",
    "Slot",
    "SpeakerCluster",
    "SpeakerFault",
    "StationLimit",
]
