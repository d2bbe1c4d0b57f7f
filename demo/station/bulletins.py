"""Loudspeakers of the demonstration ward: the station, and its bulletins of the last weeks.

Fictitious; bulletins are proposed, approved and logged by the services and real transitions, at the
times of their days.
"""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import F, Max, QuerySet
from django.utils import timezone

from broadcasts.bulletins.proposals import propose
from broadcasts.bulletins.services import append_item
from broadcasts.bulletins.slots import proposal_time, runs_on, starts_at
from broadcasts.models import AirItem, Bulletin, Slot, SpeakerCluster, SpeakerFault
from broadcasts.models.pronunciation import Pronunciation
from broadcasts.sources.articles import SOURCE as ARTICLES
from broadcasts.sources.documents import SOURCE as DOCUMENTS
from broadcasts.sources.items import make_key, reading_of, store_item
from broadcasts.states import FRAME_KINDS, ClusterState, ItemKind, MissReason
from core.broadcast_sources import BroadcastSource
from core.workflow.engine import perform
from demo.dates import passed
from demo.station.sound import join_recordings, record_items
from documents.models import PublicDocument
from news.models import Article
from organization.calendar.working_days import WorkingCalendar
from organization.models import Notice, Unit, User

# Since when there are two bulletins each working day; before, one on Tuesdays and Fridays.
DAILY_DAYS = 31
MONTHS = 5
CLUSTERS = (
    ("Cụm 1, đình Bến Sen", "Cổng đình, phố Bến Sen", 4, ("TDP05",)),
    ("Cụm 2, nhà văn hóa tổ 7", "Mái nhà văn hóa, ngõ 84", 3, ("TDP07",)),
    ("Cụm 3, trường tiểu học", "Cột điện trước cổng trường", 2, ("TDP05", "TDP07")),
    ("Cụm 4, chợ Bến Sen", "Nóc dãy ki ốt phía đông", 3, ("TDP07",)),
)
WORDS = (("Bến Sen TV", "bến sen ti vi"), ("TDP05", "tổ dân phố số năm"))


@dataclass(frozen=True)
class Message:
    """Words typed by the announcer, on air on the days of a month from its first to its last."""

    title: str
    text: str
    unit: str
    plays: int = 14
    first: int = 1
    last: int = 28
    kind: str = ItemKind.MESSAGE
    relayed_minutes: int = 0


MESSAGES = (
    Message(
        "Nhắc bà con phân loại rác tại nhà",
        "UBND phường nhắc bà con để rác hữu cơ, rác tái chế và rác còn lại vào ba thùng riêng."
        " Xe thu gom đến từ 18h00 đến 19h30 các ngày trong tuần. Mọi thắc mắc xin gọi văn phòng"
        " UBND phường, số 024 0000 0000.",
        "KTHT",
        first=1,
        last=14,
    ),
    Message(
        "Lịch tiêm chủng trong tháng",
        "Trạm Y tế phường tiêm chủng mở rộng cho trẻ dưới 12 tháng tuổi vào các sáng thứ Tư, từ"
        " 7h30 đến 10h30. Bố, mẹ nhớ mang theo sổ tiêm. Trẻ đang sốt trên 37,5 độ C chưa tiêm"
        " trong buổi này.",
        "TYT",
        first=1,
        last=17,
    ),
    Message(
        "Phòng cháy khi dùng bếp điện và xe điện",
        "Công an phường khuyến cáo bà con không sạc xe điện qua đêm trong nhà, không để bếp đang"
        " đun mà không có người trông. Khi có cháy, gọi ngay 114.",
        "CAP",
        first=9,
        last=24,
    ),
    Message(
        "Trụ sở tiếp công dân hằng tuần",
        "Chủ tịch UBND phường tiếp công dân vào sáng thứ Năm hằng tuần, từ 8h00 đến 11h30, tại"
        " phòng tiếp công dân tầng 1.",
        "VPUB",
        first=14,
        last=31,
    ),
    Message(
        "Mời thanh niên đăng ký hiến máu",
        "Đoàn Thanh niên phường mời bà con từ 18 đến 60 tuổi, nặng từ 42 kg trở lên, đăng ký hiến"
        " máu tại nhà văn hóa tổ dân phố số 7. Mỗi lần hiến từ 250 ml đến 450 ml.",
        "DTN",
        first=18,
        last=30,
    ),
    Message(
        "Nộp thuế sử dụng đất phi nông nghiệp",
        "Phòng Kinh tế, Hạ tầng và Đô thị nhắc các hộ chưa nộp thuế sử dụng đất phi nông nghiệp"
        " nộp trước ngày cuối tháng, qua ngân hàng hoặc ứng dụng của cơ quan thuế. Nộp chậm bị"
        " tính 0,03% mỗi ngày.",
        "KTHT",
        first=23,
        last=31,
    ),
    Message(
        "Chuyên mục Thành phố hôm nay",
        "",
        "VHXH",
        plays=6,
        last=31,
        kind=ItemKind.RELAYED,
        relayed_minutes=5,
    ),
)
# Sessions that were not aired, as (days before the day of loading, in number of sessions).
MISSED = {9: MissReason.POWER, 21: MissReason.EQUIPMENT, 40: MissReason.WEATHER}
INCIDENTS = {4: "Cụm 2 rè tiếng, đã báo thợ.", 15: "Mất tiếng 2 phút ở Cụm 4."}


def load_broadcasts(units: dict[str, Unit], people: dict[str, User], *, until: date) -> None:
    """Load the station and its bulletins until the day of loading, once."""
    if Slot.objects.exists():
        return
    before = Notice.objects.aggregate(newest=Max("pk"))["newest"] or 0
    _load_station(units, people["phatthanh"], until)
    calendar = WorkingCalendar.load()
    begins = until - timedelta(days=DAILY_DAYS + 30 * MONTHS)
    for first in _months(begins, until):
        _write_messages(first, units, people["phatthanh"])
    sessions = _sessions(begins, until, calendar)
    # The newest session, and the last one of today, hold words that were recorded, and no others.
    newest = {*[one for one in sessions if one[0] < until][-1:]}
    newest |= {one for one in sessions[-1:] if one[0] == until}
    with_sound = []
    for number, (day, slot) in enumerate(sessions, start=1):
        is_recorded = (day, slot) in newest
        bulletin = _play(
            *(slot, day, people, calendar),
            number=number,
            is_today=day == until,
            is_recorded=is_recorded,
        )
        if is_recorded and bulletin:
            with_sound.append(bulletin)
    # What is over by the day of loading was read by then.
    Notice.objects.filter(pk__gt=before, created_at__lt=_at(until, 0)).update(
        read_at=F("created_at")
    )
    record_items(people["phatthanh"], until=until)
    join_recordings(with_sound)


def _sessions(begins: date, until: date, calendar: WorkingCalendar) -> list[tuple[date, Slot]]:
    """Return the sessions of the slots until a day, in order."""
    slots = list(Slot.objects.order_by("starts_at"))
    days = [begins + timedelta(days=number) for number in range((until - begins).days + 1)]
    return [
        (day, slot)
        for day in days
        for slot in slots
        if _is_valid(slot, day) and runs_on(slot, day, calendar)
    ]


def _load_station(units: dict[str, Unit], announcer: User, until: date) -> None:
    daily = until - timedelta(days=DAILY_DAYS)
    Slot.objects.create(
        name="Chiều",
        starts_at=time(17),
        weekdays="25",
        valid_from=until - timedelta(days=400),
        valid_until=daily - timedelta(days=1),
    )
    Slot.objects.create(name="Sáng", starts_at=time(6, 30), valid_from=daily, minutes=12)
    Slot.objects.create(name="Chiều", starts_at=time(17), valid_from=daily, minutes=12)
    clusters = []
    for name, place, speakers, codes in CLUSTERS:
        cluster = SpeakerCluster.objects.create(name=name, place=place, speakers=speakers)
        cluster.units.set([units[code] for code in codes])
        clusters.append(cluster)
    SpeakerFault.objects.create(
        cluster=clusters[3],
        reported_on=until - timedelta(days=40),
        repaired_on=until - timedelta(days=36),
        description="Đứt dây loa sau trận mưa",
        repair="Thợ điện nối lại, bọc ống nhựa",
        reported_by=announcer,
    )
    SpeakerFault.objects.create(
        cluster=clusters[1],
        reported_on=until - timedelta(days=3),
        description="Một loa rè tiếng",
        reported_by=announcer,
    )
    clusters[1].state = ClusterState.PARTLY
    clusters[1].save(update_fields=["state"])
    for written, spoken in WORDS:
        Pronunciation.objects.get_or_create(written=written, defaults={"spoken": spoken})


def _write_messages(first: date, units: dict[str, Unit], announcer: User) -> None:
    for message in MESSAGES:
        item = AirItem(
            kind=message.kind,
            title=message.title,
            unit=units[message.unit],
            author=announcer.full_name,
            written=message.text,
            reading=reading_of(message.text),
            relayed_seconds=message.relayed_minutes * 60 or None,
            air_from=first.replace(day=message.first),
            air_until=first.replace(day=min(message.last, monthrange(first.year, first.month)[1])),
            plays_wanted=message.plays,
        )
        store_item(item, actor=announcer, now=passed(_at(first, 8)))


def _play(
    slot: Slot,
    day: date,
    people: dict[str, User],
    calendar: WorkingCalendar,
    *,
    number: int,
    is_today: bool,
    is_recorded: bool,
) -> Bulletin | None:
    """Propose, submit and approve a bulletin; log it unless it is of the day of loading."""
    proposed_at = proposal_time(day, calendar)
    bulletin = propose(day, slot, now=proposed_at)
    if bulletin:
        _leave_out_later(bulletin)
    if bulletin and is_recorded:
        _hold_messages_alone(bulletin)
    if bulletin is None or bulletin.places.count() < 3:
        return None
    announcer, approver = people["phatthanh"], people["duyet1" if number % 3 else "duyet2"]
    bulletin = _do(bulletin, "submit", announcer, proposed_at + timedelta(minutes=55))
    bulletin = _do(bulletin, "approve", approver, proposed_at + timedelta(minutes=130))
    if is_today:
        return bulletin
    begins = starts_at(slot, day)
    if number in MISSED:
        return _do(bulletin, "miss", announcer, begins, missed_reason=MISSED[number])
    ends = begins + timedelta(minutes=7 + number % 5)
    clusters = SpeakerCluster.objects.all()
    return _do(
        bulletin,
        "log",
        announcer,
        ends + timedelta(minutes=3),
        started_at=f"{timezone.localtime(begins):%d/%m/%Y %H:%M}",
        ended_at=f"{timezone.localtime(ends):%d/%m/%Y %H:%M}",
        places=[place.pk for place in bulletin.places.all()],
        clusters=[cluster.pk for cluster in clusters],
        incidents=INCIDENTS.get(number, ""),
    )


def _leave_out_later(bulletin: Bulletin) -> None:
    """Take out what was published when the bulletin had begun: now, it is public."""
    begins = bulletin.starts_at
    later = [
        *_keys(ARTICLES, Article.objects.filter(published_at__gte=begins)),
        *_keys(DOCUMENTS, PublicDocument.objects.filter(published_at__gte=begins)),
    ]
    bulletin.places.filter(item__source_key__in=later).delete()


def _keys(source: BroadcastSource, rows: QuerySet[Any]) -> list[str]:
    return [make_key(source, pk) for pk in rows.values_list("pk", flat=True)]


def _hold_messages_alone(bulletin: Bulletin) -> None:
    """Make the proposed bulletin one of the messages of its day."""
    day = bulletin.day
    bulletin.places.exclude(item__kind__in=[*FRAME_KINDS, ItemKind.MESSAGE]).delete()
    for item in AirItem.objects.filter(
        kind=ItemKind.MESSAGE, air_from__lte=day, air_until__gte=day
    ).order_by("pk"):
        append_item(bulletin, item)


def _do(bulletin: Bulletin, name: str, actor: User, at: datetime, **data: object) -> Bulletin:
    done: Bulletin = perform(
        bulletin, name, actor=actor, version=bulletin.version, data=data, now=at
    )
    return done


def _is_valid(slot: Slot, day: date) -> bool:
    return slot.valid_from <= day and (slot.valid_until is None or day <= slot.valid_until)


def _months(begins: date, until: date) -> list[date]:
    months, first = [], begins.replace(day=1)
    while first <= until:
        months.append(first)
        first = (first + timedelta(days=32)).replace(day=1)
    return months


def _at(day: date, hour: int) -> datetime:
    return timezone.make_aware(datetime.combine(day, time(hour)))
