"""States and choices of reports."""

from django.db import models


class ReportState(models.TextChoices):
    DRAFT = "draft", "Đang lập"
    WITH_LEADER = "with_leader", "Chờ lãnh đạo xem"
    RETURNED = "returned", "Được trả lại"
    CONFIRMED = "confirmed", "Đã chốt số liệu"


class SectionCode(models.TextChoices):
    """The written parts of a report, in order (DOMAIN of monthly reports: I to IV)."""

    DIRECTION = "direction", "Công tác chỉ đạo, điều hành"
    AGENCY = "agency", "Cơ quan điện tử"
    PORTAL = "portal", "Cổng thông tin điện tử"
    LOUDSPEAKERS = "loudspeakers", "Đài truyền thanh"
    CONCLUSIONS = "conclusions", "Thực hiện kết luận giao ban trước"
    LIMITATIONS = "limitations", "Tồn tại, hạn chế và nguyên nhân"
    DIRECTIONS = "directions", "Phương hướng, nhiệm vụ tháng sau"
    PROPOSALS = "proposals", "Đề xuất, kiến nghị"


# Proposed of lines of the next plan and of broken loudspeakers, not of figures.
WITHOUT_FIGURES = (SectionCode.DIRECTIONS, SectionCode.PROPOSALS)
NOTHING = "Không có."  # of a part without words
# The parts of page and paper, each with its sections.
HEADINGS = (
    (
        "I. Kết quả công tác",
        ("direction", "agency", "portal", "loudspeakers", "conclusions"),
    ),
    ("II. Tồn tại, hạn chế và nguyên nhân", ("limitations",)),
    ("III. Phương hướng, nhiệm vụ tháng sau", ("directions",)),
    ("IV. Đề xuất, kiến nghị", ("proposals",)),
)


class FileKind(models.TextChoices):
    """Files of a report: made when it was confirmed, or signed and brought here afterwards."""

    DOCX = "docx", "Bản Word"
    PDF = "pdf", "Bản PDF"
    XLSX = "xlsx", "Bảng số liệu Excel"
    SIGNED = "signed", "Bản ký"
