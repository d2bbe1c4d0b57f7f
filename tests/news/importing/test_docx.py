"""A Word file becomes a draft in the admin: who may, what is stored, what is said, and nothing left
of a refusal.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.contrib.messages import get_messages
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from PIL import Image

from core.files import storage
from core.models import FileUse, StoredFile
from news.editorial.guards import publishing_problems
from news.importing.docx import DocxImportResult, import_docx
from news.models import Article
from tests.core.docx_import.shapes import jpeg, p, photo, text, word
from tests.news.test_access import BOARD, EVERYBODY, OWN, client_of
from tests.support.cast import Cast
from tests.support.factories import transition

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("file_root")]

ADDRESS = "/quan-tri/news/article/tu-word/"
SAMPLE = Path(__file__).parents[2] / "core" / "docx_import" / "files" / "word.docx"
WRITERS = BOARD - {"leader"} | OWN | {"other_contributor"}


def imported(
    cast: Cast, data: bytes, *, name: str = "bài.docx", attach: bool = False
) -> DocxImportResult:
    return import_docx(ContentFile(data, name=name), actor=cast.contributor, attach_original=attach)


def post(client: Client, data: bytes, **more: str) -> Any:
    return client.post(ADDRESS, {"file": SimpleUploadedFile("Tin tháng 7.docx", data), **more})


def uses(article: Article, role: str) -> list[StoredFile]:
    return [use.file for use in article.file_uses.filter(role=role).order_by("position")]


def on_disk(file_root: Path) -> list[Path]:
    return [path for path in file_root.rglob("*") if path.is_file()] if file_root.exists() else []


def test_the_address_opens_to_writers_only(cast: Cast, client: Client) -> None:
    assert reverse("admin:news_article_word") == ADDRESS
    data = word(p("Chữ"))
    for role in EVERYBODY:
        visitor = client_of(cast, role)
        expected = (200, 302) if role in WRITERS else (404, 404)
        assert (visitor.get(ADDRESS).status_code, post(visitor, data).status_code) == expected, role
    assert Article.objects.count() == len(WRITERS)
    for answer in (client.get(ADDRESS), post(client, data)):
        assert (answer.status_code, answer.url.split("?")[0]) == (302, reverse("admin:login"))
    assert Article.objects.count() == len(WRITERS)


def test_the_way_there_is_shown_to_writers(cast: Cast) -> None:
    for view in ("news_article_changelist", "news_article_add", "index"):
        address = reverse(f"admin:{view}")
        shown = {
            role
            for role in EVERYBODY
            if ADDRESS in client_of(cast, role).get(address).content.decode()
        }
        assert shown == WRITERS, view


def test_a_draft_like_any_other(cast: Cast) -> None:
    answer = post(client_of(cast, "contributor"), SAMPLE.read_bytes())
    article = Article.objects.get()
    assert answer.url == reverse("admin:news_article_change", args=[article.pk])
    assert (article.author, article.unit, article.created_by) == (
        cast.contributor,
        cast.contributor.unit,
        cast.contributor,
    )
    assert (article.state, article.version, article.title) == (
        "draft",
        1,
        "TỔ DÂN PHỐ SỐ 3 KÈ LẠI BỜ SÔNG",
    )
    row = article.history.get()
    assert (row.history_user, row.history_change_reason) == (cast.contributor, "Nhập từ tệp Word")
    pictures = uses(article, FileUse.Role.BODY)
    assert [picture.name for picture in pictures] == ["photo1.webp", "photo2.webp"]
    assert all(f'src="{picture.url}"' in article.body for picture in pictures)
    assert 'width="640" height="400"' in article.body
    assert uses(article, FileUse.Role.ATTACHMENT) == []
    sentences = [str(message) for message in get_messages(answer.wsgi_request)]
    assert sentences[0].startswith("Đã tạo bản nháp từ tệp Word.")
    assert "<li>Bỏ 1 lời bình (comment) bên lề.</li>" in sentences[1]
    assert sentences[1].endswith("<li>Xin ghi lời mô tả cho 1 ảnh trước khi gửi duyệt.</li></ul>")
    assert "Ảnh thứ 2 trong bài chưa có lời mô tả" in " ".join(publishing_problems(article))
    page = client_of(cast, "contributor").get(answer.url).content.decode()
    assert "cùng góp công" in page


def test_the_pictures_follow_the_article(cast: Cast, client: Client) -> None:
    article = imported(cast, SAMPLE.read_bytes()).article
    picture = uses(article, FileUse.Role.BODY)[0]
    assert client.get(picture.url).status_code == 404
    transition(article, "submit", cast.contributor)
    transition(article, "publish_urgently", cast.approver, note="Lũ lên")
    assert client.get(picture.url).status_code == 200


def test_the_original_is_attached_when_wished(cast: Cast) -> None:
    post(client_of(cast, "contributor"), SAMPLE.read_bytes(), attach_original="on")
    use = Article.objects.get().attachments.get()
    assert (use.file.name, use.file.extension, use.file.size) == (
        "Tin tháng 7.docx",
        "docx",
        SAMPLE.stat().st_size,
    )


def test_a_picture_before_the_first_word_becomes_the_lead_picture(cast: Cast) -> None:
    data = word(
        p("Tiêu đề", "Title"),
        p(photo("a", "Bờ sông")),
        p("Ảnh: Lan", "Caption"),
        p("Chữ"),
        media={"a.jpg": jpeg()},
    )
    result = imported(cast, data)
    article = result.article
    assert (article.picture_alt, article.picture_credit, article.body) == (
        "Bờ sông",
        "Ảnh: Lan",
        "<p>Chữ</p>",
    )
    assert uses(article, FileUse.Role.LEAD) == [article.picture]
    assert result.warnings[-1] == "Ảnh đứng trước chữ đầu tiên được đặt làm ảnh chính."


def test_a_picture_shown_again_further_down_stays_in_the_text(cast: Cast) -> None:
    data = word(
        p("Tiêu đề", "Title"), p(photo("a")), p("Chữ"), p(photo("a")), media={"a.jpg": jpeg()}
    )
    article = imported(cast, data).article
    assert (article.picture, article.body.count("<img")) == (None, 2)
    assert StoredFile.objects.count() == 1


def test_what_was_cropped_away_is_not_stored(cast: Cast) -> None:
    data = (SAMPLE.parent / "as_seen" / "crop.docx").read_bytes()
    imported(cast, data)
    stored = StoredFile.objects.get()
    assert (stored.width, stored.height) == (200, 300)
    colours = Image.open(storage.path_of(stored)).convert("RGB").getcolors(70_000)
    assert colours is not None
    assert max(red for _, (red, _, _) in colours) < 60  # the red half is gone


def test_a_broken_picture_is_left_out_and_named(cast: Cast) -> None:
    data = word(
        p("Tiêu đề", "Title"),
        p("Chữ"),
        p(photo("hong")),
        p(photo("tot", "Bờ sông")),
        media={"hong.jpg": jpeg()[:300], "tot.jpg": jpeg()},
    )
    result = imported(cast, data)
    assert result.article.body.count("<img") == 1
    assert result.warnings[-1].startswith(
        "Bỏ 1 ảnh không dùng được (hong.jpg, ở gần chữ “Chữ”). Ảnh bị hỏng"
    )


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "Tệp trống"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"x" * 600, "có mật khẩu"),
        (SAMPLE.read_bytes()[:3000], "bị hỏng"),
        (jpeg(), "không phải tệp Word"),
        (word(), "không có chữ"),
        (word(p(photo("a")), media={"a.jpg": jpeg()[:200]}), "không ảnh nào dùng được"),
        (b"PK\x03\x04" + b"x" * (50 * 1024 * 1024), "lớn hơn 50 MB"),
    ],
    ids=["empty", "encrypted", "corrupt", "picture", "no text", "broken picture only", "too big"],
)
def test_a_refused_file_leaves_nothing(
    cast: Cast, file_root: Path, data: bytes, sentence: str
) -> None:
    answer = post(client_of(cast, "contributor"), data, attach_original="on")
    assert answer.status_code == 200
    page = answer.content.decode()
    assert sentence in page
    assert re.search(r'<input type="checkbox" name="attach_original"[^>]* checked', page)
    assert (Article.objects.count(), StoredFile.objects.count(), FileUse.objects.count()) == (
        0,
        0,
        0,
    )
    assert on_disk(file_root) == []


def test_the_same_page_imports_a_file_once(cast: Cast) -> None:
    client, key = client_of(cast, "contributor"), {"idempotency_key": str(uuid4())}
    data = word(p("Họp tổ"), p("Nội dung."))
    answers = [
        client.post(ADDRESS, {"file": SimpleUploadedFile("Họp.docx", content)} | sent)
        for content, sent in (
            (data, key),
            (data, key),
            (word(p("Tin khác"), p("Nội dung.")), key),
            (data, {"idempotency_key": str(uuid4())}),
        )
    ]
    first, again, *others = [answer.url for answer in answers]
    assert first == again and len({first, *others}) == 3
    assert Article.objects.count() == 3
    assert "mở lại bản nháp ấy" in client.get(again).content.decode()


def test_forms_without_a_file(cast: Cast) -> None:
    client = client_of(cast, "contributor")
    for data in ({}, {"file": "chữ"}, {"attach_original": "on"}):
        answer = client.post(ADDRESS, data)
        assert "Xin chọn một tệp Word (.docx)." in answer.content.decode()
    assert (
        "Tên tệp quá dài"
        in client.post(
            ADDRESS, {"file": SimpleUploadedFile("x" * 240 + ".docx", b"x")}
        ).content.decode()
    )
    assert Article.objects.count() == 0


def test_fifty_megabytes_come_in(cast: Cast) -> None:
    """Pictures that do not stand in the text are not even looked at."""
    noise = bytes(range(256)) * 48 * 1024
    media = {"a.jpg": jpeg()} | {f"b{number}.png": noise for number in range(4)}
    data = word(
        p("Tiêu đề", "Title"), p("Chữ"), p(photo("a", "Bờ sông")), media=media, compression=0
    )
    assert len(data) > 48 * 1024 * 1024
    article = imported(cast, data, attach=True).article
    assert StoredFile.objects.count() == 2
    assert article.attachments.get().file.size == len(data)


def test_a_text_without_pictures_costs_few_queries(
    cast: Cast, django_assert_num_queries: Any
) -> None:
    imported(cast, word(p("Tiêu đề", "Title"), p("Chữ")))  # content types are known from here on
    for lines in (1, 30):
        data = word(p("Tiêu đề", "Title"), *[p(text(f"Dòng {n}")) for n in range(lines)])
        with django_assert_num_queries(11):
            imported(cast, data)
