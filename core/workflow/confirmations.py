"""What a transition asks before words and files go public, each answered by a tick."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms

from core.text.lint import (
    ACCOUNT_LABEL,
    IDENTITY_LABEL,
    PHONE_LABEL,
    account_sentence,
    identity_sentence,
    phone_sentence,
)
from core.text.vietnamese import account_numbers, identity_numbers
from core.workflow.engine import TransitionForm


@dataclass(frozen=True)
class Confirmation:
    """What a person confirms by the tick ``name``: the finding, and what the tick says.

    ``way_out`` is said too where the tick is missing.
    """

    name: str
    sentence: str
    label: str
    way_out: str = ""

    @property
    def refusal(self) -> str:
        return f"{self.sentence} {self.way_out}".strip()


class ConfirmationForm(TransitionForm):
    """Form with a required tick for each of its ``confirmations``."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for one in self.confirmations():
            self.fields[one.name] = forms.BooleanField(
                label=one.label,
                help_text=one.sentence,
                error_messages={"required": one.refusal},
            )

    def confirmations(self) -> Iterable[Confirmation]:
        """Return what ``self.item`` has to be confirmed for."""
        raise NotImplementedError


def identity_confirmations(text: str, *, advice: str, way_out: str = "") -> Iterable[Confirmation]:
    """Return what to confirm of numbers like those of identity cards in a text that goes public:
    one, or none. ``advice`` says where the number of a citizen is taken out.
    """
    numbers = identity_numbers(text)
    if not numbers:
        return []
    sentence = f"{identity_sentence(numbers)} {advice}"
    return [Confirmation("accepts_identity_numbers", sentence, IDENTITY_LABEL, way_out)]


def account_confirmations(text: str, *, advice: str, way_out: str = "") -> Iterable[Confirmation]:
    """Return what to confirm of numbers of accounts in a text that goes public: one, or none."""
    numbers = account_numbers(text)
    if not numbers:
        return []
    sentence = f"{account_sentence(numbers)} {advice}"
    return [Confirmation("accepts_accounts", sentence, ACCOUNT_LABEL, way_out)]


def phone_confirmations(
    numbers: Sequence[str], *, advice: str, way_out: str = ""
) -> Iterable[Confirmation]:
    """Return what to confirm of private telephone numbers in a text that goes public: one, or
    none. ``advice`` says where they are taken out.
    """
    if not numbers:
        return []
    sentence = f"{phone_sentence(numbers)} {advice}"
    return [Confirmation("accepts_phones", sentence, PHONE_LABEL, way_out)]
