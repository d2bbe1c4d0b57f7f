"""Requests too large for the forms of their address are refused before they are read."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from core.files.size_limit import MAX_PUBLIC_REQUEST_BYTES
from core.files.storage import MAX_REQUEST_BYTES
from tests.news.editorial.test_workflow import in_state
from tests.support.cast import Cast


def answer_to(client: Client, path: str, size: int) -> tuple[int, bool, bool]:
    """Return status, and whether the page speaks of a long text or of a large file."""
    body = "text=" + "a" * (size - len("text="))
    answer = client.post(
        path,
        body,
        content_type="application/x-www-form-urlencoded",
        CONTENT_LENGTH=str(size),
    )
    page = answer.content.decode()
    return answer.status_code, "Nội dung quá dài" in page, "Tệp quá lớn" in page


def test_only_staff_send_large_requests(cast: Cast, client: Client) -> None:
    article = in_state(cast, "published")
    report = reverse("report_error", args=["tin", article.pk])
    too_much = MAX_PUBLIC_REQUEST_BYTES + 1
    for path in (report, "/", "/phat/abc/", "/quan-tri/login/", "/quan-tri/quen-mat-khau/"):
        assert answer_to(client, path, too_much) == (413, True, False), path
    assert answer_to(client, report, MAX_PUBLIC_REQUEST_BYTES)[0] == 403  # read: from elsewhere
    assert answer_to(client, "/quan-tri/news/article/add/", too_much)[0] == 403  # read: no log-in


@pytest.mark.django_db
def test_a_request_larger_than_any_file_is_refused_unread(client: Client) -> None:
    for path in ("/quan-tri/tep/tai-len/", "/"):
        answer = client.post(
            path, b"a", content_type="text/plain", CONTENT_LENGTH=str(MAX_REQUEST_BYTES + 1)
        )
        assert (answer.status_code, "Tệp quá lớn" in answer.content.decode()) == (413, True), path


@pytest.mark.django_db
def test_the_page_names_the_limit_and_leads_back(client: Client) -> None:
    size = str(MAX_PUBLIC_REQUEST_BYTES + 1)
    for path, back in (("/bao-sai-sot/cong/2/", "/bao-sai-sot/cong/2/"), ("//x/", "/%2Fx/")):
        answer = client.generic("POST", path, b"a", CONTENT_LENGTH=size, PATH_INFO=path)
        page = answer.content.decode()
        assert (answer.status_code, "2000 chữ cái" in page) == (413, True)
        assert f'href="{back}"' in page
