"""Electronic agency of the demonstration ward: scores of the last ended periods, and checks.

Fictitious. Past periods are verified, the newest is half way: some units have not scored yet.
"""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from decimal import Decimal

from django.utils import timezone

from core.workflow.engine import perform
from demo.dates import passed
from organization.models import ReportingPeriod, Unit, User
from reports.agency.checks.services import plan_round, save_check
from reports.agency.criteria.measuring import kept_figures
from reports.agency.rounds import open_round
from reports.agency.scoring import Line, sheet
from reports.models import Assessment, AssessmentRound, CheckRecord, CheckRound, Criterion, Score
from reports.models.assessments import CheckResult

PERIODS = 3
# Units whose sheets are not submitted, and not verified, in the newest period.
UNSCORED = ("TDP07", "THBS", "TDP05", "TYT")
UNVERIFIED = ("VHXH", "DTN", "HPN", "CAP")
EVIDENCE = "https://bensen.example/minh-chung"
REASON = "Kiểm tra tại chỗ mới làm được một phần, chưa đủ như đơn vị tự chấm."
FINDINGS = (
    ("VHXH", CheckResult.MET, "Văn bản đến mở trong ngày, hồ sơ lưu trên phần mềm đầy đủ."),
    ("TDP07", CheckResult.TO_MEND, "Tổ phó dùng chung tài khoản với tổ trưởng, đã hướng dẫn đổi."),
    ("THBS", CheckResult.MET, "Máy tính văn phòng đã cài phần mềm phòng, chống mã độc."),
    ("KTHT", CheckResult.TO_MEND, "Còn hai văn bản đã làm xong mà chưa cập nhật trên phần mềm."),
)


def load_agency(units: dict[str, Unit], people: dict[str, User], *, until: date) -> None:
    """Load rounds, sheets and checks of the last ended periods, once."""
    if AssessmentRound.objects.exists():
        return
    ended = ReportingPeriod.objects.with_window().filter(ends_on__lt=until)
    periods = list(ended.order_by("-starts_on")[:PERIODS])[::-1]
    with kept_figures():
        _load_rounds(periods, {unit.pk: code for code, unit in units.items()}, people)
    if periods:
        _load_checks(units, people["cntt"], periods[-1])


def _load_rounds(
    periods: list[ReportingPeriod], codes: dict[int, str], people: dict[str, User]
) -> None:
    for place, period in enumerate(periods):
        at = timezone.make_aware(datetime.combine(period.ends_on + timedelta(days=1), time(9)))
        opened = open_round(period, now=passed(at))
        is_newest = place == len(periods) - 1
        for number, assessment in enumerate(opened.assessments.for_pages()):
            code = codes[assessment.unit_id]
            if is_newest and code in UNSCORED:
                continue
            submitted = _submit(assessment, people, seed=number + 7 * place, at=passed(at))
            if not (is_newest and code in UNVERIFIED):
                verified_at = passed(at + timedelta(days=1))
                _verify(submitted, people, seed=number + 5 * place, at=verified_at)


def _scorer(unit: Unit, people: dict[str, User]) -> User:
    """Return a member of the unit; of a unit without one the secretary enters the scores."""
    members = (one for one in people.values() if one.unit_id == unit.pk)
    return next((one for one in members if one.username != "cntt"), people["bientap"])


def _submit(
    assessment: Assessment, people: dict[str, User], *, seed: int, at: datetime
) -> Assessment:
    actor = _scorer(assessment.unit, people)
    Score.objects.bulk_create(
        Score(
            assessment=assessment,
            criterion=line.criterion,
            self_points=Decimal(_points(line, seed + place)),
            evidence_url=EVIDENCE if line.criterion.needs_evidence else "",
        )
        for place, line in enumerate(sheet(assessment))
        if not line.is_measured
    )
    assessment.scorers.add(actor)
    return perform(assessment, "submit", actor=actor, version=assessment.version, now=at)


def _points(line: Line, seed: int) -> int:
    """Return most of the points: each fourth time a part only, where parts can be given."""
    if seed % 4 or line.max_points < 3:
        return line.max_points
    return 0 if line.criterion.measure == "yes_no" else line.max_points // 2


def _verify(assessment: Assessment, people: dict[str, User], *, seed: int, at: datetime) -> None:
    """Verify as scored, now and then a criterion lower, with the reason."""
    for place, line in enumerate(sheet(assessment)):
        given, score = line.own, line.score
        score.verified_points, score.verified_applies = given.points, given.applies
        is_lowered = (seed + place) % 47 == 0 and not line.is_measured and given.points
        if is_lowered and given.points:
            score.verified_points, score.reason = given.points - 1, REASON
        score.save()
    perform(assessment, "verify", actor=people["cntt"], version=assessment.version, now=at)


def _load_checks(units: dict[str, Unit], officer: User, period: ReportingPeriod) -> None:
    """Load a round over all units in the newest period, and what was found so far."""
    check_round = plan_round(
        CheckRound(
            name=f"Kiểm tra dùng phần mềm văn bản {period}",
            starts_on=period.starts_on,
            ends_on=period.ends_on,
        ),
        list(Unit.objects.valid(on=period.starts_on)),
        actor=officer,
    )
    criterion = Criterion.objects.filter(code="1.5").first()
    for number, (code, result, finding) in enumerate(FINDINGS):
        day = period.starts_on + timedelta(days=5 + 4 * number)
        at = timezone.make_aware(datetime.combine(day, time(15)))
        record = CheckRecord(
            round=check_round,
            unit=units[code],
            checked_on=day,
            checked_by="Tạ Quang Duy, Vũ Ngọc Khánh",
            criterion=criterion if code in ("VHXH", "KTHT") else None,
            result=result,
            finding=finding,
            created_by=officer,
            created_at=at,
        )
        save_check(record, actor=officer)
