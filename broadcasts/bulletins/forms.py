"""Forms of bulletins and of their transitions."""

from __future__ import annotations

import math
from collections.abc import Collection
from datetime import datetime, time, timedelta
from typing import Any

from django import forms
from django.utils import timezone

from broadcasts.approved import as_approved
from broadcasts.bulletins.slots import starts_at
from broadcasts.models import AirLog, Bulletin, BulletinItem, Slot, SpeakerCluster
from broadcasts.states import BulletinClass, BulletinState, MissReason
from broadcasts.timing import bulletin_seconds, syllable_rate
from core.admin.workflow import OptimisticLockForm
from core.date_fields import DateTimeFormField, DateTimeInput
from core.text.vietnamese import clean_line
from core.workflow.engine import TransitionForm

MAX_OVERRUN = timedelta(hours=6)
# A session is seldom so long: more than twice as long as planned, and so much longer.
_LONGER_THAN_PLANNED = timedelta(minutes=10)
_WHOLE_MINUTES = timedelta(minutes=1)  # what two times without seconds may be off
MAX_MINUTES = 240
# Outside of these hours loudspeakers are silent, but for emergencies.
_DAY_BEGINS, _DAY_ENDS = time(5), time(21)


class BulletinForm(OptimisticLockForm):
    """Day and slot of a new bulletin; of one that stands, its time, asked about once where it is
    not that of the slot or at an hour when people sleep.
    """

    keeps_time = forms.BooleanField(
        label="Vẫn phát vào giờ này", required=False, widget=forms.HiddenInput
    )

    class Meta:
        model = Bulletin
        fields = "__all__"
        widgets = {"starts_at": DateTimeInput}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if slot := self.fields.get("slot"):
            slot.required = True
            slot.error_messages["required"] = "Xin chọn buổi phát."

    def clean(self) -> dict[str, Any]:
        """Set the times of a new bulletin from its slot; one that was made already is named."""
        data = super().clean()
        bulletin: Bulletin = self.instance
        if bulletin.pk is None:
            self._plan(bulletin, data)
        elif data.get("starts_at") and timezone.localdate(data["starts_at"]) != bulletin.day:
            self.add_error("starts_at", f"Bản tin này của ngày {bulletin.day:%d/%m/%Y}.")
        elif data.get("starts_at") and data["starts_at"] != _whole_minute(bulletin.starts_at):
            self._confirm_time(data["starts_at"])
        minutes = data.get("minutes")
        if minutes is not None and not 1 <= minutes <= MAX_MINUTES:
            self.add_error("minutes", f"Thời lượng từ 1 đến {MAX_MINUTES} phút.")
        return data

    def _confirm_time(self, begins: datetime) -> None:
        """Refuse once a time that may be a slip, with a checkbox to confirm it."""
        at, slot = timezone.localtime(begins), self.instance.slot
        questions = []
        if slot:
            planned = starts_at(slot, self.instance.day)
            if not planned <= begins <= planned + timedelta(minutes=slot.minutes):
                questions.append(f"Theo lịch: {slot.session}.")
        if not _DAY_BEGINS <= at.time() <= _DAY_ENDS:
            questions.append(f"Lúc {at:%H:%M} bà con đang nghỉ.")
        if not questions or self.instance.bulletin_class == BulletinClass.EMERGENCY:
            return
        self.fields["keeps_time"].widget = forms.CheckboxInput()
        if not self.cleaned_data.get("keeps_time"):
            self.add_error(
                "starts_at",
                f"Giờ phát mới là {at:%H:%M}. {' '.join(questions)} Nếu đúng vậy, xin đánh dấu ô ở"
                " dưới.",
            )

    def _plan(self, bulletin: Bulletin, data: dict[str, Any]) -> None:
        day, slot = data.get("day"), data.get("slot")
        if not slot or not day:
            return
        if day < timezone.localdate():
            self.add_error("day", "Ngày này đã qua.")
        if not Slot.objects.valid(day).filter(pk=slot.pk).exists():
            until = f" đến hết ngày {slot.valid_until:%d/%m/%Y}" if slot.valid_until else ""
            words = f"từ ngày {slot.valid_from:%d/%m/%Y}{until}"
            self.add_error("slot", f"Buổi này chỉ phát {words}, không phát ngày {day:%d/%m/%Y}.")
        # Whoever makes another bulletin of the slot at this moment comes first or waits.
        Slot.objects.select_for_update().get(pk=slot.pk)
        planned = Bulletin.objects.planned().filter(day=day, slot=slot).first()
        if planned:
            self.add_error("slot", f"Buổi này đã có bản tin: {planned}.")
        bulletin.starts_at = starts_at(slot, day)
        bulletin.minutes = slot.minutes


class LogForm(TransitionForm):
    """The record of a session, filled in from the plan."""

    started_at = DateTimeFormField(label="Bắt đầu lúc", widget=DateTimeInput)
    ended_at = DateTimeFormField(label="Kết thúc lúc", widget=DateTimeInput)
    places = forms.ModelMultipleChoiceField(
        BulletinItem.objects.none(),
        label="Đã phát các mục",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Xin chọn ít nhất một mục; không phát gì thì bấm Không phát."},
    )
    clusters = forms.ModelMultipleChoiceField(
        SpeakerCluster.objects.none(),
        label="Cụm loa đã phát",
        widget=forms.CheckboxSelectMultiple,
        required=False,
        error_messages={
            "required": "Xin chọn ít nhất một cụm loa; không cụm nào phát được thì bấm Không phát."
        },
    )
    incidents = forms.CharField(
        label="Sự cố",
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Để trống nếu phát bình thường.",
    )
    accepts_length = forms.BooleanField(
        label="Tôi đã xem: buổi này phát đúng như giờ đã ghi",
        required=False,
        widget=forms.HiddenInput,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        bulletin: Bulletin = self.item
        log = AirLog.objects.filter(bulletin=bulletin).first()
        places: Any = self.fields["places"]
        is_over = log is not None or bulletin.state == BulletinState.CANCELLED
        # What was heard before it was taken off is marked already, see ``keep_played``.
        heard_before = bulletin.places.filter(is_aired=True)
        rows = bulletin.places.all() if is_over else bulletin.places.airable() | heard_before
        places.queryset = rows.select_related("item").order_by("position", "pk")
        titles = {place.pk: place.item.title for place in as_approved(places.queryset, texts=())}
        places.label_from_instance = lambda place: titles.get(place.pk, place.item.title)
        clusters: Any = self.fields["clusters"]
        clusters.queryset = SpeakerCluster.objects.in_use(bulletin.day)
        # A play-out page does not know which clusters were heard.
        clusters.required = self.actor is not None and clusters.queryset.exists()
        if log:
            self._fill_from(log)
            return
        self.fields["started_at"].initial = bulletin.starts_at
        self.fields["ended_at"].initial = min(
            bulletin.starts_at + self._length(), max(self.at, bulletin.starts_at)
        )
        places.initial = [place.pk for place in places.queryset]
        heard = SpeakerCluster.objects.heard(bulletin.day)
        clusters.initial = [cluster.pk for cluster in heard]

    def _fill_from(self, log: AirLog) -> None:
        self.changes_stored = True
        aired = log.bulletin.places.filter(is_aired=True)
        initial = {
            "started_at": log.started_at,
            "ended_at": log.ended_at,
            "places": [place.pk for place in aired],
            "clusters": [cluster.pk for cluster in log.clusters.all()],
            "incidents": log.incidents,
        }
        for name, value in initial.items():
            self.fields[name].initial = value

    def _length(self) -> timedelta:
        """Return how long the bulletin takes, in whole minutes: the field has no seconds."""
        places: Any = self.fields["places"]
        return self._length_of(list(places.queryset))

    def _length_of(self, places: Collection[BulletinItem]) -> timedelta:
        """Return how long these places take, all of them as long as the file is."""
        offered: Any = self.fields["places"]
        is_whole = len(places) == len(offered.queryset)
        seconds = self.item.audio_seconds if is_whole else None
        seconds = seconds or bulletin_seconds(places, syllable_rate())
        return timedelta(minutes=max(1, math.ceil(seconds / 60)))

    def clean_incidents(self) -> str:
        return clean_line(self.cleaned_data["incidents"])

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        started, ended = data.get("started_at"), data.get("ended_at")
        if started and started > self.at:
            self.add_error("started_at", "Giờ bắt đầu chưa tới.")
        if started and timezone.localdate(started) != self.item.day:
            self.add_error("started_at", f"Buổi này của ngày {self.item.day:%d/%m/%Y}.")
        if ended and ended > self.at:
            self.add_error("ended_at", "Giờ kết thúc chưa tới.")
        if started and ended and not started <= ended <= started + MAX_OVERRUN:
            self.add_error("ended_at", "Giờ kết thúc phải sau giờ bắt đầu, trong vòng 6 giờ.")
        elif started and ended and self.actor is not None:
            self._confirm_length(ended - started)
        return data

    def _confirm_length(self, logged: timedelta) -> None:
        """Refuse once a session far longer than planned, or far shorter than what was played in it,
        with a checkbox to confirm it.
        """
        planned = max(timedelta(minutes=self.item.minutes), self._length())
        least = self._length_of(list(self.cleaned_data.get("places") or ()))
        if logged + _WHOLE_MINUTES < least / 2:
            self._ask_about_length(logged, f"các mục đã chọn dài khoảng {_minutes(least)} phút")
        elif logged > max(2 * planned, planned + _LONGER_THAN_PLANNED):
            self._ask_about_length(logged, f"theo kế hoạch {_minutes(planned)} phút")

    def _ask_about_length(self, logged: timedelta, expected: str) -> None:
        self.fields["accepts_length"].widget = forms.CheckboxInput()
        if not self.cleaned_data.get("accepts_length"):
            self.add_error(
                "ended_at",
                f"Buổi này ghi dài {_minutes(logged)} phút, {expected}: xin xem lại giờ. Nếu đúng"
                " là vậy, xin đánh dấu ô ở dưới.",
            )


def _whole_minute(at: datetime) -> datetime:
    """Return a time as its field shows it, without seconds."""
    return at.replace(second=0, microsecond=0)


def _minutes(length: timedelta) -> int:
    return round(length.total_seconds() / 60)


class MissForm(TransitionForm):
    """Why a bulletin is not aired."""

    missed_reason = forms.ChoiceField(
        label="Vì sao không phát",
        choices=[("", "Xin chọn"), *MissReason.choices],
        error_messages={"required": "Xin chọn lý do."},
        help_text="Lý do khác thì xin nói rõ ở ô trên.",
    )

    def clean(self) -> dict[str, Any]:
        return super().clean() or self.cleaned_data
