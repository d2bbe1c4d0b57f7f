"""Form of the transitions that make words public: numbers of identity cards in them."""

from __future__ import annotations

from typing import Any

from django import forms

from core.text.lint import IDENTITY_LABEL, identity_sentence
from core.text.vietnamese import identity_numbers
from core.workflow.engine import TransitionForm


class IdentityCheckForm(TransitionForm):
    """Numbers like those of identity cards in ``public_text`` need a tick.

    ``identity_advice`` says where the number of a citizen is taken out.
    """

    identity_advice = ""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        numbers = identity_numbers(self.public_text())
        if numbers:
            sentence = f"{identity_sentence(numbers)} {self.identity_advice}"
            self.fields["accepts_identity_numbers"] = forms.BooleanField(
                label=IDENTITY_LABEL, help_text=sentence, error_messages={"required": sentence}
            )

    def public_text(self) -> str:
        """Return the plain text that goes public by the transition; "" if none does."""
        raise NotImplementedError
