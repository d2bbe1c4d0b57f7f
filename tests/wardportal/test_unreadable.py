"""What a person may not read has no name at any address: every address, filled with the number of
an item that the role may not read, answers without its title and without its slug.
"""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.db import models
from django.http import HttpResponse
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from django.utils import timezone

from core.text.vietnamese import slug
from documents.models import IncomingDocument, PublicDocument, Routing
from meetings.models import CalendarEvent, Meeting, Task
from news.models import Article
from organization.models import Page, Redirect
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
}


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
    if kind == "task":
        return make_task(cast.leader, cast.contributor.unit, text=SECRET)
    if kind == "meeting":
        return make_meeting(cast.editor, title=SECRET, chair=cast.leader)
    if kind == "event":
        starts_at = timezone.now() + timedelta(days=1)
        return CalendarEvent.objects.create(title=SECRET, starts_at=starts_at, is_public=False)
    if kind == "incoming document":
        return make_incoming(cast.contributor.unit, subject=SECRET).entry
    if kind.startswith("registered"):
        document = register_document(cast.clerk, subject=SECRET)
        decide(document, cast.leader, cast.contributor.unit)
        return document if kind == "registered document" else routing_of(document)
    if kind == "page":
        return Page.objects.create(title=SECRET, slug=slug(SECRET), is_public=False)
    if kind.startswith("document"):
        return document_in(kind.removeprefix("document "), cast)
    draft = make_draft(cast.contributor, title=SECRET)
    if kind == "in review":
        return transition(draft, "submit", cast.contributor)
    return transition(draft, "discard", cast.contributor) if kind == "discarded" else draft


def document_in(state: str, cast: Cast) -> PublicDocument:
    document = make_document(cast.clerk, subject=SECRET)
    attach(document, cast.clerk, name=f"{slug(SECRET)}.pdf")
    if state == "draft":
        return document
    step = "submit" if state == "in review" else "discard"
    return documents.transition(document, step, cast.clerk)


def may_read(item: models.Model, user: Any) -> bool:
    manager: Any = type(item)._default_manager
    return bool(user) and manager.readable_by(user).filter(pk=item.pk).exists()


def words_of(response: HttpResponse) -> str:
    body = b"".join(response) if response.streaming else response.content
    return body.decode(errors="replace") + str(dict(response.items()))


@pytest.mark.slow
@pytest.mark.usefixtures("short_errors")
@pytest.mark.parametrize(
    "kind",
    [
        *("draft", "in review", "discarded", "meeting", "task", "event", "page"),
        *("document draft", "document in review", "document discarded", "incoming document"),
        *("registered document", "registered routing"),
    ],
)
def test_no_address_names_what_its_reader_may_not_see(
    cast: Cast, kind: str, file_root: Any
) -> None:
    item = item_of(kind, cast)
    tried, told, found = 0, [], []
    for role in ROLES:
        user = None if role == "anonymous" else getattr(cast, role)
        if may_read(item, user):
            continue
        client = client_of(cast, role) if user else Client()
        for name, route in routes():
            # The addresses of other kinds are told apart by three strangers, not by all.
            if role not in STRANGERS and not name.startswith(OF_ITEM[type(item)]):
                continue
            address = filled(route, item)
            data = {"version": "1", "nhap": item.pk, f"version-{item.pk}": "99", "giu": item.pk}
            data |= {
                "_user": user.pk if user else "",
                "nguoi-nhan": cast.editor.pk,
                "bai": item.pk,
                "line": item.pk,
                "van-ban": item.pk,
                "chon": item.pk,
            }
            for response in (client.get(address), client.post(address, data)):
                tried += 1
                words = words_of(response)
                is_told = SECRET in words or slug(SECRET) in words
                if is_told and (role, name) not in HANDS_OVER:
                    told.append((role, name, response.request["REQUEST_METHOD"]))
                prefix = OF_ITEM[type(item)]
                is_own = name.startswith(prefix) and "object_id" in route
                # 405: the method is refused before the item is looked for.
                if is_own and user and response.status_code not in (403, 404, 405):
                    found.append((role, name, response.status_code))
        index = client.get("/quan-tri/")
        if user:
            assert SECRET not in words_of(index), "not even in a message"
    assert (told, found) == ([], [])
    assert tried > 50


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
