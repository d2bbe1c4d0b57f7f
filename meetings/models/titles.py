"""Titles of meetings for residents."""

from __future__ import annotations

import re
from datetime import date

# "năm" alone would be the word for a year.
_MONTHS = (
    "giêng|một",
    "hai",
    "ba",
    "tư",
    "năm(?!\\s+\\d)",
    "sáu",
    "bảy",
    "tám",
    "chín",
    "mười(?!\\s+(?:một|hai))",
    "mười một",
    "mười hai|chạp",
)

# Words of the titles of meetings that are held each month: briefings, and what names a month.
_REGULAR = re.compile(r"giao ban|tháng|định kỳ|thường kỳ|thường xuyên", re.IGNORECASE)


def public_title(title: str, day: date) -> str:
    """Return the title of a meeting with the month of its day: "Giao ban tháng 6/2016".

    A title that names month and year is left as it is, one that names the month alone gets the
    year: "tháng 6" becomes "tháng 6/2016", "tháng sáu" "tháng sáu năm 2016". One that ends in the
    word, "Giao ban tháng", gets the number. One that is no regular meeting's is left as it is.
    """
    if not _REGULAR.search(title):
        return title
    if re.search(rf"(?<!\d)0?{day.month}\s*[/.-]\s*{day.year}(?!\d)", title):
        return title
    in_words = _MONTHS[day.month - 1]
    month = rf"\btháng\s+(?:0?{day.month}|{in_words})(?![\w/.-])"
    if re.search(rf"{month}\s+năm\s+{day.year}(?!\d)", title, re.IGNORECASE):
        return title
    found = re.search(rf"{month}(?!\s+năm)", title, re.IGNORECASE)
    if not found and re.search(r"\btháng\s+\d", title, re.IGNORECASE):
        return f"{title} (họp tháng {day.month}/{day.year})"
    if not found and re.search(r"\b(?:hằng|hàng|mỗi)\s+tháng$", title, re.IGNORECASE):
        return f"{title}, tháng {day.month}/{day.year}"
    if not found and re.search(r"\btháng$", title, re.IGNORECASE):
        return f"{title} {day.month}/{day.year}"
    if not found:
        return f"{title} tháng {day.month}/{day.year}"
    year = f"/{day.year}" if found[0][-1].isdigit() else f" năm {day.year}"
    return f"{title[: found.end()]}{year}{title[found.end() :]}"
