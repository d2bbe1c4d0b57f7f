"""Residents' feedback in the demonstration: error reports in every state, and votes on
usefulness.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial

from django.contrib.contenttypes.models import ContentType

from core.workflow.engine import perform
from demo.dates import resolve, resolve_time
from news.models import Article
from organization.feedback.workflow import receive
from organization.models import ErrorReport, Outcome, Rating, User


@dataclass(frozen=True)
class DemoAnswer:
    by: str
    at: str
    outcome: Outcome
    words: str


@dataclass(frozen=True)
class DemoReport:
    """A report on an article; times are expressions of ``demo.dates``.

    Fictitious, so its code may be known.
    """

    article: str
    code: str
    at: str
    text: str
    quote: str = ""
    answer: DemoAnswer | None = None


REPORTS = (
    DemoReport(
        "03-ngung-cap-nuoc",
        "nuac-yeuy-2584",
        "u-1 20:35",
        "Tên bài ghi đến 04:00 là xong, nhưng bảng lại ghi ngõ 84 nước yếu đến 05:30. Nhà tôi có cụ"
        " già nằm một chỗ, xin cho biết rõ mấy giờ có nước lại.",
        "Ngõ 84 và dãy nhà bờ kè",
    ),
    DemoReport(
        "50-lich-tiep-cong-dan",
        "hens-gaps-2433",
        "u-13 10:20",
        "Tôi gọi hai lần trong giờ hành chính để hẹn giờ mà máy không có ai nghe. Xin xem lại số"
        " điện thoại.",
        "Người bận đi làm có thể hẹn giờ qua số",
    ),
    DemoReport(
        "47-gio-phat-loa",
        "saus-gasq-6363",
        "u-17 19:05",
        "Cụm loa đầu ngõ nhà tôi vẫn phát lúc 06:00, không phải 06:30 như bài viết.",
        "đài truyền thanh phường phát buổi sáng lúc 06:30 thay cho 06:00",
    ),
    DemoReport(
        "05-qua-hoc-sinh",
        "quat-hapt-4343",
        "u-2w 20:10",
        "Cháu tôi học cấp ba cũng được nhận quà buổi ấy, mà bài chỉ nói tiểu học và trung học"
        " cơ sở.",
        "học sinh của hai trường trên địa bàn",
        DemoAnswer(
            "bientap",
            "u-1w 09:25",
            Outcome.CORRECTED,
            "Quý vị nói đúng, xin cảm ơn. Quà được trao cho học sinh của ba trường; bài đã sửa và"
            " có lời đính chính.",
        ),
    ),
    DemoReport(
        "27-thue-dat",
        "thue-quay-3579",
        "u-20 15:40",
        "Tôi đến quầy số 3 chiều thứ Tư mà không thấy ai hướng dẫn nộp thuế.",
        "tại quầy số 3 của Trung tâm Phục vụ hành chính công phường",
        DemoAnswer(
            "duyet2",
            "u-16 08:50",
            Outcome.NO_ERROR,
            "Cảm ơn quý vị. Quầy số 3 có người hướng dẫn vào sáng thứ Ba và sáng thứ Năm, như bài"
            " đã ghi.",
        ),
    ),
    DemoReport(
        "09-thuyen-rac",
        "thuy-kens-5826",
        "u-6 21:44",
        "Số này sai rồi.",
        answer=DemoAnswer(
            "bientap",
            "u-2w 14:30",
            Outcome.UNUSABLE,
            "Cảm ơn quý vị. Ban biên tập đã cộng lại các số trong bảng và chưa thấy chỗ sai. Xin"
            " quý vị báo lại, chép giúp câu hoặc số có sai sót.",
        ),
    ),
)

# Article, day, number of votes "useful", number of votes "not useful".
RATINGS = (
    ("02-nuoc-song-dang", "u-1", 17, 0),
    ("03-ngung-cap-nuoc", "u-1", 12, 3),
    ("08-mot-cua-thu-bay", "u-6", 14, 1),
    ("09-thuyen-rac", "u-5", 9, 0),
    ("11-lop-dien-thoai", "u-9", 11, 1),
    ("12-cuoc-goi-gia-danh", "u-3", 21, 0),
    ("12-cuoc-goi-gia-danh", "u-2", 8, 0),
    ("27-thue-dat", "u-21", 6, 4),
    ("33-hoi-dap-chua-chay", "u-24", 13, 1),
    ("47-gio-phat-loa", "u-17", 10, 5),
    ("50-lich-tiep-cong-dan", "u-13", 4, 2),
)

Event = tuple[datetime, Callable[[], None]]


def feedback_events(
    keys: set[str], stored: dict[str, Article], people: dict[str, User], until: date
) -> Iterator[Event]:
    """Yield the events of reports on the articles of these keys; ``stored`` has each by the time of
    its event.
    """
    for report in REPORTS:
        if report.article in keys:
            at = resolve_time(report.at, until=until)
            yield at, partial(_receive, report, stored, at)
            if report.answer:
                at = resolve_time(report.answer.at, until=until)
                yield at, partial(_answer, report.code, report.answer, people[report.answer.by], at)


def load_ratings(stored: dict[str, Article], until: date) -> None:
    kind = ContentType.objects.get_for_model(Article)
    Rating.objects.bulk_create(
        Rating(
            content_type=kind,
            object_id=stored[key].pk,
            day=resolve(day, until=until),
            yes=yes,
            no=no,
        )
        for key, day, yes, no in RATINGS
        if key in stored
    )


def _receive(report: DemoReport, stored: dict[str, Article], at: datetime) -> None:
    receive(stored[report.article], code=report.code, text=report.text, quote=report.quote, now=at)


def _answer(code: str, answer: DemoAnswer, actor: User, at: datetime) -> None:
    report = ErrorReport.objects.get(code=code)
    perform(
        report,
        "answer",
        actor=actor,
        version=report.version,
        note=answer.words,
        data={"outcome": answer.outcome, "accepts_unchanged": True},
        now=at,
    )
