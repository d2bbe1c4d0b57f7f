"""Addresses of portals that are no more, in one form; and what may be led to from them."""

from __future__ import annotations

import re
from urllib.parse import parse_qsl, quote, unquote, urlencode, urlsplit

from core.text.vietnamese import nfc

# What stands below these is never somebody else's old page, and what is hidden there is nobody's to
# probe.
OURS = ("/quan-tri/", "/tep/", "/xem-truoc/", "/static/", "/healthz", "/readyz")

_HOST = re.compile(r"https?://[^/?#]*", re.IGNORECASE)
_ASSET_NUMBER = re.compile(r"[0-9]{1,18}")
_ASSET_PARAMETER = "_101_assetEntryId"
_NOT_IN_ADDRESSES = re.compile(r"[\s\x00-\x1f\x7f\\]")


def normalize_address(address: str) -> str:
    """Return path and query of an address in one form: letters coded alike, parameters in order,
    without host.
    """
    rest = _HOST.sub("", address.strip(), count=1).partition("#")[0]
    path, _, query = rest.partition("?")
    path = quote("/" + nfc(unquote(path)).lstrip("/"))
    pairs = sorted(parse_qsl(query, keep_blank_values=True))
    return f"{path}?{urlencode(pairs)}" if pairs else path


def asset_number(address: str) -> int | None:
    """Return the number by which Liferay knew the item, wherever it stands among the parameters."""
    for name, value in parse_qsl(address.partition("?")[2]):
        if name == _ASSET_PARAMETER and _ASSET_NUMBER.fullmatch(value):
            return int(value)
    return None


def candidates(address: str) -> list[str]:
    """Return the forms under which an address may be known, the most exact first.

    Networks append parameters of their own, people forget the slash at the end.
    """
    whole = normalize_address(address)
    path = whole.partition("?")[0]
    other = path.rstrip("/") if path.endswith("/") else path + "/"
    return list(dict.fromkeys(one for one in (whole, path, other) if one))


def is_target(address: str) -> bool:
    """Tell whether people may be led there: a path of our own, or a whole https address."""
    if _NOT_IN_ADDRESSES.search(address):
        return False
    if address.startswith("/"):
        return not address.startswith("//")
    try:
        parts = urlsplit(address)
        return parts.scheme == "https" and bool(parts.hostname) and "@" not in parts.netloc
    except ValueError:
        return False
