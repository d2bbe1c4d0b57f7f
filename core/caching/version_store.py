"""Values that a process keeps for one cache version."""

from __future__ import annotations

from typing import Any


class VersionStore:
    """A dictionary that is emptied when the cache version changes.

    Version and values are replaced as a whole, so that threads need no lock.
    """

    def __init__(self) -> None:
        self._kept: tuple[Any, dict[Any, Any]] = (None, {})

    def of(self, version: Any) -> dict[Any, Any]:
        """Return the values of this version."""
        if self._kept[0] != version:
            self._kept = (version, {})
        return self._kept[1]
