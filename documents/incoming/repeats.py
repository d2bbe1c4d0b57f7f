"""Earlier entries of the same document: repeats, and rows of a list that are taken over."""

from __future__ import annotations

from datetime import timedelta

from django.db.models import Value
from django.db.models.functions import Replace

from documents.models import IncomingDocument
from documents.reading.numbers import number_key
from documents.states import IncomingState

_NEAR = timedelta(days=7)  # between two dates of what is probably one document


def earlier_entry(document: IncomingDocument) -> IncomingDocument | None:
    """Return the stored document with the same number, notation, agency and date, however they are
    spelt; None for one without a number. One query.

    A row of a list that lacks agency or date is the same where it is the only one that fits. Else
    it is a registered document that is probably the same: "4507/SYTNVY" beside "4507/SYT-NVY", a
    longer name of the agency, no date or a near one.
    """
    document.set_keys()
    if not number_key(document.code):
        return None
    known = IncomingDocument.objects.exclude(state=IncomingState.CANCELLED).exclude(pk=document.pk)
    joined = known.alias(joined=Replace("code_key", Value(" "), Value("")))
    alike = list(joined.filter(joined=_joined(document)).order_by("is_repeat", "pk"))
    found = [one for one in alike if one.code_key == document.code_key]
    exact = [one for one in found if is_same_entry(one, document)]
    if exact:
        return exact[0]
    fitting = [one for one in found if _may_be(one, document)]
    if len(fitting) == 1:
        return fitting[0]
    return next((one for one in alike if _is_probable(one, document)), None)


def is_same_entry(one: IncomingDocument, other: IncomingDocument) -> bool:
    """Return whether number, notation, agency and date are the same, by the stored keys."""
    names = ("code_key", "agency_key", "issued_on")
    return all(getattr(one, name) == getattr(other, name) for name in names)


def _joined(document: IncomingDocument) -> str:
    return document.code_key.replace(" ", "")


def _may_be(listed: IncomingDocument, typed: IncomingDocument) -> bool:
    if listed.state != IncomingState.LISTED:
        return False
    if listed.agency_key and listed.agency_key != typed.agency_key:
        return False
    return not listed.issued_on or not typed.issued_on or listed.issued_on == typed.issued_on


def _is_probable(earlier: IncomingDocument, typed: IncomingDocument) -> bool:
    if earlier.state == IncomingState.LISTED:
        return False
    one, other = f" {earlier.agency_key} ", f" {typed.agency_key} "
    if one not in other and other not in one:
        return False
    days = (earlier.issued_on, typed.issued_on)
    if days[0] and days[1]:
        return abs(days[0] - days[1]) <= _NEAR
    # Numbers begin anew each year.
    arrived = (earlier.arrived_on, typed.arrived_on)
    return not arrived[0] or not arrived[1] or abs(arrived[0] - arrived[1]).days < 180
