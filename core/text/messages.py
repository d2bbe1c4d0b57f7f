"""Lint messages: sentences, each on one field of a form."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class LintMessage:
    """One sentence on the field of that name. An error blocks publication, a warning does not.

    ``quote`` holds the words concerned as they occur in the text, if there are any; ``picture``
    counts the pictures of a text from 1, where the sentence is on one of them. ``replacement`` is
    offered instead of the quote, without a quote instead of the whole value; ``offer`` is the
    button's label.
    """

    field: str
    sentence: str
    is_error: bool = False
    quote: str = ""
    picture: int = 0
    replacement: str = ""
    offer: str = ""

    @property
    def button(self) -> str:
        """Return the label of the button that takes the replacement; "" without one."""
        return self.replacement and (self.offer or f"Sửa thành “{self.replacement}”")


def limit_messages(lint: Iterable[LintMessage], most: int = 5) -> list[LintMessage]:
    """Return at most ``most`` messages, each sentence once, and one that counts the rest."""
    messages = list({one.sentence: one for one in lint}.values())
    if len(messages) <= most:
        return messages
    return [
        *messages[:most],
        LintMessage(messages[0].field, f"Còn {len(messages) - most} chỗ tương tự."),
    ]


def count_phrase(lint: Iterable[LintMessage]) -> str:
    """Return the number of errors and warnings in words; "" without any."""
    kinds = [one.is_error for one in lint]
    parts = [
        f"{number} điều {what}"
        for number, what in (
            (sum(kinds), "cần sửa trước khi đăng"),
            (kinds.count(False), "nên xem lại"),
        )
        if number
    ]
    return ", ".join(parts)
