"""The benchmark of broadcasts measures, with next to nothing."""

from __future__ import annotations

from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command


def test_a_short_bulletin_is_measured(settings: Any) -> None:
    out = StringIO()
    call_command("bench_audio", minutes=0.2, stdout=out)
    said = out.getvalue()
    assert "giây đồng hồ" in said
    assert "LUFS" in said
    assert "mức cần đạt: 300 MB" in said


def test_hours_are_not_measured() -> None:
    with pytest.raises(CommandError, match="60 phút"):
        call_command("bench_audio", minutes=600)
