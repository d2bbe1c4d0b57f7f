"""The data of an edition: figures with the keys behind them, tables, texts, and its hash."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256
from typing import Any

from django.utils import timezone

from core.reporting.figures import Figures
from organization.identity.paper_head import ward_names
from organization.models import ReportingPeriod
from reports.editions.tasks import OrderedTask
from reports.figures.comparison import PeriodComparison
from reports.figures.stored import Values
from reports.models import Edition, MonthlyReport
from reports.states import WITHOUT_FIGURES, SectionCode
from reports.tables.collection import report_tables
from reports.tables.model import ReportTable, tables_json
from reports.texts.proposals import load_facts, proposals


@dataclass(frozen=True)
class SectionText:
    """A written part as it is shown: a person's text, or a proposal that nobody has taken yet.

    ``proposal`` is the one of now, ``proposed`` the one it was taken with, None if unknown.
    """

    code: str
    label: str
    text: str
    is_proposal: bool = False
    version: int = 0
    proposal: str = ""
    proposed: str | None = None

    @property
    def can_be_taken(self) -> bool:
        """Return whether there is a proposal that nobody has taken; an empty one is none."""
        return self.is_proposal and bool(self.proposal)

    @property
    def has_moved(self) -> bool:
        """Return whether the proposal reads otherwise since a person took the part."""
        return self.proposed is not None and self.proposed != self.proposal

    @property
    def has_moved_figures(self) -> bool:
        """Return whether the words of the part may differ from the tables: it states figures."""
        return self.has_moved and self.code not in WITHOUT_FIGURES

    @property
    def seal(self) -> str:
        """Return the hash of the proposal, by which a form says which one its reader saw."""
        return data_hash({"proposal": self.proposal})


@dataclass(frozen=True)
class ReportContent:
    """Everything a report says, live or confirmed: what pages, papers and spreadsheets show.

    ``as_of`` is the last day that is counted. ``units`` are names by key. ``paragraphs`` are the
    names of units with their own words. ``tasks`` and ``earlier`` (values of earlier periods by
    their code) are stored with an edition; None where they are read now. ``replaces`` is the
    sentence on the edition that this one replaces, ``kept`` the labels of parts whose words were
    kept although the figures have moved; both are of an edition.
    """

    period: dict[str, Any]
    ward: dict[str, str]
    as_of: date
    number: str
    sections: tuple[SectionText, ...]
    paragraphs: tuple[tuple[str, str], ...]
    tables: tuple[ReportTable, ...]
    figures: Figures
    units: dict[str, str]
    confirmed: dict[str, str]
    tasks: tuple[OrderedTask, ...] | None = None
    earlier: dict[str, Values] | None = None
    replaces: str = ""
    kept: tuple[str, ...] = ()

    @property
    def kept_words(self) -> str:
        """Return that words were kept although the figures have moved; "" where none were."""
        if not self.kept:
            return ""
        labels = "; ".join(f"“{label}”" for label in self.kept)
        return (
            f"Câu chữ ở phần {labels} được giữ như khi nhận; số đã chốt là số trong các bảng của"
            " phụ lục."
        )

    @property
    def missing_words(self) -> str:
        """Return which months of a part of a year it lacks, as a sentence; "" for none."""
        months = [int(code.partition("-")[2]) for code in self.period.get("missing", ())]
        if not months:
            return ""
        noun = "các tháng" if len(months) > 1 else "tháng"
        numbers = ", ".join(map(str, months))
        return f"Chưa có số liệu {noun} {numbers} năm {self.period['year']}."

    def as_json(self) -> dict[str, Any]:
        """Return plain data; ``from_json`` gives the same content."""
        data = {
            "period": self.period,
            "ward": self.ward,
            "as_of": self.as_of.isoformat(),
            "number": self.number,
            "sections": [[one.code, one.label, one.text] for one in self.sections],
            "paragraphs": [list(one) for one in self.paragraphs],
            "tables": tables_json(self.tables),
            "figures": self.figures.as_json(),
            "units": self.units,
            "confirmed": self.confirmed,
        }
        if self.tasks is not None:
            data["tasks"] = [one.as_json() for one in self.tasks]
        if self.earlier is not None:
            data["earlier"] = self.earlier
        if self.replaces:
            data["replaces"] = self.replaces
        if self.kept:
            data["kept"] = list(self.kept)
        return data

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> ReportContent:
        return cls(
            period=data["period"],
            ward=data["ward"],
            as_of=date.fromisoformat(data["as_of"]),
            number=data["number"],
            sections=tuple(SectionText(*one) for one in data["sections"]),
            paragraphs=tuple((name, text) for name, text in data["paragraphs"]),
            tables=tuple(ReportTable.from_json(one) for one in data["tables"]),
            figures=Figures.from_json(data["figures"]),
            units=data["units"],
            confirmed=data["confirmed"],
            tasks=tuple(OrderedTask(*one) for one in data["tasks"]) if "tasks" in data else None,
            earlier=data.get("earlier"),
            replaces=data.get("replaces", ""),
            kept=tuple(data.get("kept", ())),
        )

    @property
    def title(self) -> str:
        return f"Báo cáo {self.period['name']}"

    def table(self, code: str) -> ReportTable | None:
        return next((one for one in self.tables if one.code == code), None)


def live_content(
    period: ReportingPeriod,
    report: MonthlyReport | None = None,
    *,
    as_of: date | None = None,
    for_paper: bool = True,
) -> tuple[ReportContent, PeriodComparison]:
    """Count a period now, or as of a day, and return it with its comparison.

    Pages need no head of a paper: without ``for_paper`` the names of the ward are left out.
    """
    compared = PeriodComparison.live(period, as_of)
    written = {one.code: one for one in report.sections.all()} if report else {}
    proposed = proposals(load_facts(compared))
    sections = []
    for code in SectionCode:
        section = written.get(code.value)
        is_taken = section is not None and section.is_taken
        proposal = proposed.get(code.value, "")
        sections.append(
            SectionText(
                code.value,
                str(code.label),
                section.text if section and is_taken else proposal,
                is_proposal=not is_taken,
                version=section.version if section else 0,
                proposal=proposal,
                proposed=section.proposed_text if section and is_taken else None,
            )
        )
    paragraphs = report.paragraphs.select_related("unit") if report else []
    content = ReportContent(
        period={
            "code": period.code,
            "name": str(period),
            "year": period.year,
            "month": period.month,
            "starts_on": period.counts_from.isoformat(),
            "ends_on": period.ends_on.isoformat(),
        },
        ward=ward_names() if for_paper else {},
        as_of=as_of or min(period.ends_on, max(timezone.localdate(), period.counts_from)),
        number=report.number if report else "",
        sections=tuple(sections),
        paragraphs=tuple((one.unit.name, one.text) for one in paragraphs),
        tables=tuple(report_tables(compared)),
        figures=compared.figures,
        units={str(unit.pk): unit.name for unit in period.units},
        confirmed={},
    )
    return content, compared


def edition_content(edition: Edition) -> ReportContent:
    """Return what a report said when it was confirmed."""
    return ReportContent.from_json(edition.data)


def data_hash(data: dict[str, Any]) -> str:
    """Return the SHA-256 of the canonical JSON of the data: sorted keys, no blanks, UTF-8."""
    text = json.dumps(data, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return sha256(text.encode()).hexdigest()


def confirmation(name: str, title: str, on_behalf_of: str, at: datetime) -> dict[str, str]:
    """Return who confirmed, as the data keeps it."""
    return {"by": name, "title": title, "on_behalf_of": on_behalf_of, "at": at.isoformat()}
