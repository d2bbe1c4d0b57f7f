"""Closed periods, lines of other periods, supporting units: figures, lists and pages agree."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.urls import reverse

from core.models import TransitionLog
from core.workflow.engine import TransitionRefused, perform
from news.editorial.services import copy_text, save_text
from news.models import Article, EditorialPlan, PlanLine
from news.planning.placement import period_of, periods_of
from news.quotas.services import UnitQuota, save_quotas
from news.states import DeadlineRule, Kind
from news.statistics.after_closing import AfterClosing
from news.statistics.figures import monthly_statistics, total, unit_statistics
from news.statistics.rules import PeriodRules
from organization.models import Block, ReportingPeriod, Ward
from tests.support.cast import Cast
from tests.support.factories import UnitFactory, make_draft, transition

pytestmark = pytest.mark.django_db

WARD = ZoneInfo("Asia/Ho_Chi_Minh")
ON_BEHALF = {"received_from": "Bà Tám", "received_via": "zalo"}


def at(day: int, month: int = 11, hour: int = 9) -> datetime:
    return datetime(2016, month, day, hour, tzinfo=WARD)


def _plan(cast: Cast, month: int, due: date) -> EditorialPlan:
    last = {10: 31, 11: 30, 12: 31}[month]
    period = ReportingPeriod.objects.create(
        year=2016, month=month, starts_on=date(2016, month, 1), ends_on=date(2016, month, last)
    )
    plan = EditorialPlan.objects.create(
        period=period, deadline_rule=DeadlineRule.LAST_DAY, due_on=due, text="Viết"
    )
    return perform(plan, "give", actor=cast.editor, version=1, now=at(1, 10))


@pytest.fixture
def november(cast: Cast) -> EditorialPlan:
    return _plan(cast, 11, date(2016, 11, 25))


@pytest.fixture
def december(cast: Cast, november: EditorialPlan) -> EditorialPlan:
    return _plan(cast, 12, date(2016, 12, 20))


def _handed_in(cast: Cast, line: PlanLine, when: datetime) -> Article:
    item = make_draft(cast.contributor)
    transition(item, "attach_line", cast.contributor, line=line.pk, now=when)
    return transition(item, "submit", cast.contributor, now=when)


def _submitted(plan: EditorialPlan, as_of: date | None = None) -> int:
    return total(unit_statistics(plan.period, as_of)).submitted.total


def test_a_december_line_handed_in_in_november_counts_for_december(
    cast: Cast, november: EditorialPlan, december: EditorialPlan
) -> None:
    line = PlanLine.objects.create(plan=december, topic="Tết", unit=cast.contributor.unit)
    item = _handed_in(cast, line, at(28))
    assert (_submitted(november), _submitted(december)) == (0, 1)
    assert period_of(item) == december.period
    [nov, dec] = monthly_statistics(december.period)
    assert (nov.submitted, dec.submitted) == (0, 1)
    assert total(unit_statistics(december.period)).on_time == 1
    Ward.objects.update_or_create(pk=1, defaults={"counts_lines_in_their_period": False})
    assert (_submitted(november), _submitted(december)) == (1, 0)
    assert period_of(item) == november.period


def test_what_a_report_has_counted_keeps_its_period(
    cast: Cast, november: EditorialPlan, december: EditorialPlan
) -> None:
    line = PlanLine.objects.create(plan=december, topic="Tết", unit=cast.contributor.unit)
    item = _handed_in(cast, line, at(28))
    item.counted_period = november.period
    item.save()
    assert (_submitted(november), _submitted(december)) == (1, 0)
    assert periods_of([item]) == {item.pk: november.period}


def test_receipt_and_dashboard_tell_the_period(
    cast: Cast, client: Client, november: EditorialPlan, december: EditorialPlan
) -> None:
    line = PlanLine.objects.create(plan=december, topic="Tết", unit=cast.contributor.unit)
    client.force_login(cast.contributor)
    with time_machine.travel(at(28), tick=False):
        page = client.get(f"{reverse('admin:quick')}?dong={line.pk}")
        token = page.context["form"].initial["token"]
        data = {"token": token, "title": "Tin Tết", "text": "Chuẩn bị.", "line": line.pk}
        receipt = client.post(reverse("admin:quick"), data, follow=True).content.decode()
        assert "Bài tính vào chỉ tiêu <strong>tháng 12/2016</strong>" in receipt
        assert "tính vào tháng 12/2016" in client.get(reverse("admin:index")).content.decode()


class TestAfterClosing:
    @pytest.fixture
    def closed(self, cast: Cast, november: EditorialPlan) -> EditorialPlan:
        return perform(november, "close", actor=cast.editor, version=2, now=at(2, 12))

    def words(self, plan: EditorialPlan, reader: Any) -> list[tuple[str, str, str]]:
        found = AfterClosing.of(plan, reader)
        assert found
        return [(change.title, change.words, change.reason) for change in found.changes]

    def test_nothing_yet(self, cast: Cast, november: EditorialPlan) -> None:
        assert AfterClosing.of(november, cast.editor) is None

    def test_entered_on_behalf_into_a_closed_month_it_asks_and_leaves_a_trace(
        self, cast: Cast, client: Client, closed: EditorialPlan
    ) -> None:
        draft = make_draft(cast.contributor, actor=cast.editor, title="Nhập sau")
        data = ON_BEHALF | {"received_at": at(20)}
        with pytest.raises(TransitionRefused, match=r"Kỳ tháng 11/2016 đã khóa.*xin ghi lý do"):
            transition(draft, "submit_on_behalf", cast.editor, now=at(5, 12), **data)
        assert _submitted(closed) == 0
        draft.refresh_from_db()
        perform(
            draft,
            "submit_on_behalf",
            actor=cast.editor,
            version=draft.version,
            note="Zalo đến muộn",
            data=data | {"note": "Zalo đến muộn"},
            now=at(5, 12),
        )
        assert _submitted(closed) == 1
        assert _submitted(closed, date(2016, 12, 4)) == 0, "what was locked stays to be seen"
        assert self.words(closed, cast.editor) == [("Nhập sau", "được tính thêm", "Zalo đến muộn")]
        client.force_login(cast.editor)
        page = client.get(reverse("admin:statistics_period", args=["2016-11"])).content.decode()
        assert "Đã khóa, thay đổi sau khi khóa: 1" in page
        assert "Nhập sau" in page and "Zalo đến muộn" in page

    def test_the_quick_page_asks_at_its_field_and_stores_the_reason(
        self, cast: Cast, client: Client, closed: EditorialPlan
    ) -> None:
        client.force_login(cast.editor)
        with time_machine.travel(at(5, 12), tick=False):
            page = client.get(reverse("admin:on_behalf"))
            assert 'type="hidden" name="note"' in page.content.decode()
            data = ON_BEHALF | {
                "token": page.context["form"].initial["token"],
                "title": "Nhập sau",
                "text": "Nội dung.",
                "unit": cast.contributor.unit.pk,
                "received_at": "2016-11-20T09:00",
            }
            asked = client.post(reverse("admin:on_behalf"), data).content.decode()
            assert 'type="text" name="note"' in asked
            assert "Kỳ tháng 11/2016 đã khóa" in asked and "Nội dung." in asked
            assert not Article.objects.exists()
            data |= {"note": "Zalo đến muộn"}
            assert client.post(reverse("admin:on_behalf"), data).status_code == 302
        log = TransitionLog.objects.get(name="submit_on_behalf")
        assert log.note == "Zalo đến muộn"

    def test_an_open_month_is_not_asked_about(self, cast: Cast, november: EditorialPlan) -> None:
        draft = make_draft(cast.contributor, actor=cast.editor)
        data = ON_BEHALF | {"received_at": at(20)}
        transition(draft, "submit_on_behalf", cast.editor, now=at(21), **data)
        assert _submitted(november) == 1

    def test_judged_taken_off_put_back_and_quotas(
        self, cast: Cast, november: EditorialPlan
    ) -> None:
        items = [
            transition(
                make_draft(cast.contributor, title=title), "submit", cast.contributor, now=at(3)
            )
            for title in ("Chưa đạt", "Gỡ", "Đăng sau")
        ]
        transition(items[1], "publish", cast.approver, now=at(4))
        plan = perform(november, "close", actor=cast.editor, version=2, now=at(2, 12))
        transition(items[0], "return_uncounted", cast.editor, note="Ngắn", now=at(3, 12))
        transition(items[1], "withdraw", cast.approver, note="Sai", public_as="gone", now=at(4, 12))
        transition(items[2], "publish", cast.approver, now=at(5, 12))
        plan = perform(
            plan, "reopen", actor=cast.editor, version=3, note="Sửa chỉ tiêu", now=at(6, 12)
        )
        unit = cast.contributor.unit
        numbers = {Kind.BRIEF: 2, Kind.FEATURE: None, Kind.NOTICE: None}
        save_quotas(
            plan.period, {unit.pk: UnitQuota(numbers)}, {}, actor=cast.editor, now=at(7, 12)
        )
        assert self.words(plan, cast.editor) == [
            ("Chưa đạt", "chưa đạt, không còn được tính", ""),
            ("Gỡ", "đã gỡ hoặc rút lại, không còn được tính", ""),
            ("Đăng sau", "đã đăng", ""),
            ("Chỉ tiêu", f"{unit.short_name}: tin để trống → 2", ""),
        ]
        assert total(unit_statistics(plan.period, date(2016, 12, 6))).required.total == 0
        assert total(unit_statistics(plan.period, date(2016, 12, 7))).required.total == 2
        others = self.words(plan, cast.other_contributor)
        assert others == [], "of other units nothing is told"

    def test_a_closed_month_does_not_say_how_late_it_is(
        self, cast: Cast, client: Client, closed: EditorialPlan
    ) -> None:
        client.force_login(cast.editor)
        page = client.get(reverse("admin:statistics_period", args=["2016-11"])).content.decode()
        assert "Hạn nộp 25/11/2016, kỳ đã khóa" in page
        assert "ngày làm việc" not in page
        plan = client.get(reverse("admin:plan", args=["2016-11"])).content.decode()
        for sentence in (
            "Tính từ 01/11/2016 đến hết 30/11/2016.",
            "Bài nộp sau hạn 25/11/2016 đến hết 30/11/2016 vẫn tính vào kỳ, ghi là muộn.",
        ):
            assert sentence in page and sentence in plan


def test_published_late_is_said_in_these_words(
    cast: Cast, client: Client, november: EditorialPlan
) -> None:
    line = PlanLine.objects.create(
        plan=november, topic="Dòng", unit=cast.contributor.unit, due_on=date(2016, 11, 5)
    )
    transition(_handed_in(cast, line, at(8)), "publish", cast.approver, now=at(9))
    client.force_login(cast.editor)
    page = client.get(reverse("admin:plan", args=["2016-11"])).content.decode()
    assert '<strong class="late">nộp muộn</strong>' in page
    assert "Đã đăng, quá hạn" not in page


def test_a_list_behind_a_number_says_the_state_of_its_day(
    cast: Cast, client: Client, november: EditorialPlan
) -> None:
    item = transition(
        make_draft(cast.contributor, title="Tin ấy"), "submit", cast.contributor, now=at(3)
    )
    transition(item, "publish", cast.approver, now=at(10))
    client.force_login(cast.editor)
    address = reverse("admin:statistics_items", args=["2016-11"])
    then = client.get(address, {"cot": "submitted", "den-ngay": "2016-11-05"}).content.decode()
    assert "chờ duyệt · tính nộp 03/11/2016" in then
    assert "đã đăng" in client.get(address, {"cot": "submitted"}).content.decode()


class TestSupporting:
    def test_the_total_counts_an_item_once_and_its_list_is_as_long(
        self, cast: Cast, client: Client, november: EditorialPlan
    ) -> None:
        units = UnitFactory.create_batch(3, block=Block.MASS_ORGANIZATION)
        item = transition(make_draft(cast.contributor), "submit", cast.contributor, now=at(3))
        item.supporting_units.set(units)
        rows = unit_statistics(november.period)
        assert [row.figures.supporting for row in rows if row.unit in units] == [1, 1, 1]
        assert total(rows).supporting == 1
        assert PeriodRules.of(november.period).behind("supporting").count() == 1
        client.force_login(cast.editor)
        address = reverse("admin:statistics_items", args=["2016-11"])
        for asked in ({}, {"khoi": Block.MASS_ORGANIZATION}, {"don-vi": units[0].pk}):
            assert client.get(address, {"cot": "supporting"} | asked).context["number"] == 1

    def test_the_unit_that_signs_supports_nothing(self, cast: Cast) -> None:
        """The form refuses it; whatever stores without asking is held to it by triggers."""
        own, other = cast.contributor.unit, cast.other_contributor.unit
        item = make_draft(cast.contributor)
        item.supporting_units.set([own, other])
        assert list(item.supporting_units.all()) == [other]
        through = Article.supporting_units.through
        through.objects.bulk_create([through(article=item, unit=own)])
        assert list(item.supporting_units.all()) == [other]
        copy = copy_text(item, actor=cast.other_contributor)
        assert (copy.unit, list(copy.supporting_units.all())) == (other, [])
        item.unit = other
        save_text(item, actor=cast.editor)
        assert not item.supporting_units.exists()
        Article.objects.filter(pk=item.pk).update(unit=own)
        item.supporting_units.add(other)
        Article.objects.filter(pk=item.pk).update(unit=other)
        assert not item.supporting_units.exists()

    def test_the_forms_say_so(self, cast: Cast, client: Client) -> None:
        item = make_draft(cast.contributor)
        client.force_login(cast.contributor)
        address = reverse("admin:news_article_change", args=[item.pk])
        form = client.get(address).context["adminform"].form
        data = {name: form[name].value() or "" for name in form.fields} | {
            "supporting_units": [cast.contributor.unit.pk],
            "core-fileuse-content_type-object_id-TOTAL_FORMS": "0",
            "core-fileuse-content_type-object_id-INITIAL_FORMS": "0",
        }
        page = client.post(address, data).content.decode()
        assert "Đơn vị đứng tên bài không đồng thời là đơn vị phối hợp." in page

    def test_nobody_stores_supporting_units_past_the_triggers(self) -> None:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT tgname FROM pg_trigger WHERE tgname LIKE 'news_s%ing_is_not_%' ORDER BY 1"
            )
            assert [name for (name,) in cursor.fetchall()] == [
                "news_signing_is_not_supporting",
                "news_supporting_is_not_signing",
            ]
