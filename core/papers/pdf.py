"""PDF of a paper: tagged, typeset by Typst in bundled fonts."""

from __future__ import annotations

import json
from pathlib import Path

import typst

from core.papers.model import Paper

_SOURCE = Path(__file__).with_name("paper.typ")
_FONTS = Path(__file__).parent.parent / "fonts"


def paper_pdf(paper: Paper) -> bytes:
    """Return the paper as PDF/UA; its texts are passed as data and never evaluated."""
    return typst.compile(
        _SOURCE,
        font_paths=[_FONTS],
        ignore_system_fonts=True,
        sys_inputs={"paper": json.dumps(paper.data())},
        pdf_standards=["ua-1"],
    )
