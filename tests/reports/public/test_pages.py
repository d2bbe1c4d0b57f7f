"""Public reports: confirmed months alone, figures of the ward, never by unit."""

from __future__ import annotations

import json
import re
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from core.reporting.figures import FigureRow, Figures
from core.reporting.row_charts import RowChart
from news.models import Article
from organization.models import ErrorReport, ReportingPeriod, Unit
from reports.figures.comparison import PeriodComparison
from reports.figures.stored import count_periods
from reports.models import Edition, MonthlyReport, PeriodFigures
from reports.public.pages import average_days, feedback_sentence
from tests.news.public.test_views import withdraw
from tests.support.cast import Cast
from tests.support.full_months import confirm_month
from tests.support.reports import make_period, step

SITE = "http://127.0.0.1:8000"


def page(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, address
    return answer.content.decode()


def main(text: str) -> str:
    found = re.search("<main.*</main>", text, re.DOTALL)
    assert found
    return found[0]


def rows(text: str, heading: str) -> list[list[str]]:
    """The cells of the table of a section."""
    section = text[text.index(f'id="{heading}"') :]
    table = section[section.index("<table") : section.index("</table>")]
    lines = re.findall(r"<tr>(.*?)</tr>", table)
    return [re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", line) for line in lines]


def test_emptiness_is_said(client: Client, db: None) -> None:
    text = page(client, "/bao-cao/")
    assert "<h2>Chưa có báo cáo</h2>" in text
    assert '<a href="/bao-cao/">Báo cáo</a>' in text[text.index("<footer") :]


def test_confirmed_months_are_listed_the_newest_first(
    client: Client, cast: Cast, months: list[ReportingPeriod]
) -> None:
    assert "Báo cáo tháng" not in main(page(client, "/bao-cao/"))
    for period in months:
        confirm_month(cast, period)
    text = main(page(client, "/bao-cao/"))
    assert re.findall(r'href="(/bao-cao/[^"]+)"', text) == [
        "/bao-cao/2026-11/",
        "/bao-cao/2026-10/",
        "/bao-cao/2026-q4/",
        "/bao-cao/2026-nam/",
    ]
    assert "chốt ngày 02/12/2026" in text
    with CaptureQueriesContext(connection) as asked:
        page(Client(), "/bao-cao/")
    assert len([one for one in asked if "reports_" in one["sql"]]) == 1


class TestTwoConfirmedMonths:
    """Filled and confirmed once for all of them, which only read."""

    def test_a_month(self, client: Client, confirmed: list[ReportingPeriod]) -> None:
        text = page(client, "/bao-cao/2026-11/")
        assert "<h1>Báo cáo tháng 11/2026</h1>" in text
        assert "Số liệu từ ngày 01/11/2026 đến hết ngày 30/11/2026, chốt ngày 02/12/2026." in text
        facts = re.findall(
            r'<dt>(.*?)</dt><dd><span class="report-facts__value">(.*?)</span>'
            r'(?: <span class="report-facts__before">(.*?)</span>)?',
            text,
        )
        assert facts == [
            ("Tin, bài, thông báo đã đăng", "3", "kỳ trước 2"),
            ("Lượt xem tin, bài", "3.600", "kỳ trước 2.400"),
            ("Văn bản đã đăng công khai", "0", ""),
            ("Buổi phát thanh", "1", "kỳ trước 1"),
            ("Báo sai sót của người dân", "3", "kỳ trước 3"),
            ("Trả lời báo sai sót, trung bình", "2,7 ngày", ""),
        ]
        assert "Người dân gửi 3 báo sai sót. Đã trả lời 3, đúng hạn 2, trung bình 2,7 ngày." in text
        assert rows(text, "bang-2") == [
            ["Chuyên mục", "Tin", "Bài", "Thông báo", "Cộng"],
            ["Môi trường", "3", "0", "0", "3"],
            ["Cộng", "3", "0", "0", "3"],
        ]
        assert rows(text, "bang-9")[1] == [
            "Môi trường",
            "3.600",
            "2.400",
            "Chưa có số liệu",
            "6.000",
        ]
        assert ["Tin, bài, thông báo đã đăng", "3", "2", "Chưa có số liệu", "5"] in rows(
            text, "tong-hop"
        )
        assert '<a class="button" rel="prev" href="/bao-cao/2026-10/">' in text
        assert 'rel="next"' not in text

    def test_no_unit_is_named(self, client: Client, confirmed: list[ReportingPeriod]) -> None:
        for address in (
            "/bao-cao/",
            "/bao-cao/2026-11/",
            "/bao-cao/2026-q4/",
            "/du-lieu/bao-cao.json",
        ):
            text = page(client, address)
            for name in Unit.objects.values_list("name", flat=True):
                assert name not in text, address
        for word in ("Nộp muộn", "quá hạn", "hạn chế"):
            assert word not in main(page(client, "/bao-cao/2026-11/"))

    def test_charts_are_described_beside_their_tables(
        self, client: Client, confirmed: list[ReportingPeriod]
    ) -> None:
        text = page(client, "/bao-cao/2026-11/")
        assert '<desc id="bieu-do-bang-2-desc">Môi trường: 3 tin, bài.</desc>' in text
        assert "10/26 2, 11/26 3" in text  # the line over the months
        assert text.count('<svg class="row-chart__picture"') == 2  # nothing was issued
        first = page(client, "/bao-cao/2026-10/")
        assert "Qua các tháng" not in first  # one point is no line

    def test_open_data(self, client: Client, confirmed: list[ReportingPeriod]) -> None:
        october, november = client.get("/du-lieu/bao-cao.json").json()["items"]
        assert october == {
            "id": MonthlyReport.objects.get(period=confirmed[0]).pk,
            "month": "2026-10",
            "starts_on": "2026-10-01",
            "ends_on": "2026-10-31",
            "confirmed_at": "2026-11-02T09:00:00+07:00",
            "briefs": 2,
            "features": 0,
            "notices": 0,
            "views": 2400,
            "documents_issued": 0,
            "documents_published": 0,
            "sessions_aired": 1,
            "plays": 0,
            "minutes_aired": 15,
            "error_reports": 3,
            "error_reports_answered": 3,
            "answered_in_time": 2,
            "answer_days": 2.7,
            "url": f"{SITE}/bao-cao/2026-10/",
        }
        assert (november["month"], november["briefs"]) == ("2026-11", 3)

    @pytest.mark.parametrize(("address", "count"), [("2026-11", 6), ("2026-q4", 10)])
    def test_the_questions_asked(
        self, client: Client, confirmed: list[ReportingPeriod], address: str, count: int
    ) -> None:
        client.get("/khong-co/")  # reads the frame of every page, once for a generation
        with CaptureQueriesContext(connection) as asked:
            page(client, f"/bao-cao/{address}/")
        assert len(asked) == count
        with CaptureQueriesContext(connection) as asked:
            kept = client.get(f"/bao-cao/{address}/")
        assert (len(asked), kept["Cache-Control"]) == (1, "public, max-age=0, must-revalidate")


@pytest.mark.parametrize(
    "code",
    [
        *("2026-10", "2026-q4", "2026-nam", "2026-9t", "2026-13", "2026-1", "0000-01"),
        *("khac", "2026-q9", "9999-nam", "2026-10-01"),
    ],
)
def test_what_is_not_confirmed_is_not_found(
    client: Client, months: list[ReportingPeriod], code: str
) -> None:
    assert client.get(f"/bao-cao/{code}/").status_code == 404


def test_only_reading(client: Client, db: None) -> None:
    assert client.post("/bao-cao/").status_code == client.post("/bao-cao/2026-10/").status_code
    assert client.post("/bao-cao/").status_code == 405


def test_a_quarter_is_made_of_its_confirmed_months(
    client: Client, cast: Cast, months: list[ReportingPeriod]
) -> None:
    confirm_month(cast, months[0])
    text = page(client, "/bao-cao/2026-q4/")
    assert "<h1>Báo cáo quý IV/2026</h1>" in text
    assert 'Cộng từ các tháng đã chốt: <a href="/bao-cao/2026-10/">tháng 10/2026</a>.' in text
    assert "Chưa có số liệu tháng 11/2026, tháng 12/2026." in text
    assert rows(text, "bang-2")[-1] == ["Cộng", "2", "0", "0", "2"]
    confirm_month(cast, months[1])
    text = page(client, "/bao-cao/2026-q4/")
    assert rows(text, "bang-2")[-1] == ["Cộng", "5", "0", "0", "5"]
    assert "Người dân gửi 6 báo sai sót. Đã trả lời 6, đúng hạn 4, trung bình 2,7 ngày." in text
    assert client.get("/bao-cao/2026-9t/").status_code == 404
    assert rows(page(client, "/bao-cao/2026-nam/"), "bang-9")[1][1] == "6.000"


def test_the_year_so_far_of_a_month_is_that_of_its_confirmed_months(
    client: Client, cast: Cast, months: list[ReportingPeriod]
) -> None:
    while count_periods(timezone.now()):
        pass
    edition = confirm_month(cast, months[1]).editions.get()
    label = "Tin, bài, thông báo đã đăng"
    for code in ("2026-11", "2026-q4"):
        head, *lines = rows(page(client, f"/bao-cao/{code}/"), "tong-hop")
        assert head[-1] == "Lũy kế các tháng đã chốt"
        line = next(line for line in lines if line[0] == label)
        assert line[1:] == ["3", "Chưa có số liệu", "Chưa có số liệu", "3"], code
    frozen = next(one for one in edition.data["tables"] if one["code"] == "tong-hop")
    assert next(cells[-1][0] for name, cells, *_ in frozen["rows"] if name == label) == 5
    confirm_month(cast, months[0])
    for code in ("2026-11", "2026-q4"):
        lines = rows(page(client, f"/bao-cao/{code}/"), "tong-hop")
        assert next(line[-1] for line in lines if line[0] == label) == "5", code
    lines = rows(page(client, "/bao-cao/2026-11/"), "tong-hop")
    assert next(line[1:3] for line in lines if line[0] == label) == ["3", "2"]


def test_a_reopened_month_stays_as_it_was_confirmed_until_it_is_confirmed_anew(
    client: Client, cast: Cast, months: list[ReportingPeriod]
) -> None:
    report = confirm_month(cast, months[0])
    assert client.get("/bao-cao/2026-10/").status_code == 200
    addresses = ("/bao-cao/", "/bao-cao/2026-10/", "/bao-cao/2026-q4/", "/du-lieu/bao-cao.csv")
    before = [client.get(address).content for address in addresses]
    step(report, "reopen", cast.leader, note="Sai số liệu.")
    withdraw(cast, Article.objects.get(title="Tin 2026-10 0"), "gone")
    PeriodFigures.objects.update(counted_at=timezone.now() - timedelta(days=2))
    count_periods(timezone.now())
    assert [client.get(address).content for address in addresses] == before
    confirm_month(cast, months[0])
    assert "<h1>Báo cáo tháng 10/2026</h1>" in page(client, "/bao-cao/2026-10/")
    assert Edition.objects.count() == 2


def test_nothing_is_counted_before_the_register_was_in_use(
    client: Client, cast: Cast, months: list[ReportingPeriod]
) -> None:
    december = make_period(2026, 12)
    ErrorReport.objects.filter(received_at__lt="2026-11-01T00:00+07:00").delete()
    for period in months:
        confirm_month(cast, period)
    label, nothing = "Báo sai sót của người dân", "Chưa có số liệu"
    text = page(client, "/bao-cao/2026-10/")
    assert rows(text, "tong-hop")[-2] == [label, *[nothing] * 4]
    assert "Chưa có số liệu về báo sai sót của người dân." in text
    assert "không có báo sai sót nào" not in text
    october, later = client.get("/du-lieu/bao-cao.json").json()["items"]
    assert (october["error_reports"], october["error_reports_answered"]) == (None, None)
    assert later["error_reports"] == 3
    november = rows(page(client, "/bao-cao/2026-11/"), "tong-hop")
    assert november[-2] == [label, "3", nothing, nothing, "3"]
    # Once it is in use, a month without any report has none.
    compared = PeriodComparison(december, Figures()).of("feedback.received")
    assert (compared.value, compared.is_known, compared.previous) == (0, True, 3)


def test_a_withdrawn_article_changes_nothing(
    client: Client, cast: Cast, months: list[ReportingPeriod]
) -> None:
    confirm_month(cast, months[0])
    before = rows(page(client, "/bao-cao/2026-10/"), "bang-2")
    article = Article.objects.filter(title="Tin 2026-10 0").get()
    withdraw(cast, article, "gone")
    text = page(client, "/bao-cao/2026-10/")
    assert rows(text, "bang-2") == before
    assert article.title not in text


def test_structured_data(client: Client, cast: Cast, months: list[ReportingPeriod]) -> None:
    confirm_month(cast, months[0])
    text = page(client, "/bao-cao/2026-10/")
    found = re.search(r'<script type="application/ld\+json"[^>]*>(.*?)</script>', text, re.DOTALL)
    assert found
    node = next(one for one in json.loads(found[1])["@graph"] if one["@type"] == "Report")
    assert node["url"] == f"{SITE}/bao-cao/2026-10/"
    assert node["temporalCoverage"] == "2026-10-01/2026-10-31"
    assert node["datePublished"] == "2026-11-02T09:00:00+07:00"
    urls = [one["contentUrl"] for one in node["isBasedOn"]["distribution"]]
    assert urls == [f"{SITE}/du-lieu/bao-cao.csv", f"{SITE}/du-lieu/bao-cao.json"]


def test_search_engines_are_told(client: Client, cast: Cast, months: list[ReportingPeriod]) -> None:
    confirm_month(cast, months[0])
    assert f"<loc>{SITE}/bao-cao/2026-10/</loc>" in page(client, "/sitemap-bao-cao.xml")
    spans = page(client, "/sitemap-bao-cao-chung.xml")
    assert re.findall("<loc>(.*?)</loc>", spans) == [
        f"{SITE}/bao-cao/{code}" for code in ("", "2026-q4/", "2026-nam/")
    ]


def test_how_fast_reports_were_answered() -> None:
    assert average_days(8, 3) == Decimal("2.7")
    assert average_days(0, 0) is None
    assert average_days(1, 4) == Decimal("0.3")
    assert feedback_sentence(Figures()) == "Trong kỳ không có báo sai sót nào."
    waiting = Figures([FigureRow("feedback.received", "", "report:1")])
    assert feedback_sentence(waiting) == (
        "Người dân gửi 1 báo sai sót. Chưa có báo nào được trả lời trong kỳ."
    )


def test_a_lying_bar_for_each_label() -> None:
    chart = RowChart("a", "Tin", ["Môi trường", "X" * 60], [8, 4], "tin")
    assert [(bar.value, bar.width, bar.y) for bar in chart.bars] == [(8, 272.0, 0), (4, 136.0, 36)]
    assert chart.bars[1].short_label == "X" * 45 + "…"
    assert chart.description.startswith("Môi trường: 8 tin; X")


def test_a_chart_without_values() -> None:
    chart: Any = RowChart("a", "Tin", ["Môi trường"], [0])
    assert [bar.width for bar in chart.bars] == [0.0]
