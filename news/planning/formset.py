"""Formset of a plan's page: its head and one row for each line, saved in one transaction."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, cast

from django import forms
from django.db.models import Q
from django.http import QueryDict
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import Truncator, capfirst

from core.dates import day_end
from core.revisions.concurrent_forms import ConcurrentForm
from core.workflow.engine import perform
from news.models import Article, DeadlineChange, EditorialPlan, PlanLine
from news.planning.assignment import line_problem
from news.planning.forms import AssigneeChoices, LineForm, PlanForm, assignee_code, days_off
from news.planning.line_status import LIVE, handed_in_at, is_late
from news.planning.placement import periods_of
from news.planning.workflow import address_of, notify_units
from news.querysets.planning import PlanLineQuerySet
from news.querysets.withdrawals import come_back
from news.states import ArticleState, PlanState
from organization.calendar.working_days import WorkingCalendar
from organization.models import Topic, User, notify
from organization.roles import Role

BLANK_ROWS = 3
MAX_LINES = 100
_CLOSED = (
    "Định hướng này đã khóa trong lúc quý vị sửa, nên chưa lưu được gì. Điều quý vị ghi còn nguyên"
    " ở trang này."
)
_GONE = (
    "Dòng này vừa bị xóa ở nơi khác. Bấm Lưu lần nữa để ghi lại thành dòng mới, hoặc đánh dấu xóa."
)
# In the note of a change; what statistics go by is kept of every line.
MAX_MOVES_TOLD = 20
_TOO_MANY = f"Một định hướng có nhiều nhất {MAX_LINES} dòng."
_ATTACHED = "Dòng này có bài “{title}” gắn vào nên không xóa được; xin đổi dòng của bài trước."
_OF_ANOTHER = (
    "Dòng này có bài “{title}” ({unit}) gắn vào nên không giao cho nơi khác được; xin đổi dòng của"
    " bài trước."
)

if TYPE_CHECKING:
    _ModelFormSet = forms.BaseModelFormSet[PlanLine, LineForm]
else:
    _ModelFormSet = forms.BaseModelFormSet


class BasePlanLineFormSet(_ModelFormSet):
    """The lines of a plan as one formset, found by primary key in one query.

    A row of a line that was deleted meanwhile becomes a new line and is refused once, so that its
    user sees it. A repeated post adds nothing twice.
    """

    default_error_messages = {
        "missing_management_form": "Trang gửi đến thiếu một phần; xin mở lại trang và lưu lần nữa.",
        "too_many_forms": _TOO_MANY,
    }

    def __init__(self, plan: EditorialPlan, data: QueryDict | None = None) -> None:
        self.plan = plan
        self.who = AssigneeChoices(plan)
        super().__init__(data, queryset=_lines_of(plan), prefix="lines")

    def get_form_kwargs(self, index: int | None) -> dict[str, Any]:
        return super().get_form_kwargs(index) | {"who": self.who, "period": self.plan.period}

    def add_fields(self, form: LineForm, index: int | None) -> None:
        super().add_fields(form, index)
        # Django's ``ModelChoiceField`` would ask for the line of each row again.
        form.fields["id"] = forms.IntegerField(
            initial=form.instance.pk, widget=forms.HiddenInput, required=False
        )
        form.fields["DELETE"].label = "Xóa dòng"

    def _construct_form(self, i: int, **kwargs: Any) -> LineForm:
        form = super()._construct_form(i, **kwargs)  # type: ignore[misc]  # unknown to the stubs
        form.fields["id"].required = False
        form.instance.plan = self.plan
        if form.is_bound and form.instance.pk is None and form["id"].value():
            form.become_new()
        return form

    def clean(self) -> None:
        for row in self.forms:
            if row.was_deleted and not self._is_removed(row):
                row.add_error(None, _GONE)
        for row in self.removed:
            title = row.instance.articles.values_list("title", flat=True).first()
            if title is not None:
                row.add_error(None, _ATTACHED.format(title=title))
        self._check_items([row for row in self.kept if "who" in row.changed])
        if len(self.kept) > MAX_LINES:
            raise forms.ValidationError(_TOO_MANY)

    def _check_items(self, given: list[LineForm]) -> None:
        """Refuse to give a line to another while it has an item of whoever had it. Two queries."""
        rows = {row.instance.pk: row for row in given if row.instance.pk}
        if not rows:
            return
        people = User.objects.in_bulk([row.instance.person_id for row in rows.values()])
        for row in rows.values():
            row.instance.person = people.get(row.instance.person_id)
        items = Article.objects.filter(plan_line__in=rows, state__in=LIVE).select_related("unit")
        for item in items.only("title", "unit", "author", "plan_line").order_by("pk"):
            row = rows[item.plan_line_id]
            if "who" not in row.errors and line_problem(row.instance, item.unit, item.author_id):
                unit = item.unit.short_name if item.unit else "chưa thuộc đơn vị nào"
                row.add_error("who", _OF_ANOTHER.format(title=item.title, unit=unit))

    def is_valid(self) -> bool:
        """Tell whether every row can be saved; unlike Django's, a refused deletion counts."""
        return super().is_valid() and not any(row.errors for row in self.removed)

    @property
    def removed(self) -> list[LineForm]:
        """Return the rows of stored lines that are to be deleted."""
        return [row for row in self.initial_forms if row.instance.pk and self._is_removed(row)]

    @property
    def kept(self) -> list[LineForm]:
        """Return the rows that are a line afterwards: neither blank, deleted nor repeated."""
        return [
            row
            for row in self.forms
            if (row.instance.pk or row.has_changed() or row.was_deleted)
            and not self._is_removed(row)
            and not self._is_double(row)
        ]

    def _is_removed(self, row: LineForm) -> bool:
        return row.is_bound and bool(row.cleaned_data.get("DELETE"))

    def _is_double(self, row: LineForm) -> bool:
        """Tell whether a new row is already stored: a repeated post adds nothing twice."""
        if row.instance.pk or not row.is_valid():
            return False
        sent = {other.instance.pk for other in self.forms}
        unseen = [line for line in self.get_queryset() if line.pk not in sent]
        return any(_same(row.instance, line) for line in unseen)


PlanLineFormSet = cast(
    type[BasePlanLineFormSet],
    forms.modelformset_factory(
        PlanLine,
        form=LineForm,
        formset=BasePlanLineFormSet,
        extra=BLANK_ROWS,
        can_delete=True,
        max_num=MAX_LINES + BLANK_ROWS,
        absolute_max=2 * MAX_LINES,
    ),
)


class _Taken:
    """A line that is deleted or given to another, with whose it was and is."""

    def __init__(self, row: LineForm, *, is_deleted: bool = False) -> None:
        self.pk, self.topic = row.instance.pk, row.initial["topic"]
        self.former = row.initial["who"]
        self.is_deleted = is_deleted
        self.given_to = "" if is_deleted else assignee_code(row.instance)


class PlanEditor:
    """One request to the page: the form of the plan and the formset of its lines.

    With ``data`` it is what a user sent; the plan's row is locked then. ``is_valid`` asks all there
    is to ask; ``questions`` are deadlines that wait for an answer (days off, past, outside the
    period, before an item came in, or after late ones), ``doubts`` why, ``sentences`` the messages
    above the page.
    """

    def __init__(self, plan: EditorialPlan, data: QueryDict | None = None) -> None:
        self.plan = plan
        self.data = data
        self.calendar = WorkingCalendar.load()
        self.sentences: list[str] = []
        self.questions: list[date] = []
        self.doubts: list[str] = []
        self.head = PlanForm(data, instance=plan, calendar=self.calendar)
        self.lines = PlanLineFormSet(plan, data)
        self.due_on_before = plan.due_on

    def is_valid(self) -> bool:
        """Tell whether everything can be stored as it was sent; each mistake stands in its row."""
        if self.plan.state == PlanState.CLOSED:
            self.sentences.append(_CLOSED)
        # Both are asked, so that all mistakes are shown at once.
        verdicts = [self.head.is_valid(), self.lines.is_valid()]
        self.sentences += map(str, self.lines.non_form_errors())
        self.questions, self.doubts = self._unanswered()
        if not all(verdicts):
            self.sentences.append(
                "Chưa lưu: xin xem các chỗ ghi màu đỏ. Điều quý vị ghi còn nguyên trong các ô."
            )
        return all(verdicts) and not self.sentences and not self.questions

    def _unanswered(self) -> tuple[list[date], list[str]]:
        """Return the new deadlines to ask about, and a sentence on each. Two queries for items."""
        forms: list[ConcurrentForm] = [
            form for form in (self.head, *self.lines.kept) if _has_new_day(form)
        ]
        off = set(days_off((form.cleaned_data["due_on"] for form in forms), self.calendar))
        asked = [
            (form.cleaned_data["due_on"], f"{_deadline_words(form)} không phải ngày làm việc.")
            for form in forms
            if form.cleaned_data["due_on"] in off
        ]
        asked += self._past_or_outside(forms)
        asked += self._made_late([form for form in forms if isinstance(form, LineForm)])
        asked += self._moved_across()
        answered = self.kept_days.split()
        waiting = [(day, words) for day, words in asked if day.isoformat() not in answered]
        return sorted({day for day, _ in waiting}), list(dict.fromkeys(w for _, w in waiting))

    def _past_or_outside(self, forms: list[ConcurrentForm]) -> Iterator[tuple[date, str]]:
        period, today = self.plan.period, timezone.localdate()
        first, last = period.counts_from, period.ends_on
        for form in forms:
            day, words = form.cleaned_data["due_on"], _deadline_words(form)
            if day < today:
                yield day, f"{words} đã qua."
            if not first <= day <= last:
                window = f"{first:%d/%m/%Y} đến {last:%d/%m/%Y}"
                yield day, f"{words} ở ngoài {period} (từ {window})."

    def _made_late(self, rows: list[LineForm]) -> Iterator[tuple[date, str]]:
        """Yield the deadlines by which an item that came in time would have come too late."""
        now = timezone.now()
        by_line = {row.instance.pk: row for row in rows if row.instance.pk}
        items = Article.objects.filter(plan_line__in=by_line, state__in=LIVE)
        for item in items.order_by("pk") if by_line else ():
            row = by_line[item.plan_line_id]
            day, at = row.cleaned_data["due_on"], handed_in_at(item)
            former = row.initial["due_on"] or self.due_on_before
            if at and is_late(day, at, now=now) and not is_late(former, at, now=now):
                came = f"{timezone.localtime(at):%d/%m/%Y}"
                yield day, f"Hạn {day:%d/%m/%Y}: bài “{item.title}” nộp {came} sẽ thành muộn."

    def _moved_across(self) -> Iterator[tuple[date, str]]:
        """Yield the deadlines by which items that came late would have come in time, with how many:
        the plan's, then those of lines; and the plan's by which items in time would be late. Two
        queries at most.
        """
        if not self.head.is_valid():
            return
        before, due_on = self.due_on_before, self.head.cleaned_data["due_on"]
        rows = {
            row.instance.pk: row
            for row in self.lines.kept
            if row.instance.pk and row.is_valid() and "due_on" in row.changed
        }
        formers = [before, *(row.initial["due_on"] or before for row in rows.values())]
        counts: Counter[tuple[bool, date]] = Counter()
        made_late = 0
        earliest = min([due_on, *formers])
        for item, came in self._came_after(earliest) if rows or due_on != before else ():
            row = rows.get(item.plan_line_id)
            if row:
                former = row.initial["due_on"] or before
                day = row.cleaned_data["due_on"] or due_on
            elif item.plan_line and item.plan_line.due_on:
                continue
            else:
                former, day = before, due_on
            if former < came <= day:
                counts[bool(row), day] += 1
            made_late += not row and day < came <= former
        moved = f"Hạn nộp đổi từ {before:%d/%m/%Y} sang {due_on:%d/%m/%Y}"
        if made_late:
            yield due_on, f"{moved}: {made_late} bài đang ghi đúng hạn sẽ thành nộp muộn."
        for (is_of_line, day), count in sorted(counts.items()):
            what = f"Hạn {day:%d/%m/%Y} của dòng" if is_of_line else moved
            yield day, f"{what}: {count} bài đang ghi nộp muộn sẽ thành đúng hạn."

    def _came_after(self, day: date) -> Iterator[tuple[Article, date]]:
        """Yield the items of the plan's lines and of its period that count and came after a day,
        each with the day it came.
        """
        items = Article.objects.filter(
            Q(plan_line=None) | Q(plan_line__plan=self.plan),
            Q(withdrawn_at=None) | come_back(),
            counted_at__gte=day_end(day),
            discarded_at=None,
        ).exclude(state=ArticleState.DRAFT, submitted_at=None)
        found = list(items.select_related("plan_line__plan__period").defer("body"))
        periods = periods_of(found)
        for item in found:
            if item.plan_line or periods.get(item.pk) == self.plan.period:
                yield item, timezone.localdate(item.counted_at)

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
        removed = self.lines.removed
        gone = [row.instance for row in removed]
        kept = self.lines.kept
        added = [row for row in kept if not row.instance.pk]
        changed = [row for row in kept if row.instance.pk and row.changed]
        if not (self.head.changed or gone or added or changed):
            return False
        words = self._summary(len(added), changed, len(gone))
        taken = [_Taken(row, is_deleted=True) for row in removed]
        taken += [_Taken(row) for row in changed if "who" in row.changed]
        self._keep_deadlines(changed, now)
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
            self._notify([*changed, *added], actor, now)
            self._notify_taken(taken, actor, now)
        return True

    def _keep_deadlines(self, rows: list[LineForm], now: datetime) -> None:
        """Keep the former deadlines: statistics of a past day are counted by them."""
        plan = self.plan
        kept = [DeadlineChange(plan=plan, line=None, due_on=self.due_on_before, changed_at=now)]
        if plan.due_on == self.due_on_before:
            kept = []
        for row in (row for row in rows if "due_on" in row.changed):
            former = row.initial["due_on"]
            kept.append(DeadlineChange(plan=plan, line=row.instance, due_on=former, changed_at=now))
        DeadlineChange.objects.bulk_create(kept)

    def _summary(self, added: int, changed: list[LineForm], gone: int) -> str:
        parts = ["định hướng chung"] if "text" in self.head.changed else []
        if self.plan.due_on != self.due_on_before:
            parts.append(
                f"hạn nộp từ {self.due_on_before:%d/%m/%Y} sang {self.plan.due_on:%d/%m/%Y}"
            )
        elif set(self.head.changed) - {"text"}:
            parts.append("cách tính hạn nộp")
        counts = ((added, "thêm"), (len(changed), "sửa"), (gone, "xóa"))
        parts += [f"{verb} {count} dòng" for count, verb in counts if count]
        moves = [
            f"hạn của dòng “{Truncator(row.instance.topic).chars(60)}” {moved}"
            for row in changed
            if (moved := _moved_words(row))
        ]
        parts += moves[:MAX_MOVES_TOLD]
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

    def _notify(self, rows: list[LineForm], actor: User, now: datetime) -> None:
        """Tell the units of a new deadline, and whoever was given a line, or another day for it."""
        plan, before = self.plan, self.due_on_before
        if plan.due_on != before:
            text = (
                f"Hạn nộp định hướng {plan.period} đổi từ {before:%d/%m/%Y} sang"
                f" {plan.due_on:%d/%m/%Y}."
            )
            notify_units(plan, text, event=f"due:{plan.version}", actor=actor, now=now)
        for row in (row for row in rows if {"who", "due_on", "topic"} & set(row.changed)):
            line = row.instance
            notify(
                [person for person in _writers(assignee_code(line)) if person != actor],
                event=f"plan-line:{line.pk}:{plan.version}",
                text=f"Định hướng {plan.period}: {self._told_of(row)}.",
                url=address_of(plan),
                now=now,
                topic=Topic.TASK,
            )

    def _told_of(self, row: LineForm) -> str:
        """Return what whoever has the line now is told: that it is theirs, or what changed."""
        line = row.instance
        if "who" in row.changed:
            day = line.due_on or self.plan.due_on
            return f"dòng “{line.topic}” giao cho quý vị, hạn {day:%d/%m/%Y}"
        day_words = f", hạn {line.due_on:%d/%m/%Y}" if line.due_on else ""
        if row.initial.get("due_on") and (moved := _moved_words(row)):
            day_words = f", hạn đổi {moved}"
        return f"“{line.topic}”{day_words}"

    def _notify_taken(self, lines: list[_Taken], actor: User, now: datetime) -> None:
        """Tell whoever a line was taken from."""
        for line in lines:
            what = (
                "đã bỏ, quý vị không phải viết" if line.is_deleted else "không còn giao cho quý vị"
            )
            keep = _writers(line.given_to)
            notify(
                [one for one in _writers(line.former) if one != actor and one not in keep],
                event=f"plan-line-taken:{line.pk}:{self.plan.version}",
                text=f"Định hướng {self.plan.period}: dòng “{line.topic}” {what} nữa.",
                url=address_of(self.plan),
                now=now,
                topic=Topic.TASK,
            )


def _deadline_words(form: ConcurrentForm) -> str:
    """Return the day of a new deadline and, if it is that of a line, of which."""
    words = capfirst(date_format(form.cleaned_data["due_on"], "l, d/m/Y"))
    return (
        f"{words}, hạn của dòng “{form.instance.topic}”," if isinstance(form, LineForm) else words
    )


def _moved_words(row: LineForm) -> str:
    """Return from which deadline of its own to which a line was moved; "" for the same."""
    former, day = row.initial.get("due_on"), row.instance.due_on
    if former == day:
        return ""
    words = [f"{one:%d/%m/%Y}" if one else "hạn chung của kỳ" for one in (former, day)]
    return f"từ {words[0]} sang {words[1]}"


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


def _writers(assignee: str) -> list[User]:
    """Return who writes for a line that was given to ``assignee``, as ``assignee_code`` says it."""
    if assignee.startswith("p"):
        return list(User.objects.filter(pk=int(assignee[1:])))
    if not assignee:
        return []
    return list(User.objects.with_role(Role.CONTRIBUTOR).filter(unit=int(assignee[1:])))
