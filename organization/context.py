"""What every page knows of the ward."""

from typing import Any

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from organization.models import Ward


def ward_identity(request: HttpRequest) -> dict[str, Any]:
    """Add ``ward``; read once per page, and not at all where no template asks."""
    return {"ward": SimpleLazyObject(Ward.current)}
