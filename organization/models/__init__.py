"""Models of the organization: ward, units, users, notices, mails, pages, banners, feedback."""

from organization.models.banners import Banner, Severity
from organization.models.feedback import (
    DailySecret,
    Dismissal,
    ErrorReport,
    MissedSearch,
    Outcome,
    Rating,
    ReportState,
    SitePage,
    SynonymGroup,
    VisitorMark,
)
from organization.models.mails import Mail
from organization.models.notices import REMINDERS, Notice, Topic, notify
from organization.models.officers import Officer
from organization.models.pages import CommonTask, Page
from organization.models.people import MailChoice, SavedFilter, User
from organization.models.periods import Holiday, ReportingPeriod
from organization.models.redirects import Redirect
from organization.models.units import Block, Hotline, Succession, Unit
from organization.models.ward import CountedBy, Ward

__all__ = [
    "REMINDERS",
    "Banner",
    "Block",
    "CommonTask",
    "CountedBy",
    "DailySecret",
    "Dismissal",
    "ErrorReport",
    "Holiday",
    "Hotline",
    "Mail",
    "MailChoice",
    "MissedSearch",
    "Notice",
    "Officer",
    "Outcome",
    "Page",
    "Rating",
    "Redirect",
    "ReportState",
    "ReportingPeriod",
    "SavedFilter",
    "Severity",
    "SitePage",
    "Succession",
    "SynonymGroup",
    "Topic",
    "Unit",
    "User",
    "VisitorMark",
    "Ward",
    "notify",
]
