"""Role x address x state: who gets what, and everybody else nothing."""

from __future__ import annotations

import pytest
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.test import Client
from django.urls import reverse

from news.editorial.workflow import ARTICLE_WORKFLOW
from news.models import Article
from organization.models import User
from tests.news.editorial.test_workflow import in_state
from tests.support.cast import Cast

BOARD = {"editor", "other_editor", "approver", "other_approver", "head", "leader"}
OWN = {"contributor", "colleague"}
READABLE = {
    "draft": BOARD | OWN,
    "in_review": BOARD | OWN,
    "taken": BOARD | OWN,
    "scheduled": BOARD | OWN,
    "published": BOARD | OWN | {"announcer"},
    "withdrawn": BOARD | OWN,
    "discarded": {"contributor"},
}
WRITABLE = {"draft": OWN, "taken": {"other_editor"}}
EVERYBODY = [
    "contributor",
    "colleague",
    "other_contributor",
    "editor",
    "other_editor",
    "approver",
    "other_approver",
    "head",
    "leader",
    "clerk",
    "announcer",
    "it_officer",
    "superuser",
]
ONE_EACH = [
    "contributor",
    "other_contributor",
    "editor",
    "approver",
    "leader",
    "clerk",
    "announcer",
    "it_officer",
    "superuser",
]


def client_of(cast: Cast, role: str) -> Client:
    return session_of(getattr(cast, role))


def session_of(user: User) -> Client:
    """Return a client with a session of the person, as logging in leaves it.

    Logging in itself asks six times more of the database, and this is done for thousands.
    """
    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = "django.contrib.auth.backends.ModelBackend"
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.save()
    client = Client()
    client.cookies[settings.SESSION_COOKIE_NAME] = session.session_key
    return client


@pytest.mark.usefixtures("short_errors")
@pytest.mark.parametrize("state", READABLE)
def test_reading_and_writing_in_the_admin(cast: Cast, state: str) -> None:
    article = in_state(cast, state)
    change = reverse("admin:news_article_change", args=[article.pk])
    history = reverse("admin:news_article_history", args=[article.pk])
    row = article.history.first()
    restore = reverse("admin:news_article_restore", args=[article.pk, row.pk])
    readers, writers, historians, restorers = set(), set(), set(), set()
    for role in EVERYBODY:
        client = client_of(cast, role)
        page = client.get(change)
        if page.status_code == 200 and article.title in page.content.decode():
            readers.add(role)
            if b'name="_save"' in page.content:
                writers.add(role)
        if client.get(history).status_code == 200:
            historians.add(role)
        # An old version number: whoever may restore is told so, nothing changes.
        if client.post(restore, {"version": "0"}).status_code == 302 and role in readers:
            restorers.add(role)
    assert readers == READABLE[state]
    assert historians == READABLE[state] - {"announcer"}
    assert writers == WRITABLE.get(state, set())
    assert restorers - WRITABLE.get(state, set()) == set()


@pytest.mark.usefixtures("short_errors")
@pytest.mark.parametrize("state", READABLE)
def test_the_list_shows_what_may_be_read(cast: Cast, state: str) -> None:
    article = in_state(cast, state)
    found = set()
    for role in EVERYBODY:
        answer = client_of(cast, role).get(reverse("admin:news_article_changelist"))
        if answer.status_code == 200 and article.title in answer.content.decode():
            found.add(role)
    assert found == READABLE[state]


@pytest.mark.usefixtures("short_errors", "empty_pages", "remembered_readers")
@pytest.mark.parametrize("state", READABLE)
def test_transition_addresses_open_to_those_who_may_take_the_transition(
    cast: Cast, state: str
) -> None:
    """To a stranger the address does not exist, whichever transition it names; who reads the item
    but has not the role is refused.
    """
    article = in_state(cast, state)
    transitions = ARTICLE_WORKFLOW.transitions
    for role in ONE_EACH:
        client, actor = client_of(cast, role), getattr(cast, role)
        # The item is looked for before the transition: to a stranger two of them stand for all.
        is_reader = role in READABLE[state]
        for transition in transitions if is_reader else (transitions[0], transitions[-1]):
            if not is_reader:
                expected = 404
            elif not transition.permission(article, actor):
                expected = 403
            else:
                expected = 200 if article.state in transition.sources else 302
            address = reverse("admin:news_article_transition", args=[article.pk, transition.name])
            assert client.get(address).status_code == expected, (role, address)


@pytest.mark.usefixtures("short_errors", "empty_pages", "remembered_readers")
def test_posting_a_transition_without_the_role_changes_nothing(cast: Cast) -> None:
    article = in_state(cast, "in_review")
    for role in ONE_EACH:
        client, actor = client_of(cast, role), getattr(cast, role)
        for transition in ARTICLE_WORKFLOW.transitions:
            if role not in READABLE["in_review"] or not transition.permission(article, actor):
                address = reverse(
                    "admin:news_article_transition", args=[article.pk, transition.name]
                )
                answer = client.post(address, {"version": article.version, "note": "x"})
                assert answer.status_code in (403, 404), (role, address)
    before = (article.version, article.state)
    article.refresh_from_db()
    assert (article.version, article.state) == before


@pytest.mark.parametrize("state", READABLE)
def test_residents_see_published_items_only(cast: Cast, state: str, client: Client) -> None:
    article = in_state(cast, state)
    expected = {"published": 200, "withdrawn": 410}.get(state, 404)
    assert client.get(article.get_absolute_url()).status_code == expected
    assert (article.title in client.get("/").content.decode()) == (state == "published")
    category = client.get(article.category.get_absolute_url()).content.decode()
    assert (article.title in category) == (state == "published")


def test_strangers_are_sent_to_log_in(client: Client, cast: Cast) -> None:
    article = in_state(cast, "draft")
    for address in [
        reverse("admin:index"),
        reverse("admin:news_article_changelist"),
        reverse("admin:news_article_change", args=[article.pk]),
        reverse("admin:news_article_history", args=[article.pk]),
        reverse("admin:news_article_transition", args=[article.pk, "publish"]),
        reverse("admin:organization_user_changelist"),
    ]:
        answer = client.get(address)
        assert (answer.status_code, answer.url.split("?")[0]) == (302, reverse("admin:login"))


@pytest.mark.usefixtures("short_errors", "empty_pages", "remembered_readers")
@pytest.mark.parametrize(
    ("address", "roles"),
    [
        ("admin:organization_user_changelist", {"it_officer"}),
        ("admin:organization_user_add", {"it_officer"}),
        ("admin:organization_unit_changelist", BOARD | {"it_officer"}),
        ("admin:organization_unit_add", {"it_officer"}),
        ("admin:organization_ward_changelist", {"it_officer"}),
        ("admin:news_category_changelist", BOARD - {"leader"} | {"it_officer"}),
        ("admin:news_category_add", {"editor", "other_editor", "it_officer"}),
        ("admin:news_preferredword_changelist", BOARD - {"leader"} | {"it_officer"}),
        ("admin:news_preferredword_add", {"editor", "other_editor", "it_officer"}),
        ("admin:news_article_add", BOARD - {"leader"} | OWN | {"other_contributor"}),
        ("admin:index", set(EVERYBODY)),
    ],
)
def test_rooms_of_the_admin_by_role(cast: Cast, address: str, roles: set[str]) -> None:
    opened = {
        role
        for role in EVERYBODY
        if client_of(cast, role).get(reverse(address)).status_code in (200, 302)
    }
    assert opened == roles


def test_an_inactive_person_does_not_get_in(cast: Cast, client: Client) -> None:
    client.force_login(cast.inactive, backend="django.contrib.auth.backends.ModelBackend")
    assert client.get(reverse("admin:index")).status_code == 302


def test_a_contributor_cannot_claim_another_units_name(cast: Cast) -> None:
    """Unit and author come from the account; posted ones are not looked at."""
    client = client_of(cast, "other_contributor")
    data = {
        "title": "Tin của tổ khác",
        "kind": "brief",
        "unit": cast.contributor.unit_id,
        "author": cast.contributor.pk,
    }
    forms = {
        "core-fileuse-content_type-object_id-TOTAL_FORMS": "0",
        "core-fileuse-content_type-object_id-INITIAL_FORMS": "0",
    }
    client.post(reverse("admin:news_article_add"), data | forms)
    article = Article.objects.get(title="Tin của tổ khác")
    assert (article.unit, article.author) == (cast.other_contributor.unit, cast.other_contributor)
