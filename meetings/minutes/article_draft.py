"""A news item's first words about a meeting: what residents may read of it, and no unit by its
name.
"""

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
_AGAIN = re.compile(rf"{SOME_UNITS}(?:\s*(?:,|;|và|cùng|với)\s*{SOME_UNITS})+", re.IGNORECASE)


def article_about(meeting: Meeting) -> Article:
    """Return a draft, not stored yet, with date, place, chair, results, limitations and public
    conclusions.

    Limitations name no unit, and nothing of attendance, opinions or internal conclusions is in it.
    Four queries.
    """
    return Article(
        kind=Kind.BRIEF, title=meeting.title[:250], lead=_lead(meeting), body=_body(meeting)
    )


def _lead(meeting: Meeting) -> str:
    starts_at = timezone.localtime(meeting.starts_at)
    part = "Sáng" if starts_at.hour < 12 else "Chiều" if starts_at.hour < 18 else "Tối"
    chair = " ".join(
        filter(
            None, [meeting.chair_name + ("," if meeting.chair_title else ""), meeting.chair_title]
        )
    )
    about = _periods(meeting)
    sentence = (
        f"{part} {starts_at:%d/%m/%Y}, tại {meeting.place}, {chair} chủ trì cuộc họp"
        f" “{meeting.title}”"
    )
    return f"{sentence}{about}."[:600]


def _periods(meeting: Meeting) -> str:
    review, plan = meeting.review_period, meeting.plan_period
    parts = [f"đánh giá công tác {review}"] if review else []
    parts += [f"triển khai nhiệm vụ {plan}"] if plan else []
    return f", {' và '.join(parts)}" if parts else ""


def _body(meeting: Meeting) -> SafeString:
    units = list(Unit.objects.all())
    conclusions = meeting.conclusions.for_list().filter(is_public=True)
    parts = (
        ("Kết quả đạt được", [result.text for result in meeting.results.all()]),
        (
            "Tồn tại, hạn chế",
            [unnamed(row, units) for row in meeting.limitations.prefetch_related("units")],
        ),
        ("Kết luận của người chủ trì", [conclusion.sentence for conclusion in conclusions]),
    )
    return format_html_join(
        "", "{}", ((_part(heading, texts),) for heading, texts in parts if texts)
    )


def _part(heading: str, texts: list[str]) -> SafeString:
    return format_html(
        "<h2>{}</h2><ul>{}</ul>",
        heading,
        format_html_join("", "<li>{}</li>", ((t,) for t in texts)),
    )


def unnamed(limitation: Limitation, units: Iterable[Unit]) -> str:
    """Return a limitation that says "một số ngành, đoàn thể" where it named units, however they
    were written.
    """
    text = without_names(limitation.text, units)
    if fold(SOME_UNITS) not in fold(text) and limitation.units.all():
        text = f"{SOME_UNITS.capitalize()}: {text[:1].lower()}{text[1:]}"
    return capfirst(text)


def without_names(text: str, units: Iterable[Unit]) -> str:
    """Return the text with every name of a unit replaced; marks, capitals and numbers that follow
    do not hide one.
    """
    text = nfc(text)
    names = {
        fold(nfc(name)) for unit in units for name in (unit.name, unit.short_name) if len(name) > 1
    }
    if not names:
        return text
    listed = "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True))
    # Folded letter by letter, so that a place in the one is the same place in the other.
    folded = "".join(letter if len(letter) == 1 else " " for letter in map(fold, text))
    shown, end = [], 0
    for found in re.finditer(rf"\b(?:{listed})\b{fold(_NUMBERS_AFTER)}", folded):
        shown += [text[end : found.start()], SOME_UNITS]
        end = found.end()
    return _AGAIN.sub(SOME_UNITS, "".join([*shown, text[end:]]))
