"""Typography of public texts: what belongs together stays on one line, numbers can be called.

The stored text is never changed: readers get no-break spaces and ``tel:`` links. Linear in the
length of the text; one longer than ``MAX_TEXT`` is left as it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape

from core.text.facts.phones import find_phones

MAX_TEXT = 400_000
_NBSP = "\u00a0"
# Words of two syllables that a line should not part.
_PAIRS = (
    "ủy ban|uỷ ban|nhân dân|hội đồng|mặt trận|tổ quốc|đảng ủy|đảng bộ|chi bộ|chủ tịch|bí thư|"
    "công an|y tế|công dân|hành chính|dịch vụ|văn phòng|thường trực|đại biểu|trụ sở|nhà nước|"
    "chính quyền|căn cước|tổ trưởng|cảnh sát|giáo dục|kinh tế|đô thị|xã hội|thanh niên|phụ nữ|"
    "cựu chiến|chiến binh|nông dân|công đoàn|trung tâm|phục vụ|thông báo|kế hoạch|quyết định|"
    "nghị quyết|chỉ thị|công văn|phường trưởng|liên hiệp|cộng sản|đoàn thể|khu phố|dân phố"
)
_UPPER = "A-ZÀÁÂÃÈÉÊÌÍÒÓÔÕÙÚÝĂĐĨŨƠƯẠ-Ỹ"
_NAME = rf"[{_UPPER}][a-zà-ỹ]{{0,7}}"
_TOGETHER = re.compile(
    rf"(?<!\w)(?:(?:{_PAIRS})(?!\w)"
    # A number to what it counts: "tổ 5", "số 12", "tổ dân phố số 5", "ngày 24/11", "Điều 5".
    # Not a whole date: in large letters it would not fit, and break within the year.
    r"|(?:tổ|số|ngõ|ngách|phòng|tầng|điều|khoản|tháng|năm|ngày|lúc|gọi) (?!\d\d?/\d\d?/\d{4})\d"
    r"|(?<=\d\d/\d\d/\d{4} )\| \d\d:\d\d"  # the time behind a date
    r"|thứ (?:hai|ba|tư|năm|sáu|bảy)(?!\w)"
    rf"|(?-i:(?:[Pp]hường|[Pp]hố|[Cc]hợ|[Đđ]ình|[Nn]gõ) {_NAME}(?: {_NAME})?(?![\w])))",
    re.IGNORECASE,
)


def keep_together(text: str) -> str:
    """Return plain text with no-break spaces where a line must not end."""
    if len(text) > MAX_TEXT:
        return text
    return _TOGETHER.sub(lambda match: match[0].replace(" ", _NBSP), text)


def linked_text(text: str) -> str:
    """Return plain text as HTML: escaped, its numbers links, what belongs together unbroken."""
    return _linked(text) if len(text) <= MAX_TEXT else _escaped(text)


def linked_html(html: str) -> str:
    """Return sanitised HTML with the same in its text, but for what is a link already."""
    if len(html) > MAX_TEXT:
        return html
    depth = 0
    pieces = []
    for piece in _pieces(html):
        if piece.startswith("<") and piece.endswith(">"):
            depth += piece.startswith(("<a ", "<a>")) - (piece == "</a>")
            pieces.append(piece)
        else:
            pieces.append(_in_html(piece, is_link=depth > 0) if piece.strip() else piece)
    return "".join(pieces)


def _pieces(html: str) -> Iterator[str]:
    """Yield tags and the text between them."""
    at = 0
    while at < len(html):
        start = html.find("<", at)
        end = html.find(">", start) if start >= 0 else -1
        if end < 0:
            yield html[at:]
            return
        if start > at:
            yield html[at:start]
        yield html[start : end + 1]
        at = end + 1


def _in_html(piece: str, *, is_link: bool) -> str:
    text = unescape(piece)
    return _escaped(keep_together(text)) if is_link else _linked(text)


def _linked(text: str) -> str:
    parts: list[str] = []
    at = 0
    for phone in find_phones(text):
        number = _escaped(phone.text.replace(" ", _NBSP))
        link = f'<a class="tel" href="{phone.url}">{number}</a>'
        parts += [_escaped(keep_together(text[at : phone.start])), link]
        at = phone.end
    return "".join([*parts, _escaped(keep_together(text[at:]))])


def _escaped(text: str) -> str:
    """Escape a text node as the sanitiser does: quotes stay as they are."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
