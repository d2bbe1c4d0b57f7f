"""Form widgets that several apps share."""

from __future__ import annotations

from typing import Any

from django import forms


class WardDateTimeInput(forms.DateTimeInput):
    """The browser's own picker, in the ward's time."""

    input_type = "datetime-local"

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(format="%Y-%m-%dT%H:%M", **kwargs)


class WardDateInput(forms.DateInput):
    """The browser's own picker of a day."""

    input_type = "date"

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(format="%Y-%m-%d", **kwargs)
