"""Forms of publishing: when an item appears and ends, and what is public in it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.utils import timezone

from core.date_fields import DateTimeFormField
from core.dates import EXPIRY, PUBLICATION
from core.files.upload_notices import unseen_confirmations
from core.text.lint import identity_sentence
from core.text.vietnamese import identity_numbers, plain_text
from core.workflow.confirmations import Confirmation, ConfirmationForm, identity_confirmations
from core.workflow.engine import TransitionForm
from news.editorial.attachments import unseen_in
from news.models import Article

# A wrong year is the usual slip: 2062 for 2026.
MAX_PUBLISH_AHEAD = timedelta(days=366)
ASK_PUBLISH_AHEAD = timedelta(days=92)
MAX_EXPIRY_AHEAD = timedelta(days=3653)
AFTER_EXPIRY = (
    ("stays", "Bài ở lại trang, ghi rõ “Đã hết hiệu lực”"),
    ("goes", "Bài và tệp rời trang (danh sách có tên người, xử phạt…)"),
)


_ABOUT_NUMBERS = "Nếu là số của công dân, xin bỏ khỏi bài; nếu không, đánh dấu ô này."


class FarTimeMixin(forms.Form):
    """Mixin of a form with a time to publish: a time more than a year away is refused, one months
    away asked about once, and so is one after the event that an item announces.
    """

    accepts_far = forms.BooleanField(
        label="Tôi đã xem lại: đúng là hẹn xa như vậy", required=False, widget=forms.HiddenInput
    )
    accepts_over = forms.BooleanField(
        label="Tôi đã xem lại: vẫn đăng sau khi việc đã xong",
        required=False,
        widget=forms.HiddenInput,
    )

    def refuse_wrong_time(self, at: datetime | None, now: datetime) -> None:
        """Raise ValidationError for a time that has passed or is more than a year away."""
        if at and at < now.replace(second=0, microsecond=0):
            raise forms.ValidationError(
                "Giờ đăng đã qua; xin chọn giờ sau này, hoặc để trống để đăng ngay."
            )
        if at and at > now + MAX_PUBLISH_AHEAD:
            raise forms.ValidationError(
                "Giờ đăng còn hơn một năm nữa; xin xem lại năm, hoặc chọn giờ gần hơn."
            )

    def ask_about_far_time(self, at: datetime | None, now: datetime) -> None:
        """Require the tick for a time more than three months after ``now``."""
        if at is None or at <= now + ASK_PUBLISH_AHEAD or self.cleaned_data.get("accepts_far"):
            return
        days = (timezone.localdate(at) - timezone.localdate(now)).days
        self.fields["accepts_far"].widget = forms.CheckboxInput()
        self.add_error(
            "accepts_far",
            f"Giờ đăng là {timezone.localtime(at):%H:%M ngày %d/%m/%Y}, còn {days} ngày nữa. Xin"
            " xem lại ngày, tháng, năm; nếu đúng, đánh dấu ô này.",
        )

    def ask_about_over(self, items: Iterable[tuple[Article, datetime]]) -> None:
        """Require the tick for items that are to appear when their own times are over."""
        sentences = [over_sentence(article, at) for article, at in items]
        if not any(sentences) or self.cleaned_data.get("accepts_over"):
            return
        self.fields["accepts_over"].widget = forms.CheckboxInput()
        words = " ".join(filter(None, sentences))
        self.add_error("accepts_over", f"{words} Xin xem lại giờ đăng; nếu đúng, đánh dấu ô này.")


def over_sentence(article: Article, at: datetime) -> str:
    """Return what is said of an item to appear at a time when its own times are over; "" of
    others.
    """
    until = article.valid_until
    if until is None or until > at:
        return ""
    end, appears = (f"{timezone.localtime(one):%H:%M ngày %d/%m/%Y}" for one in (until, at))
    return f"Bài “{article.title}” lên trang lúc {appears}, sau khi việc đã xong (lúc {end})."


class ArticleCheckForm(ConfirmationForm):
    """Numbers like those of identity cards, and attachments that carry more than they show, need a
    tick before an item appears.
    """

    asks_about_files = True

    def confirmations(self) -> Iterable[Confirmation]:
        yield from identity_confirmations(_public_text(self.item), advice=_ABOUT_NUMBERS)
        if self.asks_about_files:
            yield from unseen_confirmations(unseen_in(self.item))


class PublishForm(FarTimeMixin, ArticleCheckForm):
    """When an item appears and ends."""

    published_at = DateTimeFormField(
        label="Đăng lúc", required=False, bounds=PUBLICATION, help_text="Để trống: đăng ngay."
    )
    expires_at = DateTimeFormField(
        label="Hết hạn lúc",
        required=False,
        bounds=EXPIRY,
        help_text="Để trống: không hết hạn.",
    )

    stays_after_expiry = forms.ChoiceField(
        label="Khi hết hạn",
        choices=AFTER_EXPIRY,
        required=False,
        initial="stays",
        widget=forms.RadioSelect,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.item.valid_until:
            last = timezone.localdate(self.item.valid_until - timedelta(microseconds=1))
            self.fields[
                "expires_at"
            ].help_text = (
                f"Để trống: thông báo tự hết hiệu lực sau lần cuối của nó, ngày {last:%d/%m/%Y}."
            )

    def clean_stays_after_expiry(self) -> bool:
        """Keep the item's choice when none was posted."""
        if self.add_prefix("stays_after_expiry") not in self.data:
            return bool(self.item.stays_after_expiry)
        return self.cleaned_data["stays_after_expiry"] != "goes"

    def clean_published_at(self) -> datetime | None:
        at = self.cleaned_data["published_at"]
        self.refuse_wrong_time(at, self.at)
        return at

    def clean_expires_at(self) -> datetime | None:
        at = self.cleaned_data["expires_at"]
        if at and at > self.at + MAX_EXPIRY_AHEAD:
            raise forms.ValidationError(
                "Giờ hết hạn còn hơn mười năm nữa; xin xem lại năm, hoặc để trống."
            )
        return at

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        published_at = data.get("published_at") or self.at
        if data.get("expires_at") and data["expires_at"] <= published_at:
            self.add_error("expires_at", "Giờ hết hạn phải sau giờ đăng.")
        if "published_at" in self.changed_data:
            self.ask_about_far_time(data.get("published_at"), self.at)
            self.ask_about_over([(self.item, published_at)])
        return data


class RescheduleForm(PublishForm):
    """The times of an item that is still to appear, changed; it never appears at once by leaving a
    field empty.
    """

    changes_stored = True
    asks_about_files = False  # whoever published it was asked

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["published_at"]
        field.required, field.help_text = True, ""
        field.error_messages["required"] = (
            "Xin chọn giờ đăng; để bài không lên trang, xin dùng bước hủy hẹn giờ."
        )
        times = {name: getattr(self.item, name) for name in ("published_at", "expires_at")}
        # The picker knows minutes only.
        self.initial = dict(self.initial) | {
            name: at and at.replace(second=0, microsecond=0) for name, at in times.items()
        }
        self.initial["stays_after_expiry"] = "stays" if self.item.stays_after_expiry else "goes"

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        kept = {"accepts_far", "accepts_over"} | (
            {"stays_after_expiry"} - set(self.data)
        )  # the latter not posted
        if not self.errors and not set(self.changed_data) - kept:
            self.add_error(None, "Giờ đăng và giờ hết hạn chưa thay đổi.")
        return data


class ExpiryForm(PublishForm):
    """The end of an item that is on the portal, changed."""

    changes_stored = True
    asks_about_files = False
    published_at = None  # type: ignore[assignment]  # removes the field
    accepts_far = accepts_over = None  # type: ignore[assignment]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        at = self.item.expires_at
        self.initial = dict(self.initial) | {
            "expires_at": at and at.replace(second=0, microsecond=0),
            "stays_after_expiry": "stays" if self.item.stays_after_expiry else "goes",
        }

    def public_text(self) -> str:
        return ""  # nothing new goes public

    def clean_expires_at(self) -> datetime | None:
        at = super().clean_expires_at()
        if at and at <= self.at and "expires_at" in self.changed_data:
            raise forms.ValidationError(
                "Giờ hết hạn đã qua; xin chọn giờ sau này, hoặc dùng bước gỡ bài."
            )
        return at

    def clean(self) -> dict[str, Any]:
        data = super(PublishForm, self).clean()
        if not self.errors and not self.has_changed():
            self.add_error(None, "Quý vị chưa đổi gì: xin chọn giờ hoặc cách xử lý khi hết hạn.")
        return data


class ImportForm(TransitionForm):
    published_at = DateTimeFormField(bounds=PUBLICATION)
    view_count = forms.IntegerField(min_value=0, max_value=2_000_000_000, required=False)


def _public_text(article: Article) -> str:
    return "\n".join([article.title, article.lead, plain_text(article.body)])


def questions_of(article: Article, unseen: list[str]) -> list[str]:
    """Return what the form of publishing asks a tick for, where nobody can give one. No query."""
    numbers = identity_numbers_of(article)
    return [*([about_numbers(numbers)] if numbers else []), *unseen]


def identity_numbers_of(article: Article) -> list[str]:
    return identity_numbers(_public_text(article))


def about_numbers(numbers: list[str]) -> str:
    return f"{identity_sentence(numbers)} {_ABOUT_NUMBERS}"
