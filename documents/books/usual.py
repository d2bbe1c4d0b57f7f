"""The registers that a ward usually opens first."""

from __future__ import annotations

from django.db import transaction

from documents.models import Register
from documents.states import Direction

# Name, direction, notation offered for new documents.
USUAL_REGISTERS = (
    ("Sổ văn bản đến", Direction.INCOMING, ""),
    ("Sổ văn bản đi", Direction.OUTGOING, ""),
    ("Sổ văn bản đi của Hội đồng nhân dân", Direction.OUTGOING, "NQ-HĐND"),
)


@transaction.atomic
def create_usual_registers() -> list[Register]:
    """Create the usual registers and return the new ones; a ward that has one gets none."""
    if Register.objects.exists():
        return []
    return [
        Register.objects.get_or_create(
            name=name,
            defaults={"direction": direction, "notation": notation, "position": position},
        )[0]
        for position, (name, direction, notation) in enumerate(USUAL_REGISTERS, start=1)
    ]
