"""The supporting units that the article's form offers."""

from __future__ import annotations

from django.test import Client
from django.urls import reverse

from news.models import Article
from tests.news.test_access import client_of
from tests.support.cast import Cast
from tests.support.factories import make_draft


def offered(client: Client, article: Article | None = None) -> set[int]:
    name, args = ("change", [article.pk]) if article else ("add", [])
    page = client.get(reverse(f"admin:news_article_{name}", args=args))
    form = page.context["adminform"].form
    return {int(str(key)) for key, _ in form.fields["supporting_units"].choices}


def test_a_contributor_is_not_offered_the_unit_that_signs(cast: Cast) -> None:
    own, other = cast.contributor.unit_id, cast.other_contributor.unit_id
    article = make_draft(cast.contributor)
    client = client_of(cast, "contributor")
    for item in (None, article):
        found = offered(client, item)
        assert own not in found and other in found
    # Editors may give the item to another unit: all are offered.
    assert {own, other} <= offered(client_of(cast, "editor"), make_draft(cast.editor))


def test_the_own_unit_that_was_sent_is_named_and_stays_to_be_unticked(cast: Cast) -> None:
    article = make_draft(cast.contributor)
    client = client_of(cast, "contributor")
    address = reverse("admin:news_article_change", args=[article.pk])
    page = client.get(address)
    form = page.context["adminform"].form
    data = {bound.html_name: bound.value() for bound in form if bound.value() not in (None, "")}
    for formset in page.context["inline_admin_formsets"]:
        for bound in formset.formset.management_form:
            data[bound.html_name] = bound.value()
    answer = client.post(address, data | {"supporting_units": [cast.contributor.unit_id]})
    form = answer.context["adminform"].form
    assert form.errors["supporting_units"] == [
        "Đơn vị đứng tên bài không đồng thời là đơn vị phối hợp."
    ]
    assert cast.contributor.unit_id in {
        int(str(key)) for key, _ in form.fields["supporting_units"].choices
    }
