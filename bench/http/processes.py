"""CPU time and memory of process trees, as Linux counts them."""

from __future__ import annotations

import os
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

TICKS = os.sysconf("SC_CLK_TCK")  # per second


def process_tree(*roots: int) -> set[int]:
    """Return the roots and all their descendants that run now."""
    children: dict[int, list[int]] = {}
    for folder in Path("/proc").iterdir():
        if folder.name.isdigit():
            with suppress(OSError):
                parent = int(_stat(folder)[1])
                children.setdefault(parent, []).append(int(folder.name))
    found: set[int] = set()
    waiting = list(roots)
    while waiting:
        pid = waiting.pop()
        if pid not in found:
            found.add(pid)
            waiting += children.get(pid, [])
    return found


def cpu_seconds(processes: Iterable[int]) -> float:
    """Return the CPU time that the processes and their ended children have used so far."""
    ticks = 0
    for pid in processes:
        with suppress(OSError):  # ended: its parent counts it
            ticks += sum(map(int, _stat(Path(f"/proc/{pid}"))[11:15]))
    return ticks / TICKS


def memory_bytes(processes: Iterable[int]) -> int:
    """Return the proportional set size: shared pages are divided among those that share them."""
    size = 0
    for pid in processes:
        with suppress(OSError):
            for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
                if line.startswith("Pss:"):
                    size += int(line.split()[1]) * 1024
    return size


def _stat(folder: Path) -> list[str]:
    """Return the fields of ``stat`` after the name, which may hold spaces: state, parent, ..."""
    return (folder / "stat").read_text().rpartition(")")[2].split()
