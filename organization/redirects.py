"""Normalization of old URLs, and validation of redirect targets."""

from __future__ import annotations

import re
from urllib.parse import parse_qsl, quote, unquote, urlencode, urlsplit

from core.text.vietnamese import nfc

# Prefixes of the portal itself: never an old page, and not to be probed through redirects.
RESERVED_PREFIXES = (
    "/quan-tri/",
    "/tep/",
    "/xem-truoc/",
    "/phat/",
    "/static/",
    "/healthz",
    "/readyz",
)

_HOST = re.compile(r"https?://[^/?#]*", re.IGNORECASE)
_ASSET_NUMBER = re.compile(r"[0-9]{1,18}")
_ASSET_PARAMETER = "_101_assetEntryId"
_NOT_IN_ADDRESSES = re.compile(r"[\s\x00-\x1f\x7f\\]")


def normalize_address(address: str) -> str:
    """Return path and query of a URL in canonical form: encoded alike, parameters sorted, no
    host.
    """
    rest = _HOST.sub("", address.strip(), count=1).partition("#")[0]
    path, _, query = rest.partition("?")
    path = quote("/" + nfc(unquote(path)).lstrip("/"))
    pairs = sorted(parse_qsl(query, keep_blank_values=True))
    return f"{path}?{urlencode(pairs)}" if pairs else path


def asset_number(address: str) -> int | None:
    """Return the Liferay asset number among the parameters, None without one."""
    for name, value in parse_qsl(address.partition("?")[2]):
        if name == _ASSET_PARAMETER and _ASSET_NUMBER.fullmatch(value):
            return int(value)
    return None


def candidates(address: str) -> list[str]:
    """Return the forms under which a URL may be stored, most exact first.

    Social networks append parameters, people omit the trailing slash.
    """
    whole = normalize_address(address)
    path = whole.partition("?")[0]
    other_path = path.rstrip("/") if path.endswith("/") else path + "/"
    return list(dict.fromkeys(form for form in (whole, path, other_path) if form))


def is_target(address: str) -> bool:
    """Return whether the URL is a valid target: a local path or an absolute https URL."""
    if _NOT_IN_ADDRESSES.search(address):
        return False
    if address.startswith("/"):
        return not address.startswith("//")
    try:
        parts = urlsplit(address)
        return parts.scheme == "https" and bool(parts.hostname) and "@" not in parts.netloc
    except ValueError:
        return False
