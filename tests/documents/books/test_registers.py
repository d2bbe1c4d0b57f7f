"""Admin of the registers: what they are, the first number, numbers that are missing."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
import time_machine
from django.core.management import CommandError, call_command

from documents.models import IncomingDocument, Register, RegisterYear
from tests.news.test_access import client_of
from tests.support.cast import Cast
from tests.support.registers import incoming_register, registered

LIST = "/quan-tri/documents/register/"


@pytest.fixture(autouse=True)
def in_july() -> Any:
    with time_machine.travel("2026-07-20T09:00:00+07:00", tick=False):
        yield


def form(**given: Any) -> dict[str, Any]:
    return {
        "name": "Sổ văn bản đến",
        "direction": "incoming",
        "notation": "",
        "position": "1",
        "valid_from": "",
        "valid_until": "",
        "first_number": "",
    } | given


def test_a_clerk_opens_a_register_that_begins_within_the_year(cast: Cast) -> None:
    clerk = client_of(cast, "clerk")
    clerk.post(f"{LIST}add/", form(first_number="216"))
    register = Register.objects.get()
    row = RegisterYear.objects.get()
    assert (row.year, row.first, row.last) == (2026, 216, 215)
    assert "chưa cấp, bắt đầu từ 216" in clerk.get(LIST).content.decode()
    assert registered(cast.clerk, register).arrival_number == 216
    page = clerk.get(LIST).content.decode()
    assert "1 số (từ 216 đến 216)" in page
    # Once a number was taken neither direction nor first number change.
    change = f"{LIST}{register.pk}/change/"
    clerk.post(change, form(first_number="1", direction="outgoing", name="Sổ đến"))
    register.refresh_from_db()
    row.refresh_from_db()
    assert (register.name, register.direction) == ("Sổ đến", "incoming")
    assert (row.first, row.last) == (216, 216)


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"first_number": "0"}, "Số đầu tiên phải từ 1 trở lên."),
        ({"notation": "UBND VX"}, "“UBND VX” có khoảng trắng"),
        ({"name": " "}, "Xin"),
        ({"has_year_in_number": "on"}, "Chỉ sổ văn bản đi mới có số kèm năm."),
        (
            {"valid_from": "2026-07-02", "valid_until": "2026-07-01"},
            "Ngày thôi dùng phải sau ngày bắt đầu dùng.",
        ),
    ],
)
def test_bad_registers_are_refused(cast: Cast, given: dict[str, str], sentence: str) -> None:
    response = client_of(cast, "it_officer").post(f"{LIST}add/", form(**given))
    assert sentence in response.content.decode()
    assert not Register.objects.exists()


def test_a_register_that_ended_gives_no_number(cast: Cast) -> None:
    ended = incoming_register(valid_until=date(2026, 7, 1))
    clerk = client_of(cast, "clerk")
    assert clerk.get("/quan-tri/van-ban-den/vao-so/").status_code == 302
    assert "Phường chưa mở sổ nào" not in clerk.get(LIST).content.decode()
    assert ended.name in clerk.get("/quan-tri/so-van-ban/").content.decode()


def test_the_list_takes_as_many_queries_for_one_and_many_rows(
    cast: Cast, django_assert_num_queries: Any
) -> None:
    clerk = client_of(cast, "clerk")
    for name in ("Một", "Hai"):
        registered(cast.clerk, incoming_register(name))
        with django_assert_num_queries(8):
            clerk.get(LIST)


def test_missing_numbers_are_named_by_the_check_of_data(
    cast: Cast, capsys: pytest.CaptureFixture[str]
) -> None:
    register = incoming_register()
    for _ in range(4):
        registered(cast.clerk, register)
    call_command("check_data")
    IncomingDocument.objects.filter(arrival_number__in=[2, 3]).delete()
    with pytest.raises(CommandError):
        call_command("check_data")
    assert "Sổ văn bản đến, năm 2026 thiếu số đã cấp: 2, 3." in capsys.readouterr().err
