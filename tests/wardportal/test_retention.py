"""Every table either ends, by a rule that ``run_due`` carries out, or is kept for a reason."""

from __future__ import annotations

import re
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from axes.models import AccessFailureLog
from django.apps import apps
from django.core.management import call_command
from django.db import connection, models
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from core import retention
from core.registries import RetentionRule, retention_rules
from organization.models import Notice
from tests.support.cast import Cast

ROOT = Path(__file__).parents[2]
DAY = timedelta(days=1)
ENDS = {
    "core.AutosavedDraft": 30 * DAY,
    "core.CacheInvalidation": timedelta(hours=1),
    "core.Presence": timedelta(hours=1),
    "core.ViewCount": 1098 * DAY,
    "core.PartFailure": 7 * DAY,
    "core.SpreadsheetImport": 7 * DAY,
    "core.Heartbeat": DAY,  # of workers that ended
    "documents.UserActivity": 1098 * DAY,
    "documents.FileOpening": 1098 * DAY,
    "documents.FileReading": 30 * DAY,
    "django_tasks_database.DBTaskResult": 90 * DAY,
    "news.Article": 30 * DAY,  # discarded, never handed in
    "news.PreviewLink": 30 * DAY,
    "news.QuickEntry": 30 * DAY,
    "organization.DailySecret": timedelta(0),
    "organization.VisitorMark": timedelta(0),
    "organization.Notice": 366 * DAY,
    "organization.Mail": 366 * DAY,
    "organization.MissedSearch": 92 * DAY,
    "broadcasts.RecordingTake": 7 * DAY,
    "sessions.Session": timedelta(0),
    "axes.AccessFailureLog": 2 * DAY,
    "admin.LogEntry": 1830 * DAY,
}
RECORD = "official record"
SETTING = "a setting of the ward, few rows"
WITH_ITEM = "deleted with its item"
REVISIONS = "who wrote what: four eyes and the history rest on it"
KEPT = {
    "auth": {"Group": SETTING, "Group_permissions": "unused", "Permission": "of the code"},
    "axes": {
        "AccessAttempt": "never written: failures are rows of AccessFailureLog",
        "AccessAttemptExpiration": "never written",
        "AccessLog": "never written (AXES_DISABLE_ACCESS_LOG)",
    },
    "contenttypes": {"ContentType": "of the code"},
    "core": {
        "ImportMapping": SETTING,
        "FileUse": "ends with its file: core.files.garbage",
        "StoredFile": "unused ones end: core.files.garbage",
        "TransitionLog": RECORD,
        "JobProgress": WITH_ITEM,
        "ReviewComment": WITH_ITEM,
        "ReviewCommentReply": WITH_ITEM,
    },
    "organization": {
        "CommonTask": SETTING,
        "Hotline": SETTING,
        "SitePage": SETTING,
        **dict.fromkeys(("ErrorReport", "Rating", "Banner", "Officer", "Page"), RECORD),
        **dict.fromkeys(("HistoricalBanner", "HistoricalOfficer", "HistoricalPage"), REVISIONS),
        **dict.fromkeys(("Unit", "User", "User_groups", "ReportingPeriod"), RECORD),
        **dict.fromkeys(("Holiday", "Redirect", "SavedFilter", "Ward"), SETTING),
        "SynonymGroup": SETTING,
        "User_user_permissions": "unused",
    },
    "news": {
        "NoticeTime": WITH_ITEM,
        **dict.fromkeys(("Category", "PreferredWord", "Tariff", "TariffLimit"), SETTING),
        **dict.fromkeys(("Anniversary", "DefaultQuota", "Placement"), SETTING),
        **dict.fromkeys(("Correction", "Honorarium", "UpstreamSending"), RECORD),
        "HonorariumClosing": RECORD,
        **dict.fromkeys(("EditorialPlan", "PlanLine", "Quota", "QuotaRating"), RECORD),
        **dict.fromkeys(("QuotaChange", "DeadlineChange"), RECORD),
        **dict.fromkeys(
            ("HistoricalArticle", "HistoricalHonorarium", "HistoricalPlacement"), REVISIONS
        ),
        **dict.fromkeys(("Article_supporting_units", "ArticleCountingHistory"), WITH_ITEM),
    },
    "broadcasts": {
        **dict.fromkeys(("AirItem", "AirLog", "Bulletin", "SpeakerFault", "Emergency"), RECORD),
        "PlayoutReport": RECORD,
        **dict.fromkeys(("AnnouncerAbsence", "PlayoutLink", "Pronunciation"), SETTING),
        **dict.fromkeys(("Slot", "SpeakerCluster", "StationLimit"), SETTING),
        **dict.fromkeys(("AirLog_clusters", "BulletinItem", "SpeakerCluster_units"), WITH_ITEM),
        **dict.fromkeys(("HistoricalAirItem", "HistoricalBulletin"), REVISIONS),
    },
    "reports": {
        **dict.fromkeys(("MonthlyReport", "Edition", "EditionFile", "FigureSnapshot"), RECORD),
        **dict.fromkeys(("ReportSection", "UnitParagraph", "LineComment"), WITH_ITEM),
        "PeriodFigures": "counted anew from the rows, one for each period",
        **dict.fromkeys(("HistoricalReportSection", "HistoricalUnitParagraph"), REVISIONS),
        "HistoricalMonthlyReport": REVISIONS,
        **dict.fromkeys(("Assessment", "AssessmentRound", "CheckRecord", "CheckRound"), RECORD),
        **dict.fromkeys(("CriteriaSet", "CriteriaGroup", "Criterion"), SETTING),
        **dict.fromkeys(("CriterionThreshold", "RatingLevel"), SETTING),
        **dict.fromkeys(("Assessment_scorers", "PlannedCheck", "Score"), WITH_ITEM),
        "HistoricalCheckRecord": REVISIONS,
    },
    "documents": {
        **dict.fromkeys(
            ("PublicDocument", "DocumentFile", "IncomingDocument", "IncomingUnit"), RECORD
        ),
        **dict.fromkeys(("OutgoingDocument", "RegisterYear"), RECORD),
        **dict.fromkeys(("Routing", "RoutingReport", "RoutingExtension"), RECORD),
        **dict.fromkeys(("Authority", "DocumentTopic", "DocumentType", "Register"), SETTING),
        **dict.fromkeys(("DecisionPhrase", "LeaderAbsence", "LeaderTopic"), SETTING),
        "StandingDelegation": SETTING,
        **dict.fromkeys(("Amendment", "DocumentArticle", "Routing_supporting_units"), WITH_ITEM),
        "HistoricalPublicDocument": REVISIONS,
        **dict.fromkeys(
            ("HistoricalIncomingDocument", "HistoricalOutgoingDocument", "HistoricalRouting"),
            REVISIONS,
        ),
    },
    "meetings": {
        **dict.fromkeys(("Meeting", "Conclusion", "ConclusionNumbers", "Task"), RECORD),
        **dict.fromkeys(("AgendaItem", "Attendance", "Limitation", "Opinion", "Result"), RECORD),
        **dict.fromkeys(("MinutesVersion", "ApprovedMeeting"), RECORD),
        **dict.fromkeys(("ApprovedConclusion", "MeetingArticle", "CalendarEvent"), RECORD),
        **dict.fromkeys(("ExtensionRequest", "TaskReport", "Meeting_writers"), RECORD),
        **dict.fromkeys(("HistoricalMeeting", "HistoricalTask"), REVISIONS),
        **dict.fromkeys(("MeetingSeries", "UsualAttendee", "ReceptionDay"), SETTING),
        **dict.fromkeys(("Conclusion_lead_units", "Conclusion_supporting_units"), WITH_ITEM),
        **dict.fromkeys(("Limitation_units", "Task_supporting_units"), WITH_ITEM),
    },
}


def tables() -> list[type[models.Model]]:
    return [model for model in apps.get_models(include_auto_created=True) if model._meta.managed]


def test_the_rules_are_these() -> None:
    assert {rule.model._meta.label: rule.period for rule in retention_rules} == ENDS


def kept() -> set[str]:
    return {f"{app}.{name}" for app, names in KEPT.items() for name in names}


def test_every_table_ends_or_is_kept_for_a_reason() -> None:
    labels = {model._meta.label for model in tables() if not model.__module__.startswith("tests")}
    assert labels - set(ENDS) - kept() == set(), "say in this test how long its rows are kept"
    assert (set(ENDS) | kept()) - labels == set()
    assert set(ENDS) & kept() == set()


def test_nothing_else_deletes_by_age() -> None:
    """The one function is where a clock that jumped can be asked about."""
    found = set()
    for app in (
        "core",
        "broadcasts",
        "documents",
        "news",
        "meetings",
        "organization",
        "wardportal",
        "demo",
    ):
        for path in (ROOT / app).rglob("*.py"):
            text = path.read_text(encoding="utf-8")
            if re.search(r"__lte?=[^\n]*(?:now|today|since|before)[^\n]*\)\.delete\(\)", text):
                found.add(str(path.relative_to(ROOT)))
    assert found == set()


def test_run_due_deletes_what_is_over_and_nothing_younger(cast: Cast) -> None:
    now = timezone.now()
    for age in (1, 3):
        row = AccessFailureLog.objects.create(username="x", path_info="x")
        AccessFailureLog.objects.filter(pk=row.pk).update(attempt_time=now - age * DAY)
    for number, (age, awaits) in enumerate([(365, False), (367, False), (367, True)]):
        Notice.objects.create(
            person=cast.editor,
            event=str(number),
            text="x",
            created_at=now - age * DAY,
            read_at=now,
            awaits_mail=awaits,
        )
    assert retention.delete_all_over(now) == (
        "xóa dòng hết thời gian giữ: axes.AccessFailureLog 1, organization.Notice 1"
    )
    assert AccessFailureLog.objects.count() == 1
    assert set(Notice.objects.values_list("event", flat=True)) == {"0", "2"}
    call_command("run_due")


def test_rows_go_in_batches(db: None, monkeypatch: Any) -> None:
    monkeypatch.setattr(retention, "BATCH", 2)
    for _ in range(5):
        AccessFailureLog.objects.create(username="x", path_info="x")
    AccessFailureLog.objects.update(attempt_time=timezone.now() - 3 * DAY)
    rule = RetentionRule(AccessFailureLog, "attempt_time", DAY)
    with CaptureQueriesContext(connection) as asked:
        assert retention.delete_over(rule, timezone.now()) == 5
    selects = [query for query in asked if "FOR UPDATE" in query["sql"]]
    assert len(selects) == 3
    monkeypatch.setattr(retention, "MAX_BATCHES", 0)
    assert retention.delete_over(rule, timezone.now()) == 0


def test_a_rule_that_fails_stops_no_other(db: None, caplog: pytest.LogCaptureFixture) -> None:
    AccessFailureLog.objects.create(username="x", path_info="x")
    broken = RetentionRule(AccessFailureLog, "no_such_column", DAY)
    working = RetentionRule(AccessFailureLog, "attempt_time", -DAY)
    assert retention.run([broken, working], timezone.now()) == (
        "xóa dòng hết thời gian giữ: axes.AccessFailureLog 1"
    )
    assert "rows of axes.AccessFailureLog could not be deleted" in caplog.text
