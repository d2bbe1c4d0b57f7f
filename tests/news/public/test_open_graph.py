"""The part of a picture that stays: chosen by the dashboard, told in the history, kept where less
of it is shown.
"""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import pytest
from django.test import Client
from PIL import Image

from core.files.storage import store
from core.models import StoredFile
from core.revisions.timeline import field_changes
from news.editorial.forms.correction import correction_data
from news.editorial.services import copy_text, save_text
from news.models import Article
from news.public.open_graph import open_graph_picture
from tests.core.admin.test_workflow import address, form_data
from tests.news.test_access import client_of
from tests.support.cast import Cast
from tests.support.factories import transition
from tests.support.files import picture, upload

STATIC = Path(__file__).parents[3] / "static"


@pytest.fixture
def pictured(cast: Cast, file_root: Path, draft: Article) -> Article:
    draft.picture = store(
        upload(picture(size=(900, 1200))), uploader=cast.contributor, kind=StoredFile.Kind.PICTURE
    )
    draft.picture_alt, draft.picture_focus = "Bờ sông", "top-left"
    save_text(draft, actor=cast.contributor)
    return draft


def publish(article: Article, cast: Cast) -> Article:
    transition(article, "publish_urgently", cast.approver, note="Gấp")
    return transition(article, "confirm", cast.other_approver)


def shown_differences(article: Article) -> list[tuple[str, str]]:
    old, new = list(article.history.order_by("version"))[-2:]
    return [(change.label, str(change.difference)) for change in field_changes(old, new)]


def test_an_item_is_shared_with_the_chosen_part_of_its_picture(
    cast: Cast, client: Client, pictured: Article
) -> None:
    path, width, height = open_graph_picture(pictured)
    assert path == f"/tep/{pictured.picture.key}-shared-top-left.jpg"
    assert client.get(path).status_code == 404
    publish(pictured, cast)
    image = Image.open(BytesIO(b"".join(client.get(path).streaming_content)))
    assert (image.format, image.size) == ("JPEG", (width, height)) == ("JPEG", (1200, 630))


def test_an_item_without_a_picture_is_shared_with_the_portals_own(draft: Article) -> None:
    assert open_graph_picture(draft) is None
    with Image.open(STATIC / "public/og-default.png") as image:
        assert image.size == (1200, 630)
    assert (STATIC / "public/og-default.png").stat().st_size < 40_000


def test_places_that_crop_keep_the_chosen_part(
    cast: Cast, client: Client, pictured: Article
) -> None:
    article = publish(pictured, cast)
    lead = '<img class="lead-story__picture focus-top-left" src="'
    assert lead in client.get("/").content.decode()
    row = '<img class="story__picture focus-top-left" src="'
    assert row in client.get(article.category.get_absolute_url()).content.decode()
    assert "focus-" not in client.get(article.get_absolute_url()).content.decode()


def test_the_dashboard_chooses_and_the_history_tells(cast: Cast, pictured: Article) -> None:
    client = client_of(cast, "contributor")
    page = client.get(address("change", pictured.pk)).content.decode()
    assert page.count('type="radio" name="picture_focus"') == 9
    assert 'name="picture_focus" value="top-left" id="id_picture_focus_0" checked' in page
    data = form_data(pictured, picture_focus="bottom") | {"picture-key": pictured.picture.key}
    assert client.post(address("change", pictured.pk), data).status_code == 302
    assert Article.objects.get().picture_focus == "bottom"
    [(label, difference)] = shown_differences(pictured)
    assert label == "Phần ảnh luôn giữ lại"
    assert "Góc trên bên trái" in difference
    assert "Phía dưới" in difference


@pytest.mark.parametrize(("sent", "status"), [({}, 302), ({"picture_focus": "x"}, 200)])
def test_what_a_form_does_not_say_or_says_wrongly_changes_nothing(
    cast: Cast, pictured: Article, sent: dict[str, str], status: int
) -> None:
    answer = client_of(cast, "contributor").post(
        address("change", pictured.pk), form_data(pictured, **sent)
    )
    assert answer.status_code == status
    assert Article.objects.get().picture_focus == "top-left"


def test_a_correction_may_change_it_and_a_copy_keeps_it(cast: Cast, pictured: Article) -> None:
    article = publish(pictured, cast)
    data = correction_data(article, is_public="0", accepts_small="on", picture_focus="right")
    article = transition(article, "correct", cast.editor, note="Người bị cắt", **data)
    assert article.picture_focus == "right"
    assert copy_text(article, actor=cast.colleague).picture_focus == "right"
