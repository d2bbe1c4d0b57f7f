"""The payee in the form of a coefficient."""

from __future__ import annotations

from datetime import date

import pytest

from core.revisions.conflicts import conflict_of
from core.workflow.engine import TransitionRefused
from news.editorial.forms.review import CoefficientForm
from news.models import Honorarium, TariffLimit
from tests.news.honoraria.test_honoraria import published_on, value
from tests.support.cast import Cast
from tests.support.factories import make_tariff


def test_whoever_empties_the_payee_is_asked(cast: Cast) -> None:
    make_tariff()
    article = published_on(cast, date(2016, 7, 1))
    for payee in ("", "  "):
        with pytest.raises(TransitionRefused, match=f"cổng đề xuất {cast.contributor}"):
            value(article, cast.approver, "2", payee=payee)
    assert not Honorarium.objects.exists()
    assert value(article, cast.approver, "2").payee == ""  # the author, where nothing was sent


def test_a_conflict_shows_a_coefficient_as_the_list_does(cast: Cast) -> None:
    make_tariff()
    article = published_on(cast, date(2016, 7, 1))
    value(article, cast.approver, "3")
    data = {"limit": str(TariffLimit.objects.get().pk), "coefficient": "2,50"}
    stored = Honorarium.objects.get()
    form = CoefficientForm(data, item=article, actor=cast.approver, at=stored.set_at)
    conflict = conflict_of(form, 1, is_stale=True)
    assert conflict and ("Hệ số", "2,5", "3") in conflict.differences


@pytest.mark.parametrize(
    ("payee", "is_asked"),
    [
        ("Đoàn Thị Thu Ngân, Phan Văn Lực", True),
        ("Đoàn Thị Thu Ngân và Phan Văn Lực", True),
        ("Đoàn Thị Thu Ngân; Phan Văn Lực", True),
        ("Đoàn Thị Thu Ngân & Phan Văn Lực", True),
        ("Phan Văn Lực, Tổ 7", False),
        ("Phan Văn Lực, Công an phường", False),
        ("Ban Văn hóa và Xã hội", False),
    ],
)
def test_two_names_are_asked_about(cast: Cast, payee: str, is_asked: bool) -> None:
    make_tariff()
    article = published_on(cast, date(2016, 7, 1))
    if is_asked:
        with pytest.raises(TransitionRefused, match="giống tên của nhiều người") as refused:
            value(article, cast.approver, "2", payee=payee)
        assert not refused.value.form.fields["is_one_payee"].widget.is_hidden
        given = value(article, cast.approver, "2", payee=payee, is_one_payee="on")
        assert given.payee == payee
    assert value(article, cast.approver, "3", payee=payee).payee == payee


def test_a_coefficient_of_too_many_digits_is_refused_in_our_words(cast: Cast) -> None:
    make_tariff()
    article = published_on(cast, date(2016, 7, 1))
    with pytest.raises(TransitionRefused, match="nhiều nhất 2 chữ số sau dấu phẩy"):
        value(article, cast.approver, "2,555")
