"""Finding a text however it is typed: without marks, in capitals, in decomposed letters; one fold on both sides.

The database folds what is stored (``fold_words``, made by a migration), so that no way of writing can forget it.
"""

from __future__ import annotations

import re

from django.db.models import Func, TextField, Value
from django.db.models.expressions import Combinable
from django.db.models.functions import Concat

from core.text import fold

_NO_WORD = re.compile("[^a-z0-9]+")
MOST_WORDS = 12


class FoldWords(Func):
    """What ``words`` makes of a text, in the database: folded words, a blank before each."""

    function = "fold_words"
    output_field = TextField()


class WithoutTags(Func):
    """The words of HTML that was sanitised; a blank stands where a tag stood."""

    function = "regexp_replace"
    output_field = TextField()

    def __init__(self, html: str) -> None:
        super().__init__(html, Value("<[^>]*>"), Value(" "), Value("g"))


def folded(*parts: str | Combinable) -> FoldWords:
    """Return the expression of a generated column that holds the words of several columns."""
    joined: list[str | Combinable] = []
    for part in parts:
        joined += [part, Value(" ")]
    return FoldWords(Concat(*joined, output_field=TextField()))


def words(text: str) -> list[str]:
    """Return what to look for: the folded words of a query, each once, at most MOST_WORDS.

    A stored text has a word when it has ``" " + word``: "hoa" finds hoa, hóa and Hoàng, but not khoa.
    """
    found = dict.fromkeys(word for word in _NO_WORD.split(fold(text)) if word)
    return list(found)[:MOST_WORDS]
