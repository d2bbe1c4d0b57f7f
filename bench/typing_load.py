"""Load test of autosave: many users type and save at once, and every acknowledged text is looked up
after.

All users work over HTTP as a browser does; only users, items and sessions are created, checked and
deleted in the database, which has to be the portal's own.
"""

from __future__ import annotations

import secrets
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from html.parser import HTMLParser
from http.client import HTTPConnection
from urllib.parse import urlencode, urlsplit

from django.contrib.auth.models import Group
from django.db import connections
from django.urls import reverse

from bench.people import session_of
from core.models import AutosavedDraft
from news.editorial.services import save_text
from news.models import Article
from organization.models import Block, Unit, User
from organization.roles import Role

LOOPBACK = ("127.0.0.1", "localhost", "::1")
_TRIES = 60  # attempts to save the shared item, which others change meanwhile


@dataclass
class TypingResult:
    """Result: acknowledged texts, which of them are lost, unexpected responses, seconds of each
    request.
    """

    acknowledged: int = 0
    lost: list[str] = field(default_factory=list)
    unexpected: list[str] = field(default_factory=list)
    seconds: list[float] = field(default_factory=list)


class FormPage(HTMLParser):
    """The fields of an item's form as a browser would post them unchanged."""

    def __init__(self, page: str) -> None:
        super().__init__(convert_charrefs=True)
        self.fields: dict[str, str] = {}
        self._area = self._select = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = {name: value or "" for name, value in attrs}
        name = found.get("name", "")
        kind = found.get("type", "text")
        is_sent = kind in ("text", "hidden", "url") or (
            kind in ("checkbox", "radio") and "checked" in found
        )
        if tag == "input" and name and is_sent:
            self.fields[name] = found.get("value", "on" if "checked" in found else "")
        elif tag == "textarea":
            self._area = name
            self.fields[name] = ""
        elif tag == "select":
            self._select = name
        elif tag == "option" and "selected" in found:
            self.fields[self._select] = found.get("value", "")

    def handle_data(self, data: str) -> None:
        if self._area:
            self.fields[self._area] += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea":
            self.fields[self._area] = self.fields[self._area].removeprefix("\n")
            self._area = ""


@dataclass
class Typist:
    """One user at one item: types, is acknowledged, saves, and merges after a conflict."""

    address: str
    session: str
    user: User
    article: Article
    result: TypingResult
    typed: str = ""
    saved: list[str] = field(default_factory=list)

    def work(self, rounds: int, until: float) -> None:
        self.token = secrets.token_hex(16)
        self.connection = HTTPConnection(urlsplit(self.address).netloc, timeout=60)
        try:
            for number in range(rounds):
                if time.monotonic() > until:
                    return
                self._one_round(f"{self.user.username}-{self.article.pk}-{number}.")
        finally:
            self.connection.close()
            connections.close_all()

    def _one_round(self, words: str) -> None:
        change = reverse("admin:news_article_change", args=[self.article.pk])
        _, page = self._ask("GET", change)
        fields = FormPage(page).fields
        for letters in (words[: len(words) // 2], words):
            fields["body"] = fields["body"].split("<p>~")[0] + f"<p>~{letters}</p>"
            keep = reverse("admin:news_article_keep", args=[self.article.pk])
            status, _ = self._ask(
                "POST", keep, fields | {"_text": "1"}, {"X-Requested-With": "fetch"}
            )
            self._expect(keep, status, (200,))
            if status == 200:
                self.typed = letters
                self.result.acknowledged += 1
        fields["body"] = fields["body"].replace("<p>~", "<p>")
        for _ in range(_TRIES):
            status, page = self._ask("POST", change, fields | {"_save": "1"})
            self._expect(change, status, (200, 302))
            if status != 200:
                break
            fields = self._merged(change, fields, page)
        if status == 302:
            self.typed = ""
            self.saved.append(words)
            self.result.acknowledged += 1

    def _merged(self, change: str, fields: dict[str, str], page: str) -> dict[str, str]:
        """Take both sides of every conflict, and read the form again, which now holds the merged
        text.
        """
        shown = FormPage(page).fields
        if "_merge_base" not in shown:
            self.result.unexpected.append(f"200 {change} without a way to merge")
            return fields
        while "_merge_base" in shown:  # once more, after another save meanwhile
            status, page = self._ask("POST", change, shown | {"_merge": "1"})
            self._expect(change, status, (200,))
            shown = FormPage(page).fields
        return shown

    def _ask(
        self,
        method: str,
        path: str,
        data: dict[str, str] | None = None,
        more: dict[str, str] | None = None,
    ) -> tuple[int, str]:
        headers = {"Cookie": f"sessionid={self.session}; csrftoken={self.token}"} | (more or {})
        body = None
        if data is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
            body = urlencode(data | {"csrfmiddlewaretoken": self.token})
        began = time.monotonic()
        self.connection.request(method, path, body, headers)
        response = self.connection.getresponse()
        text = response.read().decode()
        self.result.seconds.append(time.monotonic() - began)
        return response.status, text

    def _expect(self, path: str, status: int, expected: tuple[int, ...]) -> None:
        if status not in expected:
            self.result.unexpected.append(f"{status} {path}")

    def look_after(self) -> None:
        """Record as lost what was acknowledged and is neither in the item nor in the user's
        draft.
        """
        body = Article.objects.get(pk=self.article.pk).body
        self.result.lost += [words for words in self.saved if words not in body]
        if self.typed:
            copy = AutosavedDraft.objects.filter(user=self.user, object_id=self.article.pk).first()
            if copy is None or self.typed not in copy.values["body"]:
                self.result.lost.append(self.typed)


def run(
    address: str, *, people: int = 20, sharing: int = 5, rounds: int = 10, seconds: float = 60
) -> TypingResult:
    """Let ``people`` type on an item each and ``sharing`` of them also on one together; return the
    result.

    Ends after ``rounds``, or after ``seconds`` if earlier. All test data is deleted again. Raises
    ValueError for a URL that is not this machine's.
    """
    if urlsplit(address).hostname not in LOOPBACK:
        raise ValueError("only this machine's own portal may be loaded")
    result = TypingResult()
    with _made(people) as (users, articles, shared):
        pairs = [*zip(users, articles, strict=True), *((user, shared) for user in users[:sharing])]
        typists = [
            Typist(address, session_of(user), user, article, result) for user, article in pairs
        ]
        until = time.monotonic() + seconds
        with ThreadPoolExecutor(len(typists)) as pool:
            for done in [pool.submit(typist.work, rounds, until) for typist in typists]:
                done.result()
        for typist in typists:
            typist.look_after()
    return result


@contextmanager
def _made(people: int) -> Iterator[tuple[list[User], list[Article], Article]]:
    name = f"thu-tai-{secrets.token_hex(4)}"
    unit = Unit.objects.create(name=name, short_name=name[:60], block=Block.RESIDENTIAL_GROUP)
    users = [
        User(username=f"{name}-{n:02}", full_name=f"Người thử {n + 1}", unit=unit)
        for n in range(people)
    ]
    articles: list[Article] = []
    try:
        for user in users:
            user.set_unusable_password()
            user.save()
            user.groups.set(Group.objects.filter(name=Role.CONTRIBUTOR.value))
        for author in [*users, users[0]]:
            article = Article(
                title=f"Bài thử tải {name}", body="<p>Đầu.</p>", author=author, unit=unit
            )
            save_text(article, actor=author)
            articles.append(article)
        yield users, articles[:-1], articles[-1]
    finally:
        Article.objects.filter(unit=unit).delete()
        Article.history.model.objects.filter(unit_id=unit.pk).delete()
        User.objects.filter(unit=unit).delete()
        unit.delete()
