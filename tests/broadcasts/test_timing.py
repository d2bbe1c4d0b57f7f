"""How long items and bulletins take on air."""

from __future__ import annotations

import pytest

from broadcasts.audio.chimes import Chime
from broadcasts.audio.facts import PAUSE
from broadcasts.models import AirItem
from broadcasts.timing import bulletin_seconds, item_seconds, length_warning, syllable_rate
from tests.broadcasts.recording.make import make_bulletin, make_item, recorded
from tests.support.cast import Cast

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("file_root")]


def read(cast: Cast, count: int, *, syllables: int, seconds: float, **fields: object) -> None:
    for _ in range(count):
        item = make_item(reading="một " * syllables)
        recorded(item, cast.announcer, recording_seconds=seconds, **fields)


def test_the_rate_is_learnt_from_five_recordings_on(cast: Cast) -> None:
    read(cast, 4, syllables=200, seconds=60)
    assert syllable_rate() == 180
    read(cast, 1, syllables=200, seconds=60)
    assert syllable_rate() == 200


def test_the_rate_stays_within_bounds_and_leaves_out_machines_and_relays(cast: Cast) -> None:
    read(cast, 6, syllables=200, seconds=60, is_synthetic=True, listened_by=cast.editor)
    assert syllable_rate() == 180
    read(cast, 5, syllables=100, seconds=60)
    assert syllable_rate() == 120
    AirItem.objects.update(recording_seconds=20, is_synthetic=False)
    assert syllable_rate() == 260
    AirItem.objects.update(kind="relayed")
    assert syllable_rate() == 180


def test_recordings_of_an_odd_length_do_not_count(cast: Cast) -> None:
    read(cast, 5, syllables=200, seconds=60)
    read(cast, 4, syllables=57, seconds=50)
    assert syllable_rate() == 200
    read(cast, 4, syllables=57, seconds=3)
    assert syllable_rate() == 200
    read(cast, 4, syllables=95, seconds=60)  # slow, but one may read so
    assert syllable_rate() == 200, "the median"


def test_odd_recordings_alone_teach_nothing(cast: Cast) -> None:
    read(cast, 6, syllables=57, seconds=50)
    assert syllable_rate() == 180


def test_only_the_newest_fifty_count(cast: Cast, django_assert_num_queries: object) -> None:
    read(cast, 1, syllables=260, seconds=60)
    file = AirItem.objects.get().recording
    AirItem.objects.update(reading="x", recorded_reading="một " * 130)
    AirItem.objects.bulk_create(
        AirItem(
            title="x", recording=file, recording_seconds=60, recorded_reading="một " * 150,
            air_from="2026-11-30", air_until="2026-11-30", created_at="2026-11-30T00:00:00Z",
        )
        for _ in range(50)
    )  # fmt: skip
    assert syllable_rate() == 150


@pytest.mark.parametrize(
    ("seconds", "said"),
    [
        (3, "Bản ghi 3 giây, dự kiến 30 giây: có thể thiếu."),
        (15, ""),
        (60, ""),
        (75, "Bản ghi 1 phút 15 giây, dự kiến 30 giây: có thể thừa, hoặc là của mục khác."),
    ],
)
def test_a_recording_of_an_odd_length_is_told(cast: Cast, seconds: float, said: str) -> None:
    item = recorded(make_item(reading="một " * 90), cast.announcer, recording_seconds=seconds)
    assert length_warning(item, 180) == said
    item.reading = "khác"
    assert length_warning(item, 180) == ""


def test_the_length_of_an_item(cast: Cast) -> None:
    item = make_item(reading="một " * 90)
    assert item_seconds(item, 180) == 30
    assert item_seconds(make_item(kind="relayed", reading="", relayed_seconds=900), 180) == 900
    recorded(item, cast.announcer)
    assert item_seconds(item, 180) == 2
    item.reading = "một " * 45
    assert item_seconds(item, 180) == 15, "a recording of an older text does not count"


def test_the_length_of_a_bulletin(cast: Cast) -> None:
    items = [make_item(str(number), reading="một " * 90) for number in range(3)]
    bulletin = make_bulletin(*items)
    chime = Chime.BULLETIN.value[1]
    places = bulletin.places.select_related("item")
    assert bulletin_seconds(places, 180) == pytest.approx(chime + 90 + 3 * PAUSE)
    AirItem.objects.filter(pk=items[0].pk).update(source_state="withdrawn")
    assert bulletin_seconds(places.all(), 180) == pytest.approx(chime + 60 + 2 * PAUSE)
    assert bulletin_seconds([], 180) == 0
