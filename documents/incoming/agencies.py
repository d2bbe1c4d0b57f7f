"""Names of the agencies that documents come from."""

from __future__ import annotations

from collections import Counter

from django.utils import timezone

from core.text.vietnamese import clean_line, fold
from documents.models import Authority, IncomingDocument
from documents.models.incoming import agency_key

MAX_AGENCIES = 200
_MAX_READ = 2_000  # documents, the newest
_ABBREVIATIONS = {"ubnd", "hdnd", "mttq", "ubmttq", "vksnd", "tand", "bhxh", "cp", "ttg"}
# What comes before the name of a place; of two syllables the second.
_PLACES = {"tỉnh", "phố", "quận", "huyện", "phường", "xã", "trấn"}
_FIRST_SYLLABLES = {"phố": "thành", "trấn": "thị", "xã": "thị"}
_NO_PLACES = {("xã", "hội"), ("xã", "đội")}
_OFFICES = {"sở", "bộ", "cục", "vụ", "phòng"}
_NAMES = ("Mặt trận Tổ quốc", "Việt Nam")


def known_agencies() -> list[str]:
    """Return the agencies that documents came from, the newest first, then the other authorities.

    Two queries.
    """
    latest = IncomingDocument.objects.exclude(agency="").order_by("-pk")
    names = [*latest.values_list("agency", flat=True)[:_MAX_READ]]
    names += Authority.objects.valid(timezone.localdate()).values_list("name", flat=True)
    return list(dict.fromkeys(names))[:MAX_AGENCIES]


def usual_spelling(name: str) -> str:
    """Return the name of an agency as a paper has it, spelled as the register knows it.

    A name in capitals that the register does not know is put in sentence case.
    """
    if not name:
        return ""
    key = agency_key(name)
    alike = [known for known in known_agencies() if agency_key(known) == key]
    # Someone may have registered the capitals of a paper.
    spelled = [known for known in alike if not _is_shouted(known)]
    return (spelled or [sentence_case(name) if _is_shouted(name) else name])[0]


def known_spelling(name: str) -> str:
    """Return the name of an agency as a person typed it, or the known name that differs in case and
    blanks alone: of an authority, else the one most often registered. Two queries.
    """
    typed = clean_line(name)
    key = typed.lower()
    authorities = Authority.objects.valid(timezone.localdate()).values_list("name", flat=True)
    if known := next((one for one in authorities if clean_line(one).lower() == key), ""):
        return known
    latest = IncomingDocument.objects.filter(agency_key=agency_key(typed)).exclude(agency="")
    names = latest.order_by("-pk").values_list("agency", flat=True)[:_MAX_READ]
    alike = Counter(one for one in names if _is_spelled(one, key))
    return alike.most_common(1)[0][0] if alike else typed


def _is_spelled(name: str, key: str) -> bool:
    return name.lower() == key and name[:1].isupper() and not _is_shouted(name)


def sentence_case(name: str) -> str:
    """Return a name in capitals in sentence case: "Ủy ban nhân dân phường Bến Sen"."""
    words = name.lower().split()
    bare = ["", *(word.strip(",.;()") for word in words), ""]
    cased = []
    is_place = False
    for at, word in enumerate(words):
        before, one, after = bare[at : at + 3]
        begins = at == 0 or before == "-" or (at == 1 and before in _OFFICES)
        is_kind = (one in _PLACES and (one, after) not in _NO_PLACES) or (
            _FIRST_SYLLABLES.get(after) == one
        )
        is_committee = one == "ủy" and before in _PLACES  # "Tỉnh ủy Bắc Ninh"
        is_place = is_place or is_kind
        if fold(one) in _ABBREVIATIONS:
            cased.append(word.upper())
        elif begins or (is_place and not is_kind and not is_committee):
            cased.append(word.capitalize())
        else:
            cased.append(word)
    text = " ".join(cased)
    for known in _NAMES:
        text = text.replace(known.lower(), known)
    return text


def _is_shouted(name: str) -> bool:
    """Return whether a name is in capitals, other than abbreviations."""
    words = [word for word in name.split() if fold(word) not in _ABBREVIATIONS]
    return any(word.isalpha() for word in words) and " ".join(words).isupper()
