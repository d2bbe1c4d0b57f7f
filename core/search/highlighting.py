"""Highlighting: marks the words of a query in a title and in the snippet of a long text."""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import accumulate

from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe

from core.search.expressions import encode_marks, fold_words
from core.search.language.terms import Word, Words
from core.search.query import Query
from core.text.vietnamese import nfc, plain_text

SNIPPET_LENGTH = 40  # words of a snippet
SNIPPET_LEAD = 8  # of these, before the first hit
_WORD = re.compile(r"([^\W_]+)")  # splits a text: what stands between words has even places
_BETWEEN_CELLS = re.compile(r"</t[dh]>(?=\s*<t[dh]\b)")
_BETWEEN_ROWS = re.compile(r"</t[dh]>(?=\s*</tr>(?:\s|</?t(?:head|body|foot)>)*<tr\b)")


def excerpt_text(html: str) -> str:
    """Return the plain text of sanitised HTML, cells of tables apart: ``Tổ 5 | 7h30; Tổ 7``."""
    cells = _BETWEEN_CELLS.sub(" |\\g<0>", html)
    return plain_text(_BETWEEN_ROWS.sub(";\\g<0>", cells))


Span = tuple[int, int]


class Highlighter:
    """Marks the hits of one query.

    A word typed with marks is highlighted where it occurs with them; if it nowhere does, without.
    Synonyms and other spellings are highlighted as a whole alone.
    """

    def __init__(self, query: Query) -> None:
        self._words = query.words_to_find
        self._phrases = query.phrases_to_mark
        self._beginning_with: dict[str, list[Words]] = {}
        for phrase in self._phrases:
            self._beginning_with.setdefault(phrase[0].folded, []).append(phrase)
        self._prefix = query.prefix
        self._folded = {word.folded for word in self._words}

    def title(self, text: str) -> SafeString:
        text = nfc(text)
        parts = _WORD.split(text)
        hits = self._found(parts[1::2])
        spans = _spans(parts) if hits else []
        return _with_marks(text, [spans[place] for place in sorted(hits)], 0, len(text))

    def excerpt(self, text: str) -> SafeString:
        """Return the part of the plain text with most of the words; its prefix if it has none."""
        text = " ".join(nfc(text).split())
        parts = _WORD.split(text)
        words = parts[1::2]
        if not words:
            return conditional_escape(text[:200])
        hits = self._found(words)
        first = max(0, _densest(hits) - SNIPPET_LEAD)
        last = min(first + SNIPPET_LENGTH, len(words))
        spans = _spans(parts[: 2 * last])
        start = 0 if first == 0 else spans[first][0]
        is_end = last == len(words)
        marked = [spans[place] for place in sorted(hits) if first <= place < last]
        part = _with_marks(text, marked, start, len(text) if is_end else spans[last - 1][1])
        return format_html("{}{}{}", "" if first == 0 else "… ", part, "" if is_end else " …")

    def _found(self, words: list[str]) -> dict[int, Word]:
        """Return which words of a text are of the query, by their number."""
        forms = {word: _forms(word) for word in set(words)}
        possible = {word: form for word, form in forms.items() if self._is_possible(form[0])}
        with_marks = {marked for _, marked in possible.values()}
        strict = {word.marked for word in self._words if word.has_marks} & with_marks
        found = {word: self._word(*form, strict) for word, form in possible.items()}
        hits = {place: hit for place, word in enumerate(words) if (hit := found.get(word))}
        if self._phrases:
            hits |= self._in_phrases([forms[word][0] for word in words])
        return hits

    def _is_possible(self, folded: str) -> bool:
        return folded in self._folded or bool(self._prefix and folded.startswith(self._prefix))

    def _in_phrases(self, folded: list[str]) -> dict[int, Word]:
        """Return the words of whole phrases by their place."""
        found: dict[int, Word] = {}
        for at, word in enumerate(folded):
            for phrase in self._beginning_with.get(word, ()):
                if folded[at : at + len(phrase)] == [part.folded for part in phrase]:
                    found |= dict(enumerate(phrase, at))
        return found

    def _word(self, folded: str, with_marks: str, strict: set[str]) -> Word | None:
        """Return the word of the query that this one is; ``strict``: with the marks as typed."""
        for word in self._words:
            is_strict = word.marked in strict
            if with_marks == word.marked if is_strict else folded == word.folded:
                return word
        last = self._words[-1] if self._prefix else None
        may_be_longer = last is not None and last.marked not in strict
        return last if may_be_longer and folded.startswith(self._prefix) else None


def _spans(parts: list[str]) -> list[Span]:
    """Return where the words of a split text stand."""
    ends = list(accumulate(map(len, parts)))
    return list(zip(ends[0::2], ends[1::2], strict=False))


@lru_cache(maxsize=8192)  # Vietnamese has fewer syllables
def _forms(token: str) -> tuple[str, str]:
    return fold_words(token), encode_marks(token)


def _densest(hits: dict[int, Word]) -> int:
    """Return the place of the first hit that most different words follow within a snippet."""
    places = sorted(hits)
    reach = SNIPPET_LENGTH - SNIPPET_LEAD

    def different(number: int) -> int:
        end = places[number] + reach
        return len({hits[place] for place in places[number : number + reach] if place < end})

    best = max(range(len(places)), key=different, default=None)
    return 0 if best is None else places[best]


def _with_marks(text: str, hits: list[Span], start: int, end: int) -> SafeString:
    """Return the part of the text escaped, adjacent hits within one ``<mark>``."""
    pieces: list[SafeString] = []
    at = start
    place = 0
    while place < len(hits):
        first, last = hits[place]
        place += 1
        while place < len(hits) and text[last : hits[place][0]] == " ":
            last = hits[place][1]
            place += 1
        pieces += [
            conditional_escape(text[at:first]),
            format_html("<mark>{}</mark>", text[first:last]),
        ]
        at = last
    return mark_safe("".join([*pieces, conditional_escape(text[at:end])]))  # noqa: S308 (all pieces are escaped)
