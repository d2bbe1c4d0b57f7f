"""Common tasks of residents, hotlines, and what a unit says of itself."""

from __future__ import annotations

import re
from datetime import date, datetime, time

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from meetings.models import ReceptionDay
from organization.models import Block, CommonTask, Hotline, Unit, Ward
from organization.pages.common_tasks import TARGETS, ShownTask, shown_tasks, task_targets
from tests.news.test_access import client_of
from tests.support.cast import Cast

TASK = re.compile(
    r'class="task" href="([^"]*)">([^<]*?)(?: <span class="task__note">([^<]*)</span>)?</a>'
)
LIST = "/quan-tri/organization/commontask/"


@pytest.fixture
def ward(db: None) -> Ward:
    return Ward.objects.create(
        pk=1,
        name="Phường Bến Sen",
        agency_name="Ủy ban nhân dân phường Bến Sen",
        phone="024 3825 1234",
        address="Số 12 phố Bến Sen",
        working_hours="Thứ Hai đến thứ Sáu: 7h30 - 11h30",
        service_portal_url="https://dichvucong.bensen.example/",
        feedback_url="https://phananh.bensen.example/",
    )


@pytest.fixture
def receptions(db: None) -> None:
    with time_machine.travel(at(1, 8)):
        ReceptionDay.objects.create(
            leaders="Chủ tịch", weekday=2, starts=time(8), ends=time(11, 30), place="Phòng tiếp dân"
        )


def at(day: int, hour: int) -> datetime:
    return timezone.make_aware(datetime(2026, 7, day, hour))


def shown(page: str) -> list[tuple[str, str, str]]:
    return TASK.findall(page)


def test_a_ward_starts_with_seven_tasks_in_order(
    ward: Ward, receptions: None, client: Client
) -> None:
    with time_machine.travel(at(14, 9)):
        page = client.get("/").content.decode()
    expected = [
        ("tel:02438251234", "Gọi phường", "024 3825 1234"),
        ("https://dichvucong.bensen.example/", "Dịch vụ công trực tuyến", ""),
        ("/lich-cong-tac/#tiep-dan", "Tiếp công dân", "Thứ Tư 15/07, 08:00–11:30"),
        ("/co-cau-to-chuc/", "Ai phụ trách việc gì", ""),
        ("https://phananh.bensen.example/", "Phản ánh, kiến nghị", ""),
        ("/bao-sai-sot/", "Xem câu trả lời", ""),
        ("/lien-he/#gio-lam-viec", "Giờ làm việc", ""),
    ]
    head, main = page[: page.index("<main")], page[page.index("<main") :]
    assert shown(main) == expected
    assert shown(head) == expected
    menu = head[head.index('"site-menu__sheet"') :]
    assert menu.index("Việc thường làm") < menu.index("Trang chủ")
    assert '<a class="site-head__call" href="tel:02438251234">' in head
    for address in ("/lien-he/", "/co-cau-to-chuc/", "/trang/gioi-thieu/"):
        assert f'<li><a href="{address}">' in menu, address


@pytest.mark.parametrize(
    ("hour", "note"),
    [(7, "Thứ Tư 15/07, 08:00–11:30"), (11, "Thứ Tư 15/07, 08:00–11:30"), (12, "Thứ Tư 22/07")],
)
def test_a_reception_is_the_next_one_until_it_ends(
    ward: Ward, receptions: None, client: Client, hour: int, note: str
) -> None:
    with time_machine.travel(at(15, hour)):
        page = client.get("/").content.decode()
    [found] = [row for row in shown(page[page.index("<main") :]) if row[1] == "Tiếp công dân"]
    assert found[2].startswith(note)


def test_a_task_that_leads_nowhere_is_left_out(db: None, client: Client) -> None:
    labels = [task.label for task in shown_tasks()]
    assert labels == ["Ai phụ trách việc gì", "Phản ánh, kiến nghị", "Xem câu trả lời"]
    assert ShownTask("Phản ánh, kiến nghị", "/lien-he/") in shown_tasks()
    CommonTask.objects.all().delete()
    assert "Việc thường làm" not in client.get("/").content.decode()


def test_every_kind_but_a_link_has_a_target() -> None:
    kinds = {target.kind for target in task_targets}
    assert kinds == {*CommonTask.Kind.values} - {"link"}
    assert {target.kind for target in TARGETS} == kinds - {"reception"}


def test_editors_keep_at_most_eight(cast: Cast) -> None:
    client = client_of(cast, "editor")
    added = {"kind": "link", "label": "Lịch  tiêm", "url": "/tin/", "position": "8"}
    assert client.post(f"{LIST}add/", added).status_code == 302
    assert CommonTask.objects.filter(label="Lịch tiêm", url="/tin/").count() == 1
    answer = client.post(f"{LIST}add/", added | {"label": "Thứ chín"})
    assert answer.status_code == 200 and "Đã có 8 việc thường làm" in answer.content.decode()
    assert 'value="Thứ chín"' in answer.content.decode()
    assert CommonTask.objects.count() == 8
    first = CommonTask.objects.first()
    assert first and client.post(f"{LIST}{first.pk}/delete/", {"post": "yes"}).status_code == 302
    assert CommonTask.objects.count() == 7


@pytest.mark.parametrize(
    "url",
    ["", "javascript:alert(1)", "//la.example/", "http://la.example/", "/khong-co/", "/quan-tri/"],
)
def test_a_link_leads_to_a_page(cast: Cast, url: str) -> None:
    posted = {"kind": "link", "label": "Liên kết", "url": url, "position": "8"}
    answer = client_of(cast, "editor").post(f"{LIST}add/", posted)
    assert answer.status_code == 200 and answer.context["adminform"].form.errors["url"]
    assert CommonTask.objects.count() == 7


@pytest.mark.parametrize("role", ["contributor", "clerk", "announcer", "approver", "leader"])
def test_others_change_nothing(cast: Cast, role: str) -> None:
    posted = {"kind": "answer", "label": "Lạ", "url": "", "position": "8"}
    assert client_of(cast, role).post(f"{LIST}add/", posted).status_code == 403
    assert CommonTask.objects.count() == 7


def test_hotlines_stand_on_the_contact_page_with_the_number_of_their_unit(
    ward: Ward, client: Client
) -> None:
    police = Unit.objects.create(
        name="Công an phường",
        short_name="Công an",
        block=Block.AFFILIATED_UNIT,
        phone="024 3800 0113",
    )
    Hotline.objects.create(name="Công an phường", unit=police, note="Trực đêm", position=1)
    page = client.get("/lien-he/").content.decode()
    found = re.findall(r'class="hotline" href="([^"]*)"', page)
    assert found == ["tel:02438251234", "tel:02438000113", "tel:113", "tel:114", "tel:115"]
    police.phone = "024 3800 0114"
    police.save()
    assert "tel:02438000114" in client.get("/lien-he/").content.decode()


def test_a_hotline_has_a_number(cast: Cast) -> None:
    unit = Unit.objects.create(name="Không số", short_name="Không", block=Block.PARTY)
    client = client_of(cast, "editor")
    for posted in ({"phone": "", "unit": ""}, {"phone": "", "unit": unit.pk}, {"phone": "abc"}):
        data = {"name": "Điện lực", "note": "", "position": "4"} | posted
        answer = client.post("/quan-tri/organization/hotline/add/", data)
        assert answer.context["adminform"].form.errors["phone"], posted
    assert Hotline.objects.count() == 3


def test_a_unit_says_what_it_does_and_where(ward: Ward, client: Client) -> None:
    Unit.objects.create(
        name="Tổ dân phố số 5",
        short_name="Tổ 5",
        block=Block.RESIDENTIAL_GROUP,
        phone="024 3800 0005",
        place="Ngõ 84 & phố Bến Sen",
        duties="Họp tổ\n\nThu quỹ",
        valid_from=date(2020, 1, 1),
    )
    page = client.get("/co-cau-to-chuc/").content.decode()
    assert 'href="tel:02438000005"' in page
    assert "<li>Họp tổ</li><li>Thu quỹ</li>" in page
    place = "Ng%C3%B5+84+%26+ph%E1%BB%91+B%E1%BA%BFn+Sen"
    assert f"https://www.google.com/maps/search/?api=1&amp;query={place}" in page
    assert '"@type":"GovernmentOrganization","name":"Tổ dân phố số 5"' in page
