"""Facts of the ward that texts repeat: whose telephone number, when citizens are received.

Each is kept once, in its table; here texts are compared with them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import time

from core.registries import Registry
from core.text.facts.phones import Phone, find_phones, national
from core.text.facts.times import HourSpan, find_hours
from core.text.messages import LintMessage, limit_messages
from core.text.vietnamese import fold, mobile_numbers, personal_data
from organization.models import Hotline, Officer, Unit, Ward

NAME_WITHIN = 90  # characters between a name and its number
SIMILAR = 2  # digits that a slip changes
_SENTENCE_END = re.compile(r"[.!?](?=\s)|\n")


@dataclass(frozen=True)
class OwnedPhone:
    """A number as it is written, and the names its owner goes by, the usual one first."""

    names: tuple[str, ...]
    number: str

    @property
    def digits(self) -> str:
        return next((one.digits for one in find_phones(self.number)), national(self.number))


@dataclass(frozen=True)
class OpeningHours:
    """Hours of one thing ("giờ tiếp dân"), in texts known by one of ``words``."""

    name: str
    words: tuple[str, ...]
    spans: frozenset[tuple[time, time]]


# What higher apps keep: ``read()`` may run one query.
phone_sources: Registry[Callable[[], list[OwnedPhone]]] = Registry()
hours_sources: Registry[Callable[[], list[OpeningHours]]] = Registry()


def phone_book(ward: Ward) -> list[OwnedPhone]:
    """Return the public numbers of the ward, its units and what else is registered."""
    book = []
    if ward.phone:
        names = (ward.name, ward.agency_name, "trực ban phường", "UBND phường", "trụ sở phường")
        book.append(OwnedPhone(names, ward.phone))
    for officer in Officer.objects.published().exclude(phone="").select_related("unit"):
        unit = officer.unit
        owner = (unit.name, unit.short_name) if unit else (officer.name,)
        book.append(OwnedPhone(owner, officer.phone))
    return book + [one for read in phone_sources for one in read()]


def private_phones(text: str) -> list[str]:
    """Return the mobile numbers in the plain ``text`` that are none of the ward's, its officers',
    its units' or of the published ones, each once. No query without a mobile number.
    """
    found = mobile_numbers(text)
    if not found:
        return []
    of_units = Unit.objects.values_list("phone", flat=True)
    published = Hotline.objects.values_list("phone", flat=True)
    public = [one.number for one in phone_book(Ward.current())]
    known = {one.digits for one in find_phones("\n".join([*public, *of_units, *published]))}
    return [number for number in found if national(number) not in known]


def public_contacts(text: str, ward: Ward | None = None) -> str:
    """Return what in the plain ``text`` is no personal data: phone, mail address and address of the
    ward, and the mobile numbers of its offices. No query where nothing looks personal.
    """
    if not personal_data(text):
        return ""
    of_offices = set(mobile_numbers(text)) - set(private_phones(text))
    return "\n".join([(ward or Ward.current()).public_contacts, *sorted(of_offices)])


def opening_hours(ward: Ward) -> list[OpeningHours]:
    """Return the ward's working hours and what else is registered."""
    spans = frozenset(one.span for one in find_hours(ward.working_hours))
    own = OpeningHours("giờ làm việc của phường", ("giờ làm việc", "giờ hành chính"), spans)
    return [one for one in [own, *(h for read in hours_sources for h in read())] if one.spans]


def lint_facts(texts: Mapping[str, str], ward: Ward) -> Iterator[LintMessage]:
    """Yield what differs from the ward's facts in texts by the names of their fields.

    Nothing is asked of the database where no text has a number or hours.
    """
    named = [name for name, text in texts.items() if any(find_phones(text)) or find_hours(text)]
    if named:
        facts = WardFacts.read(ward)
        for name in named:
            yield from limit_messages(check_facts(name, texts[name], facts))


def check_facts(field: str, text: str, facts: WardFacts) -> Iterator[LintMessage]:
    """Yield the numbers and hours of a plain text that differ from those of the ward."""
    for phone in find_phones(text):
        owner = _other_owner(text, phone, facts.phones)
        if owner:
            yield LintMessage(
                field,
                f"Số {phone.text} khác số của {owner.names[0]}: {owner.number}.",
                quote=phone.text,
                replacement=owner.number,
            )
    for found in find_hours(text):
        sentence = fold(_sentence(text, found.start, found.end))
        for hours in facts.hours:
            is_named = any(fold(word) in sentence for word in hours.words)
            if is_named and found.span not in hours.spans:
                yield _other_hours(field, found, hours)
                break


@dataclass(frozen=True)
class WardFacts:
    """The facts as they are now, read once for all texts of an item."""

    phones: list[OwnedPhone]
    hours: list[OpeningHours]

    @classmethod
    def read(cls, ward: Ward) -> WardFacts:
        return cls(phone_book(ward), opening_hours(ward))


def _other_owner(text: str, phone: Phone, book: list[OwnedPhone]) -> OwnedPhone | None:
    """Return whose number was meant, when this one is not theirs."""
    before = fold(_sentence(text, phone.start, phone.start))[-NAME_WITHIN:]
    places = [
        (place + len(fold(name)), one)
        for one in book
        for name in one.names
        if name and (place := before.rfind(fold(name))) >= 0
    ]
    named = [one for end, one in places if end == max(end for end, _ in places)]
    if named:
        is_right = any(one.digits == phone.digits for one in named)
        return None if is_right else named[0]
    if len(phone.digits) < 8 or any(one.digits == phone.digits for one in book):
        return None
    return next((one for one in book if _is_slip(one.digits, phone.digits)), None)


def _is_slip(right: str, typed: str) -> bool:
    if len(right) != len(typed):
        return False
    return sum(a != b for a, b in zip(right, typed, strict=True)) <= SIMILAR


def _other_hours(field: str, found: HourSpan, hours: OpeningHours) -> LintMessage:
    begins, ends = min(hours.spans, key=lambda one: _minutes_apart(one, found.span))
    known = "; ".join(f"{a:%H:%M} – {b:%H:%M}" for a, b in sorted(hours.spans))
    return LintMessage(
        field,
        f"“{found.text}” khác {hours.name}: {known}.",
        quote=found.text,
        replacement=f"{begins:%H:%M} đến {ends:%H:%M}",
    )


def _minutes_apart(one: tuple[time, time], other: tuple[time, time]) -> int:
    return sum(
        abs((a.hour - b.hour) * 60 + a.minute - b.minute) for a, b in zip(one, other, strict=True)
    )


def _sentence(text: str, start: int, end: int) -> str:
    """Return the sentence that the place stands in, from its beginning to the place's end."""
    earlier = text[max(0, start - 300) : start]
    return _SENTENCE_END.split(earlier)[-1] + text[start:end]
