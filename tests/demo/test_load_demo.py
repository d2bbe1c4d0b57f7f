"""``load_demo``: a whole ward through real transitions, once."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from datetime import date, datetime, timedelta
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any
from xml.etree import ElementTree
from zipfile import ZipFile

import pytest
import time_machine
from django.apps import apps
from django.core.management import CommandError, call_command
from django.db.models import Sum
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from broadcasts.models import AirItem, BulletinItem
from core.files import storage
from core.models import FileUse, StoredFile, TransitionLog, ViewCount
from core.text.facts.phones import find_phones
from core.text.facts.times import TimeSpan, find_times
from core.text.vietnamese import plain_text
from core.workflow.engine import TransitionRefused, available, log_of
from demo import loader as demo
from demo.articles import BODY_PICTURE, DemoArticle, load_articles
from demo.feedback import RATINGS, REPORTS
from demo.ward import PEOPLE
from documents.models import (
    IncomingDocument,
    IncomingUnit,
    OutgoingDocument,
    PublicDocument,
    RegisterYear,
    Routing,
    UserActivity,
)
from documents.numbering import missing_numbers
from documents.statistics.figures import incoming_statistics
from documents.statistics.figures import total as total_of
from meetings.calendar.public_calendar import public_calendar
from meetings.models import Meeting, ReceptionDay, Task
from news.curation.services import front
from news.editorial.guards import publishing_problems
from news.models import Article, Category, EditorialPlan, Honorarium, Placement, UpstreamSending
from news.statistics.figures import total, unit_statistics
from organization.feedback.workflow import CODE_PATTERN
from organization.identity.facts import WardFacts, check_facts
from organization.models import (
    ErrorReport,
    Notice,
    Officer,
    Outcome,
    Page,
    Rating,
    ReportingPeriod,
    Unit,
    User,
    Ward,
)
from reports.editions.data import edition_content
from reports.models import AssessmentRound, Edition, LineComment, UnitParagraph
from tests.support.demo_ward import NOON, PASSWORD, UNTIL

# Each figure of incoming documents has something to show.
COUNTED = ("received", "opened_in_time", "done_on_time", "done_late", "open", "overdue")


def load(**options: Any) -> str:
    out = StringIO()
    call_command("load_demo", stdout=out, **{"until": UNTIL} | options)
    return out.getvalue()


def article(key: str) -> Article:
    return Article.objects.get(source_address=demo.ADDRESS + key)


def row_counts() -> dict[str, int]:
    return {model.__name__: model._base_manager.count() for model in apps.get_models()}


@pytest.fixture
def ward(demo_ward: str) -> str:
    return demo_ward


def _without_addresses(body: str) -> str:
    """The body without the addresses of its pictures and the blanks between its elements."""
    cut = BODY_PICTURE.sub('src=""', body)
    for file in StoredFile.objects.all():
        cut = cut.replace(f'src="{file.url}"', 'src=""')
    return re.sub(r">\s+<", "><", cut)


def odf_text(data: bytes) -> str:
    with ZipFile(BytesIO(data)) as package:
        assert package.testzip() is None
        return "".join(ElementTree.fromstring(package.read("content.xml")).itertext())


def told_of(key: str) -> DemoArticle:
    return next(article for article in load_articles(UNTIL) if article.key == key)


def _done_by(username: str, do: str, article: DemoArticle) -> DemoArticle:
    """The article with every step of the name ``do`` done by somebody else."""
    return replace(
        article, steps=tuple(replace(s, by=username) if s.do == do else s for s in article.steps)
    )


STEPS_OF_THE_MONTH = (
    "attach_line",
    "send_upstream",
    "upstream_accept",
    "upstream_return",
    "set_coefficient",
)
# Models whose rows come with an article.
OF_ARTICLES = {
    *("Article", "HistoricalArticle", "FileUse", "StoredFile", "TransitionLog", "ViewCount"),
    *("ArticleCountingHistory", "Notice", "Rating", "CacheInvalidation"),
}
# What load_demo adds beside people and articles.
OTHER_PARTS = (
    *("load_trust", "load_month", "load_documents", "load_register", "load_office"),
    *("load_broadcasts", "load_agency", "load_reports"),
)


class TestTheLoadedWard:
    """Loaded once a run, without options; what a test changes is taken back after it."""

    def test_ward_with_its_units_people_and_categories(self, ward: str) -> None:
        identity = Ward.current()
        assert (identity.name, identity.agency_name) == (
            "Phường Bến Sen",
            "Ủy ban nhân dân phường Bến Sen",
        )
        assert all((identity.responsible_person, identity.address, identity.phone, identity.email))
        assert Unit.objects.count() == 14
        assert Unit.objects.valid(on=UNTIL).count() == 13
        assert Unit.objects.get(name="Tổ dân phố số 8").successor == Unit.objects.get(
            name="Tổ dân phố số 7"
        )
        assert {
            (user.username, frozenset(user.roles), user.unit_id is None)
            for user in User.objects.all()
        } == {(person.username, frozenset(person.roles), False) for person in PEOPLE}
        assert list(Category.objects.values_list("short_name", flat=True)) == [
            "Công tác Đảng",
            "Khối chính quyền",
            "MTTQ và đoàn thể",
            "Tổ dân phố, đơn vị hiệp quản",
            "Thông báo",
            "Tin tức khác",
        ]

    def test_the_accounts_are_printed_and_the_password_given_works(self, ward: str) -> None:
        assert PASSWORD not in ward
        for person in PEOPLE:
            assert person.username in ward
        assert User.objects.get(username="bientap").check_password(PASSWORD)

    def test_articles_stand_in_all_states(self, ward: str) -> None:
        assert Counter(Article.objects.values_list("state", flat=True)) == {
            "published": 49,
            "in_review": 5,
            "draft": 4,
            "withdrawn": 2,
        }
        assert Article.objects.published(now=NOON).count() == 46
        scheduled = {
            article(key)
            for key in ("13-kham-suc-khoe", "55-ngay-hoi-doi-sach", "56-phun-thuoc-diet-muoi")
        }
        assert set(Article.objects.scheduled(now=NOON)) == scheduled
        over = Article.objects.filter(state="published", expires_at__lte=NOON)
        assert list(over) == [article("23-can-cuoc-luu-dong")]
        assert {a.title: a.mark for a in Article.objects.marked()} == {
            article("02-nuoc-song-dang").title: "urgent",
            article("05-qua-hoc-sinh").title: "corrected",
        }
        assert article("17-dien-tap-chua-chay").holder.username == "bientap"
        assert article("15-dinh-ben-sen").passed_by.username == "bientap"
        assert article("16-tiep-xuc-cu-tri").is_for_head
        assert Article.objects.published(now=NOON).newest_first().first() == article(
            "02-nuoc-song-dang"
        )
        assert set(
            Category.objects.filter(articles__in=Article.objects.published(now=NOON))
        ) == set(Category.objects.all())

    def test_a_decision_was_amended_and_then_replaced(self, ward: str) -> None:
        [old] = PublicDocument.objects.filter(replaced_by__isnull=False)
        [first] = old.amended_by.all()
        assert (old.state, old.validity) == ("published", "replaced")
        assert [one.number for one in (old, first, old.replaced_by)] == ["01", "02", "03"]
        steps = list(log_of(old).values_list("name", flat=True))
        assert steps == ["submit", "publish", "change_validity", "change_validity"]
        assert list(log_of(old)) == sorted(log_of(old), key=lambda row: row.at)

    def test_the_home_page_has_a_chosen_lead_and_two_pins(self, ward: str) -> None:
        chosen = front(now=NOON)
        assert chosen.lead == article("04-tuyen-hoa-bo-song")
        assert chosen.pins == [article("03-ngung-cap-nuoc"), article("12-cuoc-goi-gia-danh")]
        assert all(row.history_date < NOON for row in Placement.history.all())

    def test_each_article_is_what_its_file_says(self, ward: str) -> None:
        for told in load_articles(UNTIL):
            stored = article(told.key)
            assert (stored.kind, stored.title, stored.lead, stored.byline) == (
                told.kind,
                told.title,
                told.lead,
                told.byline,
            )
            assert (stored.view_count, stored.created_at) == (told.views, told.written)
            assert _without_addresses(stored.body) == _without_addresses(told.final_body), told.key
            assert stored.supporting_units.count() == len(told.supporting)
            assert bool(stored.picture) == bool(told.picture)
            if told.steps:
                assert publishing_problems(stored) == []
        assert article("12-cuoc-goi-gia-danh").original_author == "Minh Khuê"
        assert not article("12-cuoc-goi-gia-danh").is_for_loudspeaker
        assert article("03-ngung-cap-nuoc").is_for_loudspeaker

    def test_each_story_is_in_the_log(self, ward: str) -> None:
        for told in load_articles(UNTIL):
            steps = [step for step in told.steps if step.do != "edit"]
            log = log_of(article(told.key)).exclude(name__in=STEPS_OF_THE_MONTH)
            assert [(row.name, row.actor.username, row.at) for row in log] == [
                (step.do, step.by, step.at) for step in steps
            ]
            # Where a step tells nothing, the log may say what was set.
            assert all(
                row.note == step.note for row, step in zip(log, steps, strict=True) if step.note
            )
        of_articles = TransitionLog.objects.filter(content_type__model="article").exclude(
            name__in=STEPS_OF_THE_MONTH
        )
        times = list(of_articles.order_by("pk").values_list("at", flat=True))
        assert times == sorted(times)

    def test_the_month_is_on_its_way(self, ward: str) -> None:
        """Six periods, the last in force; a briefing whose tasks are in several states."""
        plans = EditorialPlan.objects.order_by("period__starts_on")
        assert [plan.state for plan in plans] == [*["closed"] * 5, "open"]
        rows = unit_statistics(plans.last().period, UNTIL)
        assert total(rows).submitted.total == total(rows).on_time + total(rows).late > 0
        assert [row.unit.short_name for row in rows if row.exemption] == ["Văn phòng Đảng ủy"]
        assert Article.objects.exclude(plan_line=None).exists()
        assert set(UpstreamSending.objects.values_list("outcome", flat=True)) == {
            "waiting",
            "accepted",
            "returned",
        }
        assert Honorarium.objects.exists()
        assert [meeting.state for meeting in Meeting.objects.order_by("starts_at")] == [
            "approved",
            "held",
            "scheduled",
        ]
        assert Counter(Task.objects.values_list("state", flat=True)) == {
            "given": 1,
            "in_hand": 2,
            "done": 1,
        }

    def test_the_list_of_another_software_is_there(self, ward: str) -> None:
        listed = IncomingDocument.objects.filter(register=None)
        assert (listed.count(), UserActivity.objects.count()) == (150, 12)
        waiting = IncomingUnit.objects.open().filter(entry__register=None)
        assert (waiting.count(), waiting.filter(due_on__lt=UNTIL).count()) == (15, 5)
        assert not listed.filter(arrived_on__gte=UNTIL).exists()
        found = incoming_statistics(ReportingPeriod.objects.containing(UNTIL), UNTIL)
        assert all(getattr(total_of(found.rows), name) for name in COUNTED)

    def test_the_registers_are_in_use(self, ward: str) -> None:
        incoming = IncomingDocument.objects.registered().order_by("arrival_number")
        assert list(incoming.values_list("arrival_number", "state")) == [
            *((number, "routed") for number in range(412, 416)),
            *((number, "waiting") for number in range(416, 419)),
        ]
        outgoing = OutgoingDocument.objects.order_by("pk")
        assert [one.code for one in outgoing][:2] == ["168/KH-UBND", "169/BC-UBND"]
        assert [one.state for one in outgoing] == [*["issued"] * 5, "signed", "draft"]
        assert [missing_numbers(row) for row in RegisterYear.objects.all()] == [[], [], []]
        late = Routing.objects.overdue(on=UNTIL)
        assert [routing.lead_unit.short_name for routing in late] == ["Phòng Kinh tế"]

    def test_the_briefing_told_in_the_news_is_among_the_meetings(self, ward: str) -> None:
        told = timezone.localdate(article("01-giao-ban").first_submitted_at)
        meeting = Meeting.objects.get(state="held")
        assert timezone.localdate(meeting.starts_at) == told == date(2026, 11, 20)
        body = article("01-giao-ban").body
        assert "Sáng 20/11, tại phòng họp số 1" in body
        assert (timezone.localtime(meeting.starts_at).hour, meeting.conclusions.count()) == (8, 4)
        assert "Phòng họp số 1" in meeting.place

    def test_receptions_agree_in_news_and_calendar(self, ward: str) -> None:
        body = article("50-lich-tiep-cong-dan").body
        said = {
            "Chủ tịch UBND phường": "sáng thứ Năm hằng tuần, từ 08:00 đến 11:30",
            "Thường trực Đảng ủy phường": "sáng ngày 05 hằng tháng, từ 08:00 đến 11:00",
            "Đại biểu HĐND phường": "chiều ngày 15 hằng tháng, từ 14:00 đến 16:30",
        }
        rules = ReceptionDay.objects.all()
        assert {rule.leaders for rule in rules} == set(said)
        for rule in rules:
            words = said[rule.leaders]
            assert words in body
            assert f"từ {rule.starts:%H:%M} đến {rule.ends:%H:%M}" in words
            assert (rule.weekday == 3) == ("thứ Năm" in words)
            assert rule.day_of_month is None or f"ngày {rule.day_of_month:02}" in words
            assert "tầng một trụ sở" in rule.place and "tầng một trụ sở" in body
        # The reception told of in the news was on a Thursday, too.
        assert "Sáng thứ Năm " in article("36-tiep-cong-dan").body

    def test_numbers_hours_and_places_agree_everywhere(self, ward: str) -> None:
        ours = Ward.current()
        facts = WardFacts.read(ours)
        known = {one.digits for one in facts.phones}
        texts = {one.title: plain_text(one.body) for one in Article.objects.all()}
        texts |= {one.title: plain_text(one.body) for one in Page.objects.published()}
        for title, text in texts.items():
            assert list(check_facts("body", text, facts)) == [], title
            named = {phone.digits for phone in find_phones(text) if len(phone.digits) > 4}
            assert named <= known, title
        assert [(one.name, len(one.spans)) for one in facts.hours] == [
            ("giờ làm việc của phường", 2),
            ("giờ tiếp dân", 3),
        ]

    def test_notices_have_their_times_in_text_and_calendar(self, ward: str) -> None:
        first, last = UNTIL - timedelta(7), UNTIL + timedelta(30)
        shown = {one.url: one for one in public_calendar(first, last).entries if one.url}
        water = article("03-ngung-cap-nuoc")
        (time,) = water.event_times
        proposed = find_times(f"{water.title} {plain_text(water.body)}", near=UNTIL)
        assert TimeSpan(time.starts_at, time.ends_at) in proposed
        assert shown[water.get_absolute_url()].starts_at == time.starts_at
        for one in Article.objects.published().exclude(times=""):
            assert one.notice_times.count() == len(one.event_times) > 0

    def test_first_hand_in_counts_from_when_it_came(self, ward: str) -> None:
        boat = article("09-thuyen-rac")
        told = next(
            step for step in told_of("09-thuyen-rac").steps if step.do == "submit_on_behalf"
        )
        assert boat.first_submitted_at == told.data["received_at"] < told.at
        assert (boat.received_via, boat.author, boat.created_by.username) == (
            "zalo",
            None,
            "bientap",
        )
        trees = article("10-trong-cay")
        assert trees.first_submitted_at < trees.submitted_at

    def test_history_names_who_changed_the_text_and_when(self, ward: str) -> None:
        rows = article("10-trong-cay").history.order_by("history_date")
        versions = [(row.history_user.username, row.history_date) for row in rows]
        told = told_of("10-trong-cay")
        edit = next(step for step in told.steps if step.do == "edit")
        assert versions == [("congtacvien4", told.written), ("congtacvien4", edit.at)]
        assert (
            Notice.objects.filter(
                person__username="congtacvien2", text__contains="đã sửa chữ"
            ).count()
            == 1
        )
        assert not Notice.objects.filter(
            awaits_mail=True
        ).exists()  # of its past nobody gets a mail

    def test_the_correction_is_public_and_the_small_fix_is_not(self, ward: str) -> None:
        (correction,) = article("05-qua-hoc-sinh").public_corrections
        assert "ba trường" in correction.text
        assert "ba trường" in article("05-qua-hoc-sinh").body
        assert article("09-thuyen-rac").public_corrections == []
        assert "vợt lưới" in article("09-thuyen-rac").body

    def test_what_was_read_on_each_day_is_part_of_all_that_was_read(self, ward: str) -> None:
        days = ViewCount.objects.values_list("day", flat=True)
        assert max(days) == UNTIL - timedelta(1)
        assert min(days) < UNTIL - timedelta(100)  # confirmed months have their views
        by_item = ViewCount.objects.order_by().values("object_id").annotate(n=Sum("count"))
        counted = {row["object_id"]: row["n"] for row in by_item}
        for told in load_articles(UNTIL):
            stored = article(told.key)
            assert counted.get(stored.pk, 0) <= stored.view_count, told.key
        assert counted[article("02-nuoc-song-dang").pk] == 904
        assert article("35-nguoi-dong-thuyen").pk in counted
        assert article("23-can-cuoc-luu-dong").pk in counted
        for edition in Edition.objects.all():
            assert edition_content(edition).figures.value("news.views") > 1000

    def test_error_reports_stand_in_every_state(self, ward: str) -> None:
        reports = ErrorReport.objects.order_by("received_at")
        assert [
            (told.code, told.article) for told in sorted(REPORTS, key=lambda told: told.code)
        ] == [
            (report.code, report.item.source_address.removeprefix(demo.ADDRESS))
            for report in reports.order_by("code")
        ]
        assert all(re.fullmatch(CODE_PATTERN, report.code) for report in reports)
        assert all(report.item.published_at < report.received_at for report in reports)
        with time_machine.travel(NOON, tick=False):
            assert [report.days_left for report in reports.open().most_urgent_first()] == [
                -2,
                2,
                14,
            ]
        assert {report.outcome for report in reports.answered()} == set(Outcome.values)
        assert [row.name for report in reports.answered() for row in log_of(report)] == [
            "answer"
        ] * 3
        assert (
            Notice.objects.filter(
                person__username="bientap", text__startswith="Người dân báo sai sót"
            ).count()
            == 6
        )

    def test_residents_rated_pages_while_they_could_read_them(self, ward: str) -> None:
        counted = Rating.objects.counts()
        assert (counted.yes, counted.no) == (
            sum(row[2] for row in RATINGS),
            sum(row[3] for row in RATINGS),
        )
        for rating in Rating.objects.all():
            item = Article.objects.get(pk=rating.object_id)
            assert timezone.localdate(item.published_at) <= rating.day < UNTIL, item

    def test_forms_to_fill_in_are_attached(self, ward: str) -> None:
        public = article("32-tiem-chung-thuong-xuyen").attachments.get().file
        assert (public.name, public.extension) == ("Phiếu ghi các mũi đã tiêm của trẻ.odt", "odt")
        assert storage.is_public(public)
        assert not storage.is_public(article("57-lop-hat-cheo").attachments.get().file)
        text = odf_text(storage.path_of(public).read_bytes())
        assert "Bệnh đang điều trị, thuốc đang dùng:" in text

    def test_pictures_belong_to_their_articles(self, ward: str) -> None:
        files = StoredFile.objects.exclude(kind=StoredFile.Kind.AUDIO)
        assert files.count() == FileUse.objects.filter(file__in=files).count()
        assert article("04-tuyen-hoa-bo-song").file_uses.filter(role=FileUse.Role.BODY).count() == 1
        assert storage.is_public(article("01-giao-ban").picture)
        assert not storage.is_public(article("20-ngay-hoi-doc-sach").picture)
        assert not storage.is_public(article("16-tiep-xuc-cu-tri").picture)
        emblem = Ward.current().emblem
        for file in StoredFile.objects.filter(kind=StoredFile.Kind.PICTURE):
            assert (file.width, file.height) == ((256, 256) if file == emblem else (1600, 900))
            assert storage.path_of(file).is_file()

    def test_the_emblem_is_on_the_pages(self, ward: str) -> None:
        emblem = Ward.current().emblem
        assert storage.is_public(emblem)
        assert [use.file for use in FileUse.objects.filter(content_type__model="ward")] == [emblem]
        assert emblem.url in Client().get(reverse("structure")).content.decode()

    def test_leaders_are_shown_by_their_initials(self, ward: str) -> None:
        assert not Officer.objects.exclude(photo=None).exists()
        page = Client().get(reverse("structure")).content.decode()
        assert (
            '<span class="leader__photo leader__photo--none" aria-hidden="true">ĐV</span>' in page
        )

    def test_the_cast_finds_its_next_transitions(self, ward: str) -> None:
        def may(username: str, key: str) -> set[str]:
            user = User.objects.get(username=username)
            return {
                step.transition.name
                for step in available(article(key), user, now=NOON)
                if not step.refusals
            }

        assert "confirm" in may("duyet2", "02-nuoc-song-dang")
        assert "confirm" not in may("lanhdao", "02-nuoc-song-dang")
        assert "confirm" in may("duyet1", "05-qua-hoc-sinh")
        assert "publish" in may("lanhdao", "16-tiep-xuc-cu-tri")
        assert "publish" not in may("duyet2", "16-tiep-xuc-cu-tri")
        assert "publish" in may("duyet1", "15-dinh-ben-sen")
        assert "unschedule" in may("duyet2", "13-kham-suc-khoe")
        assert "submit" in may("congtacvien2", "18-doi-rac-lay-cay")
        assert may("congtacvien3", "19-camera-an-ninh") == {"submit", "discard", "attach_line"}
        assert "reopen" in may("duyet1", "20-ngay-hoi-doc-sach")

    def test_loading_again_adds_nothing(self, ward: str, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.delenv("DEMO_PASSWORD", raising=False)
        before = row_counts()
        assert load(until=date(2026, 12, 1)) == "Phường mẫu đã có sẵn, không thêm gì.\n"
        assert row_counts() == before
        assert User.objects.get(username="bientap").check_password(PASSWORD)

    def test_what_is_missing_is_added_to_what_is_there(self, ward: str) -> None:
        assert "60 tin bài" in ward
        assert "Mật khẩu" in ward
        keys = ("07-dang-uy-quan-triet", "19-camera-an-ninh", "40-dem-hoi-den-long")
        for key in keys:
            article(key).delete()
        before = row_counts()
        assert load() == "Đã nạp phường mẫu Bến Sen: 3 tin bài.\n"
        assert Article.objects.count() == 60
        for told in map(told_of, keys):
            assert article(told.key).created_at == told.written
            log = log_of(article(told.key)).values_list("name", "at")
            assert list(log) == [(s.do, s.at) for s in told.steps if s.do != "edit"]
        others = before.keys() - OF_ARTICLES
        assert {name: row_counts()[name] for name in others} == {
            name: before[name] for name in others
        }

    def test_today_is_the_default_and_nothing_happens_in_the_future(self, ward: str) -> None:
        assert max(ViewCount.objects.values_list("day", flat=True)) == UNTIL - timedelta(1)
        assert not TransitionLog.objects.filter(at__gt=NOON).exists()
        assert not Article.objects.filter(created_at__gt=NOON).exists()
        assert Article.objects.published(now=NOON).exists()
        assert Article.objects.scheduled(now=NOON).exists()


def test_loaded_in_the_night_to_a_new_month_nothing_is_still_to_come(
    db: None, file_root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DEMO_PASSWORD", PASSWORD)
    night = timezone.make_aware(datetime(2026, 12, 1, 3, 13))
    with time_machine.travel(night, tick=False):
        load(until=night.date())
    assert not TransitionLog.objects.filter(at__gt=night).exists()
    assert not StoredFile.objects.filter(uploaded_at__gt=night).exists()
    for model in (AirItem, AssessmentRound, UnitParagraph, LineComment, IncomingDocument):
        for name in {"created_at", "opened_at", "handed_in_at", "answered_at"}:
            if name in {field.name for field in model._meta.fields}:
                assert not model._base_manager.filter(**{f"{name}__gt": night}).exists(), name
    played = BulletinItem.objects.plays().filter(item__source_key__startswith="article:")
    published = dict(Article.objects.values_list("pk", "published_at"))
    assert played.exists()
    for key, begins in played.values_list("item__source_key", "bulletin__starts_at"):
        assert published[int(key.removeprefix("article:"))] < begins


def test_without_a_given_password_a_random_one_is_printed_once(
    db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("DEMO_PASSWORD", raising=False)
    monkeypatch.setattr(demo, "load_articles", lambda until: [])
    for part in OTHER_PARTS:
        monkeypatch.setattr(demo, part, lambda *args, **options: None)
    line = next(line for line in load().splitlines() if line.startswith("Mật khẩu"))
    password = line.split(": ")[1].removesuffix(" (chỉ in một lần)")
    assert len(password) >= 12
    assert User.objects.get(username="lanhdao").check_password(password)


def test_another_wards_data_is_left_alone(db: None) -> None:
    Ward.objects.create(pk=1, name="Phường Ven Đê")
    before = row_counts()
    with pytest.raises(CommandError, match="Phường Ven Đê"):
        load()
    assert row_counts() == before


def test_a_transition_refused_leaves_nothing_behind(
    db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = row_counts()
    told = _done_by("congtacvien1", "publish", told_of("01-giao-ban"))
    monkeypatch.setattr(demo, "load_articles", lambda until: [told])
    with pytest.raises(TransitionRefused):
        load()
    assert row_counts() == before


def test_an_edit_by_somebody_who_may_not_is_refused(
    db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = _done_by("congtacvien1", "edit", told_of("10-trong-cay"))
    monkeypatch.setattr(demo, "load_articles", lambda until: [told])
    with pytest.raises(ValueError, match="congtacvien1 may not edit"):
        load()


def test_a_wrong_date_is_told_in_a_sentence() -> None:
    with pytest.raises(CommandError, match="Ngày không đúng: 23/11/2026"):
        call_command("load_demo", "--until", "23/11/2026")
