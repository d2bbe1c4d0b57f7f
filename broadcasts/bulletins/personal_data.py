"""Personal data in what a bulletin says: what is read out, and what residents read of it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from broadcasts.bulletins.guards import airable_items
from broadcasts.models import AirItem, Bulletin
from broadcasts.models.pronunciation import vocabulary
from broadcasts.reading.reader import Vocabulary, read_aloud
from core.text.lint import check_private_data
from core.text.vietnamese import identity_numbers, mobile_numbers
from core.workflow.confirmations import (
    Confirmation,
    ConfirmationForm,
    identity_confirmations,
    phone_confirmations,
)
from organization.identity.facts import private_phones, public_contacts

_ABOUT = "xin bỏ khỏi bản viết và lời đọc của mục; nếu không, đánh dấu ô này."
_ABOUT_NUMBERS = f"Nếu là số của công dân, {_ABOUT}"
_ABOUT_PHONES = f"Nếu là số riêng của công dân, {_ABOUT}"
_WRITTEN_ALONE = "Lời đọc không có, nhưng bản viết hiện trên trang nghe lại."


class PersonalDataForm(ConfirmationForm):
    """Numbers of citizens in a bulletin need a tick before it goes on."""

    def confirmations(self) -> Iterable[Confirmation]:
        return confirmations_of(self.item)


def confirmations_of(bulletin: Bulletin) -> list[Confirmation]:
    """Return what to confirm of numbers like those of identity cards, and of private telephone
    numbers. One query, one more where a number may be a telephone's.
    """
    text = "\n".join(_words(item) for item in airable_items(bulletin) if not item.is_frame)
    return [
        *identity_confirmations(text, advice=_ABOUT_NUMBERS),
        *phone_confirmations(private_phones(text), advice=_ABOUT_PHONES),
    ]


def needs_confirmation(bulletin: Bulletin) -> bool:
    return bool(confirmations_of(bulletin))


def personal_warnings(items: Sequence[AirItem], *, with_numbers: bool = True) -> list[str]:
    """Return a line for each item whose words seem to hold personal data: a sentence for each
    finding, without the numbers that ``confirmations_of`` asks about unless ``with_numbers``. No
    query where nothing looks personal.
    """
    said = {item: _words(item) for item in items if not item.is_frame}
    is_public = public_contacts("\n".join(said.values()))
    found = {
        item: [
            (message.sentence, message.quote)
            for message in check_private_data("", words, is_public=is_public)
            if with_numbers
            or not (identity_numbers(message.quote) or mobile_numbers(message.quote))
        ]
        for item, words in said.items()
    }
    known = vocabulary() if any(found.values()) else None
    return [
        f"Mục “{item.title}”: {' '.join(_sentence(*one, item.reading, known) for one in findings)}"
        for item, findings in found.items()
        if findings and known
    ]


def _sentence(sentence: str, quote: str, reading: str, known: Vocabulary) -> str:
    is_spoken = any(
        _plain(words) in _plain(reading) for words in (quote, read_aloud(quote, known).text)
    )
    return sentence if is_spoken else f"{sentence} {_WRITTEN_ALONE}"


def _words(item: AirItem) -> str:
    """Return all that is said of the item: residents read the title and the written text."""
    return "\n".join((item.title, item.written, item.reading))


def _plain(words: str) -> str:
    return re.sub(r"\W+", " ", words.casefold()).strip()
