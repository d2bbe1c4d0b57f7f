"""Wording of people in papers: form of address, name, titles."""

from __future__ import annotations

import re
from collections.abc import Iterable

from core.text.vietnamese import clean_line, fold

_ADDRESSED = re.compile(r"(?:đồng chí|đ/c|ông|bà|anh|chị|cụ|bác)\b[. ]", re.IGNORECASE)
_NOT_A_PERSON = re.compile(
    r"(?:tổ|ban|hội|đoàn|chi bộ|chi hội|công an|văn phòng|ủy ban|ubnd|hđnd|mttq|trường|trạm"
    r"|trung tâm|phòng|khối|đảng ủy|đại diện|thành viên|ủy viên|các|ngành|tdp|quỹ|hợp tác xã)\b",
    re.IGNORECASE,
)


def person(form_of_address: str, name: str, title: str = "", *, others: Iterable[str] = ()) -> str:
    """Return "đồng chí Nguyễn Thị An, Chủ tịch": form of address, name and titles.

    Names that have a form of address already get none, nor do names of units and groups, some of
    which are given in ``others``.
    """
    name = clean_line(name)
    words = name.split()
    known = {fold(other) for other in others if other}
    is_person = (
        1 < len(words) < 7
        and all(word[:1].isupper() and not word.isupper() for word in words)
        and not _ADDRESSED.match(f"{name} ")
        and not _NOT_A_PERSON.match(name)
        and fold(name) not in known
    )
    addressed = f"{form_of_address} {name}" if is_person and form_of_address else name
    return ", ".join(filter(None, [addressed, clean_line(title)]))
