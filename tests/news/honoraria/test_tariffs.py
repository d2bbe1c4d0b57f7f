"""Tariffs: one genre stands there once."""

from __future__ import annotations

import pytest
from django.urls import reverse

from news.models import Tariff, TariffLimit
from tests.news.test_access import client_of
from tests.support.cast import Cast


@pytest.mark.parametrize("second", ["tin", " TIN ", "Tin"])
def test_a_genre_in_other_capitals_or_blanks_is_the_same_one(cast: Cast, second: str) -> None:
    data = {
        "valid_from": "2016-07-01",
        "legal_basis": "Nghị định 18/2014/NĐ-CP",
        "unit_value": "121000",
        "limits-TOTAL_FORMS": "2",
        "limits-INITIAL_FORMS": "0",
        "limits-0-genre": "Tin",
        "limits-0-highest_coefficient": "10",
        "limits-1-genre": second,
        "limits-1-highest_coefficient": "30",
    }
    client = client_of(cast, "head")
    page = client.post(reverse("admin:news_tariff_add"), data)
    assert page.status_code == 200 and not Tariff.objects.exists()
    assert "Bài tính theo biểu mức có hiệu lực vào ngày đăng." in page.text
    if second != "Tin":
        assert f"Thể loại “{second.strip()}” đã có trong biểu mức này." in page.text
    client.post(reverse("admin:news_tariff_add"), data | {"limits-1-genre": "Tin ảnh"})
    assert list(TariffLimit.objects.values_list("genre", flat=True)) == ["Tin", "Tin ảnh"]
