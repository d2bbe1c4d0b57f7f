"""A clock that jumps by more than a day deletes nothing until somebody has confirmed it."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
import time_machine
from django.core.management import call_command
from django.utils import timezone

from core.jobs.clock import check_clock, confirm_clock, current_jump
from core.registries import PeriodicJob, periodic_jobs

pytestmark = pytest.mark.django_db
NOW = timezone.make_aware(datetime(2026, 11, 2, 9))


def test_the_first_run_and_an_ordinary_one_trust_the_clock() -> None:
    assert check_clock(NOW) is None
    assert check_clock(NOW + timedelta(hours=24)) is None
    assert check_clock(NOW + timedelta(hours=1)) is None, "a day back is no jump"


@pytest.mark.parametrize("jump", [timedelta(days=400), timedelta(days=-400)])
def test_a_jump_waits_for_a_confirmation(jump: timedelta) -> None:
    check_clock(NOW)
    for _ in range(2):
        found = check_clock(NOW + jump)
        assert found is not None
        assert (found.trusted_at, found.now) == (NOW, NOW + jump)
    assert current_jump(NOW + jump) is not None
    assert check_clock(NOW + timedelta(minutes=2)) is None, "the clock was put right"
    check_clock(NOW + jump)
    confirm_clock(NOW + jump)
    assert check_clock(NOW + jump + timedelta(minutes=1)) is None


def test_meanwhile_nothing_is_deleted_and_the_rest_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    done: list[str] = []
    entries = [
        PeriodicJob("delete", lambda now: done.append("delete"), deletes=True),
        PeriodicJob("other", lambda now: done.append("other")),
    ]
    monkeypatch.setattr(periodic_jobs, "_entries", entries)
    with time_machine.travel(NOW, tick=False):
        call_command("run_due")
    with time_machine.travel(NOW + timedelta(days=30), tick=False):
        call_command("run_due")
        confirm_clock(timezone.now())
        call_command("run_due")
    assert done == ["delete", "other", "other", "delete", "other"]


def test_every_job_that_deletes_says_so() -> None:
    """A new job is decided upon here."""
    assert {job.name: job.deletes for job in periodic_jobs} == {
        "unused files": True,
        "units' successors": True,
        "bulletin proposals": False,
        "bulletin sources": False,
        "figures of periods": False,
        "agency rounds": False,
        "link of the report": False,
        "played bulletins": False,
        "silent broadcasts": False,
        "silent play-out pages": False,
        "sizes of pictures": False,
        "old cache invalidations": True,
        "autosaved drafts": True,
        "visitors' marks": True,
        "reminders": False,
        "mail": False,
        "articles that appeared": False,
        "discarded drafts": True,
        "preview links": True,
        "backup": False,
        "orphaned tasks": False,
        "unread documents": False,
        "unread incoming files": False,
        "orphaned routings": False,
        "state of the server": False,
        "rows that end": True,
        "joined bulletins": False,
        "old broadcasts": True,
    }
