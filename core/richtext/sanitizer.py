"""Sanitiser of rich text, applied on every write, and queries on a body."""

import re
from functools import lru_cache
from html import unescape

from core.richtext.allowed import PICTURE, PICTURES_ONLY, STRICT
from core.richtext.checks import check_body
from core.richtext.normalize import MAX_NESTING, nesting, normalize, paragraphs
from core.text.characters import is_blank
from core.text.vietnamese import is_slow_to_parse, plain_text

# In the output of PICTURES_ONLY, which escapes quotes in values and "<" in texts.
_PICTURE_SOURCE = re.compile(r'<img(?: src="([^"]*)")?')


# Characters, with markup: ten times an article of 8,000 words.
MAX_LENGTH = 1_000_000


# One save sanitises the same text in the form, on the instance and on the way to the database.
@lru_cache(maxsize=32)
def sanitize(html: str) -> str:
    """Return ``html`` reduced to the allow-list; idempotent.

    Parsed as a browser would, normalised (paragraphs around loose text, headings from h2, no empty
    elements), then passed through the strict allow-list once more, so that the normaliser's output
    is not trusted either. What is longer than any text, or nested deeper, keeps its words alone.
    """
    if is_too_long(html) or nesting(html) > MAX_NESTING:
        return paragraphs(html)
    current = html
    # Normalising one element may join two others; real texts are stable after the second round.
    for _ in range(6):
        cleaned = STRICT.clean(normalize(current)).replace("&nbsp;", " ")
        if cleaned == current:
            return cleaned
        current = cleaned
    return paragraphs(current)


def is_too_long(html: str) -> bool:
    """Return whether ``html`` is longer, or slower to parse, than any text that is written."""
    return len(html) > MAX_LENGTH or is_slow_to_parse(html)


def is_empty(html: str) -> bool:
    """Return whether nothing is visible: no text and no picture."""
    return "<img" not in html and is_blank(plain_text(html))


def foreign_images(html: str) -> list[str]:
    """Return URLs of the pictures that ``sanitize`` removes because they are no files of this
    portal.
    """
    return [src for src in _picture_sources(html) if not PICTURE.fullmatch(src)]


def image_keys(html: str) -> list[str]:
    """Return the keys of the stored files used as pictures, in order of appearance, each once."""
    matches = (PICTURE.fullmatch(src) for src in _picture_sources(html))
    return list(dict.fromkeys(match[1] for match in matches if match))


def publishing_problems(html: str) -> list[str]:
    """Return sentences on the accessibility errors of a sanitised body, which block publication."""
    return [lint.sentence for lint in check_body(html) if lint.is_error]


def _picture_sources(html: str) -> list[str]:
    if is_slow_to_parse(html):
        return []
    sources = _PICTURE_SOURCE.findall(PICTURES_ONLY.clean(html))
    return [unescape(source).strip() for source in sources]
