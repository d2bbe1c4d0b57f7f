"""Database expressions of the search: folding of case and marks, search vectors.

The database folds stored text (``fold_words`` and ``mark_words``, made by migrations), so that no
way of writing can miss it. Queries fold typed text in the same way.
"""

from __future__ import annotations

import re
import unicodedata

from django.contrib.postgres.search import SearchVectorField
from django.db.models import Func, TextField, Value
from django.db.models.expressions import Combinable
from django.db.models.functions import Concat

from core.text.vietnamese import fold, like_d_as_d

_NO_WORD = re.compile("[^a-z0-9]+")
MAX_WORDS = 12

_TONES = "\u0300\u0301\u0303\u0309\u0323"
_TONE_WITHIN = re.compile(f"([{_TONES}])([a-z\u0302\u0306\u031b]*)")
# "bác sỹ" is "bác sĩ", "quý" is "quí": after consonants alone, and in each syllable with "quy".
_Y = re.compile(
    "(?<![a-z0-9])(?:([b-df-hj-np-tv-xz]+9?[b-df-hj-np-tv-xz]*)y(?=[1-5]?(?![a-z0-9]))|quy)"
)
_VNI = str.maketrans("\u0301\u0300\u0309\u0303\u0323\u0302\u031b\u0306", "12345678")


class FoldWords(Func):
    """``query_words`` in the database: folded words, a blank before each."""

    function = "fold_words"
    output_field = TextField()


class WithoutTags(Func):
    """The text of sanitised HTML, a blank instead of each tag."""

    function = "regexp_replace"
    output_field = TextField()

    def __init__(self, html: str) -> None:
        super().__init__(html, Value("<[^>]*>"), Value(" "), Value("g"))


def folded_words(*parts: str | Combinable) -> FoldWords:
    """Return the expression of a generated column with the words of several columns."""
    joined: list[str | Combinable] = []
    for part in parts:
        joined += [part, Value(" ")]
    return FoldWords(Concat(*joined, output_field=TextField()))


class JoinedWords(Func):
    """The words of ``FoldWords`` as one word, a blank before it: "61/BCH" is ``61bch``."""

    function = "fold_words"
    template = "' ' || replace(%(function)s(%(expressions)s), ' ', '')"
    output_field = TextField()


def query_words(text: str) -> list[str]:
    """Return the folded words of a query, each once, at most ``MAX_WORDS``.

    A stored text has a word when it has ``" " + word``: "hoa" finds hoa, hóa and Hoàng, but not
    khoa.
    """
    words = dict.fromkeys(word for word in _NO_WORD.split(fold_words(text)) if word)
    return list(words)[:MAX_WORDS]


def fold_words(text: str) -> str:
    """Return ``fold`` of the text with y as i where a syllable may be written with either."""
    return _with_i(fold(text))


def _with_i(text: str) -> str:
    return _Y.sub(lambda match: f"{match[1]}i" if match[1] else "qui", text)


def encode_marks(text: str) -> str:
    """Return the text in lower case with its marks as digits behind each word, as typed in VNI.

    The tone comes last, wherever it was written: "hóa" and "hoá" are both hoa1.
    """
    decomposed = unicodedata.normalize("NFD", like_d_as_d(text).lower())
    vni = _TONE_WITHIN.sub(r"\2\1", decomposed.replace("đ", "d9")).translate(_VNI)
    return _with_i("".join(c for c in vni if not unicodedata.combining(c)))


class SearchVectorOf(Func):
    """The vector of a generated ``search_vector`` column: title, lead, names, body as sanitised
    HTML, in this order.
    """

    function = "search_vector"
    arity = 4
    output_field = SearchVectorField()


class InTitle(Func):
    """The words of the title alone, of a vector made by ``SearchVectorOf``."""

    template = "ts_filter(%(expressions)s, '{a}')"
    output_field = SearchVectorField()
