"""Synonyms that the board edits, and searches in vain counted without persons."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from core.retention import delete_over
from organization.models import MissedSearch, SynonymGroup
from organization.searching import missed
from organization.searching.missed import count_missed
from tests.news.test_access import client_of
from tests.support.cast import Cast


def test_every_group_from_the_start_is_valid(db: None) -> None:
    groups = list(SynonymGroup.objects.all())
    assert len(groups) >= 150
    for group in groups:
        group.full_clean()
    words = " | ".join(group.words for group in groups)
    for expected in ("cắt nước", "cúp điện", "cccd", "cntt", "sổ đỏ", "hđnd", "tthc"):
        assert expected in words


@pytest.mark.parametrize(
    ("words", "problem"),
    [
        ("cúp nước", "Cần ít nhất hai từ, cách nhau bằng dấu phẩy."),
        (" , cúp nước, ,", "Cần ít nhất hai từ, cách nhau bằng dấu phẩy."),
        (
            ", ".join(f"từ {n}" for n in range(13)),
            "Một nhóm có nhiều nhất 12 từ; xin chia làm hai nhóm.",
        ),
        (f"a, {'b ' * 11}", f"“{('b ' * 11).strip()}” dài quá 10 chữ; xin viết gọn lại."),
    ],
)
def test_a_group_that_is_none_is_refused(db: None, words: str, problem: str) -> None:
    with pytest.raises(ValidationError) as refused:
        SynonymGroup(words=words).full_clean()
    assert refused.value.message_dict["words"] == [problem]


def test_a_press_makes_a_synonym_of_what_was_not_found(cast: Cast) -> None:
    MissedSearch.objects.create(day=timezone.localdate(), words="mắc cạn", count=3)
    editor = client_of(cast, "editor")
    page = editor.get(reverse("admin:organization_missedsearch_changelist")).content.decode()
    address = f"{reverse('admin:organization_synonymgroup_add')}?words=m%E1%BA%AFc+c%E1%BA%A1n"
    assert f'href="{address}"' in page
    assert 'value="mắc cạn"' in editor.get(address).content.decode()
    editor.post(address, {"words": "mắc cạn,  kẹt thuyền , mắc cạn"})
    assert SynonymGroup.objects.filter(words="mắc cạn, kẹt thuyền").exists()


def test_a_search_in_vain_is_counted_by_day(client: Client, db: None) -> None:
    for typed in ("Bánh  cuốn nóng", "bánh cuốn nóng"):
        client.get("/tim-kiem/", {"q": typed})
    count_missed("bánh cuốn nóng")
    row = MissedSearch.objects.get()
    assert (row.day, row.words) == (timezone.localdate(), "bánh cuốn nóng")
    assert row.count == 3


@pytest.mark.parametrize(
    "typed",
    [
        "số 0912 345 678 của ai",
        "0912345678",
        "001234567890",
        "an@example.org",
        "sinh ngày 2/9/1945",
        "x" * 101,
        "  ",
    ],
)
def test_what_may_name_a_person_is_not_counted(db: None, typed: str) -> None:
    count_missed(typed)
    assert not MissedSearch.objects.exists()


def test_a_day_counts_a_bounded_number_of_texts(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(missed, "MAX_A_DAY", 2)
    for typed in ("một", "hai", "ba", "hai"):
        count_missed(typed)
    assert dict(MissedSearch.objects.values_list("words", "count")) == {"một": 1, "hai": 2}


def test_counts_end_after_three_months(db: None) -> None:
    today = timezone.localdate()
    for days in (90, 95):
        MissedSearch.objects.create(day=today - timedelta(days=days), words="x")
    assert delete_over(missed.RETENTION, timezone.now()) == 1
