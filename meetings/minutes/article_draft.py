"""Draft of an article about a meeting: public content only, without names of units."""

from __future__ import annotations

import re
from collections.abc import Iterable

from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.text import capfirst

from core.text.vietnamese import fold, nfc
from meetings.models import Limitation, Meeting
from news.models import Article
from news.states import Kind
from organization.models import Unit

SOME_UNITS = "một số ngành, đoàn thể"
_NUMBERS_AFTER = r"(?:\s*(?:,|và|-)\s*(?:(?:tổ dân phố|tổ|số)\s*)?\d+\b)*"
_REPEATED = re.compile(rf"{SOME_UNITS}(?:\s*(?:,|;|và|cùng|với)\s*{SOME_UNITS})+", re.IGNORECASE)


def article_about(meeting: Meeting) -> Article:
    """Return an unsaved draft with date, place, chair, results, limitations, public conclusions.

    Limitations name no unit; attendance, opinions and internal conclusions are left out. Four
    queries.
    """
    return Article(
        kind=Kind.BRIEF, title=meeting.title[:250], lead=_lead(meeting), body=_body(meeting)
    )


def _lead(meeting: Meeting) -> str:
    starts_at = timezone.localtime(meeting.starts_at)
    chair = ", ".join(filter(None, [meeting.chair_name, meeting.chair_title]))
    sentence = (
        f"{_part_of_day(starts_at.hour)} {starts_at:%d/%m/%Y}, tại {meeting.place},"
        f" {chair} chủ trì cuộc họp “{meeting.title}”"
    )
    return f"{sentence}{_periods(meeting)}."[:600]


def _part_of_day(hour: int) -> str:
    if hour < 12:
        return "Sáng"
    return "Chiều" if hour < 18 else "Tối"


def _periods(meeting: Meeting) -> str:
    parts = []
    if meeting.review_period:
        parts.append(f"đánh giá công tác {meeting.review_period}")
    if meeting.plan_period:
        parts.append(f"triển khai nhiệm vụ {meeting.plan_period}")
    return f", {' và '.join(parts)}" if parts else ""


def _body(meeting: Meeting) -> SafeString:
    units = list(Unit.objects.all())
    conclusions = meeting.conclusions.for_list().filter(is_public=True)
    parts = (
        ("Kết quả đạt được", [result.text for result in meeting.results.all()]),
        (
            "Tồn tại, hạn chế",
            [anonymized(row, units) for row in meeting.limitations.prefetch_related("units")],
        ),
        ("Kết luận của người chủ trì", [conclusion.sentence for conclusion in conclusions]),
    )
    return format_html_join(
        "", "{}", ((_section(heading, texts),) for heading, texts in parts if texts)
    )


def _section(heading: str, texts: list[str]) -> SafeString:
    return format_html(
        "<h2>{}</h2><ul>{}</ul>",
        heading,
        format_html_join("", "<li>{}</li>", ((t,) for t in texts)),
    )


def anonymized(limitation: Limitation, units: Iterable[Unit]) -> str:
    """Return the text of a limitation with "một số ngành, đoàn thể" in place of its units."""
    text = without_names(limitation.text, units)
    if fold(SOME_UNITS) not in fold(text) and limitation.units.all():
        text = f"{SOME_UNITS.capitalize()}: {text[:1].lower()}{text[1:]}"
    return capfirst(text)


def without_names(text: str, units: Iterable[Unit]) -> str:
    """Return the text with every name of a unit replaced, whatever its diacritics and case, along
    with the numbers that follow.
    """
    text = nfc(text)
    names: set[str] = set()
    for unit in units:
        names.update(fold(nfc(name)) for name in (unit.name, unit.short_name) if len(name) > 1)
    if not names:
        return text
    pattern = "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True))
    # Folded letter by letter, so that offsets are the same in both texts.
    folded = "".join(letter if len(letter) == 1 else " " for letter in map(fold, text))
    parts = []
    end = 0
    for match in re.finditer(rf"\b(?:{pattern})\b{fold(_NUMBERS_AFTER)}", folded):
        parts += [text[end : match.start()], SOME_UNITS]
        end = match.end()
    return _REPEATED.sub(SOME_UNITS, "".join([*parts, text[end:]]))
