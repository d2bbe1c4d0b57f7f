"""Parser of search queries: typed text to a ``Query``.

``"…"`` is a phrase, ``-`` before a word or phrase excludes it, the last word may be unfinished. A
token with signs in it (``15/2016/QĐ-UBND``, ``Wi-Fi``) is a phrase too. Days, numbers of documents
and of telephones mean all their spellings, words their synonyms; question words are dropped.
Anything else is a blank.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from django.utils import timezone

from core.search.expressions import MAX_WORDS
from core.search.language import synonyms
from core.search.language.days import DAY, RELATIVE_DAY, Day, day_of, relative_day
from core.search.language.numbers import (
    PHONE,
    after_number_word,
    after_place_word,
    amount_spellings,
    apart,
    number_spellings,
    other_numeral,
    phone_spellings,
)
from core.search.language.question_words import question_words
from core.search.language.synonyms import Synonyms
from core.search.language.telex import from_telex, in_letters
from core.search.language.terms import Term, Word, Words, split_words
from core.search.query import Query
from core.text.vietnamese import visible

MAX_CHARACTERS = 200
_QUOTES = str.maketrans(dict.fromkeys("“”„«»＂", '"'))
_JOINED_PLACE = re.compile(r"\b(tdp)([0-9]{1,2})\b", re.IGNORECASE)  # "TDP7"
_PIECE = re.compile(
    rf'(?P<minus>(?<!\S)-+)?(?:"(?P<phrase>[^"]*)"?|(?P<whole_day>{DAY})'
    rf"|(?P<relative_day>{RELATIVE_DAY})|(?P<phone>{PHONE})"
    r"|(?P<word>[^\s\",;:!?()\[\]{}<>|]+))",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class _Piece:
    """A term as it was typed; ``is_plain``: a single word, of which a longer phrase may be made."""

    term: Term
    is_plain: bool = False
    day: Day | None = None


def parse_query(
    typed: str, meanings: Synonyms = synonyms.NONE, *, takes_days: bool = True
) -> Query:
    """Return the query of any text; a query without terms matches nothing.

    Without ``takes_days`` the words of a day ("cuối tuần này") are searched for as any others.
    """
    text = visible(typed)
    cut = text[:MAX_CHARACTERS].translate(_QUOTES)
    meant = _JOINED_PLACE.sub(r"\1 \2", in_letters(cut))
    asked = _without_question_words(list(_pieces(meant, takes_days)))
    pieces, is_cut = _within_limit(list(_with_numbers(asked)))
    joined = list(_with_synonyms(pieces, meanings))
    terms = [piece.term for piece in joined]
    for place in range(1, len(terms)):
        is_apart = terms[place].is_excluded or terms[place - 1].is_excluded
        terms[place] = replace(terms[place], follows=terms[place].follows and not is_apart)
    day = next(
        ((place, piece.day) for place, piece in enumerate(joined) if piece.day), (None, None)
    )
    return Query(cut.strip(), tuple(terms), is_cut or len(text) > MAX_CHARACTERS, *day)


def _pieces(text: str, takes_days: bool) -> Iterator[_Piece]:
    for match in _PIECE.finditer(text):
        is_excluded = bool(match["minus"])
        if takes_days and (day := _day_in(match)):
            others = tuple(found for found in day.spellings if found != day.words)
            others = () if is_excluded else others
            term = Term(day.words, others, is_excluded, is_closed=True, follows=True)
            yield _Piece(term, day=None if is_excluded else day)
            continue
        if match["phone"]:
            spelled = phone_spellings(match["phone"])
            yield _Piece(Term(spelled[0], spelled[1:], is_excluded, is_closed=True, follows=True))
            continue
        typed = match["phrase"] if match["phrase"] is not None else match[0].lstrip("-")
        words = tuple(split_words(typed))
        if not words:
            continue
        is_quoted = match["phrase"] is not None
        others = () if is_quoted or is_excluded else _spellings(words)
        if len(words) == 1 and not is_quoted and not is_excluded:
            words = apart(words[0])
        term = Term(
            words,
            others,
            is_excluded=is_excluded,
            is_closed=is_quoted or match.end() < len(text),
            follows=True,
        )
        is_plain = len(words) == 1 and not is_quoted and not is_excluded and not others
        yield _Piece(term, is_plain)


def _day_in(match: re.Match[str]) -> Day | None:
    if match["whole_day"]:
        return day_of(match["whole_day"])
    text = match["relative_day"]
    return relative_day(text, timezone.localdate()) if text else None


def _spellings(words: Words) -> tuple[Words, ...]:
    """Return what else a token means: other spellings of a number, the letters meant by the keys of
    Telex.
    """
    if others := number_spellings(words) or amount_spellings(words):
        return others
    meant = from_telex(words[0].marked) if len(words) == 1 else ()
    return (meant,) if meant else ()


def _runs(pieces: Sequence[_Piece]) -> Iterator[list[_Piece]]:
    """Yield runs of plain pieces, every other piece alone."""
    run: list[_Piece] = []
    for piece in pieces:
        if piece.is_plain:
            run.append(piece)
            continue
        if run:
            yield run
            run = []
        yield [piece]
    if run:
        yield run


def _without_question_words(pieces: list[_Piece]) -> list[_Piece]:
    kept: list[_Piece] = []
    for run in _runs(pieces):
        dropped = question_words(_words(run)) if run[0].is_plain else set()
        for place, piece in enumerate(run):
            if place not in dropped:
                kept.append(replace(piece, term=_following(piece.term, place - 1 not in dropped)))
    return kept


def _with_numbers(pieces: Sequence[_Piece]) -> Iterator[_Piece]:
    """Yield the pieces, "số" or "quý" and the number behind it joined to one; the number of a place
    also with "số" before it.
    """
    before: _Piece | None = None
    for piece in pieces:
        joined = _with_number(before, piece) if before else None
        if joined:
            yield _Piece(joined)
            before = None
            continue
        if before:
            yield before
            piece = _of_place(before, piece)
        before = piece
    if before:
        yield before


def _with_number(before: _Piece, piece: _Piece) -> Term | None:
    """Return the term of a word and the number behind it; None where they are no number."""
    if not before.is_plain or not piece.is_plain:
        return None
    (word,), (number,) = before.term.words, piece.term.words
    numeral = other_numeral(number, word)
    others = (numeral,) if numeral else after_number_word(number, word)
    if not others:
        return None
    return replace(
        piece.term,
        words=(word, number),
        others=others,
        follows=before.term.follows,
        is_loose=bool(numeral),
    )


def _of_place(before: _Piece, piece: _Piece) -> _Piece:
    if not before.is_plain or not piece.is_plain:
        return piece
    others = after_place_word(piece.term.words[0], before.term.words[0])
    return replace(piece, term=replace(piece.term, others=others), is_plain=not others)


def _words(run: Sequence[_Piece]) -> list[Word]:
    return [piece.term.words[0] for piece in run]


def _following(term: Term, is_behind: bool) -> Term:
    return replace(term, follows=term.follows and is_behind)


def _within_limit(pieces: list[_Piece]) -> tuple[list[_Piece], bool]:
    """Return the pieces with at most ``MAX_WORDS`` words, and whether some were cut."""
    kept: list[_Piece] = []
    room = MAX_WORDS
    for piece in pieces:
        words = piece.term.words[:room]
        room -= len(words)
        if words:
            whole = len(words) == len(piece.term.words)
            term = piece.term if whole else replace(piece.term, words=words, others=())
            kept.append(replace(piece, term=term))
    return kept, sum(len(p.term.words) for p in pieces) > MAX_WORDS


def _with_synonyms(pieces: Sequence[_Piece], meanings: Synonyms) -> Iterator[_Piece]:
    """Yield the pieces, those that are a phrase with synonyms joined to one."""
    for run in _runs(pieces):
        words = _words(run)
        place = 0
        while place < len(run):
            length, others = _longest(words[place:], meanings) if run[0].is_plain else (1, ())
            if not others:
                yield run[place]
                place += 1
                continue
            joined = run[place : place + length]
            yield _Piece(
                Term(
                    tuple(words[place : place + length]),
                    others,
                    is_closed=joined[-1].term.is_closed,
                    is_loose=length > 1,
                    follows=joined[0].term.follows,
                )
            )
            place += length


def _longest(words: Sequence[Word], meanings: Synonyms) -> tuple[int, tuple[tuple[Word, ...], ...]]:
    """Return the length of the longest beginning that has synonyms, and these."""
    for length in range(min(len(words), meanings.longest), 0, -1):
        if others := meanings.others(words[:length]):
            return length, others
    return 1, ()
