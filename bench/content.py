"""Generated articles by the hundred thousand, with the word frequencies of real news.

Deterministic: the same number gives the same item. Half of the sentences are those of the
demonstration's articles, some of them frequent and most rare, the others are patterns filled with
names and numbers. So common words are as common and rare ones as rare as in real news: every text
has "phường", a person's name occurs in a few, the number of a decision in one, and there are some
sixteen hundred syllables besides the numbers.
"""

from __future__ import annotations

import random
import re
import tomllib
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from itertools import accumulate
from pathlib import Path

from django.utils import timezone

from core.text.vietnamese import plain_text
from demo.articles import load_articles
from news.states import Kind

_WORDS: dict[str, list[str]] = tomllib.loads((Path(__file__).parent / "words.toml").read_text())
_END = re.compile(r"(?<=[.!?…])\s+|\n+")
FIRST = datetime(2012, 1, 2, 7, tzinfo=timezone.get_default_timezone())


@dataclass(frozen=True)
class BenchItem:
    kind: str
    title: str
    lead: str
    body: str
    published_at: datetime


def bench_item(number: int, *, of: int, until: datetime) -> BenchItem:
    """Return the item with this number, its time spread evenly over the years until then."""
    chance = random.Random(number)  # noqa: S311 (no secret)
    at = FIRST + (until - FIRST) * (number / of) + timedelta(minutes=chance.randrange(60))
    written, titles, shares = _written_sentences()
    title = _sentence(
        chance, chance.choice(_WORDS["titles"] if chance.random() < 0.5 else titles), at, number
    )
    is_notice = title.startswith("Thông báo")
    kind = Kind.NOTICE
    if not is_notice:
        kind = Kind.FEATURE if chance.random() < 0.15 else Kind.BRIEF
    count = chance.randint(18, 30) if kind == Kind.FEATURE else chance.randint(6, 14)
    patterns = chance.choices(_WORDS["sentences"], k=count)
    sentences = [_sentence(chance, pattern, at, number) for pattern in patterns]
    for place, sentence in enumerate(
        chance.choices(written, cum_weights=shares, k=count // 2), start=1
    ):
        sentences[2 * place - 1] = sentence
    paragraphs = [" ".join(sentences[start : start + 3]) for start in range(1, count, 3)]
    body = "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)
    return BenchItem(kind, title[0].upper() + title[1:], sentences[0], body, min(at, until))


@cache
def _written_sentences() -> tuple[list[str], list[str], list[float]]:
    """Return the demonstration's sentences in a fixed random order, its titles, and weights.

    The weights are cumulative: the sentence of rank n is used as often as 1/n, like a word of that
    rank in any language.
    """
    articles = load_articles(FIRST.date())
    sentences = [
        part
        for article in articles
        for part in _END.split(plain_text(article.body))
        if len(part) > 20
    ]
    random.Random(1).shuffle(sentences)  # noqa: S311 (no secret)
    titles = [f"{article.title} ở tổ dân phố số {{group}}, {{street}}" for article in articles]
    return sentences, titles, list(accumulate(1 / rank for rank in range(10, 10 + len(sentences))))


def _sentence(chance: random.Random, pattern: str, at: datetime, number: int) -> str:
    """Return the pattern with each placeholder filled anew."""
    text = pattern
    fillings = {
        "{event}": lambda: chance.choice(_WORDS["events"]).replace(
            "{half}", f"6 tháng cuối năm {at.year}"
        ),
        "{body}": lambda: chance.choice(_WORDS["bodies"]),
        "{person}": lambda: " ".join(
            chance.choice(_WORDS[part]) for part in ("family", "middle", "given")
        ),
        "{street}": lambda: chance.choice(_WORDS["streets"]),
        "{group}": lambda: str(chance.randint(1, 24)),
        "{count}": lambda: str(chance.randint(20, 900)),
        "{share}": lambda: str(chance.randint(20, 99)),
        "{code}": lambda: str(number),
        "{year}": lambda: str(at.year),
        "{day}": lambda: f"ngày {at:%d/%m/%Y}",
    }
    for place, filled in fillings.items():
        while place in text:
            text = text.replace(place, filled(), 1)
    return text
