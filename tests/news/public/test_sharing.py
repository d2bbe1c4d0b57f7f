"""What people copy or send of an item."""

from __future__ import annotations

from pathlib import Path

from django.test import Client

from core.files.storage import store
from core.models import StoredFile
from news.public.sharing import share_kit
from tests.news.public.test_views import publish
from tests.support.cast import Cast
from tests.support.factories import make_draft
from tests.support.files import picture, upload

SITE = "http://127.0.0.1:8000"


def test_a_short_text_the_link_and_a_picture(cast: Cast, client: Client, file_root: Path) -> None:
    file = store(upload(picture()), uploader=cast.contributor, kind=StoredFile.Kind.PICTURE)
    article = publish(
        cast, "Ngừng cấp nước", lead="Từ 22:00. " * 40, picture=file, picture_alt="Vòi nước"
    )
    kit = share_kit(article)
    url = SITE + article.get_absolute_url()
    title, lead, link = kit.text.split("\n")
    assert (title, link) == ("Ngừng cấp nước", url)
    assert len(lead) == 200 and lead.endswith("…")
    assert kit.picture_url == f"/tep/{file.key}-shared-centre.jpg"
    assert kit.zalo_url.startswith(
        "https://zalo.me/share?url=http%3A%2F%2F127.0.0.1%3A8000%2Ftin%2F"
    )
    assert kit.facebook_url.startswith("https://www.facebook.com/sharer/sharer.php?u=http%3A%2F%2F")
    page = client.get(article.get_absolute_url()).content.decode()
    assert f'href="{kit.zalo_url}"' in page and f'href="{kit.picture_url}" download' in page


def test_without_a_picture_the_portals_own_stands_in(cast: Cast) -> None:
    article = publish(cast, "Không ảnh")
    article.lead = ""
    kit = share_kit(article)
    assert kit.text == f"Không ảnh\n{SITE}{article.get_absolute_url()}"
    assert kit.picture_url.startswith("/static/public/og-default")


def test_an_unpublished_item_has_nothing_to_send(cast: Cast, client: Client) -> None:
    draft = make_draft(cast.contributor)
    assert client.get(f"/tin/{draft.pk}/").status_code == 404
