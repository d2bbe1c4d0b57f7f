"""The public version of a report: figures of the ward alone, nothing by unit."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from core.reporting.figures import Figures
from organization.models import Unit
from reports.editions.data import ReportContent, SectionText
from reports.states import SectionCode
from reports.tables.model import ReportRow, ReportTable

SECTIONS = (SectionCode.DIRECTION, SectionCode.PORTAL, SectionCode.LOUDSPEAKERS)
TABLES = ("tong-hop", "bang-2", "bang-4", "bang-6", "bang-9")
# Figures whose groups are units or places lose them: the ward's total stays.
OF_WARD = (
    "news.published",
    "news.published_brief",
    "news.published_feature",
    "news.published_notice",
    "broadcasts.faults",
)
FIGURES = (
    *OF_WARD,
    "news.category_brief",
    "news.category_feature",
    "news.category_notice",
    "news.views",
    "documents.issued",
    "documents.published",
    "broadcasts.planned",
    "broadcasts.aired",
    "broadcasts.extra",
    "broadcasts.emergency",
    "broadcasts.missed",
    "broadcasts.plays",
    "broadcasts.own",
    "broadcasts.relayed",
    "broadcasts.minutes",
    "broadcasts.incidents",
    "feedback.received",
    "feedback.answered",
    "feedback.in_time",
    "feedback.days",
)
_SENTENCE_END = re.compile(r"(?<=[.!?])\s+")


def public_content(content: ReportContent) -> ReportContent:
    """Return what residents may read of a report. One query.

    Units have no place in it: their tables and paragraphs are left out, and so is a sentence that
    names one.
    """
    naming = _naming(content.units.values())
    return replace(
        content,
        sections=tuple(
            _without_units(one, naming) for one in content.sections if one.code in SECTIONS
        ),
        paragraphs=(),
        tables=public_tables(content.tables),
        figures=public_figures(content.figures),
        units={},
    )


def public_tables(tables: Iterable[ReportTable]) -> tuple[ReportTable, ...]:
    """Return the tables that residents may read, without rows of units and places."""
    return tuple(
        _public_table(table) for table in tables if table.code in TABLES and not table.is_internal
    )


def _public_table(table: ReportTable) -> ReportTable:
    rows = tuple(row for row in table.rows if not row.names_unit and _is_public(row))
    return replace(table, rows=rows)


def _is_public(row: ReportRow) -> bool:
    """Return whether all figures of a row are public, without a group that is a place."""
    return all(
        cell.code in FIGURES and not (cell.code in OF_WARD and cell.group)
        for cell in row.cells
        if cell.code
    )


def public_figures(figures: Figures) -> Figures:
    """Return the public figures without the keys behind them."""
    counts = {}
    for code in FIGURES:
        groups = [""] if code in OF_WARD else figures.groups(code)
        counts[code] = {
            group: {"value": figures.value(code, group or None), "keys": []} for group in groups
        }
    return Figures.from_json(counts)


def _naming(frozen: Iterable[str]) -> re.Pattern[str]:
    """Return a pattern of the names of units: those of the report, and those of today, short ones
    too.
    """
    short: set[str] = set()
    full = set(frozen)
    for name, short_name in Unit.objects.values_list("name", "short_name"):
        full.add(name)
        short.add(short_name)
    names = [f"(?i:{re.escape(name)})" for name in full if name]
    names += [re.escape(name) for name in short if name]
    return re.compile(rf"(?<!\w)(?:{'|'.join(names)})(?!\w)") if names else re.compile(r"(?!)")


def _without_units(section: SectionText, naming: re.Pattern[str]) -> SectionText:
    lines = []
    for line in section.text.split("\n"):
        kept = [one for one in _SENTENCE_END.split(line) if not naming.search(one)]
        lines.append(" ".join(kept))
    return replace(section, text="\n".join(line for line in lines if line.strip(" -")))
