"""PDF of a paper: tagged, typeset by Typst in bundled fonts."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import typst

from core.papers.model import Paper

_SOURCE = Path(__file__).with_name("paper.typ")
_FONTS = Path(__file__).parent.parent / "fonts"


def paper_pdf(paper: Paper) -> bytes:
    """Return the paper as PDF/UA."""
    return typeset(_SOURCE, paper=paper.data())


def typeset(source: Path, **data: Any) -> bytes:
    """Return a Typst source as PDF/UA in the bundled fonts; texts are passed as data, in JSON, and
    never evaluated.
    """
    return typst.compile(
        source,
        font_paths=[_FONTS],
        ignore_system_fonts=True,
        sys_inputs={name: json.dumps(value) for name, value in data.items()},
        pdf_standards=["ua-1"],
    )
