"""Numbers of articles in Vietnamese words."""

from __future__ import annotations

from news.states import Kind
from news.statistics.figures import ByKind

WORDS = {Kind.BRIEF: "tin", Kind.FEATURE: "bài chuyên sâu", Kind.NOTICE: "thông báo"}


def owed_words(owed: ByKind) -> str:
    """Return what is missing: "2 tin, 1 bài chuyên sâu"."""
    return ", ".join(
        f"{getattr(owed, kind)} {word}" for kind, word in WORDS.items() if getattr(owed, kind)
    )
