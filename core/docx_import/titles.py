"""Proposal of a title for a Word document; the editor sees it, and the rule that found it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from core.docx_import.blocks import Block
from core.text.vietnamese import clean_line, fold, syllables

MAX_TITLE = 250
_MAX_PARAGRAPHS = 12
# The letterhead of an official paper.
_LETTERHEAD = re.compile(
    r"cong hoa xa hoi chu nghia viet nam.*|dang cong san viet nam|doc lap\W+tu do\W+hanh phuc|"
    r"so\s*:.*|[\W_]*"
)
_AGENCY = re.compile(
    r"(?:uy ban nhan dan|hoi dong nhan dan|dang uy|uy ban mttq|uy ban mat tran|mat tran to quoc"
    r"|ubnd|hdnd)(?: .*|$)"
)
_PLACE = re.compile(r"(?:phuong|xa|quan|thanh pho) .*")
# Syllables of the longest names; a title that begins with one goes on.
_LONGEST_AGENCY = 12
_LONGEST_PLACE = 5


@dataclass(frozen=True)
class ProposedTitle:
    """A title; ``block`` is the paragraph it was taken from, None for the file name."""

    text: str
    block: Block | None
    warning: str


def propose_title(blocks: list[Block], file_name: str) -> ProposedTitle:
    """Return the title: a paragraph of style Title, else a lone first heading, else a prominent
    first line.

    Skipped are paragraphs that are too long for a title, hold a picture or a note, or belong to a
    letterhead; without any, the file name is taken.
    """
    first = [block for block in blocks if block.is_paragraph and block.text][:_MAX_PARAGRAPHS]
    candidates = [block for block in first if len(block.text) <= MAX_TITLE and not block.has_marks]
    for block in candidates:
        if block.is_title:
            return ProposedTitle(block.text, block, "Tiêu đề lấy từ đoạn mang kiểu Title của Word.")
    opening = next((block for block in first if not _is_letterhead(block)), None)
    if opening in candidates and opening is not None:
        if opening.level is not None and _is_lone(opening, blocks):
            return ProposedTitle(
                opening.text, opening, "Tiêu đề lấy từ đề mục đầu tiên của văn bản."
            )
        if opening.level is None and (rule := _prominence(opening)):
            return ProposedTitle(opening.text, opening, f"Tiêu đề lấy từ dòng đầu {rule}.")
    name = clean_line(re.sub(r"\.docx?$", "", file_name, flags=re.IGNORECASE).replace("_", " "))
    return ProposedTitle(
        (name or "Bài từ tệp Word")[:MAX_TITLE],
        None,
        "Không thấy dòng nào là tiêu đề nên tạm lấy tên tệp: xin sửa lại.",
    )


def _is_letterhead(block: Block) -> bool:
    if not (block.is_centred or block.is_bold or block.text == block.text.upper()):
        return False
    text, length = fold(block.text), syllables(block.text)
    return (
        _LETTERHEAD.fullmatch(text) is not None
        or (length <= _LONGEST_AGENCY and _AGENCY.fullmatch(text) is not None)
        or (length <= _LONGEST_PLACE and _is_place(block.text))
    )


def _is_place(text: str) -> bool:
    """Return whether the text names a place: "Phường Bến Sen", not "Phường trồng cây"."""
    name = re.sub(r"^thành phố", "Thành", text, flags=re.IGNORECASE)
    is_name = all(word[0].isupper() for word in name.split())
    return is_name and _PLACE.fullmatch(fold(text)) is not None


def _is_lone(heading: Block, blocks: list[Block]) -> bool:
    """Return whether no other heading has as high a level: then it is the heading of the whole
    text.
    """
    levels = [block.level for block in blocks if block.level is not None and block is not heading]
    return heading.level is not None and all(level > heading.level for level in levels)


def _prominence(block: Block) -> str:
    """Return what makes a line prominent, "" if it reads like a sentence of the text."""
    if syllables(block.text) > 40 or block.text.endswith((".", ";", ":", ",")):
        return ""
    if block.text == block.text.upper() and block.text != block.text.lower():
        return "viết hoa toàn bộ" if block.is_centred or block.is_bold else ""
    return "in đậm" if block.is_bold else ""
