"""Data folders of their own for tests that start real processes."""

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import ROOM
from tests.support.processes import clear
from wardportal.runtime.postgres import ensure_database


@pytest.fixture
def folder() -> Iterator[Path]:
    """A data folder; when the test is over nothing runs in it any more."""
    path = Path(tempfile.mkdtemp(prefix="ward-postgres-", dir=ROOM))
    path.chmod(0o711)
    yield path
    clear(path)
    shutil.rmtree(path)


@pytest.fixture(scope="module")
def made_once() -> Iterator[Path]:
    path = Path(tempfile.mkdtemp(prefix="ward-postgres-", dir=ROOM))
    path.chmod(0o711)
    ensure_database(path)
    clear(path)
    yield path
    shutil.rmtree(path)


@pytest.fixture
def made(made_once: Path) -> Iterator[Path]:
    """A data folder that has its cluster already, at rest: a second less than a fresh one."""
    yield made_once
    clear(made_once)
