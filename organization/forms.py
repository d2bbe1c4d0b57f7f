"""Form widgets shared by several apps."""

from __future__ import annotations

from typing import Any

from django import forms


class WardDateTimeInput(forms.DateTimeInput):
    """Native ``datetime-local`` input, in the ward's time zone."""

    input_type = "datetime-local"

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(format="%Y-%m-%dT%H:%M", **kwargs)


class WardDateInput(forms.DateInput):
    """Native ``date`` input."""

    input_type = "date"

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(format="%Y-%m-%d", **kwargs)
