"""Formset of a plan's page: its head and one row for each line, saved in one transaction."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any, cast

from django.http import QueryDict
from django.utils.text import capfirst

from core.workflow.engine import perform
from news.models import EditorialPlan, PlanLine
from news.planning.forms import AssigneeChoices, LineForm, PlanForm, days_off
from news.planning.workflow import address_of, tell_units
from news.querysets.planning import PlanLineQuerySet
from news.states import PlanState
from organization.calendar.working_days import WorkingCalendar
from organization.models import User, notify
from organization.roles import Role

BLANK_ROWS = 3
MAX_LINES = 100
_STORED, _NEW = "d", "m"  # the first letter of a row's prefix
_ROW = re.compile(r"(d[0-9]{1,18}|m[0-9]{1,9})-topic")
_CLOSED = (
    "Định hướng này đã khóa trong lúc quý vị sửa, nên chưa lưu được gì. Điều quý vị ghi còn nguyên"
    " ở trang này."
)
_GONE = (
    "Dòng này vừa bị xóa ở nơi khác. Bấm Lưu lần nữa để ghi lại thành dòng mới, hoặc đánh dấu xóa."
)


class PlanLineFormSet:
    """One request to the page. With ``data`` it is what a person sent; the plan's row is locked
    then.

    ``is_valid`` asks all there is to ask; ``questions`` are days off that wait for a word,
    ``sentences`` what stands above the page.
    """

    def __init__(self, plan: EditorialPlan, data: QueryDict | None = None) -> None:
        self.plan = plan
        self.data = data
        self.calendar = WorkingCalendar.load()
        self.who = AssigneeChoices(plan)
        self.sentences: list[str] = []
        self.questions: list[date] = []
        self.stored: dict[str, PlanLine] = {f"{_STORED}{line.pk}": line for line in _lines_of(plan)}
        self.head = PlanForm(data, instance=plan, calendar=self.calendar)
        self.rows = list(self._blank_page() if data is None else self._sent_rows(data))
        self.template_row = self._row("m__", PlanLine(plan=plan))
        self.due_on_before = plan.due_on

    # Reading

    def _row(self, prefix: str, line: PlanLine, data: QueryDict | None = None) -> LineForm:
        return LineForm(data, prefix=prefix, instance=line, who=self.who, period=self.plan.period)

    def _blank_page(self) -> Iterator[LineForm]:
        for prefix, line in self.stored.items():
            yield self._row(prefix, line)
        yield from self._blank_rows(1)

    def _blank_rows(self, first: int) -> Iterator[LineForm]:
        for number in range(first, first + BLANK_ROWS):
            yield self._row(f"{_NEW}{number}", PlanLine(plan=self.plan))

    def _sent_rows(self, data: QueryDict) -> Iterator[LineForm]:
        for prefix in (match[1] for name in data if (match := _ROW.fullmatch(name))):
            yield self._row(prefix, self.stored.get(prefix) or PlanLine(plan=self.plan), data)

    # Asking

    def is_valid(self) -> bool:
        """Tell whether everything can be stored as it was sent; each mistake stands in its row."""
        if self.plan.state == PlanState.CLOSED:
            self.sentences.append(_CLOSED)
        # Each is asked, so that all mistakes are shown at once.
        verdicts = [self.head.is_valid(), *(self._is_row_valid(row) for row in self.rows)]
        if len(self._kept()) > MAX_LINES:
            self.sentences.append(f"Một định hướng có nhiều nhất {MAX_LINES} dòng.")
        self.questions = self._unanswered()
        if not all(verdicts):
            self.sentences.append(
                "Chưa lưu: xin xem các chỗ ghi màu đỏ. Điều quý vị ghi còn nguyên trong các ô."
            )
        return all(verdicts) and not self.sentences and not self.questions

    def _is_row_valid(self, row: LineForm) -> bool:
        if row.is_untouched or self._is_double(row):
            return True
        if row.prefix.startswith(_STORED) and row.instance.pk is None:
            return self._is_removed(row) or self._has_gone(row)
        is_valid = row.is_valid()
        if not self._is_removed(row) or row.instance.pk is None:
            return is_valid or self._is_removed(row)
        title = row.instance.articles.values_list("title", flat=True).first()
        if title is not None:
            row.add_error(
                None,
                f"Dòng này có bài “{title}” gắn vào nên không xóa được; xin đổi dòng của bài"
                " trước.",
            )
        return title is None

    def _has_gone(self, row: LineForm) -> bool:
        """Offer a row, whose line was deleted meanwhile, as a new line; never valid, so that the
        user sees it.
        """
        numbers = [int(other.prefix[1:]) for other in self.rows if other.prefix[0] == _NEW]
        old = row.prefix
        row.prefix = f"{_NEW}{max(numbers, default=0) + 1}"
        data = cast(QueryDict, row.data).copy()
        for name in row.fields:
            if f"{old}-{name}" in data:
                data.setlist(f"{row.prefix}-{name}", data.getlist(f"{old}-{name}"))
        row.data = data
        row.full_clean()
        row.add_error(None, _GONE)
        return False

    def _is_double(self, row: LineForm) -> bool:
        """Tell whether a new row is already stored: a repeated post adds nothing twice."""
        if not row.prefix.startswith(_NEW) or not row.is_valid():
            return False
        sent = {other.prefix for other in self.rows}
        unseen = [line for prefix, line in self.stored.items() if prefix not in sent]
        return any(_same(row.instance, line) for line in unseen)

    def _unanswered(self) -> list[date]:
        changed = [
            form.cleaned_data["due_on"] for form in (self.head, *self._kept()) if _has_new_day(form)
        ]
        answered = self.kept_days.split()
        return [day for day in days_off(changed, self.calendar) if day.isoformat() not in answered]

    def _kept(self) -> list[LineForm]:
        return [
            row
            for row in self.rows
            if not (row.is_untouched or self._is_removed(row) or self._is_double(row))
        ]

    def _is_removed(self, row: LineForm) -> bool:
        return bool(row.data.get(row.add_prefix("removed")))

    @property
    def kept_days(self) -> str:
        """Return the days off that were agreed to before, as a button sends them."""
        return self.data.get("giu-ngay", "") if self.data else ""

    @property
    def answer(self) -> str:
        """Return what the button sends that keeps the questioned days."""
        return " ".join([*self.kept_days.split(), *(day.isoformat() for day in self.questions)])

    # Storing

    def save(self, *, actor: User, now: datetime) -> bool:
        """Store what changed and write it into the log; tell the units of a plan in force.

        False: nothing changed.
        """
        gone = [row.instance for row in self.rows if self._is_removed(row) and row.instance.pk]
        kept = self._kept()
        added = [row for row in kept if not row.instance.pk]
        changed = [row for row in kept if row.instance.pk and row.changed]
        if not (self.head.changed or gone or added or changed):
            return False
        words = self._summary(len(added), len(changed), len(gone))
        if self.head.changed:
            self.plan.save(update_fields=self.head._meta.fields)
        for line in gone:
            line.delete()
        for row in (*changed, *added):
            row.instance.save()
        self._renumber([*changed, *added])
        self.plan = perform(
            self.plan, "revise", actor=actor, version=self.plan.version, note=words, now=now
        )
        if self.plan.state == PlanState.OPEN:
            self._tell([*changed, *added], actor, now)
        return True

    def _summary(self, added: int, changed: int, gone: int) -> str:
        parts = ["định hướng chung"] if "text" in self.head.changed else []
        if self.plan.due_on != self.due_on_before:
            parts.append(
                f"hạn nộp từ {self.due_on_before:%d/%m/%Y} sang {self.plan.due_on:%d/%m/%Y}"
            )
        elif set(self.head.changed) - {"text"}:
            parts.append("cách tính hạn nộp")
        counts = ((added, "thêm"), (changed, "sửa"), (gone, "xóa"))
        parts += [f"{verb} {count} dòng" for count, verb in counts if count]
        words = "; ".join(parts)
        return capfirst(words)

    def _renumber(self, touched: list[LineForm]) -> None:
        """Number the lines from 1; a moved one stands at the number it was given, a new one without
        at the end.
        """
        sides = {row.instance.pk: _side(row) for row in touched if "position" in row.changed}

        def order(line: PlanLine) -> tuple[bool, int, int, int]:
            return line.position == 0, line.position, sides.get(line.pk, 0), line.pk

        lines = sorted(self.plan.lines.all(), key=order)
        for number, line in enumerate(lines, start=1):
            line.position = number
        PlanLine.objects.bulk_update(lines, ["position"])

    def _tell(self, rows: list[LineForm], actor: User, now: datetime) -> None:
        """Tell the units of a new deadline, and whoever was given a line, or another day for it."""
        plan, before = self.plan, self.due_on_before
        if plan.due_on != before:
            text = (
                f"Hạn nộp định hướng {plan.period} đổi từ {before:%d/%m/%Y} sang"
                f" {plan.due_on:%d/%m/%Y}."
            )
            tell_units(plan, text, event=f"due:{plan.version}", actor=actor, now=now)
        for line in (row.instance for row in rows if {"who", "due_on", "topic"} & set(row.changed)):
            day = f", hạn {line.due_on:%d/%m/%Y}" if line.due_on else ""
            notify(
                [person for person in _writers_of(line) if person != actor],
                event=f"plan-line:{line.pk}:{plan.version}",
                text=f"Định hướng {plan.period}: “{line.topic}”{day}.",
                url=address_of(plan),
                now=now,
            )


def _side(row: LineForm) -> int:
    """Return on which side of the line that has its number now a moved line comes to stand: where
    it comes from not.
    """
    was = row.initial["position"]
    return 1 if was is not None and was < row.instance.position else -1


def _lines_of(plan: EditorialPlan) -> PlanLineQuerySet:
    return plan.lines.select_related("unit", "person").order_by("position", "pk")


def _same(line: PlanLine, other: PlanLine) -> bool:
    names = ("topic", "unit_id", "person_id", "kind", "due_on")
    return all(getattr(line, name) == getattr(other, name) for name in names)


def _has_new_day(form: Any) -> bool:
    return form.is_valid() and "due_on" in form.changed and form.cleaned_data["due_on"] is not None


def _writers_of(line: PlanLine) -> list[User]:
    if line.person:
        return [line.person]
    if line.unit_id is None:
        return []
    return list(User.objects.with_role(Role.CONTRIBUTOR).filter(unit=line.unit_id))
