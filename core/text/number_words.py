"""Whole numbers as Vietnamese words, for sums of money and for texts that are read aloud."""

from __future__ import annotations

from django.utils.text import capfirst

_DIGITS = ("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín")
_THOUSANDS = ("", "nghìn", "triệu")
_BILLION = 1_000_000_000


def number_words(number: int) -> str:
    """Return the number as it is read: 1.205.021 "một triệu hai trăm linh năm nghìn không trăm hai
    mươi mốt".
    """
    if number < 0:
        return f"âm {number_words(-number)}"
    return " ".join(_words(number, is_first=True)) or _DIGITS[0]


def amount_in_words(amount: int) -> str:
    """Return a sum of money as official papers write it: "Một trăm hai mươi mốt nghìn đồng"."""
    return f"{capfirst(number_words(amount))} đồng"


def _words(number: int, *, is_first: bool) -> list[str]:
    """Return the words of a number; of one that follows others also the hundreds it has not."""
    billions, rest = divmod(number, _BILLION)
    words = [*_words(billions, is_first=is_first), "tỷ"] if billions else []
    is_first = is_first and not billions
    for power in (2, 1, 0):
        group = rest // 1000**power % 1000
        if group:
            unit = _THOUSANDS[power]
            words += [*_group(group, is_first=is_first), *([unit] if unit else [])]
            is_first = False
    return words


def _group(number: int, *, is_first: bool) -> list[str]:
    """Return the words of a number below a thousand."""
    hundreds, rest = divmod(number, 100)
    tens, ones = divmod(rest, 10)
    words = [] if is_first and not hundreds else [_DIGITS[hundreds], "trăm"]
    if tens == 0:
        return words + (["linh"] if words and ones else []) + ([_DIGITS[ones]] if ones else [])
    words += ["mười"] if tens == 1 else [_DIGITS[tens], "mươi"]
    after_tens = {0: [], 5: ["lăm"]} if tens == 1 else {0: [], 1: ["mốt"], 4: ["tư"], 5: ["lăm"]}
    return words + after_tens.get(ones, [_DIGITS[ones]])
