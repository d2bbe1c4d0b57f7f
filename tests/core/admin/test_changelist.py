"""A list says among how many rows a search found its own, and counts its rows once without one."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from news.models import PreferredWord
from tests.news.test_access import client_of
from tests.support.cast import Cast


@pytest.mark.parametrize(("asked", "counts"), [({}, 1), ({"q": "chợ"}, 2)])
def test_all_rows_are_counted_beside_those_found(
    cast: Cast, asked: dict[str, str], counts: int
) -> None:
    for word in ("chợ quê", "hội làng", "hội đua thuyền"):
        PreferredWord.objects.create(wrong=f"{word} sai", right=word)
    client = client_of(cast, "editor")
    with CaptureQueriesContext(connection) as queries:
        page = client.get(reverse("admin:news_preferredword_changelist"), asked)
    assert sum("SELECT COUNT(*)" in one["sql"] for one in queries) == counts
    assert ("1 kết quả trên 3" in page.content.decode()) is bool(asked)
