"""What a person may not read has no name at any address: every address, filled with the number of
an item that the role may not read, answers without its title and without its slug.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection, models, transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from django.utils import timezone

from broadcasts.models import AirItem, Bulletin
from broadcasts.recording.files import audible_bulletins, audible_items
from core.text.vietnamese import slug
from documents.models import IncomingDocument, PublicDocument, Routing
from meetings.models import CalendarEvent, Meeting, Task
from news.models import Article
from organization.models import Page, Redirect
from tests.broadcasts.recording.make import make_bulletin, make_item
from tests.news.test_access import ONE_EACH, client_of
from tests.support import documents
from tests.support.cast import Cast
from tests.support.documents import attach, make_document
from tests.support.factories import make_draft, transition
from tests.support.incoming import make_incoming
from tests.support.meeting_factories import make_meeting, make_task
from tests.support.registers import decide, register_document, routing_of

SECRET = "Chuyện chưa ai được biết"
ROLES = [*ONE_EACH, "anonymous"]
STRANGERS = {"other_contributor", "it_officer", "anonymous"}
# Whose drafts are handed over: the number is that of a person.
HANDS_OVER = {("it_officer", "reassignment_person")}
PARAMETER = re.compile(r"<(?:(\w+):)?(\w+)>")
# An address of one item: its name begins so, and its first parameter is the number of the item.
OF_ITEM = {
    Article: "news_article_",
    Meeting: "meetings_meeting_",
    Task: "meetings_task_",
    CalendarEvent: "meetings_calendarevent_",
    Page: "organization_page_",
    PublicDocument: "documents_publicdocument_",
    IncomingDocument: "documents_incomingdocument_",
    Routing: "documents_routing_",
    AirItem: "air_item_",
    Bulletin: "bulletin_",
}
READABLE_BY = {AirItem: audible_items, Bulletin: audible_bulletins}


def routes() -> list[tuple[str, str]]:
    """Return name and route of every address with a parameter."""

    def walk(patterns: list[Any], before: str) -> list[tuple[str, str]]:
        found: list[tuple[str, str]] = []
        for pattern in patterns:
            route = before + str(pattern.pattern).lstrip("^").rstrip("$")
            if isinstance(pattern, URLResolver):
                found += walk(pattern.url_patterns, route)
            elif isinstance(pattern, URLPattern) and PARAMETER.search(route):
                found.append((pattern.name or "", route))
        return found

    return sorted(set(walk(get_resolver().url_patterns, "/")))


def filled(route: str, item: Any) -> str:
    """Return the address with the number of the item wherever it takes one."""

    def value(match: re.Match[str]) -> str:
        return "x" if match[1] == "slug" or match[2] in ("key", "token", "uidb64") else str(item.pk)

    return PARAMETER.sub(value, route)


def item_of(kind: str, cast: Cast) -> Any:
    """Return a new item of the kind, which is named by the secret and the kind."""
    secret = f"{SECRET} {kind}"
    if kind == "task":
        return make_task(cast.leader, cast.contributor.unit, text=secret)
    if kind == "meeting":
        return make_meeting(cast.editor, title=secret, chair=cast.leader)
    if kind == "event":
        starts_at = timezone.now() + timedelta(days=1)
        return CalendarEvent.objects.create(title=secret, starts_at=starts_at, is_public=False)
    if kind == "incoming document":
        return make_incoming(cast.contributor.unit, subject=secret).entry
    if kind.startswith("registered"):
        document = register_document(cast.clerk, subject=secret)
        decide(document, cast.leader, cast.contributor.unit)
        return document if kind == "registered document" else routing_of(document)
    if kind == "item of a broadcast":
        return make_item(secret)
    if kind == "bulletin":
        return make_bulletin(make_item(secret))
    if kind == "page":
        return Page.objects.create(title=secret, slug=slug(secret), is_public=False)
    if kind.startswith("document"):
        return document_in(kind.removeprefix("document "), cast)
    draft = make_draft(cast.contributor, title=secret)
    if kind == "article in review":
        return transition(draft, "submit", cast.contributor)
    return transition(draft, "discard", cast.contributor) if "discarded" in kind else draft


def document_in(state: str, cast: Cast) -> PublicDocument:
    secret = f"{SECRET} document {state}"
    document = make_document(cast.clerk, subject=secret)
    attach(document, cast.clerk, name=f"{slug(secret)}.pdf")
    if state == "draft":
        return document
    step = "submit" if state == "in review" else "discard"
    return documents.transition(document, step, cast.clerk)


def may_read(item: models.Model, user: Any) -> bool:
    manager: Any = type(item)._default_manager
    readable_by = READABLE_BY.get(type(item)) or manager.readable_by
    return bool(user) and readable_by(user).filter(pk=item.pk).exists()


def words_of(response: HttpResponse) -> str:
    body = b"".join(response) if response.streaming else response.content
    return body.decode(errors="replace") + str(dict(response.items()))


def start_at_one_number() -> None:
    """Let the next item of each model have the same number, which none has had."""
    with connection.cursor() as cursor:
        sequences = []
        for model in OF_ITEM:
            cursor.execute("SELECT pg_get_serial_sequence(%s, 'id')", [model._meta.db_table])
            sequences.append(cursor.fetchone()[0])
        last = []
        for sequence in sequences:
            cursor.execute("SELECT nextval(%s)", [sequence])
            last.append(cursor.fetchone()[0])
        for sequence in sequences:
            cursor.execute("SELECT setval(%s, %s)", [sequence, max(last)])


# One of a model at a time: all of them have one number, so that each address is asked once for all.
TOGETHER = [
    [
        *("article draft", "meeting", "task", "event", "page"),
        *("document draft", "incoming document"),
    ],
    [
        *("article in review", "document in review", "registered document"),
        *("item of a broadcast", "bulletin"),
    ],
    ["article discarded", "document discarded", "registered routing"],
]


@pytest.mark.slow
@pytest.mark.usefixtures("short_errors", "unwatched_templates", "remembered_readers")
@pytest.mark.parametrize("kinds", TOGETHER, ids=lambda kinds: ", ".join(kinds))
def test_no_address_names_what_its_reader_may_not_see(
    cast: Cast, kinds: list[str], file_root: Any
) -> None:
    start_at_one_number()
    items = {kind: item_of(kind, cast) for kind in kinds}
    assert len({item.pk for item in items.values()}) == 1
    tried, told, found = 0, [], []
    for role in ROLES:
        user = None if role == "anonymous" else getattr(cast, role)
        unreadable = {kind: item for kind, item in items.items() if not may_read(item, user)}
        if not unreadable:
            continue
        # What a reader of the other items does to them is undone for the next role.
        with transaction.atomic():
            client = client_of(cast, role) if user else Client()
            for name, route in routes_for(role, items, unreadable):
                address, data = filled(route, items[kinds[0]]), data_for(cast, user, items)
                for response in (client.get(address), client.post(address, data)):
                    tried += 1
                    words = words_of(response)
                    is_told = any(is_named(kind, words) for kind in unreadable)
                    if is_told and (role, name) not in HANDS_OVER:
                        told.append((role, name, response.request["REQUEST_METHOD"]))
                    own = [OF_ITEM[type(item)] for item in unreadable.values()]
                    is_own = name.startswith(tuple(own)) and "object_id" in route
                    # 405: the method is refused before the item is looked for.
                    if is_own and user and response.status_code not in (403, 404, 405):
                        found.append((role, name, response.status_code))
            index = words_of(client.get("/quan-tri/"))
            if user:
                assert not any(is_named(kind, index) for kind in unreadable), "not in a message"
            for item in unreadable.values():
                item.refresh_from_db()  # else there was nothing left to tell
            transaction.set_rollback(True)
    assert (told, found) == ([], [])
    assert tried > 50 * len(kinds)


def routes_for(
    role: str, items: dict[str, Any], unreadable: dict[str, Any]
) -> Iterator[tuple[str, str]]:
    """The addresses of the unreadable items; to three strangers all, but those of the items that
    they read.
    """
    own = tuple(OF_ITEM[type(item)] for item in unreadable.values())
    read = tuple(OF_ITEM[type(item)] for kind, item in items.items() if kind not in unreadable)
    for name, route in routes():
        # The addresses of other kinds are told apart by three strangers, not by all.
        if name.startswith(own) or (role in STRANGERS and not name.startswith(read)):
            yield name, route


def data_for(cast: Cast, user: Any, items: dict[str, Any]) -> dict[str, Any]:
    number = next(iter(items.values())).pk
    names = ("nhap", "giu", "bai", "line", "van-ban", "chon")
    return dict.fromkeys(names, number) | {
        "version": "1",
        f"version-{number}": "99",
        "_user": user.pk if user else "",
        "nguoi-nhan": cast.editor.pk,
    }


def is_named(kind: str, words: str) -> bool:
    secret = f"{SECRET} {kind}"
    return secret in words or slug(secret) in words


def test_handing_over_by_number_tells_no_title(cast: Cast) -> None:
    """Of another person's draft, by its number, in the message after the redirect."""
    draft = make_draft(cast.contributor, title=SECRET)
    client = client_of(cast, "it_officer")
    address = f"/quan-tri/ban-giao/{cast.clerk.pk}/"
    data = {"nhap": draft.pk, f"version-{draft.pk}": 1, "nguoi-nhan": cast.editor.pk}
    page = client.post(address, data, follow=True).content.decode()
    assert f"“Bài số {draft.pk}”: bản nháp đã thay đổi" in page and SECRET not in page
    missing = {"nhap": 987654, "version-987654": 1, "nguoi-nhan": cast.editor.pk}
    page = client.post(address, missing, follow=True).content.decode()
    assert "“Bài số 987654”: bản nháp đã thay đổi" in page
    # The board reads drafts, and is told which one.
    page = client_of(cast, "editor").post(address, data, follow=True).content.decode()
    assert f"“{SECRET}”: bản nháp đã thay đổi" in page


def test_a_redirect_to_what_is_not_public_tells_no_slug(cast: Cast, client: Client) -> None:
    article = make_draft(cast.contributor, title=SECRET)
    meeting = make_meeting(cast.editor, title=SECRET)
    for number, item in enumerate((article, meeting)):
        Redirect.objects.create(old_address=f"/cu/{number}", target=item.get_absolute_url())
        response = client.get(f"/cu/{number}")
        assert response.status_code == 404 and slug(SECRET) not in words_of(response)
    transition(transition(article, "submit", cast.contributor), "publish", cast.approver)
    response = client.get("/cu/0")
    assert (response.status_code, response.url) == (301, article.get_absolute_url())
