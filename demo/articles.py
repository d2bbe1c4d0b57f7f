"""Parser of the demonstration's articles: one file each in ``articles/``, TOML between ``+++``
lines, then the body.

Front matter: ``kind title lead category unit supporting author byline picture alt credit decorative
views``; ``entered_by`` for an item that the secretary entered for a unit; ``source source_author
source_url`` for a reused one; ``channels`` when it is not for the portal alone; ``times`` of a
notice, a line each (``NoticeTime.line``); ``written`` is the time of the draft and ``day`` the day
the text is written from. Each ``[[papers]]`` is an attached form: its file ``name`` and its
``lines``.

Each ``[[steps]]`` is a workflow transition, or ``edit``: ``do`` what, ``by`` whom, ``at`` when,
``note`` why; ``replace`` changes the body, as pairs of old and new wording; any other key is data
of the transition, and one ending in ``_at`` is a time.

All dates are expressions of ``demo.dates``. In a body, ``src="picture:<name>"`` is replaced by a
picture.
"""

import re
import tomllib
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import reduce
from pathlib import Path
from typing import Any

from demo.dates import render, resolve, resolve_time

FOLDER = Path(__file__).with_name("content")
PUBLISHING = {"publish", "publish_urgently"}
BODY_PICTURE = re.compile(r'src="picture:([a-z-]+)"')


@dataclass(frozen=True)
class DemoStep:
    do: str
    by: str
    at: datetime
    note: str = ""
    replace: tuple[tuple[str, str], ...] = ()
    data: dict[str, Any] = field(default_factory=dict)

    def changed(self, body: str) -> str:
        """Return the body with this step's new wording.

        Raises ValueError where the old one is not found.
        """
        for old, new in self.replace:
            if body.count(old) != 1:
                raise ValueError(f"{self.do}: {old!r} stands {body.count(old)} times in the body")
            body = body.replace(old, new)
        return body


@dataclass(frozen=True)
class DemoPaper:
    name: str
    lines: tuple[str, ...]


@dataclass(frozen=True)
class DemoArticle:
    key: str
    kind: str
    title: str
    body: str
    written: datetime
    day: date
    steps: tuple[DemoStep, ...]
    author: str | None = None
    entered_by: str | None = None
    lead: str = ""
    category: str | None = None
    unit: str | None = None
    supporting: tuple[str, ...] = ()
    byline: str = ""
    source: str = ""
    source_author: str = ""
    source_url: str = ""
    picture: str | None = None
    alt: str = ""
    credit: str = ""
    decorative: bool = False
    channels: tuple[str, ...] = ("portal",)
    views: int = 0
    papers: tuple[DemoPaper, ...] = ()
    times: tuple[str, ...] = ()

    @property
    def body_pictures(self) -> list[str]:
        return BODY_PICTURE.findall(self.body)

    @property
    def writer(self) -> str:
        """Return the account that makes the draft: the author's, or that of whoever entered it."""
        return self.entered_by or self.author or ""

    @property
    def final_body(self) -> str:
        """Return the body after all edits."""
        return reduce(lambda body, step: step.changed(body), self.steps, self.body)

    @property
    def last_transition(self) -> str | None:
        return self.steps[-1].do if self.steps else None

    @property
    def first_read_at(self) -> datetime | None:
        """Return the time of the first publication, None if it is not published yet."""
        now = (
            step.at
            for step in self.steps
            if step.do in PUBLISHING and "published_at" not in step.data
        )
        return next(now, None)

    @property
    def last_read_at(self) -> datetime | None:
        """Return the time of the withdrawal, None without one."""
        expiries = [step.data["expires_at"] for step in self.steps if "expires_at" in step.data]
        return min(
            [*expiries, *(step.at for step in self.steps if step.do == "withdraw")], default=None
        )


def load_articles(until: date) -> list[DemoArticle]:
    """Return all articles, dates and texts resolved for a demonstration that ends on ``until``."""
    return [_read(path, until) for path in sorted(FOLDER.glob("[0-9]*.html"))]


def _read(path: Path, until: date) -> DemoArticle:
    _, front, body = path.read_text(encoding="utf-8").split("+++\n", 2)
    values = tomllib.loads(front)
    day = resolve(values.pop("day"), until=until)

    def written_out(value: str) -> str:
        return render(value, until=until, day=day)

    def step(raw: dict[str, Any]) -> DemoStep:
        do = raw.pop("do")
        by = raw.pop("by")
        at = resolve_time(raw.pop("at"), until=until)
        note = written_out(raw.pop("note", ""))
        replace = tuple((written_out(old), written_out(new)) for old, new in raw.pop("replace", []))
        data = {
            name: (
                resolve_time(value, until=until)
                if name.endswith("_at")
                else _rendered(value, written_out)
            )
            for name, value in raw.items()
        }
        return DemoStep(do, by, at, note, replace, data)

    title = written_out(values.pop("title"))
    lead = written_out(values.pop("lead", ""))
    steps = tuple(step(raw) for raw in values.pop("steps", []))
    written = resolve_time(values.pop("written"), until=until)
    times = tuple(written_out(line) for line in values.pop("times", []))
    papers = tuple(DemoPaper(raw["name"], tuple(raw["lines"])) for raw in values.pop("papers", []))
    others: dict[str, Any] = {
        name: tuple(v) if isinstance(v, list) else v for name, v in values.items()
    }
    return DemoArticle(
        key=path.stem,
        body=written_out(body).strip(),
        day=day,
        written=written,
        steps=steps,
        title=title,
        lead=lead,
        papers=papers,
        times=times,
        **others,
    )


def _rendered(value: Any, written_out: Any) -> Any:
    return written_out(value) if isinstance(value, str) else value
