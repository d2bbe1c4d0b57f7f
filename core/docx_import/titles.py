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
_DATED = re.compile(r"[^,]{1,40}, ngay [\d\W_]*thang [\d\W_]*nam [\d\W_]*")
# What a paper is, which says nothing without the lines below it.
_PAPER = re.compile(
    r"(?:thong bao|ke hoach|quyet dinh|bao cao|to trinh|giay moi|thu moi|thu ngo|huong dan"
    r"|ket luan|chuong trinh|nghi quyet|chi thi|quy che|quy dinh|noi quy|the le|phuong an|de an"
    r"|loi keu goi|cong van|bien ban)"
)
_RULE = re.compile(r"[\W_]*")  # a line drawn with signs
# Syllables of the longest names; a title that begins with one goes on.
_LONGEST_AGENCY = 12
_LONGEST_PLACE = 5


@dataclass(frozen=True)
class ProposedTitle:
    """A title; ``blocks`` are the paragraphs it was taken from, none for the file name."""

    text: str
    blocks: tuple[Block, ...]
    warning: str


def propose_title(blocks: list[Block], file_name: str) -> ProposedTitle:
    """Return the title: a paragraph of style Title, else a lone first heading, else a prominent
    first line.

    Skipped are paragraphs that are too long for a title, hold a picture or a note, or belong to a
    letterhead; without any, the file name is taken. A line that says what paper it is ("THÔNG
    BÁO") takes the prominent lines below it along.
    """
    first = [block for block in blocks if block.is_paragraph and block.text][:_MAX_PARAGRAPHS]
    candidates = [block for block in first if len(block.text) <= MAX_TITLE and not block.has_marks]
    for block in candidates:
        if block.is_title:
            return _whole(block, first, "Tiêu đề lấy từ đoạn mang kiểu Title của Word.")
    opening = next((block for block in first if not _is_letterhead(block)), None)
    if opening in candidates and opening is not None:
        if opening.level is not None and _is_lone(opening, blocks):
            return _whole(opening, first, "Tiêu đề lấy từ đề mục đầu tiên của văn bản.")
        if opening.level is None and (rule := _prominence(opening)):
            return _whole(opening, first, f"Tiêu đề lấy từ dòng đầu {rule}.")
    name = clean_line(re.sub(r"\.docx?$", "", file_name, flags=re.IGNORECASE).replace("_", " "))
    return ProposedTitle(
        (name or "Bài từ tệp Word")[:MAX_TITLE],
        (),
        "Không thấy dòng nào là tiêu đề nên tạm lấy tên tệp: xin sửa lại.",
    )


def _whole(block: Block, first: list[Block], warning: str) -> ProposedTitle:
    """Return the title that begins with the block, whole."""
    taken = [block]
    texts = [block.text]
    if _PAPER.fullmatch(fold(block.text)):
        for below in first[first.index(block) + 1 :]:
            if _RULE.fullmatch(below.text):
                break
            is_line = not below.has_marks and (below.is_title or _prominence(below))
            if not is_line or len(" ".join([*texts, below.text])) > MAX_TITLE:
                break
            taken.append(below)
            texts.append(below.text)
    if len(texts) > 1 and texts[1] != texts[1].upper():
        texts[0] = texts[0].capitalize()
        texts[1] = re.sub(r"^(?:V/v:?|Về việc)(?= )", "về việc", texts[1], flags=re.IGNORECASE)
    return ProposedTitle(" ".join(texts), tuple(taken), warning)


def _is_letterhead(block: Block) -> bool:
    if _DATED.fullmatch(fold(block.text)):
        return True
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
