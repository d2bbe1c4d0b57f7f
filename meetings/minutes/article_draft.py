"""Draft of an article about a meeting: public content only, in sentences, ready to be edited."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from django.utils import timezone
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.text import capfirst

from core.text.list_items import is_list_item, text_lines, without_mark
from core.text.vietnamese import fold, syllables
from meetings.models import Conclusion, Limitation, Meeting, MeetingArticle
from meetings.wording.mid_sentence import lower_first
from meetings.wording.people import person
from meetings.wording.unit_names import some_units, without_names
from news.editorial.lint import BODY, LEAD, TITLE
from news.models import Article, Category
from news.states import Kind
from organization.models import Unit, Ward

__all__ = ["anonymized", "article_about", "without_names"]

_BODY = BODY[Kind.BRIEF]
_FOUND = "Cuộc họp ghi nhận những kết quả đã đạt được."
_LACKING = "Bên cạnh đó, cuộc họp chỉ ra những mặt còn hạn chế."
_FOLLOWED_UP = (
    "Các kết luận của cuộc họp được giao đến từng đơn vị thực hiện, có thời hạn rõ ràng và được"
    " kiểm tra lại tại kỳ họp sau."
)
# Words of categories about the ward's own work, the best first.
_CATEGORY_WORDS = ("chính quyền", "hoạt động của phường", "chỉ đạo", "điều hành", "hoạt động")


def article_about(meeting: Meeting) -> Article:
    """Return an unsaved draft: who met, when, where and under whom in the lead; what was found and
    what was decided in the body; within the usual lengths of a brief.

    Limitations name no unit; attendance, opinions and internal conclusions are left out. Nine
    queries.
    """
    return Article(
        kind=Kind.BRIEF,
        title=_title(meeting),
        lead=_lead(meeting),
        body=_body(meeting),
        category=_category(meeting),
    )


def _title(meeting: Meeting) -> str:
    """Return the meeting's title: longer where it says too little, cut where it says too much."""
    title = meeting.title
    if syllables(title) < TITLE.least and meeting.review_period:
        title = f"{title} {meeting.review_period}"
    if syllables(title) < TITLE.least:
        title = f"{title} tại {Ward.current().name}"
    words = title.split()
    if len(words) > TITLE.most:
        title = " ".join(words[: TITLE.most]).rstrip(" ,;:-–")
        for sign in (":", ";", ","):
            before = title.rpartition(sign)[0]
            if syllables(before) >= TITLE.least:
                title = before
                break
    return title[:250]


def _lead(meeting: Meeting) -> str:
    """Return the fullest of several leads that is not too long."""
    starts_at = timezone.localtime(meeting.starts_at)
    host = (meeting.series.agency_name or Ward.current().agency_name).replace(
        "Ủy ban nhân dân", "UBND"
    )
    place = f"{_part_of_day(starts_at.hour)} {starts_at:%d/%m/%Y}, tại {meeting.place}"
    met = f"{host} tổ chức {_lower(meeting.title)}"
    chair = capfirst(_chair(meeting, meeting.chair_title))
    leads = [
        f"{place}, {met}{_periods(meeting)}. {chair} chủ trì.",
        f"{place}, {met}. {chair} chủ trì.",
        f"{place}, {met}. {capfirst(_chair(meeting))} chủ trì.",
    ]
    fitting = (lead for lead in leads if syllables(lead) <= LEAD.most and len(lead) <= 600)
    return next(fitting, leads[-1][:600])


def _chair(meeting: Meeting, title: str = "") -> str:
    return person(meeting.address_form.word, meeting.chair_name, title)


def _lower(title: str) -> str:
    return title if title[1:2].isupper() else title[:1].lower() + title[1:]


def _part_of_day(hour: int) -> str:
    if hour < 12:
        return "Sáng"
    return "Chiều" if hour < 18 else "Tối"


def _periods(meeting: Meeting) -> str:
    parts = []
    if meeting.review_period:
        parts.append(f"đánh giá công tác {meeting.review_period}")
    if meeting.plan_period:
        parts.append(f"triển khai nhiệm vụ {meeting.plan_period}")
    return f" nhằm {', '.join(parts)}" if parts else ""


def _body(meeting: Meeting) -> SafeString:
    units = list(Unit.objects.all())
    results = [_sentence(result.text) for result in meeting.results.all()]
    limitations = [
        _sentence(anonymized(row, units)) for row in meeting.limitations.prefetch_related("units")
    ]
    rows = meeting.conclusions.for_list().with_units().filter(is_public=True)
    decisions = list(_decisions(meeting, rows))

    def paragraphs() -> list[str]:
        parts = [
            " ".join([_FOUND, *results] if results else []),
            " ".join([_LACKING, *limitations] if limitations else []),
            " ".join(decisions),
        ]
        return [part for part in parts if part]

    # What was decided is cut last.
    while syllables(" ".join(paragraphs())) > _BODY.most:
        longest = max(results, limitations, key=lambda texts: syllables(" ".join(texts)))
        (longest or decisions).pop()
    texts = paragraphs()
    if decisions and syllables(" ".join(texts)) < _BODY.least:
        texts.append(_FOLLOWED_UP)
    return format_html_join("", "<p>{}</p>", ((text,) for text in texts))


def _decisions(meeting: Meeting, rows: Iterable[Conclusion]) -> Iterator[str]:
    for number, row in enumerate(rows):
        said = _prose(row.sentence)
        task = said[:1].lower() + said[1:]
        who = "Người chủ trì cũng" if number else f"Kết luận cuộc họp, {_chair(meeting)}"
        due = f", chậm nhất ngày {row.due_on:%d/%m/%Y}" if row.due_on else ""
        if row.recurrence:
            due = f", {row.get_recurrence_display().lower()}"
        yield f"{who} {task}{due}."


def _sentence(text: str) -> str:
    return f"{capfirst(_prose(text))}."


def _prose(text: str) -> str:
    """Return the lines of a text as one sentence, the items of a list parted by semicolons."""
    said = ""
    for line in text_lines(text):
        if said and is_list_item(line):
            joint = " " if said.endswith(":") else "; "
            said += joint + lower_first(without_mark(line), is_action=True)
        elif said:
            said += f". {line}"
        else:
            said = without_mark(line)
        said = said.rstrip(" .;")
    return said


def anonymized(limitation: Limitation, units: Iterable[Unit]) -> str:
    """Return the text of a limitation with "một số tổ dân phố" and the like for its units."""
    text = without_names(limitation.text, units)
    named = limitation.units.all()
    if named and "một số" not in text.lower():
        text = f"{_prose(text)}; hạn chế này có ở {some_units(named)}"
    return capfirst(text)


def _category(meeting: Meeting) -> Category | None:
    """Return the category of the last item about such a meeting, else the one whose name or
    description tells of the ward's own work; None where none does.
    """
    earlier = MeetingArticle.objects.filter(
        meeting__series=meeting.series_id, article__category__is_for_notices=False
    )
    last = earlier.select_related("article__category").order_by("-article").first()
    if last:
        return last.article.category
    categories = list(Category.objects.visible().filter(is_for_notices=False))
    for word in map(fold, _CATEGORY_WORDS):
        for texts in (
            [(one, one.name) for one in categories],
            [(one, one.description) for one in categories],
        ):
            for category, text in texts:
                if word in fold(text):
                    return category
    return None
