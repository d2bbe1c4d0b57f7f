"""The ward itself: its identity, its units, its people and what they are told."""

from organization.models.feedback import DailySecret, ErrorReport, Outcome, Rating, ReportState, VisitorMark
from organization.models.notices import Notice, notify
from organization.models.people import SavedFilter, User
from organization.models.redirects import Redirect
from organization.models.units import Block, Unit
from organization.models.ward import Ward

__all__ = [
    "Block",
    "DailySecret",
    "ErrorReport",
    "Notice",
    "Outcome",
    "Rating",
    "Redirect",
    "ReportState",
    "SavedFilter",
    "Unit",
    "User",
    "VisitorMark",
    "Ward",
    "notify",
]
