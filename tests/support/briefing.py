"""The briefing of 24 June 2016 with everything that minutes have: June reviewed, July planned."""

from __future__ import annotations

from datetime import date

from meetings.models import AgendaItem, Attendance, Limitation, Meeting, Opinion, Result
from meetings.states import Presence
from organization.models import Block, ReportingPeriod, Unit, Ward
from tests.support.cast import Cast
from tests.support.factories import UnitFactory
from tests.support.meeting_factories import at, conclude, make_meeting, make_series, step

RESULTS = (
    "Công tác biên tập, đăng tải tin bài trên Cổng thông tin điện tử của phường đi vào nền nếp;"
    " tin bài phản ánh kịp thời hoạt động của các ngành, đoàn thể và tổ dân phố.",
    "Phần mềm quản lý văn bản được sử dụng thường xuyên:\na) 100% văn bản đến được cập nhật;\n"
    "b) Văn bản đi được phát hành đúng hạn.",
)
LIMITATIONS = (
    ("Số tin bài của một số đơn vị còn ít, nộp chậm.", "cán bộ kiêm nhiệm nhiều việc."),
    ("Việc cập nhật phần mềm văn bản chưa đều.", ""),
)


def make_briefing(cast: Cast) -> Meeting:
    """Return the held briefing with its minutes, not approved yet."""
    Ward.objects.update_or_create(
        pk=1, defaults={"name": "Phường Bến Sen", "agency_name": "Ủy ban nhân dân phường Bến Sen"}
    )
    june, july = (
        ReportingPeriod.objects.create(
            year=2016, month=month, starts_on=date(2016, month, 1), ends_on=date(2016, month, 28)
        )
        for month in (6, 7)
    )
    meeting = make_meeting(
        cast.editor,
        series=make_series(name="Giao ban Ban chỉ đạo công nghệ thông tin và Ban biên tập"),
        place="phòng họp số 1",
        chair=cast.leader,
        chair_name="Nguyễn Thị An",
        chair_title="Phó Bí thư Đảng ủy, Chủ tịch UBND phường",
        secretary=cast.editor,
        secretary_name="Trần Văn Bình",
        secretary_title="Công chức Văn phòng - Thống kê",
        review_period=june,
        plan_period=july,
        ends_at=at("2016-06-24 16:30"),
        minutes_number="5/BB-UBND",
        other_opinions=3,
    )
    _attend(meeting, cast)
    _record(meeting, cast)
    _conclude(meeting, cast)
    return step(meeting, "hold", cast.editor)


def _attend(meeting: Meeting, cast: Cast) -> None:
    board = [
        ("Nguyễn Thị An", "Phó Bí thư Đảng ủy, Chủ tịch UBND phường", Presence.PRESENT),
        ("Lê Văn Cường", "Phó Chủ tịch UBND phường", Presence.PRESENT),
        ("Trần Văn Bình", "Công chức Văn phòng - Thống kê", Presence.PRESENT),
        ("Phạm Thị Dung", "Công chức Văn hóa - Xã hội", Presence.DEPUTY),
        ("Hoàng Văn Đức", "Chỉ huy trưởng Ban Chỉ huy quân sự phường", Presence.EXCUSED),
    ]
    for place, (name, title, presence) in enumerate(board, start=1):
        Attendance.objects.create(
            meeting=meeting,
            group="Ban biên tập",
            name=name,
            title=title,
            presence=presence,
            deputy_name="Vũ Thị Hoa" if presence == Presence.DEPUTY else "",
            reason="đi học" if presence == Presence.EXCUSED else "",
            position=place,
        )
    unit = cast.contributor.unit
    for place, name in enumerate((unit.name, "Bà Nguyễn Thị Lan", "Ngô Văn Minh"), start=6):
        Attendance.objects.create(
            meeting=meeting,
            group="Tổ dân phố",
            name=name,
            unit=unit,
            position=place,
            presence=Presence.PRESENT,
        )


def _record(meeting: Meeting, cast: Cast) -> None:
    AgendaItem.objects.create(
        meeting=meeting,
        title="Báo cáo kết quả tháng 6, nhiệm vụ tháng 7",
        presenter="Thư ký",
        minutes_planned=20,
        notes="Thư ký trình bày báo cáo.\nCó bảng số liệu kèm theo.",
        position=1,
    )
    AgendaItem.objects.create(meeting=meeting, title="Thảo luận", position=2)
    for place, text in enumerate(RESULTS, start=1):
        Result.objects.create(meeting=meeting, text=text, position=place)
    for place, (text, cause) in enumerate(LIMITATIONS, start=1):
        row = Limitation.objects.create(meeting=meeting, text=text, cause=cause, position=place)
        row.units.add(cast.contributor.unit)
    Opinion.objects.create(
        meeting=meeting, speaker="Ông Ngô Văn Minh", text="Cần tập huấn viết tin.", position=1
    )


def units_of(cast: Cast) -> tuple[Unit, Unit, Unit]:
    """Return the office, the police and a residential group."""
    office, _ = Unit.objects.get_or_create(
        short_name="Văn phòng",
        defaults={"name": "Văn phòng UBND phường", "block": Block.GOVERNMENT_OFFICE},
    )
    police = Unit.objects.filter(name="Công an phường").first() or UnitFactory(
        name="Công an phường", short_name="Công an", block=Block.GOVERNMENT_OFFICE
    )
    return office, police, cast.contributor.unit


def _conclude(meeting: Meeting, cast: Cast) -> None:
    office, police, group = units_of(cast)
    conclude(
        meeting,
        cast.editor,
        group,
        verb="require",
        addressee="Các ngành, đoàn thể, tổ dân phố",
        text="Nộp đủ tin, bài tháng 7 đúng hạn",
        is_public=True,
    )
    first = conclude(
        meeting,
        cast.editor,
        office,
        addressee="",
        text="Kiểm tra việc sử dụng phần mềm quản lý văn bản.",
        is_public=True,
    )
    first.supporting_units.add(police, group)
    conclude(
        meeting,
        cast.editor,
        office,
        police,
        addressee="",
        text="Thực hiện các việc sau:\na) Lập danh sách người sử dụng;\nb) Tập huấn cho các tổ.",
        due_on=None,
        recurrence="ongoing",
    )
