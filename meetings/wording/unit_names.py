"""Names of units in texts for residents: "một số tổ dân phố" in place of who was late."""

from __future__ import annotations

import re
from collections.abc import Iterable

from core.text.vietnamese import fold, nfc
from organization.models import Block, Unit

SOME_UNITS = "một số ngành, đoàn thể"
# What a unit is called where it is not named; in this order where several are.
_OFFICES, _GROUPS, _AFFILIATED = "ngành, đoàn thể", "tổ dân phố", "đơn vị"
_KINDS = (_OFFICES, _GROUPS, _AFFILIATED)
_KIND_OF_BLOCK = {Block.RESIDENTIAL_GROUP: _GROUPS, Block.AFFILIATED_UNIT: _AFFILIATED}
_NUMBERS_AFTER = r"(?:\s*(?:,|và|-)\s*(?:(?:tổ dân phố|tổ|số)\s*)?\d+\b)*"
# Signs of the private area, which no stored text has: kinds in place of names, until joined.
_START, _END = "\ue000", "\ue001"
_PLACE = rf"{_START}(\d+){_END}"
_PLACES = re.compile(rf"(?:một số\s+)?{_PLACE}(?:\s*(?:,\s*và|,|;|và|cùng|với)\s*{_PLACE})*")


def some_units(units: Iterable[Unit]) -> str:
    """Return "một số tổ dân phố", "một số ngành, đoàn thể và tổ dân phố": units not named."""
    return _phrase({_kind(unit) for unit in units})


def without_names(text: str, units: Iterable[Unit]) -> str:
    """Return the text with every name of a unit replaced, whatever its diacritics and case, along
    with the numbers that follow. Several names in a row become one phrase.
    """
    text = nfc(text).replace(_START, "").replace(_END, "")
    kinds: dict[str, str] = {}
    for unit in units:
        for name in (unit.name, unit.short_name):
            if len(name) > 1:
                kinds.setdefault(fold(nfc(name)), _kind(unit))
    if not kinds:
        return text
    pattern = "|".join(re.escape(name) for name in sorted(kinds, key=len, reverse=True))
    more = re.compile(fold(_NUMBERS_AFTER))
    # Folded letter by letter, so that offsets are the same in both texts.
    folded = "".join(letter if len(letter) == 1 else " " for letter in map(fold, text))
    parts = []
    end = 0
    for match in re.finditer(rf"\b({pattern})\b", folded):
        if match.start() < end:
            continue
        name = match[1]
        parts += [text[end : match.start()], f"{_START}{_KINDS.index(kinds[name])}{_END}"]
        end = match.end()
        if name[-1].isdigit() or kinds[name] == _GROUPS:
            numbers = more.match(folded, end)
            end = numbers.end() if numbers else end
    return _PLACES.sub(_joined, "".join([*parts, text[end:]]))


def _joined(match: re.Match[str]) -> str:
    return _phrase({_KINDS[int(number)] for number in re.findall(_PLACE, match[0])})


def _kind(unit: Unit) -> str:
    return _KIND_OF_BLOCK.get(Block(unit.block), _OFFICES) if unit.block else _OFFICES


def _phrase(kinds: set[str]) -> str:
    *first, last = [kind for kind in _KINDS if kind in kinds] or [_OFFICES]
    return f"một số {' và '.join(filter(None, [', '.join(first), last]))}"
