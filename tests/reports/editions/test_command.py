"""``manage.py monthly_report``: every figure with the keys behind it, and whether all verifies."""

from __future__ import annotations

import io
import json
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from core.files.storage import path_of
from core.reporting.figures import known_figures
from news.models import Article
from organization.models import ReportingPeriod, Unit
from reports.models import Edition
from tests.support.cast import Cast
from tests.support.full_months import confirm_month
from tests.support.reports import step


def report_of(month: str) -> dict[str, Any]:
    out = io.StringIO()
    call_command("monthly_report", month, stdout=out)
    answer: dict[str, Any] = json.loads(out.getvalue())
    return answer


def figure(answer: dict[str, Any], code: str) -> dict[str, Any]:
    return next(one for one in answer["figures"] if one["code"] == code)


def test_an_open_month(october: ReportingPeriod, cast: Cast) -> None:
    answer = report_of("2026-10")
    assert (answer["period"], answer["state"], answer["confirmed"]) == ("2026-10", None, None)
    assert answer["as_of"] == "2026-10-31"
    assert [one["code"] for one in answer["figures"]] == list(known_figures())
    unit = cast.contributor.unit
    own = Article.objects.get(unit=unit)
    submitted = figure(answer, "news.submitted")
    assert (submitted["label"], submitted["by"], submitted["value"]) == (
        *("Tin, bài đã nộp", "unit", 2),
    )
    assert {
        "group": str(unit.pk),
        "name": unit.name,
        "value": 1,
        "keys": [f"article:{own.pk}"],
    } in submitted["groups"]
    assert figure(answer, "news.late")["value"] == 0
    assert figure(answer, "news.late")["groups"] == []


def test_a_confirmed_month_stays_what_it_was(october: ReportingPeriod, cast: Cast) -> None:
    confirm_month(cast, october)
    first = report_of("2026-10")
    Article.objects.update(unit=None)
    Unit.objects.filter(pk=cast.contributor.unit.pk).update(name="Đổi tên")
    answer = report_of("2026-10")
    assert answer == first
    assert answer["state"] == "confirmed"
    confirmed = answer["confirmed"]
    assert (confirmed["edition"], confirmed["data_verifies"]) == (1, True)
    assert confirmed["sha256"] == Edition.objects.get().sha256
    assert [(one["kind"], one["verifies"]) for one in confirmed["files"]] == [
        ("docx", True),
        ("pdf", True),
        ("xlsx", True),
    ]


def test_what_was_changed_is_found(october: ReportingPeriod, cast: Cast) -> None:
    confirm_month(cast, october)
    edition = Edition.objects.get()
    changed = edition.files.get(kind="pdf")
    path_of(changed.file).chmod(0o600)
    path_of(changed.file).write_bytes(b"%PDF-1.7 khac")
    path_of(edition.files.get(kind="xlsx").file).unlink()
    Edition.objects.update(data=edition.data | {"number": "6/BC-UBND"})
    confirmed = report_of("2026-10")["confirmed"]
    assert confirmed["data_verifies"] is False
    assert {one["kind"]: one["verifies"] for one in confirmed["files"]} == {
        "docx": True,
        "pdf": False,
        "xlsx": False,
    }


def test_a_reopened_month_is_counted_again(october: ReportingPeriod, cast: Cast) -> None:
    report = confirm_month(cast, october)
    step(report, "reopen", cast.leader, note="Sai số liệu.")
    answer = report_of("2026-10")
    assert (answer["state"], answer["confirmed"]) == ("draft", None)


@pytest.mark.parametrize(
    ("month", "sentence"),
    [
        ("2026-13", "Tháng không đúng: 2026-13. Xin viết dạng 2026-10."),
        ("thang-10", "Tháng không đúng: thang-10. Xin viết dạng 2026-10."),
        ("2031-01", "Chưa có kỳ báo cáo tháng 1/2031."),
    ],
)
def test_errors_are_sentences(db: None, month: str, sentence: str) -> None:
    with pytest.raises(CommandError, match=f"^{sentence}$"):
        report_of(month)
