"""Lint of plain text: spelling, doubled words, spacing, capitals, lengths, preferred wording.

Every function takes linear time for any text. No rule is certain enough to block publication; a
rule that would often be wrong is left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.text import capfirst

from core.text.facts.times import impossible_days
from core.text.legacy_encoding import legacy_passage, refusal_sentence
from core.text.messages import LintMessage
from core.text.spelling import preferred_spelling
from core.text.vietnamese import clean_line, fold, nfc, personal_data, syllables

# A word of letters alone: no part of a URL, a code or a hyphenated name.
_WORD = re.compile(r"(?<![\w@/’'.-])[^\W\d_]{2,12}(?![\w@/’'-]|\.\w)")
# Words that Vietnamese never doubles, neither for emphasis ("ngày ngày") nor by chance ("lý do do",
# "thiết bị bị hỏng").
_NEVER_DOUBLED = "của và các những được cho với để theo thì mà nhằm rằng cũng đã sẽ đang bởi"
_DOUBLED = re.compile(rf"\b({'|'.join(_NEVER_DOUBLED.split())})[ \u00a0]+\1\b")
_BLANK_BEFORE = re.compile(
    r"\w{1,20}(?:[ \u00a0]{1,9}[,;!?](?![)(])|[ \u00a0]{1,9}[.:](?![\w)(.]|\s?\d))"
)
_NO_BLANK_AFTER = re.compile(r"\b[^\W\d_]{2,12}[,;][^\W\d_]{2,12}\b")
# fmt: off
_FILE_NAME = re.compile(
    r".{1,120}\.(?:jpe?g|png|gif|webp|heic|heif|avif|bmp|tiff?|svg)"
    r"|(?:img|dsc[fn]?|dcim|pxl|mvimg|fb_img|vid|received|photo|image|screenshot|screen shot"
    r"|whatsapp image"
    r"|anh chup man hinh|untitled|khong ten|scan)[ _-]{0,2}(?:\d(?:[\d ._:()-]| at | luc ){0,60})?"
    r"|(?:anh|hinh|hinh anh)[ _-]?\d{0,8}|(?:anh|hinh) minh hoa|z?\d[\d _.-]{3,60}[\da-f_-]{0,60}"
)
# fmt: on
_AROUND_NUMBERS = ".,;:!?()[]…\"'“”‘’"
_SAME_MARKS = str.maketrans(dict.fromkeys("“”„«»", '"') | dict.fromkeys("‘’‚", "'"))
_DOUBLED_MARKS = re.compile(r"([,;:!?])(?: ?\1)+")
_SENTENCE_START = re.compile(r"(?:^|[.!?:\n])[ \"'(\[–-]{0,9}[^\W\d_]")
_ABBREVIATED = ("v.v.", "...", "…")


def is_file_name(description: str) -> bool:
    """Return whether a picture's description is a file name, or says no more than "Ảnh 1"."""
    return bool(_FILE_NAME.fullmatch(fold(clean_line(description))[:200]))


def check_spelling(field: str, text: str) -> Iterator[LintMessage]:
    """Yield syllables with another preferred spelling, and those that cannot be syllables."""
    for word in dict.fromkeys(_WORD.findall(text)):
        right = preferred_spelling(word)
        if right is None:
            yield LintMessage(field, f"Xin xem lại chính tả của chữ “{word}”.", quote=word)
        elif right != word:
            yield LintMessage(field, f"Xin viết “{right}” thay cho “{word}”.", quote=word)


def check_legacy_encoding(field: str, text: str) -> Iterator[LintMessage]:
    """Yield a message on a text that was typed before Unicode."""
    if passage := legacy_passage(text):
        yield LintMessage(field, refusal_sentence(passage), quote=passage[:40].strip())


def is_small_fix(old: str, new: str) -> bool:
    """Return whether two plain texts differ in nothing that could change what they say: in blanks,
    doubled marks, shapes of quotation marks, capitals at the start of a sentence or of everything,
    the full stop of a paragraph, and spelling that ``preferred_spelling`` is certain of.

    Any other mark counts: "không, thu tiền" is not "không thu tiền". Every number stays as it was,
    signs and separators included; a name keeps its letters, since only words in lower case have a
    preferred spelling.
    """
    is_shouted = old.isupper() or new.isupper()
    return _numbers(old) == _numbers(new) and _said(old, is_shouted) == _said(new, is_shouted)


def _numbers(text: str) -> list[str]:
    """Return the words with a digit, without the punctuation of the sentence around them."""
    words = (word.strip(_AROUND_NUMBERS) for word in nfc(text).split())
    return [word.lower() for word in words if any(sign.isdigit() for sign in word)]


def _said(text: str, is_shouted: bool) -> str:
    """Return letters, digits and marks without what a small fix may change."""
    spelt = _WORD.sub(lambda match: preferred_spelling(match[0]) or match[0], nfc(text))
    lines = (" ".join(line.split()) for line in spelt.translate(_SAME_MARKS).splitlines())
    marked = "\n".join(_DOUBLED_MARKS.sub(r"\1", line).rstrip(" .") for line in lines if line)
    started = _SENTENCE_START.sub(lambda match: match[0].lower(), marked)
    return "".join((started.lower() if is_shouted else started).split())


def check_doubled_words(field: str, text: str) -> Iterator[LintMessage]:
    for match in _DOUBLED.finditer(text):
        yield LintMessage(field, f"Chữ “{match[1]}” đứng hai lần liền nhau.", quote=match.group())


def check_days(field: str, text: str) -> Iterator[LintMessage]:
    for day in impossible_days(text):
        yield LintMessage(field, f"Không có ngày “{day}”: xin xem lại.", quote=day)


def check_punctuation(field: str, text: str) -> Iterator[LintMessage]:
    for match in _BLANK_BEFORE.finditer(text):
        yield LintMessage(
            field, f"Thừa dấu cách trước dấu câu: “{match.group()}”.", quote=match.group()
        )
    for match in _NO_BLANK_AFTER.finditer(text):
        yield LintMessage(
            field, f"Thiếu dấu cách sau dấu câu: “{match.group()}”.", quote=match.group()
        )


def check_title(field: str, title: str) -> Iterator[LintMessage]:
    """Yield messages on a title in capitals and on one that ends with a full stop."""
    letters = [letter for letter in title if letter.isalpha()]
    capitals = sum(letter.isupper() for letter in letters)
    # Abbreviations alone ("UBND, HĐND phường") stay below.
    if syllables(title) >= 3 and capitals > 0.8 * len(letters):
        yield LintMessage(
            field,
            "Tiêu đề toàn chữ hoa khó đọc và bị máy đọc đánh vần; xin viết chữ thường như câu văn.",
        )
    ending = title.rstrip()
    if ending.endswith(".") and not ending.endswith(_ABBREVIATED):
        yield LintMessage(field, "Tiêu đề không kết thúc bằng dấu chấm.")


@dataclass(frozen=True)
class LengthBounds:
    """Usual length of a text in syllables (*chữ*), both bounds inclusive, and the reason.

    ``name`` names the text in messages.
    """

    name: str
    least: int
    most: int
    reason: str

    def lint(self, field: str, text: str) -> Iterator[LintMessage]:
        """Yield a message on a text outside the bounds; an empty text is not short."""
        number = syllables(text)
        if number and not self.least <= number <= self.most:
            size = f"từ {self.least} đến {self.most}" if self.least > 1 else f"tối đa {self.most}"
            yield LintMessage(
                field, f"{self.name} có {number} chữ, thường nên {size} chữ: {self.reason}."
            )


IDENTITY_LABEL = "Tôi đã xem từng số: không phải số của công dân, hoặc pháp luật cho phép công khai"
PHONE_LABEL = "Tôi đã xem từng số: là số của cơ quan, hoặc người dùng số đồng ý công khai"
ACCOUNT_LABEL = "Tôi đã xem từng số: là tài khoản của cơ quan, quỹ, hoặc được phép công khai"
_MAX_QUOTED = 3


def identity_sentence(numbers: Sequence[str]) -> str:
    """Return what is said of numbers like those of identity cards in what goes public."""
    return (
        f"Trong phần công khai còn số giống số căn cước, chứng minh nhân dân: {_quoted(numbers)}."
    )


def phone_sentence(numbers: Sequence[str]) -> str:
    """Return what is said of mobile telephone numbers in what goes public."""
    return f"Trong phần công khai có số điện thoại di động: {_quoted(numbers)}."


def account_sentence(numbers: Sequence[str]) -> str:
    """Return what is said of the numbers of accounts in what goes public."""
    return f"Trong phần công khai có số tài khoản: {_quoted(numbers)}."


def _quoted(numbers: Sequence[str]) -> str:
    quoted = ", ".join(f"“{number}”" for number in numbers[:_MAX_QUOTED])
    more = f" và {len(numbers) - _MAX_QUOTED} số khác" if len(numbers) > _MAX_QUOTED else ""
    return f"{quoted}{more}"


def check_private_data(field: str, text: str, *, is_public: str) -> Iterator[LintMessage]:
    """Yield what looks like personal data, except the contents of ``is_public``: the ward's own
    phone, mail address and address; and except mail addresses at the portal's own domain.
    """
    own_mail = f"@{(urlsplit(settings.SITE_URL).hostname or '').removeprefix('www.')}"
    own_text, own_digits = fold(is_public), _digits(is_public)
    for sentence, quote in personal_data(text):
        digits = _digits(quote)
        is_own_number = len(digits) >= 9 and digits in own_digits
        is_own = is_own_number or fold(quote) in own_text or quote.lower().endswith(own_mail)
        if not is_own:
            yield LintMessage(field, sentence, quote=quote)


def _digits(text: str) -> str:
    """Return the digits alone, a Vietnamese number in national format."""
    return re.sub(r"\D", "", re.sub(r"\+84", "0", text))


@dataclass(frozen=True)
class PreferredWording:
    """The board writes ``right`` instead of ``wrong``; ``note`` is the reason."""

    wrong: str
    right: str
    note: str = ""


def check_preferred_words(
    field: str, text: str, preferences: Iterable[PreferredWording]
) -> Iterator[LintMessage]:
    """Yield whole words with another preferred wording.

    Case is ignored, marks are not: with other marks it is another word. Where wrong and right
    differ in case alone, case counts, except in a line of capitals.
    """
    by_wrong = {preference.wrong.lower(): preference for preference in preferences}
    if not by_wrong:
        return
    longest_first = sorted(by_wrong, key=len, reverse=True)
    pattern = r"(?<!\w)(?:" + "|".join(re.escape(wrong) for wrong in longest_first) + r")(?!\w)"
    for match in re.finditer(pattern, text, re.IGNORECASE):
        preference = by_wrong.get(match.group().lower())
        if preference and not _is_written_right(text, match.start(), match.group(), preference):
            right = preference.right
            right = capfirst(right) if match.group()[0].isupper() else right
            note = f" ({preference.note.rstrip('.')})" if preference.note else ""
            yield LintMessage(
                field, f"Xin viết “{right}” thay cho “{match.group()}”{note}.", quote=match.group()
            )


def _is_written_right(text: str, start: int, found: str, preference: PreferredWording) -> bool:
    wrong, right = preference.wrong, preference.right
    if wrong.lower() == right.lower():
        return found in (right, capfirst(right)) or found.isupper()
    # "tổ dân" is right as the beginning of "tổ dân phố".
    offset = right.lower().find(wrong.lower())
    if offset < 0 or offset > start:
        return False
    return text[start - offset : start - offset + len(right)].lower() == right.lower()
