"""Numbers in groups and arrows, brought into Vietnamese notation before anything is read: points
between thousands, a comma before decimals, "đến" for an arrow.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from broadcasts.reading.rules import NUMBER
from broadcasts.reading.vocabulary import UNITS

Rule = tuple[re.Pattern[str], Callable[[re.Match[str]], str]]

_CURRENCY = r"(?:đồng|đ|Đ|₫|VNĐ|VND|vnđ)(?!\w)"
# What is counted in whole numbers alone, and what has parts.
_WHOLE = (
    r"hộ|người|lượt|nhân khẩu|cử tri|suất|phiếu|con|cây|bản|cuốn|trường hợp|hồ sơ|học sinh|em|cháu|"
    r"trẻ|liều|chiếc|sản phẩm|bao|viên|căn|nhà|doanh nghiệp|khách"
)
_COUNTED = rf"{_WHOLE}|tấn|tạ|mét|ngày công|công|lít"
_UNIT = "|".join(sorted(map(re.escape, UNITS), key=len, reverse=True))
_BEHIND = rf"(?=\s?(?:{_CURRENCY}|(?:nghìn|ngàn|triệu|tỷ|tỉ|{_COUNTED}|{_UNIT})(?![\w²³])))"
_FREE = r"(?<![\w.,/+-])(?<!\d )"
# "Tổ 1 100 hộ": the first number is a name.
_AFTER_NAME = (
    r"(?<!tổ )(?<!số )(?<!điều )(?<!khoản )(?<!phố )(?<!quý )(?<!tháng )(?<!ngày )(?<!phòng )"
    r"(?<!thứ )(?<!lần )(?<!phường )(?<!quận )(?<!đợt )(?<!khóa )(?<!mục )(?<!phần )(?<!lớp )"
)
_GROUPS = rf"(?i:{_AFTER_NAME}){_FREE}[1-9]\d{{0,2}}(?: \d{{3}}){{1,4}}(?![\w/]|[.,-]\d| \d)"


_ARROW = r"\s*(?:[→⇒➔➜➝➞]|[-–—=]+>)\s*"


def _joined(match: re.Match[str]) -> str:
    return re.sub("[ ,]", ".", match[0])


def _arrow(match: re.Match[str]) -> str:
    """Return the words for an arrow: "20→15%" goes down."""
    values = [
        float(match[side].replace(".", "").replace(",", ".")) if match[side] else None
        for side in ("first", "last")
    ]
    first, last = values
    is_down = first is not None and last is not None and first > last
    before = f"{match['first'] or ''}{match['unit'] or ''}"
    return f"{before} {'xuống còn' if is_down else 'đến'} {match['last'] or ''}"


RULES: tuple[Rule, ...] = (
    # "1 000 000 đồng", "12 000 hộ".
    (re.compile(rf"{_GROUPS}(?:(?<=000)|{_BEHIND})"), _joined),
    # "1,234,567 đồng", "1,250 đồng": no dong has decimals.
    (re.compile(rf"{_FREE}[1-9]\d{{0,2}}(?:,\d{{3}}){{2,}}(?![\w,]){_BEHIND}"), _joined),
    (re.compile(rf"{_FREE}[1-9]\d{{0,2}},\d{{3}}(?=\s?{_CURRENCY})"), _joined),
    # "1,240 hộ".
    (re.compile(rf"{_FREE}[1-9]\d{{0,2}},\d{{3}}(?=\s(?:{_WHOLE})(?!\w))"), _joined),
    # "5.000.000,00 đồng".
    (re.compile(rf"(?<=\d),00?(?=\s?{_CURRENCY})"), lambda match: ""),
    (
        re.compile(
            rf"(?:(?<![\w.,])(?P<first>{NUMBER})(?P<unit>\s?%)?|(?<=\S)){_ARROW}"
            rf"(?P<last>{NUMBER})?(?=\S)"
        ),
        _arrow,
    ),
)
# What may be one number or several.
DOUBTFUL = re.compile(
    rf"(?!(?:11\d ?)+(?!\d)){_FREE}[1-9]\d{{0,2}}(?:(?: \d{{3}}){{1,4}}|(?:,\d{{3}}){{2,4}})"
    r"(?![\w/]|[.,-]\d| \d)"
)
