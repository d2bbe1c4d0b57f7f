"""What the papers of a meeting say, and of which version of its minutes."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import docx
import pytest
from django.test import Client
from django.urls import reverse

from core.papers.model import Paper
from meetings.minutes.revisions import snapshot
from meetings.minutes.services import store_part
from meetings.models import Conclusion, Meeting, Task
from meetings.papers.content import PAPERS, minutes, paper_content
from meetings.states import FormOfAddress, TaskState
from meetings.wording.people import person
from organization.models import Unit, Ward
from tests.news.test_access import client_of
from tests.support.briefing import make_briefing, units_of
from tests.support.cast import Cast
from tests.support.meeting_factories import (
    approve,
    at,
    conclude,
    day,
    make_meeting,
    make_series,
    step,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def briefing(cast: Cast) -> Meeting:
    return approve(make_briefing(cast), chair=cast.leader, editor=cast.editor)


def texts(paper: Paper) -> list[str]:
    """Return the lines of a paper as they are read."""
    data = paper.data()
    head = [data["agency"], data["number"], data["place_and_date"], data["kind"], data["subject"]]
    body = [
        " ".join(filter(None, [part.get("label"), part.get("mark"), part.get("text")]))
        for part in data["blocks"]
    ]
    signed = [
        line
        for side in (data["left"], data["right"])
        for line in ((side and (side["authority"], side["title"], side["name"])) or ())
    ]
    return [*head, *body, *signed]


def paper_lines(meeting: Meeting, kind: str) -> list[str]:
    meeting = Meeting.objects.get(pk=meeting.pk)
    return texts(PAPERS[kind][1](paper_content(meeting)))


CONCLUDED = [
    (
        "1. Yêu cầu các ngành, đoàn thể, tổ dân phố nộp đủ tin, bài tháng 7 đúng hạn; thời hạn:"
        " chậm nhất ngày 05/07/2016."
    ),
    (
        "2. Giao Văn phòng UBND phường kiểm tra việc sử dụng phần mềm quản lý văn bản; phối hợp:"
        " Công an phường, {group}; thời hạn: chậm nhất ngày 05/07/2016."
    ),
    "3. Giao Công an phường và Văn phòng UBND phường thực hiện các việc sau:",
    "a) Lập danh sách người sử dụng;",
    "b) Tập huấn cho các tổ.",
    "Thường xuyên.",
]


def test_the_minutes_name_who_does_what(briefing: Meeting, cast: Cast) -> None:
    lines = paper_lines(briefing, "bien-ban")
    group = cast.contributor.unit.name
    at = lines.index("III. Kết luận") + 1
    assert lines[at : at + 6] == [line.format(group=group) for line in CONCLUDED]
    assert lines[at + 6 :] == [
        "Cuộc họp kết thúc vào 16 giờ 30 cùng ngày. Biên bản đã được thông qua./.",
        *("", "THƯ KÝ", "Trần Văn Bình", "", "CHỦ TỌA", "Nguyễn Thị An"),
    ]
    assert lines[:4] == ["ỦY BAN NHÂN DÂN\nPHƯỜNG BẾN SEN", "Số: 05/BB-UBND", "", "BIÊN BẢN"]
    for line in (
        "Chủ trì: Đồng chí Nguyễn Thị An, Phó Bí thư Đảng ủy, Chủ tịch UBND phường.",
        "Thư ký: Đồng chí Trần Văn Bình, Công chức Văn phòng - Thống kê.",
        "Được mời 08, có mặt 07, vắng 01.",
        "- Đồng chí Phạm Thị Dung, Công chức Văn hóa - Xã hội: cử đồng chí Vũ Thị Hoa dự thay",
        f"- {group}",
        "- Bà Nguyễn Thị Lan",
        "- Phần mềm quản lý văn bản được sử dụng thường xuyên:",
        "a) 100% văn bản đến được cập nhật;",
        (
            f"- Số tin bài của một số đơn vị còn ít, nộp chậm; đơn vị: {group}; nguyên nhân: cán bộ"
            " kiêm nhiệm nhiều việc."
        ),
        "Đã có 04 ý kiến phát biểu.",
    ):
        assert line in lines


def test_the_notice_carries_the_numbers_of_the_portal(briefing: Meeting) -> None:
    lines = paper_lines(briefing, "thong-bao")
    assert lines[1:4] == [
        "Số: ……/TB-UBND",
        "Bến Sen, ngày …… tháng …… năm 2016",
        "THÔNG BÁO",
    ]
    assert [line.rpartition("(")[2] for line in lines if "(Kết luận" in line] == [
        "Kết luận số 1/2016)",
        "Kết luận số 2/2016)",
        "Kết luận số 3/2016)",
    ]
    assert lines[5] == (
        "Ngày 24 tháng 6 năm 2016, tại phòng họp số 1, đồng chí Nguyễn Thị An, Phó Bí thư Đảng ủy,"
        " Chủ tịch UBND phường chủ trì giao ban Ban chỉ đạo công nghệ thông tin và Ban biên tập."
        " Sau khi nghe báo cáo và ý kiến của các thành viên dự họp, người chủ trì kết luận như sau:"
    )
    assert lines[-3:] == ["TL. CHỦ TỊCH", "CHÁNH VĂN PHÒNG", ""]
    assert not [line for line in lines if "Số tin bài" in line]


def test_the_invitation_invites(cast: Cast) -> None:
    lines = paper_lines(make_briefing(cast), "giay-moi")
    assert lines[1:4] == [
        "Số: ……/GM-UBND",
        "Bến Sen, ngày …… tháng …… năm 2016",
        "GIẤY MỜI",
    ]
    assert lines[5:] == [
        "Ủy ban nhân dân phường Bến Sen trân trọng kính mời:",
        "- Ban biên tập;",
        "- Tổ dân phố.",
        "Tới dự: giao ban Ban chỉ đạo công nghệ thông tin và Ban biên tập.",
        "Chủ trì: Đồng chí Nguyễn Thị An, Phó Bí thư Đảng ủy, Chủ tịch UBND phường.",
        "Thời gian: 14 giờ 00, ngày 24 tháng 6 năm 2016.",
        "Địa điểm: phòng họp số 1.",
        "Nội dung:",
        "1. Báo cáo kết quả tháng 6, nhiệm vụ tháng 7 – Thư ký – 20 phút",
        "2. Thảo luận",
        "Rất mong các đồng chí thu xếp công việc, đến dự đầy đủ và đúng giờ./.",
        *("TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH", ""),
    ]


def test_dots_stand_where_something_is_not_known(cast: Cast) -> None:
    Ward.objects.create(pk=1, name="Phường Bến Sen", agency_name="UBND phường Bến Sen")
    meeting = make_meeting(cast.editor, ends_at=None)
    lines = paper_lines(meeting, "bien-ban")
    assert "Thư ký: ……." in lines
    assert "Cuộc họp kết thúc vào …… giờ ……, ngày …… tháng …… năm 2016./." in lines
    invited = paper_lines(meeting, "giay-moi")
    assert "UBND phường Bến Sen trân trọng kính mời: ……" in invited


def test_papers_are_those_of_the_approved_version(
    briefing: Meeting, cast: Cast, client: Client
) -> None:
    """Renamed units and ward, and rows of a correction, change nothing until the next approval."""
    before = {kind: paper_lines(briefing, kind) for kind in PAPERS}
    Unit.objects.filter(name="Văn phòng UBND phường").update(name="Văn phòng mới")
    Ward.objects.update(agency_name="Ủy ban nhân dân phường Mới", name="Phường Mới")
    briefing.series.name = "Họp tổ"
    briefing.series.save()
    assert {kind: paper_lines(briefing, kind) for kind in PAPERS} == before

    step(briefing, "correct", cast.leader, note="Sai hạn")
    row = briefing.conclusions.order_by("position").first()
    row.text = "nộp ít nhất hai tin"
    store_part(row, actor=cast.editor, version=row.version)
    assert {kind: paper_lines(briefing, kind) for kind in PAPERS} == before

    client.force_login(cast.editor)

    def download(kind: str, query: str = "") -> Any:
        return client.get(reverse("admin:meeting_paper", args=[briefing.pk, kind, "docx"]) + query)

    def words(answer: Any) -> str:
        return "\n".join(part.text for part in docx.Document(io.BytesIO(answer.content)).paragraphs)

    assert "nộp đủ tin, bài tháng 7" in words(download("bien-ban"))
    assert "nộp đủ tin, bài tháng 7" in words(download("thong-bao"))
    preview = words(download("bien-ban", "?ban=du-thao"))
    assert "BIÊN BẢN (DỰ THẢO, ĐANG ĐÍNH CHÍNH)" in preview
    assert "nộp ít nhất hai tin" in preview
    assert "Văn phòng mới" in preview
    approve(briefing, chair=cast.leader, editor=cast.editor)
    assert "nộp ít nhất hai tin" in words(download("bien-ban", "?ban=du-thao"))
    assert "DỰ THẢO" not in words(download("bien-ban", "?ban=du-thao"))


def test_an_older_version_without_new_keys_still_makes_every_paper(briefing: Meeting) -> None:
    before = {kind: paper_lines(briefing, kind) for kind in PAPERS}
    version = briefing.minutes_versions.get()
    for key in ("form_of_address", "agency_name", "minutes_notation", "ward"):
        del version.content["meeting"][key]
    version.save()
    assert {kind: paper_lines(briefing, kind) for kind in PAPERS} == before


def test_tasks_of_earlier_meetings_stand_in_the_minutes(briefing: Meeting) -> None:
    content = paper_content(briefing)
    content["carried_over"] = [
        {"text": "Sửa loa.", "unit": "Đài", "due_on": "2016-06-20", "state": "assigned"},
        {"text": "Gửi ảnh", "unit": "Tổ 2", "due_on": None, "state": "Xong"},
    ]
    lines = texts(minutes(content))
    at = lines.index("II. Nội dung")
    assert lines[at + 1] == "Việc chuyển tiếp:"
    assert lines[at + 2].startswith("- Sửa loa; Đài; hạn 20/06/2016; ")
    assert lines[at + 3] == "- Gửi ảnh; Tổ 2; xong."


@pytest.mark.parametrize(
    ("finished", "words"),
    [
        ("2016-06-20 17:00", "hoàn thành"),
        ("2016-06-21 08:00", "hoàn thành muộn, ngày 21/06/2016"),
    ],
)
def test_the_minutes_say_what_was_done_late(cast: Cast, finished: str, words: str) -> None:
    series = make_series()
    unit = cast.contributor.unit
    first = make_meeting(cast.editor, series=series, starts_at=at("2016-06-10 08:00"))
    conclude(first, cast.editor, unit, text="dọn kho", due_on=day("2016-06-20"))
    now = at("2016-06-10 12:00")
    step(first, "hold", cast.editor, now=now)
    step(first, "approve", cast.leader, now=now)
    task = Task.objects.get()
    task.state, task.finished_at, task.done_at = TaskState.DONE, at(finished), at(finished)
    task.save()
    second = make_meeting(cast.editor, series=series)
    [row] = snapshot(second)["carried_over"]
    assert row["state"].lower() == words
    paper = "\n".join(texts(minutes(snapshot(second))))
    assert f"- Dọn kho; {unit.name}; hạn 20/06/2016; {words}." in paper
    address = reverse("admin:meetings_task_changelist")
    listed = str(client_of(cast, "editor").get(address).content.decode())
    assert words[1:] in listed and ("muộn, ngày" in listed) == ("muộn" in words)


@pytest.mark.parametrize(
    ("fields", "units", "sentence"),
    [
        ({"addressee": "", "text": "kiểm tra"}, 1, "Giao Văn phòng UBND phường kiểm tra"),
        (
            {"addressee": "", "text": "kiểm tra"},
            3,
            "Giao Công an phường, {group} và Văn phòng UBND phường kiểm tra",
        ),
        ({"addressee": "Các ngành", "text": "Nộp tin"}, 1, "Giao các ngành nộp tin"),
        ({"addressee": "UBND quận", "text": "hỗ trợ"}, 0, "Giao UBND quận hỗ trợ"),
        ({"addressee": "", "text": "Cập nhật"}, 0, "Cập nhật"),
        (
            {"addressee": "Tổ CNTT", "text": "- Kiểm tra;\n- Báo cáo."},
            1,
            "Giao Tổ CNTT:\n- Kiểm tra;\n- Báo cáo.",
        ),
        (
            {"addressee": "", "text": "Làm hai việc:\n\na) Một\n+ Hai"},
            0,
            "Làm hai việc:\na) Một\n+ Hai",
        ),
    ],
)
def test_the_sentence_of_a_conclusion(
    cast: Cast, fields: dict[str, str], units: int, sentence: str
) -> None:
    office, police, group = units_of(cast)
    meeting = make_meeting(cast.editor)
    row = conclude(meeting, cast.editor, *(office, police, group)[:units], **fields)
    assert row.sentence == sentence.format(group=group.name)


@pytest.mark.parametrize("rows", [1, 20])
def test_questions_do_not_grow_with_conclusions(
    cast: Cast, rows: int, django_assert_num_queries: Callable[..., Any]
) -> None:
    office, police, _ = units_of(cast)
    meeting = make_meeting(cast.editor)
    for _ in range(rows):
        row = conclude(meeting, cast.editor, office, police, addressee="", text="kiểm tra")
        row.supporting_units.add(office)
    with django_assert_num_queries(3):
        said = [(row.sentence, row.support) for row in Conclusion.objects.with_units()]
    assert len(said) == rows
    meeting = Meeting.objects.select_related("series").get(pk=meeting.pk)
    Ward.current()
    with django_assert_num_queries(10):
        snapshot(meeting)


@pytest.mark.parametrize(
    ("series", "word"),
    [
        ("Giao ban tháng", "đồng chí"),
        ("Họp Đảng ủy", "đồng chí"),
        ("Sinh hoạt chi bộ", "đồng chí"),
        ("Hội nghị tiếp xúc cử tri", "ông (bà)"),
        ("Họp tổ dân phố", "ông (bà)"),
    ],
)
def test_the_form_of_address_follows_the_series(cast: Cast, series: str, word: str) -> None:
    meeting = make_meeting(cast.editor, series=make_series(name=series), chair_name="Lê An")
    assert f"Chủ trì: {word.capitalize()} Lê An." in paper_lines(meeting, "bien-ban")
    meeting.form_of_address = FormOfAddress.NONE
    meeting.save()
    assert "Chủ trì: Lê An." in paper_lines(meeting, "bien-ban")
    assert "Rất mong quý vị thu xếp công việc" in "".join(paper_lines(meeting, "giay-moi"))


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("Nguyễn Thị An", "đồng chí Nguyễn Thị An"),
        ("Lê An", "đồng chí Lê An"),
        ("Bà Tư", "Bà Tư"),
        ("Ông Trần Văn Bình", "Ông Trần Văn Bình"),
        ("Đ/c Bình", "Đ/c Bình"),
        ("Đồng chí An", "Đồng chí An"),
        ("Tổ dân phố số 5", "Tổ dân phố số 5"),
        ("Hội Liên Hiệp Phụ Nữ", "Hội Liên Hiệp Phụ Nữ"),
        ("Ban biên tập", "Ban biên tập"),
        ("UBND phường", "UBND phường"),
        ("Hoa Sen", "Hoa Sen"),
        ("", ""),
    ],
)
def test_who_is_addressed(name: str, said: str) -> None:
    """A name of a unit of this ward is given in ``others``."""
    assert person("đồng chí", name, others=["Hoa sen"]) == said
