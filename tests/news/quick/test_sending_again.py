"""Quick entry after the first sending: Back and sent again, a draft reopened, personal data asked
about, a phone's photos.
"""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from core.files.forms import PICTURE_TYPES
from core.models import TransitionLog
from news.models import Article, QuickEntry
from tests.news.quick.test_quick import ON_BEHALF, QUICK, TEXT, jpeg, page, received
from tests.news.test_access import client_of
from tests.support.cast import Cast
from tests.support.factories import transition

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("file_root")]

PHONE = "Liên hệ bà Hòa, số 0912 345 678."


def dashboard(client: Client) -> str:
    return client.get("/quan-tri/").content.decode()


@pytest.mark.parametrize("where", [QUICK, ON_BEHALF])
def test_back_and_sent_again_makes_no_second_item(cast: Cast, where: str) -> None:
    role, data = ("contributor", page()) if where == QUICK else ("editor", received(cast))
    client = client_of(cast, role)
    first = client.post(where, data | {"photos": [jpeg("teal")]})
    back = client.get(where).content.decode()
    assert "đã gửi lúc" in back
    assert f'<a href="{first.url}">{data["title"]}</a>' in back
    # The page fetched anew has another token, the browser put the old words back into it.
    again = client.post(where, data | {"token": page()["token"], "photos": [jpeg("teal")]})
    assert again.url == first.url
    assert "nên không gửi lần thứ hai." in client.get(again.url).content.decode()
    assert Article.objects.count() == TransitionLog.objects.count() == QuickEntry.objects.count()
    assert Article.objects.count() == 1


def test_another_text_or_another_day_is_another_item(cast: Cast) -> None:
    client = client_of(cast, "contributor")
    client.post(QUICK, page())
    client.post(QUICK, page(text="Một bài khác hẳn."))
    client_of(cast, "colleague").post(QUICK, page())
    assert Article.objects.count() == 3
    with time_machine.travel(timezone.now() + timedelta(days=2), tick=False):
        client = client_of(cast, "contributor")
        client.post(QUICK, page())
    assert Article.objects.count() == 4


def test_a_draft_sent_from_the_page_before_it_is_handed_in_itself(cast: Cast) -> None:
    client = client_of(cast, "contributor")
    client.post(QUICK, page(do="draft"))
    client.post(QUICK, page(do="draft"))
    answer = client.post(QUICK, page())
    article = Article.objects.get()
    assert article.state == "in_review"
    assert "Ban biên tập đã nhận được bài lúc" in client.get(answer.url).content.decode()
    transition(article, "return", cast.editor, note="Thiếu ảnh")
    client.post(QUICK, page())
    assert Article.objects.count() == 2


def test_what_was_sent_can_be_taken_back_from_the_page_that_says_so(cast: Cast) -> None:
    client = client_of(cast, "contributor")
    content = client.get(client.post(QUICK, page()).url).content.decode()
    article = Article.objects.get()
    address = f"/quan-tri/news/article/{article.pk}/buoc/recall/"
    assert f'action="{address}"' in content
    client.post(address, {"version": article.version})
    article.refresh_from_db()
    assert article.state == "draft"
    transition(transition(article, "submit", cast.contributor), "take", cast.editor)
    done = client.get(f"/quan-tri/nop-nhanh/{QuickEntry.objects.get().pk}/").content.decode()
    assert "Rút lại để sửa" not in done


# A draft in the quick form again


def reopened(client: Client, article: Article) -> Any:
    return client.get(f"{QUICK}?bai={article.pk}")


def test_a_draft_opens_in_the_quick_form_and_is_handed_in(cast: Cast) -> None:
    client = client_of(cast, "contributor")
    done = client.post(QUICK, page(do="draft") | {"photos": [jpeg("teal"), jpeg("navy")]})
    article = Article.objects.get()
    address = f"{QUICK}?bai={article.pk}"
    assert f'href="{address}"' in client.get(done.url).content.decode()
    assert f'href="{address}"' in dashboard(client)
    answer = reopened(client, article)
    form, photos = answer.context["form"], [*answer.context["photos"]]
    assert (form["title"].value(), form["text"].value()) == (article.title, TEXT)
    assert [photo.file.name for photo in photos] == ["teal.webp", "navy.webp"]
    keys = [photo.file.key for photo in reversed(photos)]
    sent = client.post(
        address,
        page(text="Viết lại.", photo=keys, version=article.version),
    )
    assert sent.status_code == 302
    article = Article.objects.get()
    assert (article.state, article.author) == ("in_review", cast.contributor)
    assert article.picture.name == "navy.webp"
    assert article.body.startswith("<p>Viết lại.</p>")


def test_a_reopened_draft_stored_elsewhere_is_not_overwritten(cast: Cast) -> None:
    client = client_of(cast, "contributor")
    client.post(QUICK, page(do="draft"))
    article = Article.objects.get()
    stale = client.post(f"{QUICK}?bai={article.pk}", page(text="Cũ.", version=article.version - 1))
    content = stale.content.decode()
    assert "vừa được sửa hoặc gửi ở nơi khác" in content
    assert "Cũ." in content
    assert article.body == Article.objects.get().body


def test_what_the_quick_form_cannot_hold_opens_in_the_full_form(cast: Cast) -> None:
    client = client_of(cast, "contributor")
    client.post(QUICK, page(do="draft"))
    for body in (
        "<h2>Đề mục</h2><p>Chữ.</p>",
        "<p><strong>Đậm</strong></p>",
        "<ul><li>a</li></ul>",
    ):
        Article.objects.update(body=body)
        article = Article.objects.get()
        assert reopened(client, article).url == f"/quan-tri/news/article/{article.pk}/change/"


def test_whose_drafts_are_opened(cast: Cast) -> None:
    client_of(cast, "contributor").post(QUICK, page(do="draft"))
    article = Article.objects.get()
    statuses = {
        role: reopened(client_of(cast, role), article).status_code
        for role in ("contributor", "colleague", "other_contributor", "clerk", "approver")
    }
    assert statuses == {
        "contributor": 200,
        "colleague": 200,
        "other_contributor": 404,
        "clerk": 404,
        "approver": 302,  # reads it, in the full form
    }
    for wrong in ("", "0", "-1", "x", "9" * 30, "٣"):
        answer = client_of(cast, "contributor").get(f"{QUICK}?bai={wrong}")
        assert answer.status_code == 404, wrong


# Personal data


@pytest.mark.parametrize(
    ("fields", "quote"),
    [
        ({"text": PHONE}, "0912 345 678"),
        ({"title": "Bà Hòa 0912 345 678 tìm người nhà"}, "0912 345 678"),
        ({"text": "Ông An, CCCD 079203001234."}, "079203001234"),
    ],
)
@pytest.mark.parametrize("where", [QUICK, ON_BEHALF])
def test_personal_data_is_asked_about_before_sending(
    cast: Cast, where: str, fields: dict[str, Any], quote: str
) -> None:
    role, data = ("contributor", page()) if where == QUICK else ("editor", received(cast))
    client, data = client_of(cast, role), data | fields
    asked = client.post(where, data | {"photos": [jpeg("teal")]})
    content = asked.content.decode()
    assert "Chưa gửi: bài có thể có dữ liệu cá nhân" in content
    assert quote in content
    assert "Chưa gửi được." not in content
    key = next(iter(asked.context["photos"])).file.key
    assert not Article.objects.exists()
    seal = re.search(r'name="confirmed" value="([0-9a-f]{64})"', content)[1]
    other = data | {"confirmed": seal, "text": f"{data['text']} Gọi 0987 654 321.", "photo": key}
    assert "0987 654 321" in client.post(where, other).content.decode()
    assert not Article.objects.exists()
    assert client.post(where, data | {"confirmed": seal, "photo": key}).status_code == 302
    assert Article.objects.get().picture.name == "teal.webp"


def test_a_draft_and_the_wards_own_number_are_not_asked_about(cast: Cast) -> None:
    from organization.models import Ward

    client = client_of(cast, "contributor")
    assert client.post(QUICK, page(text=PHONE, do="draft")).status_code == 302
    Ward.objects.update_or_create(pk=1, defaults={"phone": "0912 345 678"})
    assert client.post(QUICK, page(text=f"{PHONE} Mời gọi.")).status_code == 302


# Sessions and photos


def test_the_log_in_says_that_a_session_ended_at_sending(client: Client, cast: Cast) -> None:
    sentence = "Phiên làm việc đã hết nên nội dung chưa gửi được."
    login = f"/quan-tri/login/?next={QUICK}"
    assert sentence in client.get(f"{login}&phien=het").content.decode()
    assert sentence not in client.get(login).content.decode()


def test_phones_are_asked_for_jpeg_and_told_how(cast: Cast) -> None:
    client = client_of(cast, "contributor")
    content = client.get(QUICK).content.decode()
    assert f'accept="{PICTURE_TYPES}"' in content
    assert "image/*" not in content
    heic = SimpleUploadedFile("IMG_1.HEIC", b"\0\0\0\x18ftypheic" + b"0" * 40)
    refused = client.post(QUICK, page(photos=[heic])).content.decode()
    assert "xin lưu lại thành JPEG rồi tải lên. Trên iPhone, mở Cài đặt" in refused
