"""Head of official papers."""

from __future__ import annotations

from datetime import date

from core.papers.model import Head, place_and_date
from organization.models import Ward


def ward_head(*, number: str = "", day: date | None = None, agency: str = "") -> Head:
    """Return the head with the ward's committee as issuer, or ``agency``, a board beneath it.

    Without ``day`` it has no line of place and date, as in minutes (*biên bản*).
    """
    ward = Ward.current()
    issuer = ward.agency_name
    parent = ward.parent_agency
    if agency:
        issuer = agency
        parent = ward.agency_name
    place = ward.name.removeprefix("Phường ")
    return Head(issuer, number, place_and_date(place, day) if day else "", parent)
