"""Files that stand at their path whole or not at all."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory


@contextmanager
def replacing(target: Path) -> Iterator[Path]:
    """Give a path beside the target that takes its place, unless something is raised."""
    with TemporaryDirectory(dir=target.parent) as folder:
        made = Path(folder) / target.name
        yield made
        made.replace(target)
