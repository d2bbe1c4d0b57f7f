"""Who the ward is and how to reach it: fixed pages, structure, contact; who keeps them, and what
nobody loses.
"""

from __future__ import annotations

import re
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from core.models import FileUse, StoredFile
from core.richtext.sanitizer import publishing_problems, sanitize
from organization.models import Officer, Page, Unit, Ward
from organization.models.phones import phone_url
from organization.pages.about_pages import footer_pages
from tests.news.test_access import EVERYBODY, client_of
from tests.support.cast import Cast
from tests.support.factories import UnitFactory
from tests.support.files import picture, upload

KEEPERS = {"editor", "other_editor", "it_officer"}
VIEWERS = {"approver", "other_approver", "head", "leader"}
OFFICER = {"name": "Đinh Công Vọng", "title": "Bí thư Đảng ủy phường", "position": 1}


@pytest.fixture
def page(db: None) -> Page:
    return Page.objects.get(slug="gioi-thieu")


def text_of(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, address
    return answer.content.decode()


def questions(client: Client, address: str) -> int:
    client.get("/khong-co/")  # so that what stands around the page has been asked for
    with CaptureQueriesContext(connection) as asked:
        assert client.get(address).status_code == 200
    return len(asked)


def typed(page: Page, **changes: Any) -> dict[str, Any]:
    values = {
        "title": page.title,
        "body": page.body,
        "is_public": "on",
        "is_in_footer": "on",
        "position": page.position,
    }
    return values | {"seen_version": page.version} | changes


# Fixed pages


@pytest.mark.parametrize("slug", ["gioi-thieu", "ho-tro-tiep-can", "bao-ve-du-lieu-ca-nhan"])
def test_every_ward_starts_with_pages_that_are_fit_to_be_read(
    client: Client, db: None, slug: str
) -> None:
    page = Page.objects.get(slug=slug)
    shown = text_of(client, f"/trang/{slug}/")
    assert f"<h1>{page.title}</h1>" in shown
    plain = re.sub(r"</?(table|div[^>]*)>", "", shown).replace("\u00a0", " ")
    assert page.body.replace("<table>", "").replace("</table>", "") in plain
    assert (page.body, publishing_problems(page.body)) == (sanitize(page.body), [])
    assert timezone.localtime(page.updated_at).strftime("%d/%m/%Y | %H:%M") in shown
    assert page.history.get().body == page.body


@pytest.mark.parametrize(
    "address",
    ["/trang/khong-co/", "/trang/a%00b/", "/trang/đ/", "/trang/a b/", f"/trang/{'a' * 5000}/"],
)
def test_a_malformed_or_unknown_slug_is_not_found(client: Client, db: None, address: str) -> None:
    assert client.get(address).status_code == 404


def test_a_page_taken_from_the_portal_is_nowhere(client: Client, page: Page) -> None:
    assert page.get_absolute_url() in text_of(client, "/so-do-trang/")
    assert page.get_absolute_url() in text_of(client, "/sitemap-thong-tin.xml")
    Page.objects.update(is_public=False)
    assert client.get(page.get_absolute_url()).status_code == 404
    assert page.get_absolute_url() not in text_of(client, "/so-do-trang/")
    assert page.get_absolute_url() not in text_of(client, "/sitemap-thong-tin.xml")
    assert [item.title for item in footer_pages()] == ["Cơ cấu tổ chức", "Liên hệ"]


def test_the_footer_has_the_pages_marked_for_it_in_order(page: Page) -> None:
    Page.objects.filter(slug="ho-tro-tiep-can").update(is_in_footer=False)
    found = [(item.title, item.get_absolute_url()) for item in footer_pages()]
    assert found == [
        ("Giới thiệu", "/trang/gioi-thieu/"),
        ("Bảo vệ dữ liệu cá nhân", "/trang/bao-ve-du-lieu-ca-nhan/"),
        ("Cơ cấu tổ chức", "/co-cau-to-chuc/"),
        ("Liên hệ", "/lien-he/"),
    ]


def test_who_sees_and_changes_pages_and_leaders(cast: Cast, page: Page) -> None:
    officer = Officer.objects.create(**OFFICER)
    for address, add in (
        (
            reverse("admin:organization_page_change", args=[page.pk]),
            reverse("admin:organization_page_add"),
        ),
        (
            reverse("admin:organization_officer_change", args=[officer.pk]),
            reverse("admin:organization_officer_add"),
        ),
    ):
        found: dict[str, set[str]] = {
            "sees": set(),
            "changes": set(),
            "adds": set(),
            "deletes": set(),
        }
        for role in EVERYBODY:
            client = client_of(cast, role)
            answer = client.get(address)
            if answer.status_code == 200:
                found["changes" if b'name="_save"' in answer.content else "sees"].add(role)
            if client.get(add).status_code == 200:
                found["adds"].add(role)
            if client.get(address.replace("change", "delete")).status_code == 200:
                found["deletes"].add(role)
        assert found == {"sees": VIEWERS, "changes": KEEPERS, "adds": KEEPERS, "deletes": set()}
    history = reverse("admin:organization_page_history", args=[page.pk])
    assert {
        role for role in EVERYBODY if client_of(cast, role).get(history).status_code == 200
    } == KEEPERS | VIEWERS


def test_posting_without_the_role_changes_nothing(cast: Cast, page: Page) -> None:
    before = Page.objects.values().get(pk=page.pk)
    row = page.history.get()
    for role in sorted(set(EVERYBODY) - KEEPERS):
        client = client_of(cast, role)
        change = client.post(
            reverse("admin:organization_page_change", args=[page.pk]), typed(page, title="Đổi")
        )
        restore = client.post(
            reverse("admin:organization_page_restore", args=[page.pk, row.pk]), {"version": 1}
        )
        assert (change.status_code, restore.status_code) == (403, 403), role
    assert Page.objects.values().get(pk=page.pk) == before


def test_an_editor_makes_a_page_whose_address_stays(cast: Cast, client: Client) -> None:
    editor = client_of(cast, "editor")
    data = {
        "title": "Hỏi đáp thủ tục",
        "body": "<p>Xin hỏi.</p><script>x</script>",
        "is_public": "on",
        "position": 9,
    }
    assert editor.post(reverse("admin:organization_page_add"), data).status_code == 302
    page = Page.objects.get(title="Hỏi đáp thủ tục")
    assert (page.slug, page.body, page.version) == ("hoi-dap-thu-tuc", "<p>Xin hỏi.</p>", 1)
    change = reverse("admin:organization_page_change", args=[page.pk])
    assert editor.post(change, typed(page, title="Tên khác", slug="khac")).status_code == 302
    page.refresh_from_db()
    assert (page.title, page.slug, page.version) == ("Tên khác", "hoi-dap-thu-tuc", 2)
    assert (
        editor.post(
            reverse("admin:organization_page_add"), data | {"slug": "hoi-dap-thu-tuc"}
        ).status_code
        == 200
    )
    assert Page.objects.filter(slug="hoi-dap-thu-tuc").count() == 1


def test_a_stale_save_shows_both_texts_and_stores_none(cast: Cast, page: Page) -> None:
    change = reverse("admin:organization_page_change", args=[page.pk])
    mine = typed(page, body="<p>Chữ của tôi.</p>")
    assert (
        client_of(cast, "editor")
        .post(change, typed(page, body="<p>Chữ của người kia.</p>"))
        .status_code
        == 302
    )
    answer = client_of(cast, "it_officer").post(change, mine).content.decode()
    assert "Ghép hai bản" in answer
    assert "Chữ của tôi." in answer
    assert "Chữ của người kia." in answer
    page.refresh_from_db()
    assert (page.body, page.version) == ("<p>Chữ của người kia.</p>", 2)
    assert [row.history_user for row in page.history.all()] == [cast.editor, None]


def test_an_old_text_comes_back_and_the_day_moves_with_the_words_alone(
    cast: Cast, page: Page
) -> None:
    first, editor = page.history.get(), client_of(cast, "editor")
    change = reverse("admin:organization_page_change", args=[page.pk])
    restore = reverse("admin:organization_page_restore", args=[page.pk, first.pk])
    written_at = page.updated_at
    editor.post(change, typed(page, position=7))
    page.refresh_from_db()
    assert (page.position, page.version, page.updated_at) == (7, 2, written_at)
    editor.post(change, typed(page, body="<p>Bản mới.</p>"))
    page.refresh_from_db()
    assert page.updated_at > written_at
    assert "Bản mới." in text_of(editor, reverse("admin:organization_page_history", args=[page.pk]))
    editor.post(restore, {"version": 2})
    page.refresh_from_db()
    assert page.body == "<p>Bản mới.</p>", "somebody stored a text this person has not seen"
    editor.post(restore, {"version": 3})
    page.refresh_from_db()
    assert (page.body, page.version, page.position) == (first.body, 4, 7)


def test_a_picture_in_a_page_is_as_public_as_the_page(
    cast: Cast, page: Page, file_root: Path
) -> None:
    editor = client_of(cast, "editor")
    sent = editor.post(reverse("file_upload"), {"upload": upload(picture())}).json()
    change = reverse("admin:organization_page_change", args=[page.pk])
    editor.post(
        change, typed(page, body=f'<p>Trụ sở</p><p><img src="{sent["url"]}" alt="Trụ sở"></p>')
    )
    assert Client().get(sent["url"]).status_code == 200
    Page.objects.update(is_public=False)
    assert Client().get(sent["url"]).status_code == 404
    assert client_of(cast, "leader").get(sent["url"]).status_code == 200
    assert client_of(cast, "contributor").get(sent["url"]).status_code == 404


# Structure


def test_leaders_and_units_stand_as_they_are_today(client: Client, db: None) -> None:
    today = date(2026, 11, 25)
    old = UnitFactory(
        name="Tổ dân phố số 8", block="residential_group", valid_until=date(2025, 6, 30)
    )
    unit = UnitFactory(name="Trạm Y tế", block="affiliated_unit")
    Officer.objects.create(
        **OFFICER, duties="Việc chung\n\nTổ chức", phone="024 0000 0001", valid_until=today
    )
    Officer.objects.create(name="Lê Sắp Tới", title="Phó Chủ tịch", valid_from=date(2026, 11, 26))
    Officer.objects.create(name="Mai Lệ Quyên", title="Trưởng trạm", unit=unit)
    Officer.objects.create(name="Người Tổ Tám", title="Tổ trưởng", unit=old)
    for day, shown, hidden in (
        (
            25,
            ["Đinh Công Vọng", "<li>Tổ chức</li>", 'href="tel:02400000001"', "Mai Lệ Quyên"],
            ["Lê Sắp Tới"],
        ),
        (26, ["Lê Sắp Tới"], ["Đinh Công Vọng"]),
    ):
        # One minute after midnight where the ward is: what was kept from the day before has ended.
        with time_machine.travel(timezone.make_aware(datetime(2026, 11, day, 0, 1)), tick=False):
            page = text_of(client, "/co-cau-to-chuc/")
        assert [words for words in [*shown, "Trạm Y tế"] if words not in page] == []
        assert [
            words
            for words in [*hidden, "Tổ dân phố số 8", "Người Tổ Tám", "<h2>Khối Đảng"]
            if words in page
        ] == []


def test_a_portrait_goes_with_the_office(cast: Cast, client: Client, file_root: Path) -> None:
    editor = client_of(cast, "editor")
    data = OFFICER | {"photo": upload(picture())}
    assert editor.post(reverse("admin:organization_officer_add"), data).status_code == 302
    officer = Officer.objects.get()
    assert officer.history.get().history_user == cast.editor
    assert FileUse.objects.get(file=officer.photo).item == officer
    assert f'alt="{officer.name}"' in text_of(client, "/co-cau-to-chuc/")
    assert client.get(officer.photo.url).status_code == 200
    Officer.objects.update(valid_until=date(2020, 1, 1))
    assert client.get(officer.photo.url).status_code == 404


@pytest.mark.parametrize("model", [Officer, Page])
def test_a_new_row_comes_last(cast: Cast, model: Any) -> None:
    name = model._meta.model_name
    editor = client_of(cast, "editor")
    add = reverse(f"admin:organization_{name}_add")
    if model is Officer:
        Officer.objects.create(name="Trần Văn Bình", title="Chủ tịch", position=70)
    else:
        Page.objects.create(title="Trang cuối", slug="trang-cuoi", position=70)
    assert editor.get(add).context["adminform"].form["position"].value() == 71


@pytest.mark.parametrize("rows", [1, 30])
def test_public_pages_ask_few_questions(
    client: Client, file_root: Path, cast: Cast, rows: int
) -> None:
    ContentType.objects.get_for_models(Officer, Page, StoredFile)
    for number in range(rows):
        unit = UnitFactory()
        Officer.objects.create(
            name=f"Người {number}", title="Trưởng", unit=unit if number % 2 else None
        )
    assert questions(client, "/co-cau-to-chuc/") == 3
    assert questions(client, "/trang/gioi-thieu/") == 2
    assert questions(client, "/lien-he/") == 2
    assert Unit.objects.count() >= rows


# Contact


def test_the_ward_is_called_by_a_tap(client: Client, db: None) -> None:
    assert "đang được cập nhật" in text_of(client, "/lien-he/")
    Ward.objects.create(
        pk=1,
        name="Phường Bến Sen",
        phone="(024) 0000-0000",
        address="Số 12",
        email="vanthu@phuong.example",
        working_hours="Sáng: 7h30\n\nChiều: 13h30",
        responsible_person="Chủ tịch",
        service_portal_url="https://dichvucong.example/",
        feedback_url="https://phananh.example/",
        feedback_label="Phản ánh hiện trường",
    )
    page = text_of(client, "/lien-he/")
    parts = [
        'href="tel:02400000000"',
        'href="mailto:vanthu@phuong.example"',
        "<p>Sáng: 7h30</p><p>Chiều: 13h30</p>",
        "<dd>Chủ tịch</dd>",
        'href="https://dichvucong.example/"',
        "Cổng dịch vụ công",
        'href="https://phananh.example/"',
        "Phản ánh hiện trường",
    ]
    assert [part for part in parts if part not in page] == []


@pytest.mark.parametrize(
    ("written", "dialled"),
    [
        ("024.3825.1234", "tel:02438251234"),
        ("+84 24 3825 1234", "tel:+842438251234"),
        ("(024) 3825-1234; 0900 000 000", "tel:02438251234"),
        ("Trực ban 113", "tel:113"),
        ("024 3825 1234 - 024 3825 1235", ""),
        ("đang cập nhật", ""),
    ],
)
def test_numbers_are_dialled_as_written(written: str, dialled: str) -> None:
    assert phone_url(written) == dialled


def test_a_link_of_the_ward_leads_to_the_web_only(cast: Cast) -> None:
    Ward.objects.create(pk=1)
    data = {
        "name": "Phường",
        "agency_name": "UBND",
        "error_report_days": 15,
        "items_counted_by": "submission",
    }
    data |= {"service_portal_label": "A", "feedback_label": "B"}
    change, officer = (
        reverse("admin:organization_ward_change", args=[1]),
        client_of(cast, "it_officer"),
    )
    for address, stored in (
        ("javascript:alert(1)", ""),
        ("https://dvc.example/", "https://dvc.example/"),
    ):
        officer.post(change, data | {"service_portal_url": address})
        assert Ward.current().service_portal_url == stored
    refused = officer.post(change, data | {"feedback_url": "dichvucong.gov.vn"})
    [sentence] = refused.context["adminform"].form.errors["feedback_url"]
    assert sentence.startswith("Xin ghi cả địa chỉ, bắt đầu bằng https://")


def test_of_two_numbers_each_has_its_own_link(client: Client, db: None) -> None:
    Ward.objects.create(
        pk=1, name="Phường Bến Sen", phone="0243.871.2345, 0912 345 678", address="Số 12"
    )
    page = text_of(client, "/lien-he/")
    first, second = 'href="tel:02438712345"', 'href="tel:0912345678"'
    # The header, the menu and the button have the first; the facts, the list and the footer both.
    assert (page.count(first), page.count(second)) == (6, 3)
    assert "<span>Gọi 0243.871.2345</span>" in page
    assert ">0243.871.2345, 0912" not in page
    above = text_of(client, "/").partition("<body")[2].partition("<main")[0]
    assert ("0243.871.2345" in above, "0912" in above) == (True, False)
