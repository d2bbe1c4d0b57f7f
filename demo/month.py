"""Board data of the demonstration: periods, plans, quotas, upstream sendings, and the briefings.

Quotas, deadlines and conclusions are fictitious; days off are the public holidays, to show how they
count.
"""

from __future__ import annotations

from calendar import monthrange
from datetime import date, datetime, time, timedelta
from typing import Any

from core.workflow.engine import perform
from demo.dates import WARD_TIME, resolve
from meetings.minutes.services import new_meeting, store_meeting, store_part
from meetings.models import (
    AgendaItem,
    CalendarEvent,
    Conclusion,
    Limitation,
    Meeting,
    MeetingSeries,
    Opinion,
    ReceptionDay,
    Result,
    Task,
)
from news.models import (
    Article,
    DefaultQuota,
    EditorialPlan,
    PlanLine,
    Quota,
    Tariff,
    TariffLimit,
)
from news.models.planning import deadline_of
from news.quotas.services import carry_over
from news.states import ArticleState, DeadlineRule, Kind
from organization.calendar.working_days import WorkingCalendar
from organization.models import Block, Holiday, ReportingPeriod, Unit, User

# Month, day, name: equal in every year.
FIXED = (
    (1, 1, "Tết Dương lịch"),
    (4, 30, "Ngày Giải phóng miền Nam"),
    (5, 1, "Quốc tế Lao động"),
    (9, 2, "Quốc khánh"),
)
# By the lunar calendar: new year's day (the day before and three after it are off, too), and the
# tenth of the third month.
LUNAR = {
    2025: (date(2025, 1, 29), date(2025, 4, 7)),
    2026: (date(2026, 2, 17), date(2026, 4, 26)),
    2027: (date(2027, 2, 6), date(2027, 4, 16)),
}
MONTHS = 6
QUOTAS = {
    Block.PARTY: (2, 0),
    Block.GOVERNMENT_OFFICE: (2, 1),
    Block.MASS_ORGANIZATION: (2, 1),
    Block.RESIDENTIAL_GROUP: (2, 0),
    Block.AFFILIATED_UNIT: (1, 0),
}
# Topic, unit, kind, day of the month it is due.
LINES = (
    ("Chỉnh trang ngõ xóm, trồng cây, giữ bờ sông sạch", "TDP07", Kind.BRIEF, 12),
    ("Gương người tốt, việc tốt ở tổ dân phố", "TDP05", Kind.FEATURE, 18),
    ("Thanh niên hướng dẫn người cao tuổi dùng dịch vụ công trực tuyến", "DTN", Kind.BRIEF, 15),
    ("Chăm lo hội viên phụ nữ có hoàn cảnh khó khăn", "HPN", Kind.BRIEF, 18),
    ("Phòng bệnh theo mùa", "TYT", Kind.NOTICE, 10),
    ("Hoạt động trong nhà trường", "THBS", Kind.BRIEF, 20),
    ("Cải cách hành chính ở bộ phận một cửa", "HCC", Kind.FEATURE, 20),
    ("An ninh trật tự, cảnh báo lừa đảo qua mạng", "CAP", Kind.BRIEF, 20),
)
# Conclusions of the briefing told in the article 01-giao-ban, and who carries them out.
BRIEFING = (
    ("kiểm tra việc dùng phần mềm văn bản ở từng đơn vị, báo cáo tại kỳ giao ban sau", "VPUB"),
    ("nhắc các đơn vị viết đúng định hướng, nộp bài trước ngày 20", "VHXH"),
    ("cử người hướng dẫn các tổ dân phố viết tin ngắn và gửi bằng điện thoại", "VHXH"),
    ("có bản đọc của mỗi thông báo để phát trên đài truyền thanh trong ngày", "VHXH"),
)
# Who receives citizens: weekday or day of the month, as the article 50-lich-tiep-cong-dan says.
RECEPTIONS: tuple[tuple[str, int | None, int | None, time, time], ...] = (
    ("Chủ tịch UBND phường", 3, None, time(8), time(11, 30)),
    ("Thường trực Đảng ủy phường", None, 5, time(8), time(11)),
    ("Đại biểu HĐND phường", None, 15, time(14), time(16, 30)),
)
TEXT = (
    "Tháng này viết nhiều về việc người dân tự làm ở tổ, ở ngõ; bài có ảnh người thật, việc thật. "
    "Thông báo về điện, nước, tiêm phòng gửi sớm trước ít nhất hai ngày làm việc."
)


def load_month(units: dict[str, Unit], people: dict[str, User], *, until: date) -> None:
    """Load six months of plans and the last briefings, once."""
    if ReportingPeriod.objects.exists():
        return
    _load_holidays(until)
    calendar = WorkingCalendar.load()
    _load_defaults()
    months = [_shifted(until, -back) for back in range(MONTHS - 1, -1, -1)]
    plans = [_load_plan(first, units, calendar) for first in months]
    for plan in plans:
        _play_plan(plan, people, until)
    _exempt(plans[-1], units["VPDU"])
    _attach(plans[-1], people, until)
    _send_upstream(people, until)
    _pay(people, until)
    _brief(units, people, plans, until)
    _load_calendar(until, calendar)


def _load_holidays(until: date) -> None:
    for year in (until.year - 1, until.year, until.year + 1):
        days = {date(year, month, day): name for month, day, name in FIXED}
        days[date(year, 9, 1)] = "Quốc khánh (ngày liền kề)"
        if year in LUNAR:
            new_year, kings = LUNAR[year]
            days |= {new_year + timedelta(days=n): "Tết Nguyên đán" for n in range(-1, 4)}
            days[kings] = "Giỗ Tổ Hùng Vương"
        Holiday.objects.bulk_create(
            (Holiday(day=day, name=name) for day, name in days.items()), ignore_conflicts=True
        )


def _load_defaults() -> None:
    if DefaultQuota.objects.exists():
        return
    DefaultQuota.objects.bulk_create(
        DefaultQuota(block=block, kind=kind, required=number)
        for block, numbers in QUOTAS.items()
        for kind, number in zip((Kind.BRIEF, Kind.FEATURE), numbers, strict=True)
        if number
    )


def _shifted(day: date, months: int) -> date:
    """Return the first day of the month so many months away."""
    number = day.year * 12 + day.month - 1 + months
    return date(number // 12, number % 12 + 1, 1)


def _load_plan(first: date, units: dict[str, Unit], calendar: WorkingCalendar) -> EditorialPlan:
    last = first.replace(day=monthrange(first.year, first.month)[1])
    period = ReportingPeriod.objects.create(
        year=first.year, month=first.month, starts_on=first, ends_on=last
    )
    rule = DeadlineRule.BEFORE_END
    number = 3
    plan = EditorialPlan.objects.create(
        period=period,
        text=TEXT,
        deadline_rule=rule,
        deadline_number=number,
        due_on=deadline_of(period, rule, number, calendar),
    )
    PlanLine.objects.bulk_create(
        PlanLine(
            plan=plan,
            topic=topic,
            unit=units[code],
            kind=kind,
            due_on=calendar.on_or_before(first.replace(day=day)),
            position=place,
        )
        for place, (topic, code, kind, day) in enumerate(LINES, start=1)
    )
    carry_over(period)
    return plan


def _play_plan(plan: EditorialPlan, people: dict[str, User], until: date) -> None:
    starts_on, ends_on = plan.period.starts_on, plan.period.ends_on
    plan = _do(plan, "give", people["bientap"], min(_at(starts_on, 9), _latest(until)))
    if ends_on < until:
        _do(
            plan,
            "close",
            people["bientap"],
            min(_at(ends_on + timedelta(days=3), 17), _latest(until)),
        )


def _exempt(plan: EditorialPlan, unit: Unit) -> None:
    """Exempt the Party office this month, with a reason."""
    Quota.objects.filter(period=plan.period, unit=unit).update(
        is_exempt=True, reason="Tập trung phục vụ đại hội chi bộ"
    )


def _attach(plan: EditorialPlan, people: dict[str, User], until: date) -> None:
    """Attach to each unit's line the first item it submitted this month, if it is of the line's
    kind.
    """
    since = _at(plan.period.starts_on, 0)
    for line in plan.lines.exclude(topic=LINES[1][0]):
        item = (
            Article.objects.filter(unit=line.unit, kind=line.kind, counted_at__gte=since)
            .order_by("counted_at")
            .first()
        )
        if item and item.state in (
            ArticleState.DRAFT,
            ArticleState.IN_REVIEW,
            ArticleState.PUBLISHED,
        ):
            _do(item, "attach_line", people["bientap"], _latest(until), data={"line": line.pk})


def _send_upstream(people: dict[str, User], until: date) -> None:
    """Send three items to the higher portal: one is accepted, one rejected, one pending."""
    sent = Article.objects.published(now=_latest(until)).filter(
        unit__isnull=False, first_submitted_at__isnull=False
    )
    for article, answer in zip(
        sent.newest_first()[:3], ("", "upstream_return", "upstream_accept"), strict=False
    ):
        article = _do(article, "send_upstream", people["bientap"], _latest(until))
        if answer:
            note = "Ảnh thứ hai bị mờ, đề nghị gửi lại" if answer == "upstream_return" else ""
            _do(article, answer, people["bientap"], _latest(until, 45), note=note)


def _pay(people: dict[str, User], until: date) -> None:
    """Set a fictitious tariff, and coefficients for a few items."""
    tariff = Tariff.objects.create(
        valid_from=_shifted(until, -2),
        legal_basis="Quy chế chi tiêu nội bộ của phường (mẫu)",
        unit_value=121_000,
    )
    genres = [("Tin", 10), ("Bài, phóng sự", 30), ("Ảnh", 10)]
    limits = [
        TariffLimit.objects.create(tariff=tariff, genre=genre, highest_coefficient=highest)
        for genre, highest in genres
    ]
    paid = Article.objects.published(now=_latest(until)).filter(
        first_submitted_at__gte=_at(_shifted(until, -1), 0),
        author__username__startswith="congtacvien",
    )
    for article in paid.order_by("published_at")[:6]:
        limit = limits[1] if article.kind == Kind.FEATURE else limits[0]
        data = {"limit": limit.pk, "coefficient": "12" if article.kind == Kind.FEATURE else "3"}
        _do(article, "set_coefficient", people["lanhdao"], _latest(until), data=data)


def _brief(
    units: dict[str, Unit], people: dict[str, User], plans: list[EditorialPlan], until: date
) -> None:
    """Add a briefing of last month with its tasks in progress, and announce the next one."""
    chair = people["lanhdao"]
    secretary = people["bientap"]
    series = _make_series(people)
    calendar = WorkingCalendar.load()
    # At the end of the month it reviews, as the ward's briefings are.
    held_on = calendar.on_or_before(plans[-2].period.ends_on - timedelta(days=2))
    meeting = new_meeting(series)
    meeting.starts_at = _at(held_on, 14)
    meeting.ends_at = _at(held_on, 16)
    meeting.review_period = plans[-2].period
    meeting.plan_period = plans[-1].period
    meeting.is_public = True
    store_meeting(meeting, actor=secretary, now=_at(held_on - timedelta(days=5), 9))
    meeting = _do(meeting, "hold", secretary, _at(held_on, 14))
    _write_minutes(meeting, units, people, calendar, held_on)
    _do(meeting, "approve", chair, _at(held_on, 17))
    _play_tasks(units, people, calendar, held_on, until)
    _hold_told_briefing(series, units, people, plans, until)
    following = new_meeting(series)
    next_on = calendar.add(until, 20)
    following.starts_at = _at(next_on, 14)
    following.ends_at = _at(next_on, 16)
    following.is_public = True
    following.review_period = plans[-1].period
    store_meeting(following, actor=secretary, now=_latest(until))


def _hold_told_briefing(
    series: MeetingSeries,
    units: dict[str, Unit],
    people: dict[str, User],
    plans: list[EditorialPlan],
    until: date,
) -> None:
    """Add the briefing that the article ``01-giao-ban`` tells of; its minutes are being written."""
    secretary, calendar = people["bientap"], WorkingCalendar.load()
    held_on = resolve("u-1w", until=until)
    told = new_meeting(series)
    told.starts_at, told.ends_at = _at(held_on, 8), _at(held_on, 10)
    periods = [plan.period for plan in plans]
    reviewed = [period for period in periods if period.starts_on <= held_on]
    told.review_period = reviewed[-1]
    told.plan_period = next((one for one in periods if one not in reviewed), None)
    told.is_public = True
    store_meeting(told, actor=secretary, now=_at(held_on - timedelta(days=5), 9))
    told = _do(told, "hold", secretary, _at(held_on, 8))
    due_on = calendar.add(held_on, 15)
    for text, code in BRIEFING:
        conclusion = Conclusion(
            meeting=told, addressee=units[code].name, text=text, due_on=due_on, is_public=True
        )
        store_part(conclusion, actor=secretary, relations={"lead_units": [units[code]]})


def _make_series(people: dict[str, User]) -> MeetingSeries:
    """Create the series of the monthly briefing with its usual attendees."""
    chair = people["lanhdao"]
    secretary = people["bientap"]
    series = MeetingSeries.objects.create(
        name="Giao ban Ban chỉ đạo công nghệ thông tin và Ban biên tập",
        place="Phòng họp số 1, trụ sở UBND phường",
        chair=chair,
        chair_name=chair.full_name,
        chair_title="Phó Bí thư Đảng ủy, Chủ tịch UBND phường",
        secretary=secretary,
        secretary_name=secretary.full_name,
        secretary_title="Thư ký Ban biên tập",
    )
    for place, name in enumerate(
        ("duyet1", "duyet2", "congtacvien1", "congtacvien2", "congtacvien3", "cntt")
    ):
        series.usual_attendees.create(
            group="Ban biên tập và Tổ công nghệ thông tin", person=people[name], position=place
        )
    return series


def _write_minutes(
    meeting: Meeting,
    units: dict[str, Unit],
    people: dict[str, User],
    calendar: WorkingCalendar,
    held_on: date,
) -> None:
    """Record who was absent, what was reported and said, and the conclusions."""
    secretary = people["bientap"]
    absent = meeting.attendances.get(person=people["congtacvien3"])
    absent.presence = "excused"
    absent.reason = "Đi công tác"
    store_part(absent, actor=secretary, version=absent.version)
    for part in (
        AgendaItem(
            meeting=meeting,
            title="Đánh giá tháng qua, triển khai tháng này",
            presenter="Thư ký Ban biên tập",
        ),
        Result(
            meeting=meeting,
            text="Tin bài đăng đều các ngày trong tuần; thông báo điện, nước đến người dân sớm hơn",
        ),
        Opinion(
            meeting=meeting,
            speaker="Đại diện Đoàn Thanh niên",
            text="Đề nghị tập huấn viết tin trên điện thoại",
        ),
        Opinion(
            meeting=meeting,
            speaker="Đại diện Trạm Y tế",
            text="Cần lịch gửi tin tiêm chủng cố định",
        ),
    ):
        store_part(part, actor=secretary)
    limitation = Limitation(
        meeting=meeting, text="Ít tin bài từ tổ dân phố", cause="Chưa quen viết trên điện thoại"
    )
    store_part(limitation, actor=secretary, relations={"units": [units["TDP05"], units["TDP07"]]})
    _write_conclusions(meeting, units, secretary, calendar, held_on)


def _write_conclusions(
    meeting: Meeting,
    units: dict[str, Unit],
    secretary: User,
    calendar: WorkingCalendar,
    held_on: date,
) -> None:
    for text, code, days, is_public in (
        ("tập huấn viết tin trên điện thoại cho các tổ dân phố", "VHXH", 8, True),
        ("lập danh sách người viết của từng tổ dân phố", "TDP07", 12, False),
        ("rà soát số điện thoại, địa chỉ trên cổng thông tin", "VPUB", 16, True),
        ("gửi lịch tiêm chủng cho Ban biên tập trước ngày 25 hằng tháng", "TYT", 25, True),
    ):
        conclusion = Conclusion(
            meeting=meeting,
            addressee=units[code].name,
            text=text,
            due_on=calendar.add(held_on, days),
            is_public=is_public,
        )
        store_part(conclusion, actor=secretary, relations={"lead_units": [units[code]]})


def _load_calendar(until: date, calendar: WorkingCalendar) -> None:
    """Add a public event of this week and one of the next, an internal one, and the days of
    reception.
    """
    for days, hour, title, place, is_public in (
        (0, 9, "Kiểm tra tiến độ kè bờ sông khu Bến Đò", "Khu Bến Đò", True),
        (1, 14, "Làm việc với các trường về an toàn cổng trường", "Phòng họp số 2", True),
        (1, 16, "Hội ý lãnh đạo", "Phòng họp số 1", False),
        (5, 8, "Dự ngày hội đọc sách thiếu nhi", "Trường Tiểu học Bến Sen", True),
    ):
        CalendarEvent.objects.create(
            title=title,
            leaders="Chủ tịch UBND phường",
            starts_at=_at(calendar.add(calendar.on_or_after(until), days), hour),
            place=place,
            is_public=is_public,
        )
    since = until - timedelta(days=180)
    for leaders, weekday, day_of_month, starts, ends in RECEPTIONS:
        frequency = ReceptionDay.Frequency.WEEKLY
        if day_of_month:
            frequency = ReceptionDay.Frequency.MONTHLY
        ReceptionDay.objects.create(
            leaders=leaders,
            frequency=frequency,
            weekday=weekday,
            day_of_month=day_of_month,
            starts=starts,
            ends=ends,
            place="Phòng tiếp công dân, tầng một trụ sở UBND phường",
            valid_from=since,
            announced_on=since - timedelta(days=14),
        )


def _play_tasks(
    units: dict[str, Unit],
    people: dict[str, User],
    calendar: WorkingCalendar,
    held_on: date,
    until: date,
) -> None:
    """Perform the tasks: one late, one with an extension request, one in progress, one untouched.

    Events after today are left out.
    """
    tasks = {task.lead_unit: task for task in Task.objects.select_related("lead_unit")}
    asked = {"due_on": calendar.add(held_on, 24).isoformat()}
    for code, name, who, days, note, data in (
        ("VHXH", "receive", "congtacvien1", 1, "", {}),
        ("TDP07", "receive", "congtacvien3", 2, "", {}),
        ("VPUB", "receive", "duyet1", 2, "", {}),
        ("VHXH", "finish", "congtacvien1", 10, "Đã tập huấn cho 14 người", {}),
        ("VHXH", "verify", "lanhdao", 11, "", {}),
        ("TDP07", "ask_time", "congtacvien3", 11, "Còn ba ngõ chưa họp được", asked),
    ):
        day = calendar.add(held_on, days)
        if day < until:
            _do(tasks[units[code]], name, people[who], _at(day, 19), note=note, data=data)


def _do(
    item: Any,
    name: str,
    actor: User,
    at: datetime,
    *,
    note: str = "",
    data: dict[str, Any] | None = None,
) -> Any:
    item.refresh_from_db()
    return perform(
        item, name, actor=actor, version=item.version, note=note, data=data or {}, now=at
    )


def _latest(until: date, minute: int = 30) -> datetime:
    """Return the evening before the day of loading: no event of the past is later, however early it
    is loaded.
    """
    return _at(until - timedelta(days=1), 21, minute)


def _at(day: date, hour: int, minute: int = 0) -> datetime:
    return datetime.combine(day, time(hour, minute), tzinfo=WARD_TIME)
