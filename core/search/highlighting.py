"""Highlighting: marks the words of a query in a title and in the snippet of a long text."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe

from core.search.expressions import encode_marks, fold_words
from core.search.language.terms import Word, Words
from core.search.query import Query
from core.text.vietnamese import nfc, plain_text

SNIPPET_LENGTH = 40  # words of a snippet
SNIPPET_LEAD = 8  # of these, before the first hit
_TOKEN = re.compile(r"[^\W_]+")
_BETWEEN_CELLS = re.compile(r"</t[dh]>(?=\s*<t[dh]\b)")
_BETWEEN_ROWS = re.compile(r"</t[dh]>(?=\s*</tr>(?:\s|</?t(?:head|body|foot)>)*<tr\b)")


def excerpt_text(html: str) -> str:
    """Return the plain text of sanitised HTML, cells of tables apart: ``Tổ 5 | 7h30; Tổ 7``."""
    cells = _BETWEEN_CELLS.sub(" |\\g<0>", html)
    return plain_text(_BETWEEN_ROWS.sub(";\\g<0>", cells))


class _Token(NamedTuple):
    start: int
    end: int
    word: Word | None = None  # the word of the query that it matches


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

    def title(self, text: str) -> SafeString:
        text = nfc(text)
        return _with_marks(text, self._tokens(text), 0, len(text))

    def excerpt(self, text: str) -> SafeString:
        """Return the part of the plain text with most of the words; its prefix if it has none."""
        text = " ".join(nfc(text).split())
        tokens = self._tokens(text)
        if not tokens:
            return conditional_escape(text[:200])
        first = max(0, _densest(tokens) - SNIPPET_LEAD)
        shown = tokens[first : first + SNIPPET_LENGTH]
        start = 0 if first == 0 else shown[0].start
        is_end = first + SNIPPET_LENGTH >= len(tokens)
        part = _with_marks(text, shown, start, len(text) if is_end else shown[-1].end)
        return format_html("{}{}{}", "" if first == 0 else "… ", part, "" if is_end else " …")

    def _tokens(self, text: str) -> list[_Token]:
        spans = [match.span() for match in _TOKEN.finditer(text)]
        forms = [_forms(text[start:end]) for start, end in spans]
        different = set(forms)
        as_typed = {with_marks for _, with_marks in different}
        strict = {word for word in self._words if word.has_marks and word.marked in as_typed}
        words = {form: self._word(*form, strict) for form in different}
        in_phrases = self._in_phrases([folded for folded, _ in forms]) if self._phrases else {}
        return [
            _Token(start, end, in_phrases.get(at) or words[form])
            for at, ((start, end), form) in enumerate(zip(spans, forms, strict=True))
        ]

    def _in_phrases(self, folded: list[str]) -> dict[int, Word]:
        """Return the words of whole phrases by their place."""
        found: dict[int, Word] = {}
        for at, word in enumerate(folded):
            for phrase in self._beginning_with.get(word, ()):
                if folded[at : at + len(phrase)] == [part.folded for part in phrase]:
                    found |= dict(enumerate(phrase, at))
        return found

    def _word(self, folded: str, with_marks: str, strict: set[Word]) -> Word | None:
        for word in self._words:
            if with_marks == word.marked if word in strict else folded == word.folded:
                return word
        last = self._words[-1] if self._prefix else None
        return last if last and last not in strict and folded.startswith(self._prefix) else None


@lru_cache(maxsize=8192)  # Vietnamese has fewer syllables
def _forms(token: str) -> tuple[str, str]:
    return fold_words(token), encode_marks(token)


def _densest(tokens: list[_Token]) -> int:
    """Return the position of the first hit that most different words follow within a snippet."""
    hits = [place for place, token in enumerate(tokens) if token.word]
    reach = SNIPPET_LENGTH - SNIPPET_LEAD

    def different(start: int) -> int:
        return len({token.word for token in tokens[start : start + reach] if token.word})

    return max(hits, key=different, default=0)


def _with_marks(text: str, tokens: list[_Token], start: int, end: int) -> SafeString:
    """Return the part of the text escaped, adjacent hits within one ``<mark>``."""
    pieces: list[SafeString] = []
    at = start
    hits = [token for token in tokens if token.word]
    while hits:
        first = last = hits.pop(0)
        while hits and text[last.end : hits[0].start] == " ":
            last = hits.pop(0)
        pieces += [
            conditional_escape(text[at : first.start]),
            format_html("<mark>{}</mark>", text[first.start : last.end]),
        ]
        at = last.end
    return mark_safe("".join([*pieces, conditional_escape(text[at:end])]))  # noqa: S308 (all pieces are escaped)
