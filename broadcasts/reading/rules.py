"""Rules that turn written forms into spoken ones, in the order in which they are applied."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import partial

from broadcasts.reading import clocks, codes, dates, numbered
from broadcasts.reading.numbers import (
    decimal_words,
    digit_words,
    ordinal_words,
    roman_value,
    whole_words,
)
from broadcasts.reading.vocabulary import DOCUMENT_PARTS, LETTERS, MONEY, SIGNS, UNITS

Rule = tuple[re.Pattern[str], Callable[[re.Match[str]], str]]

NUMBER = r"\d{1,3}(?:\.\d{3})+(?:,\d+)?(?!\d)|\d+,\d+(?![.,]?\d)|\d+"
_DASH = r"\s*[-–—]\s*"
_UNIT = "|".join(sorted(map(re.escape, UNITS), key=len, reverse=True))
_UNIT_END = r"(?![\w²³])"
_WEEKDAY = "[2-7]|hai|ba|tư|năm|sáu|bảy"
_SCALE = "nghìn|ngàn|triệu|tỷ|tỉ|tr"
_FRACTION_NOUNS = r"số|tổng|diện tích|dân số|chiều|quãng|thời gian|lượng|chặng|đường|cái|quả|ngày"
_ABOUT = r"hơn|gần|khoảng|chiếm|ít nhất|tối thiểu|quá|trên|giảm|tăng"
# "2 lần/ngày".
_COUNTED = "lần|lượt|buổi|bữa|suất|viên|chuyến|tấn|tạ|đồng"
_EACH = (
    r"ngày|ca|tuần|tháng|năm|quý|giờ|phút|người|hộ|lượt|lần|buổi|suất|em|lớp|phòng|xe|vụ|sào|mẫu|"
    r"con|cây|đợt|chuyến|bữa|ha|m2|m²|m3|m³|km2|km|kg|lít"
)
_ALWAYS = "hai mươi tư giờ trên bảy ngày"
_ROMAN_WORDS = (
    r"khóa|khoá|kỳ|quý|chương|phần|mục|thế kỷ|đại hội|tập|hạng|loại|bậc|cấp|vùng|nhóm|lần thứ|thứ|"
    r"học kỳ|lần|giai đoạn|đợt|tiểu mục|điều|bảng|phụ lục|quân khu|trung ương|khu vực|đảng|tổ"
)


def spell(text: str) -> str:
    """Return the letters one by one by their names, numbers as words: "QR5" is "quy rờ năm"."""
    parts = re.findall(r"\d+|\w", text)
    return " ".join(
        whole_words(part) if part.isdigit() else LETTERS.get(part.upper(), part) for part in parts
    )


def number(text: str) -> str:
    """Return a number in Vietnamese notation: points between thousands, a comma before decimals."""
    whole, _, fraction = text.partition(",")
    plain = whole.replace(".", "")
    is_code = plain.startswith("0") and len(plain) >= 3 and not fraction
    if is_code or ("." not in whole and len(plain) >= 10):
        return digit_words(plain)
    return decimal_words(plain, fraction)


def _document_number(abbreviations: Mapping[str, str], match: re.Match[str]) -> str:
    parts = re.split(r"[-/&.]", match["notation"])
    words = [_document_part(part, abbreviations) for part in parts if part]
    said = f" {match.string[: match.start()].rstrip().lower()}"
    if len(words) > 1 and said.endswith((words[0].lower(), f" {parts[0].lower()}")):
        words = words[1:]  # "Quyết định số 15/QĐ-UBND" names the type once
    year = f"năm {whole_words(match['year'])}" if match["year"] else ""
    before = match["before"] or "số "
    return before + ", ".join(filter(None, [whole_words(match["number"]), year, *words]))


def _document_part(part: str, abbreviations: Mapping[str, str]) -> str:
    """Return the words for a part of a notation, spelled out if it is unknown: "QH15", "UBND"."""
    known = abbreviations.get(part) or DOCUMENT_PARTS.get(part)
    if known:
        return known
    session = re.fullmatch(r"(QH|HĐND|UBTVQH)(\d{1,2})", part)
    if session:
        body = {"QH": "Quốc hội", "HĐND": "Hội đồng nhân dân"}.get(
            session[1], "Ủy ban Thường vụ Quốc hội"
        )
        return f"{body} khóa {whole_words(session[2])}"
    return spell(part)


def _fraction(match: re.Match[str]) -> str:
    above, below = int(match["above"]), int(match["below"])
    is_part = above < below <= 10 and (match["about"] or match["noun"])
    divider = "phần" if is_part else "trên"
    last = {4: "tư"}.get(below) if is_part else None
    return (
        f"{match['about'] or ''}{whole_words(match['above'])} {divider}"
        f" {last or whole_words(match['below'])}"
    )


def _quantity(match: re.Match[str]) -> str:
    """Return numbers, range, scale and unit: "2-3 kg", "1,5 tỷ đồng", "100.000đ/người"."""
    words = number(match["first"])
    if match["last"]:
        words = f"{words} đến {number(match['last'])}"
    scale = _scale(match["scale"] or "")
    unit = UNITS[match["unit"].replace("²", "2").replace("³", "3")]
    words = " ".join(filter(None, [words, scale, unit]))
    for per in filter(None, re.split(r"\s?/\s?", match["per"] or "")):
        words = f"{words} {_divider(per, of=unit)} {_each(per)}"
    return words


def _money_per(match: re.Match[str]) -> str:
    """Return an amount of money in which the currency goes without saying: "2,5 triệu/m2"."""
    words = number(match["first"])
    if match["last"]:
        words = f"{words} đến {number(match['last'])}"
    return f"{words} {_scale(match['scale'])} một {_each(match['per'])}"


def _per(match: re.Match[str]) -> str:
    """Return what is counted for each of something: "2 lần/ngày", "2,5 tấn/ha"."""
    words = match["counted"]
    for per in re.split(r"\s?/\s?", match["per"]):
        words = f"{words} {_divider(per)} {_each(per)}"
    return words


def _divider(per: str, *, of: str = "") -> str:
    """Return the word for the stroke: money and what people, households and days get is for "một";
    a measure for another ("mg/l"), and a speed ("km/h"), is "trên".
    """
    plain = per.strip().replace("²", "2").replace("³", "3")
    is_speed = bool(of) and plain in ("h", "giờ", "phút", "giây")
    return "trên" if of not in MONEY and (plain in UNITS or is_speed) else "một"


def _scale(written: str) -> str:
    return {"tr": "triệu", "tỉ": "tỷ"}.get(written, written)


def _each(per: str) -> str:
    plain = per.strip().replace("²", "2").replace("³", "3")
    return "giờ" if plain == "h" else UNITS.get(plain, plain)


def _range(match: re.Match[str]) -> str:
    """Return a range; what does not go up is none, but a day or a score that nobody named."""
    first, last = (
        float(match[side].replace(".", "").replace(",", ".")) for side in ("first", "last")
    )
    if first >= last:
        return match[0]
    return f"{number(match['first'])} đến {number(match['last'])}"


def _phone(match: re.Match[str]) -> str:
    text = match["phone"]
    digits = re.sub(r"\D", "", text)
    if not 8 <= len(digits) <= 12:
        return match[0]
    return f"{match['before'] or ''}{'cộng ' if '+' in text else ''}{digit_words(digits)}"


def _short_phone(match: re.Match[str]) -> str:
    return match["before"] + digit_words(match["phone"])


def _several_short_phones(match: re.Match[str]) -> str:
    return re.sub(r"\d+", lambda found: digit_words(found[0]), match[0])


def _roman(match: re.Match[str]) -> str:
    value = roman_value(match["roman"])
    if value is None:
        return match[0]
    before = match["before"]
    is_ordinal = before.rstrip().lower().endswith("thứ")
    return before + (ordinal_words(value) if is_ordinal else whole_words(str(value)))


def _roman_range(match: re.Match[str]) -> str:
    values = [roman_value(match[name]) for name in ("first", "last")]
    if None in values:
        return match[0]
    return match["before"] + " đến ".join(whole_words(str(value)) for value in values)


def _lone_roman(match: re.Match[str]) -> str:
    value = roman_value(match["roman"])
    return match[0] if value is None else whole_words(str(value)) + (match["point"] or "")


def _ordinal(match: re.Match[str]) -> str:
    return match["before"] + ordinal_words(int(match["number"]))


def _letters_and_digits(match: re.Match[str]) -> str:
    return spell(match[0])


def _slashed(match: re.Match[str]) -> str:
    return " trên ".join(
        " ".join(filter(None, [whole_words(found[1]), found[2] and spell(found[2])]))
        for part in match[0].split("/")
        if (found := re.fullmatch(r"(\d+)([A-Za-zĐđ]?)", part))
    )


def _times_sign(match: re.Match[str]) -> str:
    return f"{match['left']} nhân "


def _minus(match: re.Match[str]) -> str:
    return f"âm {number(match['number'])}"


def _metres(match: re.Match[str]) -> str:
    """Return "một mét sáu mươi lăm", "một mét không năm"."""
    rest = match["rest"]
    words = digit_words(rest) if rest.startswith("0") else whole_words(rest)
    return f"{whole_words(match['metres'])} mét {words}"


def _address(match: re.Match[str]) -> str:
    """Return an address of the web or of mail: signs as words, its names as they are."""
    text = re.sub(r"^https?://", "", match[0]).rstrip("/.")
    words = text.replace("@", " a còng ").replace("/", " gạch chéo ").replace("-", " gạch ngang ")
    words = words.replace("_", " gạch dưới ").replace(".", " chấm ")
    words = re.sub(r"\bvn\b", "vê en", words)
    words = re.sub(r"\bwww\b", "vê kép vê kép vê kép", words)
    return re.sub(r"\d+", lambda found: digit_words(found[0]), words)


_BEFORE_SHORT = (
    r"(?P<before>(?<!\w)(?:[Gg]ọi|[Tt]ổng đài|[Đđ]ường dây nóng|[Hh]otline|[Cc]ảnh sát|[Cc]ứu hỏa|"
    r"[Cc]ứu thương|[Cc]ấp cứu|[Ss]ố máy|[Đđ]iện thoại|[Ss]ố|[Đđ]ầu số|[Gg]ọi số|[Gg]ọi ngay)"
    r"(?: số)?:?\s+)"
)

WEB_RULES: tuple[Rule, ...] = (
    (re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+"), _address),
    (
        re.compile(
            r"https?://[^\s<>\"”)]+|(?<![\w.@])(?:[a-z0-9-]+\.)+(?:vn|com|net|org|info|edu)"
            r"(?:/[\w./%?=&#-]*)?(?![\w@])"
        ),
        _address,
    ),
)

_DOCUMENT_NUMBER = re.compile(
    r"(?P<before>(?<!\w)[Ss]ố:?\s+)?(?<![\w/.,-])(?P<number>\d{1,6})"
    r"(?:/(?P<year>(?:19|20)\d\d))?[/-]"
    r"(?P<notation>(?=[A-ZĐ]{1,})[A-ZĐƯ][\wĐđ]*(?:[-/&.][A-ZĐƯ][\wĐđ]*)*)"
)

RULES: tuple[Rule, ...] = (
    *clocks.RULES,
    *dates.RULES,
    (
        re.compile(
            r"(?P<before>)(?<![\w.,/-])(?P<phone>\+84[\s.-]?\d{1,3}(?:[\s.-]?\d{2,4}){2,3}"
            r"|\(0\d{1,3}\)\s?\d{2,4}(?:[\s.-]?\d{2,4}){1,2}"
            r"|0\d{1,4}(?:[\s.-]?\d{2,4}){2,4}"
            r"|1[89]00(?:[\s.-]?\d{2,4}){1,2})(?![\w/]|[.,]\d)"
        ),
        _phone,
    ),
    (
        re.compile(
            r"(?P<before>(?<!\w)(?:[Đđ]iện thoại|ĐT|SĐT|[Ss]ố máy|[Hh]otline|[Đđ]ường dây nóng)"
            r"(?: số)?:?\s+)(?P<phone>\d{2,4}(?:[\s.-]?\d{2,4}){2,3})(?![\w/]|[.,]\d)"
        ),
        _phone,
    ),
    (re.compile(r"(?<![\w.,/-])11\d(?:\s*[,/-]\s*11\d)+(?![\w/]|[.,]\d)"), _several_short_phones),
    codes.HOTLINE_RULE,
    (re.compile(_BEFORE_SHORT + r"(?P<phone>11[1-9]|10\d\d|1022)(?![\w/]|[.,]\d)"), _short_phone),
    (
        re.compile(
            rf"(?P<before>(?<!\w)(?:{_ROMAN_WORDS})\s+)(?P<first>[IVXLC]+){_DASH}(?P<last>[IVXLC]+)"
            r"(?!\w)",
            re.IGNORECASE,
        ),
        _roman_range,
    ),
    (
        re.compile(rf"(?P<before>(?<!\w)(?i:{_ROMAN_WORDS})\s+)(?P<roman>[IVXLC]+)(?!\w)"),
        _roman,
    ),
    # "thứ 2-thứ 6", "thứ 2 - 6", "thứ Hai - Chủ nhật".
    (
        re.compile(
            rf"(?P<first>(?<!\w)thứ\s+(?:{_WEEKDAY})){_DASH}"
            rf"(?P<last>(?:thứ\s+)(?:{_WEEKDAY})|chủ nhật|[2-7])(?![\w/]|[.,-]\d)",
            re.IGNORECASE,
        ),
        lambda match: (
            f"{match['first']} đến {'thứ ' if match['last'].isdigit() else ''}{match['last']}"
        ),
    ),
    (
        re.compile(r"(?P<before>(?<!\w)(?:[Tt]hứ|THỨ)\s+)(?P<number>\d{1,3})(?![\w/]|[.,]\d)"),
        _ordinal,
    ),
    (re.compile(r"(?m)^(?P<roman>[IVX]{1,5})(?P<point>\.)(?=\s)"), _lone_roman),
    (re.compile(r"(?<![\w.&/-])(?P<roman>[IVX]{2,6})(?P<point>)(?![\w&/-])"), _lone_roman),
    (re.compile(r"(?P<left>\d(?:\s?(?:[cdmk]?m))?)\s?[x×]\s?(?=\d)"), _times_sign),
    # "-2°C", "từ -2 đến 5°C", "-0,5%".
    (
        re.compile(
            r"(?<![\w.,/)-])(?<!\d )(?<!% )-(?=\d{1,2}(?:,\d+)?"
            r"(?:\s(?:đến|tới)\s-?\d{1,2}(?:,\d+)?)?\s?(?:[°º%]|oC(?!\w)|độ(?!\w)))"
        ),
        lambda match: "âm ",
    ),
    # "1m65"; "3m2" and "3m3" are areas and volumes.
    (
        re.compile(r"(?<![\w.,/-])(?P<metres>\d{1,3})m(?P<rest>\d{2}|[14-9])(?![\w/]|[.,]\d)"),
        _metres,
    ),
    # "2.5kg", as machines write it.
    (
        re.compile(
            rf"(?<![\w.,/-])(?P<whole>\d+)\.(?P<fraction>\d{{1,2}})"
            rf"(?=\s?(?:(?:{_SCALE})(?!\w)|(?:{_UNIT}){_UNIT_END}))"
        ),
        lambda match: f"{match['whole']},{match['fraction']}",
    ),
    # "2,5 triệu/m2", without the currency.
    (
        re.compile(
            rf"(?<![\w.,/])(?P<first>{NUMBER})(?:{_DASH}(?P<last>{NUMBER}))?\s?"
            rf"(?P<scale>{_SCALE})\s?/\s?(?P<per>[^\W\d_][\w²³]*)"
        ),
        _money_per,
    ),
    (
        re.compile(
            rf"(?<![\w.,/])(?P<first>{NUMBER})(?:{_DASH}(?P<last>{NUMBER}))?\s?"
            rf"(?P<scale>(?:{_SCALE})(?=\s?(?:{_UNIT})(?![\w²³])))?\s?"
            rf"(?P<unit>(?:{_UNIT.replace('m2', 'm[2²]').replace('m3', 'm[3³]')})){_UNIT_END}"
            r"(?P<per>(?:\s?/\s?[^\W\d_][\w²³]*){1,2})?"
        ),
        _quantity,
    ),
    (
        re.compile(
            rf"(?P<counted>(?:(?<![\w.,/])(?:{NUMBER})\s+[^\W\d_]+(?:\s[^\W\d_]+)?"
            rf"|(?<!\w)(?:{_COUNTED})))\s?/\s?"
            rf"(?P<per>(?:{_EACH})(?:\s?/\s?(?:{_EACH}))?)(?![\w²³/&-])"
        ),
        _per,
    ),
    (
        re.compile(
            r"(?<![\w.,/-])(?:\d+[A-Za-zĐđ]?(?:/\d+[A-Za-zĐđ]?){2,}"
            r"|\d+[A-ZĐa-dđ]/\d+[A-ZĐa-dđ]?|\d+/\d+[A-ZĐa-dđ])(?![\w/])"
        ),
        _slashed,
    ),
    (re.compile(r"(?<![\w.,/-])24/7(?![\w/]|[.,]\d)"), lambda match: _ALWAYS),
    (
        re.compile(
            rf"(?P<about>(?<!\w)(?:{_ABOUT})\s+)?(?<![\w.,/-])(?P<above>\d{{1,6}})/(?P<below>\d{{1,6}})"
            rf"(?![\w/]|[.,]\d)(?=(?P<noun>\s+(?:{_FRACTION_NOUNS})(?!\w))?)"
        ),
        _fraction,
    ),
    (
        re.compile(rf"(?<![\w.,/-])(?P<first>{NUMBER}){_DASH}(?P<last>{NUMBER})(?![\w/-])"),
        _range,
    ),
    codes.SECTION_RULE,
    (re.compile(r"(?<![\w.,/])[-−](?P<number>\d+(?:,\d+)?)(?=\s?(?:độ|°))"), _minus),
    (
        re.compile(
            r"(?<![\w/-])(?:[A-ZĐ]{1,3}\d{1,4}[A-Z]?\d{0,2}|\d{1,4}[A-ZĐ]{1,2}\d{0,3}|\d{1,4}[a-z])"
            r"(?:/\d{1,4})?(?![\w/-])"
        ),
        _letters_and_digits,
    ),
)

# What is left of numbers, once the unknown forms are marked.
REST_RULES: tuple[Rule, ...] = (
    (re.compile(r"(?<=[^\W\d_])-(?=\d)"), lambda match: " "),
    (re.compile(r"(?<=\d),(?=\d+,)|(?<=,\d),(?=\d)"), lambda match: ", "),
    (re.compile(rf"(?<=[^\W\d_])(?={NUMBER})|(?<=\d)(?=[^\W\d_])"), lambda match: " "),
    (re.compile(NUMBER), lambda match: number(match[0])),
)

_SIGN_RULE: Rule = (
    re.compile(rf"\s*(?:{'|'.join(map(re.escape, SIGNS))})\s*"),
    lambda match: f" {SIGNS[match[0].strip()]} ",
)
SIGN_RULES: tuple[Rule, ...] = (
    _SIGN_RULE,
    (re.compile(r"\s?%+\s?"), lambda match: " phần trăm "),
    (re.compile(r"(?<=[^\W\d_])\s*/\s*(?=[^\W\d_])"), lambda match: " "),
)


def rules_with(abbreviations: Mapping[str, str]) -> tuple[Rule, ...]:
    """Return the rules; parts of document numbers are looked up in the table."""
    document_number = (_DOCUMENT_NUMBER, partial(_document_number, abbreviations))
    return (*codes.FIRST_RULES, document_number, *numbered.RULES, *RULES)


_WITH_DIGIT = re.compile(r"[^\s\[\]()“”\"|]*\d[^\s\[\]()“”\"|]*")
_PUNCTUATION = ".,;:!?-–—’'‘/…"
_SIGN = re.compile(rf"[{re.escape(''.join(SIGNS))}%‰°;]")
_KNOWN_FORM = re.compile(
    rf"(?:{NUMBER}|\d+(?:,\d+){{2,}}|\w+|[^\W\d_]+(?:-[^\W\d_]+)*-\d+|[^\W\d_]*)"
)


def mark_unknown(text: str, mark: str) -> str:
    """Return the text with each form of digits and signs marked that no rule has read: to read its
    digits would be to guess.
    """

    def judged(match: re.Match[str]) -> str:
        core = match[0].strip(_PUNCTUATION)
        if all(_KNOWN_FORM.fullmatch(part) for part in _SIGN.split(core)):
            return match[0]
        before, _, after = match[0].partition(core)
        return f"{before}{mark.format(core)}{after}"

    return _WITH_DIGIT.sub(judged, text)


def apply(rules: tuple[Rule, ...], text: str) -> str:
    for pattern, spoken in rules:
        text = pattern.sub(spoken, text)
    return text
