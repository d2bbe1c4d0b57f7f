"""Bounds of dates: every column, every form field, every import and command."""

from __future__ import annotations

import ast
import importlib
import pkgutil
from datetime import date, time
from pathlib import Path
from typing import Any

import pytest
from django import forms
from django.apps import apps
from django.contrib import admin
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, models, transaction
from django.test import Client, RequestFactory
from django.urls import reverse
from django.utils import timezone

from core import date_fields, dates
from core.date_fields import DateFormField, DateTimeFormField, TimeFormField
from core.dates import Bounds
from core.http.params import day_param
from meetings.models import CalendarEvent, Meeting
from news.importing.legacy_parser import UnreadablePage, parse_page
from organization.models import Banner, Holiday, Unit
from tests.news.test_access import client_of
from tests.support.cast import Cast
from tests.support.meeting_factories import make_series

ROOT = Path(__file__).resolve().parents[2]
ROOMS = ("core", "organization", "news", "meetings", "documents", "wardportal", "demo")
TODAY = date(2026, 11, 28)

# Columns that no person, import or command sets: the system writes its own clock into them.
SYSTEM_COLUMNS = {
    "core.AutosavedDraft.saved_at",
    "core.CacheInvalidation.at",
    "core.ImportMapping.confirmed_at",
    "core.SpreadsheetImport.created_at",
    "core.SpreadsheetImport.imported_at",
    "core.Heartbeat.at",
    "core.PartFailure.at",
    "core.Presence.seen_at",
    "core.Presence.since",
    "core.ReviewComment.closed_at",
    "core.ReviewComment.created_at",
    "core.ReviewCommentReply.created_at",
    "core.StoredFile.uploaded_at",
    "core.TransitionLog.at",
    "core.ViewCount.day",
    # django.contrib.auth and django-simple-history write them.
    "organization.User.date_joined",
    "organization.User.last_login",
}


def own_date_columns() -> dict[str, models.Field[Any, Any]]:
    return {
        f"{model._meta.label}.{field.name}": field
        for room in ROOMS
        for model in apps.get_app_config(room).get_models()
        for field in model._meta.local_concrete_fields
        if isinstance(field, models.DateField) and field.name != "history_date"
    }


def checks_of(table: str, column: str) -> list[str]:
    """The CHECKs of Postgres on one column."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_get_constraintdef(c.oid) FROM pg_constraint c JOIN pg_attribute a"
            " ON a.attrelid = c.conrelid AND a.attnum = ANY(c.conkey)"
            " WHERE c.contype = 'c' AND c.conrelid = %s::regclass AND a.attname = %s",
            [table, column],
        )
        return [row[0] for row in cursor.fetchall()]


def test_every_date_column_is_bounded_in_the_database(db: None) -> None:
    unbounded = set()
    for name, field in own_date_columns().items():
        checks = checks_of(field.model._meta.db_table, field.column)
        bounds = [check for check in checks if f"({field.column} >= '" in check]
        if not any(f"({field.column} < '210" in check for check in bounds):
            unbounded.add(name)
    assert unbounded == SYSTEM_COLUMNS


def all_forms() -> list[type[forms.BaseForm]]:
    for room in ROOMS:
        package = importlib.import_module(room)
        for module in pkgutil.walk_packages(package.__path__, f"{room}."):
            if ".migrations" not in module.name:
                importlib.import_module(module.name)
    found: list[type[forms.BaseForm]] = []
    waiting: list[Any] = [forms.BaseForm]
    while waiting:
        form = waiting.pop()
        waiting += form.__subclasses__()
        found.append(form)
    return [form for form in found if form.__module__.split(".")[0] in ROOMS]


def is_shared(field: forms.Field) -> bool:
    if isinstance(field, forms.DateField | forms.DateTimeField | forms.SplitDateTimeField):
        return isinstance(field, DateFormField | DateTimeFormField)
    return True


def test_every_form_has_the_shared_date_fields() -> None:
    found = all_forms()
    assert len(found) > 40
    wrong = [
        f"{form.__module__}.{form.__name__}.{name}"
        for form in found
        for name, field in getattr(form, "base_fields", {}).items()
        if not is_shared(field) and name not in ("last_login", "date_joined")  # of Django
    ]
    assert wrong == []


def test_every_form_of_the_admin_has_the_shared_date_fields(cast: Cast) -> None:
    request = RequestFactory().get("/")
    wrong = []
    seen = 0
    for model, model_admin in admin.site._registry.items():
        request.user = cast.it_officer
        offered = [model_admin.formfield_for_dbfield(field, request) for field in dates_of(model)]
        for inline in model_admin.inlines:
            own = inline(model, admin.site)
            offered += [own.formfield_for_dbfield(field, request) for field in dates_of(own.model)]
        seen += len(offered)
        wrong += [model for field in offered if field is not None and not is_shared(field)]
    assert seen > 15 and wrong == []


def dates_of(model: type[models.Model]) -> list[models.Field[Any, Any]]:
    return [
        field
        for field in model._meta.local_fields
        if isinstance(field, models.DateField)
        and field.editable
        and f"{model._meta.label}.{field.name}" not in SYSTEM_COLUMNS
    ]


def test_no_module_makes_a_date_field_of_django() -> None:
    """Fields made at run time are no class attributes: the source tells of them."""
    names = ("DateField", "DateTimeField", "SplitDateTimeField")
    wrong = []
    for room in ROOMS:
        for path in (ROOT / room).rglob("*.py"):
            if path.name == "date_fields.py" or "migrations" in path.parts:
                continue
            text = path.read_text(encoding="utf-8")
            if not any(name in text for name in names):
                continue
            for node in ast.walk(ast.parse(text)):
                if (
                    isinstance(node, ast.Call)
                    and getattr(node.func, "attr", "") in names
                    and ast.unparse(node.func.value) == "forms"
                ):
                    wrong.append(f"{path.relative_to(ROOT)}:{node.lineno}")
    assert wrong == []


class _Form(forms.Form):
    day = DateFormField(bounds=Bounds(2000, 2100, years_ahead=10, usual_back=2, usual_ahead=5))
    at = DateTimeFormField(bounds=Bounds(2000, 2100), required=False)


@pytest.mark.parametrize(
    ("typed", "year"),
    [
        ("0026-11-28", 26),
        ("28/11/0026", 26),
        ("0001-01-01", 1),
        ("9999-12-31", 9999),
        ("20026-11-28", 20026),
        ("1999-12-31", 1999),
        ("2101-01-01", 2101),
        ("0000-01-01", 0),
    ],
)
def test_an_impossible_year_is_refused(typed: str, year: int) -> None:
    sentence = f"Năm {year} không hợp lý; xin xem lại. Năm phải từ 2000 đến 2100."
    for name in ("day", "at"):
        value = typed if name == "day" else f"{typed}T08:00"
        if name == "at" and "/" in typed:
            value = f"{typed} 08:00"
        form = _Form({"day": "2026-11-28", name: value})
        assert form.errors[name] == [sentence]
        assert typed in str(form[name])  # what was typed stays


def test_too_far_ahead_is_refused(time_machine: Any) -> None:
    time_machine.move_to("2026-11-28T08:00:00+07:00")
    assert _Form({"day": "2036-11-28", "day-dung-nam": "2036-11-28"}).errors == {}
    assert _Form({"day": "2036-11-29"}).errors["day"] == [
        "Ngày 29/11/2036 quá xa; xin xem lại năm (muộn nhất 28/11/2036)."
    ]


@pytest.mark.parametrize(
    ("day", "question"),
    [
        ("2024-11-28", ""),
        ("2024-11-27", "Ngày 27/11/2024 đã qua hơn 2 năm; có đúng không?"),
        ("2031-11-28", ""),
        ("2031-11-29", "Ngày 29/11/2031 còn hơn 5 năm nữa; có đúng không?"),
    ],
)
def test_an_unusual_year_is_asked_about_once(time_machine: Any, day: str, question: str) -> None:
    time_machine.move_to("2026-11-28T08:00:00+07:00")
    form = _Form({"day": day})
    if not question:
        assert form.errors == {}
        return
    assert form.errors["day"] == [f"{question} Nếu đúng, xin đánh dấu ô bên cạnh rồi gửi lại."]
    box = f'<input type="checkbox" name="day-dung-nam" value="{day}"> Đúng là năm {day[:4]}'
    assert box in str(form["day"]) and f'value="{day}"' in str(form["day"])
    assert _Form({"day": day, "day-dung-nam": day}).errors == {}
    other = _Form({"day": "2020-01-01", "day-dung-nam": day})
    assert "Ngày 01/01/2020 đã qua" in other.errors["day"][0]
    # What is stored already is not asked about again.
    assert _Form({"day": day}, initial={"day": date.fromisoformat(day)}).errors == {}


def test_the_29th_of_february_counts_years() -> None:
    bounds = Bounds(2000, 2100, years_ahead=1)
    assert bounds.latest(date(2028, 2, 29)) == date(2029, 2, 28)
    assert dates._years_from(date(9990, 2, 28), 100) == date(9999, 2, 28)


@pytest.mark.parametrize("value", ["0001-01-01 00:00+07", "0026-05-05 00:00+07", "9999-12-31"])
def test_the_database_refuses_what_forms_refuse(cast: Cast, value: str) -> None:
    statements = [
        "INSERT INTO organization_banner (severity, text, url, starts_at, ends_at, put_up_at,"
        f" put_up_by_id, version) VALUES (2, 'x', '', '{value}', '9999-12-31', now(),"
        f" {cast.editor.pk}, 1)",
        f"UPDATE organization_unit SET valid_from = '{value}'",
        f"INSERT INTO organization_holiday (day, kind, name) VALUES ('{value}', 'day_off', 'x')",
    ]
    for statement in statements:
        with (
            pytest.raises(DatabaseError, match="check constraint"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(statement)
    assert not Banner.objects.exists() and not Holiday.objects.exists()


def test_a_banner_starts_at_most_a_year_ahead(cast: Cast) -> None:
    client = client_of(cast, "head")
    now = timezone.localtime()
    for start, words in (
        ("0001-01-01T00:00", "Năm 1 không hợp lý; xin xem lại."),
        (f"{now.year + 2}-01-01T00:00", "quá xa; xin xem lại năm"),
    ):
        data = {"severity": "2", "text": "Nước lên", "starts_at": start, "ends_at": start}
        answer = client.post(reverse("admin:banners"), data)
        assert answer.status_code == 409
        assert words in answer.content.decode() and "Nước lên" in answer.content.decode()
    assert not Banner.objects.exists()
    for address in ("/", "/tim-kiem/?q=a", "/lien-he/", "/khong-co/"):
        assert Client().get(address).status_code in (200, 404)


@pytest.mark.parametrize("year", ["0026", "0001", "9999", "20026"])
def test_calendar_and_meeting_refuse_the_year(cast: Cast, year: str) -> None:
    client = client_of(cast, "editor")
    sentence = f"Năm {int(year)} không hợp lý; xin xem lại."
    at = f"{year}-05-05T08:00"
    event = {"title": "Tiếp đoàn", "starts_at": at}
    page = client.post(reverse("admin:meetings_calendarevent_add"), event).content.decode()
    assert sentence in page and "Tiếp đoàn" in page
    meeting = {"series": make_series().pk, "title": "Giao ban", "starts_at": at}
    page = client.post(reverse("admin:meetings_meeting_add"), meeting).content.decode()
    assert sentence in page and "Giao ban" in page
    unit = {"name": "Tổ", "short_name": "Tổ", "block": "party", "valid_from": f"{year}-05-05"}
    page = client_of(cast, "it_officer").post(reverse("admin:organization_unit_add"), unit)
    assert sentence in page.content.decode()
    assert not CalendarEvent.objects.exists() and not Meeting.objects.exists()
    assert not Unit.objects.filter(name="Tổ").exists()


@pytest.mark.parametrize("year", ["1066", "1989", "2101", "2999"])
def test_an_import_refuses_the_year(year: str) -> None:
    page = f"Tin tức\nTiêu đề\nNgày đăng 05/05/{year} | 08:00 | Lượt xem: 1\nNội dung"
    with pytest.raises(UnreadablePage, match=f"dòng 3: Năm {int(year)} không hợp lý"):
        parse_page(page)


@pytest.mark.parametrize("until", ["0001-01-01", "1999-01-01", "9999-12-31", "2100-01-01"])
def test_a_command_refuses_the_year(db: None, until: str) -> None:
    with pytest.raises(CommandError, match="xin xem lại"):
        call_command("load_demo", "--until", until)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2026-11-28", TODAY),
        ("0001-01-01", None),
        ("9999-12-31", None),
        ("2026-11-31", None),
        ("20261128", None),
        ("x" * 5000, None),
        ("٢٠٢٦-١١-٢٨", None),
    ],
)
def test_a_day_of_an_address(text: str, day: date | None) -> None:
    assert day_param(text, Bounds(2000, 2100)) == day


def test_days_at_the_edges_do_not_overflow() -> None:
    for value in (
        timezone.datetime.min.replace(tzinfo=timezone.get_fixed_timezone(420)),
        timezone.datetime.max.replace(tzinfo=timezone.get_fixed_timezone(-420)),
        timezone.datetime.max.replace(tzinfo=timezone.get_fixed_timezone(0)),
    ):
        assert date_fields.local_day(value).year in (1, 9999)


@pytest.mark.parametrize(
    ("typed", "wanted"),
    [
        *((text, time(8)) for text in ("8h", "8g00", "08:00", "8 giờ", "8", "8:00", " 8H ")),
        *((text, time(13, 30)) for text in ("13h30", "13 giờ 30 phút", "13g30", "13.30", "13:30")),
        *((text, None) for text in ("25h", "8h60", "830", "sáng", "8h30 chiều")),
    ],
)
def test_an_hour_is_read_as_people_write_it(typed: str, wanted: time | None) -> None:
    if wanted:
        assert TimeFormField().clean(typed) == wanted
    else:
        with pytest.raises(forms.ValidationError, match="Xin ghi giờ như 08:00 hoặc 8h30"):
            TimeFormField().clean(typed)


def test_every_hour_of_a_form_is_the_shared_field() -> None:
    columns = [
        field
        for model in apps.get_models()
        for field in model._meta.local_fields
        if isinstance(field, models.TimeField)
        and model.__module__.split(".")[0] in (*ROOMS, "broadcasts")
    ]
    assert columns
    assert {type(field.formfield()) for field in columns} == {TimeFormField}
