"""Errors of long forms stand on top of the page, each a link to its field."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.http import HttpResponse
from django.test import Client

from core.templatetags.form_errors import form_errors
from news.models import Article
from tests.core.admin.test_workflow import FORMSET, save
from tests.news.quick.test_quick import ON_BEHALF, QUICK
from tests.news.test_access import client_of
from tests.support.cast import Cast
from tests.support.files import upload

TEMPLATES = Path(settings.BASE_DIR) / "templates"
LISTED = re.compile(r'<li><a href="#([^"]+)">([^<]*)</a>: ([^<]*)</li>')
SHOWS_ERRORS = re.compile(r"(?:field|form\.\w+)\.errors")
# One or two fields, whose errors stand where one looks; or part of a page that lists them.
SHORT = {
    "admin/edit_inline/tabular.html",
    "admin/login.html",
    "broadcasts/admin/read_aloud.html",
    "broadcasts/admin/record.html",
    "core/admin/spreadsheet_import/columns.html",
    "core/admin/spreadsheet_import/upload.html",
    "documents/admin/_upload_field.html",
    "documents/admin/incoming/_field.html",
    "documents/admin/routing/bulk.html",
    "documents/admin/routing/decision.html",
    "meetings/admin/_minutes_fields.html",
    "news/admin/article/docx_import.html",
    "news/admin/article/preview.html",
    "news/admin/curation/home_page.html",
    "news/admin/planning/_line_form.html",
    "news/admin/quick/_field.html",
    "organization/admin/error_report.html",
    "organization/admin/holiday_lines.html",
    "organization/admin/mail_choice.html",
    "jinja2/organization/feedback_report.html",
    "reports/admin/agency/_score_field.html",
    "reports/admin/line_form.html",
    "reports/admin/paragraph.html",
    "reports/admin/section.html",
    "reports/admin/snapshots.html",
}


def test_every_long_form_lists_its_errors() -> None:
    shows = {}
    for path in sorted(TEMPLATES.rglob("*.html")):
        source = path.read_text(encoding="utf-8")
        if SHOWS_ERRORS.search(source):
            shows[str(path.relative_to(TEMPLATES))] = "{% form_errors " in source
    assert {name for name, is_listed in shows.items() if not is_listed} == SHORT
    for page in ("admin/change_form.html", "core/admin/change_form.html"):
        assert "{% form_errors adminform.form inline_admin_formsets %}" in (
            TEMPLATES / page
        ).read_text(encoding="utf-8")


def errors_of(answer: HttpResponse) -> list[tuple[str, str, str]]:
    content = answer.content.decode()
    found = LISTED.findall(content)
    for target, *_ in found:
        assert f'id="{target}"' in content, target
    return found


def post(client: Client, address: str, **data: Any) -> list[tuple[str, str, str]]:
    return errors_of(client.post(address, data))


@pytest.mark.django_db
def test_errors_are_listed_with_links(cast: Cast, published: Article, file_root: Any) -> None:
    writer, editor, approver, it = (
        client_of(cast, role) for role in ("contributor", "editor", "approver", "it_officer")
    )
    assert post(writer, QUICK, do="send", kind="x")[:2] == [
        ("id_title", "Tiêu đề", "Xin ghi tiêu đề."),
        ("id_text", "Nội dung", "Xin viết nội dung."),
    ]
    assert [label for _, label, _ in post(editor, ON_BEHALF, do="send")] == [
        "Nhận từ ai",
        "Nhận qua",
        "Nhận lúc",
        "Tiêu đề",
        "Nội dung",
        "Đơn vị",
    ]
    forms = {
        "/quan-tri/news/article/add/": (writer, "id_title"),
        "/quan-tri/organization/officer/add/": (editor, "id_name"),
        "/quan-tri/organization/unit/add/": (it, "id_name"),
        "/quan-tri/organization/user/add/": (it, "id_username"),
        "/quan-tri/meetings/meeting/add/": (editor, "id_place"),
    }
    for address, (client, target) in forms.items():
        assert target in [one[0] for one in post(client, address)], address
    correct = f"/quan-tri/news/article/{published.pk}/buoc/correct/"
    found = post(approver, correct, version=published.version, note="Sai")
    assert [target for target, *_ in found][:2] == ["id_is_public", "id_title"]


@pytest.mark.django_db
def test_errors_of_inline_rows_are_listed(cast: Cast, draft: Article, file_root: Any) -> None:
    rows = {f"{FORMSET}-TOTAL_FORMS": "1", f"{FORMSET}-0-file": upload(b"MZ", "a.exe")}
    answer = save(client_of(cast, "contributor"), draft, **rows)
    assert [target for target, *_ in errors_of(answer)] == [f"id_{FORMSET}-0-file"]


def test_nothing_is_listed_of_forms_without_errors() -> None:
    assert form_errors(None, [], "") == {"field_errors": []}
