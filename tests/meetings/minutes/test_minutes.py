"""The minutes as they are written: row by row, by several people, until the chair approves them;
and their papers.
"""

from __future__ import annotations

import html
import io
import re
from datetime import date, timedelta
from typing import Any

import docx
import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from core.models import FileUse
from documents.models import DocumentTopic
from meetings.minutes.services import store_part
from meetings.models import (
    AgendaItem,
    Attendance,
    Conclusion,
    Limitation,
    Meeting,
    MeetingSeries,
    Opinion,
    Result,
    Task,
)
from meetings.papers.content import PAPERS
from meetings.states import MeetingState, Presence
from organization.models import Holiday, ReportingPeriod, Ward
from organization.roles import Role
from tests.news.test_access import client_of
from tests.support.cast import Cast
from tests.support.factories import make_user
from tests.support.files import PDF, upload
from tests.support.meeting_factories import approve, at, conclude, make_meeting, make_series, step

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


def test_rows_are_stored_one_by_one(cast: Cast, editor: Client, meeting: Meeting) -> None:
    unit = cast.contributor.unit
    told = send(
        editor, meeting, "han-che", text="Nộp tin muộn", units=[unit.pk], cause="Ít người viết"
    ).json()
    row = Limitation.objects.get()
    assert (told["version"], told["key"], list(row.units.all())) == (1, f"han-che-{row.pk}", [unit])
    told = send(editor, meeting, "han-che", row.pk, version=1, text="Nộp tin muộn hai kỳ").json()
    row.refresh_from_db()
    assert (row.text, row.version, told["version"], row.units.count()) == (
        "Nộp tin muộn hai kỳ",
        2,
        2,
        0,
    )
    assert (
        send(editor, meeting, "y-kien", speaker="Ông Ba", text="Cần tập huấn").json()["opinions"]
        == 1
    )
    assert send(editor, meeting, "han-che", row.pk, version=2, action="remove").status_code == 200
    assert not Limitation.objects.exists()


def test_without_a_script_the_page_comes_back(editor: Client, meeting: Meeting) -> None:
    answer = send(editor, meeting, "ket-qua", fetch=False, text="Không ai chậm văn bản")
    row = Result.objects.get()
    assert answer.url == f"{reverse('admin:minutes', args=[meeting.pk])}#ket-qua-{row.pk}"
    assert "Không ai chậm văn bản" in editor.get(answer.url).content.decode()
    answer = send(editor, meeting, "ket-qua", fetch=False, text="")
    assert (answer.status_code, Result.objects.count()) == (409, 1)


def test_two_people_at_once_lose_nothing(cast: Cast, editor: Client, meeting: Meeting) -> None:
    send(editor, meeting, "ket-qua", text="Nền nếp")
    row = Result.objects.get()
    other = Client()
    other.force_login(cast.other_editor)
    send(other, meeting, "ket-qua", row.pk, version=1, text="Nền nếp, đúng hạn")
    answer = send(editor, meeting, "ket-qua", row.pk, version=1, text="Nền nếp, đủ bài")
    assert answer.status_code == 409
    html = answer.json()["html"]
    assert "Nền nếp, đúng hạn" in html
    assert "Nền nếp, đủ bài" in html
    assert Result.objects.get().text == "Nền nếp, đúng hạn"
    # The row that came back carries the newer version: sending it again is a decision.
    assert 'name="version" value="2"' in html
    assert (
        send(editor, meeting, "ket-qua", row.pk, version=2, text="Nền nếp, đủ bài").status_code
        == 200
    )


def test_a_conflict_shows_all_that_the_other_wrote(
    cast: Cast, editor: Client, meeting: Meeting
) -> None:
    send(editor, meeting, "y-kien", speaker="Ông Ba", text="Cần tập huấn")
    row = Opinion.objects.get()
    send(
        editor, meeting, "y-kien", row.pk, version=1, speaker="Ông Ba", text="Cần tập huấn hai buổi"
    )
    answer = send(
        editor, meeting, "y-kien", row.pk, version=1, speaker="Ông Ba", text="Cần máy ảnh"
    )
    assert "Ông Ba: Cần tập huấn hai buổi" in answer.json()["html"]


def test_a_new_row_sent_twice_is_stored_once(cast: Cast, editor: Client, meeting: Meeting) -> None:
    """The first answer was lost on its way; meanwhile the person typed on."""
    mark = "0123456789abcdef" * 2
    send(editor, meeting, "y-kien", speaker="Ông Ba", idempotency_key=mark)
    told = send(
        editor, meeting, "y-kien", speaker="Ông Ba", text="Cần tập huấn", idempotency_key=mark
    ).json()
    row = Opinion.objects.get()
    assert (row.text, row.version, told["version"], told["opinions"]) == ("Cần tập huấn", 2, 2, 1)
    # Changed by somebody else in between, it is a conflict as any other.
    answer = send(editor, meeting, "y-kien", speaker="Ông Bốn", idempotency_key=mark)
    assert (answer.status_code, Opinion.objects.get().speaker) == (409, "Ông Ba")
    send(editor, meeting, "y-kien", speaker="Bà Tư", idempotency_key="f" * 32)
    send(editor, meeting, "y-kien", speaker="Bà Năm", idempotency_key="không phải dấu")
    assert Opinion.objects.count() == 3


def test_a_unit_that_is_no_more_stays_chosen(cast: Cast, editor: Client, meeting: Meeting) -> None:
    gone = cast.contributor.unit
    send(editor, meeting, "han-che", text="Nộp muộn", units=[gone.pk])
    gone.valid_until = date(2016, 1, 1)
    gone.save()
    page = editor.get(reverse("admin:minutes", args=[meeting.pk])).content.decode()
    assert f'name="units" value="{gone.pk}"' in page
    assert len(re.findall(rf'value="{gone.pk}"[^>]* checked', page)) == 1


def test_no_two_fields_share_a_name_on_the_page(
    cast: Cast, editor: Client, meeting: Meeting
) -> None:
    conclude(meeting, cast.editor, cast.contributor.unit)
    send(editor, meeting, "ket-qua", text="Tốt")
    page = editor.get(reverse("admin:minutes", args=[meeting.pk])).content.decode()
    names = re.findall(r'\bid="([^"]+)"', page)
    assert [name for name in set(names) if names.count(name) > 1] == []


def test_what_is_lacking_leads_to_its_row(cast: Cast, editor: Client, meeting: Meeting) -> None:
    conclusion = conclude(meeting, cast.editor)
    page = editor.get(reverse("admin:minutes", args=[meeting.pk])).content.decode()
    assert f'<a href="#ket-luan-{conclusion.pk}">Kết luận 1' in page
    assert f'id="ket-luan-{conclusion.pk}"' in page


def test_an_earlier_version_is_read_as_it_was(cast: Cast, editor: Client, meeting: Meeting) -> None:
    unit = cast.contributor.unit
    conclusion = conclude(meeting, cast.editor, unit, text="nộp đủ tin")
    approve(meeting, chair=cast.leader, editor=cast.editor)
    step(meeting, "correct", cast.editor, note="Sai số")
    send(
        editor,
        meeting,
        "ket-luan",
        conclusion.pk,
        version=1,
        verb="assign",
        text="nộp đủ bài",
        lead_units=[unit.pk],
        due_on="2016-07-05",
    )
    approve(meeting, chair=cast.leader, editor=cast.editor)
    said = [
        editor.get(reverse("admin:minutes_version", args=[meeting.pk, n])).content.decode()
        for n in (1, 2)
    ]
    assert ["nộp đủ tin" in page for page in said] == [True, False]
    assert "Sai số" in said[1]
    assert editor.get(reverse("admin:minutes_version", args=[meeting.pk, 3])).status_code == 404
    stranger = Client()
    stranger.force_login(cast.contributor)
    assert stranger.get(reverse("admin:minutes_version", args=[meeting.pk, 1])).status_code == 404


def test_a_row_somebody_removed_is_not_lost(cast: Cast, editor: Client, meeting: Meeting) -> None:
    answer = send(editor, meeting, "ket-qua", 999, version=1, text="Đang gõ dở")
    assert answer.status_code == 409
    assert "Đang gõ dở" in answer.json()["html"]
    assert reverse("admin:minutes_row", args=[meeting.pk, "ket-qua", 0]) in answer.json()["html"]


def test_a_deadline_on_a_day_off_is_asked_about(
    cast: Cast, editor: Client, meeting: Meeting
) -> None:
    Holiday.objects.create(day=date(2016, 7, 5), name="Nghỉ của phường")
    fields = {
        "verb": "assign",
        "text": "Nộp tin",
        "lead_units": [cast.contributor.unit_id],
        "due_on": "2016-07-05",
    }
    answer = send(editor, meeting, "ket-luan", **fields)
    assert answer.status_code == 409
    assert "ngày nghỉ" in answer.json()["html"]
    assert send(editor, meeting, "ket-luan", **fields, keeps_day_off="on").status_code == 200
    assert Conclusion.objects.get().due_on == date(2016, 7, 5)


@pytest.mark.parametrize(
    ("kind", "fields", "sentence"),
    [
        ("ket-luan", {"verb": "assign", "text": ""}, "bắt buộc"),
        (
            "ket-luan",
            {"verb": "assign", "text": "x", "due_on": "2016-07-06", "recurrence": "weekly"},
            "bỏ một trong hai",
        ),
        ("ket-luan", {"verb": "cho", "text": "x"}, "cho"),
        (
            "thanh-phan",
            {"group": "A", "name": "B", "presence": "present", "deputy_name": "C"},
            "Cử người dự thay",
        ),
        ("chuong-trinh", {"title": "x", "minutes_planned": "-5"}, "0"),
        ("ket-qua", {"text": "TUYỆT MẬT"}, "mật"),
    ],
)
def test_bad_input_comes_back_with_a_sentence(
    editor: Client, meeting: Meeting, kind: str, fields: dict[str, str], sentence: str
) -> None:
    answer = send(editor, meeting, kind, **fields)
    assert answer.status_code == 409
    assert sentence in answer.json()["html"]
    assert not any(model.objects.exists() for model in (Conclusion, Attendance, AgendaItem, Result))


def test_approved_minutes_take_no_more(cast: Cast, editor: Client, meeting: Meeting) -> None:
    conclude(meeting, cast.editor, cast.contributor.unit)
    approve(meeting, chair=cast.leader, editor=cast.editor)
    assert editor.get(reverse("admin:minutes", args=[meeting.pk])).url.endswith(
        f"/{meeting.pk}/change/"
    )
    answer = send(editor, meeting, "ket-qua", text="Thêm sau khi duyệt")
    assert (answer.status_code, Result.objects.count()) == (409, 0)
    assert "Thêm sau khi duyệt" in answer.json()["html"]


WRITES = ("editor", "other_editor")
READS = (*WRITES, "approver", "other_approver", "head", "leader")


@pytest.mark.parametrize(
    "who",
    [
        *READS,
        "contributor",
        "clerk",
        "announcer",
        "it_officer",
        "superuser",
        "inactive",
        "stranger",
    ],
)
def test_who_reads_and_who_writes(who: str, cast: Cast, client: Client, meeting: Meeting) -> None:
    if who != "stranger":
        client.force_login(getattr(cast, who))
    conclude(meeting, cast.editor, cast.contributor.unit, text="Chữ nội bộ")
    gone = 302 if who in ("inactive", "stranger") else 404
    page = client.get(reverse("admin:minutes", args=[meeting.pk]))
    assert page.status_code == (200 if who in WRITES else 302 if who in READS else gone)
    change = client.get(reverse("admin:meetings_meeting_change", args=[meeting.pk]), follow=True)
    assert ("Chữ nội bộ" in change.content.decode()) == (who in READS)
    sent = send(client, meeting, "ket-qua", text="Của tôi")
    assert sent.status_code == (200 if who in WRITES else gone)
    assert Result.objects.exists() == (who in WRITES)
    paper = client.get(reverse("admin:meeting_paper", args=[meeting.pk, "bien-ban", "pdf"]))
    assert paper.status_code == (200 if who in READS else gone)
    kept = client.post(reverse("admin:meeting_file", args=[meeting.pk]), {"title": "Báo cáo"})
    assert kept.status_code == (302 if who in WRITES else 403 if gone == 302 else 404)


@pytest.mark.parametrize("rest", ["bien-ban/la/0/", "giay/la.pdf", "giay/bien-ban.exe"])
def test_addresses_there_are_not(editor: Client, meeting: Meeting, rest: str) -> None:
    address = f"/quan-tri/giao-ban/{meeting.pk}/{rest}"
    assert {editor.get(address).status_code, editor.post(address).status_code} <= {404, 405}
    assert editor.get("/quan-tri/giao-ban/999999/bien-ban/").status_code == 404


def test_a_required_choice_without_rows_says_what_to_make_first(cast: Cast) -> None:
    clerk = client_of(cast, "clerk")
    page = clerk.get(reverse("admin:documents_leadertopic_add")).content.decode()
    noun, address = DocumentTopic._meta.verbose_name, reverse("admin:documents_documenttopic_add")
    assert f'Chưa có {noun} nào, xin <a href="{address}">lập trước</a>.' in page
    DocumentTopic.objects.create(name="Môi trường")
    page = clerk.get(reverse("admin:documents_leadertopic_add")).content.decode()
    assert f"Chưa có {noun}" not in page


def test_who_may_not_make_it_is_told_who_may(client: Client) -> None:
    client.force_login(make_user(Role.LEADER))
    page = client.get(reverse("admin:meetings_task_add")).content.decode()
    assert "Chưa có đơn vị nào, xin nhờ cán bộ CNTT lập trước." in page


def test_a_new_meeting_takes_what_is_usual(cast: Cast, editor: Client) -> None:
    signers = {"notice_signer_name": "Trần Văn Bình", "invitation_signer_name": "Lê Thị Hoa"}
    Ward.objects.update_or_create(pk=1, defaults=signers)
    series = make_series(chair=cast.leader, chair_title="Bí thư, Chủ tịch UBND")
    series.usual_attendees.create(group="Ban biên tập", person=cast.contributor)
    data = {
        "series": series.pk,
        "title": "",
        "place": "",
        "chair_name": "",
        "starts_at": "2016-06-24T14:00",
        "other_opinions": "0",
    }
    long_ago = data | {"starts_at": "2006-06-24T14:00"}
    asked = editor.post(reverse("admin:meetings_meeting_add"), long_ago).content.decode()
    assert "Ngày 24/06/2006 đã qua hơn 15 năm; có đúng không?" in asked
    assert 'name="starts_at-dung-nam" value="2006-06-24"' in asked
    page = editor.post(reverse("admin:meetings_meeting_add"), data).content.decode()
    assert "Ngày họp 24/06/2016 đã qua." in page
    assert 'type="checkbox" name="keeps_day"' in page
    data["keeps_day"] = "on"
    answer = editor.post(reverse("admin:meetings_meeting_add"), data)
    meeting = Meeting.objects.get()
    assert answer.url == reverse("admin:meetings_meeting_change", args=[meeting.pk])
    assert (meeting.title, meeting.place, meeting.chair_title) == (
        series.name,
        series.place,
        "Bí thư, Chủ tịch UBND",
    )
    assert [row.name for row in meeting.attendances.all()] == [cast.contributor.full_name]
    assert {name: getattr(meeting, name) for name in signers} == signers
    assert meeting.invitation_signer_title == "Chủ tịch"
    wrong = data | {"ends_at": "2016-06-24T13:00"}
    assert (
        "Giờ kết thúc phải sau giờ bắt đầu"
        in editor.post(reverse("admin:meetings_meeting_add"), wrong).content.decode()
    )
    assert Meeting.objects.count() == 1


def test_a_single_meeting_takes_nothing_of_a_series(cast: Cast, editor: Client) -> None:
    series = make_series()
    series.usual_attendees.create(group="Ban biên tập", person=cast.contributor)
    page = editor.get(reverse("admin:meetings_meeting_add")).content.decode()
    assert f'<option value="{series.pk}" selected' not in page
    assert "Họp khác: một lần, không theo loại nào" in page
    day = timezone.localdate() - timedelta(days=1)
    data = {"series": "", "title": "", "starts_at": f"{day}T08:00", "other_opinions": "0"}
    page = editor.post(reverse("admin:meetings_meeting_add"), data).content.decode()
    for sentence in ("Xin ghi tên cuộc họp", "người chủ trì, hoặc", "Xin ghi địa điểm họp"):
        assert sentence in page
    assert not MeetingSeries.objects.filter(name="Họp khác").exists()
    data |= {"place": "Sân Tổ 7", "chair_name": "Bà Hai", "keeps_day": "on"}
    for title in ("Họp mặt cuối năm", "Gặp mặt hội viên"):
        editor.post(reverse("admin:meetings_meeting_add"), data | {"title": title})
    first, second = Meeting.objects.order_by("pk")
    assert first.series == second.series == MeetingSeries.objects.get(name="Họp khác")
    assert not first.attendances.exists()
    assert not Meeting.objects.before(second).exists()
    assert first.public_title == "Họp mặt cuối năm"


def test_a_meeting_on_a_day_off_is_asked_about(editor: Client) -> None:
    day = timezone.localdate() + timedelta(days=20)
    Holiday.objects.create(day=day, name="Ngày lễ")
    data = {
        "series": make_series().pk,
        "starts_at": f"{day}T08:00",
        "other_opinions": "0",
    }
    page = editor.post(reverse("admin:meetings_meeting_add"), data).content.decode()
    assert f"Ngày họp {day:%d/%m/%Y} là" in page
    assert "ngày nghỉ" in page
    editor.post(reverse("admin:meetings_meeting_add"), data | {"keeps_day": "on"})
    meeting = Meeting.objects.get()
    # What was confirmed is not asked about again.
    stored = editor.post(
        reverse("admin:meetings_meeting_change", args=[meeting.pk]),
        data
        | {
            "seen_version": meeting.version,
            "title": "Họp thôn",
            "place": meeting.place,
            "chair_name": "A",
        },
    )
    assert (stored.status_code, Meeting.objects.get().title) == (302, "Họp thôn")


def test_the_signed_scan_is_kept_after_approval(
    cast: Cast, editor: Client, meeting: Meeting, file_root: Any
) -> None:
    conclude(meeting, cast.editor, cast.contributor.unit)
    approve(meeting, chair=cast.leader, editor=cast.editor)
    scan = {"title": "Bản ký, đóng dấu", "file": upload(PDF, "bien-ban.pdf")}
    editor.post(reverse("admin:meeting_file", args=[meeting.pk]), scan)
    use = FileUse.objects.get()
    assert (use.item, use.title) == (meeting, "Bản ký, đóng dấu")
    again = {"title": "Bản ký, đóng dấu", "file": upload(PDF, "lan-nua.pdf")}
    page = editor.post(reverse("admin:meeting_file", args=[meeting.pk]), again, follow=True)
    assert "Tệp này đã có ở đây, tên “bien-ban.pdf”" in page.content.decode()
    assert FileUse.objects.get() == use
    assert Client().get(use.file.url).status_code == 404
    assert (
        use.title
        in editor.get(reverse("admin:meetings_meeting_change", args=[meeting.pk])).content.decode()
    )


def test_as_many_questions_for_many_rows(
    cast: Cast, editor: Client, meeting: Meeting, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    address = reverse("admin:minutes", args=[meeting.pk])
    editor.get(address)
    for number in (1, 15):
        for _ in range(number):
            conclude(meeting, cast.editor, has_no_task=True, no_task_reason="Phổ biến")
            send(editor, meeting, "ket-qua", text="Tốt")
        with django_assert_num_queries(21):
            editor.get(address)


# The papers


@pytest.fixture
def briefing(cast: Cast) -> Meeting:
    """The briefing of 24/6/2016: June reviewed, July planned."""
    Ward.objects.update_or_create(
        pk=1, defaults={"name": "Phường Bến Sen", "agency_name": "Ủy ban nhân dân phường Bến Sen"}
    )
    june, july = (
        ReportingPeriod.objects.create(
            year=2016, month=m, starts_on=date(2016, m, 1), ends_on=date(2016, m, 28)
        )
        for m in (6, 7)
    )
    meeting = make_meeting(
        cast.editor,
        title="Giao ban Ban chỉ đạo công nghệ thông tin và Ban biên tập",
        place="phòng họp số 1",
        chair=cast.leader,
        chair_name="Nguyễn Thị An",
        chair_title="Phó Bí thư Đảng ủy, Chủ tịch UBND phường",
        secretary=cast.editor,
        secretary_name="Trần Văn Bình",
        review_period=june,
        plan_period=july,
        ends_at=at("2016-06-24 16:30"),
        minutes_number="05/BB-UBND",
        other_opinions=4,
    )
    for number, presence in enumerate(
        [Presence.PRESENT, Presence.PRESENT, Presence.DEPUTY, Presence.EXCUSED]
    ):
        Attendance.objects.create(
            meeting=meeting,
            group="Ban biên tập",
            name=f"Ủy viên {number + 1}",
            presence=presence,
            deputy_name="Bà Tư",
        )
    AgendaItem.objects.create(
        meeting=meeting, title="Báo cáo tháng 6", presenter="Thư ký", notes="Có bảng kèm theo."
    )
    Result.objects.create(meeting=meeting, text="Biên tập đi vào nền nếp")
    limitation = Limitation.objects.create(
        meeting=meeting, text="Ít tin từ tổ dân phố", cause="thiếu người viết"
    )
    limitation.units.add(cast.contributor.unit)
    Opinion.objects.create(meeting=meeting, speaker="Ông Ba", text="Cần tập huấn")
    conclude(
        meeting,
        cast.editor,
        cast.contributor.unit,
        addressee="các ngành",
        text="nộp đủ tin, bài đúng hạn",
    )
    conclude(
        meeting,
        cast.editor,
        cast.contributor.unit,
        text="cập nhật phần mềm văn bản",
        recurrence="ongoing",
    )
    return approve(meeting, chair=cast.leader, editor=cast.editor)


def words_of(client: Client, meeting: Meeting, kind: str) -> tuple[str, Any]:
    answer = client.get(reverse("admin:meeting_paper", args=[meeting.pk, kind, "docx"]))
    document = docx.Document(io.BytesIO(answer.content))
    tables = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(paragraph.text for paragraph in document.paragraphs), *tables]), document


def test_the_minutes_say_it_all(editor: Client, briefing: Meeting, cast: Cast) -> None:
    text, _ = words_of(editor, briefing, "bien-ban")
    for words in (
        "Số: 05/BB-UBND",
        "BIÊN BẢN",
        "14 giờ 00, ngày 24 tháng 6 năm 2016",
        "phòng họp số 1",
        "Nguyễn Thị An, Phó Bí thư Đảng ủy, Chủ tịch UBND phường",
        "Được mời 04, có mặt 03, vắng 01.",
        "cử Bà Tư dự thay",
        "Biên tập đi vào nền nếp",
        (
            f"Ít tin từ tổ dân phố; đơn vị: {cast.contributor.unit.name}; nguyên nhân: thiếu người"
            " viết."
        ),
        "Đã có 05 ý kiến phát biểu.",
        "Giao các ngành nộp đủ tin, bài đúng hạn; thời hạn: chậm nhất ngày 05/07/2016.",
        "cập nhật phần mềm văn bản; thường xuyên.",
        "16 giờ 30 cùng ngày",
        "THƯ KÝ",
        "CHỦ TỌA",
    ):
        assert words in text
    assert "Bến Sen, ngày" not in text  # minutes have no line of place and date


def test_before_approval_papers_are_drafts(editor: Client, meeting: Meeting) -> None:
    text, _ = words_of(editor, meeting, "bien-ban")
    assert "DỰ THẢO" in text
    assert "đã được thông qua" not in text
    address = reverse("admin:meeting_paper", args=[meeting.pk, "thong-bao", "pdf"])
    assert editor.get(address).status_code == 404


def test_the_other_papers(editor: Client, briefing: Meeting) -> None:
    notice, _ = words_of(editor, briefing, "thong-bao")
    assert "TL. CHỦ TỊCH" in notice
    assert "nộp đủ tin, bài đúng hạn" in notice
    assert "Ít tin từ tổ dân phố" not in notice
    invited, _ = words_of(editor, briefing, "giay-moi")
    assert "Báo cáo tháng 6 – Thư ký" in invited
    listed, _ = words_of(editor, briefing, "danh-sach")
    assert "Ủy viên 4" in listed
    for kind in PAPERS:
        answer = editor.get(reverse("admin:meeting_paper", args=[briefing.pk, kind, "pdf"]))
        assert (answer["Content-Type"], answer.content[:5]) == ("application/pdf", b"%PDF-")


def test_approval_gave_the_tasks(briefing: Meeting, cast: Cast) -> None:
    assert briefing.state == MeetingState.APPROVED
    assert [task.lead_unit for task in Task.objects.all()] == [cast.contributor.unit] * 2
    assert list(Conclusion.objects.values_list("number", "number_year")) == [(1, 2016), (2, 2016)]


def test_what_a_meeting_without_a_series_lacks_is_said_once(editor: Client) -> None:
    typed = {"starts_at": "2026-11-24T08:00", "place": "Hội trường", "other_opinions": "0"}
    page = html.unescape(editor.post(reverse("admin:meetings_meeting_add"), typed).content.decode())
    lists = re.findall(r'<ul class="errorlist".*?</ul>', page, re.DOTALL)
    assert sorted(re.sub(r"<[^>]*>", "", one).strip() for one in lists if "Xin" in one) == [
        "Xin ghi họ tên người chủ trì, hoặc chọn loại họp.",
        "Xin ghi tên cuộc họp, hoặc chọn loại họp.",
    ]
    assert "Mục này bắt buộc" not in page


def test_signs_that_are_not_printed_are_told_to_the_secretary_alone(
    cast: Cast, editor: Client, meeting: Meeting
) -> None:
    store_part(Result(meeting=meeting, text="Tốt 😀"), actor=cast.editor)
    words = "không in được trong văn bản"
    assert words in editor.get(meeting.address).text
    assert words not in client_of(cast, "leader").get(meeting.address).text
