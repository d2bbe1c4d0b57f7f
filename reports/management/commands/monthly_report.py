"""Print the figures of a monthly report as JSON, with the keys behind each."""

from __future__ import annotations

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from core.reporting.figures import Dimension, Figure, Figures, known_figures
from organization.calendar.views import Month
from organization.models import ReportingPeriod
from reports.editions.data import ReportContent, edition_content, live_content
from reports.editions.files import verify
from reports.editions.freeze import edition_in_force
from reports.models import Edition, MonthlyReport


class Command(BaseCommand):
    missing_args_message = "Xin ghi tháng của báo cáo, ví dụ: monthly_report 2026-10"
    help = (
        "In mọi số liệu của báo cáo một tháng dưới dạng JSON; của báo cáo đã chốt thì in số liệu"
        " đã chốt, và kiểm tra dữ liệu, tệp có còn nguyên không."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("month", metavar="YYYY-MM", help="tháng của kỳ báo cáo")

    def handle(self, *args: Any, month: str, **options: Any) -> None:
        period = _period(month)
        report = MonthlyReport.objects.filter(period=period).first()
        edition = edition_in_force(report) if report else None
        content = edition_content(edition) if edition else live_content(period, report)[0]
        answer = {
            "period": period.code,
            "state": report.state if report else None,
            "as_of": content.as_of.isoformat(),
            "confirmed": _confirmed(edition) if edition else None,
            "figures": _figures(content),
        }
        self.stdout.write(json.dumps(answer, ensure_ascii=False, indent=2))


def _period(text: str) -> ReportingPeriod:
    try:
        month = Month.parse(text)
    except ValueError:
        raise CommandError(f"Tháng không đúng: {text}. Xin viết dạng 2026-10.") from None
    periods = ReportingPeriod.objects.with_window()
    period = periods.filter(year=month.year, month=month.month).first()
    if period is None:
        raise CommandError(f"Chưa có kỳ báo cáo {month.label}.")
    return period


def _confirmed(edition: Edition) -> dict[str, Any]:
    data, *files = verify(edition)
    return {
        "edition": edition.number,
        "at": edition.confirmed_at.isoformat(),
        "sha256": edition.sha256,
        "data_verifies": data.is_intact,
        "files": [
            {
                "kind": one.kind,
                "name": one.file.name,
                "sha256": one.sha256,
                "verifies": found.is_intact,
            }
            for one, found in zip(edition.files.select_related("file"), files, strict=True)
        ],
    }


def _figures(content: ReportContent) -> list[dict[str, Any]]:
    """Return all figures: those that are registered, zeros too, and frozen ones no longer known."""
    known = known_figures()
    frozen = [code for code in content.figures.as_json() if code not in known]
    return [
        _figure(known.get(code) or Figure(code, code, Dimension.WARD), content)
        for code in (*known, *frozen)
    ]


def _figure(figure: Figure, content: ReportContent) -> dict[str, Any]:
    figures: Figures = content.figures
    return {
        "code": figure.code,
        "label": figure.label,
        "by": figure.by.value,
        "value": figures.value(figure.code),
        "groups": [
            {
                "group": group,
                "name": content.units.get(group, group) if figure.by == Dimension.UNIT else group,
                "value": figures.value(figure.code, group),
                "keys": figures.keys(figure.code, group),
            }
            for group in figures.groups(figure.code)
        ],
    }
