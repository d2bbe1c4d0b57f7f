"""Pictures of the full form: a phone's large photo is taken, losing an animation is told."""

from __future__ import annotations

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from news.models import Article
from tests.core.admin.test_workflow import save
from tests.news.quick.test_quick import QUICK, page
from tests.news.test_access import client_of
from tests.support.cast import Cast
from tests.support.files import picture, upload

pytestmark = pytest.mark.usefixtures("file_root")

FIRST_FRAME = "“co.gif” là ảnh động: cổng chỉ giữ lại hình đầu tiên."


def animation() -> SimpleUploadedFile:
    frames = [Image.new("RGB", (60, 40), colour) for colour in ("teal", "navy")]
    target = io.BytesIO()
    frames[0].save(target, "GIF", save_all=True, append_images=frames[1:], duration=100)
    return upload(target.getvalue(), "co.gif")


def test_the_full_form_takes_a_photo_of_fifty_megapixels(cast: Cast, draft: Article) -> None:
    photo = upload(picture(size=(8_200, 6_100)), "dien-thoai.jpg")
    save(client_of(cast, "contributor"), draft, picture=photo, picture_alt="Bờ sông")
    draft.refresh_from_db()
    assert draft.picture is not None
    assert (draft.picture.width, draft.picture.height) == (1600, 1190)


def test_whoever_sends_an_animation_is_told(cast: Cast, draft: Article) -> None:
    client = client_of(cast, "contributor")
    saved = save(client, draft, picture=animation(), picture_alt="Cờ bay")
    assert FIRST_FRAME in client.get(saved.url).content.decode()
    done = client.post(QUICK, page(photos=[animation()]))
    assert FIRST_FRAME in client.get(done.url).content.decode()
    dropped = client.post("/quan-tri/tep/tai-len/", {"upload": animation()}).json()
    assert (dropped["uploaded"], dropped["error"]["message"]) == (1, FIRST_FRAME)
