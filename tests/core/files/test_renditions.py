"""The sizes of a picture: what they are, who gets them, and what stands in a page for them."""

from __future__ import annotations

import re
import threading
from datetime import timedelta
from io import BytesIO
from typing import TYPE_CHECKING, Any

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone
from django_tasks_db.models import DBTaskResult
from PIL import Image

from core.files import renditions, storage
from core.files.renditions import Focus
from core.files.storage import store, sync_uses
from core.models import FileUse, StoredFile
from core.rendering import pictures
from core.rendering.prose import prose
from news.models import Article, PreviewLink
from tests.support.factories import transition
from tests.support.files import PDF, picture, upload
from tests.support.jobs import run_jobs

if TYPE_CHECKING:
    from tests.support.cast import Cast

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("file_root")]

PICTURE = StoredFile.Kind.PICTURE
TURNED = Image.Exif()
TURNED[0x0112] = 6  # the camera was held upright


def stored(size: tuple[int, int] = (1700, 850), **options: Any) -> StoredFile:
    return store(upload(picture(size=size, **options)), uploader=None, kind=PICTURE)


def seen(answer: Any) -> Image.Image:
    return Image.open(BytesIO(b"".join(answer.streaming_content)))


@pytest.fixture
def shown(published: Article) -> StoredFile:
    """A picture of a published item, half red and half blue."""
    image = Image.new("RGB", (900, 900), "red")
    image.paste("blue", (0, 450, 900, 900))
    target = BytesIO()
    image.save(target, "PNG")
    file = store(upload(target.getvalue(), "Bờ sông.png"), uploader=None, kind=PICTURE)
    sync_uses(published, FileUse.Role.LEAD, [file])
    return file


@pytest.mark.parametrize(
    ("width", "expected"),
    [
        (1600, [400, 800, 1600]),
        (1000, [400, 800, 1000]),
        (900, [400, 900]),
        (500, [400, 500]),
        (400, [400]),
        (1, [1]),
    ],
)
def test_widths_are_never_larger_than_the_picture_nor_nearly_the_same(
    width: int, expected: list[int]
) -> None:
    assert renditions.widths(StoredFile(width=width)) == expected


@pytest.mark.parametrize(
    ("name", "form", "size"),
    [
        ("400.avif", "AVIF", (400, 800)),
        ("400.webp", "WEBP", (400, 800)),
        ("800.avif", "AVIF", (800, 1600)),
        ("shared-centre.jpg", "JPEG", (1200, 630)),
    ],
)
def test_a_size_is_what_its_name_says_and_upright(
    name: str, form: str, size: tuple[int, int]
) -> None:
    file = stored(exif=TURNED)
    with Image.open(renditions.made(file, name)) as image:
        image.load()
        assert (image.format, image.size, image.mode) == (form, size, "RGB")
        assert not image.getexif()


def test_see_through_pictures_stay_so_on_pages_and_are_white_where_shared() -> None:
    file = stored(mode="RGBA", form="PNG", size=(600, 600), colour=(0, 0, 0, 0))
    assert Image.open(renditions.made(file, "400.avif")).convert("RGBA").getpixel((5, 5))[3] == 0
    assert Image.open(renditions.made(file, "shared-top.jpg")).getpixel((5, 5)) == (255, 255, 255)


@pytest.mark.parametrize(("focus", "expected"), [(Focus.TOP, "red"), (Focus.BOTTOM_RIGHT, "blue")])
def test_the_shared_picture_keeps_the_chosen_part(
    shown: StoredFile, focus: str, expected: str
) -> None:
    answer = Client().get(f"/tep/{shown.key}-shared-{focus}.jpg")
    red, _, blue = seen(answer).convert("RGB").getpixel((600, 315))
    assert answer["Content-Type"] == "image/jpeg"
    assert (red > 200, blue > 200) == (expected == "red", expected == "blue")


def test_a_size_follows_the_state_of_its_item(
    cast: Cast, client: Client, published: Article
) -> None:
    file = stored()
    address = f"/tep/{file.key}-400.avif"
    assert client.get(address).status_code == 404
    sync_uses(published, FileUse.Role.LEAD, [file])
    answer = client.get(address)
    assert (answer.status_code, answer["Content-Type"], seen(answer).size) == (
        200,
        "image/avif",
        (400, 200),
    )
    assert answer["Cache-Control"] == "private, max-age=3600"
    assert not answer.has_header("Vary")
    again = client.get(address, headers={"if-none-match": answer["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert client.get(f"/tep/{file.key}-800.avif")["ETag"] != answer["ETag"]
    transition(
        published,
        "withdraw",
        cast.approver,
        note="Sai",
        public_as="notice",
        public_note="Bài đã gỡ.",
    )
    assert client.get(address, headers={"if-none-match": answer["ETag"]}).status_code == 404
    client.force_login(cast.editor)
    answer = client.get(address)
    assert (answer.status_code, answer["Cache-Control"]) == (200, "private, no-store")


def test_the_token_of_a_preview_opens_the_sizes(client: Client, cast: Cast, draft: Article) -> None:
    file = stored()
    sync_uses(draft, FileUse.Role.LEAD, [file])
    link = PreviewLink.objects.create(
        article=draft, created_by=cast.contributor, expires_at=timezone.now() + timedelta(days=1)
    )
    page = storage.with_token(
        pictures.picture(file, sizes="9rem"),
        "T",
    )
    assert (
        len(re.findall(rf"/tep/{file.key}[^ \"]*\?xem-truoc=T", page)) == page.count("/tep/") == 7
    )
    assert client.get(f"/tep/{file.key}-400.avif?xem-truoc={link.token}").status_code == 200
    assert client.get(f"/tep/{file.key}-400.avif?xem-truoc=T").status_code == 404


WIDTHS = [
    "401.avif",
    "1600.avif",
    "800.avif",
    "900.webp",
    "0.avif",
    "400",
    "-400.avif",
    "9" * 99 + ".avif",
]
FORMATS = [
    "400.jpg",
    "400.png",
    "400.AVIF",
    "400.avif/",
    "../400.avif",
    "shared-middle.jpg",
    "shared-top.webp",
    "",
]


@pytest.mark.parametrize("name", WIDTHS + FORMATS)
def test_what_does_not_exist_is_not_found(client: Client, shown: StoredFile, name: str) -> None:
    assert client.get(f"/tep/{shown.key}-{name}").status_code == 404
    assert not renditions.root().exists()


def test_documents_have_no_sizes(client: Client, published: Article) -> None:
    file = store(upload(PDF), uploader=None, kind=StoredFile.Kind.DOCUMENT)
    sync_uses(published, FileUse.Role.ATTACHMENT, [file])
    assert client.get(f"/tep/{file.key}-400.avif").status_code == 404


def test_what_cannot_be_made_is_the_stored_picture(client: Client, shown: StoredFile) -> None:
    whole = storage.path_of(shown).read_bytes()
    storage.path_of(shown).write_bytes(whole[: len(whole) // 2])
    answer = client.get(f"/tep/{shown.key}-400.avif")
    assert (answer.status_code, answer["Content-Type"]) == (200, "image/webp")
    assert answer["ETag"] == f'"{shown.sha256}"'
    storage.path_of(shown).unlink()
    assert client.get(f"/tep/{shown.key}-400.avif").status_code == 404


@pytest.mark.django_db(transaction=True)
def test_many_who_ask_at_once_get_the_same(shown: StoredFile) -> None:
    answers: list[bytes] = []
    together = threading.Barrier(4)

    def ask() -> None:
        together.wait()
        answer = Client().get(f"/tep/{shown.key}-400.avif")
        answers.append(b"".join(answer.streaming_content))
        connection.close()

    people = [threading.Thread(target=ask) for _ in range(4)]
    for person in people:
        person.start()
    for person in people:
        person.join()
    assert len(answers) == 4
    assert len(set(answers)) == 1
    assert Image.open(BytesIO(answers[0])).size == (400, 400)
    assert [path.name for path in (renditions.root() / shown.key[:2]).iterdir()] == [
        f"{shown.key}-400.avif"
    ]


def test_new_pictures_are_prepared_before_anybody_asks(shown: StoredFile) -> None:
    lost = stored((60, 40))
    storage.path_of(lost).unlink()
    for _ in range(2):  # twice at once: one job
        assert renditions.queue_missing(timezone.now()) is None
    assert DBTaskResult.objects.count() == 1
    run_jobs()
    assert DBTaskResult.objects.get().return_value == "3 cỡ ảnh được làm sẵn"
    made = {path.name for path in renditions.root().rglob("*.*")}
    assert made == {f"{shown.key}-{name}" for name in ("400.avif", "400.webp", "900.avif")}
    renditions.queue_missing(timezone.now())
    assert DBTaskResult.objects.count() == 1, "nothing is missing"


# In pages


def addresses(html: str) -> dict[str, int]:
    """The addresses of all source sets with the width each says it has."""
    pairs = [
        part.split(" ")
        for found in re.findall(r'srcset="([^"]*)"', html)
        for part in found.split(", ")
    ]
    return {address: int(width.removesuffix("w")) for address, width in pairs}


@pytest.mark.parametrize("size", [(1600, 800), (900, 1200), (60, 40)])
def test_every_address_of_a_source_set_is_a_picture_of_that_width(
    client: Client, published: Article, size: tuple[int, int]
) -> None:
    file = stored(size)
    sync_uses(published, FileUse.Role.LEAD, [file])
    found = addresses(pictures.picture(file, sizes="9rem"))
    assert set(found.values()) == set(renditions.widths(file))
    for address, width in found.items():
        answer = client.get(address)
        image = seen(answer)
        assert (image.width, f"image/{image.format.lower()}") == (width, answer["Content-Type"])


def test_a_picture_in_a_page_says_its_size_and_comes_when_it_is_near(shown: StoredFile) -> None:
    page = pictures.picture(shown, sizes="9rem", alt='Bờ "sông"', css="card", focus="top")
    assert page.strip().endswith(
        f'<img class="card focus-top" src="{shown.url}" width="900" height="900" alt="Bờ'
        ' &quot;sông&quot;" loading="lazy" decoding="async"></picture>'
    )
    page = pictures.picture(shown, sizes="9rem", is_first=True)
    assert page.strip().endswith('width="900" height="900" alt="" fetchpriority="high"></picture>')


def test_pictures_of_a_text_come_in_sizes(django_assert_num_queries: Any) -> None:
    file = stored((1600, 800))
    image = f'<img src="{file.url}" alt="Bờ &quot;sông&quot;" width="500" height="9">'
    body = f'<p>a</p><figure class="image">{image}</figure>'
    with django_assert_num_queries(0):
        page = prose(body, {file.key: file})
    assert set(addresses(page).values()) == {400, 800, 1600}
    assert (
        f'<img src="{file.url}" width="500" height="250" alt="Bờ &quot;sông&quot;" loading="lazy"'
        in page
    )
    assert 'sizes="(min-width: 60rem) 500px' in page
    with django_assert_num_queries(1):
        assert prose(body) == page
    unsized = prose(f'<p><img src="{file.url}" alt=""></p>', {file.key: file})
    assert 'width="1600" height="800"' in unsized


def test_a_picture_of_the_text_that_has_gone_stays_as_written() -> None:
    image = f'<img src="/tep/{"a" * 32}.webp" alt="a &gt; b"'
    assert prose(f"<p>{image}></p>") == f'<p>{image} loading="lazy" decoding="async"></p>'
