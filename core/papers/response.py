"""HTTP response with a paper as a file."""

from __future__ import annotations

from typing import Literal

from django.http import HttpResponse
from django.utils.http import content_disposition_header

from core.papers.model import Paper
from core.papers.pdf import paper_pdf
from core.text.vietnamese import slug

_WORD_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def paper_response(filename: str, paper: Paper, kind: Literal["docx", "pdf"]) -> HttpResponse:
    """Return the paper as a response, a Word file as attachment, a PDF inline; never cached."""
    if kind == "pdf":
        response = HttpResponse(paper_pdf(paper), content_type="application/pdf")
    else:
        from core.papers.word import paper_docx  # docxtpl, jinja2: slow to import, seldom needed

        response = HttpResponse(paper_docx(paper), content_type=_WORD_TYPE)
    disposition = content_disposition_header(kind == "docx", f"{slug(filename)}.{kind}")
    response["Content-Disposition"] = disposition or "inline"
    response["Cache-Control"] = "private, no-store"
    return response
