"""Rows of minutes: merged field by field, moved, restored, pasted as a list."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from meetings.minutes.views import MAX_ROWS
from meetings.models import Limitation, Meeting, Opinion, Result
from tests.support.cast import Cast
from tests.support.meeting_factories import approve, conclude, make_meeting, step

pytestmark = pytest.mark.django_db
FETCH = {"HTTP_X_REQUESTED_WITH": "fetch"}


@pytest.fixture
def meeting(cast: Cast) -> Meeting:
    return step(
        make_meeting(cast.editor, chair=cast.leader, secretary=cast.editor), "hold", cast.editor
    )


@pytest.fixture
def editor(cast: Cast, client: Client) -> Client:
    client.force_login(cast.editor)
    return client


def send(
    client: Client, meeting: Meeting, kind: str, row: int = 0, *, fetch: bool = True, **fields: Any
) -> HttpResponse:
    address = reverse("admin:minutes_row", args=[meeting.pk, kind, row])
    return client.post(address, fields, **(FETCH if fetch else {}))


def texts(meeting: Meeting) -> list[str]:
    return list(Result.objects.filter(meeting=meeting).values_list("text", flat=True))


def add_results(client: Client, meeting: Meeting, *rows: str) -> list[Result]:
    for text in rows:
        assert send(client, meeting, "ket-qua", text=text).status_code == 200
    return list(Result.objects.filter(meeting=meeting))


def test_two_people_in_two_fields_of_a_row_are_merged(
    cast: Cast, editor: Client, meeting: Meeting
) -> None:
    seen = send(editor, meeting, "y-kien", speaker="Ông Ba", text="Cần tập huấn").json()["seen"]
    row = Opinion.objects.get()
    other = Client()
    other.force_login(cast.other_editor)
    theirs = {"speaker": "Ông Ba, Tổ 3", "text": "Cần tập huấn", "version": 1, "seen": seen}
    assert send(other, meeting, "y-kien", row.pk, **theirs).status_code == 200
    mine = {"speaker": "Ông Ba", "text": "Cần tập huấn hai buổi", "version": 1, "seen": seen}
    told = send(editor, meeting, "y-kien", row.pk, **mine).json()
    row.refresh_from_db()
    assert (row.speaker, row.text, row.version) == ("Ông Ba, Tổ 3", "Cần tập huấn hai buổi", 3)
    # The row comes back with what the other wrote.
    assert "Ông Ba, Tổ 3" in told["html"]


def test_two_people_in_one_field_are_asked(cast: Cast, editor: Client, meeting: Meeting) -> None:
    seen = send(editor, meeting, "y-kien", speaker="Ông Ba", text="Một").json()["seen"]
    row = Opinion.objects.get()
    send(editor, meeting, "y-kien", row.pk, speaker="Ông Ba", text="Hai", version=1, seen=seen)
    mine = {"speaker": "Ông Ba", "text": "Ba", "version": 1, "seen": seen}
    answer = send(editor, meeting, "y-kien", row.pk, **mine)
    assert (answer.status_code, Opinion.objects.get().text) == (409, "Hai")
    html = answer.json()["html"]
    assert "Bản đang lưu:</strong> Ông Ba: Hai" in html
    assert ">\nBa</textarea>" in html
    carried = {
        name: re.search(rf'name="{name}" value="([^"]*)"', html)[1] for name in ("version", "seen")
    }
    again = send(editor, meeting, "y-kien", row.pk, **(mine | carried))
    assert (again.status_code, Opinion.objects.get().text) == (200, "Ba")


def test_units_of_a_row_are_merged_as_one_field(
    cast: Cast, editor: Client, meeting: Meeting
) -> None:
    unit, other_unit = cast.contributor.unit, cast.other_contributor.unit
    told = send(editor, meeting, "han-che", text="Nộp muộn", units=[unit.pk]).json()
    row = Limitation.objects.get()
    changed = {"text": "Nộp muộn", "units": [unit.pk, other_unit.pk], "version": 1}
    send(editor, meeting, "han-che", row.pk, **changed, seen=told["seen"])
    mine = {"text": "Nộp muộn nhiều kỳ", "units": [unit.pk], "version": 1, "seen": told["seen"]}
    assert send(editor, meeting, "han-che", row.pk, **mine).status_code == 200
    row.refresh_from_db()
    assert (row.text, set(row.units.all())) == ("Nộp muộn nhiều kỳ", {unit, other_unit})
    none = {"text": "Nộp muộn nhiều kỳ", "units": [], "version": 2, "seen": told["seen"]}
    answer = send(editor, meeting, "han-che", row.pk, **none)
    assert answer.status_code == 409
    assert f"“{unit.short_name}, {other_unit.short_name}”" in answer.json()["html"] or (
        f"“{other_unit.short_name}, {unit.short_name}”" in answer.json()["html"]
    )


@pytest.mark.parametrize(
    ("place", "action", "order"),
    [
        (0, "down", ["Hai", "Một", "Ba"]),
        (2, "up", ["Một", "Ba", "Hai"]),
        (0, "up", ["Một", "Hai", "Ba"]),
        (2, "down", ["Một", "Hai", "Ba"]),
        (1, "aside", ["Một", "Hai", "Ba"]),
    ],
)
def test_rows_move(
    editor: Client, meeting: Meeting, place: int, action: str, order: list[str]
) -> None:
    row = add_results(editor, meeting, "Một", "Hai", "Ba")[place]
    answer = send(editor, meeting, "ket-qua", row.pk, version=1, text=row.text, action=action)
    assert answer.status_code == 200
    assert texts(meeting) == order
    Result.objects.update(position=0)
    send(editor, meeting, "ket-qua", row.pk, version=2, text=row.text, action="up")
    assert sorted(texts(meeting)) == sorted(order)


def test_what_was_typed_is_stored_when_a_row_moves(editor: Client, meeting: Meeting) -> None:
    row = add_results(editor, meeting, "Một", "Hai")[1]
    answer = send(
        editor, meeting, "ket-qua", row.pk, fetch=False, version=1, text="Hai hai", action="up"
    )
    assert answer.url.endswith(f"#ket-qua-{row.pk}")
    assert texts(meeting) == ["Hai hai", "Một"]


def test_a_removed_row_comes_back_to_its_place(editor: Client, meeting: Meeting) -> None:
    row = add_results(editor, meeting, "Một", "Hai", "Ba")[1]
    told = send(editor, meeting, "ket-qua", row.pk, version=1, text="Hai", action="remove").json()
    assert "problems" in told
    assert texts(meeting) == ["Một", "Ba"]
    back = send(editor, meeting, "ket-qua", text="Hai", position=2, idempotency_key="a" * 32).json()
    assert texts(meeting) == ["Một", "Hai", "Ba"]
    assert "Hai</textarea>" in back["html"]
    # Sent twice because an answer was lost, it is there once.
    send(editor, meeting, "ket-qua", text="Hai", position=2, idempotency_key="a" * 32)
    assert texts(meeting) == ["Một", "Hai", "Ba"]
    send(editor, meeting, "ket-qua", text="Bốn", position=150)
    send(editor, meeting, "ket-qua", text="Năm", position="-1")
    assert texts(meeting) == ["Một", "Hai", "Ba", "Bốn", "Năm"]


def test_without_a_script_a_removed_row_stands_in_the_new_one(
    editor: Client, meeting: Meeting
) -> None:
    row = add_results(editor, meeting, "Một")[0]
    answer = send(
        editor, meeting, "ket-qua", row.pk, fetch=False, version=1, text="Một", action="remove"
    )
    page = answer.content.decode()
    assert (answer.status_code, texts(meeting)) == (200, [])
    assert "Đã bỏ dòng. Muốn lấy lại, xin bấm “Lưu dòng” dưới đây." in page
    assert "Một</textarea>" in page


def test_a_pasted_list_is_stored_row_by_row(editor: Client, meeting: Meeting) -> None:
    add_results(editor, meeting, "Đầu", "Cuối")
    first = Result.objects.get(text="Đầu")
    told = send(
        editor,
        meeting,
        "ket-qua",
        first.pk,
        version=1,
        text="- Một\n- Hai\n- Ba",
        is_pasted="1",
    ).json()
    assert texts(meeting) == ["Một", "Hai", "Ba", "Cuối"]
    assert [re.search(r">\s*(\w+)</textarea>", html)[1] for html in told["added"]] == ["Hai", "Ba"]
    # Typed by hand, or in an opinion, which has a speaker, it stays one text.
    send(editor, meeting, "ket-qua", text="- Bốn\n- Năm")
    send(editor, meeting, "y-kien", speaker="Bà Tư", text="- Sáu\n- Bảy", is_pasted="1")
    assert texts(meeting)[-1] == "- Bốn\n- Năm"
    assert Opinion.objects.get().text == "- Sáu\n- Bảy"


def test_a_pasted_list_is_bounded_and_stored_whole_or_not(
    cast: Cast, editor: Client, meeting: Meeting
) -> None:
    many = "\n".join(f"- Kết quả {n}" for n in range(MAX_ROWS + 1))
    answer = send(editor, meeting, "ket-qua", text=many, is_pasted="1")
    assert (answer.status_code, texts(meeting)) == (409, [])
    assert f"nhiều nhất {MAX_ROWS} dòng" in answer.json()["html"]
    stamped = send(editor, meeting, "ket-qua", text="- Một\n- TỐI MẬT", is_pasted="1")
    assert (stamped.status_code, texts(meeting)) == (409, [])


def test_what_the_minutes_lack_is_told_after_each_row(
    cast: Cast, editor: Client, meeting: Meeting
) -> None:
    conclusion = conclude(meeting, cast.editor)
    fields = {"verb": "assign", "text": "nộp tin", "due_on": "2016-07-05"}
    told = send(editor, meeting, "ket-luan", conclusion.pk, version=1, **fields).json()
    assert f'<a href="#ket-luan-{conclusion.pk}">Kết luận 1' in told["problems"]
    fields |= {"lead_units": [cast.contributor.unit_id], "seen": told["seen"]}
    told = send(editor, meeting, "ket-luan", conclusion.pk, version=2, **fields).json()
    assert "Đủ để trình" in told["problems"]


def test_attendees_take_one_line_each(cast: Cast, editor: Client, meeting: Meeting) -> None:
    told = send(
        editor,
        meeting,
        "thanh-phan",
        group="Ban biên tập",
        name="Bà Hai",
        title="Tổ trưởng",
        presence="present",
    ).json()
    assert told["line"] == "Bà Hai, Tổ trưởng"
    page = editor.get(reverse("admin:minutes", args=[meeting.pk])).content.decode()
    row = page.split(f'id="{told["key"]}"')[1].split("</form>")[0]
    assert "Bà Hai, Tổ trưởng</label>" in row
    line, folded = row.split("<details")[:2]
    assert ('name="presence"' in line, 'name="presence"' in folded) == (True, False)
    assert ('name="deputy_name"' in line, 'name="deputy_name"' in folded) == (False, True)


def test_rows_of_approved_minutes_do_not_move(cast: Cast, editor: Client, meeting: Meeting) -> None:
    conclude(meeting, cast.editor, cast.contributor.unit)
    row = add_results(editor, meeting, "Một", "Hai")[1]
    approve(meeting, chair=cast.leader, editor=cast.editor)
    answer = send(editor, meeting, "ket-qua", row.pk, version=1, text="Hai", action="up")
    assert (answer.status_code, texts(meeting)) == (409, ["Một", "Hai"])
