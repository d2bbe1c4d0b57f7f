"""The head of the ward's official papers."""

from __future__ import annotations

from datetime import date

from core.papers.model import Head, place_and_date
from organization.models import Ward


def ward_head(*, number: str = "", day: date | None = None, agency: str = "") -> Head:
    """Return the head with the ward's committee as issuer; ``agency`` is a board beneath it that
    issues in its name.

    Without ``day`` there is no line of place and date, as on a *biên bản*.
    """
    ward = Ward.current()
    issuer, parent = (
        (agency, ward.agency_name) if agency else (ward.agency_name, ward.parent_agency)
    )
    place = ward.name.removeprefix("Phường ")
    return Head(issuer, number, place_and_date(place, day) if day else "", parent)
