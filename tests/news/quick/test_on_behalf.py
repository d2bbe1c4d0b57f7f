"""Entering for others: what is proposed follows the unit entered for, not the editor."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.utils import timezone

from news.honoraria.services import proposed_payee
from news.models import Article
from tests.news.quick.test_quick import ON_BEHALF, client_of, received
from tests.support.cast import Cast
from tests.support.factories import CategoryFactory, UnitFactory, make_draft, make_user, transition

pytestmark = pytest.mark.django_db


@pytest.fixture
def two_sections(cast: Cast) -> dict[str, Any]:
    """The unit's newest item stands in one category, that of the editor's unit in another."""
    of_unit, of_editor = CategoryFactory(name="Tổ dân phố"), CategoryFactory(name="Đảng ủy")
    cast.editor.unit = UnitFactory()
    cast.editor.save()
    for person, category in ((cast.contributor, of_unit), (cast.other_editor, of_editor)):
        person.unit = person.unit or cast.editor.unit
        person.save()
        article = transition(make_draft(person, category=category), "submit", person)
        transition(article, "publish", cast.approver)
    return {"unit": of_unit, "editor": of_editor}


def test_the_category_comes_from_the_unit_entered_for(
    cast: Cast, two_sections: dict[str, Any]
) -> None:
    before = set(Article.objects.values_list("pk", flat=True))
    client_of(cast, "editor").post(ON_BEHALF, received(cast))
    assert Article.objects.exclude(pk__in=before).get().category == two_sections["unit"]


def test_a_chosen_category_stays(cast: Cast, two_sections: dict[str, Any]) -> None:
    before = set(Article.objects.values_list("pk", flat=True))
    chosen = two_sections["editor"]
    client_of(cast, "editor").post(ON_BEHALF, received(cast, category=chosen.pk))
    assert Article.objects.exclude(pk__in=before).get().category == chosen


def test_the_page_knows_the_category_of_each_unit_and_the_unit_of_each_person(
    cast: Cast, two_sections: dict[str, Any]
) -> None:
    page = client_of(cast, "editor").get(ON_BEHALF)
    form = page.context["form"]
    follows = form.follows_unit()
    assert follows["categories"][str(cast.contributor.unit_id)] == two_sections["unit"].pk
    assert follows["units"][str(cast.contributor.pk)] == cast.contributor.unit_id
    assert form.initial["category"] is None
    assert json.dumps(follows["categories"]) in page.content.decode()


@time_machine.travel(
    datetime(2026, 11, 30, 9, 20, 31, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh")), tick=False
)
def test_received_now_is_filled_in(cast: Cast) -> None:
    page = client_of(cast, "editor").get(ON_BEHALF)
    at = page.context["receipt"].initial["received_at"]
    assert f"{timezone.localtime(at):%d/%m/%Y %H:%M:%S}" == "30/11/2026 09:20:00"
    assert "2026-11-30T09:20" in page.content.decode()


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"author": "other"}, "không phải"),
        ({"author": "nobody's"}, "chưa thuộc đơn vị nào"),
        ({"unit": ""}, "Xin chọn đơn vị của bài."),
        ({"unit": "999999"}, "không"),
        ({"received_from": ""}, ""),
        ({"received_via": "bồ câu"}, ""),
        ({"received_at": "2999-01-01T00:00"}, ""),
        ({"category": "999999"}, ""),
    ],
)
def test_wrong_inputs_store_nothing_and_lose_nothing(
    cast: Cast, fields: dict[str, str], sentence: str
) -> None:
    if fields.get("author") == "other":
        fields = {"author": str(make_user(unit=UnitFactory(short_name="Hội Nông dân")).pk)}
    elif fields.get("author"):
        fields = {"author": str(make_user(unit=None).pk)}
    page = client_of(cast, "editor").post(ON_BEHALF, received(cast, **fields))
    text = page.content.decode()
    assert page.status_code == 200
    assert not Article.objects.exists()
    assert sentence in text
    assert page.context["form"].data["title"] in text


def test_a_person_of_a_merged_unit_writes_for_its_successor(cast: Cast) -> None:
    old = UnitFactory(
        valid_until=timezone.localdate().replace(year=2020), successor=cast.contributor.unit
    )
    author = make_user(unit=old)
    client_of(cast, "editor").post(ON_BEHALF, received(cast, author=author.pk))
    assert Article.objects.get().author == author


@pytest.mark.parametrize(
    ("author", "submitted_by", "received_from", "payee"),
    [
        ("contributor", "contributor", "", "contributor"),
        ("contributor", "editor", "Bà Hòa, Tổ 3", "contributor"),
        ("editor", "editor", "Bà Hòa, Tổ 3", "Bà Hòa, Tổ 3"),
        ("editor", "editor", "", "editor"),
        (None, "editor", "Bà Hòa, Tổ 3", "Bà Hòa, Tổ 3"),
    ],
)
def test_the_payee_is_proposed_from_whom_it_came(
    cast: Cast, author: str | None, submitted_by: str, received_from: str, payee: str
) -> None:
    article = Article(
        author=author and getattr(cast, author),
        submitted_by=getattr(cast, submitted_by),
        received_from=received_from,
    )
    assert proposed_payee(article) == str(getattr(cast, payee, payee))
