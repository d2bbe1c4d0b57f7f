"""Who answers error reports of documents, bulletins and their lists."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.contenttypes.models import ContentType
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from documents.models import PublicDocument
from organization.feedback.site_pages import NUMBERS
from organization.feedback.workflow import receive
from organization.models import ErrorReport, SitePage, User
from tests.news.test_access import EVERYBODY, client_of
from tests.news.test_queries import questions
from tests.support.air_sessions import make_bulletin, make_slot
from tests.support.cast import Cast
from tests.support.documents import make_document

BOARD = {"editor", "other_editor", "approver", "other_approver", "head"}
KINDS = {"document": "clerk", "document list": "clerk", "bulletin": "announcer"}
KINDS |= {"bulletin list": "announcer"}


def item_of(cast: Cast, kind: str) -> Any:
    if kind == "document":
        return make_document(cast.clerk)
    if kind == "bulletin":
        return make_bulletin(cast, timezone.localdate() - timedelta(days=1), make_slot())
    view = "documents" if kind == "document list" else "broadcasts"
    return SitePage.objects.get(number=NUMBERS[view])


def report_on(item: Any, number: int = 2) -> ErrorReport:
    return receive(item, code=f"2222-2222-222{number}", text="Ngày ký ghi sai", quote="")


def address(report: ErrorReport, name: str = "error_report") -> str:
    return reverse(f"admin:{name}", args=[report.pk])


def told(report: ErrorReport) -> set[User]:
    return set(User.objects.filter(notices__url=address(report)))


@pytest.mark.parametrize(("kind", "owner"), KINDS.items())
def test_who_owns_the_matter_is_told_and_answers(cast: Cast, kind: str, owner: str) -> None:
    report = report_on(item_of(cast, kind))
    assert told(report) == {getattr(cast, owner)}
    readers, listers, dashboards, menus = set(), set(), set(), set()
    for role in EVERYBODY:
        client = client_of(cast, role)
        dashboard = client.get(reverse("admin:index")).content.decode()
        dashboards |= {role} if report.text in dashboard else set()
        menus |= {role} if reverse("admin:error_reports") in dashboard else set()
        listed = client.get(reverse("admin:error_reports")).content.decode()
        listers |= {role} if report.text in listed else set()
        readers |= {role} if client.get(address(report)).status_code == 200 else set()
    assert readers == listers == dashboards == BOARD | {owner}
    assert menus == BOARD | {"clerk", "announcer"}
    client = client_of(cast, owner)
    sent = {"version": "1", "outcome": "corrected", "note": "Đã sửa ngày ký."}
    assert client.post(address(report, "answer_error_report"), sent).status_code == 302
    sent = {"version": "2", "note": "Còn một chỗ"}
    assert client.post(address(report, "reopen_error_report"), sent).status_code == 302


def test_another_kind_does_not_exist_for_them(cast: Cast) -> None:
    report = report_on(item_of(cast, "document"))
    client = client_of(cast, "announcer")
    for name in ("answer_error_report", "reopen_error_report"):
        sent = {"version": "1", "outcome": "no_error", "note": "x"}
        assert client.post(address(report, name), sent).status_code == 404


def test_the_editors_are_told_where_nobody_has_the_role(cast: Cast) -> None:
    item = item_of(cast, "document")
    User.objects.filter(pk=cast.clerk.pk).update(is_active=False)
    assert told(report_on(item)) == {cast.editor, cast.other_editor}


@pytest.mark.parametrize("rows", [1, 20])
def test_queries_of_a_clerk(cast: Cast, rows: int) -> None:
    ContentType.objects.get_for_models(PublicDocument, SitePage, ErrorReport)
    item = item_of(cast, "document list")
    for number in range(rows):
        receive(item, code=f"2222-2222-{number:04}", text=f"Sai {number}", quote="")
    client: Client = client_of(cast, "clerk")
    assert questions(client, reverse("admin:error_reports")) == 6
