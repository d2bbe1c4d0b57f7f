"""PDF of a script: large type on A4, an item never torn from its head."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.utils import timezone

from broadcasts.script.content import UNAPPROVED, Script
from core.papers.model import printable_tree
from core.papers.pdf import typeset

_SOURCE = Path(__file__).with_name("script.typ")


def script_pdf(script: Script) -> bytes:
    """Return the script as PDF/UA."""
    return typeset(_SOURCE, script=printable_tree(_data(script)))


def approval_line(script: Script) -> str:
    """Return who approved the script and when, or that nobody has."""
    if not script.approved_at:
        return UNAPPROVED
    at = timezone.localtime(script.approved_at)
    return f"Người duyệt: {script.approver}, {at:%H:%M ngày %d/%m/%Y}"


def _data(script: Script) -> dict[str, Any]:
    starts = timezone.localtime(script.bulletin.starts_at)
    return {
        "title": str(script.bulletin),
        "station": script.station,
        "when": f"Phát lúc {starts:%H:%M ngày %d/%m/%Y}, dự kiến {script.length}",
        "composer": f"Người soạn: {script.composer}" if script.composer else "",
        "approval": approval_line(script),
        "is_approved": script.approved_at is not None,
        "items": [
            {
                "head": f"{item.number}. {item.title}",
                "note": ", ".join(filter(None, (item.kind, item.author, item.length))),
                "caution": item.caution,
                "paragraphs": [
                    [[phrase.text, phrase.breath] for phrase in paragraph]
                    for paragraph in item.paragraphs
                ],
            }
            for item in script.items
        ],
    }
