"""The proposal for each written part of a report."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from broadcasts.models import SpeakerFault
from core.reporting.figures import Figures
from core.reporting.percentages import percent
from core.text.vietnamese import sort_key
from news.models import PlanLine
from news.planning.assignment import assignee_label
from organization.models import Block
from reports.figures.comparison import Comparison, PeriodComparison
from reports.states import SectionCode
from reports.texts.words import (
    change_words,
    counted,
    dashes,
    joined,
    listed,
    lowered,
    number,
)

MAX_LINES = 40
_BLOCK_WORDS = {
    Block.PARTY: "khối Đảng",
    Block.GOVERNMENT_OFFICE: "các ngành",
    Block.MASS_ORGANIZATION: "các đoàn thể",
    Block.RESIDENTIAL_GROUP: "các tổ dân phố",
    Block.AFFILIATED_UNIT: "các đơn vị hiệp quản",
}


@dataclass(frozen=True)
class Facts:
    """What the proposals are made of; ``blocks`` are the blocks of the units by their key."""

    compared: Comparison
    blocks: dict[str, str]
    next_lines: tuple[PlanLine, ...]
    open_faults: tuple[SpeakerFault, ...]
    is_running: bool = False  # not to be compared with a whole period

    @property
    def figures(self) -> Figures:
        return self.compared.figures

    def value(self, code: str) -> int:
        return self.figures.value(code)

    def units_with(self, code: str) -> int:
        return sum(group != "0" for group in self.figures.groups(code))


def load_facts(compared: PeriodComparison) -> Facts:
    """Load what the figures do not tell. Two queries."""
    lines: list[PlanLine] = []
    if compared.next:
        planned = PlanLine.objects.filter(plan__period=compared.next).select_related(
            "unit", "person"
        )
        lines = list(planned.order_by("position", "pk")[: MAX_LINES + 1])
    faults = SpeakerFault.objects.filter(
        repaired_on=None, reported_on__lte=compared.period.ends_on
    ).select_related("cluster")
    blocks = {str(unit.pk): unit.block for unit in compared.period.units}
    open_faults = tuple(faults.order_by("reported_on", "pk"))
    return Facts(compared, blocks, tuple(lines), open_faults, compared.is_running)


def proposals(facts: Facts) -> dict[str, str]:
    """Return the proposal of each part by its code; "" where there is nothing to say."""
    return {code.value: propose(facts) for code, propose in _PROPOSALS.items()}


def _direction(facts: Facts) -> str:
    held, issued = facts.value("meetings.held"), facts.value("documents.issued")
    types = [
        counted(facts.figures.value("documents.issued", name), name.lower())
        for name in facts.figures.groups("documents.issued")
    ]
    published = facts.value("documents.published")
    done = joined(
        [
            f"tổ chức {counted(held, 'cuộc họp')}" if held else "",
            f"phát hành {counted(issued, 'văn bản')}, gồm {listed(types)}" if issued else "",
            f"công khai {counted(published, 'văn bản')} trên cổng thông tin điện tử"
            if published
            else "",
        ]
    )
    return f"Trong {facts.compared.period}, phường {lowered(done)}" if done else ""


def _agency(facts: Facts) -> str:
    received = facts.value("documents.received")
    on_time, late = facts.value("documents.done_on_time"), facts.value("documents.done_late")
    overdue, running = facts.value("documents.overdue"), facts.value("documents.open")
    share = percent(on_time, on_time + late + overdue)
    # More than were received: what was done or is still open came in earlier months too.
    has_earlier = 0 < received < on_time + late + running + overdue
    earlier = ", kể cả văn bản nhận từ tháng trước" if has_earlier else ""
    documents = joined(
        [
            f"Các đơn vị nhận {counted(received, 'văn bản đến')}, mở đúng hạn"
            f" {number(facts.value('documents.opened_in_time'))}"
            if received
            else "",
            f"Hoàn thành đúng hạn {number(on_time)}{f', muộn {number(late)}' if late else ''}"
            f"{earlier}"
            if on_time + late
            else "",
            f"Cuối kỳ còn {counted(running, 'văn bản')} đang xử lý trong hạn, {_overdue(overdue)}"
            f"{earlier}"
            if received or running or overdue
            else "",
            f"Tỷ lệ hoàn thành đúng hạn đạt {share}%" if share is not None else "",
        ]
    )
    scored = facts.units_with("agency.points")
    points = ""
    if scored:
        average = facts.value("agency.points") // scored
        points = (
            f"Đã thẩm định điểm cơ quan điện tử của {counted(scored, 'đơn vị')}, bình quân"
            f" {average} điểm."
        )
    return " ".join(filter(None, [documents, points]))


def _overdue(overdue: int) -> str:
    return f"{counted(overdue, 'văn bản')} quá hạn" if overdue else "không có văn bản quá hạn"


def _portal(facts: Facts) -> str:
    submitted = facts.compared.of("news.submitted")
    required, met = facts.value("news.required"), facts.value("news.met")
    kinds = [
        counted(facts.value(f"news.published_{kind}"), noun)
        for kind, noun in (("brief", "tin"), ("feature", "bài"), ("notice", "thông báo"))
        if facts.value(f"news.published_{kind}")
    ]
    sent, views = facts.value("news.sent"), facts.value("news.views")
    items = joined(
        [
            f"Các đơn vị nộp {counted(submitted.value, 'tin, bài')}"
            f" ({number(facts.value('news.on_time'))} đúng hạn,"
            f" {number(facts.value('news.late'))} muộn)"
            f"{'' if facts.is_running else change_words(submitted)}"
            if submitted.value
            else "",
            f"Đạt {met}/{required} chỉ tiêu ({percent(met, required)}%)" if required else "",
            f"Cổng thông tin đăng {listed(kinds)}" if kinds else "",
            f"Gửi liên thông {counted(sent, 'tin, bài')}, {_accepted(facts)}" if sent else "",
            f"Tin, bài có {counted(views, 'lượt xem')}" if views else "",
        ]
    )
    return " ".join(filter(None, [items, _feedback(facts)]))


def _accepted(facts: Facts) -> str:
    accepted = facts.value("news.accepted")
    return f"được nhận {number(accepted)}" if accepted else "chưa được nhận"


def _feedback(facts: Facts) -> str:
    received, answered = facts.value("feedback.received"), facts.value("feedback.answered")
    overdue = facts.value("feedback.overdue")
    late = f"còn {number(overdue)} báo sai sót quá hạn chưa trả lời" if overdue else ""
    if not received:
        return f"{late.capitalize()}." if late else ""
    in_time = facts.value("feedback.in_time")
    answers = (
        f"đã trả lời {number(answered)}{f', đúng hạn {number(in_time)}' if in_time else ''}"
        if answered
        else "chưa trả lời trong kỳ"
    )
    return (
        f"Người dân gửi {counted(received, 'lượt báo sai sót')}; {answers}{late and f'; {late}'}."
    )


def _loudspeakers(facts: Facts) -> str:
    planned, aired = facts.value("broadcasts.planned"), facts.value("broadcasts.aired")
    extra, urgent = facts.value("broadcasts.extra"), facts.value("broadcasts.emergency")
    if not planned and not aired:
        return ""
    beside = f", thêm {counted(extra, 'buổi')} ngoài lịch" if extra else ""
    beside += f", {counted(urgent, 'buổi')} khẩn cấp" if urgent else ""
    kinds = _most_first(facts, "broadcasts.plays")
    missed, reasons = facts.value("broadcasts.missed"), _most_first(facts, "broadcasts.missed")
    own = facts.value("broadcasts.own")
    faults = facts.value("broadcasts.faults")
    return joined(
        [
            f"Đài truyền thanh phát {aired - extra - urgent}/{planned} buổi theo lịch{beside}, tổng"
            " thời lượng"
            f" {counted(facts.value('broadcasts.minutes'), 'phút')}",
            f"Phát {counted(facts.value('broadcasts.plays'), 'lượt')} ({', '.join(kinds)})"
            f"{f', trong đó tự sản xuất {number(own)} lượt' if own else ''}"
            if kinds
            else "",
            f"Không phát được {counted(missed, 'buổi')} ({', '.join(reasons)})" if missed else "",
            f"Ghi nhận {counted(faults, 'sự cố loa')}" if faults else "",
        ]
    )


def _most_first(facts: Facts, code: str) -> list[str]:
    """Return the groups of a figure with their numbers, a single one without."""
    figures = facts.figures
    names = sorted(
        figures.groups(code), key=lambda name: (-figures.value(code, name), sort_key(name))
    )
    if len(names) == 1:
        return [names[0].lower()]
    return [f"{name.lower()} {number(figures.value(code, name))}" for name in names]


def _conclusions(facts: Facts) -> str:
    assigned = facts.value("tasks.assigned")
    if not assigned:
        return ""
    outcomes = (
        ("tasks.done_on_time", "hoàn thành đúng hạn"),
        ("tasks.done_late", "hoàn thành muộn"),
        ("tasks.running", "đang làm trong hạn"),
        ("tasks.overdue", "quá hạn"),
    )
    parts = [
        f"{words} {number(facts.value(code))}" for code, words in outcomes if facts.value(code)
    ]
    return (
        f"Các đơn vị thực hiện {counted(assigned, 'nhiệm vụ')} theo kết luận họp, chỉ đạo của lãnh"
        f" đạo: {listed(parts)}."
    )


def _limitations(facts: Facts) -> str:
    late, overdue = facts.value("news.late"), facts.value("documents.overdue")
    unopened, silent = (
        facts.value("documents.never_opened"),
        facts.value("documents.without_login"),
    )
    tasks, missed = facts.value("tasks.overdue"), facts.value("broadcasts.missed")
    lines = [
        f"Còn {counted(late, 'tin, bài')} nộp muộn, của"
        f" {counted(facts.units_with('news.late'), 'đơn vị')}."
        if late
        else "",
        *_below_quota(facts),
        f"Còn {counted(overdue, 'văn bản')} quá hạn, của"
        f" {counted(facts.units_with('documents.overdue'), 'đơn vị')}."
        if overdue
        else "",
        f"Còn {counted(unopened, 'văn bản')} chưa được mở trên phần mềm." if unopened else "",
        f"Còn {counted(silent, 'người')} không đăng nhập phần mềm trong kỳ." if silent else "",
        f"Còn {counted(tasks, 'nhiệm vụ')} quá hạn trong các nhiệm vụ theo kết luận họp, chỉ đạo."
        if tasks
        else "",
        f"Có {counted(missed, 'buổi phát thanh')} không phát được." if missed else "",
    ]
    return dashes(lines)


def _below_quota(facts: Facts) -> list[str]:
    """Return a sentence for each block that did not meet its quota."""
    required: dict[str, int] = {}
    met: dict[str, int] = {}
    for group in facts.figures.groups("news.required"):
        block = facts.blocks.get(group, "")
        required[block] = required.get(block, 0) + facts.figures.value("news.required", group)
        met[block] = met.get(block, 0) + facts.figures.value("news.met", group)
    return [
        f"Tin, bài của {words} mới đạt {met[block]}/{required[block]} chỉ tiêu."
        for block, words in _BLOCK_WORDS.items()
        if required.get(block, 0) > met.get(block, 0)
    ]


def _directions(facts: Facts) -> str:
    if not facts.next_lines:
        return ""
    topics = []
    for line in facts.next_lines[:MAX_LINES]:
        given_to = f" ({assignee_label(line)})" if line.unit_id or line.person_id else ""
        topics.append(f"{line.topic.rstrip(' .;')}{given_to}.")
    if len(facts.next_lines) > MAX_LINES:
        topics.append("Các dòng khác theo định hướng đã giao.")
    return f"Thực hiện định hướng tin bài {facts.compared.next}:\n{dashes(topics)}"


def _requests(facts: Facts) -> str:
    return dashes(
        f"Đề nghị bố trí sửa chữa loa ở {fault.cluster.name}:"
        f" {lowered(fault.description.rstrip(' .;'))} (phát hiện ngày"
        f" {fault.reported_on:%d/%m/%Y})."
        for fault in facts.open_faults
    )


_PROPOSALS: dict[SectionCode, Callable[[Facts], str]] = {
    SectionCode.DIRECTION: _direction,
    SectionCode.AGENCY: _agency,
    SectionCode.PORTAL: _portal,
    SectionCode.LOUDSPEAKERS: _loudspeakers,
    SectionCode.CONCLUSIONS: _conclusions,
    SectionCode.LIMITATIONS: _limitations,
    SectionCode.DIRECTIONS: _directions,
    SectionCode.PROPOSALS: _requests,
}
