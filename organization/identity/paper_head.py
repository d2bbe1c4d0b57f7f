"""Head of official papers."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date

from core.papers.model import Head, blank_date, place_and_date
from organization.models import Ward

_KINDS_OF_WARD = re.compile(r"^(?:phường|xã|đặc khu|thị trấn) ", re.IGNORECASE)


def ward_names() -> dict[str, str]:
    """Return the names of the ward that stand in the head of a paper, to be kept with it."""
    ward = Ward.current()
    return {
        "name": ward.name,
        "agency_name": ward.agency_name,
        "parent_agency": ward.parent_agency,
    }


def ward_head(
    *,
    number: str = "",
    day: date | None = None,
    agency: str = "",
    blank_year: int | None = None,
    names: Mapping[str, str] | None = None,
) -> Head:
    """Return the head with the ward's committee as issuer, or ``agency``, a board beneath it.

    Without ``day`` it has no line of place and date, as in minutes (*biên bản*), or, with
    ``blank_year``, one with day and month to be written by hand. ``names`` are those of
    ``ward_names`` on the day of an older paper.
    """
    ward = names or ward_names()
    issuer, parent = ward["agency_name"], ward["parent_agency"]
    if agency:
        issuer, parent = agency, ward["agency_name"]
    place = _KINDS_OF_WARD.sub("", ward["name"])
    dated = place_and_date(place, day) if day else ""
    if not day and blank_year:
        dated = blank_date(place, blank_year)
    return Head(issuer, number, dated, parent)
