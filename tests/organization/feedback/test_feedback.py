"""What residents answer: received without a name, bounded, told apart for a day, read again by a
code.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import time_machine
from axes.helpers import get_client_ip_address
from django.contrib.contenttypes.models import ContentType
from django.core.management import call_command
from django.db import connection
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from core.http.client_ip import client_ip, client_network
from core.http.origin_check import is_same_origin
from core.workflow.classified import REFUSAL
from news.models import Article
from organization.feedback import visitor_tokens, workflow
from organization.feedback.forms import TOO_SHORT
from organization.feedback.visitor_tokens import Limit, Purpose
from organization.feedback_querysets import RatingCounts
from organization.models import DailySecret, ErrorReport, Rating, VisitorMark, Ward
from tests.news.editorial.test_workflow import in_state
from tests.news.test_access import client_of
from tests.support.cast import Cast
from tests.support.factories import transition

HANOI = ZoneInfo("Asia/Ho_Chi_Minh")
OWN = {"HTTP_SEC_FETCH_SITE": "same-origin"}
PHONE = {
    "HTTP_X_FORWARDED_FOR": "203.0.113.7",
    "HTTP_USER_AGENT": "Điện thoại".encode().decode("latin-1"),
}
TEXT = "Ngày họp ghi sai: thứ Bảy là 27/6, không phải 26/6."


def report_address(article: Article) -> str:
    return reverse("report_error", args=["tin", article.pk])


def send(
    article: Article, text: str = TEXT, *, headers: dict[str, str] | None = None, **data: Any
) -> Any:
    sent = {"text": text, "quote": "", "website": ""} | data
    return Client().post(
        report_address(article), sent, **(OWN | PHONE if headers is None else headers)
    )


def rate(article: Article, answer: str = "co", **headers: str) -> Any:
    return Client().post(
        reverse("rate", args=["tin", article.pk]), {"answer": answer}, **(OWN | PHONE | headers)
    )


def voices() -> RatingCounts:
    return Rating.objects.counts()


# Báo sai sót


def test_a_report_is_received_and_its_receipt_lasts(cast: Cast, published: Article) -> None:
    page = Client().get(report_address(published))
    assert f'href="{published.get_absolute_url()}"' in page.content.decode()
    assert page["X-Robots-Tag"] == "noindex, nofollow"
    for most in (2000, 300):
        assert f"hiều nhất {most} chữ cái" in page.content.decode()
    answer = send(published, f" {TEXT}\u200b\r\nHết. ", quote="thứ Bảy,\n26/6")
    report = ErrorReport.objects.get()
    assert (answer.status_code, answer.url) == (302, report.get_absolute_url())
    assert (report.text, report.quote) == (f"{TEXT}\nHết.", "thứ Bảy, 26/6")
    assert (report.item, report.item_title, report.state) == (
        published,
        published.title,
        "received",
    )
    receipt = Client().get(answer.url)
    assert report.code in receipt.content.decode()
    assert f"{report.due_on:%d/%m/%Y}" in receipt.content.decode()
    assert (receipt["Cache-Control"], receipt["X-Robots-Tag"]) == (
        "private, no-store",
        "noindex, nofollow, noarchive",
    )
    assert not receipt.cookies
    assert [notice.text[:27] for notice in cast.editor.notices.all()] == [
        "Người dân báo sai sót về “T"
    ]
    assert not cast.approver.notices.filter(event__startswith="error-report").exists()


def test_editors_are_told_once_a_day_of_an_item(cast: Cast, published: Article) -> None:
    for text in ("Sai một", "Sai hai"):
        send(published, text)
    assert ErrorReport.objects.count() == 2
    assert cast.editor.notices.filter(event__startswith="error-report").count() == 1


def test_a_double_click_is_one_report(published: Article) -> None:
    first, second = send(published), send(published)
    assert first.url == second.url
    assert (
        send(published, headers=OWN | PHONE | {"HTTP_X_FORWARDED_FOR": "203.0.113.8"}).url
        != first.url
    )
    assert ErrorReport.objects.count() == 2


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        ({"text": " \u200b "}, "Xin quý vị viết vài chữ về chỗ sai."),
        ({"text": "x" * 2001}, "Xin viết gọn trong 2000 chữ cái; hiện có 2001."),
        ({"text": "Sai", "quote": "x" * 301}, "Xin chép ngắn hơn, trong 300 chữ cái; hiện có 301."),
        ({"text": "Sai", "website": "http://x"}, "Trang tưởng quý vị là máy tự động"),
        ({"text": "TỐI MẬT"}, REFUSAL),
        ({"text": "?"}, TOO_SHORT),
        ({"text": "😀 😀 😀"}, TOO_SHORT),
        ({"text": "sai"}, TOO_SHORT),
    ],
)
def test_what_is_refused_comes_back(
    published: Article, data: dict[str, str], sentence: str
) -> None:
    answer = send(published, **data)
    content = answer.content.decode()
    assert (answer.status_code, sentence in content) == (400, True)
    assert data["text"] in content or not data["text"].strip(" \u200b")
    assert 'name="website" value' not in content
    assert not ErrorReport.objects.exists()


def test_a_quote_says_enough(published: Article) -> None:
    assert send(published, "sai", quote="thứ Bảy, 26/6").status_code == 302


def test_personal_data_are_asked_about_once(published: Article) -> None:
    text = "Xin gọi tôi: 0912 345 678"
    answer = send(published, text)
    assert (answer.status_code, ErrorReport.objects.count()) == (400, 0)
    assert (
        "“0912 345 678”" in answer.content.decode()
        and "Quý vị có muốn gửi cả không?" in answer.content.decode()
    )
    assert send(published, text, is_agreed="on").status_code == 302
    assert ErrorReport.objects.get().text == text


def test_the_wards_own_contacts_are_not_asked_about(published: Article, settings: Any) -> None:
    settings.SITE_URL = "https://www.bensen.example"
    Ward.objects.create(pk=1, email="ubnd@thanhpho.example", phone="0912 345 678")
    own = "Trang ghi ubnd@thanhpho.example, vanthu@bensen.example, 0912345678"
    assert send(published, f"{own}, a@khac-bensen.example").status_code == 400
    assert send(published, own).status_code == 302


@pytest.mark.parametrize(
    "headers",
    [
        {"HTTP_SEC_FETCH_SITE": "cross-site"},
        {"HTTP_SEC_FETCH_SITE": "same-site"},
        {"HTTP_ORIGIN": "https://khac.example"},
        {"HTTP_ORIGIN": "null"},
        {"HTTP_REFERER": "https://khac.example/testserver"},
        {},
    ],
)
def test_other_origins_are_refused_and_nothing_typed_is_lost(
    published: Article, headers: dict[str, str]
) -> None:
    answer = send(published, headers=headers)
    assert (answer.status_code, TEXT in answer.content.decode()) == (403, True)
    voice = Client().post(reverse("rate", args=["tin", published.pk]), {"answer": "co"}, **headers)
    assert (voice.status_code, "data-thanks" in voice.content.decode()) == (403, True)
    assert (ErrorReport.objects.count(), Rating.objects.count(), VisitorMark.objects.count()) == (
        0,
        0,
        0,
    )


@pytest.mark.parametrize(
    "headers",
    [
        OWN,
        {"HTTP_ORIGIN": "http://testserver"},
        {"HTTP_REFERER": "http://testserver/bao-sai-sot/tin/1/"},
    ],
)
def test_our_own_pages_are_known_by_any_of_three_headers(headers: dict[str, str]) -> None:
    assert is_same_origin(RequestFactory().post("/", **headers))


@pytest.mark.parametrize("state", ["draft", "in_review", "scheduled", "withdrawn", "discarded"])
def test_only_published_items_are_answered_to(cast: Cast, state: str) -> None:
    article = in_state(cast, state)
    answers = [send(article), rate(article), Client().get(report_address(article))]
    answers.append(Client().get(reverse("rated", args=["tin", article.pk, "co"])))
    assert [answer.status_code for answer in answers] == [404] * 4
    assert (ErrorReport.objects.count(), VisitorMark.objects.count()) == (0, 0)


@pytest.mark.parametrize(
    "address",
    [
        "/bao-sai-sot/khac/1/",
        "/bao-sai-sot/tin/0/",
        f"/bao-sai-sot/tin/{'9' * 30}/",
        "/bao-sai-sot/2222-2222-2222/",
    ],
)
def test_what_does_not_exist_is_not_found(db: None, address: str) -> None:
    assert Client().get(address).status_code == 404
    assert Client().post(address, {"text": "x"}, **OWN).status_code in (404, 405)


def test_a_receipt_outlives_its_item_without_naming_it(cast: Cast, published: Article) -> None:
    address = send(published).url
    transition(
        published, "withdraw", cast.approver, note="Sai", public_as="notice", public_note="Sai."
    )
    content = Client().get(address).content.decode()
    assert TEXT in content and "không còn trên cổng" in content
    assert published.title not in content


def test_a_code_is_found_however_it_is_written(published: Article) -> None:
    address = send(published).url
    code = ErrorReport.objects.get().code
    find = reverse("find_error_report")
    assert Client().get(find, {"ma": f" {code.upper().replace('-', ' ')} "}).url == address
    dashed, spaced = code.replace("-", "\u2013"), " ".join(code.replace("-", ""))
    ways = [f"http://testserver{address}", f"testserver{address[:-1]}", f"Mã: {code}", dashed]
    ways += [
        f"Mã của quý vị: {dashed.upper()}.",
        spaced,
        code.replace("-", ""),
        f"code test {code}",
    ]
    for typed in ways:
        assert Client().get(find, {"ma": typed}).headers.get("Location") == address, typed
    for typed in ("2222-2222-2222", "<b>", "x" * 3000):
        answer = Client().get(find, {"ma": typed})
        assert (answer.status_code, "<b>" in answer.content.decode()) == (404, False)
    assert "Mã báo sai sót" in Client().get(find).content.decode()


# The clock


def test_the_clock_runs_by_the_wards_days(published: Article) -> None:
    Ward.objects.create(pk=1, error_report_days=2)
    with time_machine.travel(datetime(2027, 6, 1, 23, 59, tzinfo=HANOI), tick=False):
        send(published)
    report = ErrorReport.objects.get()
    assert report.due_on == date(2027, 6, 3)
    for moment, left, late in [
        ((1, 23, 59), 2, 0),
        ((2, 0, 0), 1, 0),
        ((3, 23, 59), 0, 0),
        ((4, 0, 0), -1, 1),
    ]:
        with time_machine.travel(datetime(2027, 6, *moment, tzinfo=HANOI), tick=False):
            assert (report.days_left, report.days_late) == (left, late)
    for day, overdue in ((3, 0), (4, 1)):
        assert ErrorReport.objects.counts(date(2027, 6, 1), date(2027, 6, day)).overdue == overdue


def test_a_late_board_says_so_to_the_resident(published: Article) -> None:
    address = send(published).url
    with time_machine.travel(datetime.now(HANOI) + timedelta(days=17)):
        assert "đã qua 2 ngày" in Client().get(address).content.decode()


# Trang này có hữu ích?


def test_one_voice_a_visitor_item_and_day(cast: Cast, published: Article) -> None:
    with time_machine.travel(datetime(2027, 6, 1, 23, 50, tzinfo=HANOI), tick=False):
        answer = rate(published)
        assert (answer.status_code, answer.url) == (302, f"/huu-ich/tin/{published.pk}/co/")
        rate(published, "khong")
        rate(published, "khong", HTTP_X_FORWARDED_FOR="203.0.113.8")
        rate(published, HTTP_USER_AGENT="Máy khác".encode().decode("latin-1"))
        rate(in_state(cast, "published"))
    with time_machine.travel(datetime(2027, 6, 2, 0, 1, tzinfo=HANOI), tick=False):
        rate(published)
    assert Rating.objects.of(published).counts() == RatingCounts(yes=3, no=1)
    assert Rating.objects.counts(date(2027, 6, 1), date(2027, 6, 1)) == RatingCounts(yes=3, no=1)
    assert Rating.objects.counts(date(2027, 5, 1), date(2027, 5, 31)) == RatingCounts(yes=0, no=0)


def test_thanks_lead_back_and_whoever_is_not_helped_to_the_report(published: Article) -> None:
    pages = {
        word: Client().get(reverse("rated", args=["tin", published.pk, word]))
        for word in ("co", "khong")
    }
    for page in pages.values():
        assert f'href="{published.get_absolute_url()}"' in page.content.decode()
        assert page["X-Robots-Tag"] == "noindex, nofollow" and not page.cookies
    assert [report_address(published) in page.content.decode() for page in pages.values()] == [
        False,
        True,
    ]
    assert Client().get(reverse("rated", args=["tin", published.pk, "la"])).status_code == 404
    assert (
        Client().get(reverse("rate", args=["tin", published.pk])).url
        == published.get_absolute_url()
    )


def test_a_voice_that_says_nothing_or_too_much_is_refused(published: Article) -> None:
    address = reverse("rate", args=["tin", published.pk])
    for data in ({}, {"answer": "la"}, {"answer": "co", "website": "x"}):
        assert Client().post(address, data, **OWN | PHONE).status_code == 400
    assert voices() == RatingCounts(yes=0, no=0)


# Limits, and what is left of a visitor


def test_the_usual_limits() -> None:
    assert visitor_tokens.LIMITS[Purpose.REPORT] == Limit(visitor=5, address=100, ward=300)
    assert visitor_tokens.LIMITS[Purpose.RATING].visitor == 60


@pytest.mark.parametrize(
    ("limit", "changing"),
    [
        (Limit(visitor=2, address=9, ward=9), {}),
        (Limit(visitor=9, address=2, ward=9), {"HTTP_USER_AGENT": "Máy {}"}),
        (Limit(visitor=9, address=9, ward=2), {"HTTP_X_FORWARDED_FOR": "203.0.113.1{}"}),
    ],
)
def test_too_much_is_refused_for_an_hour(
    published: Article, monkeypatch: pytest.MonkeyPatch, limit: Limit, changing: dict[str, str]
) -> None:
    monkeypatch.setitem(visitor_tokens.LIMITS, Purpose.REPORT, limit)
    start = datetime(2027, 6, 1, 9, 10, tzinfo=HANOI)

    def again(number: int) -> Any:
        own = {
            name: value.format(number).encode().decode("latin-1")
            for name, value in changing.items()
        }
        return send(published, f"Sai số {number}", headers=OWN | PHONE | own)

    with time_machine.travel(start, tick=False):
        assert [again(number).status_code for number in range(3)] == [302, 302, 429]
        refused = again(4)
        assert "Sai số 4" in refused.content.decode() and refused["Retry-After"] == "3600"
    with time_machine.travel(start + timedelta(hours=1), tick=False):
        assert again(5).status_code == 302


def test_a_full_ward_writes_nothing_more(
    published: Article, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(visitor_tokens.LIMITS, Purpose.RATING, Limit(visitor=9, address=9, ward=1))
    rate(published)
    marks = VisitorMark.objects.count()
    for number in range(3):
        assert rate(published, HTTP_X_FORWARDED_FOR=f"203.0.113.1{number}").status_code == 429
    assert (VisitorMark.objects.count(), voices()) == (marks, RatingCounts(yes=1, no=0))


def test_no_trace_of_a_person_is_kept(published: Article) -> None:
    with time_machine.travel(datetime(2027, 6, 1, 12, tzinfo=HANOI), tick=False):
        send(published)
        rate(published)
        with connection.cursor() as cursor:
            for model in (ErrorReport, Rating, VisitorMark, DailySecret):
                cursor.execute(f'SELECT t::text FROM "{model._meta.db_table}" t')
                rows = " ".join(row for (row,) in cursor.fetchall())
                assert rows and "203.0.113" not in rows and "thoại" not in rows
        call_command("run_due")
        assert DailySecret.objects.exists() and VisitorMark.objects.exists()
    with time_machine.travel(datetime(2027, 6, 2, 0, 0, tzinfo=HANOI), tick=False):
        call_command("run_due")
    assert not DailySecret.objects.exists() and not VisitorMark.objects.exists()


def test_two_days_know_nothing_of_each_other(published: Article) -> None:
    request = RequestFactory().post("/", **PHONE)
    marks = []
    for day in (1, 2):
        with time_machine.travel(datetime(2027, 6, day, 12, tzinfo=HANOI), tick=False):
            visitor = visitor_tokens.Visitor.of(request)
            marks += [visitor.mark("x"), workflow.code_of(visitor, published, "a", "")]
            assert visitor.mark("x") == marks[-2]
    assert len(set(marks)) == 4


@pytest.mark.parametrize(
    ("direct", "forwarded", "expected"),
    [
        ("127.0.0.1", "", "127.0.0.1"),
        ("127.0.0.1", "203.0.113.7", "203.0.113.7"),
        ("::1", "10.9.9.9, 2001:db8::7", "2001:db8::7"),
        ("127.0.0.1", "203.0.113.7, rubbish", "127.0.0.1"),
        ("198.51.100.4", "203.0.113.7", "198.51.100.4"),
    ],
)
def test_only_the_proxys_own_word_is_believed(direct: str, forwarded: str, expected: str) -> None:
    headers = {"HTTP_X_FORWARDED_FOR": forwarded} if forwarded else {}
    request = RequestFactory().get("/", REMOTE_ADDR=direct, **headers)
    assert client_ip(request) == get_client_ip_address(request) == expected


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("203.0.113.7", "203.0.113.7"),
        ("2001:db8:1:2:3::4", "2001:db8:1:2::/64"),
        ("::ffff:203.0.113.7", "203.0.113.7"),
        ("", ""),
    ],
)
def test_a_subscriber_of_version_6_has_a_whole_network(address: str, expected: str) -> None:
    assert client_network(address) == expected


# The panel beneath the item


def test_the_panel_stands_beneath_public_items_only(cast: Cast, published: Article) -> None:
    content = Client().get(published.get_absolute_url()).content.decode()
    assert report_address(published) in content and "Trang này có hữu ích?" in content
    assert "csrfmiddlewaretoken" not in content
    frame = reverse("admin:news_article_preview_frame", args=[published.pk])
    assert "Trang này có hữu ích?" not in client_of(cast, "editor").get(frame).content.decode()


def test_queries_of_the_public_pages(published: Article) -> None:
    """The generation, the item, the report; what stands around every page has been asked for."""
    ContentType.objects.get_for_models(Article, ErrorReport)
    code = send(published).url
    Client().get("/khong-co/")
    asked = {}
    for address in (
        report_address(published),
        code,
        reverse("rated", args=["tin", published.pk, "co"]),
    ):
        with CaptureQueriesContext(connection) as queries:
            assert Client().get(address).status_code == 200
        asked[address] = len(queries)
    assert list(asked.values()) == [2, 3, 2]
