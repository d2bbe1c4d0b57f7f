"""Earlier entries of the same document: repeats, and rows of a list that are taken over."""

from __future__ import annotations

from documents.models import IncomingDocument
from documents.reading.numbers import number_key
from documents.states import IncomingState


def earlier_entry(document: IncomingDocument) -> IncomingDocument | None:
    """Return the stored document with the same number, notation, agency and date, however they are
    spelt; None for one without a number. One query.

    A row of a list that lacks agency or date is the same where it is the only one that fits.
    """
    document.set_keys()
    if not number_key(document.code):
        return None
    known = IncomingDocument.objects.filter(code_key=document.code_key).exclude(
        state=IncomingState.CANCELLED
    )
    found = list(known.exclude(pk=document.pk).order_by("is_repeat", "pk"))
    key = (document.agency_key, document.issued_on)
    exact = [one for one in found if (one.agency_key, one.issued_on) == key]
    if exact:
        return exact[0]
    fitting = [one for one in found if _may_be(one, document)]
    return fitting[0] if len(fitting) == 1 else None


def _may_be(listed: IncomingDocument, typed: IncomingDocument) -> bool:
    if listed.state != IncomingState.LISTED:
        return False
    if listed.agency_key and listed.agency_key != typed.agency_key:
        return False
    return not listed.issued_on or not typed.issued_on or listed.issued_on == typed.issued_on
