"""Twenty people on twenty items and five on one, with real threads and a real server: nothing
acknowledged is lost.
"""

from __future__ import annotations

from typing import Any

import pytest
from django.core.management import CommandError, call_command
from pytest_django.live_server_helper import LiveServer

from bench.typing_load import run
from core.models import AutosavedDraft
from news.models import Article
from organization.models import Unit, User

pytestmark = pytest.mark.slow


@pytest.mark.django_db(transaction=True)
def test_nothing_acknowledged_is_lost(live_server: LiveServer) -> None:
    result = run(live_server.url, people=20, sharing=5, rounds=1, seconds=60)
    assert (result.unexpected, result.lost) == ([], [])
    assert result.acknowledged == 25 * 3, "two side copies and a save each"
    left = [
        model.objects.count()
        for model in (Article, Article.history.model, AutosavedDraft, User, Unit)
    ]
    assert left == [0, 0, 0, 0, 0]


@pytest.mark.django_db(transaction=True)
def test_the_command_reports(live_server: LiveServer, capsys: Any) -> None:
    call_command("bench_typing", url=live_server.url, people=2, sharing=2, rounds=1, seconds=60)
    assert "Mất sau khi đã xác nhận: 0; trả lời lạ: 0" in capsys.readouterr().out


@pytest.mark.parametrize(
    "url", ["http://phuong.example", "http://10.0.0.1:8000", "http://127.0.0.1.evil.example"]
)
def test_only_this_machine_is_loaded(url: str) -> None:
    with pytest.raises(CommandError, match="Chỉ được"):
        call_command("bench_typing", url=url)
