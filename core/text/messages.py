"""What is said of a text while it is written: sentences, each about one field."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class LintMessage:
    """One sentence about the field of that name. An error keeps the text from being published, a
    warning does not.

    ``quote`` holds the words it is about as they stand in the text, where there are such words.
    """

    field: str
    sentence: str
    is_error: bool = False
    quote: str = ""


def limit_messages(lint: Iterable[LintMessage], most: int = 5) -> list[LintMessage]:
    """Return at most ``most`` pieces of one kind, each sentence once, and a last one that counts
    the rest.
    """
    found = list({one.sentence: one for one in lint}.values())
    if len(found) <= most:
        return found
    return [*found[:most], LintMessage(found[0].field, f"Còn {len(found) - most} chỗ tương tự.")]


def count_phrase(lint: Iterable[LintMessage]) -> str:
    """Return how much there is to look at, in words; "" when there is nothing."""
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
