"""Panel of a document's files: what was read, what looks personal, what is hidden."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from core.text.lint import check_private_data
from documents.library import page_pictures
from documents.library.articles import named_articles
from documents.models import DocumentFile, PublicDocument
from documents.permissions import may_edit_documents
from documents.publication.confirmations import unseen_sentences
from documents.reading import recognition
from documents.states import DocumentState, FileRole
from organization.identity.facts import public_contacts
from organization.requests import staff_user

MAX_SHOWN_TEXT = 50_000  # characters of one file


@dataclass(frozen=True)
class ShownFile:
    """A file with its text, in which what looks personal is marked."""

    file: DocumentFile
    warnings: list[str]
    text: SafeString

    @classmethod
    def all_of(cls, files: Iterable[DocumentFile]) -> list[ShownFile]:
        texts = {file: file.text[:MAX_SHOWN_TEXT] for file in files}
        is_public = public_contacts("\n".join(texts.values()))
        return [cls._of(file, text, is_public) for file, text in texts.items()]

    @classmethod
    def _of(cls, file: DocumentFile, text: str, is_public: str) -> ShownFile:
        found = list(check_private_data("", text, is_public=is_public))
        sentences = [*unseen_sentences([file], [text]), *(message.sentence for message in found)]
        return cls(file, sentences, _marked(text, [message.quote for message in found]))


def _marked(text: str, quotes: list[str]) -> SafeString:
    html = str(escape(text))
    for quote in dict.fromkeys(quotes):
        escaped = escape(quote)
        html = html.replace(escaped, f"<mark>{escaped}</mark>")
    return mark_safe(html)  # noqa: S308  (escaped above)


def files_panel(
    model_admin: Any, request: HttpRequest, document: PublicDocument
) -> tuple[str, dict[str, Any]]:
    """Return the files with the forms to add and remove them while the document is a draft."""
    files = document.files.select_related("file").order_by("position", "pk")
    may_edit = may_edit_documents(staff_user(request)) and document.state == DocumentState.DRAFT
    context = {
        "document": document,
        "files": ShownFile.all_of(files),
        "roles": FileRole.choices,
        "may_edit": may_edit,
        "recognizes": recognition.is_available(),
    }
    return "documents/admin/_files_panel.html", context


def articles_panel(
    model_admin: Any, request: HttpRequest, document: PublicDocument
) -> tuple[str, dict[str, Any]]:
    """Return the articles that name the document, with the form to add one."""
    context = {
        "document": document,
        "articles": named_articles(document),
        "may_edit": may_edit_documents(staff_user(request)),
    }
    return "documents/admin/_articles_panel.html", context


def page_picture_panel(
    model_admin: Any, request: HttpRequest, document: PublicDocument
) -> tuple[str, dict[str, Any]] | None:
    """Return the picture of the first file's first page, to check the fields by; None without."""
    file = document.files.select_related("file").order_by("position", "pk").first()
    if file is None or not page_pictures.is_drawn(file):
        return None
    return "documents/admin/_page_picture.html", {"document": document, "file": file}
