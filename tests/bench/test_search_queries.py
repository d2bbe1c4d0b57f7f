"""The queries of residents are tried one by one and counted by verdict."""

from __future__ import annotations

import re
from contextlib import suppress
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from bench.management.commands.bench_search import Command
from bench.search_queries import try_queries

pytestmark = pytest.mark.django_db


def test_the_command_counts_each_query_once() -> None:
    out = StringIO()
    with suppress(CommandError):  # the goal is the demonstration ward's
        call_command(Command(), stdout=out)
    counts = {name: int(n) for name, n in re.findall(r"(\w+) (\d+)(?=[,;])", out.getvalue())}
    parts = [counts[name] for name in ("right", "weak", "honest", "wrong")]
    assert sum(parts) == counts["total"] >= 120


def test_no_query_stands_twice() -> None:
    typed = [one.typed for one in try_queries()]
    assert len(typed) == len(set(typed))
