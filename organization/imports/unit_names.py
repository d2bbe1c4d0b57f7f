"""Usual short names of units, as people write them in spreadsheets: UBMTTQ, LHPN, TNCS, CCB, ND."""

from __future__ import annotations

import re

from core.text.vietnamese import clean_line, fold
from organization.models import Unit, Ward

# Names of one unit each, without marks, the ward's name and "Việt Nam".
_GROUPS: tuple[tuple[str, ...], ...] = (
    (
        "uy ban mat tran to quoc",
        "mat tran to quoc",
        "mat tran",
        "ubmttq",
        "ub mttq",
        "ubmt",
        "mttq",
        "ubmttqvn",
        "mttqvn",
        "uy ban mttq",
        "ban thuong truc uy ban mttq",
    ),
    ("hoi lien hiep phu nu", "hoi phu nu", "phu nu", "lhpn", "hoi lhpn", "hlhpn", "hpn", "hoi pn"),
    (
        "doan thanh nien cong san ho chi minh",
        "doan thanh nien",
        "doan tncs ho chi minh",
        "doan tncs hcm",
        "doan tncs",
        "tncs",
        "doan tn",
        "dtn",
        "doan phuong",
    ),
    ("hoi cuu chien binh", "cuu chien binh", "ccb", "hoi ccb", "hccb"),
    ("hoi nong dan", "nong dan", "nd", "hoi nd", "hnd"),
    ("hoi chu thap do", "chu thap do", "ctd", "hoi ctd"),
    ("hoi nguoi cao tuoi", "nguoi cao tuoi", "nct", "hoi nct"),
    ("hoi khuyen hoc", "khuyen hoc", "hkh", "hoi kh"),
    ("cong doan", "cd"),
    ("cong an", "ca", "cap"),
    ("ban chi huy quan su", "bch quan su", "bchqs", "quan su"),
    ("tram y te", "tyt", "y te"),
    ("dang uy", "du"),
    ("van phong dang uy", "vp dang uy", "vpdu"),
    ("uy ban nhan dan", "ubnd"),
    ("van phong uy ban nhan dan", "van phong ubnd", "vp ubnd", "vpub"),
    ("hoi dong nhan dan", "hdnd"),
    ("van hoa xa hoi", "phong van hoa xa hoi", "vhxh", "vh xh", "phong vhxh"),
)
_NUMBERED = (("to dan pho", "tdp", "to dp", "to"), ("khu pho", "kp"))
_NUMBER = re.compile(r"(.*?)(?: so)? 0*(\d+)", re.ASCII)


def name_key(text: str) -> str:
    """Return a name as it is compared: small letters without marks and punctuation."""
    return clean_line(re.sub(r"[^a-z0-9]+", " ", fold(text)))


def usual_names(unit: Unit, ward: Ward) -> list[str]:
    """Return the keys of the names a unit is usually written by, with and without the ward's."""
    place = name_key(ward.name).removeprefix("phuong").strip()
    endings = ["", " phuong", " p"]
    endings += [f" {place}", f" phuong {place}", f" p {place}"] if place else []
    found = [name_key(unit.name), name_key(unit.short_name)]
    for name in [_bare(found[0], place), _bare(found[1], place)]:
        found.append(name)
        for group in _GROUPS:
            if name in group:
                found += group
        found += _numbered(name)
    bare = list(dict.fromkeys(filter(None, found)))
    return list(dict.fromkeys(f"{name}{ending}" for name in bare for ending in endings))


def _bare(name: str, place: str) -> str:
    """Return a name without the ward's and the country's at its end."""
    for ending in (place, "phuong", "p", "viet nam", "vn"):
        if ending:
            name = name.removesuffix(f" {ending}")
    return name.strip()


def _numbered(name: str) -> list[str]:
    match = _NUMBER.fullmatch(name)
    if match is None:
        return []
    number = match[2]
    forms = (number, f"so {number}", number.zfill(2), f"so {number.zfill(2)}")
    return [
        f"{kind} {form}"
        for kinds in _NUMBERED
        if match[1] in kinds
        for kind in kinds
        for form in forms
    ]
