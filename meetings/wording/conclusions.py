"""Wording of conclusions, the same for rows of the database and of versions of minutes."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.text import capfirst

from core.text.list_items import is_list_item, text_lines
from meetings.states import Verb
from meetings.wording.mid_sentence import lower_first


def conclusion_sentence(
    verb: str, addressee: str, text: str, lead_units: Sequence[str] = ()
) -> str:
    """Return the sentence of the minutes: "Giao Tổ CNTT kiểm tra …".

    Without an addressee the lead units stand there; where there is nobody, no "Giao" either, which
    would be an order to nobody. Further lines of the text stay lines; a text that begins with a
    list stands beneath the words before it.
    """
    who = lower_first(addressee) or joined(lead_units)
    lines = text_lines(text)
    if not who and lines and verb == Verb.ASSIGN.label:
        return "\n".join([capfirst(lines[0]), *lines[1:]])
    opening = " ".join(filter(None, [verb, who]))
    if not lines:
        return opening
    if is_list_item(lines[0]):
        return "\n".join([f"{opening.rstrip(' :')}:", *lines])
    return "\n".join([f"{opening} {lower_first(lines[0], is_action=True)}", *lines[1:]])


def support_note(units: Sequence[str]) -> str:
    """Return "phối hợp: Công an phường, Đoàn thanh niên"; "" without supporting units."""
    return f"phối hợp: {listed(units)}" if units else ""


def listed(names: Sequence[str]) -> str:
    """Return "A, B, C", with semicolons where a name has a comma of its own."""
    return ("; " if any("," in name for name in names) else ", ").join(names)


def joined(names: Sequence[str]) -> str:
    """Return "A, B và C", with semicolons where a name has a comma of its own."""
    if any("," in name for name in names):
        return listed(names)
    *first, last = names or [""]
    return " và ".join(filter(None, [", ".join(first), last]))
