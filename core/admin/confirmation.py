"""Confirmation of a save that at once moves what cannot be moved back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import HttpRequest

from core.generics import BaseModelAdmin
from core.text.forms import NormalizedModelForm

FIELD = "confirmed"


@dataclass(frozen=True)
class Question:
    """What a save will do, as a sentence; ``seal`` names it, so that another is asked about
    anew.
    """

    sentence: str
    seal: str


class ConfirmationInput(forms.CheckboxInput):
    """Checkbox that is never ticked beforehand and posts the seal of a question."""

    def __init__(self, seal: str) -> None:
        super().__init__({"value": seal}, check_test=lambda value: False)

    def format_value(self, value: Any) -> None:
        return None


class ConfirmedForm(NormalizedModelForm):
    """Form of a model admin that is invalid until the person agrees to its ``question``."""

    confirmed = forms.CharField(
        label="Tôi đã xem và đồng ý chuyển", required=False, widget=forms.HiddenInput
    )

    def question(self) -> Question | None:
        """Return what to ask before ``self.instance``, which is valid, is saved."""
        raise NotImplementedError

    def _post_clean(self) -> None:
        super()._post_clean()  # type: ignore[misc]  # django-stubs lacks the hook
        if self.errors or self.instance.pk is None:
            return
        question = self.question()
        if question and self.cleaned_data[FIELD] != question.seal:
            self.fields[FIELD].widget = ConfirmationInput(question.seal)
            self.add_error(FIELD, question.sentence)


class ConfirmedAdminMixin(BaseModelAdmin):
    """Mixin of a ModelAdmin with a ``ConfirmedForm``: the checkbox stands last, and only on the
    form of a stored row that the person may change.
    """

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        names = [name for name in super().get_fields(request, obj) if name != FIELD]
        asks = obj is not None and self.has_change_permission(request, obj)
        return [*names, FIELD] if asks else names
