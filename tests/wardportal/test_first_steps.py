"""The IT officer of an empty ward is shown the first steps, each with its state."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from news.models import Article, Category
from organization.models import Mail, Unit, User, Ward
from organization.roles import Role
from tests.news.test_access import client_of
from tests.support.cast import Cast
from tests.support.factories import CategoryFactory, UnitFactory, make_user
from wardportal.system.first_steps import PROPOSED_CATEGORIES, first_steps

pytestmark = pytest.mark.django_db


def done() -> list[bool]:
    return [step.is_done for step in first_steps()]


def test_an_empty_ward_has_everything_before_it(settings: Any, tmp_path: Any) -> None:
    settings.DATA_DIR = tmp_path
    settings.EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"
    assert len(PROPOSED_CATEGORIES) == 6
    assert done() == [False] * 9
    settings.SITE_URL = "https://phuong.example.vn"
    Ward.objects.create(pk=1, address="Số 1")
    CategoryFactory()
    UnitFactory()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    assert done() == [True, True, False, True, True, False, False, False, False]
    # A server is connected once it has taken a mail.
    Mail.objects.create(person=make_user(Role.EDITOR), state=Mail.State.SENT)
    assert done() == [True, True, False, True, True, False, False, True, False]


def test_the_officer_alone_sees_them_until_the_first_item_is_public(cast: Cast) -> None:
    assert (User.objects.exists(), Unit.objects.exists(), Article.objects.exists()) == (
        True,
        True,
        False,
    )
    officer = client_of(cast, "it_officer").get("/quan-tri/").content.decode()
    assert "Những bước đầu" in officer
    assert "/quan-tri/nhap-bang-tinh/" in officer or "don-vi" in officer
    assert "Những bước đầu" not in client_of(cast, "editor").get("/quan-tri/").content.decode()


def test_they_go_when_all_are_done(
    cast: Cast, published: Article, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "Nối máy chủ thư" in client_of(cast, "it_officer").get("/quan-tri/").content.decode()
    done = [replace(step, is_done=True) for step in first_steps()]
    monkeypatch.setattr("wardportal.system.first_steps.first_steps", lambda: done)
    assert "Những bước đầu" not in client_of(cast, "it_officer").get("/quan-tri/").content.decode()


def test_the_proposed_categories_are_made_by_one_press(cast: Cast) -> None:
    officer = client_of(cast, "it_officer")
    assert "Lập sáu chuyên mục đề xuất" in officer.get("/quan-tri/").content.decode()
    for _ in range(2):
        officer.post(reverse("admin:make_categories"))
    made = Category.objects.order_by("position").values_list("name", "is_for_notices")
    assert list(made) == list(PROPOSED_CATEGORIES)
    assert "Lập sáu chuyên mục đề xuất" not in officer.get("/quan-tri/").content.decode()


@pytest.mark.parametrize(
    ("role", "step"), [("clerk", "Mở sổ văn bản"), ("announcer", "Lập buổi phát"), ("leader", "")]
)
def test_an_empty_dashboard_names_the_first_step_of_the_role(
    cast: Cast, role: str, step: str
) -> None:
    page = client_of(cast, role).get("/quan-tri/").content.decode()
    assert ("Việc đầu tiên:" in page) is bool(step)
    assert step in page


def test_a_dashboard_without_a_role_says_so(client: Client) -> None:
    client.force_login(make_user())
    page = client.get("/quan-tri/").content.decode()
    assert "Tài khoản chưa có vai trò" in page
    assert "Chưa có việc nào" not in page
