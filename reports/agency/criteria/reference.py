"""The reference set of criteria, 100 points: a sample that a ward copies and makes its own."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from organization.models import Block
from reports.models.agency import Measure, Nothing

NAME = "Bộ tiêu chí cơ quan điện tử"
VALID_FROM = date(2016, 1, 1)
OFFICES = (Block.PARTY, Block.GOVERNMENT_OFFICE, Block.MASS_ORGANIZATION)
RATINGS = (("Tốt", 90), ("Khá", 70), ("Trung bình", 50), ("Yếu", 0))
# From 95 percent on all of the points, from 80 on half of them.
SHARE = ((95, 100), (80, 50), (0, 0))


@dataclass(frozen=True)
class Sample:
    """A criterion; ``thresholds`` are pairs of limit and percent of the points."""

    text: str
    points: int
    measure: Measure = Measure.HAND
    figure: str = ""
    base: tuple[str, ...] = ()
    thresholds: tuple[tuple[int, int], ...] = SHARE
    is_lower_better: bool = False
    when_nothing: Nothing = Nothing.NOT_APPLICABLE
    blocks: tuple[Block, ...] = field(default=())
    needs_evidence: bool = False
    may_not_apply: bool = True


_DONE = ("documents.done_on_time", "documents.done_late", "documents.overdue")
_TASKS = ("tasks.done_on_time", "tasks.done_late", "tasks.overdue")

GROUPS: tuple[tuple[str, tuple[Sample, ...]], ...] = (
    (
        "Xử lý văn bản trên phần mềm",
        (
            Sample(
                "Văn bản đến được mở đúng hạn",
                8,
                Measure.SYSTEM,
                "documents.opened_in_time",
                ("documents.received",),
            ),
            Sample(
                "Văn bản đến được giải quyết xong đúng hạn", 10, Measure.SYSTEM, _DONE[0], _DONE
            ),
            Sample(
                "Không để văn bản quá hạn đến cuối kỳ",
                6,
                Measure.SYSTEM,
                "documents.overdue",
                thresholds=((0, 100), (2, 50)),
                is_lower_better=True,
            ),
            Sample(
                "Mọi người của đơn vị đều đăng nhập phần mềm trong kỳ",
                3,
                Measure.SYSTEM,
                "documents.without_login",
                thresholds=((0, 100), (1, 50)),
                is_lower_better=True,
            ),
            Sample(
                "Hồ sơ công việc được lập và lưu trên phần mềm, không lập riêng bằng giấy",
                3,
                blocks=OFFICES,
            ),
        ),
    ),
    (
        "Chỉ đạo, điều hành",
        (
            Sample("Nhiệm vụ được giao hoàn thành đúng hạn", 7, Measure.SYSTEM, _TASKS[0], _TASKS),
            Sample("Trao đổi công việc, gửi tài liệu họp qua mạng thay cho bản giấy", 4),
            Sample(
                "Gửi báo cáo định kỳ bằng bản điện tử, đủ và đúng hạn",
                4,
                Measure.YES_NO,
                may_not_apply=False,
            ),
        ),
    ),
    (
        "Cổng thông tin và đài truyền thanh",
        (
            Sample(
                "Đạt chỉ tiêu tin, bài của kỳ",
                8,
                Measure.SYSTEM,
                "news.met",
                ("news.required",),
            ),
            Sample(
                "Tin, bài nộp đúng hạn",
                7,
                Measure.SYSTEM,
                "news.on_time",
                ("news.submitted",),
                when_nothing=Nothing.ZERO,
            ),
            Sample(
                "Tin, bài ít bị trả lại để viết lại",
                4,
                Measure.SYSTEM,
                "news.returned",
                ("news.submitted",),
                thresholds=((10, 100), (30, 50)),
                is_lower_better=True,
            ),
            Sample("Cung cấp nội dung cho bản tin của đài truyền thanh phường", 3),
            Sample(
                "Đã rà soát thông tin của đơn vị trên cổng, chỗ cũ hoặc sai đã báo sửa",
                3,
                Measure.YES_NO,
                may_not_apply=False,
            ),
        ),
    ),
    (
        "Dịch vụ công và một cửa",
        (
            Sample(
                "Hồ sơ được tiếp nhận trực tuyến theo tỷ lệ phường giao",
                6,
                blocks=(Block.GOVERNMENT_OFFICE,),
                needs_evidence=True,
            ),
            Sample(
                "Trả kết quả đúng hạn, kết quả được số hóa",
                5,
                blocks=(Block.GOVERNMENT_OFFICE,),
                needs_evidence=True,
            ),
            Sample(
                "Có buổi hướng dẫn người dân, hội viên dùng dịch vụ công trực tuyến",
                4,
                Measure.YES_NO,
                needs_evidence=True,
            ),
        ),
    ),
    (
        "Tiếp công dân",
        (Sample("Phản ánh của người dân về phần việc của đơn vị được trả lời đủ, đúng hẹn", 5),),
    ),
    (
        "An toàn thông tin, trang thiết bị, nhân lực",
        (
            Sample(
                "Mỗi người dùng tài khoản riêng, không ghi mật khẩu ở nơi người khác thấy",
                3,
                Measure.YES_NO,
                may_not_apply=False,
            ),
            Sample(
                "Máy tính có phần mềm phòng, chống mã độc; có người phụ trách công nghệ thông tin",
                2,
                Measure.YES_NO,
            ),
        ),
    ),
    (
        "Thực hiện kết luận các lần kiểm tra trước",
        (
            Sample(
                "Những điểm tổ công nghệ thông tin yêu cầu khắc phục đã làm xong",
                5,
                needs_evidence=True,
            ),
        ),
    ),
)
