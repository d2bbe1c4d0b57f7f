"""Sanitiser of rich text, applied on every write, and queries on a body."""

from functools import lru_cache
from html.parser import HTMLParser

from core.richtext.allowed import PICTURE, PICTURES_ONLY, STRICT
from core.richtext.checks import check_body
from core.richtext.normalize import MAX_NESTING, nesting, normalize, paragraphs
from core.text.vietnamese import plain_text


# One save sanitises the same text in the form, on the instance and on the way to the database.
@lru_cache(maxsize=32)
def sanitize(html: str) -> str:
    """Return ``html`` reduced to the allow-list; idempotent.

    Parsed as a browser would, normalised (paragraphs around loose text, headings from h2, no empty
    elements), then passed through the strict allow-list once more, so that the normaliser's output
    is not trusted either.
    """
    if nesting(html) > MAX_NESTING:
        return paragraphs(html)
    current = html
    # Normalising one element may join two others; real texts are stable after the second round.
    for _ in range(6):
        cleaned = STRICT.clean(normalize(current)).replace("&nbsp;", " ")
        if cleaned == current:
            return cleaned
        current = cleaned
    return paragraphs(current)


def is_empty(html: str) -> bool:
    """Return whether nothing is visible: no text and no picture."""
    return "<img" not in html and not plain_text(html)


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


class _PictureSources(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.sources: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "img":
            self.sources.append((dict(attrs).get("src") or "").strip())


def _picture_sources(html: str) -> list[str]:
    parser = _PictureSources()
    # nh3 first: html.parser takes for ever over some broken markup.
    parser.feed(PICTURES_ONLY.clean(html))
    parser.close()
    return parser.sources
