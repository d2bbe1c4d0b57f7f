"""What a person records for an item, or asks the machine to say: received, processed by jobs."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.core.files import File
from django.core.files.uploadedfile import TemporaryUploadedFile
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from broadcasts.audio import processing, synthesis
from broadcasts.audio.errors import InvalidAudio, InvalidText, NoVoice
from broadcasts.audio.facts import AudioFacts
from broadcasts.models import AirItem, Bulletin, RecordingTake
from broadcasts.recording.files import SOUND, release, set_uses, store_mp3, tags_of, work_file
from broadcasts.recording.services import request_joins_of
from broadcasts.sources.locks import sound_lock
from broadcasts.states import BulletinState
from broadcasts.timing import syllable_rate
from core.files import storage
from core.jobs.definitions import JobPolicy, job
from core.jobs.progress import enqueue_for, report_progress
from core.models import StoredFile
from organization.models import User
from organization.models.notices import notify

KEPT = timedelta(days=7)
MAX_REVISIONS = 50  # of a text, in which the one that was read is looked for
WITHDRAWN = "Mục này đã gỡ nên không ghi âm được nữa."
RECORDED = "Mục này đã có bản ghi của phát thanh viên nên không dùng giọng máy."


class Refused(Exception):
    """A take or an approval that is not accepted; the message is a sentence for the person."""


def reading_hash(item: AirItem) -> str:
    """Return the mark of the text to be read, by which a recording is known to be of it."""
    return hashlib.sha256(item.reading.encode()).hexdigest()[:32]


def receive(
    item: AirItem, upload: File[Any], person: User, *, key: str, read: str
) -> RecordingTake:
    """Store a recording and queue its processing; the same ``key`` again is the same take.

    ``read`` is the ``reading_hash`` of the text that was read: that of an older text is accepted,
    as one of the older text. Raises Refused, also where ``sound_lock`` says so.
    """
    known = RecordingTake.objects.filter(recorded_by=person, idempotency_key=key)
    if key and (take := known.first()):
        return take
    if item.is_withdrawn:
        raise Refused(WITHDRAWN)
    if locked := sound_lock(item):
        raise Refused(locked)
    with _on_disk(upload) as path:
        try:
            processing.check_header(path)
        except InvalidAudio as error:
            raise Refused(str(error)) from None
        try:
            return _store_take(item, path, upload.name or "", person, key=key, read=read)
        except IntegrityError:  # sent twice at the same moment
            return known.get()


@contextmanager
def _on_disk(upload: File[Any]) -> Iterator[Path]:
    """Give the path of an upload; a large one lies on disk already."""
    if isinstance(upload, TemporaryUploadedFile):
        upload.flush()
        yield Path(upload.temporary_file_path())
        return
    with work_file("raw") as path:
        with path.open("wb") as target:
            target.writelines(upload.chunks())
        yield path


@transaction.atomic
def _store_take(
    item: AirItem, path: Path, name: str, person: User, *, key: str, read: str
) -> RecordingTake:
    now = timezone.now()
    raw = storage.store_made(
        path,
        name=name,
        extension="raw",
        content_type="application/octet-stream",
        kind=StoredFile.Kind.AUDIO,
        uploader=person,
        now=now,
    )
    take = RecordingTake.objects.create(
        item=item,
        recorded_by=person,
        created_at=now,
        raw=raw,
        reading=_text_read(item, read),
        idempotency_key=key,
    )
    _queue(take, process_recording)
    return take


def _text_read(item: AirItem, read: str) -> str:
    """Return the text with this mark: the present one or one of before; "" for an unknown one."""
    if not read or read == reading_hash(item):
        return item.reading
    texts = item.history.order_by("-history_id").values_list("reading", flat=True)
    for text in texts[:MAX_REVISIONS].iterator():
        if hashlib.sha256(text.encode()).hexdigest()[:32] == read:
            return str(text)
    return ""


def request_synthesis(item: AirItem, person: User) -> RecordingTake:
    """Queue a preview by the voice of the machine; raises Refused."""
    if not synthesis.voice_name():
        raise Refused("Máy chủ chưa cài giọng đọc nào: xin ghi âm hoặc tải tệp lên.")
    if item.is_withdrawn:
        raise Refused(WITHDRAWN)
    if item.is_recording_current and not item.is_synthetic:
        raise Refused(RECORDED)
    if locked := sound_lock(item):
        raise Refused(locked)
    with transaction.atomic():
        take = RecordingTake.objects.create(
            item=item,
            recorded_by=person,
            created_at=timezone.now(),
            reading=item.reading,
            is_synthetic=True,
        )
        _queue(take, synthesize_preview)
    return take


def agree_to_voice(item: AirItem, person: User, *, recording: int | None) -> None:
    """Record that a person has listened to the voice of the machine and lets it go on air.

    ``recording`` is what was listened to. Raises Refused when it is another one now.
    """
    with transaction.atomic():
        locked = AirItem.objects.select_for_update(of=("self",)).get(pk=item.pk)
        if not locked.is_synthetic or locked.recording_id != recording or recording is None:
            raise Refused("Bản đọc đã thay đổi: xin nghe lại bản mới rồi xác nhận.")
        if locked.recorded_reading != locked.reading:
            raise Refused("Lời đọc đã sửa sau khi máy đọc: xin tạo lại giọng máy.")
        AirItem.objects.filter(pk=item.pk).update(listened_by=person)
        request_joins_of(item.pk)


def _queue(take: RecordingTake, task: Any) -> None:
    take.job_key = enqueue_for(take.recorded_by, task, take.pk, subject=take.item.title)
    take.save(update_fields=["job_key"])


@job(JobPolicy("Xử lý bản ghi âm", attempts=3, time_limit=timedelta(minutes=15), memory_limit=1024))
def process_recording(pk: int) -> None:
    """Make a sent recording the recording of its item; the file as it came is deleted.

    What is refused is told to the person, on the page of the item and in a notice.
    """
    take = RecordingTake.objects.select_related("item", "raw", "recorded_by").filter(pk=pk).first()
    if take is None or take.raw is None or not take.is_waiting:
        return
    try:
        _normalize(take, storage.path_of(take.raw))
    except InvalidAudio as error:
        _refuse(take, str(error))


@job(
    JobPolicy("Đọc bằng giọng máy", attempts=2, time_limit=timedelta(minutes=15), memory_limit=4096)
)
def synthesize_preview(pk: int) -> None:
    """Have an installed voice read the text of an item, for people to listen to."""
    take = RecordingTake.objects.select_related("item", "recorded_by").filter(pk=pk).first()
    if take is None or not take.is_waiting:
        return
    try:
        with work_file("wav") as spoken:
            rate = round(syllable_rate())
            synthesis.synthesize(take.reading, spoken, syllables_a_minute=rate)
            _normalize(take, spoken)
    except (InvalidAudio, InvalidText, NoVoice) as error:
        _refuse(take, str(error))


def _normalize(take: RecordingTake, source: Path) -> None:
    with work_file("mp3") as made:
        tags = tags_of(take.item.title, on=take.created_at)
        facts = processing.normalize(source, made, tags, on_progress=report_progress)
        _accept(take, made, facts)


@transaction.atomic
def _accept(take: RecordingTake, made: Path, facts: AudioFacts) -> None:
    """Store the recording with its item, unless a later one came first."""
    item = AirItem.objects.select_for_update(of=("self",)).get(pk=take.item_id)
    later = item.takes.filter(created_at__gt=take.created_at, finished_at__isnull=False)
    is_voice_late = take.is_synthetic and item.is_recording_current and not item.is_synthetic
    if not later.filter(refusal="").exists() and not is_voice_late:
        file = store_mp3(made, item.title, take.recorded_by, now=take.created_at)
        before = item.recording_id
        AirItem.objects.filter(pk=item.pk).update(
            recording=file,
            recording_seconds=facts.seconds,
            recorded_reading=take.reading,
            recorded_by=take.recorded_by,
            is_synthetic=take.is_synthetic,
            listened_by=None,
        )
        release([before, *set_uses(item, SOUND, [file.pk])])
        if before:
            _tell_approvers(take)
    _finish(take)
    request_joins_of(item.pk)


def _tell_approvers(take: RecordingTake) -> None:
    """Tell who approved a bulletin still to come that another recording of an item replaced one."""
    approved = Bulletin.objects.filter(state=BulletinState.APPROVED, places__item=take.item_id)
    for bulletin in approved.select_related("slot", "approved_by"):
        if bulletin.approved_by and bulletin.approved_by_id != take.recorded_by_id:
            title = take.item.title[:200]
            notify(
                [bulletin.approved_by],
                event=f"recorded-anew:{take.pk}:{bulletin.pk}",
                text=f"{bulletin}: “{title}” được ghi âm lại sau khi duyệt; xin nghe lại.",
                url=bulletin.address,
                now=timezone.now(),
            )


def _refuse(take: RecordingTake, sentence: str) -> None:
    with transaction.atomic():
        _finish(take, sentence)
        notify(
            [take.recorded_by],
            event=f"take:{take.pk}",
            text=f"Bản ghi của “{take.item.title[:200]}” chưa dùng được: {sentence}"[:500],
            url=recorder_url(take.item_id),
            now=timezone.now(),
        )


def _finish(take: RecordingTake, refusal: str = "") -> None:
    raw = take.raw_id
    RecordingTake.objects.filter(pk=take.pk).update(
        finished_at=timezone.now(), refusal=refusal[:300], raw=None
    )
    release([raw])


def recorder_url(item_pk: int) -> str:
    return reverse("admin:air_item_record", args=[item_pk])
