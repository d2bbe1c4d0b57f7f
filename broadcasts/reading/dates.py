"""Days, months and years as they are spoken."""

from __future__ import annotations

import re
from collections.abc import Callable

from broadcasts.reading.numbers import month_words, roman_value, whole_words

Rule = tuple[re.Pattern[str], Callable[[re.Match[str]], str]]

_DAY = r"(?:0?[1-9]|[12]\d|3[01])"
_MONTH = r"(?:0?[1-9]|1[0-2])"
_YEAR = r"(?:1[5-9]|20|21)\d{2}"
NEAR_YEAR = r"[23]\d"  # of this century, in two digits: another one is marked
_DASH = r"\s*[-–—]\s*"
_FREE = r"(?<![\w/.,-])"  # nothing of a number before
_END = r"(?![\w/]|[.,-]\d)"
# Days that need no word before them to be known as days.
_HOLIDAYS = frozenset(
    (
        *("3/2", "14/2", "27/2", "8/3", "26/3", "10/3", "30/4", "1/5", "7/5", "15/5", "19/5"),
        *("1/6", "21/6", "28/6", "27/7", "19/8", "2/9", "10/10", "13/10", "20/10", "9/11"),
        *("18/11", "20/11", "22/12", "24/12", "25/12", "31/12", "1/1"),
    )
)
# Words after which "5/7" is a day.
_BEFORE_DAY = (
    r"ngày|mùng|mồng|sáng|trưa|chiều|tối|đêm|khuya|hôm|dịp|lễ|Tết|tết|trước|sau|hết|hạn|"
    r"kỷ niệm|từ|đến|tới|chủ nhật|Chủ nhật|Chủ Nhật|cuối tuần"
)


def day_and_month(day: str, month: str) -> str:
    return f"{whole_words(day)} tháng {month_words(int(month))}"


def _year(text: str) -> str:
    return f"năm {whole_words(text if len(text) == 4 else f'20{text}')}"


def _named(match: re.Match[str], words: str) -> str:
    """Return the words with "ngày" before them, unless the text has it."""
    before = match["before"] or ""
    return f"{before}{'' if _ends_with_day(before) else 'ngày '}{words}"


def _ends_with_day(text: str) -> bool:
    return text.rstrip().lower().endswith(("ngày", "mùng", "mồng"))


_BEFORE = rf"(?P<before>(?:(?<!\w)(?i:{_BEFORE_DAY})\s+)?)"
_WITH_WORD = (
    rf"(?P<before>(?<!\w)(?:{_BEFORE_DAY}|thứ (?:\w+)(?:,| \(|\s)\s*|chủ nhật(?:,| \()\s*"
    r"|(?:ngày|sáng|chiều|tối|đêm|hạn|hạn nộp|hạn chót):\s*|và ngày)\s*)"
)


def _span_of_days(match: re.Match[str]) -> str:
    """From "5-10/7/2026": both days are of one month."""
    year = f" {_year(match['year'])}" if match["year"] else ""
    first, last = whole_words(match["first"]), day_and_month(match["last"], match["month"])
    return _named(match, f"{first} đến ngày {last}{year}")


def _whole_date(match: re.Match[str]) -> str:
    return _named(match, f"{day_and_month(match['day'], match['month'])} {_year(match['year'])}")


def _two_dates(match: re.Match[str]) -> str:
    words = []
    for side in ("left", "right"):
        day, month, *year = match[side].split("/")
        of_year = f" {_year(year[0])}" if year else ""
        words.append(f"{day_and_month(day, month)}{of_year}")
    return _named(match, " đến ngày ".join(words))


def _day_of_year(match: re.Match[str]) -> str:
    return _named(match, day_and_month(match["day"], match["month"]))


def _following_days(match: re.Match[str]) -> str:
    return match["first"] + _DAY_IN_LIST.sub(
        lambda found: f"ngày {day_and_month(found['day'], found['month'])}", match["rest"]
    )


def _days_of_months(match: re.Match[str]) -> str:
    """From "1, 3, 5/12 và 7, 9/12/2026": days before one with its month are of that month."""
    days_up = re.findall(r"(?<![\d/])(\d+)(?:[-–]|,? (?:\D* )?)(?=(\d+))", match["days"])
    if any(int(first) >= int(last) for first, last in days_up):
        return match[0]  # "ngày 5, 3/4 cử tri" is a day and a share
    days = re.sub("[-–]", " đến ", match["days"])
    return match["before"] + _LISTED_DAY.sub(_listed_day, days)


def _listed_day(match: re.Match[str]) -> str:
    if not match["month"]:
        return whole_words(match["day"])
    year = f" {_year(match['year'])}" if match["year"] else ""
    return f"{day_and_month(match['day'], match['month'])}{year}"


def _day_by_its_form(match: re.Match[str]) -> str:
    day, month = match["day"], match["month"]
    is_written_as_date = day.startswith("0") or month.startswith("0")
    if not is_written_as_date and f"{int(day)}/{int(month)}" not in _HOLIDAYS:
        return match[0]
    return _named(match, day_and_month(match["day"], match["month"]))


def _street(match: re.Match[str]) -> str:
    if f"{int(match['day'])}/{int(match['month'])}" not in _HOLIDAYS:
        return match[0]
    return match["before"] + day_and_month(match["day"], match["month"])


def _span_from(match: re.Match[str]) -> str:
    """From "từ 30-11 đến 2-12"; what goes up on both sides may be two ranges, but not "từ 2-12 đến
    5-12" or with "hết".
    """
    sides = ((match["day"], match["month"]), (match["until_day"], match["until_month"]))
    may_be_ranges = int(match["month"]) != int(match["until_month"]) and all(
        int(day) < int(month) for day, month in sides
    )
    if may_be_ranges and match["ends"] is None and "hết" not in match["between"]:
        return match[0]
    (day, month), until = sides
    return (
        f"{_named(match, day_and_month(day, month))} {match['between']} ngày"
        f" {day_and_month(*until)}{match['ends'] or ''}"
    )


def _month_of_year(match: re.Match[str]) -> str:
    before = match["before"] or ""
    named = "" if before else "tháng "
    before = "tháng " if before.lower().strip() in ("t", "tháng") else before
    return f"{before}{named}{month_words(int(match['month']))} {_year(match['year'])}"


def _month_name(match: re.Match[str]) -> str:
    return f"{match['before']}{month_words(int(match['month']))}"


def _span_of_months(match: re.Match[str]) -> str:
    first, last = (month_words(int(match[name])) for name in ("first", "last"))
    year = f" {_year(match['year'])}" if match["year"] else ""
    return f"{match['before']}{first} đến tháng {last}{year}"


def _quarter(match: re.Match[str]) -> str:
    value = roman_value(match["number"]) or match["number"]
    return f"{match['before']}{whole_words(str(value))} {_year(match['year'] or match['near'])}"


def _span_of_years(match: re.Match[str]) -> str:
    return f"{whole_words(match['first'])} đến {whole_words(match['last'])}"


_LISTED = r"(?:,|;| và| hoặc| hay)\s+(?:ngày\s+)?"
_DAY_IN_LIST = re.compile(rf"(?:(?<=\s)ngày\s+)?(?P<day>{_DAY})[/.-](?P<month>{_MONTH})(?!\w)")
_LISTED_DAY = re.compile(
    rf"(?<!\d)(?P<day>{_DAY})(?:/(?P<month>{_MONTH})(?:/(?P<year>{_YEAR}))?)?(?![\d/])"
)
_ONE_DAY = rf"{_DAY}(?:[-–]{_DAY}|/{_MONTH}(?:/{_YEAR})?)?(?![\d/])"
_COUNTED = r"(?!\s*(?:số|tổng|diện|tổ|hộ|đại|chỉ|người|phiếu|đồng|trường|đơn|phường|xã)(?!\w))"
_NUMBER_WORD = r"(?:không|một|mốt|hai|ba|bốn|tư|năm|lăm|sáu|bảy|tám|chín|mười|mươi|linh|trăm|nghìn)"
_NO_COUNT = (
    r"(?!\s*(?:%|°|(?:giờ|phút|h|g|độ|người|hộ|lần|lượt|ngày|tuần|tháng|năm|ca|con|m|mm|cm|km|kg|ha|"
    r"tấn|tạ|lít|suất|đội|tổ|em|học sinh|buổi|trận|bài|điểm|triệu|nghìn|tỷ|tỉ|đồng)(?!\w)))"
)
# With a point or a dash it is a day only where nothing is counted behind it.
_LIST_END = r"(?:(?=\s*(?:[,;.:!?)]|$|(?:và|hoặc|hay|năm|tại|ở|sẽ|được|là)(?!\w)))(?![.,]\d))"

_DEADLINE = (
    r"(?<!\w)(?i:hạn(?: (?:nộp|chót|cuối|đăng ký|đăng kí|gửi|báo cáo|trả lời|hoàn thành))?"
    r"|hết hạn|nộp trước|đến hết|chậm nhất(?: là| vào)?)(?: ngày)?:?\s+"
)
_STREETS = r"đường|phố|công viên|quảng trường|trường|chợ|cầu|bệnh viện"

RULES: tuple[Rule, ...] = (
    # "23/12 ÂL", "rằm 15/8 (ÂL)".
    (
        re.compile(
            rf"{_BEFORE}{_FREE}(?P<day>{_DAY})/(?P<month>{_MONTH})"
            r"(?=\s?\(?(?:ÂL|DL|(?i:âm lịch|dương lịch))(?!\w))"
        ),
        _day_of_year,
    ),
    # "đường 3/2", the name of a street.
    (
        re.compile(
            rf"(?P<before>(?<!\w)(?i:{_STREETS})\s+)(?P<day>{_DAY})/(?P<month>{_MONTH}){_END}"
        ),
        _street,
    ),
    # "các ngày 1, 3, 5/12 và 7, 9/12/2026".
    (
        re.compile(
            rf"(?P<before>(?<!\w)(?i:ngày|sáng|chiều|tối|đêm)\s+)"
            rf"(?P<days>{_DAY}(?:[-–]{_DAY})?(?=,| và| hoặc| hay)"
            rf"(?:(?:,| và| hoặc| hay)\s+{_ONE_DAY}){{0,30}}"
            rf"(?:,| và| hoặc| hay)\s+{_DAY}/{_MONTH}(?:/{_YEAR})?){_END}{_COUNTED}"
        ),
        _days_of_months,
    ),
    # "trừ 6/12", where nothing is counted.
    (
        re.compile(
            r"(?P<before>(?<!\w)(?<!iảm )(?<!hấu )(?i:trừ)\s+)(?![12]/[2-4](?!\d)|3/4)"
            rf"(?P<day>{_DAY})/(?P<month>{_MONTH}){_LIST_END}"
        ),
        _day_of_year,
    ),
    # "từ 1.12 đến hết 10.12.2026": what follows is a day.
    (
        re.compile(
            rf"(?P<before>(?<!\w)(?i:từ|từ ngày)\s+)(?P<day>{_DAY})[-.](?P<month>{_MONTH})"
            rf"(?=\s+(?:đến|tới)(?: hết)?(?:\s+ngày)?\s+{_DAY}(?P<sign>[/.-]){_MONTH}"
            rf"(?P=sign){_YEAR})"
        ),
        _day_of_year,
    ),
    # "từ 30-11 đến 2-12", "từ ngày 30-11 đến ngày 2-12".
    (
        re.compile(
            rf"(?P<before>(?<!\w)(?i:từ|từ ngày)\s+)(?P<day>{_DAY})[-.](?P<month>{_MONTH})"
            r"\s+(?P<between>(?:đến|tới)(?: hết)?)(?:\s+ngày)?\s+"
            rf"(?P<until_day>{_DAY})[-.](?P<until_month>{_MONTH})(?![\w/]|[.,-]\d)"
            rf"{_NO_COUNT}"
            rf"(?P<ends>{_LIST_END})?"
        ),
        _span_from,
    ),
    # "hạn 5-12", "sáng 5-12", where nothing is counted.
    (
        re.compile(
            r"(?P<before>(?<!\w)(?i:sáng|trưa|chiều|tối|đêm|khuya|hôm|hạn|hạn nộp|hạn chót|"
            r"hạn cuối|hết hạn|trước|sau)(?: ngày)?:?\s+)"
            rf"(?P<day>{_DAY})-(?P<month>{_MONTH})(?![\w/]|[.,-]\d)"
            rf"{_NO_COUNT}"
        ),
        _day_of_year,
    ),
    # "hạn nộp 5.12", "đến hết 31.12": a decimal has a comma, and no hour is meant.
    (
        re.compile(
            rf"(?P<before>{_DEADLINE})(?P<day>{_DAY})\.(?P<month>{_MONTH})(?![\w/]|[.,-]\d)"
            rf"{_NO_COUNT}"
        ),
        _day_of_year,
    ),
    # "hạn nộp 15.12.26".
    (
        re.compile(
            rf"(?P<before>{_DEADLINE})(?P<day>{_DAY})(?P<sign>[.-])(?P<month>{_MONTH})(?P=sign)"
            rf"(?P<year>{NEAR_YEAR}){_END}"
        ),
        _whole_date,
    ),
    # "từ 5-10/7/2026".
    (
        re.compile(
            rf"{_BEFORE}{_FREE}(?P<first>{_DAY}){_DASH}(?P<last>{_DAY})/(?P<month>{_MONTH})"
            rf"(?:/(?P<year>{_YEAR}))?{_END}"
        ),
        _span_of_days,
    ),
    # "05/07/2016 - 10/07/2016", "25/6 - 30/6".
    (
        re.compile(
            rf"{_BEFORE}(?P<left>{_FREE}{_DAY}/{_MONTH}(?:/{_YEAR}|/{NEAR_YEAR})?)"
            rf"{_DASH}(?P<right>{_DAY}/{_MONTH}(?:/{_YEAR}|/{NEAR_YEAR})?){_END}"
        ),
        _two_dates,
    ),
    (
        re.compile(
            rf"{_BEFORE}{_FREE}(?P<day>{_DAY})\s?(?P<sign>[/.-])\s?(?P<month>{_MONTH})\s?(?P=sign)\s?"
            rf"(?P<year>{_YEAR}){_END}"
        ),
        _whole_date,
    ),
    # "2/12/26".
    (
        re.compile(
            rf"{_BEFORE}{_FREE}(?P<day>{_DAY})/(?P<month>{_MONTH})/(?P<year>{NEAR_YEAR}){_END}"
        ),
        _whole_date,
    ),
    (
        re.compile(
            rf"(?P<before>(?<!\w)(?i:ngày|dịp|lễ|mừng|Quốc khánh|kỷ niệm|kỉ niệm)\s+)"
            rf"(?P<day>{_DAY})[-.](?P<month>{_MONTH}){_END}(?!\s+năm\s+(?:ngày|thành))"
        ),
        _day_of_year,
    ),
    (
        re.compile(
            rf"{_WITH_WORD}(?P<day>{_DAY})/(?P<month>{_MONTH}){_END}(?!\s*(?:số|tổng))",
            re.IGNORECASE,
        ),
        _day_of_year,
    ),
    # "thứ Bảy (5-12)", "Chủ nhật, 6-12".
    (
        re.compile(
            r"(?P<before>(?<!\w)(?:thứ (?:hai|ba|tư|năm|sáu|bảy|bẩy|[2-7])|chủ nhật)"
            rf"(?:,\s*|\s*\(\s*))(?P<day>{_DAY})[-.](?P<month>{_MONTH})(?=\s*[),;:.]|\s*$)"
            r"(?![.,]\d)",
            re.IGNORECASE,
        ),
        _day_of_year,
    ),
    # "15/12, thứ Ba", "15/12 (Chủ nhật)".
    (
        re.compile(
            rf"(?P<before>){_FREE}(?P<day>{_DAY})/(?P<month>{_MONTH})"
            r"(?=(?:,\s*|\s*\(\s*)(?:[Tt]hứ|[Cc]hủ [Nn]hật)(?!\w))"
        ),
        _day_of_year,
    ),
    (
        re.compile(
            r"(?P<before>(?:(?<!\w)[Qq]uý\s+))(?P<number>[1-4]|I{1,3}|IV)"
            rf"(?:\s?[/-]\s?(?P<year>{_YEAR})|/(?P<near>{NEAR_YEAR})){_END}"
        ),
        _quarter,
    ),
    (
        re.compile(
            rf"(?P<before>(?<!\w)(?:[Tt]háng\s+))(?P<first>{_MONTH}){_DASH}(?P<last>{_MONTH})"
            rf"(?:/(?P<year>{_YEAR}))?{_END}"
        ),
        _span_of_months,
    ),
    (
        re.compile(
            rf"(?:(?P<before>(?<!\w)(?:[Tt]háng\s+|T\.?))|{_FREE})"
            rf"(?P<month>{_MONTH})\s?/\s?(?P<year>{_YEAR}){_END}"
        ),
        _month_of_year,
    ),
    # "tháng 3/27".
    (
        re.compile(
            rf"(?P<before>(?<!\w)[Tt]háng\s+)(?P<month>{_MONTH})/(?P<year>{NEAR_YEAR}){_END}"
        ),
        _month_of_year,
    ),
    (
        re.compile(rf"(?P<before>(?<!\w)[Tt]háng\s+)(?P<month>{_MONTH})(?![\w/]|[.,]\d)"),
        _month_name,
    ),
    (
        re.compile(rf"{_FREE}(?P<first>{_YEAR})(?:{_DASH}|/)(?P<last>{_YEAR}){_END}"),
        _span_of_years,
    ),
    # "5/7 và 6/7", "20-11, 08/3, 30.4 và 2-9", once the first one is read.
    (
        re.compile(
            rf"(?P<first>tháng (?:mười )?\w+(?: năm(?:(?: {_NUMBER_WORD})+| {_YEAR}))?)"
            rf"(?P<rest>(?:{_LISTED}(?:{_DAY}/{_MONTH}{_END}{_COUNTED}|{_DAY}[.-]{_MONTH}{_LIST_END}))+)"
        ),
        _following_days,
    ),
    (
        re.compile(
            rf"(?P<before>){_FREE}(?P<day>{_DAY})/(?P<month>{_MONTH}){_END}"
            r"(?!\s*(?:số|tổng|diện|tổ|hộ|đại|chỉ|người|phiếu|đồng|trường|đơn|phường|xã))"
        ),
        _day_by_its_form,
    ),
)
