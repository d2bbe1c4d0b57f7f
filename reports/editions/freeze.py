"""Confirm and reopen: what is written when a report is confirmed, and when it is opened again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from django.utils import timezone

from core.reporting.figures import pks_of
from news.models import Article
from organization.models import User
from reports.editions.data import confirmation, data_hash, edition_content, live_content
from reports.editions.files import Maker, make_files
from reports.editions.paper import report_docx, report_pdf
from reports.editions.sheet import report_xlsx
from reports.editions.tasks import ordered_tasks
from reports.figures.stored import store_values, values_of
from reports.models import Edition, MonthlyReport
from reports.states import FileKind

MAKERS: Mapping[FileKind, Maker] = {
    FileKind.DOCX: report_docx,
    FileKind.PDF: report_pdf,
    FileKind.XLSX: report_xlsx,
}


def freeze(
    report: MonthlyReport,
    *,
    actor: User,
    on_behalf_of: str,
    at: datetime,
    makers: Mapping[FileKind, Maker] | None = None,
) -> Edition:
    """Store the edition of a report that is being confirmed, with its files.

    Its figures stay those of the period, its items stay in the period, and the window is fixed.
    """
    counted, compared = live_content(report.period, report)
    content = replace(
        counted,
        tasks=ordered_tasks(report.period, counted.figures, counted.as_of),
        earlier=compared.earlier_values(),
        replaces=_replaces(report),
        kept=tuple(one.label for one in counted.sections if one.has_moved_figures),
    )
    data = content.as_json() | {
        "confirmed": confirmation(actor.full_name, actor.title, on_behalf_of, at)
    }
    edition = Edition.objects.create(
        report=report,
        number=report.editions.count() + 1,
        data=data,
        sha256=data_hash(data),
        confirmed_by=actor,
        on_behalf_of=on_behalf_of,
        confirmed_at=at,
    )
    make_files(edition, MAKERS if makers is None else makers, actor=actor)
    store_values(report.period, values_of(compared.figures), now=at, is_frozen=True)
    keys = [*compared.figures.keys("news.submitted"), *compared.figures.keys("news.not_counted")]
    Article.objects.filter(pk__in=pks_of(keys, "article"), counted_period=None).update(
        counted_period=report.period
    )
    report.period.fix_window()
    return edition


def _replaces(report: MonthlyReport) -> str:
    """Return the sentence on the edition before, by its number and day; "" for the first."""
    previous = report.editions.order_by("-number").first()
    if previous is None:
        return ""
    day = f"ngày {timezone.localdate(previous.confirmed_at):%d/%m/%Y}"
    if number := edition_content(previous).number:
        return f"Báo cáo này thay thế Báo cáo số {number} {day}."
    return f"Báo cáo này thay thế bản chốt {day}."


def release(report: MonthlyReport, *, actor: User, reason: str, at: datetime) -> None:
    """Open a confirmed report again: its edition stays readable, and residents read it with its
    figures until the next one is confirmed.
    """
    report.editions.filter(reopened_at=None).update(
        reopened_by=actor, reopened_at=at, reopened_reason=reason
    )
    Article.objects.filter(counted_period=report.period).update(counted_period=None)


def edition_in_force(report: MonthlyReport) -> Edition | None:
    """Return the newest edition of a confirmed report; None while it is open."""
    if not report.is_confirmed:
        return None
    return report.editions.filter(reopened_at=None).order_by("-number").first()
