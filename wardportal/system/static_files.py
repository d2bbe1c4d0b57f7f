"""Static files under names with a hash of their content."""

from __future__ import annotations

from functools import cache

from whitenoise.storage import CompressedManifestStaticFilesStorage


class StaticFilesStorage(CompressedManifestStaticFilesStorage):
    """Builds the address of each file once a process: pages name half a dozen, and what was
    collected does not change while the portal runs.
    """

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self._built = cache(super().url)

    def url(self, name: str, force: bool = False) -> str:
        """Return the address; raise ValueError for a file that was not collected."""
        return self._built(name, force)
