"""Vietnamese text: normal form, folding for search, slugs, collation, counting, plain text,
personal data, shortening.
"""

import re
import unicodedata
from functools import lru_cache, partial
from html import unescape

import nh3
from django.utils.text import Truncator
from slugify import slugify

from core.text.characters import is_blank, storable

SortKey = tuple[tuple[int, ...], tuple[int, ...]]

# The alphabet with the four foreign letters in their Latin places, so that names like "Wi-Fi" sort
# sensibly. Letters sort after everything else, tones after letters.
LETTERS = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
# Dictionary order of tones: huyền, hỏi, ngã, sắc, nặng, after none.
TONES = "\u0300\u0309\u0303\u0301\u0323"
LETTER_KEYS = "".join(chr(0x10F000 + rank) for rank in range(len(LETTERS)))
TONE_KEYS = "".join(chr(0x10FF00 + rank) for rank in range(len(TONES)))
# Breve, circumflex and horn make letters of their own, tones a place; other marks count nothing.
OTHER_MARKS = "[\u0304\u0305\u0307\u0308\u030a-\u031a\u031c-\u0322\u0324-\u036f]"
LETTER_MARKS = "[\u0302\u0306\u031b]"
DIGITS = 15
_LOWER = str.maketrans("ABCDEFGHIJKLMNOPQRSTUVWXYZĐ", "abcdefghijklmnopqrstuvwxyzđ")
_LETTERS = str.maketrans(LETTERS, LETTER_KEYS)
_TONES = str.maketrans(TONES, TONE_KEYS)
_OTHER_MARKS = re.compile(OTHER_MARKS)
_LETTER_MARKS = re.compile(LETTER_MARKS)
_TONE = re.compile(f"[{TONES}]")
_NUMBER = re.compile("[0-9]+")

# Soft hyphens, zero-width characters and direction overrides are invisible, break search and slugs,
# and the overrides can disguise a URL. Joiners (U+200C, U+200D) are allowed: emoji consist of them.
_INVISIBLE_BUT_HYPHENS = re.compile("[\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
_INVISIBLE = re.compile(f"\u00ad|{_INVISIBLE_BUT_HYPHENS.pattern}")
_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f]")
_BLANKS = re.compile(r"\s+")
# Letters of other languages that look like Đ and đ; old keyboards and fonts gave them.
_LIKE_D = {0xD0: "Đ", 0x189: "Đ", 0xF0: "đ", 0x256: "đ"}
_TAG = re.compile("<[^>]*>")
_QUOTED = re.compile(r"“([^“”]+)”")
_WRITTEN_DATE = re.compile(
    r"(?:(?i:hạn|ngày|lúc|trước|từ) )?\b\d{1,2}/\d{1,2}(?:/\d{4})?\b", re.ASCII
)
_LEAST_TITLE = 20


def nfc(s: str) -> str:
    """Return the composed normal form: "ngày" typed on a Mac and on a phone become equal."""
    return unicodedata.normalize("NFC", s)


def visible(s: str, *, is_legacy: bool = False) -> str:
    """Return NFC of what can be stored and seen; "" when a person would see nothing of it.

    Tabs and line breaks are allowed. Ð, Ɖ, ð and ɖ, which look like Đ and đ, become these. In a
    legacy encoding both these and the soft hyphen are letters of other shapes, and stay.
    """
    if is_legacy:
        text = nfc(_INVISIBLE_BUT_HYPHENS.sub("", storable(s)))
    else:
        text = nfc(_INVISIBLE.sub("", storable(s))).translate(_LIKE_D)
    return "" if is_blank(text) else text


def clean_line(s: str) -> str:
    """Return ``visible`` as one line fit for a title: runs of blanks and control characters as one
    blank, stripped.
    """
    return _BLANKS.sub(" ", visible(_CONTROL.sub(" ", s))).strip()


def like_d_as_d(s: str) -> str:
    """Return the text with Đ and đ instead of the foreign letters that look like them."""
    return s.translate(_LIKE_D)


def fold(s: str) -> str:
    """Return lower case without marks, đ as d: "Đại hội", "ĐẠI HỘI" and "dai hoi" become equal."""
    decomposed = unicodedata.normalize("NFD", like_d_as_d(s).lower())
    return "".join(c for c in decomposed if not unicodedata.combining(c)).replace("đ", "d")


def with_label(label: str, words: str) -> str:
    """Return "label: words", or the words alone where they begin with the label or its first two
    syllables: "Chỉ đạo trực tiếp" before "Chỉ đạo của Chủ tịch" would say it twice.
    """
    if not words:
        return label
    beginning = fold(label).split()[:2]
    if beginning and fold(words).replace(":", " ").split()[: len(beginning)] == beginning:
        return words
    return f"{label}: {words}"


# A list draws the addresses of twenty items, and the same ones again on the next page.
@lru_cache(maxsize=20_000)
def slug(s: str, max_length: int = 80) -> str:
    """Return ``s`` in ASCII, words joined by hyphens, cut between words; "tin" when nothing is
    left.
    """
    # With "auto", each call looks for another library first, that is not installed.
    ascii_words = partial(slugify, nfc(s), max_length=max_length, backend="text-unidecode")
    return ascii_words(word_boundary=True, save_order=True) or ascii_words() or "tin"


def sort_key(name: str) -> SortKey:
    """Return the key of dictionary order: letters (a < ă < â … d < đ) first, tones between equal
    letters, numbers by their value ("số 9" before "số 10").

    Lists that the database orders use ``core.sorting``.
    """
    decomposed = unicodedata.normalize("NFD", like_d_as_d(name)).translate(_LOWER)
    padded = _NUMBER.sub(lambda number: number[0].lstrip("0").zfill(DIGITS), decomposed)
    base = _OTHER_MARKS.sub("", padded)
    letters = unicodedata.normalize("NFC", _TONE.sub("", base)).translate(_LETTERS)
    toned = _LETTER_MARKS.sub("", base).translate(_TONES)
    return tuple(map(ord, letters)), tuple(map(ord, toned))


def person_sort_key(full_name: str) -> tuple[SortKey, SortKey]:
    """Return the key of persons: given name, which comes last, then family and middle name."""
    family, _, given = full_name.strip(" ").rpartition(" ")
    return sort_key(given), sort_key(family)


def syllables(s: str) -> int:
    """Return the number of written syllables (*chữ*): groups between blanks with a letter or a
    digit.
    """
    return sum(any(c.isalnum() for c in group) for group in nfc(s).split())


# fmt: off
_LINE_BREAKING = {
    "address", "article", "aside", "blockquote", "br", "caption", "center", "dd", "div", "dl", "dt",
    "figcaption",
    "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "li", "main",
    "nav", "ol",
    "option", "p", "pre", "section", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul",
}
# fmt: on
# Its output has no attributes, and "<" only in tags.
_LINES_ONLY = nh3.Cleaner(
    tags=_LINE_BREAKING,
    attributes={},
    clean_content_tags={"script", "style", "template", "title", "noscript", "svg", "math"},
)


# nh3 takes quadratic time for the character references of one text; an article has a few hundred.
_MAX_REFERENCES = 10_000


def is_slow_to_parse(html: str) -> bool:
    """Return whether nh3 would take seconds for ``html``, which no person and no editor writes."""
    return html.count("&") + html.count("\xa0") > _MAX_REFERENCES


def plain_text(html: str) -> str:
    """Return the text of ``html``: one line per block, entities resolved, NFC, no empty lines."""
    # Line breaks of the source are blanks; only blocks break lines.
    lines_only = html if is_slow_to_parse(html) else _LINES_ONLY.clean(html)
    blocks = (unescape(text) for text in _TAG.split(lines_only))
    lines = (clean_line(block) for block in blocks)
    return "\n".join(line for line in lines if line)


_DATE = r"(?:ngày\s+)?\d{1,2}\s*(?:[/.-]\s*\d{1,2}\s*[/.-]|tháng\s+\d{1,2}\s+năm)\s*\d{4}"
# Sums of money have as many digits, but do not begin with zero; other grouped numbers count only
# behind the keyword. The number of an account has its word right before, that of a document its
# notation right behind; behind the word for an identity card it is one all the same.
_NO_ACCOUNT = "".join(
    f"(?<!{word}{number}{sign})"
    for word in ("tài khoản", "stk")
    for number in ("", " số")
    for sign in (" ", ": ", ":")
)
_NO_NOTATION = r"(?!\s?/\s?(?-i:[A-ZĐ]{2})|-(?-i:[A-ZĐ][A-ZĐa-z]{1,4})/)"
_IDENTITY_NUMBER = (
    rf"(?<![\d.,/]){_NO_ACCOUNT}(?:\d{{12}}|\d{{9}}){_NO_NOTATION}"
    r"(?![\d/]|[.,]\d|\s*(?:đồng|đ\b|vnđ|usd))"
    r"|(?:căn cước|cccd|cmnd|cmtnd|chứng minh|định danh)"
    r"(?:\s{0,3}(?:công dân|nhân dân|cá nhân|số|:)){0,4}\s{0,3}(?:\d{12}|\d{9})(?=\s?[/-])"
    r"|(?:căn cước|cccd|cmnd|cmtnd|chứng minh)[^\d\n]{0,30}\d{3}[ .]\d{3}[ .]\d{3}(?:["
    r" .]\d{3})?(?!\d)"
    rf"|(?<![\d.,/]){_NO_ACCOUNT}0\d{{2}}(?:[ .]\d{{3}}){{3}}(?![\d/])"
)
_IDENTITY_NUMBER_PATTERN = re.compile(_IDENTITY_NUMBER, re.IGNORECASE)
# Behind a word for it nine or twelve digits are such a number, however they are grouped.
_NAMED_IDENTITY_NUMBER = re.compile(
    r"(?:căn cước|cccd|cmnd|cmtnd|chứng minh|định danh)[^\d\n]{0,30}"
    r"(?>(\d(?:[ .]?\d){8}(?:(?:[ .]?\d){3})?))(?!\d|[.,]\d|\s*(?:đồng|đ\b|vnđ|usd))",
    re.IGNORECASE,
)
_DIGITS = re.compile(r"\d[\d .]*\d")
_MASKED = "[số đã che]"
# A line of a paper may end between the digits, once.
_BROKEN_DIGITS = "|".join(
    rf"(?:[ .-]?\d){{{count}}}[ .-]?\n ?\d(?:[ .-]?\d){{{7 - count}}}" for count in range(8)
)
_MOBILE_NUMBER = (
    r"(?<![\d.,/])(?:\(?\+?84\)?|0)[ .-]?[35789]"
    rf"(?:(?:[ .-]?\d){{8}}|(?:{_BROKEN_DIGITS})(?![ .-]?\d))(?!\d)"
)
_MOBILE_NUMBER_PATTERN = re.compile(_MOBILE_NUMBER)
_ACCOUNT_NUMBER = (
    r"\b(?:tài\s+khoản|số\s+tk|stk)\b(?!\s+định\s+danh)[^\d\n;.]{0,40}\n?"
    r"(?>\d(?:[ .-]?\d){7,18})(?!\d)"
)
_ACCOUNT_NUMBER_PATTERN = re.compile(_ACCOUNT_NUMBER, re.IGNORECASE)
_ACCOUNT_DIGITS = re.compile(r"\d[\d .-]*\d$")
# Addresses of offices of the state are public.
_MAIL_ADDRESS = (
    r"(?<![\w.+-])[\w.+-]{1,64}@(?!(?:[\w-]{1,63}\.){0,8}gov\.vn\b)"
    r"(?:[\w-]{1,63}\.){1,8}[a-z]{2,24}\b"
)
_PERSONAL_DATA = (
    (
        "Có thể là số căn cước hoặc chứng minh nhân dân: “{}”. Xin bỏ hoặc che bớt.",
        _IDENTITY_NUMBER,
    ),
    (
        "Có số điện thoại di động: “{}”. Chỉ để lại nếu là số công khai của cơ quan.",
        _MOBILE_NUMBER,
    ),
    (
        "Có địa chỉ thư điện tử: “{}”. Chỉ để lại nếu là địa chỉ công khai của cơ quan.",
        _MAIL_ADDRESS,
    ),
    (
        "Có số tài khoản: “{}”. Chỉ để lại nếu là tài khoản của cơ quan, quỹ.",
        _ACCOUNT_NUMBER,
    ),
    (
        "Có ngày sinh hoặc năm sinh: “{}”. Xin bỏ nếu không cần thiết.",
        rf"\b(?:sinh\s+(?:ngày\s*:?\s*)?{_DATE}|sinh\s+(?:ngày\s+\d{{1,2}}\s+)?(?:tháng\s+\d{{1,2}}\s+)?năm\s*:?\s*\d{{4}}"
        rf"|ngày\s+sinh\s*:?\s*{_DATE}|năm\s+sinh\s*:?\s*\d{{4}}|sn\s*:?\s*\d{{4}})\b",
    ),
    (
        "Có thể là địa chỉ nhà riêng: “{}”. Chỉ nêu đến tổ dân phố.",
        r"\b(?:(?:số\s+nhà|nhà\s+số)\s*:?\s*\d+[^\n;.]{0,50}"
        r"|số\s*\d+[^\W\d_]?(?:/\d+[^\W\d_]?)*\s*,?\s*(?:ngõ|ngách|hẻm|kiệt)\s*\d+[^\n;.]{0,40}"
        r"|(?:thường|tạm|cư)?\s*trú\s+tại\s*:?\s*[^\n;.]{2,60})",
    ),
)
_PERSONAL_DATA_PATTERNS = tuple(
    (sentence, re.compile(pattern, re.IGNORECASE)) for sentence, pattern in _PERSONAL_DATA
)


def personal_data(text: str) -> list[tuple[str, str]]:
    """Return what in the plain ``text`` looks like personal data: identity number, phone,
    mail address, account, birth, home.

    Pairs of a sentence and the words it quotes; each finding once. A warning, never a refusal: an
    agency may publish its own mobile number.
    """
    # One blank at most between words: the patterns would backtrack over a long run.
    lines = "\n".join(map(clean_line, text.splitlines()))
    findings = (
        (sentence.format(quote), quote)
        for sentence, pattern in _PERSONAL_DATA_PATTERNS
        for quote in (clean_line(match.group()) for match in pattern.finditer(lines))
    )
    return list(dict.fromkeys(findings))


def mobile_numbers(text: str) -> list[str]:
    """Return the mobile telephone numbers in the plain ``text``, each once."""
    return list(dict.fromkeys(map(clean_line, _MOBILE_NUMBER_PATTERN.findall(text))))


def account_numbers(text: str) -> list[str]:
    """Return what the plain ``text`` calls the number of an account, each once."""
    found = (
        _ACCOUNT_DIGITS.search(match.group()) for match in _ACCOUNT_NUMBER_PATTERN.finditer(text)
    )
    return list(dict.fromkeys(digits.group() for digits in found if digits))


def identity_numbers(text: str) -> list[str]:
    """Return what in the plain ``text`` looks like the number of an identity card, each once."""
    found = (_DIGITS.search(match.group()) for match in _IDENTITY_NUMBER_PATTERN.finditer(text))
    return list(dict.fromkeys(digits.group() for digits in found if digits))


def named_identity_numbers(text: str) -> list[str]:
    """Return what the plain ``text`` itself calls the number of an identity card, each once."""
    return list(dict.fromkeys(_NAMED_IDENTITY_NUMBER.findall(text)))


def mask_identity_numbers(text: str) -> str:
    """Return the plain ``text`` without the numbers of identity cards."""
    return _IDENTITY_NUMBER_PATTERN.sub(lambda match: _DIGITS.sub(_MASKED, match.group()), text)


def mask_personal_numbers(text: str) -> str:
    """Return the plain ``text`` without the numbers of identity cards and of accounts."""
    return _ACCOUNT_NUMBER_PATTERN.sub(
        lambda match: _ACCOUNT_DIGITS.sub(_MASKED, match.group()), mask_identity_numbers(text)
    )


def has_date(text: str) -> bool:
    """Return whether the text says a date, outside the titles that it quotes."""
    return _WRITTEN_DATE.search(_QUOTED.sub("", text)) is not None


_LONGEST_SYLLABLE = 7  # letters: "nghiêng"


def shorten(text: str, length: int) -> str:
    """Return the text within ``length``: quoted titles are cut first, then the end, and the only
    date outside of titles stays. Of several none is put beside words that tell of another.
    """
    if len(text) <= length:
        return text
    shorter = _with_short_titles(text, len(text) - length)
    if len(shorter) <= length:
        return shorter
    dates = set(_WRITTEN_DATE.findall(_QUOTED.sub("", text)))
    cut = _without_open_bracket(_cut(shorter, length))
    if len(dates) != 1 or dates <= {*_WRITTEN_DATE.findall(cut)}:
        return cut
    (day,) = dates
    return f"{_without_open_bracket(_cut(shorter, length - len(day) - 1))} {day}"


def _without_open_bracket(cut: str) -> str:
    """Return a cut text without its last bracket, if that was cut."""
    before, bracket, inside = cut.rpartition("(")
    if not cut.endswith("…") or not bracket or ")" in inside or not before.strip():
        return cut
    return f"{before.rstrip(' ,;–')}…"


def _cut(text: str, length: int) -> str:
    """Return the text within ``length``, its end cut behind a word where one ends near."""
    cut = Truncator(text).chars(length)
    if cut == text or text[len(cut) - 1 : len(cut)].isspace():
        return cut
    words, _, part = cut[:-1].rpartition(" ")
    return f"{words.rstrip(' ,;–')}…" if words and len(part) <= _LONGEST_SYLLABLE else cut


def _with_short_titles(text: str, excess: int) -> str:
    """Return the text with titles in quotation marks cut by ``excess`` characters if they have as
    many to spare.
    """

    def cut(match: re.Match[str]) -> str:
        nonlocal excess
        title = match[1]
        room = max(_LEAST_TITLE, len(title) - excess)
        shorter = _cut(title, room)
        excess -= len(title) - len(shorter)
        return f"“{shorter}”"

    return _QUOTED.sub(cut, text)
