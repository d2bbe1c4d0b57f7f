"""Content of a script: the items to be read with breath marks, lengths, and who approved it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime

from django.contrib.contenttypes.models import ContentType

from broadcasts.approved import as_approved
from broadcasts.models import Bulletin, BulletinItem
from broadcasts.recording.files import station_name
from broadcasts.states import BulletinState
from broadcasts.timing import bulletin_seconds, length_words, place_seconds, syllable_rate
from core.models import TransitionLog

SHORT_BREATH, LONG_BREATH = "/", "//"
UNAPPROVED = "CHƯA DUYỆT"
CORRECTED = (
    "Bản đăng đã sửa sau khi lấy lời đọc này: xin xem phần khác nhau ở trang bản tin, rút bản tin"
    " lại để sửa trước giờ phát."
)
# A comma or the end of a sentence; closing quotes and brackets belong to what is before.
_PAUSE = re.compile(r"([,;:]|[.!?…]+)([”\"’')\]]*)(?=\s|$)")


@dataclass(frozen=True)
class Phrase:
    """Words read in one breath, and the mark behind them."""

    text: str
    breath: str


@dataclass(frozen=True)
class ScriptItem:
    """An item as it is read: ``paragraphs`` of phrases; ``seconds`` it takes; ``caution`` says that
    its source was corrected since, "" of any other.
    """

    number: int
    pk: int
    title: str
    kind: str
    author: str
    paragraphs: list[list[Phrase]]
    seconds: float
    is_relayed: bool
    caution: str = ""

    @property
    def length(self) -> str:
        return length_words(self.seconds)


@dataclass(frozen=True)
class Script:
    """The script of a bulletin; ``approved_at`` is None while it is not approved."""

    bulletin: Bulletin
    station: str
    items: list[ScriptItem]
    seconds: float
    composer: str
    approver: str
    approved_at: datetime | None

    @property
    def length(self) -> str:
        return length_words(self.seconds)


def script_of(bulletin: Bulletin) -> Script:
    """Return the script of a bulletin without withdrawn items; of an approved one as it was."""
    airable = bulletin.places.airable().select_related("item").order_by("position", "pk")
    places = as_approved(airable)
    rate = syllable_rate()
    drafts = (BulletinState.DRAFT, BulletinState.IN_REVIEW)
    approver = None if bulletin.state in drafts else bulletin.approved_by
    return Script(
        bulletin=bulletin,
        station=station_name(),
        items=[
            _item(number, place, rate, is_ahead=bulletin.is_ahead)
            for number, place in enumerate(places, 1)
        ],
        seconds=bulletin_seconds(places, rate),
        composer=_composer(bulletin),
        approver=approver.full_name if approver else "",
        approved_at=bulletin.approved_at if approver else None,
    )


def _item(number: int, place: BulletinItem, rate: float, *, is_ahead: bool) -> ScriptItem:
    item = place.item
    return ScriptItem(
        number=number,
        pk=item.pk,
        title=item.title,
        kind=item.get_kind_display(),
        author=item.author,
        paragraphs=[phrases(line) for line in item.reading.splitlines() if line.strip()],
        seconds=place_seconds(place, rate),
        is_relayed=not item.is_own,
        caution=CORRECTED if is_ahead and item.is_corrected else "",
    )


def _composer(bulletin: Bulletin) -> str:
    """Return who handed the bulletin in last, before that who wrote it first."""
    logs = TransitionLog.objects.filter(
        content_type=ContentType.objects.get_for_model(Bulletin),
        object_id=bulletin.pk,
        name="submit",
    )
    log = logs.select_related("actor").order_by("at", "pk").last()
    if log and log.actor:
        return str(log.actor.full_name)
    first = bulletin.history.select_related("history_user").order_by("history_id").first()
    return first.history_user.full_name if first and first.history_user else ""


def phrases(line: str) -> list[Phrase]:
    """Return a line cut where one breathes: shortly at commas, longer at the end of a sentence."""
    found, start = [], 0
    for match in _PAUSE.finditer(line):
        breath = SHORT_BREATH if match[1] in (",", ";", ":") else LONG_BREATH
        found.append(Phrase(line[start : match.end()].strip(), breath))
        start = match.end()
    if rest := line[start:].strip():
        found.append(Phrase(rest, LONG_BREATH))
    return found
