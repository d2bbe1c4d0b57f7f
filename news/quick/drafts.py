"""Drafts of quick entry opened in the quick form again, as long as it can hold all they have."""

from __future__ import annotations

from dataclasses import dataclass

from core.files import storage
from core.richtext.sanitizer import image_keys, sanitize
from core.richtext.tree import Element, nodes_of, parse
from news.models import Article
from news.permissions import may_edit_text
from news.quick.photos import Photo, body_of
from news.states import ArticleState
from organization.models import User


@dataclass(frozen=True)
class QuickDraft:
    """What the quick form shows of a draft: its plain text and its photos, the lead one first."""

    article: Article
    text: str
    photos: list[Photo]


def quick_draft(article: Article, user: User) -> QuickDraft | None:
    """Return the draft as the quick form holds it; None for who may not write it, and for a text
    with more than paragraphs and pictures at its end, which belongs into the full form.
    """
    if article.state != ArticleState.DRAFT or not may_edit_text(article, user):
        return None
    blocks = list(parse(article.body))
    text = "\n\n".join(_words(block) for block in blocks if block.tag == "p")
    known = storage.files_by_key(image_keys(article.body))
    descriptions = {
        picture.get("src"): picture.get("alt", "")
        for block in blocks
        for picture in block.iter("img")
    }
    inner = [
        Photo(known[key], descriptions.get(known[key].url, ""))
        for key in image_keys(article.body)
        if key in known
    ]
    if sanitize(body_of(text, inner)) != sanitize(article.body) or (inner and not article.picture):
        return None
    lead = [Photo(article.picture, article.picture_alt)] if article.picture else []
    return QuickDraft(article, text, lead + inner)


def _words(paragraph: Element) -> str:
    parts = [
        node if isinstance(node, str) else "\n" if node.tag == "br" else ""
        for node in nodes_of(paragraph)
    ]
    return "".join(parts)
