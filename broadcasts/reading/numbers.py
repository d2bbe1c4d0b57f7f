"""Numbers as they are spoken: whole, decimal, digit by digit, Roman, ordinal."""

from __future__ import annotations

import re

from core.text.number_words import number_words

DIGITS = ("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín")
MAX_DIGITS = 15  # of a number that is read as one; longer ones are read digit by digit
_ROMAN = re.compile(r"M{0,3}(?:CM|CD|D?C{0,3})(?:XC|XL|L?X{0,3})(?:IX|IV|V?I{0,3})")
_VALUES = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100, "D": 500, "M": 1000}


def digit_words(text: str) -> str:
    """Return the digits of the text one by one: "0912" is "không chín một hai"."""
    return " ".join(DIGITS[int(sign)] for sign in text if sign.isdigit())


def whole_words(text: str) -> str:
    """Return a whole number, with or without points between thousands: "1.205" is "một nghìn hai
    trăm linh năm". A number of more than ``MAX_DIGITS`` digits is read digit by digit.
    """
    digits = re.sub(r"\D", "", text)
    if len(digits) > MAX_DIGITS:
        return digit_words(digits)
    return number_words(int(digits))


def decimal_words(whole: str, fraction: str) -> str:
    """Return a decimal: "12,5" is "mười hai phẩy năm", "0,05" "không phẩy không năm"."""
    if not fraction:
        return whole_words(whole)
    is_read_whole = len(fraction) <= 2 and not fraction.startswith("0")
    after = number_words(int(fraction)) if is_read_whole else digit_words(fraction)
    return f"{whole_words(whole)} phẩy {after}"


def ordinal_words(number: int) -> str:
    """Return the word after "thứ": "nhất", "hai", "tư"."""
    return {1: "nhất", 4: "tư"}.get(number) or number_words(number)


def roman_value(text: str) -> int | None:
    """Return the value of a Roman numeral; None for what is none."""
    if not text or not _ROMAN.fullmatch(text):
        return None
    values = [_VALUES[letter] for letter in text]
    pairs = zip(values, [*values[1:], 0], strict=True)
    return sum(-value if value < following else value for value, following in pairs)


def month_words(number: int) -> str:
    """Return the word after "tháng": "tư" for April."""
    return "tư" if number == 4 else number_words(number)
