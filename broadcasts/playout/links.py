"""Links to play-out pages: created, found by their token, revoked."""

from __future__ import annotations

import hashlib
import secrets
from datetime import datetime

from broadcasts.models import PlayoutLink
from organization.models import User

TOKEN_BYTES = 24
MAX_TOKEN = 64  # characters


def create_link(name: str, *, actor: User, now: datetime) -> tuple[PlayoutLink, str]:
    """Store a link; return it with its token, which is kept nowhere and cannot be shown again."""
    token = secrets.token_urlsafe(TOKEN_BYTES)
    link = PlayoutLink.objects.create(
        name=name, token_hash=hash_of(token), created_by=actor, created_at=now
    )
    return link, token


def revoke_link(link: PlayoutLink, *, now: datetime) -> None:
    """End a link; one that is revoked stays as it is."""
    PlayoutLink.objects.filter(pk=link.pk, revoked_at=None).update(revoked_at=now, active_page="")
    link.refresh_from_db()


def find_link(token: str) -> PlayoutLink | None:
    """Return the link of a token; None for an unknown or revoked one. One query at most."""
    if len(token) > MAX_TOKEN:
        return None
    return PlayoutLink.objects.filter(token_hash=hash_of(token), revoked_at=None).first()


def hash_of(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
