"""Forms of numbers: a count as the digits, letters or numerals of ``w:numFmt``."""

from __future__ import annotations

from core.text.number_words import number_words

# fmt: off
_ROMAN = [
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"),
    (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
]
# fmt: on
_MAX_REPEATS = 31  # of a letter; Word goes to 780
_CHICAGO = "*†‡§"
# First sign and number of signs of forms that Unicode has whole.
_SIGNS = {
    "decimalEnclosedCircle": ("①", 20),
    "decimalEnclosedCircleChinese": ("①", 20),
    "decimalEnclosedParen": ("⑴", 20),
    "decimalEnclosedFullstop": ("⒈", 20),
}
# In the language of the text, which the file does not always say.
_SPELT_OUT = {"cardinalText", "ordinalText"}


def counted(count: int, form: str) -> str:
    """Return ``count`` in a form of Word, in plain digits where the form is not known."""
    match form:
        case "lowerLetter" | "upperLetter":
            return _cased(_letters(count), form)
        case "lowerRoman" | "upperRoman":
            return _cased(_roman(count), form)
        case "decimalZero":
            return f"{count:02}"
        case "ordinal":
            return f"{count}{_ordinal_ending(count)}"
        case "numberInDash":
            return f"- {count} -"
        case "hex":
            return f"{count:X}"
        case "chicago":
            return _repeated(_CHICAGO, count)
        case "decimalFullWidth" | "decimalFullWidth2":
            return "".join(chr(ord("０") + int(digit)) for digit in str(count))
        case "vietnameseCounting":
            return number_words(count)
        case "none" | "bullet":
            return ""
    if form in _SIGNS:
        first, signs = _SIGNS[form]
        return chr(ord(first) + count - 1) if 0 < count <= signs else str(count)
    if form.startswith("0"):  # a form of one's own such as "001, 002, 003, ..."
        return f"{count:0{len(form)}}"
    return str(count)


def is_known(form: str) -> bool:
    """Return whether ``counted`` shows what Word shows; other forms become plain digits."""
    if form in {"decimal", "decimalHalfWidth"} or form.startswith("0"):
        return True
    return form not in _SPELT_OUT and any(
        counted(sample, form) != str(sample) for sample in (3, 11)
    )


def custom_form(example: str) -> str:
    """Return the form of ``w:format`` "001, 002, …" as its zeros, "custom" for any other."""
    first = example.partition(",")[0].strip()
    return "0" * len(first) if first.strip("0") == "1" and 1 < len(first) < 10 else "custom"


def _cased(text: str, form: str) -> str:
    return text.upper() if form.startswith("upper") else text


def _letters(count: int) -> str:
    return _repeated("abcdefghijklmnopqrstuvwxyz", count)


def _repeated(signs: str, count: int) -> str:
    if count < 1:
        return ""
    rounds, index = divmod(count - 1, len(signs))
    return signs[index] * min(rounds + 1, _MAX_REPEATS)


def _roman(count: int) -> str:
    numeral = ""
    for worth, letters in _ROMAN:
        times = min(count // worth, _MAX_REPEATS)
        numeral += letters * times
        count -= worth * times
    return numeral


def _ordinal_ending(count: int) -> str:
    if count % 100 in {11, 12, 13}:
        return "th"
    return {1: "st", 2: "nd", 3: "rd"}.get(count % 10, "th")
