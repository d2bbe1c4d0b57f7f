"""Proposals for a document's row from the layout of its pages, by decree 30/2020, annex I.

Everything here is a proposal that a person confirms; what is not found stays empty.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise

from django.utils.text import capfirst

from core.text.vietnamese import clean_line, fold, identity_numbers
from core.workflow.classified import is_read_as_stamp
from documents.defaults import DOCUMENT_TYPES, OFFICIAL_LETTER
from documents.reading.layout import PageText, Segment, joined
from documents.reading.numbers import DocumentNumber, parse_number


def _beginning(words: str, before: str = "") -> re.Pattern[str]:
    """Return the pattern of folded texts that begin with one of the words."""
    choices = "|".join(re.escape(word) for word in words.split(", "))
    return re.compile(rf"^{before}(?:{choices})(?!\w)")


_HEAD = 0.5  # the share of the first page that its head takes at most
# The share of the first page above which the head has a stamp of secrecy, and its date.
_STAMP_TOP = _DATE_TOP = 0.35
_MAX_SUBJECT_LINES = 8
_SIGNATURE_LINES = 12
_MAX_SUBJECT = 500  # characters; Subject of decree 30/2020, annex VI
_DATE = re.compile(r"ngay\s*(\d{1,2})\s*thang\s*(\d{1,2})\s*nam\s*(\d{4})")
_DAY = re.compile(r"\bngay\s*\d{1,2}\b")
_SHORT_DATE = re.compile(r"\bngay\s*(\d{1,2})\s*[/.-]\s*(\d{1,2})\s*[/.-]\s*(\d{4})")
_ABOUT = re.compile(r"^\W*(?:v\s*/\s*v|ve viec)\b\W*")
_NUMBERED = re.compile(r"\bs[o06]\b\s*[:.]?\s*(?=\d)|^\W*(?=\d{1,9}[a-z]?\s*[/-]\s*\w)")
_COUNTRY = ("cong hoa xa hoi", "doc lap", "dang cong san viet nam")
_AGENCY = _beginning(
    "uy ban, ubnd, hoi dong, hdnd, dang uy, dang bo, chi bo, ban, bo, so, cuc, chi cuc, tong cuc,"
    " phong, van phong, cong an, mat tran, hoi, doan, lien doan, cong doan, trung tam, truong,"
    " tram, thanh uy, quan uy, huyen uy, tinh uy, thanh tra, toa an, vien kiem sat, chi nhanh,"
    " cong ty, chinh phu, thu tuong, quoc hoi, to"
)
_PLACE = _beginning("thanh pho, tinh, quan, huyen, thi xa, phuong, xa, thi tran")
_PLACE_WORDS = {"thanh", "pho", "tinh", "quan", "huyen", "thi", "xa", "phuong", "tran", "dao"}
_DEADLINE_WORDS = {"truoc", "den", "tu", "han"}
_BODIES = {"UBND": "ỦY BAN NHÂN DÂN", "HĐND": "HỘI ĐỒNG NHÂN DÂN"}
_BODY = _beginning(
    "can cu, kinh gui, thuc hien, theo, xet, de, ngay, hom nay, hoi, i., 1., a., dieu 1,"
    " chuong i, phan i, chu tich, uy ban nhan dan, hoi dong nhan dan, ban thuong vu,"
    " ban chap hanh, thoi gian, nham, tren co so, sau khi, thua, gom, tai, trong, vua qua"
)
_LIST_ITEM = re.compile(r"^\d{1,3}\s*[.)]\s*[^\W\d]")
_BROKEN_NUMBER = re.compile(r"(?<=\w)- (?=\w)")  # "301/QĐ-" at the end of a line
_AUTHORITY = re.compile(r"^(?:t\s?m|k\s?t|t\s?l|t\s?u\s?q|q)\s?[.,]\s?")
_POSITION = _beginning(
    "chu tich, bi thu, chanh van phong, truong ban, truong phong, giam doc, hieu truong,"
    " chi huy truong, truong cong an, chu nhiem, tram truong, to truong, doi truong, thu truong,"
    " bo truong, tong giam doc, cuc truong, chi cuc truong, chanh thanh tra, vu truong, thu ky,"
    " chu toa, uy vien, truong doan, thu tuong, nguoi",
    before="(?:pho |quyen |thuong truc )*",
)
_NAME_WORD = re.compile(r"^[^\W\d_][^\W\d_'’]*$")
_NO_NAME = {"da", "ky", "ten", "ghi", "ro", "ho", "dong", "dau", "noi", "nhan", "luu"}
_AGENCY_CODES = ("UBND", "HĐND", "ĐU", "MTTQ", "BCĐ", "VP")
_URGENCIES = {
    "khan": "Khẩn",
    "thuong khan": "Thượng khẩn",
    "hoa toc": "Hỏa tốc",
    "hoa toc hen gio": "Hỏa tốc",
}


@dataclass(frozen=True)
class Proposal:
    """What a paper says of itself; "" or None for what was not found.

    ``type`` is the name of the type, ``subject`` the words after it or after "V/v".
    """

    agency: str = ""
    number: DocumentNumber | None = None
    issued_on: date | None = None
    type: str = ""
    subject: str = ""
    signer: str = ""
    signer_title: str = ""
    urgency: str = ""
    is_classified: bool = False


def propose(
    pages: Sequence[PageText], types: Sequence[tuple[str, str]] = DOCUMENT_TYPES
) -> Proposal:
    """Return the proposal for the pages of one paper; ``types`` are names and abbreviations."""
    if not pages:
        return Proposal()
    first = joined(pages[0].segments)
    head = [segment for segment in first if segment.top < _HEAD]
    place = next((at for at, one in enumerate(head) if _numbered(one)), None)
    number = _corrected(_numbered(head[place]), types) if place is not None else None
    type_name, subject = _type_and_subject(first, types)
    if not type_name and number:
        type_name = _type_of(number, types)
    if not subject or type_name == OFFICIAL_LETTER:
        subject = _letter_subject(first) or subject
    signer, signer_title = _signature(pages)
    return Proposal(
        agency=_agency(head, head[place] if place is not None else None, number),
        number=number,
        issued_on=_issued_on(head, pages[0].text, type_name),
        type=type_name,
        subject=subject[:_MAX_SUBJECT],
        signer=signer,
        signer_title=signer_title,
        urgency=_urgency(first),
        is_classified=any(map(_has_stamp, pages)) or _has_stamp_in_head(pages[0]),
    )


def _numbered(segment: Segment) -> DocumentNumber | None:
    """Return the number of a line "Số: 15/QĐ-UBND" in the left half."""
    found = _NUMBERED.search(_folded(segment.text))
    if found is None or segment.left > 0.5:
        return None
    return parse_number(segment.text[found.end() :])


def _corrected(
    number: DocumentNumber | None, types: Sequence[tuple[str, str]]
) -> DocumentNumber | None:
    """Return the number with known abbreviations in place of what only resembles them ("ÑQ")."""
    if number is None:
        return None
    known = {fold(code): code for code in [*(code for _, code in types), *_AGENCY_CODES] if code}
    parts = [known.get(fold(part), part) for part in re.split(r"([-/])", number.notation)]
    return replace(number, notation="".join(parts))


def _agency(head: list[Segment], numbered: Segment | None, number: DocumentNumber | None) -> str:
    """Return the issuing agency: the last agency named in the left column above the number."""
    end = numbered.top if numbered else 0.2
    lines = [
        clean_line(segment.text.strip("*-_– "))
        for segment in head
        if segment.top < end - segment.height / 4
        and segment.middle < 0.5
        and segment.left < 0.45
        and not _folded(segment.text).startswith(_COUNTRY)
        and sum(letter.isalpha() for letter in segment.text) > 2
        and segment.text.upper() == segment.text
    ]
    starts = [at for at, line in enumerate(lines) if _AGENCY.match(_folded(line))]
    name = " ".join(lines[starts[-1] :] if starts else lines)
    if not starts and _PLACE.match(_folded(name)) and number:
        # The place alone: its body is named by the notation.
        bodies = [_BODIES[part] for part in number.abbreviations if part in _BODIES]
        return " ".join([*bodies[-1:], name])
    return name


def _issued_on(head: list[Segment], text: str, type_name: str) -> date | None:
    """Return the date of the line of place and date; of minutes, which have none, the first of the
    text.
    """
    top = [one for one in head if one.top < _DATE_TOP and one.right > 0.55]
    for words in [*(one.text for one in top), *_broken_lines(top)]:
        if _is_place_and_date(words) and (found := _date_in(words)):
            return found
    return _date_in(text) if type_name == "Biên bản" else None


def _broken_lines(head: list[Segment]) -> Iterator[str]:
    """Yield the lines of the right column that name a day, each with the one beneath it."""
    right = [segment for segment in head if segment.middle > 0.5]
    for upper, lower in pairwise(right):
        if _DAY.search(_folded(upper.text)):
            yield f"{upper.text} {lower.text}"


def _is_place_and_date(line: str) -> bool:
    """Return whether a line is "Bến Sen, ngày 05 tháng 01 năm 2026", no sentence with a date."""
    match = _found_date(line)
    if match is None or any(map(str.isalnum, line[match.end() :])):
        return False
    # A number of the left column may stand before it in one line.
    words = re.findall(r"[^\W\d_]+", re.sub(r"^.*[\d/]\S*", "", line[: match.start()]))
    if any(fold(word) in _DEADLINE_WORDS for word in words):
        return False
    return all(word[0].isupper() or fold(word) in _PLACE_WORDS for word in words)


def _found_date(text: str) -> re.Match[str] | None:
    folded = _folded(text)
    return _DATE.search(folded) or _SHORT_DATE.search(folded)


def _date_in(text: str) -> date | None:
    match = _found_date(text)
    if match is None:
        return None
    try:
        return date(int(match[3]), int(match[2]), int(match[1]))
    except ValueError:
        return None


def _type_of(number: DocumentNumber, types: Sequence[tuple[str, str]]) -> str:
    codes = {fold(code): name for name, code in types if code}
    first = number.abbreviations[0] if number.abbreviations else ""
    return codes.get(fold(first), OFFICIAL_LETTER)


def _type_and_subject(segments: list[Segment], types: Sequence[tuple[str, str]]) -> tuple[str, str]:
    """Return the type that stands in the middle of the page in capitals, and the lines after it."""
    names = sorted((name for name, _ in types), key=len, reverse=True)
    for place, segment in enumerate(segments):
        text = clean_line(segment.text.strip(" .:*"))
        if abs(segment.middle - 0.52) > 0.15 or text.upper() != text:
            continue
        for name in names:
            if not re.match(rf"{re.escape(fold(name))}\b", _folded(text)):
                continue
            rest = text[len(name) :].strip(" :")
            lines = [rest.lower()] if rest else []
            return name, _in_one_line([*lines, *_subject_lines(segments[place:])])
    return "", ""


def _in_one_line(lines: Iterable[str]) -> str:
    """Return the lines of a subject as one, a number that goes on in the next line whole."""
    return _BROKEN_NUMBER.sub("-", " ".join(lines))


def _is_list(text: str) -> bool:
    """Return whether a line is a row of a list, or names a person by a number: no subject."""
    return bool(_LIST_ITEM.match(text) or identity_numbers(text))


def _subject_lines(segments: list[Segment]) -> Iterator[str]:
    """Yield the lines beneath the type, up to the rule, a gap or the beginning of the body."""
    last = segments[0]
    for segment in segments[1 : _MAX_SUBJECT_LINES + 1]:
        text = clean_line(segment.text)
        if not any(letter.isalnum() for letter in text):
            return
        gap = segment.top - last.bottom
        is_body = _is_list(text) or (text[0].isupper() and _BODY.match(_folded(text)))
        if is_body or gap > 1.6 * max(segment.height, last.height):
            return
        if abs(segment.middle - segments[0].middle) > 0.12:
            return
        yield text
        last = segment


def _letter_subject(segments: list[Segment]) -> str:
    """Return the subject of an official letter: "V/v …" beneath its number."""
    for place, segment in enumerate(segments):
        found = _ABOUT.match(_folded(segment.text))
        if found is None or segment.left > 0.45 or segment.top > _HEAD:
            continue
        lines = [segment.text[found.end() :]]
        last = segment
        for other in segments[place + 1 :]:
            if other.middle > 0.5 or _BODY.match(_folded(other.text)) or _urgency([other]):
                continue
            if _is_list(other.text) or other.top - last.bottom > 1.2 * last.height:
                break
            lines.append(other.text)
            last = other
        return capfirst(clean_line(_in_one_line(lines)))
    return ""


def _signature(pages: Sequence[PageText]) -> tuple[str, str]:
    """Return name and title of whoever signs, in the right half of the last page that has one,
    else in the middle of the end of the last page.
    """
    for page in reversed(pages):
        right = [one for one in joined(page.segments) if one.middle > 0.5 and one.left > 0.35]
        if (found := _signer_in(right)) != ("", ""):
            return found
    end = joined(pages[-1].segments)[-_SIGNATURE_LINES:] if pages else []
    return _signer_in([one for one in end if one.top > _HEAD])


def _signer_in(segments: list[Segment]) -> tuple[str, str]:
    titles = [at for at, one in enumerate(segments) if _is_title(one.text)]
    if not titles:
        return "", ""
    names = (_person(one.text) for one in segments[titles[-1] + 1 :])
    name = next(filter(None, names), "")
    return (name, _title(segments[titles[-1]].text)) if name else ("", "")


def _is_title(text: str) -> bool:
    folded = _folded(text)
    is_authority = _AUTHORITY.match(folded) is not None
    return text.upper() == text and (is_authority or _POSITION.match(folded) is not None)


def _title(text: str) -> str:
    without = clean_line(text)[len(match[0]) if (match := _AUTHORITY.match(_folded(text))) else 0 :]
    return without.strip(" .,").capitalize()


def _person(text: str) -> str:
    """Return a text that looks like a name: two to six capitalized words."""
    words = clean_line(text.strip(" .,:;*_-")).split()
    if not 2 <= len(words) <= 6 or any(fold(word) in _NO_NAME for word in words):
        return ""
    if not all(_NAME_WORD.match(word) and word[0].isupper() for word in words):
        return ""
    return " ".join(words) if any(not word.isupper() for word in words) else " ".join(words).title()


def _urgency(segments: list[Segment]) -> str:
    stamps = (
        clean_line(_folded(segment.text).strip(" .!*"))
        for segment in segments
        if segment.text.upper() == segment.text
    )
    return next((_URGENCIES[stamp] for stamp in stamps if stamp in _URGENCIES), "")


def _has_stamp(page: PageText) -> bool:
    segments = (*page.segments, *page.stamped)
    lines = [*page.text.splitlines(), *(one.text for one in segments)]
    return any(map(is_read_as_stamp, lines))


def _has_stamp_in_head(page: PageText) -> bool:
    """Return whether the one word of the lowest degree stands where annex I has the stamp: in the
    left column of the head.
    """
    return any(
        is_read_as_stamp(one.text, is_alone=True)
        for one in (*page.segments, *page.stamped)
        if one.top < _STAMP_TOP and one.middle < 0.45
    )


def _folded(text: str) -> str:
    """Return the text folded letter by letter, so that offsets stay."""
    return "".join(letter if len(letter) == 1 else " " for letter in map(fold, text))
