"""What people type, wherever they type it: nothing that breaks feeds and papers is stored, and
nothing that nobody sees counts as written.
"""

from __future__ import annotations

import importlib
import pkgutil
from typing import Any

import pytest
from django import forms
from django.contrib import admin
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse

from core.comments.services import CommentRefused, _checked
from core.text.forms import NormalizedTextMixin
from core.workflow.engine import TransitionRefused, _workflows, perform
from meetings.admin.series import ChairFieldMixin
from news.editorial.forms.publication import FarTimeMixin
from news.importing.legacy_parser import parse_page
from news.models import Article, Category
from organization.calendar.deadlines import ConfirmDayOffMixin
from organization.models import Unit, User
from tests.news.importing.test_import_articles import PAGE
from tests.support.cast import Cast
from tests.support.factories import transition

APPS = (
    *("core", "organization", "news", "meetings", "documents", "broadcasts", "reports"),
    *("wardportal", "demo"),
)
UNSEEN = pytest.mark.parametrize(
    "unseen", ["\u200b", "\u2060", "\ufeff", "\u00ad", "\u3164", "\u2800"], ids=ascii
)
BROKEN = "\uffff\ufffe\ufdd0\U0001fffe\x01\x1b"


def forms_of_the_apps() -> set[type[forms.BaseForm]]:
    for app in APPS:
        package = importlib.import_module(app)
        for module in pkgutil.walk_packages(package.__path__, f"{app}."):
            if "migrations" not in module.name and module.name != "wardportal.wsgi":
                importlib.import_module(module.name)
    found: set[type[forms.BaseForm]] = set()
    waiting: list[type[forms.BaseForm]] = [forms.BaseForm]
    while waiting:
        new = [one for one in waiting.pop().__subclasses__() if one not in found]
        found.update(new)
        waiting += new
    return {one for one in found if one.__module__.split(".")[0] in APPS}


def test_every_form_normalises_its_texts() -> None:
    found = forms_of_the_apps()
    assert len(found) > 40
    # Mixins of forms that have it from their other base.
    found -= {ConfirmDayOffMixin, ChairFieldMixin, FarTimeMixin}
    assert [one for one in found if not issubclass(one, NormalizedTextMixin)] == []


def test_every_form_of_the_admin_normalises_its_texts() -> None:
    of_others = {"auth", "axes"}
    admins = [
        one for model, one in admin.site._registry.items() if model._meta.app_label not in of_others
    ]
    assert len(admins) > 15
    makers: list[Any] = [*admins, *(inline for one in admins for inline in one.inlines)]
    used = [
        getattr(one, name) for one in makers for name in ("form", "add_form") if hasattr(one, name)
    ]
    assert [one for one in used if not issubclass(one, NormalizedTextMixin)] == []


def test_passwords_stay_as_they_are_typed() -> None:
    class Form(NormalizedTextMixin, forms.Form):
        name = forms.CharField()
        password = forms.CharField(widget=forms.PasswordInput)

    form = Form({"name": "a\u200b\u00d0\uffff", "password": "a\u200b\u00d0"})
    assert form.is_valid()
    assert form.cleaned_data == {"name": "aĐ", "password": "a\u200b\u00d0"}


def client_of(person: User) -> Client:
    client = Client()
    client.force_login(person)
    return client


@UNSEEN
def test_no_transition_takes_an_unseen_reason(unseen: str, published: Article, cast: Cast) -> None:
    with pytest.raises(TransitionRefused) as refused:
        transition(published, "withdraw", cast.approver, note=unseen, public_note="Sai.")
    assert "Cần ghi" in str(refused.value)
    published.refresh_from_db()
    assert published.state == "published"


def test_every_required_note_is_judged_by_one_function() -> None:
    """``perform`` alone reads notes; each workflow is registered with it."""
    assert sum(one.needs_note for flow in _workflows.values() for one in flow.transitions) >= 10
    assert perform.__module__ == "core.workflow.engine"


@UNSEEN
def test_public_words_of_a_withdrawal_are_seen(unseen: str, published: Article, cast: Cast) -> None:
    with pytest.raises(TransitionRefused):
        transition(published, "withdraw", cast.approver, note="Sai", public_note=unseen)


@UNSEEN
def test_names_in_the_admin_are_seen(unseen: str, cast: Cast) -> None:
    client = client_of(cast.it_officer)
    data = {"name": unseen, "short_name": unseen, "block": "department", "position": "77"}
    page = client.post(reverse("admin:organization_unit_add"), data)
    assert (page.status_code, Unit.objects.filter(position=77).exists()) == (200, False)
    assert {"name", "short_name"} <= page.context["adminform"].form.errors.keys()
    data = {
        "username": "moi",
        "full_name": unseen,
        "password1": "mat-khau-dai-2016",
        "password2": "mat-khau-dai-2016",
    }
    page = client.post(reverse("admin:organization_user_add"), data)
    assert (page.status_code, User.objects.filter(username="moi").exists()) == (200, False)
    assert "full_name" in page.context["adminform"].form.errors


@UNSEEN
def test_a_title_and_a_body_are_seen(unseen: str, draft: Article, cast: Cast) -> None:
    form = admin.site._registry[Article].get_form(_request(cast.contributor), draft, change=True)
    typed = form(
        {"title": unseen, "body": f"<p>{unseen}</p>", "seen_version": draft.version}, instance=draft
    )
    assert not typed.is_valid()
    assert "title" in typed.errors


@UNSEEN
def test_a_comment_is_seen(unseen: str) -> None:
    with pytest.raises(CommentRefused, match="Xin viết lời góp ý"):
        _checked(f" {unseen} ")


@UNSEEN
def test_an_error_report_and_a_search_are_seen(unseen: str, published: Article) -> None:
    page = Client().post(
        reverse("report_error", args=["tin", published.pk]),
        {"text": unseen},
        headers={"origin": "http://testserver"},
    )
    assert (page.status_code, "text" in page.context["form"].errors) == (400, True)
    assert Client().get("/tim-kiem/", {"q": unseen}).context["query"].terms == ()


@UNSEEN
def test_a_quick_entry_is_seen(unseen: str, cast: Cast) -> None:
    page = client_of(cast.contributor).post(
        reverse("admin:quick"), {"title": unseen, "text": unseen, "do": "send"}
    )
    assert page.status_code in (200, 400)
    assert not Article.objects.exists()


def test_what_breaks_feeds_is_not_stored_by_the_admin(cast: Cast) -> None:
    data = {"name": f"Tổ {BROKEN}dân phố", "slug": "to", "position": "1", "description": ""}
    client_of(cast.editor).post(reverse("admin:news_category_add"), data)
    assert Category.objects.get(slug="to").name == "Tổ dân phố"


def test_what_breaks_feeds_is_not_imported() -> None:
    page = parse_page(PAGE.replace("Tin bài: ", f"Tin bài: {BROKEN}"))
    assert not any(sign in f"{page.title}{page.lead}{page.body}" for sign in BROKEN)


def test_an_officer_made_by_command_has_a_name_to_see(db: None) -> None:
    with pytest.raises(CommandError):
        call_command("create_officer", "it", "\u3164\u200b")
    call_command("create_officer", "it", f"Trần {BROKEN}Thị Bình")
    assert User.objects.get(username="it").full_name == "Trần Thị Bình"


def _request(person: User) -> Any:
    from django.test import RequestFactory

    request = RequestFactory().get("/")
    request.user = person
    return request
