"""Word diff of two texts as HTML, unchanged parts shortened to their context."""

import re
from collections.abc import Iterator
from difflib import SequenceMatcher

from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from core.text.vietnamese import nfc

# Unchanged stretches of more words are shortened to those next to a change.
_MAX_UNCHANGED = 40
_CONTEXT = 15
# A single unchanged word between two longer changes is chance ("và", "của") and is merged into
# them.
_MAX_CHANCE = 1

_MAX_EXACT_WORDS = 1_500
_LINE_BREAK = "\n"


def word_diff(old: str, new: str) -> SafeString:
    """Return both plain texts as one line of HTML, deletions in ``<del>``, insertions in ``<ins>``;
    empty when equal.
    """
    before, after = _words(old), _words(new)
    if before == after:
        return SafeString("")
    changes = list(_changes(before, after))
    pieces: list[SafeString] = []
    for position, (removed, added, is_same) in enumerate(changes):
        if is_same:
            pieces.append(_joined(_shortened(removed, position == 0, position == len(changes) - 1)))
            continue
        # A change of line breaks alone would be an empty mark; the new breaks show it.
        if any(word != _LINE_BREAK for word in removed):
            pieces.append(
                format_html(
                    '<del><span class="visually-hidden">bỏ: </span>{}</del>', _joined(removed)
                )
            )
        if any(word != _LINE_BREAK for word in added):
            pieces.append(
                format_html(
                    '<ins><span class="visually-hidden">thêm: </span>{}</ins>', _joined(added)
                )
            )
        elif added:
            pieces.append(_joined(added))
    return format_html_join(" ", "{}", ((piece,) for piece in pieces))


def _words(text: str) -> list[str]:
    return re.findall(r"\n|\S+", re.sub(r"\s*\n\s*", "\n", nfc(text).strip()))


def _changes(before: list[str], after: list[str]) -> Iterator[tuple[list[str], list[str], bool]]:
    """Yield stretches of both texts in order: (words of the old, words of the new, whether
    equal).
    """
    # Without difflib's heuristic for frequent words two different long texts take minutes; short
    # ones read better without it.
    is_long = max(len(before), len(after)) > _MAX_EXACT_WORDS
    opcodes = SequenceMatcher(None, before, after, autojunk=is_long).get_opcodes()
    removed: list[str] = []
    added: list[str] = []
    for position, (kind, i1, i2, j1, j2) in enumerate(opcodes):
        is_chance = (
            i2 - i1 <= _MAX_CHANCE
            and min(len(removed), len(added)) > _MAX_CHANCE
            and position + 1 < len(opcodes)
        )
        if kind == "equal" and not is_chance:
            if removed or added:
                yield removed, added, False
            yield before[i1:i2], after[j1:j2], True
            removed = []
            added = []
        else:
            removed = removed + before[i1:i2]
            added = added + after[j1:j2]
    if removed or added:
        yield removed, added, False


def _shortened(words: list[str], is_first: bool, is_last: bool) -> list[str]:
    if len(words) <= _MAX_UNCHANGED:
        return words
    return [*([] if is_first else words[:_CONTEXT]), "…", *([] if is_last else words[-_CONTEXT:])]


def _joined(words: list[str]) -> SafeString:
    line_break = mark_safe("<br>")
    return SafeString(
        " ".join(conditional_escape(line_break if word == _LINE_BREAK else word) for word in words)
    )
