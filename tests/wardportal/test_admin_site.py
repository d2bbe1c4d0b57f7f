"""The admin as the board knows it: its dashboard, its policy, its doors."""

from __future__ import annotations

import re

import pytest
from django.contrib import admin
from django.contrib.contenttypes.models import ContentType
from django.test import Client
from django.urls import reverse

from core.registries import dashboard_panels
from news.models import Article, Category
from organization.models import Unit, User, Ward
from tests.news.test_access import client_of
from tests.support.cast import Cast
from tests.support.factories import PASSWORD
from wardportal.admin_site import WardAdminSite

ROOMS = ("core", "organization", "news", "meetings", "wardportal")
POLICY = {
    "default-src": ["'self'"],
    "object-src": ["'none'"],
    "base-uri": ["'self'"],
    "form-action": ["'self'"],
    "frame-ancestors": ["'none'"],
    "img-src": ["'self'", "data:", "blob:"],
    "script-src": ["'self'"],
    "script-src-attr": ["'unsafe-inline'"],
    "style-src": ["'self'", "'unsafe-inline'"],
}


def policy_of(header: str) -> dict[str, list[str]]:
    return {name: words for name, *words in (part.split() for part in header.split(";"))}


def test_the_site_is_ours() -> None:
    assert isinstance(admin.site, WardAdminSite)
    assert {Article, Category, Unit, User, Ward} <= set(admin.site._registry)


def test_the_superuser_flag_opens_no_table(cast: Cast) -> None:
    client = client_of(cast, "superuser")
    for model, model_admin in admin.site._registry.items():
        name = f"admin:{model._meta.app_label}_{model._meta.model_name}"
        if model_admin.opts.app_label in ROOMS:
            assert client.get(reverse(f"{name}_changelist")).status_code == 403, model


@pytest.mark.parametrize(
    "page", ["admin:index", "admin:news_article_changelist", "admin:password_change"]
)
def test_pages_of_the_admin_have_the_policy_of_the_editor(cast: Cast, page: str) -> None:
    answer = client_of(cast, "editor").get(reverse(page))
    assert answer.status_code == 200
    assert policy_of(answer["Content-Security-Policy"]) == POLICY
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["X-Frame-Options"] == "DENY"
    assert not re.search(
        r"<script(?![^>]*\bsrc=)(?![^>]*application/json)", answer.content.decode()
    )


@pytest.mark.parametrize("page", ["admin:login", "admin_password_reset"])
def test_pages_before_the_log_in_run_nothing_but_our_own(
    db: None, client: Client, page: str
) -> None:
    answer = client.get(reverse(page))
    assert policy_of(answer["Content-Security-Policy"]) == {
        name: words
        for name, words in POLICY.items()
        if not name.startswith(("img", "script", "style"))
    }
    assert not re.search(r"<script(?![^>]*\bsrc=)|<style| style=| on\w+=", answer.content.decode())


def test_logging_in_leads_to_the_dashboard_and_out_again(cast: Cast, client: Client) -> None:
    login = reverse("admin:login")
    answer = client.post(login, {"username": cast.editor.username, "password": PASSWORD})
    assert (answer.status_code, answer.url) == (302, reverse("admin:index"))
    page = client.get(answer.url)
    assert "Không có bài nào chờ duyệt." in page.content.decode()
    assert cast.editor.full_name in page.content.decode()
    client.post(reverse("admin:logout"))
    assert client.get(reverse("admin:index")).url == f"{login}?next=/quan-tri/"


@pytest.mark.parametrize(
    "target", ["https://noi-khac.example/", "//noi-khac.example", "javascript:x()", "\\\\x"]
)
def test_logging_in_leads_nowhere_else(cast: Cast, client: Client, target: str) -> None:
    data = {"username": cast.editor.username, "password": PASSWORD, "next": target}
    assert client.post(reverse("admin:login"), data).url == reverse("admin:index")


def test_a_wrong_password_is_told_in_vietnamese(cast: Cast, client: Client) -> None:
    answer = client.post(
        reverse("admin:login"), {"username": cast.editor.username, "password": "sai"}
    )
    [sentence] = answer.context["form"].non_field_errors()
    assert (answer.status_code, "mật khẩu" in sentence) == (200, True)


def test_forms_without_the_token_are_refused_in_vietnamese(cast: Cast) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(cast.editor, backend="django.contrib.auth.backends.ModelBackend")
    for address in (
        reverse("admin:login"),
        reverse("admin:notices_read"),
        reverse("admin:news_article_add"),
    ):
        answer = client.post(address, {})
        assert answer.status_code == 403
        assert '<html lang="vi">' in answer.content.decode()


def test_the_dashboard_draws_its_panels_in_their_order(cast: Cast) -> None:
    positions = [panel.position for panel in dashboard_panels]
    assert len(positions) == len(set(positions))
    page = client_of(cast, "editor").get(reverse("admin:index")).content.decode()
    assert page.index("Chờ duyệt, gấp và lâu nhất trước") < page.index("Bài của tôi và đơn vị")


def test_the_way_to_a_public_page_reveals_no_hidden_item(cast: Cast, draft: Article) -> None:
    """Django's own redirect by type and number would name the title of any draft in its address."""
    kind = ContentType.objects.get_for_model(Article)
    for role in ("other_contributor", "clerk", "it_officer", "superuser"):
        answer = client_of(cast, role).get(f"/quan-tri/r/{kind.pk}/{draft.pk}/")
        assert (answer.status_code, "Location" in answer) == (404, False), role
    # And no page links to it.
    page = client_of(cast, "contributor").get(reverse("admin:news_article_change", args=[draft.pk]))
    assert "/quan-tri/r/" not in page.content.decode()
    category = reverse("admin:news_category_change", args=[draft.category_id])
    assert client_of(cast, "editor").get(category).status_code == 200


@pytest.mark.parametrize(
    "query",
    [
        "app_label=news&model_name=article&field_name=author",
        "app_label=news&model_name=article&field_name=unit",
        "app_label=organization&model_name=user&field_name=unit",
        "",
    ],
)
def test_choices_are_not_served_to_those_who_may_not_see_the_table(cast: Cast, query: str) -> None:
    for role in ("contributor", "clerk", "superuser"):
        assert (
            client_of(cast, role).get(f"{reverse('admin:autocomplete')}?{query}").status_code == 403
        )


@pytest.mark.parametrize("query", ["state__exact=%00", "q=a&q=%00", "x=%00"])
def test_a_nul_in_a_query_is_a_bad_request(cast: Cast, query: str) -> None:
    answer = client_of(cast, "editor").get(f"{reverse('admin:news_article_changelist')}?{query}")
    assert (answer.status_code, '<html lang="vi">' in answer.content.decode()) == (400, True)


def test_a_person_changes_the_own_password(cast: Cast) -> None:
    client = client_of(cast, "contributor")
    new = "bo-song-xanh-mat-2026"
    data = {"old_password": PASSWORD, "new_password1": new, "new_password2": new}
    assert client.post(reverse("admin:password_change"), data).url == reverse(
        "admin:password_change_done"
    )
    done = client.get(reverse("admin:password_change_done")).content.decode()
    assert 'href="/quan-tri/">Về bàn làm việc</a>' in done
    cast.contributor.refresh_from_db()
    assert (cast.contributor.check_password(new), cast.contributor.check_password(PASSWORD)) == (
        True,
        False,
    )


def test_who_may_not_see_a_page_is_led_back_to_the_dashboard(cast: Cast) -> None:
    answer = client_of(cast, "contributor").get(reverse("admin:organization_user_changelist"))
    assert answer.status_code == 403
    assert 'href="/quan-tri/">Về bàn làm việc</a>' in answer.content.decode()


@pytest.mark.parametrize("weak", ["ngan", "1234567890123", "password1234"])
def test_a_weak_password_is_refused(cast: Cast, weak: str) -> None:
    data = {"old_password": PASSWORD, "new_password1": weak, "new_password2": weak}
    answer = client_of(cast, "contributor").post(reverse("admin:password_change"), data)
    assert list(answer.context["form"].errors) == ["new_password2"]


@pytest.mark.parametrize("role", ["contributor", "editor", "clerk", "announcer", "it_officer"])
def test_the_page_of_an_app_has_the_links_of_the_menu(cast: Cast, role: str) -> None:
    client = client_of(cast, role)
    page = client.get(reverse("admin:index"))
    menu = page.content.decode()
    sections = page.context["available_apps"]
    assert sections
    for section in sections:
        answer = client.get(section["app_url"])
        assert answer.status_code == 200
        for link in section["models"]:
            assert f'<a href="{link.url}">{link.label}</a>' in menu
            assert f'<a href="{link.url}">{link.label}</a>' in answer.content.decode()
            assert client.get(link.url).status_code in (200, 302)
    others = {"news", "meetings", "documents", "broadcasts", "reports"} - {
        section["app_label"] for section in sections
    }
    for app in others:
        assert client.get(reverse("admin:app_list", args=[app])).status_code == 404
