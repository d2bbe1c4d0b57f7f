"""Malformed requests: thousands, public and in the admin, on a ward of their own.

``python -m bench.malformed`` starts a portal in a new temporary folder on loopback, collects its
addresses by following links as a resident and as staff, and sends each a malformed query, path,
method, header, cookie or body. An answer of 5xx, or none, is a fault. Bounded in number; it ends
what it started.
"""

from __future__ import annotations

import argparse
import random
import re
import sys
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from html import unescape
from http.client import HTTPConnection, HTTPException
from urllib.parse import quote, urlencode

from bench.faults import Portal, Visitor, new_portal

ACCOUNTS = ("", "congtacvien1", "bientap", "duyet1", "lanhdao", "cntt")
MAX_PAGES = 60  # followed per account
MAX_ADDRESSES = 400
WORKERS = 4
VALUES = (
    "", "0", "-1", "9" * 30, "1e9", "NaN", "%00", "\ufffe", "\u202e", "đ" * 2000, "x" * 9000, "(",
    "[", "*", "\\", "'", '"', "<script>", "{{7*7}}", "../../etc/passwd", "0001-01-01", "9999-12-31",
    "2026-13-45", "26", "null", "[]", "{}", "true", "1,2,3", "a&b=c", "%", "%zz", "\r\nX: y",
)  # fmt: skip
NAMES = (
    "q", "trang", "thang", "nam", "tu-ngay", "den-ngay", "don-vi", "loai", "chuyen-muc", "o", "p",
    "all", "e", "_to_field", "_popup", "_changelist_filters", "title__regex", "pk__in", "id__exact",
    "state__exact", "xem", "xem-truoc", "dong", "ky", "next", "version", "trang-thai", "_facets",
)  # fmt: skip
METHODS = ("GET", "POST", "PUT", "DELETE", "PATCH", "OPTIONS", "HEAD", "TRACE", "BREW")
HEADERS = (
    {"Referer": "http://["}, {"Origin": "null"}, {"Accept-Language": "x" * 3000},
    {"Cookie": "sessionid=%00; csrftoken=" + "x" * 500}, {"Range": "bytes=9-1,a-b"},
    {"If-Modified-Since": "Mon, 99 Foo 0000"}, {"If-None-Match": '"' * 40},
    {"Content-Type": "multipart/form-data"}, {"Content-Type": "application/json"},
    {"X-Forwarded-For": "::::1, %"}, {"Accept-Encoding": "br;q=x"}, {"Host": "127.0.0.1"},
)  # fmt: skip


def addresses(portal: Portal, name: str) -> tuple[Visitor, set[str]]:
    """Return a visitor logged in as ``name``, and the addresses found by following links."""
    visitor = Visitor(portal)
    if name:
        visitor.log_in(name)
    waiting = ["/quan-tri/" if name else "/", "/tim-kiem/?q=tin", "/so-do-trang/"]
    found = set(waiting)
    for _ in range(MAX_PAGES):
        if not waiting:
            break
        page = visitor.get(waiting.pop(0)).read().decode(errors="replace")
        for link in re.findall(r'(?:href|action|src)="(/[^"#]*)"', page):
            address = unescape(link)
            if address not in found and not address.startswith(("/static/", "/quan-tri/logout")):
                found.add(address)
                waiting.append(address)
    return visitor, set(sorted(found)[:MAX_ADDRESSES])


def malformed(chance: random.Random, address: str) -> tuple[str, str, dict[str, str], bytes]:
    """Return method, target, headers and body of one malformed request to the address."""
    path, _, query = address.partition("?")
    method = chance.choice(METHODS)
    value = chance.choice(VALUES)
    kind = chance.randrange(4)
    if kind == 0:
        query = urlencode([(chance.choice(NAMES), value) for _ in range(chance.randrange(1, 4))])
        method = chance.choice(("GET", "GET", method))
    elif kind == 1:
        path = re.sub(r"\d+", lambda match: chance.choice(("0", "9" * 25, match[0])), path)
        path += quote(value[:200]) + chance.choice(("", "/"))
    body = b""
    if method in ("POST", "PUT", "PATCH"):
        fields = [(chance.choice(NAMES), chance.choice(VALUES)) for _ in range(5)]
        body = chance.choice((urlencode(fields).encode(), b"\xff\xfe\x00", b'{"a":', b"--x\r\n"))
    headers = dict(chance.choice(HEADERS)) if kind >= 2 else {}
    target = f"{path}?{query}" if query else path
    return method, quote(target, safe="/?&=%+:,;@!$'()*~#[]"), headers, body


def send(visitor: Visitor, request: tuple[str, str, dict[str, str], bytes]) -> int:
    """Send the request with the visitor's cookies; return the status, 0 without an answer."""
    method, target, headers, body = request
    cookies = "; ".join(f"{name}={value}" for name, value in visitor.cookies.items())
    sent = {"Cookie": cookies, "X-CSRFToken": visitor.cookies.get("csrftoken", "")} | headers
    connection = HTTPConnection("127.0.0.1", visitor.portal.port, timeout=60)
    try:
        connection.request(method, target, body or None, sent)
        answer = connection.getresponse()
        answer.read()
        return answer.status
    except (OSError, HTTPException):
        return 0
    finally:
        connection.close()


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--requests", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    chance = random.Random(options.seed)  # noqa: S311  (a repeatable choice, no secret)
    with new_portal() as portal:
        known = [addresses(portal, name) for name in ACCOUNTS]
        work = []
        for _ in range(min(options.requests, 200_000)):
            visitor, found = chance.choice(known)
            work.append((visitor, malformed(chance, chance.choice(sorted(found)))))
        with ThreadPoolExecutor(WORKERS) as pool:
            statuses = list(pool.map(lambda pair: send(*pair), work))
    faults = [
        f"{status} {request[0]} {request[1][:200]} {request[2]}"
        for status, (_, request) in zip(statuses, work, strict=True)
        if status >= 500 or status == 0
    ]
    counted = Counter(status // 100 for status in statuses)
    print(f"{len(statuses)} requests to {sum(len(found) for _, found in known)} addresses:")
    print(", ".join(f"{count} of {hundred}xx" for hundred, count in sorted(counted.items())))
    print("\n".join(faults[:50]))
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
