"""The public search over HTTP: what is found however it is typed, what stands first, and nothing
that is not public.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import quote, urlencode

import pytest
import time_machine
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st

from core.registries import search_sources
from core.search import statement
from core.search.engine import find_hits
from core.search.parser import parse_query
from core.search.source_rows import Filters
from core.search.statement import search_sql
from core.search.suggestions import similar_words, suggest_sql
from core.text.vietnamese import slug
from news.models import Article
from news.states import ArticleState, Kind
from organization.models import Hotline, Page, Ward
from tests.news.editorial.test_workflow import in_state
from tests.support.cast import Cast
from tests.support.factories import CategoryFactory, UnitFactory

BODY = "<p>Phường Bến Sen &amp; bà con.</p>"


@pytest.fixture(autouse=True)
def ward(db: None) -> None:
    Ward.objects.create(pk=1, name="Phường Bến Sen")
    Page.objects.update(is_public=False)  # those every ward has from the start


def on_portal(title: str, *, days: float = 0, **fields: Any) -> Article:
    """An item that is on the portal; how it came there is not what is tried here."""
    values = {
        "state": ArticleState.PUBLISHED,
        "published_at": timezone.now() - timedelta(days=days),
        "body": BODY,
    }
    return Article.objects.create(title=title, **values | fields)


def ask(client: Client, typed: str, **more: Any) -> HttpResponse:
    return client.get("/tim-kiem/", {"q": typed} | more)


def titles(answer: HttpResponse) -> list[str]:
    found = re.findall(r'result__title"><a href="[^"]*">(.*?)</a>', answer.content.decode())
    return [re.sub("</?mark>", "", title) for title in found]


def _main(answer: HttpResponse) -> str:
    """Return the page without its frame and the question whether it helped."""
    return answer.content.decode().partition("<main")[2].partition('<aside class="feedback"')[0]


def says(answer: HttpResponse) -> list[str]:
    return [
        " ".join(text.split())
        for text in re.findall(r"<h2[^>]*>(.*?)</h2>", _main(answer), re.DOTALL)
    ]


# However it is typed

EQUAL = [
    (
        "Đại hội Đảng bộ",
        ["dai hoi dang bo", "ĐẠI HỘI ĐẢNG BỘ", "đại hội", "Dai Hoi", '"hội đảng"', "dai hoi dan"],
    ),
    ("Văn hóa cơ sở", ["văn hoá", "van hoa", "VĂN HOÁ", "hóa", "hoá"]),
    ("Chu Thị Huệ ở tổ thuỷ lợi", ["chu thi hue", "Chu Thị Huệ", "thủy lợi", "thuỷ lợi"]),
    (
        "Số 15/2016/QĐ-UBND về chợ",
        ["15/2016/QĐ-UBND", "15/2016/qd-ubnd", "qđ-ubnd", "15 2016", '"15/2016"'],
    ),
    ("Wi-Fi miễn phí", ["wi-fi", "wi fi", "WI-FI mien"]),
]


@pytest.mark.parametrize(
    ("title", "typed"), [(title, typed) for title, ways in EQUAL for typed in ways]
)
@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_the_same_is_found_however_it_is_typed(
    client: Client, title: str, typed: str, form: str
) -> None:
    on_portal(title)
    on_portal("Chuyện khác hẳn")
    found = titles(ask(client, unicodedata.normalize(form, typed)))
    # The hotline that every ward has comes after it: "hỏa" is "hóa" without its mark.
    assert found[0] == title
    assert [one for one in found if not one.startswith("Cứu hỏa")] == [title]


# What stands first


def test_right_marks_stand_first(client: Client) -> None:
    on_portal("Chờ cấp nước", days=1)
    on_portal("Tin khác", days=2, body="<p>Họp chợ phiên.</p>")
    on_portal("Cho thuê nhà", days=0)
    assert titles(ask(client, "chợ")) == ["Tin khác", "Cho thuê nhà", "Chờ cấp nước"]
    assert titles(ask(client, "cho")) == ["Cho thuê nhà", "Chờ cấp nước", "Tin khác"]


def test_titles_stand_before_leads_and_texts(client: Client) -> None:
    for number, where in enumerate(["byline", "body", "lead", "title"]):
        on_portal(**{"title": f"Tin {where}", where: "Tin title về tiêm phòng"} | {"days": number})
    found = titles(ask(client, "tiem phong"))
    assert found == ["Tin title về tiêm phòng", "Tin lead", "Tin byline", "Tin body"]


def test_words_in_a_row_stand_before_words_apart_and_newer_before_older(client: Client) -> None:
    on_portal("Một", days=3, body="<p>Tổ chức đại hội.</p>")
    on_portal("Hai", days=2, body="<p>Tổ chức đại hội.</p>")
    on_portal("Ba", days=1, body="<p>Đại diện hội phụ nữ.</p>")
    assert titles(ask(client, "dai hoi")) == titles(ask(client, "đại hội")) == ["Hai", "Một", "Ba"]


# Operators and filters


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("tiêm phòng", {"Tiêm phòng dại", "Tiêm phòng cúm", "Phòng tiêm"}),
        ('"tiêm phòng"', {"Tiêm phòng dại", "Tiêm phòng cúm"}),
        ("“tiem phong” -dai", {"Tiêm phòng cúm"}),
        ('tiêm -"phòng dại"', {"Tiêm phòng cúm", "Phòng tiêm"}),
        ("tiem pho", {"Tiêm phòng dại", "Tiêm phòng cúm", "Phòng tiêm"}),
        ('"tiem pho"', set()),
    ],
)
def test_operators(client: Client, typed: str, expected: set[str]) -> None:
    for title in ("Tiêm phòng dại", "Tiêm phòng cúm", "Phòng tiêm"):
        on_portal(title)
    answer = ask(client, typed)
    assert (set(titles(answer)) if expected else says(answer)[0]) == (
        expected or f"Không tìm thấy “{typed}”".replace('"', "&quot;")
    )


def test_filters(client: Client) -> None:
    category, unit = CategoryFactory(), UnitFactory()
    on_portal(
        "Tin đê",
        kind=Kind.BRIEF,
        category=category,
        published_at=datetime(2024, 12, 31, 17, tzinfo=UTC),
    )
    on_portal("Bài đê", kind=Kind.FEATURE, unit=unit)
    on_portal("Thông báo đê", kind=Kind.NOTICE, category=category, unit=unit)
    found = {
        name: set(titles(ask(client, "đê", **{name: value})))
        for name, value in (
            ("loai", "bai"),
            ("muc", category.slug),
            ("don-vi", unit.pk),
            ("nam", 2025),
        )
    }
    assert found == {
        "loai": {"Bài đê"},
        "muc": {"Tin đê", "Thông báo đê"},
        "don-vi": {"Bài đê", "Thông báo đê"},
        "nam": {"Tin đê"},  # it was the new year already, in the ward
    }
    both = ask(client, "đê", **{"muc": category.slug, "don-vi": unit.pk})
    assert titles(both) == ["Thông báo đê"]
    assert f'<option value="{category.slug}" selected>' in both.content.decode()
    nonsense = {"loai": "x", "muc": "khong-co", "don-vi": "9" * 30, "nam": "-1", "moc": "x"}
    assert len(titles(ask(client, "đê", **nonsense))) == 3


def test_nothing_in_a_filter_leads_to_the_whole_portal(client: Client) -> None:
    on_portal("Bài đê", kind=Kind.FEATURE)
    answer = ask(client, "đê", loai="tin")
    assert says(answer)[0] == "Không tìm thấy “đê”"
    assert 'href="/tim-kiem/?q=%C4%91%C3%AA">Tìm trên toàn cổng' in answer.content.decode()


# Typing errors


@pytest.mark.parametrize("typed", ["tiemm phong dai", "tiem phog daij", "tiêm phogn dại", "phongg"])
def test_typing_errors_are_forgiven_when_nothing_matches(client: Client, typed: str) -> None:
    on_portal("Tiêm phòng dại cho chó, mèo")
    on_portal("Khánh thành tuyến hoa")
    answer = ask(client, typed)
    assert titles(answer) == ["Tiêm phòng dại cho chó, mèo"]
    assert says(answer)[:2] == [f"Không tìm thấy “{typed}”", "Có phải quý vị tìm"]


# Pages


def test_pages_stay_as_they_are_while_items_come(client: Client) -> None:
    for number in range(45):
        on_portal(f"Đê {number}", days=number + 1)
    first = ask(client, "đê")
    on_portal("Đê mới")
    seen, answer = titles(first), first
    while address := re.search(r'rel="next" href="([^"]*)"', answer.content.decode()):
        answer = client.get(address[1].replace("&amp;", "&"))
        seen += titles(answer)
    assert seen == [f"Đê {number}" for number in range(45)]
    assert titles(ask(client, "đê"))[0] == "Đê mới"
    back = re.search(r'rel="prev" href="([^"]*)"', answer.content.decode())[1].replace("&amp;", "&")
    assert titles(client.get(back)) == seen[20:40]
    assert "<title>Tìm “đê”, trang 3 | Phường Bến Sen</title>" in answer.content.decode()


def test_a_filter_takes_away_and_brings_nothing_else_in(client: Client) -> None:
    """Although none of the kind has the words side by side."""
    on_portal("Nhà văn hóa khu phố 7 mở cửa", kind="feature")
    notice = on_portal("Lịch tiêm", kind="notice", body="<p>Khu phố có 7 điểm.</p>")
    on_portal("Cả khu phố đi tiêm", kind="notice")
    everywhere = ask(client, "khu phố 7")
    assert notice.title in titles(everywhere)
    narrowed = ask(client, "khu phố 7", loai="thong-bao")
    assert titles(narrowed) == [notice.title]
    assert says(narrowed)[0] == "1 kết quả"
    empty = ask(client, "khu phố 7", loai="van-ban")
    assert titles(empty) == [] and says(empty)[0] == "Không tìm thấy “khu phố 7”"


def test_the_number_of_a_place_is_found_with_its_word_too(client: Client) -> None:
    on_portal("Tổ dân phố có 7 hộ mới", days=1)
    on_portal("Hội thao ở tổ dân phố số 7", days=9)
    assert titles(ask(client, "tổ dân phố 7"))[0] == "Hội thao ở tổ dân phố số 7"


def test_what_is_in_force_comes_before_older_news_of_a_street(client: Client) -> None:
    soon, before = timezone.now() + timedelta(days=1), timezone.now() - timedelta(days=1)
    body = "<p>Có ngõ 84.</p>"
    on_portal("Thông cầu đầu ngõ 84", days=100)
    on_portal("Tạm ngừng cấp nước hôm trước", days=3, body=body, valid_until=before)
    on_portal("Tạm ngừng cấp nước đêm mai", days=2, body=body, valid_until=soon)
    on_portal("Vá đường", days=1, body="<p>Ngõ 12 và 84 hộ.</p>", valid_until=soon)
    found = titles(ask(client, "ngõ 84"))
    assert found[:2] == ["Tạm ngừng cấp nước đêm mai", "Thông cầu đầu ngõ 84"]


def test_a_title_in_force_comes_before_newer_ones_that_say_the_same(client: Client) -> None:
    soon = timezone.now() + timedelta(days=7)
    on_portal("Lịch tiêm chủng tháng này của trạm", days=9, valid_until=soon)
    on_portal("Giao trạm gửi lịch tiêm chủng", days=1)
    assert titles(ask(client, "tiêm chủng"))[0] == "Lịch tiêm chủng tháng này của trạm"


def test_an_excluded_word_in_the_text_alone_excludes(client: Client) -> None:
    on_portal("Họp tổ dân phố", body="<p>Bàn việc dời chợ.</p>")
    on_portal("Họp ban bầu cử", body="<p>Bàn việc khác.</p>")
    found = titles(ask(client, "họp -chợ"))
    assert "Họp ban bầu cử" in found
    assert "Họp tổ dân phố" not in found


def test_until_is_the_last_moment_that_counts(db: None) -> None:
    at = on_portal("Đê", days=3).published_at
    query = parse_query("đê")
    for moment, expected in ((at, 1), (at - timedelta(microseconds=1), 0)):
        found = find_hits(search_sources, query, Filters(until=moment))
        assert (found.count, len(found.hits)) == (expected, expected), moment


@pytest.mark.parametrize("page", ["0", "3", "-1", "x", "9" * 40, "1.0", ""])
def test_no_such_page(client: Client, page: str) -> None:
    on_portal("Đê")
    assert ask(client, "đê", trang=page).status_code == 404


def test_the_count_is_exact_up_to_the_most(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(statement, "MAX_HITS", 25)
    for number in range(25):
        on_portal(f"Đê {number}", days=number)
    assert says(ask(client, "đê"))[0] == "25 kết quả"
    on_portal("Bờ đê cũ", days=99)
    assert says(ask(client, "đê"))[0] == "Hơn 100 kết quả"
    # The narrowest reading and the titles are looked through apart: the oldest is there although
    # the newest filled up.
    found = find_hits(search_sources, parse_query("đê cũ"), Filters())
    assert [hit.title for hit in found.hits] == ["Bờ đê cũ"]


# What is not public


@pytest.mark.parametrize(
    "state", ["draft", "in_review", "taken", "scheduled", "discarded", "withdrawn"]
)
def test_what_is_not_public_is_not_found(cast: Cast, client: Client, state: str) -> None:
    article = in_state(cast, state)
    for typed in (article.title, "to dan pho ra quan", "tor dan pho rua quann"):
        assert article.title not in titles(ask(client, typed))


def test_times_decide(client: Client) -> None:
    now = timezone.now()
    on_portal("Đê", published_at=now + timedelta(hours=1), expires_at=now + timedelta(hours=2))
    on_portal("Đê loa", is_for_portal=False)
    seen = []
    for minutes in (59, 61, 121):
        with time_machine.travel(now + timedelta(minutes=minutes), tick=False):
            seen.append(titles(ask(client, "đê")))
    assert seen == [[], ["Đê"], ["Đê"]]
    with time_machine.travel(now + timedelta(minutes=121), tick=False):
        assert "Đã hết hiệu lực ngày" in ask(client, "đê").content.decode()
        Article.objects.update(stays_after_expiry=False)
        assert titles(ask(client, "đê")) == []


# The page


def test_hits_are_marked_and_text_is_text(client: Client) -> None:
    on_portal(
        "Lũ <b>lụt</b>",
        lead="Đê & kè",
        body="<p>Gia cố <strong>đê&nbsp;điều</strong> &lt;gấp&gt;</p>",
    )
    page = ask(client, "de").content.decode()
    assert "Lũ &lt;b&gt;lụt&lt;/b&gt;</a>" in page
    assert "<mark>Đê</mark> &amp; kè Gia cố <mark>đê</mark> điều &lt;gấp&gt;" in page
    assert '<meta name="robots" content="noindex, follow">' in page


@pytest.mark.parametrize(
    ("typed", "answered"),
    [
        ("", "Cách tìm"),
        ("   ", "Cách tìm"),
        ('- " "', "Chưa có từ nào để tìm"),
        ("-phường", "Chưa có từ nào để tìm"),
        ("😀🏳️‍🌈", "Chưa có từ nào để tìm"),
        ("& | ! <-> :* \\ ' ()", "Chưa có từ nào để tìm"),
        ("'; DROP TABLE news_article; --", "Không tìm thấy “&#x27;; DROP TABLE news_article; --”"),
        ("<script>alert(1)</script>", "Không tìm thấy “&lt;script&gt;alert(1)&lt;/script&gt;”"),
        ("bà con " * 300, "1 kết quả"),
        ("x" * 2000, f"Không tìm thấy “{'x' * 200}”"),
        ("%s %(a)s {0}", "Không tìm thấy “%s %(a)s {0}”"),
    ],
)
def test_strange_input_is_answered_politely(client: Client, typed: str, answered: str) -> None:
    on_portal("Tin")
    answer = ask(client, typed)
    assert (answer.status_code, says(answer)[0]) == (200, answered)


def test_what_is_no_text_is_refused(client: Client) -> None:
    assert client.get("/tim-kiem/?q=a%00b").status_code == 400
    assert client.get("/tim-kiem/?q=%FF%FE&trang=1").status_code == 200
    assert client.post("/tim-kiem/", {"q": "a"}).status_code == 405


@settings(max_examples=60)
@given(st.text(max_size=60), st.text(max_size=3))
def test_any_text_is_answered(client: Client, typed: str, page: str) -> None:
    address = "/tim-kiem/?" + "&".join(
        f"{name}={quote(text, errors='replace')}" for name, text in (("q", typed), ("loai", page))
    )
    answer = client.get(address)
    assert answer.status_code == (400 if "\0" in typed + page else 200)


# Other rooms


def fixed_page(title: str, *, days: float = 0, body: str = BODY, is_public: bool = True) -> Page:
    at = timezone.now() - timedelta(days=days)
    return Page.objects.create(
        title=title, slug=slug(title), body=body, is_public=is_public, updated_at=at
    )


def test_one_search_ranks_and_narrows_over_all_sources(client: Client) -> None:
    category = CategoryFactory()
    on_portal("Đê sông", days=1, category=category)
    on_portal("Kè sông", days=2, lead="Đê")
    fixed_page("Giới thiệu đê", days=3)
    fixed_page("Hỏi đáp", body="<p>Ai gác <b>đê</b>?</p>")
    fixed_page("Đê cấm xem", is_public=False)
    answer = ask(client, "đê")
    assert titles(answer) == ["Đê sông", "Giới thiệu đê", "Kè sông", "Hỏi đáp"]
    assert '<span class="kicker">Trang thông tin</span></p>' in answer.content.decode()
    assert "Ai gác <mark>đê</mark>?" in answer.content.decode()
    assert titles(ask(client, "đê", loai="trang")) == ["Giới thiệu đê", "Hỏi đáp"]
    assert titles(ask(client, "đê", muc=category.slug)) == ["Đê sông"]
    assert says(ask(client, "đê", loai="trang", muc=category.slug))[0] == "Không tìm thấy “đê”"
    assert says(ask(client, "đê", **{"don-vi": UnitFactory().pk}))[0] == "Không tìm thấy “đê”"
    assert titles(ask(client, "gioi thieeu dee", loai="trang")) == ["Giới thiệu đê"]
    labels = re.findall(r'<option value="[^"]+">([^<]*)</option>', answer.content.decode())
    assert labels[:6] == [
        "Tin",
        "Bài chuyên sâu",
        "Thông báo",
        "Cuộc họp",
        "Kết luận họp",
        "Trang thông tin",
    ]


def test_pages_of_hits_go_through_all_sources(client: Client) -> None:
    for number in range(25):
        (on_portal if number % 2 else fixed_page)(f"Đê {number}", days=number + 1)
    first = ask(client, "đê")
    second = client.get(
        re.search(r'rel="next" href="([^"]*)"', first.content.decode())[1].replace("&amp;", "&")
    )
    assert titles(first) + titles(second) == [f"Đê {number}" for number in range(25)]


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("lien he", "Liên hệ"),
        ("số điện thoại", "Liên hệ"),
        ("CƠ CẤU", "Cơ cấu tổ chức"),
        ("lãnh đạo phường", "Cơ cấu tổ chức"),
        ("lịch công tác", "Lịch công tác"),
        ("cuối tuần này", "Lịch công tác"),
        ("biên bản họp", "Họp: biên bản và kết luận các cuộc họp"),
        ("nghe bản tin", "Truyền thanh: nghe bản tin của phường"),
        ("podcast", "Truyền thanh: nghe bản tin của phường"),
        ("cong van", "Văn bản: quyết định, công văn, thông báo"),
        ("rss", "Nhận tin mới"),
        ("dữ liệu mở", "Dữ liệu mở"),
        ("so do trang", "Sơ đồ trang"),
        ("bao sai sot", "Báo sai sót, xem trả lời"),
    ],
)
def test_pages_made_of_tables_are_hits(client: Client, typed: str, first: str) -> None:
    answer = ask(client, typed)
    assert titles(answer)[0] == first
    assert titles(ask(client, typed, loai="tin")) == []


@pytest.mark.parametrize(
    "typed",
    [
        *("024 3825 3535", "02438253535", "0243 825.3535", "(024) 3825 3535", "(024)38253535"),
        *("+84 24 3825 3535", "+842438253535", "(+84) 24 3825 3535", "+84 (0)24 3825 3535"),
    ],
)
def test_a_telephone_is_found_however_it_is_grouped(client: Client, typed: str) -> None:
    Ward.objects.update_or_create(pk=1, defaults={"phone": "024 3825 3535"})
    Hotline.objects.create(name="Công an", phone="024 3825 0024")
    assert titles(ask(client, typed)) == ["Số điện thoại Ủy ban nhân dân phường"]


@pytest.mark.parametrize(
    ("written", "typed"),
    [
        ("Thu ngân sách quý III năm 2026", "ngân sách quý 3"),
        ("Thu ngân sách quý 3 năm 2026", "ngan sach quy iii"),
        ("Một cửa làm việc sáng thứ Bảy", "một cửa thứ 7"),
        ("Một cửa làm việc sáng thứ 7", "mot cua thu bay"),
    ],
)
def test_numerals_mean_each_other(client: Client, written: str, typed: str) -> None:
    article = on_portal(written)
    on_portal("Thu ngân sách quý IV, thứ Tư làm ở một cửa")
    assert titles(ask(client, typed)) == [article.title]


def test_without_hits_the_quotes_may_go(client: Client) -> None:
    on_portal("Tạm ngừng cấp nước")
    for typed in ('"nước cấp"', '"xanh nước"'):
        page = _main(ask(client, typed))
        address = urlencode({"q": typed.strip('"')})
        assert f'href="/tim-kiem/?{address}">Tìm các chữ này ở bất cứ đâu' in page
    assert "không cần liền nhau" not in ask(client, "xyz").content.decode()


# What it costs


@pytest.mark.parametrize("rows", [1, 30])
def test_the_questions_asked(client: Client, rows: int) -> None:
    for number in range(rows):
        on_portal(f"Tiêm phòng dại {number}", category=CategoryFactory(), unit=UnitFactory())
    ask(client, "x")  # the frame, facts and synonyms are read once
    queries = (("tiem phong", 4), ("tieem phogn", 7), ("zzz", 5), ("", 1))
    for typed, expected in queries:
        with CaptureQueriesContext(connection) as asked:
            ask(client, typed)
        assert (typed, len(asked)) == (typed, expected)


def test_the_database_uses_the_indexes() -> None:
    """With many rows: the search itself forbids reading them all, what resembles a title is left to
    the planner.
    """
    Article.objects.bulk_create(
        Article(
            title=f"Tin số {n}",
            body=BODY,
            state=ArticleState.PUBLISHED,
            published_at=timezone.now(),
        )
        for n in range(3000)
    )
    on_portal("Tiêm phòng dại")
    plans = []
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE news_article")
        query = parse_query("tiem phogn dai")
        similar = similar_words(search_sources, query, Filters())
        for sql, values in (
            search_sql(search_sources, parse_query("tiem phong"), Filters()),
            suggest_sql(search_sources, query, Filters(), similar),
        ):
            cursor.execute(sql.replace(";", "; EXPLAIN", 1), values)
            plans.append("\n".join(row[0] for row in cursor.fetchall()))
    assert ["Seq Scan on news_article" in plan for plan in plans] == [False, False]
    assert "Index Scan on news_article_vector" in plans[0]
    assert "Index Scan on news_article_title_vector" in plans[0]
    assert "Index Scan on news_article_title_vector" in plans[1]
