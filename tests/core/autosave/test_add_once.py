"""An add form that is sent once more, by the browser's way back, makes no second row."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from broadcasts.models import Bulletin
from core.autosave.add_once import MAX_REMEMBERED
from news.models import Article
from news.states import ArticleState
from organization.models import Holiday
from tests.news.public.test_previews import FORM
from tests.news.test_access import client_of
from tests.support.broadcasts import make_slot, step
from tests.support.cast import Cast
from tests.support.factories import CategoryFactory, transition
from tests.support.files import picture, upload

ADD = reverse("admin:news_article_add")
ADD_HOLIDAY = reverse("admin:organization_holiday_add")
SAID = "không lưu thêm bản nữa"


@pytest.fixture
def form() -> dict[str, object]:
    return FORM | {"title": "Ra quân dọn bờ sông", "category": CategoryFactory().pk}


def test_the_same_form_leads_to_the_item_that_it_made(cast: Cast, form: dict[str, object]) -> None:
    client = client_of(cast, "contributor")
    first = client.post(ADD, form | {"_save": "1"})
    again = client.post(ADD, form | {"_submit": "1"}, follow=True)
    article = Article.objects.get()
    assert (first.status_code, article.state) == (302, ArticleState.DRAFT)
    assert again.redirect_chain[0][0] == first["Location"]
    assert SAID in again.content.decode()


def test_another_text_another_person_and_another_day_make_items_of_their_own(
    cast: Cast, form: dict[str, object]
) -> None:
    client = client_of(cast, "contributor")
    client.post(ADD, form)
    client.post(ADD, form | {"title": "Ra quân lần hai"})
    client_of(cast, "colleague").post(ADD, form)
    assert Article.objects.count() == 3
    with time_machine.travel(timezone.now() + timedelta(hours=13)):
        client.force_login(cast.contributor)
        client.post(ADD, form)
    assert Article.objects.count() == 4


def test_a_refused_form_and_a_deleted_row_are_not_remembered(cast: Cast) -> None:
    client = client_of(cast, "it_officer")
    form = {"day": "24/11/2026", "kind": "day_off", "name": ""}
    assert client.post(ADD_HOLIDAY, form).status_code == 200
    for _ in range(2):
        assert client.post(ADD_HOLIDAY, form | {"name": "Ngày hội"}).status_code == 302
        holiday = Holiday.objects.get()
        holiday.delete()


def test_what_was_given_up_is_made_again(cast: Cast, form: dict[str, object]) -> None:
    client = client_of(cast, "contributor")
    client.post(ADD, form)
    transition(Article.objects.get(), "discard", cast.contributor)
    assert SAID not in client.post(ADD, form, follow=True).content.decode()
    assert Article.objects.count() == 2
    assert SAID in client.post(ADD, form, follow=True).content.decode()


def test_a_cancelled_bulletin_leaves_its_slot_free(cast: Cast) -> None:
    slot, day = make_slot(weekdays="1234567"), timezone.localdate() + timedelta(days=1)
    client, address = client_of(cast, "announcer"), reverse("admin:broadcasts_bulletin_add")
    form = {"day": f"{day:%d/%m/%Y}", "slot": slot.pk}
    client.post(address, form)
    step(Bulletin.objects.get(), "cancel", cast.announcer, note="Nhầm buổi")
    client.post(address, form)
    assert sorted(Bulletin.objects.values_list("state", flat=True)) == ["cancelled", "draft"]


def test_a_form_with_new_files_is_stored_each_time(
    cast: Cast, form: dict[str, object], file_root: Path
) -> None:
    client = client_of(cast, "contributor")
    for number in (1, 2):
        client.post(ADD, form | {"picture": upload(picture())})
        assert Article.objects.count() == number


def test_a_session_remembers_a_limited_number(cast: Cast, form: dict[str, object]) -> None:
    client = client_of(cast, "contributor")
    for number in range(MAX_REMEMBERED + 2):
        client.post(ADD, form | {"title": f"Tin số {number}"})
    assert len(client.session["added_forms"]) == MAX_REMEMBERED
