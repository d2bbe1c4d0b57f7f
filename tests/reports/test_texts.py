"""What the proposals say, word for word, of given figures."""

from __future__ import annotations

from datetime import date

import pytest

from broadcasts.models import SpeakerCluster, SpeakerFault
from core.reporting.figures import Figures
from reports.figures.comparison import Compared
from reports.texts.proposals import Facts, proposals

Counts = dict[str, dict[str, int]]


class Month:
    """A month without any other to compare it with."""

    period = "tháng 6/2016"
    next = None

    def __init__(self, counts: Counts) -> None:
        self.figures = Figures.from_json(
            {
                code: {group: {"value": value, "keys": []} for group, value in groups.items()}
                for code, groups in counts.items()
            }
        )

    def of(self, code: str, group: str | None = None) -> Compared:
        return Compared(self.figures.value(code, group), None, None, None)


def proposed(section: str, counts: Counts, faults: tuple[SpeakerFault, ...] = ()) -> str:
    return proposals(Facts(Month(counts), {}, (), faults))[section]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("section", "counts", "expected"),
    [
        (
            "direction",
            {"documents.published": {"Kế hoạch": 3}},
            "Trong tháng 6/2016, phường công khai 03 văn bản trên cổng thông tin điện tử.",
        ),
        ("direction", {}, ""),
        (
            "agency",
            {"documents.done_on_time": {"1": 4}, "documents.open": {"1": 2}},
            "Hoàn thành đúng hạn 04; cuối kỳ còn 02 văn bản đang xử lý trong hạn, không có văn"
            " bản quá hạn; tỷ lệ hoàn thành đúng hạn đạt 100%.",
        ),
        (
            "agency",
            {
                "documents.received": {"1": 27},
                "documents.opened_in_time": {"1": 25},
                "documents.done_on_time": {"1": 18},
                "documents.done_late": {"1": 3},
                "documents.open": {"1": 11},
                "documents.overdue": {"1": 6},
            },
            "Các đơn vị nhận 27 văn bản đến, mở đúng hạn 25; hoàn thành đúng hạn 18, muộn 03, kể"
            " cả văn bản nhận từ tháng trước; cuối kỳ còn 11 văn bản đang xử lý trong hạn, 06 văn"
            " bản quá hạn, kể cả văn bản nhận từ tháng trước; tỷ lệ hoàn thành đúng hạn đạt 67%.",
        ),
        (
            "portal",
            {"news.sent": {"1": 2}, "feedback.received": {"": 1}},
            "Gửi liên thông 02 tin, bài, chưa được nhận. Người dân gửi 01 lượt báo sai sót; chưa"
            " trả lời trong kỳ.",
        ),
        (
            "loudspeakers",
            {
                "broadcasts.planned": {"": 12},
                "broadcasts.aired": {"": 11},
                "broadcasts.minutes": {"": 98},
                "broadcasts.plays": {"Tin": 1, "Tiếp âm": 6, "Lời nhắn": 32},
                "broadcasts.own": {"": 33},
                "broadcasts.relayed": {"": 6},
                "broadcasts.missed": {"Mất điện": 1},
            },
            "Đài truyền thanh phát 11/12 buổi theo lịch, tổng thời lượng 98 phút; phát 39 lượt"
            " (lời nhắn 32, tiếp âm 06, tin 01), trong đó tự sản xuất 33 lượt; không phát được"
            " 01 buổi (mất điện).",
        ),
        (
            "loudspeakers",
            {
                "broadcasts.planned": {"": 42},
                "broadcasts.aired": {"": 43},
                "broadcasts.extra": {"": 2},
                "broadcasts.emergency": {"": 1},
                "broadcasts.minutes": {"": 98},
            },
            "Đài truyền thanh phát 40/42 buổi theo lịch, thêm 02 buổi ngoài lịch, 01 buổi khẩn cấp,"
            " tổng thời lượng 98 phút.",
        ),
        (
            "limitations",
            {
                "documents.without_login": {"": 2},
                "tasks.overdue": {"1": 2},
                "broadcasts.missed": {"Mất điện": 1},
            },
            "- Còn 02 người không đăng nhập phần mềm trong kỳ.\n"
            "- Còn 02 nhiệm vụ quá hạn trong các nhiệm vụ theo kết luận họp, chỉ đạo.\n"
            "- Có 01 buổi phát thanh không phát được.",
        ),
    ],
)
def test_a_proposal_reads_as_an_official_report(
    section: str, counts: Counts, expected: str
) -> None:
    assert proposed(section, counts) == expected


@pytest.mark.parametrize(
    ("description", "written"),
    [("Một loa rè tiếng.", "một loa rè tiếng"), ("UPS hỏng", "UPS hỏng")],
)
def test_a_repair_is_asked_for_in_one_sentence(description: str, written: str) -> None:
    cluster = SpeakerCluster(name="Cụm 2")
    fault = SpeakerFault(cluster=cluster, description=description, reported_on=date(2016, 6, 26))
    assert proposed("proposals", {}, (fault,)) == (
        f"- Đề nghị bố trí sửa chữa loa ở Cụm 2: {written} (phát hiện ngày 26/06/2016)."
    )
