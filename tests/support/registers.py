"""Registers and documents registered in them, that nothing is wrong with."""

from __future__ import annotations

import secrets
from datetime import date
from typing import Any

from documents.incoming.services import enter_incoming
from documents.models import IncomingDocument, Register
from documents.states import Direction
from organization.models import User


def incoming_register(name: str = "Sổ văn bản đến", **given: Any) -> Register:
    defaults = {"direction": Direction.INCOMING} | given
    return Register.objects.get_or_create(name=name, defaults=defaults)[0]


def outgoing_register(name: str = "Sổ văn bản đi", **given: Any) -> Register:
    return incoming_register(name, **{"direction": Direction.OUTGOING} | given)


def typed(register: Register, **given: Any) -> IncomingDocument:
    """A document as it was typed, not yet stored."""
    facts = {
        "number": "15",
        "notation": "KH-UBND",
        "agency": "UBND thành phố",
        "issued_on": date(2026, 7, 3),
        "arrived_on": date(2026, 7, 6),
        "subject": "Ra quân vệ sinh môi trường",
        "register": register,
    }
    return IncomingDocument(**facts | given)


def registered(clerk: User, register: Register | None = None, **given: Any) -> IncomingDocument:
    """A document with the next number of the register; each has a number of its own."""
    number = given.pop("number", None) or str(IncomingDocument.objects.count() + 1)
    document = typed(register or incoming_register(), number=number, **given)
    return enter_incoming(document, actor=clerk, idempotency_key=secrets.token_hex(16))


def entry_data(register: Register, **given: Any) -> dict[str, Any]:
    """What the entry form sends."""
    return {
        "register": register.pk,
        "arrived_on": "2026-07-06",
        "code": "15/KH-UBND",
        "agency": "UBND thành phố",
        "issued_on": "2026-07-03",
        "subject": "Ra quân vệ sinh môi trường",
        "urgency": "0",
        "idempotency_key": secrets.token_hex(16),
    } | given
