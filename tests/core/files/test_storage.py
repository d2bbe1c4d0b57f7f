"""Stored files: how they are kept, named, used, shared and cleared away."""

from __future__ import annotations

import hashlib
import stat
import unicodedata
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import RequestDataTooBig
from django.db import transaction
from django.utils import timezone

from core.files import storage
from core.files.contents import numbers
from core.files.storage import FORMER, InvalidUpload, safe_name, store, sync_uses, usable_by
from core.files.upload_notices import unseen_sentence, upload_notices
from core.models import FileUse, StoredFile
from organization.models import Ward
from tests.documents.reading import broken
from tests.support.factories import make_draft, transition
from tests.support.files import PDF, office, picture, upload

if TYPE_CHECKING:
    from news.models import Article
    from organization.models import User
    from tests.support.cast import Cast

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("file_root")]

PICTURE, DOCUMENT = StoredFile.Kind.PICTURE, StoredFile.Kind.DOCUMENT
LEAD, BODY, ATTACHMENT = FileUse.Role.LEAD, FileUse.Role.BODY, FileUse.Role.ATTACHMENT
NOW = timezone.now()


def stored(uploader: User | None = None, name: str = "ảnh.jpg", **options: Any) -> StoredFile:
    return store(upload(picture(), name), uploader=uploader, kind=PICTURE, **options)


def uses(item: Any, role: str) -> list[int]:
    rows = FileUse.objects.filter(
        content_type__model=item._meta.model_name, object_id=item.pk, role=role
    )
    return list(rows.order_by("position").values_list("file_id", flat=True))


# Taking in


def test_a_picture_is_kept_under_a_random_name(cast: Cast, file_root: Path) -> None:
    at = NOW - timedelta(days=3)
    file = stored(cast.editor, "Lễ hội.JPG", now=at)
    file.refresh_from_db()
    path = file_root / file.key[:2] / f"{file.key}.webp"
    data = path.read_bytes()
    assert (file.kind, file.name, file.extension, file.content_type) == (
        PICTURE,
        "Lễ hội.webp",
        "webp",
        "image/webp",
    )
    assert (file.width, file.height, file.size) == (60, 40, len(data))
    assert file.sha256 == hashlib.sha256(data).hexdigest()
    assert (file.uploader, file.uploaded_at) == (cast.editor, at)
    assert len(file.key) == 32
    assert file.url == f"/tep/{file.key}.webp"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert [other.name for other in path.parent.iterdir()] == [path.name]


def test_a_document_is_kept_as_it_is() -> None:
    content = office()
    file = store(upload(content, "báo-cáo.pdf"), uploader=None, kind=DOCUMENT)
    assert (file.kind, file.name, file.extension) == (DOCUMENT, "báo-cáo.docx", "docx")
    assert storage.path_of(file).read_bytes() == content
    assert (file.width, file.height) == (None, None)


def test_a_picture_among_the_attachments_is_a_picture() -> None:
    assert store(upload(picture()), uploader=None, kind=DOCUMENT).kind == PICTURE


def test_a_refused_upload_leaves_nothing(file_root: Path) -> None:
    with pytest.raises(InvalidUpload):
        store(upload(PDF), uploader=None, kind=PICTURE)
    assert not StoredFile.objects.exists()
    assert not file_root.exists()


def test_a_write_that_fails_leaves_nothing(file_root: Path) -> None:
    def break_off() -> Iterator[bytes]:
        yield PDF
        raise OSError("no space left")

    file = upload(PDF)
    file.chunks = break_off
    with pytest.raises(OSError, match="no space"):
        store(file, uploader=None, kind=DOCUMENT)
    assert [path for path in file_root.rglob("*") if path.is_file()] == []


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("Báo cáo tháng 6.docx", "Báo cáo tháng 6.pdf"),
        ("Quyết định 25.6.2016", "Quyết định 25.6.2016.pdf"),
        ("Họp ở TP.HCM.doc", "Họp ở TP.HCM.pdf"),
        ("a.PDF.pdf", "a.pdf"),
        ("a.exe", "a.exe.pdf"),
        ("../../etc/passwd", "passwd.pdf"),
        (r"C:\Users\An\Tài liệu\kế hoạch.xlsx", "kế hoạch.pdf"),
        (unicodedata.normalize("NFD", "Kế hoạch.pdf"), "Kế hoạch.pdf"),
        ("\u202efdp.exe\u202c.pdf", "fdp.exe.pdf"),
        ("a\r\nSet-Cookie: x=1\0.pdf", "a Set-Cookie x=1.pdf"),
        ('  ..."hai"   <b>.pdf ', "hai b.pdf"),
        (".pdf", "tep.pdf"),
        ("", "tep.pdf"),
        ("\ud800.pdf", "tep.pdf"),
        ("/", "tep.pdf"),
    ],
)
def test_names_are_made_safe(given: str, kept: str) -> None:
    assert safe_name(given, "pdf") == kept


def test_long_names_are_cut_between_letters() -> None:
    name = safe_name("ế" * 300 + ".docx", "docx")
    assert name == "ế" * 65 + ".docx"
    assert len(name.encode()) <= 200
    assert len(safe_name("a" * 300, "docx")) == 200


def test_a_request_beyond_every_form_ends_at_once() -> None:
    handler = storage.BoundedUploadHandler()
    handler.handle_raw_input(None, {}, storage.MAX_REQUEST_BYTES, "")
    with pytest.raises(RequestDataTooBig):
        handler.handle_raw_input(None, {}, storage.MAX_REQUEST_BYTES + 1, "")
    assert handler.receive_data_chunk(b"abc", 0) == b"abc"
    assert handler.file_complete(3) is None


def test_a_row_that_was_rolled_back_is_written_again() -> None:
    with transaction.atomic():
        file = stored()
        transaction.set_rollback(True)
    assert not StoredFile.objects.exists()
    assert storage.ensure_row(file) == StoredFile.objects.get()
    assert storage.ensure_row(file) == StoredFile.objects.get()


# Uses


def test_uses_follow_the_list(draft: Article) -> None:
    one, two, three = stored(), stored(), stored()
    sync_uses(draft, BODY, [one, two, one])
    assert uses(draft, BODY) == [one.pk, two.pk]
    sync_uses(draft, BODY, (file for file in [three, one]))
    assert uses(draft, BODY) == [three.pk, one.pk]
    assert uses(draft, FORMER) == [two.pk]
    sync_uses(draft, LEAD, [two])
    assert uses(draft, LEAD) == [two.pk]
    assert uses(draft, BODY) == [three.pk, one.pk]
    assert uses(draft, FORMER) == []
    sync_uses(draft, BODY, [])
    assert uses(draft, BODY) == []
    assert sorted(uses(draft, FORMER)) == [one.pk, three.pk]
    assert FileUse.objects.count() == 3


def test_uses_of_another_item_are_left_alone(cast: Cast, draft: Article) -> None:
    other, file = make_draft(cast.contributor), stored()
    sync_uses(draft, BODY, [file])
    sync_uses(other, BODY, [file])
    sync_uses(draft, BODY, [])
    assert uses(other, BODY) == [file.pk]


@pytest.mark.usefixtures("known_types")
@pytest.mark.parametrize("count", [1, 5])
def test_uses_cost_few_queries(draft: Article, count: int, django_assert_num_queries: Any) -> None:
    old, new = [stored() for _ in range(count)], [stored() for _ in range(count)]
    savepoint = 2
    with django_assert_num_queries(2 + savepoint):
        sync_uses(draft, BODY, old)
    with django_assert_num_queries(1 + savepoint):
        sync_uses(draft, BODY, old)
    with django_assert_num_queries(3 + savepoint):
        sync_uses(draft, BODY, new)
    with django_assert_num_queries(3 + savepoint):
        sync_uses(draft, BODY, old)


def test_files_by_key_asks_once(django_assert_num_queries: Any) -> None:
    one, two = stored(), stored()
    with django_assert_num_queries(1):
        found = storage.files_by_key([two.key, "f" * 32, one.key, "x", "\0", two.key.upper()])
    assert list(found.items()) == [(two.key, two), (one.key, one)]
    with django_assert_num_queries(0):
        assert storage.files_by_key(["../../etc/passwd"]) == {}


# Who may


READERS = ["contributor", "colleague", "editor", "approver", "head", "leader"]
STRANGERS = ["other_contributor", "clerk", "it_officer", "superuser", "inactive"]


def who_may_read(file: StoredFile, cast: Cast) -> set[str]:
    names = {name for name in vars(cast) if storage.may_read(file, getattr(cast, name))}
    return names | ({"anonymous"} if storage.may_read(file, AnonymousUser()) else set())


def test_an_unused_file_is_its_uploaders_alone(cast: Cast) -> None:
    assert who_may_read(stored(cast.contributor), cast) == {"contributor"}
    assert who_may_read(stored(None), cast) == set()
    assert who_may_read(stored(cast.inactive), cast) == set()


def test_a_file_of_a_draft_is_its_readers(cast: Cast, draft: Article) -> None:
    file = stored(cast.contributor)
    sync_uses(draft, BODY, [file])
    readers = who_may_read(file, cast)
    assert readers >= set(READERS)
    assert not readers & {*STRANGERS, "anonymous"}


def test_a_file_of_a_published_item_is_everybodys_until_it_is_withdrawn(
    cast: Cast, published: Article
) -> None:
    file = stored(cast.contributor)
    sync_uses(published, LEAD, [file])
    assert who_may_read(file, cast) == {*vars(cast), "anonymous"}
    transition(published, "withdraw", cast.approver, note="Sai", public_as="gone")
    assert not who_may_read(file, cast) & {*STRANGERS, "anonymous"}


def test_a_scheduled_item_shows_its_files_when_its_time_comes(
    cast: Cast, in_review: Article
) -> None:
    file = stored(cast.contributor)
    sync_uses(in_review, LEAD, [file])
    later = timezone.now() + timedelta(days=1)
    transition(in_review, "publish", cast.approver, published_at=later)
    assert "anonymous" not in who_may_read(file, cast)


def test_a_picture_taken_out_of_a_public_text_stays_with_those_who_read_its_history(
    cast: Cast, published: Article
) -> None:
    file = stored(cast.contributor)
    sync_uses(published, BODY, [file])
    sync_uses(published, BODY, [])
    readers = who_may_read(file, cast)
    assert readers >= set(READERS)
    assert not readers & {*STRANGERS, "anonymous"}


def test_one_public_use_is_enough(cast: Cast, draft: Article) -> None:
    file = stored(cast.contributor)
    sync_uses(draft, BODY, [file])
    ward, _ = Ward.objects.get_or_create(pk=1)
    sync_uses(ward, LEAD, [file])
    assert storage.is_public(file)


@pytest.mark.usefixtures("known_types")
@pytest.mark.parametrize("count", [1, 4])
def test_reading_costs_the_same_for_one_use_and_many(
    cast: Cast, count: int, django_assert_num_queries: Any
) -> None:
    file, reader, stranger = stored(cast.contributor), cast.editor, cast.other_contributor
    for _ in range(count):
        sync_uses(make_draft(cast.contributor), BODY, [file])
    assert reader.roles
    assert stranger.roles
    with django_assert_num_queries(1):
        assert not storage.is_public(file)
    with django_assert_num_queries(1):
        assert not storage.may_read(file, AnonymousUser())
    with django_assert_num_queries(1):
        assert storage.may_read(file, cast.contributor)
    for user, may in ((reader, True), (stranger, False)):
        with django_assert_num_queries(2):
            assert storage.may_read(file, user) is may


def test_nobody_uses_a_file_by_its_key_alone(cast: Cast, published: Article) -> None:
    """A stranger's private file cannot be made public by naming it in one's own item."""
    own, private, public = (
        stored(cast.other_contributor),
        stored(cast.contributor),
        stored(cast.contributor),
    )
    system = stored(None)
    sync_uses(make_draft(cast.contributor), BODY, [private])
    mine = make_draft(cast.other_contributor)
    wanted = [private, own, public, system]
    assert usable_by(cast.other_contributor, wanted, mine) == [own]
    assert usable_by(cast.other_contributor, wanted) == [own]
    assert usable_by(AnonymousUser(), wanted) == []
    assert usable_by(cast.editor, wanted, mine) == [private]
    assert usable_by(None, wanted, mine) == wanted
    sync_uses(published, LEAD, [public])
    assert usable_by(cast.other_contributor, wanted, mine) == [own, public]


def test_an_item_keeps_what_it_has_and_had(cast: Cast) -> None:
    mine, file = make_draft(cast.other_contributor), stored(cast.editor)
    assert usable_by(cast.other_contributor, [file], mine) == []
    sync_uses(mine, BODY, [file])
    assert usable_by(cast.clerk, [file], mine) == [file]
    sync_uses(mine, BODY, [])
    assert usable_by(cast.clerk, [file], mine) == [file]
    assert usable_by(cast.clerk, [file]) == []


@pytest.mark.usefixtures("known_types")
def test_asking_what_is_usable_costs_one_query(
    cast: Cast, draft: Article, django_assert_num_queries: Any
) -> None:
    own, foreign = (
        [stored(cast.colleague) for _ in range(3)],
        [stored(cast.editor) for _ in range(3)],
    )
    assert cast.colleague.roles
    with django_assert_num_queries(0):
        assert usable_by(cast.colleague, own, draft) == own
    with django_assert_num_queries(1):
        assert usable_by(cast.colleague, own + foreign, draft) == own


# What a PDF shows


def pdf_saying(text: bytes) -> bytes:
    pages = b"<< /Type /Pages /Kids [5 0 R] /Count 1 >>"
    written = b"BT /F1 12 Tf 72 720 Td (%s) Tj ET" % text
    return broken.pdf_of(
        [broken.CATALOG, pages, broken.FONT, broken.stream(written), broken.page()]
    )


def test_numbers_of_citizens_in_the_text_of_a_pdf_are_told() -> None:
    sent = upload(pdf_saying(b"Ong Le Van A, so 079185001234"), "ds.pdf")
    file = store(sent, uploader=None, kind=DOCUMENT)
    words = "1 số giống số định danh cá nhân, căn cước, trong nội dung (như “079185001234”)"
    assert file.unseen == [words]
    assert upload_notices([sent]) == [unseen_sentence("ds.pdf", [words])]
    plain = upload(pdf_saying(b"So 79/QD-UBND, dien thoai 0903 123 456"), "qd.pdf")
    assert store(plain, uploader=None, kind=DOCUMENT).unseen == []


def test_a_pdf_that_draws_itself_for_ever_is_told_too(monkeypatch: pytest.MonkeyPatch) -> None:
    assert store(upload(broken.only_loops()), uploader=None, kind=DOCUMENT).unseen == []
    monkeypatch.setattr(numbers, "_PDF_SECONDS", 1)
    file = store(upload(broken.looping_form()), uploader=None, kind=DOCUMENT)
    assert file.unseen == [numbers.NOT_LOOKED_THROUGH]
