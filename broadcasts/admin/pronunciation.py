"""Admin of the table of pronunciations."""

from __future__ import annotations

import re

from django.contrib import admin
from django.core.exceptions import ValidationError

from broadcasts.models import Pronunciation
from broadcasts.permissions import PRONUNCIATION_EDITORS, PRONUNCIATION_VIEWERS
from broadcasts.reading.reader import Vocabulary, read_aloud
from core.generics import ModelForm
from core.text.forms import NormalizedTextMixin
from organization.admin.role_access import RoleAccessMixin


class PronunciationForm(NormalizedTextMixin, ModelForm):
    """Form of an entry; what is said must be words that are read as they stand."""

    def clean_written(self) -> str:
        written: str = self.cleaned_data["written"].strip()
        if not re.search(r"[^\W\d_]", written):
            raise ValidationError("Xin ghi chữ viết tắt hoặc từ, không chỉ số hay dấu.")
        return written

    def clean_spoken(self) -> str:
        spoken: str = self.cleaned_data["spoken"].strip()
        if re.search(r"\d", spoken) or read_aloud(spoken, Vocabulary({}, {})).unread:
            raise ValidationError(
                "Xin ghi đúng lời đọc bằng chữ tiếng Việt, ví dụ “Ủy ban nhân dân”."
            )
        return spoken


@admin.register(Pronunciation)
class PronunciationAdmin(RoleAccessMixin, admin.ModelAdmin):
    form = PronunciationForm
    edit_roles = PRONUNCIATION_EDITORS
    view_roles = PRONUNCIATION_VIEWERS
    actions = None
    list_display = ["written", "spoken", "is_foreign"]
    list_filter = ["is_foreign"]
    search_fields = ["written", "spoken"]
