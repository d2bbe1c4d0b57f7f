"""Bulletins are proposed at 14:00 of the working day before, with the items marked for them."""

from datetime import date, datetime, time, timedelta

import pytest
from django.utils import timezone

from broadcasts.bulletins.following import follow_sources
from broadcasts.bulletins.proposals import propose, propose_bulletins
from broadcasts.models import AirItem, Bulletin
from broadcasts.states import FRAME_KINDS, BulletinState, SourceState
from news.editorial.forms.correction import correction_data
from news.states import Kind
from organization.models import Holiday, Notice
from tests.support.broadcasts import (
    approve,
    log,
    make_bulletin,
    make_item,
    make_slot,
    publish,
    step,
)
from tests.support.cast import Cast
from tests.support.factories import CategoryFactory, make_draft, transition

pytestmark = pytest.mark.django_db

FRIDAY = date(2016, 7, 1)


def at(day: date, hour: int, minute: int = 0) -> datetime:
    return timezone.make_aware(datetime.combine(day, time(hour, minute)))


def titles(bulletin: Bulletin) -> list[str]:
    places = bulletin.places.exclude(item__kind__in=FRAME_KINDS)
    return [place.item.title for place in places.select_related("item")]


def test_monday_is_proposed_on_friday_at_two() -> None:
    slot = make_slot()
    assert propose_bulletins(at(FRIDAY, 13, 59)) is None
    assert propose_bulletins(at(FRIDAY, 14)) == "1 bulletins proposed"
    bulletin = Bulletin.objects.get()
    assert (bulletin.day, bulletin.slot, bulletin.state) == (
        date(2016, 7, 4),
        slot,
        BulletinState.DRAFT,
    )
    assert bulletin.starts_at == at(date(2016, 7, 4), 6, 30)
    assert propose_bulletins(at(FRIDAY, 14, 1)) is None, "asked twice"
    assert propose_bulletins(at(date(2016, 7, 3), 9)) is None, "nothing new on Sunday"


def test_a_holiday_has_no_bulletin_and_a_made_up_saturday_has_one() -> None:
    make_slot()
    Holiday.objects.create(day=date(2016, 7, 4), name="Nghỉ bù", kind=Holiday.Kind.DAY_OFF)
    Holiday.objects.create(day=date(2016, 7, 2), name="Làm bù", kind=Holiday.Kind.MADE_UP)
    propose_bulletins(at(FRIDAY, 14))
    propose_bulletins(at(date(2016, 7, 2), 14))
    days = list(Bulletin.objects.order_by("day").values_list("day", flat=True))
    assert days == [date(2016, 7, 2), date(2016, 7, 5)]


def test_what_was_marked_stands_in_it_in_order(cast: Cast) -> None:
    day = timezone.localdate() + timedelta(days=1)
    publish(make_draft(cast.contributor, title="Tin", is_for_loudspeaker=True), cast)
    notice = make_draft(
        cast.contributor,
        title="Thông báo",
        is_for_loudspeaker=True,
        kind=Kind.NOTICE,
        category=CategoryFactory(is_for_notices=True),
    )
    publish(notice, cast)
    publish(make_draft(cast.contributor, title="Không đánh dấu"), cast)
    alone = make_draft(
        cast.contributor, title="Chỉ phát loa", is_for_loudspeaker=True, is_for_portal=False
    )
    publish(alone, cast)
    make_item("Lời nhắn", air_from=day, air_until=day)
    slot = make_slot(weekdays="1234567")
    bulletin = propose(day, slot, now=timezone.now())
    assert bulletin is not None
    assert titles(bulletin) == ["Thông báo", "Tin", "Chỉ phát loa", "Lời nhắn"]
    item = AirItem.objects.get(source_key=f"article:{notice.pk}")
    assert (item.plays_wanted, item.unit, item.source_state) == (
        2,
        cast.contributor.unit,
        SourceState.CURRENT,
    )
    assert item.reading.startswith(
        "Thông báo.\nSáng thứ Bảy, bà con cùng dọn bờ sông.\nHơn sáu mươi người"
    )
    # A second slot repeats only what is wanted twice.
    second = propose(day, make_slot("Chiều", time(17)), now=timezone.now())
    assert second is not None
    assert titles(second) == ["Thông báo"]


def test_a_bulletin_is_filled_to_its_length_and_the_rest_is_left(cast: Cast) -> None:
    day = timezone.localdate() + timedelta(days=1)
    long = "Bà con chú ý giữ gìn vệ sinh chung trong khu dân cư của mình nhé. " * 30
    for number in range(5):
        make_item(f"Mục {number}", written=long, air_from=day, air_until=day)
    bulletin = propose(day, make_slot(minutes=5), now=timezone.now())
    assert bulletin is not None
    assert titles(bulletin) == ["Mục 0", "Mục 1"]


def test_a_corrected_source_is_flagged_and_a_withdrawn_one_taken_out(cast: Cast) -> None:
    article = publish(make_draft(cast.contributor, is_for_loudspeaker=True), cast)
    now = timezone.now()
    bulletin = propose(
        timezone.localdate() + timedelta(days=1), make_slot(weekdays="1234567"), now=now
    )
    assert bulletin is not None
    approve(bulletin, cast)
    assert follow_sources(now) is None
    article.refresh_from_db()
    transition(
        article,
        "correct",
        cast.other_editor,
        note="Sửa giờ",
        **correction_data(
            article,
            is_public="0",
            accepts_small="on",
            lead="Chiều Chủ nhật, bà con cùng dọn bờ sông.",
        ),
    )
    assert follow_sources(now) == "1 items changed with their source"
    item = AirItem.objects.get(source_key=f"article:{article.pk}")
    assert item.source_state == SourceState.CORRECTED
    assert "Sáng thứ Bảy" in item.reading, "the text on its way to the air stays as approved"
    transition(article, "withdraw", cast.approver, note="Sai", public_as="gone")
    assert follow_sources(now) == "1 items changed with their source"
    item.refresh_from_db()
    assert item.source_state == SourceState.WITHDRAWN
    assert [place.item for place in bulletin.places.airable()] != []
    assert item not in [place.item for place in bulletin.places.airable()]
    told = Notice.objects.filter(person=cast.announcer, text__contains="đã gỡ")
    assert told.count() == 1
    assert Notice.objects.filter(person=cast.approver, text__contains="đã gỡ").count() == 1
    assert follow_sources(now) is None, "told once"


def test_an_article_postponed_beyond_its_bulletin_is_told(cast: Cast) -> None:
    now = timezone.now()
    article = make_draft(cast.contributor, is_for_loudspeaker=True, title="Dọn bờ sông")
    article = transition(article, "submit", cast.contributor)
    in_an_hour = now + timedelta(hours=1)
    article = transition(article, "publish", cast.approver, published_at=in_an_hour)
    bulletin = propose(
        timezone.localdate() + timedelta(days=1), make_slot(weekdays="1234567"), now=now
    )
    assert bulletin is not None and "Dọn bờ sông" in titles(bulletin)
    approve(bulletin, cast)
    told = Notice.objects.filter(text__contains="sau giờ phát")
    transition(article, "reschedule", cast.approver, published_at=in_an_hour + timedelta(minutes=5))
    assert (follow_sources(now), told.count()) == (None, 0)
    transition(article, "reschedule", cast.approver, published_at=now + timedelta(days=3))
    assert (follow_sources(now), follow_sources(now)) == (None, None)
    assert set(told.values_list("person", flat=True)) >= {cast.announcer.pk, cast.approver.pk}
    assert told.filter(person=cast.announcer).count() == 1
    assert told[0].text.startswith(f"{bulletin}, “Dọn bờ sông”: bài hẹn đăng lúc ")


def test_plays_are_counted_from_what_was_logged(cast: Cast) -> None:
    day = timezone.localdate()
    item = make_item("Hai lượt", plays_wanted=2, air_until=day + timedelta(days=3))
    bulletin = make_bulletin(item, at=timezone.now() - timedelta(hours=1))
    approve(bulletin, cast)
    log(bulletin, cast.announcer)
    assert AirItem.objects.with_plays().get(pk=item.pk).plays == 1
    missed = make_bulletin(item, at=timezone.now() - timedelta(minutes=30))
    approve(missed, cast)
    step(missed, "miss", cast.announcer, missed_reason="power")
    assert AirItem.objects.with_plays().get(pk=item.pk).plays == 1
