"""The own times of notices: stored, kept in the history, shown wherever notices are."""

from __future__ import annotations

import inspect
import json
import re
from datetime import datetime, timedelta
from typing import Any
from xml.etree import ElementTree

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.test import Client
from django.utils import timezone
from icalendar import Calendar

from core.workflow.engine import TransitionRefused
from news.editorial.forms.correction import correction_data
from news.editorial.lint import check_times
from news.editorial.services import copy_text, save_text
from news.models import Article, Category, NoticeTime
from news.models.notice_times import parse_times, write_times
from news.public.sharing import share_kit
from news.states import Kind
from news.times.forms import EMPTY_ROWS, NoticeTimesField
from organization.models import Notice, Topic
from tests.news.test_access import client_of
from tests.support.cast import Cast
from tests.support.factories import CategoryFactory, make_draft, transition

NIGHT = "22:00 24/11/2016 – 04:00 25/11/2016 | tại: Chợ Cũ | liên quan: Tổ 5, tổ 7"
NIGHT_LABEL = "22:00 thứ\u00a0Năm 24/11/2016 – 04:00 thứ\u00a0Sáu 25/11/2016"
NOON = datetime.fromisoformat("2016-11-22T12:00:00+07:00")


@pytest.fixture
def notices(db: None) -> Category:
    return CategoryFactory(name="Thông báo", slug="thong-bao", is_for_notices=True)


def notice(
    cast: Cast, category: Category, title: str, times: str = "", body: str = "", **data: Any
) -> Article:
    """A public notice."""
    text = {"body": body} if body else {}
    draft = make_draft(
        cast.contributor, kind=Kind.NOTICE, category=category, title=title, times=times, **text
    )
    handed_in = transition(draft, "submit", cast.contributor)
    return transition(handed_in, "publish", cast.approver, **data)


def titles(page: str) -> list[str]:
    return re.findall(r'notice__title"><a href="[^"]*">([^<]*)<', page)


def test_lines_and_times_are_the_same() -> None:
    lines = [
        NIGHT,
        "08:00 26/11/2016 | đã hủy",
        "27/11/2016",
        "28/11/2016 – 30/11/2016 | tại: Trạm Y tế",
    ]
    assert write_times(parse_times("\n".join(reversed(lines)))) == "\n".join(lines)
    labels = [one.label.replace("\u00a0", " ") for one in parse_times("\n".join(lines))]
    assert labels == [
        "22:00 thứ Năm 24/11/2016 – 04:00 thứ Sáu 25/11/2016",
        "08:00 thứ Bảy 26/11/2016",
        "Chủ nhật 27/11/2016",
        "thứ Hai 28/11/2016 – thứ Tư 30/11/2016",
    ]


def test_hours_of_one_day_are_written_once() -> None:
    (one,) = parse_times("08:00 26/11/2016 – 11:30 26/11/2016")
    assert one.label == "08:00\u00a0–\u00a011:30, thứ\u00a0Bảy 26/11/2016"


@pytest.mark.parametrize("line", ["mai", "25:00 24/11/2016", "31/02/2016", "24/11/2016 | nơi: đây"])
def test_what_is_no_time_is_refused(line: str) -> None:
    with pytest.raises(ValueError):
        parse_times(line)


@time_machine.travel(NOON, tick=False)
def test_times_are_rows_and_part_of_the_revisions(cast: Cast) -> None:
    article = make_draft(cast.contributor, kind=Kind.NOTICE, times=NIGHT)
    row = NoticeTime.objects.get()
    assert (row.starts_at.isoformat(), row.over_at.isoformat()) == (
        "2016-11-24T15:00:00+00:00",
        "2016-11-24T21:00:00+00:00",
    )
    article.times = "25/11/2016"
    save_text(article, actor=cast.contributor)
    kept = [one.times for one in article.history.order_by("version")]
    assert kept == [NIGHT, "25/11/2016"]
    assert [one.line for one in NoticeTime.objects.all()] == ["25/11/2016"]
    assert copy_text(article, actor=cast.contributor).times == ""


@time_machine.travel(NOON, tick=False)
def test_a_correction_changes_the_times(cast: Cast, notices: Category) -> None:
    article = notice(cast, notices, "Cắt nước", NIGHT)
    data = correction_data(article, times=f"{NIGHT} | đã hủy", is_public="1")
    article = transition(article, "correct", cast.approver, note="Đã hủy", **data)
    assert NoticeTime.objects.get().is_cancelled
    page = Client().get(article.get_absolute_url()).content.decode()
    assert "Đã hủy" in page
    assert "https://schema.org/EventCancelled" in page


def test_of_a_table_with_a_mistake_only_the_wrong_row_is_marked() -> None:
    typed = {"t-0-first": "2016-11-24", "t-1-place": "Chợ Cũ"}
    widget = NoticeTimesField().widget
    rows = widget.get_context("t", widget.value_from_datadict(typed, {}, "t"), {})["widget"]["rows"]
    assert [row.is_fine for row in rows] == [True, False, *[True] * EMPTY_ROWS]


@time_machine.travel(NOON, tick=False)
def test_the_author_is_told_of_a_notice_cancelled_by_correction(
    cast: Cast, notices: Category
) -> None:
    article = notice(cast, notices, "Cắt nước", NIGHT)
    data = correction_data(article, times=f"{NIGHT} | đã hủy", is_public="1")
    article = transition(article, "correct", cast.approver, note="Trời mưa.", **data)
    told = Notice.objects.filter(person=cast.contributor).order_by("pk")
    cancelled = told.last()
    words = f"Thông báo “Cắt nước” ghi “Đã hủy”: {NIGHT_LABEL}. Lý do: Trời mưa."
    assert (cancelled.text, cancelled.topic) == (words, Topic.REWRITTEN)
    data = correction_data(article, times=NIGHT, is_public="1")
    article = transition(article, "correct", cast.approver, note="Vẫn cắt.", **data)
    assert told.last().text == (
        f"Thông báo “Cắt nước” bỏ ghi “Đã hủy”: {NIGHT_LABEL}. Lý do: Vẫn cắt."
    )
    count = told.count()
    data = correction_data(article, byline="Tổ 5", is_public="1")
    transition(article, "correct", cast.approver, note="Người viết.", **data)
    assert told.count() == count


@time_machine.travel(NOON, tick=False)
def test_a_correction_of_the_day_asks_about_the_words_that_keep_the_old_one(
    cast: Cast, notices: Category
) -> None:
    article = notice(
        cast, notices, "Cắt nước ngày 26/11", "26/11/2016", body="<p>Ngừng ngày 26/11/2016.</p>"
    )
    data = correction_data(article, times="28/11/2016", is_public="1")
    asked = "Nội dung còn ghi ngày 26/11/2016, ngày trong bảng nay là 28/11/2016"
    with pytest.raises(TransitionRefused, match=asked):
        transition(article, "correct", cast.approver, note="Đổi ngày", **data)
    data |= {"title": "Cắt nước ngày 28/11"}
    with pytest.raises(TransitionRefused, match=asked):
        transition(article, "correct", cast.approver, note="Đổi ngày", **data)
    data |= {"body": "<p>Ngừng ngày 28/11/2016.</p>"}
    transition(article, "correct", cast.approver, note="Đổi ngày", **data)


@time_machine.travel(NOON, tick=False)
def test_a_correction_of_the_day_asks_about_the_title_that_keeps_the_old_one(
    cast: Cast, notices: Category
) -> None:
    times = "08:00 26/11/2016 – 11:00 26/11/2016"
    article = notice(cast, notices, "Cắt nước sáng 26/11", times, body="<p>Chi tiết sau.</p>")
    moved = times.replace("26/11", "25/11")
    data = correction_data(article, times=moved, is_public="1")
    with pytest.raises(TransitionRefused, match="Tiêu đề ghi ngày 26/11/2016"):
        transition(article, "correct", cast.approver, note="Đổi ngày", **data)
    data |= {"title": "Cắt nước từ 25/11 đến 26/11", "times": "25/11/2016"}
    with pytest.raises(TransitionRefused, match="Tiêu đề còn ghi ngày 26/11/2016"):
        transition(article, "correct", cast.approver, note="Đổi ngày", **data)


@time_machine.travel(NOON, tick=False)
def test_what_goes_out_as_text_says_when_and_that_it_is_cancelled(
    cast: Cast, client: Client, notices: Category
) -> None:
    article = notice(cast, notices, "Cắt nước", NIGHT)
    when = f"{NIGHT_LABEL}, Chợ Cũ, Tổ 5, tổ 7"
    assert share_text(article).split("\n")[1] == when
    assert described(client, article) == plain(f"{when}. {article.lead}")
    data = correction_data(article, times=f"{NIGHT} | đã hủy", is_public="1")
    article = transition(article, "correct", cast.approver, note="Đã sửa xong từ chiều.", **data)
    data = correction_data(article, byline="Tổ 5", is_public="1")
    transition(article, "correct", cast.approver, note="Người viết là tổ 5.", **data)
    texts = ["Đã sửa xong từ chiều.", "Người viết là tổ 5."]
    lines = [f"Đã hủy: {when}", *(f"Đính chính: {text}" for text in texts)]
    assert share_text(article).split("\n")[1:4] == lines
    told = f"{lines[0]}. {lines[1]} {lines[2]} {article.lead}"
    assert described(client, article) == plain(told)
    item = ElementTree.fromstring(client.get("/rss.xml").content).find("channel/item")
    assert item.findtext("description") == "\n".join([*lines, article.lead])
    content = item.findtext("{http://purl.org/rss/1.0/modules/content/}encoded")
    assert content.startswith("".join(f"<p>{line}</p>" for line in lines))
    found = client.get("/tim-kiem/?q=Cắt nước").content.decode()
    assert f"Đã hủy: {NIGHT_LABEL}" in found


def described(client: Client, article: Article) -> str:
    page = client.get(article.get_absolute_url()).content.decode()
    (found,) = re.findall(r'<meta property="og:description" content="([^"]*)">', page)
    return found


def plain(text: str) -> str:
    """Return the text as the template writes a description, with plain blanks."""
    return " ".join(text.split())


def share_text(article: Article) -> str:
    return share_kit(Article.objects.for_page().get(pk=article.pk)).text


@time_machine.travel(NOON, tick=False)
def test_tonight_stands_first(cast: Cast, client: Client, notices: Category) -> None:
    notice(cast, notices, "Khám mắt", "20/10/2016 – 30/12/2016")
    notice(cast, notices, "Tuần sau", "08:00 29/11/2016")
    notice(cast, notices, "Tối nay", "22:00 22/11/2016 – 04:00 23/11/2016")
    notice(cast, notices, "Ngày mai", "23/11/2016")
    notice(cast, notices, "Không giờ")
    notice(cast, notices, "Đã qua", "21/11/2016")
    notice(cast, notices, "Mới nhất")
    coming = ["Tối nay", "Ngày mai", "Tuần sau", "Khám mắt"]
    assert titles(client.get("/chuyen-muc/thong-bao/").content.decode()) == [
        *coming,
        "Mới nhất",
        "Không giờ",
    ]
    found = [one.title for one in Article.objects.current().coming_first(4)[:4]]
    assert found == coming
    with time_machine.travel(NOON + timedelta(days=1), tick=False):
        found = [one.title for one in Article.objects.current().coming_first(4)[:2]]
        assert found == ["Ngày mai", "Tuần sau"]


@time_machine.travel(NOON, tick=False)
def test_the_leaf_and_every_list_show_the_own_time(
    cast: Cast, client: Client, notices: Category
) -> None:
    article = notice(
        cast, notices, "Cắt nước", NIGHT, expires_at="2016-11-25T12:00", stays_after_expiry="stays"
    )
    page = client.get("/chuyen-muc/thong-bao/").content.decode()
    assert '<span class="day__figure">24</span><span class="day__month">tháng 11</span>' in page
    for address in ("/chuyen-muc/thong-bao/", "/tin/", "/", "/tin/2016/11/"):
        page = client.get(address).content.decode()
        assert NIGHT_LABEL in page, address
        assert "12:00" not in page, address
    page = client.get(article.get_absolute_url()).content.decode()
    assert NIGHT_LABEL in page and "Nơi: Chợ Cũ" in page and "Liên quan: Tổ 5, tổ 7" in page
    data = json.loads(re.search(r'ld\+json"[^>]*>(.*?)</script>', page, re.DOTALL)[1])
    (event,) = [node for node in data["@graph"] if node["@type"] == "Event"]
    assert event["startDate"] == "2016-11-24T22:00:00+07:00"
    assert event["endDate"] == "2016-11-25T04:00:00+07:00"
    assert event["location"]["name"] == "Chợ Cũ"
    assert event["eventStatus"] == "https://schema.org/EventScheduled"
    assert NIGHT_LABEL in client.get("/tim-kiem/?q=Cắt nước").content.decode()


@time_machine.travel(NOON, tick=False)
def test_a_notice_without_times_has_no_leaf(cast: Cast, client: Client, notices: Category) -> None:
    notice(cast, notices, "Không giờ")
    assert "day__figure" not in client.get("/chuyen-muc/thong-bao/").content.decode()


@time_machine.travel(NOON, tick=False)
def test_the_calendar_leads_to_the_notice(cast: Cast, client: Client, notices: Category) -> None:
    article = notice(cast, notices, "Cắt nước", f"{NIGHT}\n26/11/2016 – 27/11/2016 | đã hủy")
    page = client.get("/lich-cong-tac/?tuan=2016-11-24").content.decode()
    assert page.count(f'<a href="{article.get_absolute_url()}">Cắt nước</a>') == 4
    events = Calendar.from_ical(client.get("/lich.ics").content).walk("VEVENT")
    first, second = events
    assert first["uid"].startswith(f"thong-bao-{article.pk}-0@")
    assert first["dtstart"].to_ical() == b"20161124T150000Z"
    assert str(first["location"]) == "Chợ Cũ"
    assert (second["dtstart"].to_ical(), second["dtend"].to_ical()) == (b"20161126", b"20161128")
    assert str(second["status"]) == "CANCELLED"


@time_machine.travel(NOON, tick=False)
def test_what_is_over_stays_marked(cast: Cast, client: Client, notices: Category) -> None:
    article = notice(cast, notices, "Cắt nước", NIGHT)
    notice(cast, notices, "Không giờ")
    with time_machine.travel(NOON + timedelta(days=5), tick=False):
        over = "Đã hết hiệu lực ngày 25/11/2016"
        answer = client.get(article.get_absolute_url())
        assert answer.status_code == 200 and over in answer.content.decode()
        assert over in client.get("/tin/").content.decode()
        assert over in client.get("/tim-kiem/?q=Cắt nước").content.decode()
        assert article in Article.objects.published()  # what search, site map, archive read
        for address in ("/", "/chuyen-muc/thong-bao/", "/rss.xml"):
            assert "Cắt nước" not in client.get(address).content.decode(), address


@time_machine.travel(NOON, tick=False)
def test_the_form_has_a_table(cast: Cast, notices: Category) -> None:
    article = make_draft(cast.contributor, kind=Kind.NOTICE, category=notices)
    browser = client_of(cast, "contributor")
    address = f"/quan-tri/news/article/{article.pk}/change/"
    page = browser.get(address).content.decode()
    assert 'name="times-0-first"' in page and 'name="times-1-first"' in page
    posted = {
        "seen_version": article.version,
        "title": article.title,
        "kind": "notice",
        "lead": article.lead,
        "body": article.body,
        "category": notices.pk,
        "is_for_portal": "on",
        "times-0-first": "2016-11-24",
        "times-0-starts": "22:00",
        "times-0-last": "2016-11-25",
        "times-0-ends": "03:00",
        "times-0-place": "Chợ | Cũ",
        "core-fileuse-content_type-object_id-TOTAL_FORMS": 0,
        "core-fileuse-content_type-object_id-INITIAL_FORMS": 0,
    }
    wrong = browser.post(address, posted | {"times-0-last": "2016-11-23"}).content.decode()
    assert "Lúc kết thúc phải sau lúc bắt đầu." in wrong
    assert 'value="Chợ | Cũ"' in wrong
    assert browser.post(address, posted).status_code == 302
    article.refresh_from_db()
    assert article.times == "22:00 24/11/2016 – 03:00 25/11/2016 | tại: Chợ, Cũ"


@pytest.mark.parametrize("first", ["2016-11-23", "2016-11-26"])
def test_a_moved_day_takes_the_end_of_the_same_day_with_it(first: str) -> None:
    field = NoticeTimesField()
    stored = "08:00 24/11/2016 – 11:00 24/11/2016"
    rows = field.widget.get_context("t", stored, {})["widget"]["rows"]
    shown = {one.html_name: one.value() for one in rows[0] if one.value()}
    assert "t-0-last" not in shown
    typed = {name: str(value) for name, value in shown.items()} | {"t-0-first": first}
    (moved,) = parse_times(field.clean(field.widget.value_from_datadict(typed, {}, "t")))
    assert f"{moved.first_day}" == f"{moved.last_day}" == first


@pytest.mark.parametrize(
    ("row", "label"),
    [
        ({"last": "2016-11-24", "starts": "11:00", "ends": "08:00"}, "Đến giờ"),
        ({"starts": "11:00", "ends": "08:00"}, "Đến giờ"),
        ({"last": "2016-11-23", "starts": "08:00", "ends": "11:00"}, "Đến ngày"),
        ({"last": "2016-11-23"}, "Đến ngày"),
    ],
)
def test_a_wrong_end_is_named_as_the_form_does(row: dict[str, str], label: str) -> None:
    with pytest.raises(ValidationError) as refused:
        NoticeTimesField().clean([{"first": "2016-11-24"} | row])
    assert refused.value.messages == [f"Thời gian 1, {label}: Lúc kết thúc phải sau lúc bắt đầu."]


@time_machine.travel(NOON, tick=False)
def test_whoever_publishes_sees_the_times(cast: Cast, notices: Category) -> None:
    draft = make_draft(
        cast.contributor, kind=Kind.NOTICE, category=notices, times="22:00 24/11/2016 | tại: Chợ"
    )
    article = transition(draft, "submit", cast.contributor)
    address = f"/quan-tri/news/article/{article.pk}/buoc/publish/"
    page = client_of(cast, "approver").get(address).content.decode()
    assert "22:00 thứ\u00a0Năm 24/11/2016" in page and "Nơi: Chợ" in page
    assert "thông báo tự hết hiệu lực sau lần cuối của nó, ngày 24/11/2016." in page
    assert "không hết hạn" not in page


@time_machine.travel(NOON, tick=False)
def test_the_text_proposes_the_times(cast: Cast, notices: Category) -> None:
    body = "<p>Cắt nước từ 22 giờ ngày 24/11 đến 4 giờ ngày 25/11.</p>"
    article = make_draft(cast.contributor, kind=Kind.NOTICE, category=notices, body=body)
    (advice,) = check_times(article)
    assert advice.replacement == "22:00 24/11/2016 – 04:00 25/11/2016"
    assert not advice.is_error
    page = (
        client_of(cast, "contributor")
        .get(f"/quan-tri/news/article/{article.pk}/change/")
        .content.decode()
    )
    assert 'data-replace="22:00 24/11/2016 – 04:00 25/11/2016"' in page
    article.times = advice.replacement
    assert list(check_times(article)) == []
    article.kind, article.times = Kind.BRIEF, ""
    assert list(check_times(article)) == []


@pytest.mark.parametrize(
    ("times", "texts", "said"),
    [
        (
            "22:00 24/11/2016 – 05:00 25/11/2016",
            {"title": "Cắt nước từ 22 giờ ngày 24/11 đến 4 giờ ngày 25/11"},
            [("title", "Tiêu đề ghi 04:00, giờ trong bảng là 22:00, 05:00.", "4 giờ")],
        ),
        (
            "09:00 06/12/2016 – 11:00 06/12/2016",
            {"title": "Phun thuốc ngày 05/12", "lead": "Phun thuốc 06:00 – 09:00 ngày 05/12/2016."},
            [
                (
                    "title",
                    "Tiêu đề ghi ngày 05/12/2016, ngày trong bảng là 06/12/2016.",
                    "ngày 05/12",
                ),
                (
                    "lead",
                    "Sapo ghi ngày 05/12/2016, ngày trong bảng là 06/12/2016.",
                    "ngày 05/12/2016",
                ),
                ("lead", "Sapo ghi 06:00, giờ trong bảng là 09:00, 11:00.", "06:00"),
            ],
        ),
        (
            "22:00 24/11/2016 – 05:00 25/11/2016",
            {"body": "<p>Cắt nước từ 22 giờ ngày 24/11 đến 4 giờ ngày 25/11.</p>"},
            [
                (
                    "body",
                    "Nội dung ghi 22:00 thứ Năm 24/11/2016 – 04:00 thứ Sáu 25/11/2016; trong bảng"
                    " là 22:00 thứ Năm 24/11/2016 – 05:00 thứ Sáu 25/11/2016.",
                    "",
                )
            ],
        ),
        (
            "08:00 26/11/2016",
            {"body": "<p>Theo Kế hoạch ngày 01/11, họp lúc 8 giờ ngày 25/11.</p>"},
            [
                (
                    "body",
                    "Nội dung ghi 08:00 thứ Sáu 25/11/2016; trong bảng là 08:00 thứ Bảy"
                    " 26/11/2016.",
                    "",
                )
            ],
        ),
        ("08:00 26/11/2016", {"title": "Họp từ 8 giờ đến 11 giờ ngày 26/11"}, []),
        ("26/11/2016", {"title": "Nghỉ cả ngày 26/11, trực từ 7 giờ"}, []),
        (
            "22:00 24/11/2016 – 04:00 25/11/2016",
            {"title": "Theo Quyết định ngày 01/11, cắt điện đêm 24/11, tổ 2-3"},
            [],
        ),
        (
            "22:00 24/11/2016 – 04:00 25/11/2016",
            {"body": "<p>Đăng ký từ 7 giờ đến 9 giờ ngày 23/11, cắt nước ngày 24/11.</p>"},
            [],
        ),
    ],
)
def test_days_and_hours_of_the_text_are_compared_with_the_table(
    times: str, texts: dict[str, str], said: list[tuple[str, str, str]]
) -> None:
    article = Article(kind=Kind.NOTICE, times=times, created_at=NOON, **texts)
    found = [
        (one.field, one.sentence.replace("\u00a0", " "), one.quote) for one in check_times(article)
    ]
    assert found == said
    article.kind = Kind.BRIEF
    assert list(check_times(article)) == []


def test_one_condition_says_what_is_over() -> None:
    """Whoever narrows articles by their end alone forgets their own times."""
    from broadcasts.sources import articles as spoken
    from news.public import archive
    from news.querysets import articles

    for module in (spoken, archive, articles):
        source = inspect.getsource(module)
        assert "not_over(" in source
        assert "Q(expires_at__gt=at), published_at" not in source
    assert "expires_at__gt" not in inspect.getsource(spoken)
    assert "expires_at" not in inspect.getsource(archive)


@pytest.mark.parametrize("rows", [1, 20])
def test_times_cost_no_query(
    cast: Cast, client: Client, notices: Category, rows: int, django_assert_num_queries: Any
) -> None:
    day = timezone.localdate() + timedelta(days=2)
    for number in range(rows):
        notice(cast, notices, f"Số {number}", f"{day:%d/%m/%Y}\n{day + timedelta(7):%d/%m/%Y}")
    client.get("/khong-co/")
    with django_assert_num_queries(4):
        client.get("/chuyen-muc/thong-bao/")
