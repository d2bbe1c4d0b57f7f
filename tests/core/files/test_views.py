"""Files over HTTP: who gets one and with what headers, and the editor's upload."""

from __future__ import annotations

import threading
from io import BytesIO
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse
from PIL import Image

from core.files import storage
from core.files.storage import store, sync_uses
from core.files.upload_notices import upload_notices
from core.http.file_responses import partial_response
from core.models import FileUse, StoredFile
from tests.support.factories import transition
from tests.support.files import PDF, office, picture, upload

if TYPE_CHECKING:
    from news.models import Article
    from organization.models import User
    from tests.support.cast import Cast

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("file_root")]

DOCUMENT = StoredFile.Kind.DOCUMENT
UPLOAD = "/quan-tri/tep/tai-len/"


@pytest.fixture
def private_file(cast: Cast) -> StoredFile:
    return store(upload(picture(), "ảnh.jpg"), uploader=cast.contributor, kind=DOCUMENT)


@pytest.fixture
def public_file(cast: Cast, published: Article) -> StoredFile:
    file = store(upload(PDF, "Kế hoạch.pdf"), uploader=cast.contributor, kind=DOCUMENT)
    sync_uses(published, FileUse.Role.ATTACHMENT, [file])
    return file


def client_of(user: User | None) -> Client:
    client = Client()
    if user:
        client.force_login(user)
    return client


def body(response: Any) -> bytes:
    return b"".join(response.streaming_content) if response.streaming else response.content


# Reading


def test_a_public_file_is_the_same_for_everybody(cast: Cast, public_file: StoredFile) -> None:
    for user in (None, cast.contributor, cast.clerk):
        response = client_of(user).get(public_file.url)
        assert response.status_code == 200
        assert body(response) == PDF
        assert response["Content-Type"] == "application/pdf"
        assert response["Content-Length"] == str(len(PDF))
        assert (
            response["Content-Disposition"] == f"inline; filename*=utf-8''{quote('Kế hoạch.pdf')}"
        )
        assert response["Cache-Control"] == "public, max-age=0, must-revalidate"
        assert response["X-Content-Type-Options"] == "nosniff"
        assert response["ETag"] == f'"{public_file.sha256}"'
        assert "default-src 'none'" in response["Content-Security-Policy"]
        assert "sandbox" not in response["Content-Security-Policy"]
        assert not response.has_header("Vary")
        assert not response.cookies


@pytest.mark.usefixtures("known_types")
def test_a_public_file_costs_two_queries(
    public_file: StoredFile, django_assert_num_queries: Any
) -> None:
    client = Client()
    with django_assert_num_queries(2):
        client.get(public_file.url)


def test_a_private_file_is_its_uploaders_and_the_items_readers(
    cast: Cast, draft: Article, private_file: StoredFile
) -> None:
    sync_uses(draft, FileUse.Role.LEAD, [private_file])
    expected = {
        "contributor": 200,
        "editor": 200,
        "other_contributor": 404,
        "superuser": 404,
        "clerk": 404,
    }
    assert {
        name: client_of(getattr(cast, name)).get(private_file.url).status_code for name in expected
    } == expected
    assert client_of(None).get(private_file.url).status_code == 404
    response = client_of(cast.editor).get(private_file.url)
    assert body(response).startswith(b"RIFF")
    assert response["Cache-Control"] == "private, no-store"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in response["Content-Security-Policy"]
    assert response["Vary"] == "Cookie"


@pytest.mark.parametrize("name", ["contributor", "other_contributor", "superuser", None])
@pytest.mark.parametrize("state", ["unused", "draft", "published", "withdrawn"])
def test_who_gets_a_file_in_which_state(
    cast: Cast, draft: Article, private_file: StoredFile, name: str | None, state: str
) -> None:
    if state != "unused":
        sync_uses(draft, FileUse.Role.LEAD, [private_file])
    if state in ("published", "withdrawn"):
        transition(draft, "submit", cast.contributor)
        transition(draft, "publish", cast.approver)
    if state == "withdrawn":
        transition(draft, "withdraw", cast.approver, note="Sai", public_as="gone")
    expected = 200 if state == "published" or name == "contributor" else 404
    user = getattr(cast, name) if name else None
    assert client_of(user).get(private_file.url).status_code == expected


def test_other_documents_are_downloaded(cast: Cast) -> None:
    file = store(upload(office(), "ke-hoach.docx"), uploader=cast.editor, kind=DOCUMENT)
    response = client_of(cast.editor).get(file.url)
    assert response["Content-Disposition"] == 'attachment; filename="ke-hoach.docx"'
    assert response["Content-Type"].endswith("wordprocessingml.document")


def test_a_name_cannot_leave_its_header(cast: Cast) -> None:
    name = 'a"; filename="evil.html\r\nX-Evil: 1.pdf'
    file = store(upload(PDF, name), uploader=cast.editor, kind=DOCUMENT)
    response = client_of(cast.editor).get(file.url)
    assert "X-Evil" not in response
    assert (
        response["Content-Disposition"] == 'inline; filename="a ; filename= evil.html X-Evil 1.pdf"'
    )


def test_what_the_reader_has_is_not_sent_again(
    cast: Cast, public_file: StoredFile, private_file: StoredFile
) -> None:
    response = Client().get(public_file.url, headers={"If-None-Match": f'"{public_file.sha256}"'})
    assert (response.status_code, response.content) == (304, b"")
    assert response["Cache-Control"] == "public, max-age=0, must-revalidate"
    assert not response.has_header("Vary")
    assert Client().get(public_file.url, headers={"If-None-Match": '"other"'}).status_code == 200
    guess = {"If-None-Match": f'"{private_file.sha256}"'}
    assert Client().get(private_file.url, headers=guess).status_code == 404
    assert client_of(cast.contributor).get(private_file.url, headers=guess).status_code == 304


def test_head_answers_without_the_file(public_file: StoredFile) -> None:
    response = Client().head(public_file.url)
    assert (response.status_code, response["Content-Length"], body(response)) == (
        200,
        str(len(PDF)),
        b"",
    )


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete", "options", "trace"])
def test_files_are_only_read(public_file: StoredFile, method: str) -> None:
    assert getattr(Client(), method)(public_file.url).status_code == 405


@pytest.mark.parametrize(
    "path",
    [
        "{key}.html",
        "{key}.PDF",
        "{key}.pdf/",
        "{key}.pdf%0a",
        "{key}",
        "{key}.",
        "{upper}.pdf",
        "00000000000000000000000000000000.pdf",
        "..%2f..%2fetc%2fpasswd.pdf",
        "%00.pdf",
        "%ff%fe.pdf",
        "{key}%00.pdf",
        "x" * 5000 + ".pdf",
        "'; drop table core_storedfile;--.pdf",
        "",
    ],
)
def test_any_other_address_is_not_found(public_file: StoredFile, path: str) -> None:
    address = "/tep/" + path.format(key=public_file.key, upper=public_file.key.upper() + "A")
    assert Client().get(address).status_code == 404


def test_a_file_lost_on_disk_is_not_found_and_logged(
    public_file: StoredFile, caplog: pytest.LogCaptureFixture
) -> None:
    storage.path_of(public_file).unlink()
    assert Client().get(public_file.url).status_code == 404
    assert public_file.key in caplog.text


# The editor's upload


def send(user: User | None, data: bytes, name: str = "ảnh.png") -> Any:
    return client_of(user).post(UPLOAD, {"upload": upload(data, name)})


def test_a_pasted_picture_belongs_to_its_uploader(cast: Cast) -> None:
    response = send(cast.contributor, picture(size=(2000, 1000)))
    file = StoredFile.objects.get()
    assert file.uploader == cast.contributor
    assert response.json() == {
        "uploaded": 1,
        "fileName": "ảnh.webp",
        "url": file.url,
        "width": 1600,
        "height": 800,
    }
    assert client_of(cast.contributor).get(file.url).status_code == 200
    assert client_of(cast.editor).get(file.url).status_code == 404


@pytest.mark.parametrize(
    ("data", "words"),
    [(b"", "Tệp trống"), (b"<svg onload=alert(1)>", "SVG"), (PDF, "chỉ nhận ảnh")],
)
def test_the_editor_shows_why_a_picture_is_refused(cast: Cast, data: bytes, words: str) -> None:
    """With any other status than 200 CKEditor shows its own words instead."""
    response = send(cast.contributor, data)
    answer = response.json()
    assert (response.status_code, answer["uploaded"]) == (200, 0)
    assert words in answer["error"]["message"]
    assert not StoredFile.objects.exists()


def test_an_upload_without_a_file_is_told(cast: Cast) -> None:
    response = client_of(cast.contributor).post(UPLOAD, {"upload": "no file"})
    assert response.json() == {
        "uploaded": 0,
        "error": {"message": "Chưa có tệp nào: xin chọn một tệp ảnh."},
    }


MARK = "0123456789abcdef" * 2


def send_marked(user: User, mark: str, colour: str = "teal") -> Any:
    return client_of(user).post(
        UPLOAD, {"upload": upload(picture(colour=colour), "ảnh.jpg"), "idempotency_key": mark}
    )


def test_a_sending_that_is_repeated_makes_one_file(cast: Cast) -> None:
    """The answer was lost, so the sender tries again under the same mark."""
    answers = [send_marked(cast.contributor, MARK).json() for _ in range(2)]
    assert answers[0] == answers[1]
    assert StoredFile.objects.get().url == answers[0]["url"]


def test_a_mark_is_its_senders_and_none_is_no_mark(cast: Cast) -> None:
    for user, mark in (
        (cast.contributor, MARK),
        (cast.colleague, MARK),
        (cast.contributor, "f" * 32),
    ):
        assert send_marked(user, mark).json()["uploaded"] == 1
    for _ in range(2):
        send_marked(cast.contributor, "")
    assert list(StoredFile.objects.order_by("pk").values_list("uploader", "idempotency_key")) == [
        (cast.contributor.pk, MARK),
        (cast.colleague.pk, MARK),
        (cast.contributor.pk, "f" * 32),
        (cast.contributor.pk, ""),
        (cast.contributor.pk, ""),
    ]


def test_a_refused_sending_may_come_again_under_its_mark(cast: Cast) -> None:
    client = client_of(cast.contributor)
    broken = client.post(UPLOAD, {"upload": upload(b"<svg>"), "idempotency_key": MARK})
    assert broken.json()["uploaded"] == 0
    assert send_marked(cast.contributor, MARK).json()["uploaded"] == 1


@pytest.mark.parametrize("mark", ["\0", "x" * 32, "A" * 32, "a" * 31, "a" * 5000])
def test_a_malformed_mark_is_refused(cast: Cast, mark: str) -> None:
    answer = send_marked(cast.contributor, mark)
    assert (answer.status_code, answer.json()["uploaded"]) == (400, 0)
    assert not StoredFile.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_two_sendings_of_one_mark_at_the_same_moment(cast: Cast) -> None:
    barrier, urls = threading.Barrier(2), []

    def send_one() -> None:
        data = upload(picture(size=(900, 600)), "ảnh.jpg")
        barrier.wait()
        kind = StoredFile.Kind.PICTURE
        urls.append(
            storage.store_once(data, uploader=cast.contributor, kind=kind, idempotency_key=MARK).url
        )
        connection.close()

    threads = [threading.Thread(target=send_one) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert urls == [StoredFile.objects.get().url] * 2


def test_strangers_upload_nothing(cast: Cast) -> None:
    cast.clerk.is_staff = False
    cast.clerk.save()
    for user in (None, cast.inactive, cast.clerk):
        response = send(user, picture())
        assert response.status_code == 403
        assert response.json()["uploaded"] == 0
    assert not StoredFile.objects.exists()


def test_an_upload_needs_the_token(cast: Cast) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(cast.contributor)
    assert client.post(UPLOAD, {"upload": upload(picture())}).status_code == 403
    assert not StoredFile.objects.exists()


@pytest.mark.parametrize("method", ["get", "head", "put", "delete", "options"])
def test_the_upload_takes_nothing_but_post(cast: Cast, method: str) -> None:
    assert getattr(client_of(cast.contributor), method)(UPLOAD).status_code == 405


def test_the_addresses_have_names() -> None:
    assert reverse("file_upload") == UPLOAD
    assert reverse("file", args=["a" * 32, "pdf"]) == f"/tep/{'a' * 32}.pdf"


# Ranges


def ranged(file: StoredFile, value: str, **headers: str) -> Any:
    return Client().get(file.url, headers={"range": value, **headers})


@pytest.mark.parametrize(
    ("asked", "first", "last"),
    [
        ("bytes=0-0", 0, 0),
        ("bytes=2-5", 2, 5),
        ("Bytes = 2 - 5", 2, 5),
        ("bytes=5-", 5, len(PDF) - 1),
        ("bytes=-7", len(PDF) - 7, len(PDF) - 1),
        (f"bytes=-{len(PDF) + 500}", 0, len(PDF) - 1),
        (f"bytes=3-{'9' * 18}", 3, len(PDF) - 1),
    ],
)
def test_one_range_is_answered_in_part(
    public_file: StoredFile, asked: str, first: int, last: int
) -> None:
    whole = Client().get(public_file.url)
    response = ranged(public_file, asked)
    assert response.status_code == 206
    assert body(response) == PDF[first : last + 1]
    assert response["Content-Range"] == f"bytes {first}-{last}/{len(PDF)}"
    assert response["Content-Length"] == str(last + 1 - first)
    for name in ("Content-Type", "Content-Disposition", "ETag", "Cache-Control", "Accept-Ranges"):
        assert response[name] == whole[name]
    assert whole["Accept-Ranges"] == "bytes"


@pytest.mark.parametrize("asked", [f"bytes={len(PDF)}-", "bytes=99999-100000", "bytes=-0"])
def test_a_range_behind_the_end_is_refused(public_file: StoredFile, asked: str) -> None:
    response = ranged(public_file, asked)
    assert (response.status_code, response["Content-Range"]) == (416, f"bytes */{len(PDF)}")
    assert PDF not in response.content


@pytest.mark.parametrize(
    "asked",
    [
        "bytes=5-2",
        "bytes=-",
        "bytes=",
        "bytes=a-b",
        "bytes=0-1,4-5",
        "lines=0-1",
        "bytes 0-1",
        "bytes=٠-١",
        f"bytes={'9' * 400}-",
        "",
    ],
)
def test_anything_else_is_the_whole(public_file: StoredFile, asked: str) -> None:
    response = ranged(public_file, asked)
    assert (response.status_code, body(response)) == (200, PDF)
    assert "Content-Range" not in response


def test_a_changed_file_is_sent_whole(public_file: StoredFile) -> None:
    etag = Client().get(public_file.url)["ETag"]
    for validator, status in (
        (etag, 206),
        (f"W/{etag}", 200),
        ('"khac"', 200),
        ("Wed, 21 Oct 2015 07:28:00 GMT", 200),
    ):
        response = ranged(public_file, "bytes=0-3", **{"if-range": validator})
        assert (response.status_code, len(body(response))) == (
            status,
            4 if status == 206 else len(PDF),
        )
    unchanged = ranged(public_file, "bytes=0-3", **{"if-none-match": etag})
    assert unchanged.status_code == 304


def test_head_tells_of_ranges_and_of_the_whole(public_file: StoredFile) -> None:
    response = Client().head(public_file.url, headers={"range": "bytes=0-3"})
    assert (response.status_code, response["Content-Length"]) == (200, str(len(PDF)))
    assert response["Accept-Ranges"] == "bytes"


def test_a_range_opens_nothing(private_file: StoredFile, cast: Cast) -> None:
    for asked in ("bytes=0-3", "bytes=99999-"):
        assert ranged(private_file, asked).status_code == 404
    own = client_of(cast.contributor).get(private_file.url, headers={"range": "bytes=0-3"})
    assert (own.status_code, body(own)) == (206, b"RIFF")
    assert own["Cache-Control"] == "private, no-store"


def test_a_part_is_read_in_pieces_and_closed() -> None:
    stream = BytesIO(b"0123456789")
    response = partial_response(stream, range(2, 6), size=10, content_type="text/plain")
    part = response.file_to_stream
    assert [part.read(3), part.read(3), part.read(3)] == [b"234", b"5", b""]
    response.close()
    assert stream.closed


# Animations


def animation() -> bytes:
    frames = [Image.new("RGB", (40, 30), colour) for colour in ("red", "blue")]
    target = BytesIO()
    frames[0].save(target, "GIF", save_all=True, append_images=frames[1:])
    return target.getvalue()


SENTENCE = "“múa lân.gif” là ảnh động: cổng chỉ giữ lại hình đầu tiên."


def test_the_editor_tells_that_an_animation_stands_still(cast: Cast) -> None:
    data = {"upload": upload(animation(), "múa lân.gif")}
    answer = client_of(cast.contributor).post(UPLOAD, data).json()
    assert (answer["uploaded"], answer["error"]) == (1, {"message": SENTENCE})
    still = {"upload": upload(picture(), "múa lân.gif")}
    assert "error" not in client_of(cast.contributor).post(UPLOAD, still).json()


def test_a_form_tells_that_an_animation_stands_still(cast: Cast) -> None:
    data = {"title": "Múa lân", "text": "Vui.", "do": "draft"}
    data["photos"] = upload(animation(), "múa lân.gif")
    client = client_of(cast.contributor)
    page = client.post(reverse("admin:quick"), data, follow=True)
    shown = [*page.context["messages"], *client.get(reverse("admin:quick")).context["messages"]]
    assert SENTENCE in [str(message) for message in shown]


def test_whoever_attaches_a_word_file_hears_what_it_does_not_show(cast: Cast) -> None:
    comments: dict[str, bytes | str] = {"word/comments.xml": '<w:comment w:id="0"/>'}
    sent = upload(office(more=comments), "ke hoach.docx")
    storage.store(sent, uploader=cast.contributor, kind=StoredFile.Kind.DOCUMENT)
    (sentence,) = upload_notices([sent])
    assert sentence.startswith("“ke hoach.docx” có lời bình (comment) mà ai tải tệp về cũng đọc")
