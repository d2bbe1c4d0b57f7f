"""Categories: hidden, merged, deleted while unused; what an import made starts hidden."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from news.management.commands.import_articles import get_or_create_category
from news.models import Article, Category
from tests.news.test_access import client_of
from tests.support.cast import Cast
from tests.support.factories import CategoryFactory, make_draft

pytestmark = pytest.mark.django_db


def change(cast: Cast, category: Category, **fields: Any) -> Any:
    data = {"name": category.name, "slug": category.slug, "position": 0}
    address = reverse("admin:news_category_change", args=[category.pk])
    return client_of(cast, "it_officer").post(address, data | fields)


def test_a_hidden_category_is_in_no_menu_and_no_choice(cast: Cast, client: Client) -> None:
    category, _other = CategoryFactory(name="Chuyên mục ẩn"), CategoryFactory()
    article = make_draft(cast.contributor, category=category)
    assert change(cast, category, is_hidden="on").status_code == 302
    assert "Chuyên mục ẩn" not in client.get("/").content.decode()
    form = "/quan-tri/news/article/add/"
    assert "Chuyên mục ẩn" not in client_of(cast, "contributor").get(form).content.decode()
    own = reverse("admin:news_article_change", args=[article.pk])
    assert "Chuyên mục ẩn" in client_of(cast, "contributor").get(own).content.decode()
    assert client.get(category.get_absolute_url()).status_code == 200


def test_merging_moves_the_articles_and_leads_on(cast: Cast, client: Client) -> None:
    old, new = CategoryFactory(), CategoryFactory()
    article = make_draft(cast.contributor, category=old)
    asked = change(cast, old, merged_into=new.pk)
    assert f"1 bài chuyển ngay sang chuyên mục {new} và" in asked.content.decode()
    assert f'value="{new.pk}"' in str(asked.context["adminform"].form["confirmed"])
    other = change(cast, old, merged_into=CategoryFactory().pk, confirmed=str(new.pk))
    assert other.status_code == 200, "agreed to another"
    assert Article.objects.get(pk=article.pk).category == old
    answer = change(cast, old, merged_into=new.pk, confirmed=str(new.pk))
    assert answer.status_code == 302
    assert Article.objects.get(pk=article.pk).category == new
    old.refresh_from_db()
    assert old.is_hidden
    for query in ("", "?trang=2"):
        answer = client.get(old.get_absolute_url() + query)
        assert (answer.status_code, answer.url) == (301, new.get_absolute_url())


def test_only_what_can_be_merged_into_is_offered(cast: Cast) -> None:
    category, other = CategoryFactory(), CategoryFactory()
    merged = CategoryFactory(merged_into=other)
    client = client_of(cast, "it_officer")

    def offered(address: str) -> set[int]:
        field = client.get(address).context["adminform"].form.fields["merged_into"]
        return {one.pk for one in field.queryset} & {category.pk, other.pk, merged.pk}

    assert offered(reverse("admin:news_category_add")) == {category.pk, other.pk}
    assert offered(reverse("admin:news_category_change", args=[category.pk])) == {other.pk}


@pytest.mark.parametrize("case", ["itself", "merged", "notices", "has merged"])
def test_what_cannot_be_merged_is_refused(cast: Cast, case: str) -> None:
    category, other = CategoryFactory(), CategoryFactory()
    if case == "itself":
        other = category
    elif case == "merged":
        other = CategoryFactory(merged_into=other)
    elif case == "notices":
        other = CategoryFactory(is_for_notices=True)
    else:
        CategoryFactory(merged_into=category)
    answer = change(cast, category, merged_into=other.pk)
    assert answer.status_code == 200
    assert answer.context["adminform"].form.errors["merged_into"]


def test_only_an_unused_category_is_deleted(cast: Cast) -> None:
    used, unused = CategoryFactory(), CategoryFactory()
    make_draft(cast.contributor, category=used)
    client = client_of(cast, "it_officer")
    for category, left in ((used, True), (unused, False)):
        client.post(reverse("admin:news_category_delete", args=[category.pk]), {"post": "yes"})
        assert Category.objects.filter(pk=category.pk).exists() is left


def test_a_category_keeps_its_kind_while_items_stand_in_it(cast: Cast) -> None:
    CategoryFactory(is_for_notices=True)
    notices, news = CategoryFactory(is_for_notices=True), CategoryFactory()
    make_draft(cast.contributor, category=notices, kind="notice")
    make_draft(cast.contributor, category=news)
    for category, fields, words in (
        (notices, {}, "đang có 1 thông báo"),
        (news, {"is_for_notices": "on"}, "đang có 1 tin bài"),
    ):
        answer = change(cast, category, **fields)
        assert answer.status_code == 200
        [sentence] = answer.context["adminform"].form.errors["is_for_notices"]
        assert words in sentence
    assert change(cast, CategoryFactory(), is_for_notices="on").status_code == 302


@pytest.mark.parametrize("is_for_notices", [True, False])
def test_the_last_visible_category_of_its_kind_stays(cast: Cast, is_for_notices: bool) -> None:
    Category.objects.filter(is_for_notices=is_for_notices).update(is_hidden=True)
    kind = {"is_for_notices": "on"} if is_for_notices else {}
    turned = {} if is_for_notices else {"is_for_notices": "on"}
    category = CategoryFactory(is_for_notices=is_for_notices)
    hidden = CategoryFactory(is_for_notices=is_for_notices, is_hidden=True)
    for field, fields in (
        ("is_hidden", kind | {"is_hidden": "on"}),
        ("is_for_notices", turned),
        ("merged_into", kind | {"merged_into": hidden.pk}),
    ):
        answer = change(cast, category, **fields)
        assert answer.status_code == 200
        [sentence] = answer.context["adminform"].form.errors[field]
        assert "chuyên mục duy nhất đang hiện" in sentence
    address = reverse("admin:news_category_delete", args=[category.pk])
    assert client_of(cast, "it_officer").post(address, {"post": "yes"}).status_code == 403
    assert change(cast, category, **kind).status_code == 302
    CategoryFactory(is_for_notices=is_for_notices)
    assert change(cast, category, **kind, is_hidden="on").status_code == 302


def test_an_address_left_empty_is_made_of_the_name(cast: Cast) -> None:
    client = client_of(cast, "it_officer")
    add = reverse("admin:news_category_add")
    assert "Để trống thì lấy theo tên" in client.get(add).content.decode()
    for name in ("Đời sống, đô thị", "Đời sống đô thị", "Đời sống - Đô thị"):
        assert client.post(add, {"name": name, "position": 9}).status_code == 302
    made = Category.objects.filter(position=9).order_by("pk").values_list("slug", flat=True)
    assert list(made) == ["doi-song-do-thi", "doi-song-do-thi-2", "doi-song-do-thi-3"]
    answer = change(cast, Category.objects.get(slug=made[0]), slug="")
    assert answer.context["adminform"].form.errors["slug"]


def test_a_new_category_comes_last(cast: Cast) -> None:
    CategoryFactory(position=70)
    form = client_of(cast, "it_officer").get(reverse("admin:news_category_add"))
    assert form.context["adminform"].form["position"].value() == 71


def test_who_may_only_look_is_asked_nothing(cast: Cast) -> None:
    address = reverse("admin:news_category_change", args=[CategoryFactory().pk])
    assert "đồng ý chuyển" not in client_of(cast, "approver").get(address).content.decode()


def test_an_import_makes_a_category_hidden_and_finds_a_merged_one() -> None:
    made = get_or_create_category("Tin mới nhập")
    assert made.is_hidden
    other = CategoryFactory()
    Category.objects.filter(pk=made.pk).update(merged_into=other)
    assert get_or_create_category("tin mới nhập") == other
