"""Honoraria: off without a tariff, coefficients within it and never one's own, lists that add up
and stay.
"""

from __future__ import annotations

import io
from datetime import date, datetime
from importlib import import_module
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import openpyxl
import pytest
from django.apps import apps
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from docx import Document

from core.text.vietnamese import fold
from core.workflow.engine import TransitionRefused, available, log_of
from news.editorial.forms.review import CoefficientForm
from news.honoraria.services import honorarium_list
from news.models import Article, EditorialPlan, Honorarium, PlanLine, Tariff, TariffLimit
from organization.models import ReportingPeriod, User, Ward
from organization.roles import Role
from tests.news.editorial.test_workflow import GONE
from tests.news.test_access import EVERYBODY, client_of
from tests.support.cast import Cast
from tests.support.factories import UnitFactory, make_draft, make_tariff, make_user, transition
from tests.support.office import run

WARD = ZoneInfo("Asia/Ho_Chi_Minh")
READERS = {"editor", "other_editor", "approver", "other_approver", "head", "leader"}
PAGES = ["honoraria", "honoraria_xlsx", "honoraria_pdf", "honoraria_docx"]


@pytest.fixture
def july(db: None) -> ReportingPeriod:
    ReportingPeriod.objects.create(
        year=2016, month=6, starts_on=date(2016, 5, 21), ends_on=date(2016, 6, 20)
    )
    return ReportingPeriod.objects.create(
        year=2016, month=7, starts_on=date(2016, 6, 25), ends_on=date(2016, 7, 20)
    )


def published_on(
    cast: Cast, day: date, *, hour: int = 9, author: User | None = None, **fields: Any
) -> Article:
    """An item whose day of publication lies in the past: real steps, each at its time."""
    at = datetime(day.year, day.month, day.day, hour, tzinfo=WARD)
    author = author or cast.contributor
    article = transition(make_draft(author, **fields), "submit", author, now=at)
    return transition(article, "publish", cast.approver, now=at)


def value(
    article: Article, actor: User, coefficient: str, genre: str = "Tin", **more: Any
) -> Honorarium:
    limit = TariffLimit.objects.filter(genre=genre).order_by("-tariff__valid_from").first()
    transition(article, "set_coefficient", actor, limit=limit.pk, coefficient=coefficient, **more)
    return Honorarium.objects.get(article=article)


def is_offered(article: Article, actor: User) -> bool:
    article.refresh_from_db()
    return "set_coefficient" in [one.transition.name for one in available(article, actor)]


def test_nothing_of_it_is_there_before_the_first_tariff(cast: Cast, july: ReportingPeriod) -> None:
    article = published_on(cast, date(2016, 7, 1))
    assert not is_offered(article, cast.approver)
    client = client_of(cast, "approver")
    assert {client.get(reverse(f"admin:{name}")).status_code for name in PAGES} == {404}
    assert "Nhuận bút" not in client.get(reverse("admin:statistics")).content.decode()
    make_tariff()
    assert is_offered(article, cast.approver)
    assert "Nhuận bút" in client.get(reverse("admin:statistics")).content.decode()


def test_the_tariff_of_the_day_of_publication_counts(cast: Cast) -> None:
    first, second = (
        make_tariff(date(2016, 6, 1), Tin="10"),
        make_tariff(date(2016, 7, 1), 130_000, Tin="4"),
    )
    before, early, late = (
        published_on(cast, day) for day in (date(2016, 5, 31), date(2016, 6, 30), date(2016, 7, 1))
    )
    assert not is_offered(before, cast.approver)
    for article, tariff, coefficient, amount in (
        (early, first, "9.5", 1_149_500),
        (late, second, "2,55", 331_500),
    ):
        transition(
            article,
            "set_coefficient",
            cast.approver,
            limit=tariff.limits.get().pk,
            coefficient=coefficient,
        )
        assert Honorarium.objects.get(article=article).amount == amount
    with pytest.raises(TransitionRefused):
        transition(
            late, "set_coefficient", cast.approver, limit=first.limits.get().pk, coefficient="9"
        )


@pytest.mark.parametrize(
    ("coefficient", "sentence"),
    [
        ("10,01", "cao nhất"),
        ("0", "lớn hơn 0"),
        ("-1", "lớn hơn 0"),
        ("nhiều", "số"),
        ("", "bắt buộc"),
    ],
)
def test_a_coefficient_lies_within_its_genre(
    cast: Cast, published: Article, coefficient: str, sentence: str
) -> None:
    make_tariff()
    with pytest.raises(TransitionRefused, match=sentence):
        value(published, cast.approver, coefficient)
    assert not Honorarium.objects.exists()
    assert value(published, cast.approver, "10").coefficient == 10


def test_nobody_values_an_item_they_had_a_hand_in(cast: Cast) -> None:
    make_tariff()
    both = make_user(Role.CONTRIBUTOR, Role.APPROVER, unit=cast.contributor.unit)
    own, foreign = (
        published_on(cast, date(2016, 7, 1), author=both),
        published_on(cast, date(2016, 7, 1)),
    )
    with pytest.raises(TransitionRefused, match="người duyệt khác"):
        value(own, both, "2")
    assert value(foreign, both, "2").set_by == both
    assert value(own, cast.approver, "2").set_by == cast.approver


def test_nobody_is_paid_by_themselves(cast: Cast, july: ReportingPeriod) -> None:
    make_tariff()
    article = published_on(cast, date(2016, 7, 1))
    name = str(cast.other_approver)
    shuffled = " ".join(reversed(name.split()))
    unmarked = fold(name)
    initial = f"{name.split()[0][0]}. {' '.join(name.split()[1:])}"
    typed = (name, name.upper(), f" {name} ", unmarked, f"Ông {name}", f"Đ/c {name}", shuffled)
    for payee in (*typed, f"{name}, Phó Chủ tịch", initial, cast.other_approver.username):
        with pytest.raises(TransitionRefused, match="không tự chấm tiền"):
            value(article, cast.other_approver, "2", payee=payee)
    assert value(article, cast.approver, "2", payee=name).payee == name


def test_a_new_coefficient_shows_whom_it_replaces(cast: Cast, july: ReportingPeriod) -> None:
    make_tariff()
    article = published_on(cast, date(2016, 7, 1))
    value(article, cast.approver, "1,25")
    page = client_of(cast, "other_approver").get(
        reverse("admin:news_article_transition", args=[article.pk, "set_coefficient"])
    )
    words = " ".join(page.text.split())
    assert 'value="1,25"' in words and f"trả cho {cast.contributor}" in words
    value(article, cast.other_approver, "2", payee="Thu Hà")
    transition(article, "clear_coefficient", cast.approver, note="Nhầm bài")
    address = reverse("admin:news_article_change", args=[article.pk])
    panel = client_of(cast, "editor").get(address).text.partition("Các lần chấm")[2]
    told = [panel.find(words) for words in ("bỏ: Tin", "hệ số 2, Thu Hà", "hệ số 1,25")]
    assert -1 not in told and told == sorted(told)
    assert "hệ số 1,25" not in client_of(cast, "contributor").get(address).text


def test_an_item_withdrawn_reopened_and_discarded_is_no_published_one(
    cast: Cast, july: ReportingPeriod
) -> None:
    make_tariff()
    article = published_on(cast, date(2016, 7, 1))
    value(article, cast.approver, "2")
    transition(article, "withdraw", cast.approver, note="Sai", **GONE)
    transition(article, "reopen", cast.approver, note="Viết lại")
    transition(article, "discard", cast.contributor)
    found = honorarium_list(july, now=timezone.now())
    assert found.of_items(withdrawn=True).amount == found.amount > 0
    board = client_of(cast, "approver")
    assert board.get(reverse("admin:news_article_change", args=[article.pk])).status_code == 200
    transition(article, "clear_coefficient", cast.approver, note="Bài không còn")
    assert not honorarium_list(july, now=timezone.now()).honoraria


def test_a_coefficient_is_changed_with_a_trace_and_keeps_its_price_and_day(cast: Cast) -> None:
    tariff = make_tariff()
    article = published_on(cast, date(2016, 7, 1))
    value(article, cast.approver, "2")
    Tariff.objects.update(unit_value=1)
    changed = value(article, cast.other_approver, "3")
    assert (changed.amount, changed.published_on, changed.set_by) == (
        363_000,
        date(2016, 7, 1),
        cast.other_approver,
    )
    assert [
        (row.coefficient, row.history_user)
        for row in changed.history.order_by("history_date", "history_id")
    ] == [
        (2, cast.approver),
        (3, cast.other_approver),
    ]
    transition(article, "withdraw", cast.approver, note="Sai", **GONE)
    transition(article, "reopen", cast.approver, note="Viết lại")
    transition(article, "submit", cast.contributor)
    transition(article, "publish", cast.approver)
    assert Honorarium.objects.get().published_on == date(2016, 7, 1)
    with pytest.raises(IntegrityError), transaction.atomic():
        Honorarium.objects.update(coefficient=0)
    assert tariff.limits.count() == 1


def test_the_list_goes_by_the_wards_days_adds_up_and_forgets_nobody(
    cast: Cast, july: ReportingPeriod
) -> None:
    make_tariff(date(2016, 6, 22), Tin="10", Phóng_sự="30")
    other = cast.other_contributor
    gap, last, after, before_tariff = (
        published_on(cast, day, hour=hour)
        for day, hour in (
            (date(2016, 6, 23), 0),
            (date(2016, 7, 20), 23),
            (date(2016, 7, 21), 0),
            (date(2016, 6, 21), 9),
        )
    )
    others, forgotten = (
        published_on(cast, date(2016, 7, 2), author=other),
        published_on(cast, date(2016, 7, 3)),
    )
    nameless = published_on(cast, date(2016, 7, 4), byline="Bà Năm")
    Article.objects.filter(pk=nameless.pk).update(author=None)
    imported = transition(
        make_draft(None, actor=cast.editor), "import", None, published_at="2016-07-05T08:00"
    )
    for article, coefficient in (
        (gap, "2"),
        (last, "1,5"),
        (after, "9"),
        (others, "0.33"),
        (nameless, "1"),
    ):
        value(article, cast.approver, coefficient)
    transition(gap, "withdraw", cast.approver, note="Sai", **GONE)
    dropped = published_on(cast, date(2016, 7, 6))
    transition(dropped, "withdraw", cast.approver, note="Sai", **GONE)

    found = honorarium_list(july, now=timezone.now())
    assert {author.name: (len(author.honoraria), author.amount) for author in found.authors} == {
        str(cast.contributor): (2, 423_500),
        str(other): (1, 39_930),
        "Bà Năm": (1, 121_000),
    }
    assert (str(found.coefficient), found.amount, len(found.honoraria)) == ("4.83", 584_430, 4)
    assert [one.is_withdrawn for one in found.honoraria].count(True) == 1
    assert found.without == [forgotten]
    assert not is_offered(imported, cast.approver)
    assert not is_offered(before_tariff, cast.approver)


def test_the_page_the_workbook_and_the_paper_say_the_same(
    cast: Cast, july: ReportingPeriod, tmp_path: Path
) -> None:
    Ward.objects.create(pk=1, name="Phường Bến Sen", agency_name="Ủy ban nhân dân phường Bến Sen")
    make_tariff()
    article = published_on(cast, date(2016, 7, 1), title="=1+1 & <b>Tin của tổ</b>")
    value(article, cast.approver, "2,5")
    published_on(cast, date(2016, 7, 2), title="Bài bị quên")
    client, author = client_of(cast, "leader"), str(cast.contributor)
    page, xlsx, pdf, docx = (
        client.get(reverse(f"admin:{name}"), {"ky": "2016-07"}) for name in PAGES
    )

    text = page.content.decode()
    for part in (
        "Nhuận bút tháng 7/2016",
        "=1+1 &amp; &lt;b&gt;Tin",
        "302.500",
        "Bài bị quên",
        "21/06/2016",
    ):
        assert part in text
    book = openpyxl.load_workbook(io.BytesIO(xlsx.content))
    assert [cell.value for cell in book["Theo tác giả"][6]][1:6] == [
        author,
        cast.contributor.unit.short_name,
        1,
        2.5,
        302_500,
    ]
    item = book["Theo bài"][6]
    assert (item[1].value, item[1].data_type, item[6].value) == (article.title, "s", 302_500)
    assert book["Chưa có hệ số"]["B5"].value == "Bài bị quên"
    (tmp_path / "danh-sach.pdf").write_bytes(pdf.content)
    printed = " ".join(run("pdftotext", "-layout", tmp_path / "danh-sach.pdf", "-").split())
    for part in (
        "DANH SÁCH",
        "Chi trả nhuận bút tháng 7/2016",
        author,
        "Ký nhận",
        "302.500 đồng.",
        "NGƯỜI LẬP DANH SÁCH",
    ):
        assert part in printed
    tables = Document(io.BytesIO(docx.content)).tables
    assert [cell.text for cell in tables[1].rows[1].cells][1:] == [
        author,
        cast.contributor.unit.short_name,
        "1",
        "2,5",
        "302.500",
        "",
    ]


def test_the_board_and_leaders_alone_reach_each_address(cast: Cast, july: ReportingPeriod) -> None:
    make_tariff()
    for name in PAGES:
        address = reverse(f"admin:{name}") + "?ky=2016-07"
        reached = {
            role for role in EVERYBODY if client_of(cast, role).get(address).status_code == 200
        }
        assert reached == READERS, name
        assert Client().get(address).status_code in (302, 404)
    client = client_of(cast, "editor")
    for wrong in ("2016-13", "x", "2016-08", "2016-7", "٢٠١٦-٠٧"):
        assert client.get(reverse("admin:honoraria"), {"ky": wrong}).status_code == 404
    assert client.post(reverse("admin:honoraria")).status_code == 405


def test_tariffs_are_kept_by_the_head_and_the_it_officer(cast: Cast) -> None:
    add = reverse("admin:news_tariff_add")
    data = {
        "valid_from": "2016-07-01",
        "legal_basis": "Nghị định 18/2014/NĐ-CP",
        "unit_value": "121000",
        "limits-TOTAL_FORMS": "1",
        "limits-INITIAL_FORMS": "0",
        "limits-0-genre": "Tin",
        "limits-0-highest_coefficient": "10",
    }
    for role in EVERYBODY:
        response = client_of(cast, role).post(add, data)
        made = Tariff.objects.filter(limits__genre="Tin", limits__highest_coefficient=10)
        assert (response.status_code == 302 and made.exists()) == (
            role in {"head", "it_officer"}
        ), role
        TariffLimit.objects.all().delete()
        Tariff.objects.all().delete()
    change = reverse("admin:news_tariff_change", args=[make_tariff().pk])
    seen = {role for role in EVERYBODY if client_of(cast, role).get(change).status_code == 200}
    assert seen == {"head", "it_officer"}


def test_the_author_does_not_see_what_is_paid(cast: Cast, published: Article) -> None:
    make_tariff()
    value(published, cast.other_approver, "2,5")
    address = reverse("admin:news_article_change", args=[published.pk])
    assert "302.500" in client_of(cast, "editor").get(address).content.decode()
    assert "302.500" not in client_of(cast, "contributor").get(address).content.decode()


def _nameless(cast: Cast, day: date, **fields: Any) -> Article:
    """An item without an author, entered on behalf of somebody."""
    at = datetime(day.year, day.month, day.day, 9, tzinfo=WARD)
    draft = make_draft(None, actor=cast.editor, unit=cast.contributor.unit)
    receipt = {"received_from": "Bà Hòa, Tổ 3", "received_via": "zalo", "received_at": at}
    item = transition(draft, "submit_on_behalf", cast.editor, now=at, **receipt | fields)
    return transition(item, "publish", cast.approver, now=at)


def test_whoever_the_item_came_from_is_proposed_and_paid(cast: Cast, july: ReportingPeriod) -> None:
    make_tariff()
    item = _nameless(cast, date(2016, 7, 4))
    form = CoefficientForm(item=item, actor=cast.other_approver, at=timezone.now())
    assert form.initial["payee"] == "Bà Hòa, Tổ 3"
    assert value(item, cast.other_approver, "2").payee == "Bà Hòa, Tổ 3"
    found = honorarium_list(july, now=timezone.now())
    assert [author.name for author in found.authors] == ["Bà Hòa, Tổ 3"]
    assert value(item, cast.other_approver, "2", payee=" Chị  Lan ").payee == "Chị Lan"
    found = honorarium_list(july, now=timezone.now())
    assert [author.name for author in found.authors] == ["Chị Lan"]


def test_nobody_is_paid_to_a_name_nobody_knows(cast: Cast, july: ReportingPeriod) -> None:
    make_tariff()
    known = value(published_on(cast, date(2016, 7, 1)), cast.approver, "3")
    item = _nameless(cast, date(2016, 7, 4))
    Article.objects.filter(pk=item.pk).update(received_from="", title="Tin vô danh")
    with pytest.raises(TransitionRefused, match="Chưa rõ trả tiền cho ai"):
        value(item, cast.other_approver, "2")
    # Valued before payees were asked for.
    Honorarium.objects.create(
        article=item,
        limit=known.limit,
        coefficient=2,
        unit_value=121_000,
        published_on=date(2016, 7, 4),
        set_by=cast.approver,
        set_at=timezone.now(),
    )
    found = honorarium_list(july, now=timezone.now())
    assert (found.amount, [row.article_id for row in found.unknown]) == (363_000, [item.pk])
    client = client_of(cast, "leader")
    sentence = "Chưa rõ trả tiền cho ai: “Tin vô danh”. Xin ghi người nhận tiền"
    for name in PAGES:
        answer = client.get(reverse(f"admin:{name}"), {"ky": "2016-07"})
        assert answer.status_code == (200 if name == "honoraria" else 409)
        assert sentence in answer.content.decode()


def test_withdrawn_items_stand_apart_and_the_sum_is_in_words(
    cast: Cast, july: ReportingPeriod, tmp_path: Path
) -> None:
    make_tariff()
    value(published_on(cast, date(2016, 7, 1), title="Còn"), cast.approver, "3")
    gone = published_on(cast, date(2016, 7, 2), title="Gỡ")
    value(gone, cast.approver, "2")
    transition(gone, "withdraw", cast.approver, note="Sai", public_as="gone")
    found = honorarium_list(july, now=timezone.now())
    assert (found.amount, found.of_items(withdrawn=False).amount) == (605_000, 363_000)
    client = client_of(cast, "leader")
    page, xlsx, pdf, _ = (client.get(reverse(f"admin:{name}"), {"ky": "2016-07"}) for name in PAGES)
    text = page.content.decode()
    assert text.index("Còn</a>") < text.index("Bài đã gỡ sau khi chấm") < text.index("Gỡ</a>")
    assert "Bằng chữ: Sáu trăm linh năm nghìn đồng." in text
    book = openpyxl.load_workbook(io.BytesIO(xlsx.content))
    assert book.sheetnames == ["Theo tác giả", "Bài đã gỡ", "Theo bài", "Chưa có hệ số"]
    heads = [" ".join(str(cell.value) for cell in sheet["A"][:5]) for sheet in book][:3]
    assert all("Tổng số tiền chi trả: 605.000 đồng" in head for head in heads)
    assert "chưa gồm bài đã gỡ sau khi chấm: 242.000 đồng" in heads[0]
    assert "Đã gồm bài đã gỡ sau khi chấm." in heads[2]
    (tmp_path / "danh-sach.pdf").write_bytes(pdf.content)
    printed = " ".join(run("pdftotext", "-layout", tmp_path / "danh-sach.pdf", "-").split())
    assert "Bài đã gỡ sau khi chấm:" in printed
    assert "Sáu trăm linh năm nghìn đồng." in printed


def test_a_coefficient_set_by_mistake_is_taken_back_also_after_withdrawal(
    cast: Cast, july: ReportingPeriod
) -> None:
    make_tariff()
    article = published_on(cast, date(2016, 7, 1))
    with pytest.raises(TransitionRefused, match="chưa có hệ số"):
        transition(article, "clear_coefficient", cast.other_approver, note="Nhầm")
    value(article, cast.approver, "2")
    article = transition(article, "withdraw", cast.approver, note="Sai", public_as="gone")
    with pytest.raises(TransitionRefused, match="vì sao bỏ hệ số"):
        transition(article, "clear_coefficient", cast.other_approver)
    article = transition(article, "clear_coefficient", cast.other_approver, note="Chấm nhầm bài")
    assert (honorarium_list(july, now=timezone.now()).amount, article.state) == (0, "withdrawn")
    last = log_of(article).last()
    assert last and (last.name, last.note) == ("clear_coefficient", "Chấm nhầm bài")
    removed = Honorarium.history.get(history_type="-")
    assert (removed.coefficient, removed.history_user) == (2, cast.other_approver)


def test_one_name_in_two_spellings_is_one_payee(cast: Cast, july: ReportingPeriod) -> None:
    make_tariff()
    names = ("đoàn thị  thu ngân", "Đoàn Thị Thu Ngân", "ĐOÀN THỊ THU NGÂN")
    for day, name in enumerate(names, start=4):
        value(_nameless(cast, date(2016, 7, day)), cast.other_approver, "1", payee=name)
    author = str(cast.contributor)
    value(published_on(cast, date(2016, 7, 1)), cast.approver, "1", payee=author.upper())
    value(published_on(cast, date(2016, 7, 2)), cast.approver, "1")
    found = honorarium_list(july, now=timezone.now())
    counts = {one.name: len(one.honoraria) for one in found.authors}
    assert counts == {"Đoàn Thị Thu Ngân": 3, author: 2}


def test_a_payee_with_an_account_is_one_payee_of_the_accounts_unit(
    cast: Cast, july: ReportingPeriod
) -> None:
    make_tariff()
    unit = UnitFactory(name="Tổ dân phố số 7", short_name="Tổ 7")
    luc = make_user(Role.CONTRIBUTOR, full_name="Phan Văn Lực", unit=unit)
    own = published_on(cast, date(2016, 7, 1), author=luc, title="Của ông")
    value(own, cast.approver, "1")
    of_his = published_on(cast, date(2016, 7, 2), title="Nhập hộ", author=luc)
    Article.objects.filter(pk=of_his.pk).update(author=cast.contributor)
    value(of_his, cast.approver, "1", payee="phan văn  lực")
    for payee in ("Phan Văn Lực, Tổ 7", "Phan Văn Lực, Tổ 9"):
        value(published_on(cast, date(2016, 7, 2), title=payee), cast.approver, "1", payee=payee)
    found = honorarium_list(july, now=timezone.now())
    other = cast.contributor.unit.short_name
    assert {(one.name, one.unit, len(one.honoraria)) for one in found.authors} == {
        ("Phan Văn Lực", "Tổ 7", 3),
        ("Phan Văn Lực, Tổ 9", other, 1),  # of a unit that is not his
    }


def test_a_name_of_another_units_account_is_asked_about(cast: Cast, july: ReportingPeriod) -> None:
    make_tariff()
    unit = UnitFactory(name="Tổ dân phố số 7", short_name="Tổ 7")
    luc = make_user(Role.CONTRIBUTOR, full_name="Phan Văn Lực", unit=unit)
    article = published_on(cast, date(2016, 7, 1))
    with pytest.raises(TransitionRefused, match="“Phan Văn Lực, Tổ dân phố số 7”") as refused:
        value(article, cast.approver, "1", payee="Phan Văn Lực")
    field = refused.value.form.fields["is_namesake"]
    assert not field.widget.is_hidden
    assert not Honorarium.objects.exists()
    given = value(article, cast.approver, "1", payee="Phan Văn Lực", is_namesake="on")
    assert (given.payee_account, given.payee_unit) == (None, cast.contributor.unit)
    value(published_on(cast, date(2016, 7, 2), author=luc), cast.approver, "1")
    text = client_of(cast, "leader").get(reverse("admin:honoraria"), {"ky": "2016-07"}).text
    alike = f"Phan Văn Lực (Tổ 7, {cast.contributor.unit.short_name})"
    other = f"Phan Văn Lực ({cast.contributor.unit.short_name}, Tổ 7)"
    assert alike in text or other in text
    # The same person after all.
    given = value(article, cast.approver, "1", payee="Phan Văn Lực, Tổ 7")
    assert given.payee_account == luc


def test_an_account_made_later_moves_no_payment(cast: Cast, july: ReportingPeriod) -> None:
    make_tariff()
    unit = cast.contributor.unit
    for day, payee in ((1, "Phan Văn Lực"), (2, "phan văn  lực")):
        value(published_on(cast, date(2016, 7, day)), cast.approver, "1", payee=payee)
    elsewhere = published_on(cast, date(2016, 7, 3), author=cast.other_contributor)
    value(elsewhere, cast.approver, "1", payee="Phan Văn Lực")
    other = UnitFactory(name="Hội Liên hiệp Phụ nữ", short_name="Hội Phụ nữ")
    luc = make_user(Role.CONTRIBUTOR, full_name="Phan Văn Lực", unit=other)
    own = published_on(cast, date(2016, 7, 4), author=luc)
    value(own, cast.approver, "2")

    def payments() -> set[tuple[str, str, int]]:
        found = honorarium_list(july, now=timezone.now())
        return {(one.name, one.unit, one.amount) for one in found.authors}

    expected = {
        ("Phan Văn Lực", unit.short_name, 242_000),
        ("Phan Văn Lực", cast.other_contributor.unit.short_name, 121_000),
        ("Phan Văn Lực", "Hội Phụ nữ", 242_000),
    }
    assert payments() == expected
    value(elsewhere, cast.approver, "1", payee="Phan Văn Lực")  # set again, the payee unchanged
    User.objects.filter(pk=luc.pk).update(unit=unit)
    assert payments() == expected


def test_the_migration_keeps_payees_together_as_they_were(
    cast: Cast, july: ReportingPeriod
) -> None:
    make_tariff()
    unit = UnitFactory(name="Tổ dân phố số 7", short_name="Tổ 7")
    luc = make_user(Role.CONTRIBUTOR, full_name="Phan Văn Lực", unit=unit)
    own = value(published_on(cast, date(2016, 7, 1), author=luc), cast.approver, "1")
    others = [
        value(published_on(cast, date(2016, 7, 2), title=payee), cast.approver, "1", payee=payee)
        for payee in ("Phan Văn Lực, Tổ 7", "phan văn  lực, tổ 7", "Phan Văn Lực, Tổ 9")
    ]
    stored = list(Honorarium.objects.order_by("pk").values_list("payee_account", "payee_unit"))
    assert [account for account, _ in stored] == [luc.pk, luc.pk, luc.pk, None]
    Honorarium.objects.update(payee_account=None, payee_unit=None)
    import_module("news.migrations.0015_fixed_payees").fix_payees(apps, None)
    again = Honorarium.objects.filter(pk__in=[own.pk, *(one.pk for one in others)])
    assert list(again.order_by("pk").values_list("payee_account", "payee_unit")) == stored


def test_the_list_takes_as_many_queries_for_one_item_as_for_many(
    cast: Cast, july: ReportingPeriod, django_assert_num_queries: Any
) -> None:
    make_tariff()
    Ward.objects.update_or_create(pk=1)
    now = timezone.now()
    for day in (1, 2, 3):
        value(published_on(cast, date(2016, 7, day)), cast.approver, "1", payee=f"Bà Năm {day}")
        published_on(cast, date(2016, 7, day))
        fresh = ReportingPeriod.objects.get(pk=july.pk)
        with django_assert_num_queries(5):
            found = honorarium_list(fresh, now=now)
            assert len(found.authors) == len(found.without) == day


def test_a_lines_item_is_on_the_list_of_the_lines_period(cast: Cast, july: ReportingPeriod) -> None:
    make_tariff()
    august = ReportingPeriod.objects.create(
        year=2016, month=8, starts_on=date(2016, 8, 1), ends_on=date(2016, 8, 28)
    )
    plan = EditorialPlan.objects.create(
        period=august, deadline_rule="last_day", due_on=date(2016, 8, 28), state="open"
    )
    line = PlanLine.objects.create(plan=plan, topic="Tháng Tám")
    item = published_on(cast, date(2016, 7, 20))
    transition(item, "attach_line", cast.editor, line=line.pk)
    now = timezone.now()
    assert [len(honorarium_list(one, now=now).without) for one in (july, august)] == [0, 1]
    assert value(item, cast.approver, "2").line_period == august
    assert [honorarium_list(one, now=now).amount for one in (july, august)] == [0, 242_000]
    Ward.objects.update_or_create(pk=1, defaults={"counts_lines_in_their_period": False})
    assert honorarium_list(august, now=now).amount == 242_000, "a list once made stays"


def test_what_was_handed_in_earlier_waits_on_the_list_of_its_day_of_publication(
    cast: Cast, july: ReportingPeriod
) -> None:
    make_tariff()
    august = ReportingPeriod.objects.create(
        year=2016, month=8, starts_on=date(2016, 7, 21), ends_on=date(2016, 8, 20)
    )
    handed_in, published = (datetime(2016, 7, day, 9, tzinfo=WARD) for day in (20, 21))
    article = transition(make_draft(cast.contributor), "submit", cast.contributor, now=handed_in)
    article = transition(article, "publish", cast.approver, now=published)
    Article.objects.filter(pk=article.pk).update(counted_period=july)  # its report is confirmed
    now = timezone.now()
    assert [honorarium_list(one, now=now).without for one in (july, august)] == [[], [article]]
    value(article, cast.approver, "2")
    assert [honorarium_list(one, now=now).amount for one in (july, august)] == [0, 242_000]


def test_page_and_papers_say_by_what_day_an_item_is_on_the_list(
    cast: Cast, july: ReportingPeriod
) -> None:
    make_tariff()
    client = client_of(cast, "leader")
    address = reverse("admin:honoraria") + "?ky=2016-07"
    words = "từ ngày 21/06/2016 đến hết ngày 20/07/2016"
    by_line = "bài gắn định hướng theo kỳ của định hướng (tháng 7/2016)"
    assert f"{words} theo ngày đăng; {by_line}." in client.get(address).text
    Ward.objects.update_or_create(pk=1, defaults={"counts_lines_in_their_period": False})
    assert f"{words}." in client.get(address).text
