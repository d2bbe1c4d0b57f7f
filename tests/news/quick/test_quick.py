"""Nộp nhanh and Nhập hộ without a script: what is stored, what is refused, and that nothing is lost
or made twice.
"""

from __future__ import annotations

import threading
import uuid
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from core.files.storage import store
from core.models import FileUse, StoredFile, TransitionLog
from news.editorial.retention import RETENTION, purge_discarded
from news.models import Article, QuickEntry
from news.quick.entry import QuickSubmission, submit_entry
from news.quick.photos import MAX_ALT_LENGTH, MAX_PHOTOS, body_of
from tests.news.test_access import EVERYBODY, client_of
from tests.support.cast import Cast
from tests.support.factories import CategoryFactory, UnitFactory, make_draft, transition
from tests.support.files import PDF, picture, upload

if TYPE_CHECKING:
    from organization.models import User

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("file_root")]

QUICK = "/quan-tri/nop-nhanh/"
ON_BEHALF = "/quan-tri/nhap-ho/"
TITLE = "Tổ dân phố số 3 dọn bờ sông"
TEXT = "Sáng nay 60 hộ ra quân.\nTrời mát.\n\nXem https://phuong.example/a?b=1&c=2 <b>"
BODY = (
    "<p>Sáng nay 60 hộ ra quân.<br>Trời mát.</p>\n<p>Xem https://phuong.example/a?b=1&amp;c=2"
    " &lt;b&gt;</p>"
)


def page(**fields: Any) -> dict[str, Any]:
    return {
        "token": str(uuid.uuid4()),
        "title": TITLE,
        "text": TEXT,
        "kind": "brief",
        "do": "send",
    } | fields


def received(cast: Cast, **fields: Any) -> dict[str, Any]:
    at = timezone.localtime() - timedelta(hours=3)
    receipt = {
        "received_from": "Bà Hòa, Tổ 3",
        "received_via": "zalo",
        "received_at": f"{at:%Y-%m-%dT%H:%M}",
    }
    return page(**receipt | {"unit": cast.contributor.unit_id} | fields)


def jpeg(colour: str, name: str = "") -> SimpleUploadedFile:
    return SimpleUploadedFile(
        name or f"{colour}.jpg", picture(size=(60, 40), colour=colour), "image/jpeg"
    )


def stored(user: User, colour: str) -> StoredFile:
    return store(
        upload(picture(colour=colour), f"{colour}.jpg"), uploader=user, kind=StoredFile.Kind.PICTURE
    )


def figure(file: StoredFile, alt: str) -> str:
    return (
        f'<figure class="image"><img src="{file.url}" alt="{alt}" width="{file.width}"'
        f' height="{file.height}"></figure>'
    )


# Handing in


def test_a_text_with_photos_is_handed_in(cast: Cast) -> None:
    first, second, third = (
        stored(cast.contributor, colour) for colour in ("teal", "sienna", "navy")
    )
    alts = {f"alt-{first.key}": " Bờ  sông ", f"alt-{second.key}": 'Bà con "chuyền" đá'}
    answer = client_of(cast, "contributor").post(
        QUICK, page(photo=[second.key, first.key, third.key], **alts), follow=True
    )
    article = Article.objects.get()
    assert (article.state, article.title, article.kind) == ("in_review", TITLE, "brief")
    assert (article.unit, article.author) == (cast.contributor.unit, cast.contributor)
    assert (article.created_by, article.submitted_by) == (cast.contributor, cast.contributor)
    assert (article.picture, article.picture_alt) == (second, 'Bà con "chuyền" đá')
    assert article.body == f"{BODY}\n{figure(first, 'Bờ sông')}\n{figure(third, '')}"
    uses = article.file_uses.order_by("role", "position").values_list("role", "file")
    assert list(uses) == [("body", first.pk), ("body", third.pk), ("lead", second.pk)]
    assert list(TransitionLog.objects.values_list("name", flat=True)) == ["submit"]
    content = answer.content.decode()
    assert "Ban biên tập đã nhận được bài lúc" in content
    assert f"{timezone.localtime(QuickEntry.objects.get().made_at):%H:%M, %d/%m/%Y}" in content
    assert reverse("admin:news_article_change", args=[article.pk]) in content
    assert "Nộp tin khác" in content
    assert "Có ảnh chưa ghi" in content


def test_photos_come_with_the_page_in_their_order_and_upright(cast: Cast) -> None:
    turned = picture(size=(60, 40), colour="navy", exif=_turned_right())
    sent = [jpeg("teal"), SimpleUploadedFile("đứng.jpg", turned), jpeg("teal", "again.jpg")]
    client_of(cast, "contributor").post(QUICK, page(photos=sent))
    article = Article.objects.get()
    assert article.picture.name == "teal.webp"
    inner = article.file_uses.get(role=FileUse.Role.BODY).file
    assert (inner.name, inner.width, inner.height) == ("đứng.webp", 40, 60)


def _turned_right() -> Any:
    exif = Image.Exif()
    exif[0x0112] = 6
    return exif


def test_put_aside_as_a_draft(cast: Cast) -> None:
    answer = client_of(cast, "contributor").post(QUICK, page(do="draft", text=""), follow=True)
    article = Article.objects.get()
    assert (article.state, article.body, article.submitted_at) == ("draft", "", None)
    assert "chưa gửi cho ban biên tập" in answer.content.decode()


def test_the_board_hands_in_too_without_a_unit(cast: Cast) -> None:
    client_of(cast, "approver").post(QUICK, page())
    article = Article.objects.get()
    assert (article.state, article.author, article.unit) == ("in_review", cast.approver, None)


def test_unit_and_author_are_not_the_writers_to_choose(cast: Cast) -> None:
    other = cast.other_contributor
    client_of(cast, "contributor").post(QUICK, page(unit=other.unit_id, author=other.pk))
    article = Article.objects.get()
    assert (article.unit, article.author) == (cast.contributor.unit, cast.contributor)


def test_the_category_is_the_one_of_the_units_newest_item(cast: Cast, published: Article) -> None:
    notices = CategoryFactory(is_for_notices=True)
    notice = make_draft(cast.contributor, category=notices, kind="notice")
    transition(transition(notice, "submit", cast.contributor), "publish", cast.approver)
    content = client_of(cast, "colleague").get(QUICK).content.decode()
    assert f'<option value="{published.category_id}" selected>' in content
    assert f"Chọn sẵn “{published.category}”" in content
    assert "Chọn sẵn" not in client_of(cast, "other_contributor").get(QUICK).content.decode()


def test_a_notice_goes_into_a_category_for_notices(cast: Cast, published: Article) -> None:
    client = client_of(cast, "contributor")
    data = page(category=published.category_id) | {"times-0-first": "2026-11-28"}
    client.post(QUICK, data)
    article = Article.objects.latest("pk")
    assert (article.kind, article.category) == ("notice", None), "the board chooses"
    notices = CategoryFactory(is_for_notices=True)
    client.post(QUICK, data | {"token": str(uuid.uuid4()), "title": "Họp tổ dân phố"})
    article = Article.objects.latest("pk")
    assert (article.kind, article.category) == ("notice", notices)
    change = client.get(f"/quan-tri/news/article/{article.pk}/change/").content.decode()
    assert "Thể loại thông báo đi với" not in change


def test_kind_and_category_may_be_missing(cast: Cast) -> None:
    data = page()
    del data["kind"]
    client_of(cast, "contributor").post(QUICK, data)
    article = Article.objects.get()
    assert (article.kind, article.category) == ("brief", None)


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("a\r\n\r\nb", "<p>a</p>\n\n<p>b</p>\n"),
        ("a\n \t\n\n\nb\nc", "<p>a</p>\n\n<p>b<br>c</p>\n"),
        ("<script>x</script>", "<p>&lt;script&gt;x&lt;/script&gt;</p>\n"),
    ],
)
def test_blank_lines_part_paragraphs(text: str, html: str) -> None:
    assert body_of(text, []) == html


# Mistakes: one sentence each, and everything comes back


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"title": " \u200b "}, "Xin ghi tiêu đề."),
        ({"title": "T" * 251}, "Tiêu đề dài quá 250 ký tự: xin rút gọn."),
        ({"text": "\0 \u200b"}, "Xin viết nội dung."),
        ({"text": "chữ " * 25_001}, "Nội dung dài quá 100.000 ký tự"),
        ({"title": "", "do": "draft"}, "Xin ghi tiêu đề."),
        ({"kind": "\0"}, "không có trong danh sách"),
        ({"kind": "novel"}, "không có trong danh sách"),
        ({"category": "9" * 40}, "không có trong danh sách"),
        ({"token": "\0"}, "Chưa gửi được."),
        ({"token": ""}, "Chưa gửi được."),
        ({"photo": ["\0", "a" * 32]}, "Có ảnh không còn hoặc quý vị không được dùng"),
    ],
)
def test_each_mistake_has_a_sentence(cast: Cast, fields: dict[str, Any], sentence: str) -> None:
    mine = stored(cast.contributor, "teal")
    data = page(**{"photo": [mine.key], f"alt-{mine.key}": "Bờ sông"} | fields)
    if "photo" in fields:
        data["photo"] = [mine.key, *fields["photo"]]
    answer = client_of(cast, "contributor").post(QUICK, data | {"photos": [jpeg("navy")]})
    content = answer.content.decode()
    assert answer.status_code == 200
    assert sentence in content
    assert not Article.objects.exists()
    for typed in (
        data["title"].strip(" \u200b"),
        "Bờ sông",
        mine.url,
        StoredFile.objects.get(name="navy.webp").url,
    ):
        assert typed in content
    if fields.get("text") is None:
        assert "Trời mát.\n\nXem https://phuong.example" in content.replace("\r\n", "\n")


def test_a_page_without_a_token_may_simply_be_sent_again(cast: Cast) -> None:
    client = client_of(cast, "contributor")
    answer = client.post(QUICK, page(token="x"))
    token = str(answer.context["form"]["token"].value())
    client.post(QUICK, page(token=token))
    assert Article.objects.get().state == "in_review"


def test_a_control_character_in_a_line_is_left_out(cast: Cast) -> None:
    client_of(cast, "contributor").post(QUICK, page(title="Dọn\0 bờ sông", text="Sáng\0 nay."))
    article = Article.objects.get()
    assert (article.title, article.body) == ("Dọn bờ sông", "<p>Sáng nay.</p>")


def test_a_photo_that_is_refused_is_named_and_the_others_stay(cast: Cast) -> None:
    sent = [jpeg("teal"), SimpleUploadedFile("IMG_1.HEIC", b"\0\0\0\x18ftypheic" + b"0" * 40)]
    content = client_of(cast, "contributor").post(QUICK, page(photos=sent)).content.decode()
    assert "IMG_1.HEIC: Ảnh HEIC của điện thoại chưa đọc được" in content
    assert f'name="photo" value="{StoredFile.objects.get().key}"' in content
    assert not Article.objects.exists()


def test_a_description_too_long_is_said_beside_its_photo(cast: Cast) -> None:
    mine = stored(cast.contributor, "teal")
    long = "đ" * (MAX_ALT_LENGTH + 1)
    answer = client_of(cast, "contributor").post(
        QUICK, page(photo=[mine.key], **{f"alt-{mine.key}": long})
    )
    content = answer.content.decode()
    assert "Lời mô tả dài 251 ký tự: xin rút gọn còn 250." in content
    assert long in content
    assert not Article.objects.exists()


def test_more_photos_than_a_page_takes(cast: Cast) -> None:
    sent = [jpeg(f"rgb({number}, 90, 200)", f"{number}.jpg") for number in range(0, 250, 12)]
    assert len(sent) == MAX_PHOTOS + 1
    answer = client_of(cast, "contributor").post(QUICK, page(photos=sent))
    assert "Mỗi lần chọn nhiều nhất 20 ảnh" in answer.content.decode()
    assert StoredFile.objects.count() == MAX_PHOTOS
    assert not Article.objects.exists()


def test_photos_are_uploaded_to_be_described_first(cast: Cast) -> None:
    answer = client_of(cast, "contributor").post(
        QUICK, page(do="photos", title="", photos=[jpeg("teal")])
    )
    content = answer.content.decode()
    mine = StoredFile.objects.get()
    assert f'name="alt-{mine.key}"' in content
    assert "Trời mát." in content
    assert "Xin ghi tiêu đề." not in content
    assert not Article.objects.exists()


def test_a_photo_is_taken_out_without_a_script(cast: Cast) -> None:
    mine, other = stored(cast.contributor, "teal"), stored(cast.contributor, "navy")
    client_of(cast, "contributor").post(QUICK, page(photo=[mine.key, other.key], remove=[mine.key]))
    assert Article.objects.get().picture == other


def test_other_peoples_photos_are_refused(cast: Cast) -> None:
    """Neither a stranger's upload nor the picture of an item one may not read."""
    foreign = make_draft(cast.other_contributor, picture=stored(cast.other_contributor, "navy"))
    client = client_of(cast, "contributor")
    for file in (foreign.picture, stored(cast.colleague, "teal")):
        answer = client.post(QUICK, page(photo=[file.key]))
        assert "quý vị không được dùng" in answer.content.decode()
        assert file.url not in answer.content.decode()
    assert Article.objects.get() == foreign


def test_a_document_is_no_photo(cast: Cast) -> None:
    paper = store(upload(PDF, "a.pdf"), uploader=cast.contributor, kind=StoredFile.Kind.DOCUMENT)
    client_of(cast, "contributor").post(QUICK, page(photo=[paper.key]))
    assert not Article.objects.exists()


# Once


def test_the_second_click_finds_what_the_first_made(cast: Cast) -> None:
    client, data = client_of(cast, "contributor"), page()
    first = client.post(QUICK, data | {"photos": [jpeg("teal")]})
    second = client.post(QUICK, data | {"photos": [jpeg("teal")]})
    assert first.url == second.url
    assert Article.objects.count() == TransitionLog.objects.count() == 1


def test_another_text_under_the_same_token_is_not_swallowed(cast: Cast) -> None:
    client, data = client_of(cast, "contributor"), page()
    client.post(QUICK, data)
    answer = client.post(QUICK, data | {"text": "Một bài khác hẳn."})
    content = answer.content.decode()
    assert "Trang này đã gửi bài" in content
    assert "Một bài khác hẳn." in content
    assert Article.objects.count() == 1
    token = str(answer.context["form"]["token"].value())
    client.post(QUICK, data | {"text": "Một bài khác hẳn.", "token": token})
    assert Article.objects.count() == 2


def test_a_token_is_one_persons(cast: Cast) -> None:
    data = page()
    client_of(cast, "contributor").post(QUICK, data)
    client_of(cast, "colleague").post(QUICK, data)
    assert set(Article.objects.values_list("author", flat=True)) == {
        cast.contributor.pk,
        cast.colleague.pk,
    }


def sending(user: User, **fields: Any) -> QuickSubmission:
    values = {
        "token": uuid.uuid4(),
        "text": "Một.",
        "photos": [],
        "transition": "submit",
        "transition_data": {},
    } | fields
    return QuickSubmission(fields={"title": TITLE, "unit": user.unit, "author": user}, **values)


def test_the_moment_is_the_callers(cast: Cast) -> None:
    at = datetime(2026, 6, 25, 4, 15, tzinfo=timezone.get_default_timezone())
    entry = submit_entry(sending(cast.contributor), actor=cast.contributor, now=at)
    article = entry.article
    assert (
        entry.made_at,
        article.created_at,
        article.submitted_at,
        article.first_submitted_at,
    ) == (at,) * 4


@pytest.mark.django_db(transaction=True)
def test_two_clicks_at_the_same_moment(cast: Cast) -> None:
    one = sending(cast.contributor)
    barrier, made = threading.Barrier(2), []

    def click() -> None:
        barrier.wait()
        made.append(submit_entry(one, actor=cast.contributor).article_id)
        connection.close()

    threads = [threading.Thread(target=click) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(made) == 2
    assert len(set(made)) == Article.objects.count() == 1


def test_a_purged_draft_takes_its_receipt_along(cast: Cast) -> None:
    client_of(cast, "contributor").post(QUICK, page(do="draft"))
    transition(Article.objects.get(), "discard", cast.contributor)
    purge_discarded(timezone.now() + RETENTION + timedelta(days=1))
    assert not Article.objects.exists()
    assert not QuickEntry.objects.exists()


# Who


def test_who_gets_the_pages(cast: Cast) -> None:
    writers = {role for role in EVERYBODY if client_of(cast, role).get(QUICK).status_code == 200}
    editors = {
        role for role in EVERYBODY if client_of(cast, role).get(ON_BEHALF).status_code == 200
    }
    assert writers == set(EVERYBODY) - {"leader", "clerk", "announcer", "it_officer", "superuser"}
    assert editors == {"editor", "other_editor"}


def test_who_may_send(cast: Cast) -> None:
    for role in ("leader", "clerk", "announcer", "it_officer", "superuser"):
        assert client_of(cast, role).post(QUICK, page()).status_code == 404
    for role in ("contributor", "approver", "head", "leader"):
        assert client_of(cast, role).post(ON_BEHALF, received(cast)).status_code == 404
    assert not Article.objects.exists()


def test_strangers_log_in_first(client: Client, cast: Cast) -> None:
    for address in (QUICK, ON_BEHALF, f"{QUICK}1/"):
        answer = client.get(address)
        assert (answer.status_code, answer.url) == (302, f"{reverse('admin:login')}?next={address}")
        answer = client.post(address, page())
        assert answer.status_code == 403
        assert TITLE in answer.content.decode()
    assert not Article.objects.exists()


def test_a_page_sent_needs_the_token_of_the_session(cast: Cast) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(cast.contributor, backend="django.contrib.auth.backends.ModelBackend")
    assert client.post(QUICK, page()).status_code == 403
    assert not Article.objects.exists()


@pytest.mark.parametrize("state", ["draft", "in_review", "published"])
def test_what_became_of_it_is_told_to_the_sender_alone(cast: Cast, state: str) -> None:
    made = client_of(cast, "contributor").post(
        QUICK, page(do="draft" if state == "draft" else "send")
    )
    if state == "published":
        article = Article.objects.get()
        Article.objects.update(lead="Sapo.", category=CategoryFactory())
        transition(article, "publish", cast.approver)
    told = {role for role in EVERYBODY if client_of(cast, role).get(made.url).status_code == 200}
    assert told == {"contributor"}


@pytest.mark.parametrize("pk", ["0", "99999999999999999999999999", "x", "1%00"])
def test_malformed_addresses(cast: Cast, pk: str) -> None:
    assert client_of(cast, "contributor").get(f"{QUICK}{pk}/").status_code == 404


@pytest.mark.parametrize("method", ["put", "delete", "patch"])
def test_no_other_methods(cast: Cast, method: str) -> None:
    assert getattr(client_of(cast, "editor"), method)(QUICK).status_code == 405
    assert getattr(client_of(cast, "editor"), method)(ON_BEHALF).status_code == 405


@pytest.mark.usefixtures("known_types")
def test_what_the_page_costs(cast: Cast, django_assert_num_queries: Any) -> None:
    client = client_of(cast, "contributor")
    for _ in range(2):
        with django_assert_num_queries(7):
            client.get(QUICK)
        CategoryFactory()
        UnitFactory()


# On behalf


def test_what_came_by_zalo_is_entered(cast: Cast) -> None:
    data = received(cast)
    answer = client_of(cast, "editor").post(
        ON_BEHALF, data | {"photos": [jpeg("teal")]}, follow=True
    )
    article = Article.objects.get()
    at = timezone.make_aware(datetime.fromisoformat(data["received_at"]))
    assert (article.state, article.unit, article.author) == (
        "in_review",
        cast.contributor.unit,
        None,
    )
    assert (article.received_from, article.received_via) == ("Bà Hòa, Tổ 3", "zalo")
    assert (article.submitted_at, article.first_submitted_at) == (at, at)
    assert (article.created_by, article.submitted_by) == (cast.editor, cast.editor)
    assert article.picture.name == "teal.webp"
    assert list(TransitionLog.objects.values_list("name", flat=True)) == ["submit_on_behalf"]
    content = answer.content.decode()
    assert "do Bà Hòa, Tổ 3 gửi" in content
    assert f'href="{ON_BEHALF}"' in content


def test_an_author_with_an_account_is_named(cast: Cast) -> None:
    client_of(cast, "editor").post(ON_BEHALF, received(cast, author=cast.contributor.pk))
    assert Article.objects.get().author == cast.contributor


def test_nobody_is_the_author_by_default(cast: Cast) -> None:
    content = client_of(cast, "editor").get(ON_BEHALF).content.decode()
    assert f'<option value="{cast.editor.pk}">' in content
    assert f'<option value="{cast.editor.pk}" selected' not in content


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"unit": ""}, "Xin chọn đơn vị của bài."),
        ({"unit": "9" * 30}, "không có trong danh sách"),
        ({"received_from": ""}, "bắt buộc"),
        ({"received_from": "a\0b"}, "Không được có ký tự rỗng"),
        ({"received_via": "pigeon"}, "không có trong danh sách"),
        ({"received_at": ""}, "bắt buộc"),
        ({"received_at": "hôm qua"}, "Xin nhập ngày và giờ hợp lệ."),
        ({"received_at": "2099-01-01T08:00"}, "Giờ nhận không thể ở sau bây giờ."),
        ({"author": "\0"}, "Không được có ký tự rỗng"),
        ({"title": ""}, "Xin ghi tiêu đề."),
        # There is no draft here: it could not keep from whom the text came.
        ({"text": "", "do": "draft"}, "Xin viết nội dung."),
    ],
)
def test_each_mistake_of_entering_has_a_sentence(
    cast: Cast, fields: dict[str, Any], sentence: str
) -> None:
    data = received(cast, **fields)
    answer = client_of(cast, "editor").post(ON_BEHALF, data | {"photos": [jpeg("teal")]})
    content = answer.content.decode()
    assert answer.status_code == 200
    assert sentence in content
    assert StoredFile.objects.get().url in content
    assert not Article.objects.exists()
    for name in ("title", "received_from", "received_at"):
        assert data[name].replace("\0", "") in content.replace("\0", "")


def test_a_dissolved_unit_is_not_offered(cast: Cast) -> None:
    gone = UnitFactory(valid_until=timezone.localdate() - timedelta(days=1))
    answer = client_of(cast, "editor").post(ON_BEHALF, received(cast, unit=gone.pk))
    assert "không có trong danh sách" in answer.content.decode()
    assert not Article.objects.exists()


def test_what_bears_a_secret_stamp_is_refused_and_the_phone_told_to_forget_it(cast: Cast) -> None:
    client = client_of(cast, "contributor")
    data = {
        "token": str(uuid.uuid4()),
        "title": "Kế hoạch",
        "text": "TỐI MẬT\n\nNội dung kế hoạch",
        "do": "send",
    }
    page = client.post("/quan-tri/nop-nhanh/", data).content.decode()
    assert "data-drop-draft" in page
    assert "không được đưa vào hệ thống này" in page
    assert "Nội dung kế hoạch" in page
    assert not Article.objects.exists()
    assert "data-drop-draft" not in client.get("/quan-tri/nop-nhanh/").content.decode()


def test_an_unusual_day_of_receipt_is_asked_about_once(cast: Cast) -> None:
    client = client_of(cast, "editor")
    data = received(cast) | {"received_at": "2024-05-05T08:00"}
    page = client.post(ON_BEHALF, data).content.decode()
    assert "Ngày 05/05/2024 đã qua hơn 1 năm; có đúng không?" in page
    assert 'name="received_at-dung-nam" value="2024-05-05"' in page
    assert not Article.objects.exists()
    client.post(ON_BEHALF, data | {"received_at-dung-nam": "2024-05-05"})
    submitted_at = Article.objects.get().submitted_at
    assert submitted_at is not None
    assert timezone.localtime(submitted_at).isoformat() == "2024-05-05T08:00:00+07:00"
    for year in ("0001", "0026", "9999", "20026"):
        page = client.post(ON_BEHALF, data | {"received_at": f"{year}-05-05T08:00"})
        assert f"Năm {int(year)} không hợp lý; xin xem lại." in page.content.decode()


def test_the_receipt_of_a_returned_entry_says_why_and_what_next(cast: Cast) -> None:
    client = client_of(cast, "contributor")
    answer = client.post(QUICK, page())
    article = transition(Article.objects.get(), "return", cast.editor, note="Thiếu tên tổ")
    receipt = client.get(answer.url).content.decode()
    assert "bị trả lại để sửa" in receipt
    assert "Thiếu tên tổ" in receipt
    assert f"/quan-tri/news/article/{article.pk}/change/" in receipt
    assert "chưa gửi cho ban biên tập" not in receipt
