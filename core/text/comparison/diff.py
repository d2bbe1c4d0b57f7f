"""Word diff of two texts as HTML, unchanged parts shortened to their context."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from core.text.comparison.matching import WorkBudget, opcodes, opcodes_within
from core.text.vietnamese import nfc

# Unchanged stretches of more words are shortened to those next to a change.
_MAX_UNCHANGED = 40
_CONTEXT = 15
# A single unchanged word between two longer changes is chance ("và", "của") and is merged into
# them.
_MAX_CHANCE = 1

_LINE_BREAK = "\n"
TOO_LONG = "Quá dài để so từng chữ: có đoạn hiện nguyên lời cũ và lời mới."


@dataclass
class _Stretch:
    """Words of both texts at the same position; equal ones are in ``added``."""

    removed: list[str]
    added: list[str]
    is_same: bool


def word_diff(old: str, new: str) -> SafeString:
    """Return both plain texts as one line of HTML, deletions in ``<del>``, insertions in ``<ins>``;
    empty when equal.

    Paragraphs are compared first, words inside changed ones alone. Where that takes more than half
    a second, the rest is shown as whole paragraphs behind a sentence that says so.
    """
    before, after = _lines(old), _lines(new)
    if before == after:
        return SafeString("")
    budget = WorkBudget()
    changes = _without_chance(list(_merged(_stretches(before, after, budget))))
    pieces: list[SafeString] = []
    if budget.is_exceeded:
        pieces.append(format_html("<em>{}</em>", TOO_LONG))
    for position, change in enumerate(changes):
        if change.is_same:
            is_last = position == len(changes) - 1
            pieces.append(_joined(_shortened(change.added, position == 0, is_last)))
            continue
        # A change of line breaks alone would be an empty mark; the new breaks show it.
        if any(word != _LINE_BREAK for word in change.removed):
            pieces.append(
                format_html(
                    '<del><span class="visually-hidden">bỏ: </span>{}</del>',
                    _joined(change.removed),
                )
            )
        if any(word != _LINE_BREAK for word in change.added):
            pieces.append(
                format_html(
                    '<ins><span class="visually-hidden">thêm: </span>{}</ins>',
                    _joined(change.added),
                )
            )
        elif change.added:
            pieces.append(_joined(change.added))
    return format_html_join(" ", "{}", ((piece,) for piece in pieces))


def _lines(text: str) -> list[tuple[str, ...]]:
    """Return the words of each line that has any."""
    lines = (tuple(line.split()) for line in nfc(text).split(_LINE_BREAK))
    return [line for line in lines if line]


def _words(lines: list[tuple[str, ...]], start: int, stop: int) -> list[str]:
    """Return the words of some lines, a line break before each but the text's first."""
    words: list[str] = []
    for number in range(start, stop):
        words += [_LINE_BREAK, *lines[number]] if number else lines[number]
    return words


def _stretches(
    before: list[tuple[str, ...]], after: list[tuple[str, ...]], budget: WorkBudget
) -> Iterator[_Stretch]:
    for kind, i1, i2, j1, j2 in opcodes(before, after, budget):
        removed, added = _words(before, i1, i2), _words(after, j1, j2)
        if kind == "equal":
            yield _Stretch([], [_LINE_BREAK, *added] if i1 and not j1 else added, is_same=True)
            continue
        in_words = opcodes_within(removed, added, budget)
        if in_words is None:
            yield _Stretch(removed, added, is_same=False)
            continue
        for word_kind, k1, k2, m1, m2 in in_words:
            if word_kind == "equal":
                yield _Stretch([], added[m1:m2], is_same=True)
            else:
                yield _Stretch(removed[k1:k2], added[m1:m2], is_same=False)


def _merged(stretches: Iterator[_Stretch]) -> Iterator[_Stretch]:
    """Join neighbours of one kind."""
    current: _Stretch | None = None
    for stretch in stretches:
        if current and current.is_same == stretch.is_same:
            current.removed += stretch.removed
            current.added += stretch.added
            continue
        if current:
            yield current
        current = stretch
    if current:
        yield current


def _without_chance(stretches: list[_Stretch]) -> list[_Stretch]:
    """Join two longer changes that only a word of chance separates."""
    result: list[_Stretch] = []
    for position, stretch in enumerate(stretches):
        change = result[-1] if result and not result[-1].is_same else None
        if change and not stretch.is_same:
            change.removed += stretch.removed
            change.added += stretch.added
        elif (
            change
            and len(stretch.added) <= _MAX_CHANCE
            and min(len(change.removed), len(change.added)) > _MAX_CHANCE
            and position + 1 < len(stretches)
        ):
            change.removed += stretch.added
            change.added += stretch.added
        else:
            result.append(stretch)
    return result


def _shortened(words: list[str], is_first: bool, is_last: bool) -> list[str]:
    if len(words) <= _MAX_UNCHANGED:
        return words
    return [*([] if is_first else words[:_CONTEXT]), "…", *([] if is_last else words[-_CONTEXT:])]


def _joined(words: list[str]) -> SafeString:
    # Escaped above it; a line break is a word of its own.
    return mark_safe(conditional_escape(" ".join(words)).replace(_LINE_BREAK, "<br>"))  # noqa: S308
