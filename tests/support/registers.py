"""Registers and documents registered in them, that nothing is wrong with."""

from __future__ import annotations

import secrets
from datetime import date, datetime
from typing import Any

from django.utils import timezone

from core.workflow.engine import perform
from documents.incoming.services import enter_incoming, register_incoming
from documents.models import IncomingDocument, Register, Routing
from documents.states import Direction
from organization.models import Unit, User


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


def register_document(
    clerk: User, *, arrived_on: date | None = None, now: datetime | None = None, **fields: Any
) -> IncomingDocument:
    """A document in the register of incoming documents that waits for a decision."""
    number = IncomingDocument.objects.count() + 1
    values = {
        "number": str(100 + number),
        "notation": "KH-UBND",
        "agency": "UBND thành phố",
        "subject": f"Kế hoạch ra quân vệ sinh môi trường đợt {number}",
    }
    document = IncomingDocument(
        register=fields.pop("register", None) or incoming_register(),
        arrived_on=arrived_on or timezone.localdate(now),
        **values | fields,
    )
    return register_incoming(document, actor=clerk, now=now)


def decide(
    document: IncomingDocument,
    leader: User,
    unit: Unit,
    *,
    due_on: date | None = None,
    days: int | None = None,
    words: str = "",
    supporting: tuple[Unit, ...] = (),
    now: datetime | None = None,
    **data: Any,
) -> IncomingDocument:
    """Let the leader route the document, in five working days unless told otherwise."""
    document.refresh_from_db()
    posted: dict[str, Any] = {
        "lead_unit": unit.pk,
        "supporting_units": [one.pk for one in supporting],
        "note": words,
        "keeps_day_off": "on",
    }
    if due_on:
        posted |= {"days": "khac", "due_on": f"{due_on:%d/%m/%Y}"}
    else:
        posted |= {"days": str(days or 5)}
    decided: IncomingDocument = perform(
        document,
        "decide",
        actor=leader,
        version=document.version,
        note=words,
        data=posted | data,
        now=now,
    )
    return decided


def routing_of(document: IncomingDocument) -> Routing:
    """The routing that is open."""
    return document.routings.open().select_related("document", "lead_unit").get()


def advance(
    routing: Routing,
    name: str,
    actor: User,
    *,
    note: str = "",
    now: datetime | None = None,
    **data: Any,
) -> Routing:
    """Carry out a transition of a routing as it is stored."""
    routing.refresh_from_db()
    changed: Routing = perform(
        routing, name, actor=actor, version=routing.version, note=note, data=data, now=now
    )
    return changed
