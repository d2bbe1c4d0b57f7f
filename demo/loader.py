"""Loader of the demonstration: articles are written by the editing services and pass real
transitions.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial

from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import Group
from django.contrib.contenttypes.models import ContentType
from django.core.files.base import ContentFile
from django.db import transaction
from django.db.models import Max

from core.files import storage
from core.models import StoredFile, ViewCount
from core.workflow.engine import perform
from demo.articles import BODY_PICTURE, DemoArticle, DemoStep, load_articles
from demo.dates import WARD_TIME, resolve_time
from demo.documents.library import load_documents
from demo.documents.office import load_office
from demo.documents.register import load_register
from demo.feedback import Event, feedback_events, load_ratings
from demo.month import load_month
from demo.papers import form
from demo.pictures import read_picture
from demo.readership import KEPT_DAYS, views_by_day
from demo.reports.agency import load_agency
from demo.reports.monthly import load_reports
from demo.station.bulletins import load_broadcasts
from demo.trust import load_trust
from demo.ward import CATEGORIES, PEOPLE, PLACEMENTS, UNITS, WARD, WORDS, DemoPerson
from news.curation.services import place
from news.editorial.forms.correction import correction_data
from news.editorial.services import change_attachments, save_text
from news.models import Article, Category, PreferredWord
from news.permissions import may_edit_text
from news.states import Place
from organization.models import Notice, Unit, User, Ward

# Marks an article of the demonstration: a legacy URL on a host that does not exist.
ADDRESS = "https://bensen.example/tin-mau/"


class ForeignWard(Exception):
    """The data folder belongs to another ward; its name is the argument."""


@dataclass(frozen=True)
class Loaded:
    """What was added: people who got the password, and the number of articles."""

    people: list[DemoPerson]
    articles: int


@transaction.atomic
def load_demo(*, until: date, password: str) -> Loaded:
    """Load what is missing of the demonstration until ``until``; existing rows are unchanged.

    Raises ForeignWard when the stored identity is another ward's.
    """
    _load_ward()
    newest_notice = _newest_notice()
    units = _load_units()
    categories = _load_categories()
    _load_words()
    new_people = _load_people(units, password)
    people = User.objects.in_bulk([person.username for person in PEOPLE], field_name="username")
    known = set(
        Article.objects.filter(source_address__startswith=ADDRESS).values_list(
            "source_address", flat=True
        )
    )
    new = [article for article in load_articles(until) if ADDRESS + article.key not in known]
    stored = _play(new, units, categories, people, until)
    _count_views(new, stored, until)
    load_ratings(stored, until)
    _place(stored, people, until)
    load_trust(until=until)
    load_month(units, people, until=until)
    load_documents(people, until=until)
    load_register(units, until=until)
    load_office(units, people, until=until)
    load_broadcasts(units, people, until=until)
    load_agency(units, people, until=until)
    load_reports(units, people, until=until)
    # No mail for events of the demonstration's past.
    Notice.objects.filter(pk__gt=newest_notice).update(awaits_mail=False)
    return Loaded(new_people, len(new))


def _newest_notice() -> int:
    return Notice.objects.aggregate(newest=Max("pk"))["newest"] or 0


def _load_ward() -> None:
    values = {
        "name": WARD.name,
        "agency_name": WARD.agency,
        "parent_agency": WARD.parent,
        "responsible_person": WARD.responsible,
        "address": WARD.address,
        "phone": WARD.phone,
        "email": WARD.email,
    }
    ward, _ = Ward.objects.get_or_create(pk=1, defaults=values)
    if ward.name != WARD.name:
        raise ForeignWard(ward.name)


def _load_units() -> dict[str, Unit]:
    units = {}
    for position, unit in enumerate(UNITS, start=1):
        values = {
            "short_name": unit.short_name,
            "block": unit.block,
            "valid_until": unit.valid_until,
            "phone": unit.phone,
            "place": unit.place,
            "duties": unit.duties,
            "position": position,
        }
        units[unit.code], made = Unit.objects.get_or_create(name=unit.name, defaults=values)
        if made and unit.successor:
            units[unit.code].successor = units[unit.successor]
            units[unit.code].save()
    return units


def _load_categories() -> dict[str, Category]:
    found = {}
    for position, category in enumerate(CATEGORIES, start=1):
        values = {
            "short_name": category.menu_name,
            "slug": category.slug,
            "description": category.description,
            "is_for_notices": category.is_for_notices,
            "position": position,
        }
        found[category.slug], _ = Category.objects.get_or_create(
            name=category.name, defaults=values
        )
    return found


def _load_words() -> None:
    """Add the preferred wordings to a ward without any; rows that the board has deleted stay
    deleted.
    """
    if not PreferredWord.objects.exists():
        PreferredWord.objects.bulk_create(
            PreferredWord(wrong=word.wrong, right=word.right, note=word.note) for word in WORDS
        )


def _load_people(units: dict[str, Unit], password: str) -> list[DemoPerson]:
    known = set(
        User.objects.filter(username__in=[p.username for p in PEOPLE]).values_list(
            "username", flat=True
        )
    )
    new = [person for person in PEOPLE if person.username not in known]
    # Hashed once: that is slow on purpose, and all accounts have the same password.
    hashed = make_password(password) if new else ""
    for person in new:
        user = User(
            username=person.username,
            full_name=person.full_name,
            title=person.title,
            unit=units[person.unit],
            email=f"{person.username}@bensen.example",
            password=hashed,
        )
        user.save()
        user.groups.set(Group.objects.filter(name__in=person.roles))
    return new


def _play(
    articles: list[DemoArticle],
    units: dict[str, Unit],
    categories: dict[str, Category],
    people: dict[str, User],
    until: date,
) -> dict[str, Article]:
    """Run all events in order of time, across articles; return the articles by key."""
    stored: dict[str, Article] = {}

    def write(article: DemoArticle) -> None:
        stored[article.key] = _write(article, units, categories, people)

    def step(article: DemoArticle, step: DemoStep) -> None:
        stored[article.key] = _step(stored[article.key], step, people[step.by])

    events: list[Event] = []
    for article in articles:
        events.append((article.written, partial(write, article)))
    for article in articles:
        for happening in article.steps:
            events.append((happening.at, partial(step, article, happening)))
    keys = {article.key for article in articles}
    events.extend(feedback_events(keys, stored, people, until))
    for _, run_event in sorted(events, key=lambda event: event[0]):
        run_event()
    return stored


def _count_views(articles: list[DemoArticle], stored: dict[str, Article], until: date) -> None:
    """Set the view counts of every item, and by day what months and their most read are of."""
    content_type = ContentType.objects.get_for_model(Article)
    rows = []
    for article in articles:
        pk = stored[article.key].pk
        Article.objects.filter(pk=pk).update(view_count=article.views)
        if article.first_read_at:
            first = article.first_read_at.astimezone(WARD_TIME).date()
            yesterday = until - timedelta(1)
            ended = article.last_read_at
            last = min(yesterday, ended.astimezone(WARD_TIME).date()) if ended else yesterday
            by_day = views_by_day(
                article.views, first=first, last=last, since=until - timedelta(KEPT_DAYS)
            )
            rows += [
                ViewCount(content_type=content_type, object_id=pk, day=day, count=count)
                for day, count in by_day.items()
            ]
    ViewCount.objects.bulk_create(rows)


def _place(stored: dict[str, Article], people: dict[str, User], until: date) -> None:
    """Place new articles on the home page, as the board would."""
    for placement in PLACEMENTS:
        if placement.article in stored:
            place(
                stored[placement.article],
                Place(placement.place),
                resolve_time(placement.ends_at, until=until),
                actor=people[placement.by],
                now=resolve_time(placement.at, until=until),
            )


def _write(
    demo: DemoArticle,
    units: dict[str, Unit],
    categories: dict[str, Category],
    people: dict[str, User],
) -> Article:
    writer = people[demo.writer]

    def picture(name: str) -> StoredFile:
        upload = ContentFile(read_picture(name), name=f"{name}.webp")
        return storage.store(
            upload, uploader=writer, kind=StoredFile.Kind.PICTURE, now=demo.written
        )

    article = Article(
        kind=demo.kind,
        title=demo.title,
        lead=demo.lead,
        body=BODY_PICTURE.sub(lambda match: f'src="{picture(match[1]).url}"', demo.body),
        category=categories[demo.category] if demo.category else None,
        unit=units[demo.unit] if demo.unit else None,
        author=people[demo.author] if demo.author else None,
        byline=demo.byline,
        source_name=demo.source,
        source_url=demo.source_url,
        original_author=demo.source_author,
        picture=picture(demo.picture) if demo.picture else None,
        picture_alt=demo.alt,
        picture_is_decorative=demo.decorative,
        picture_credit=demo.credit,
        is_for_portal="portal" in demo.channels,
        is_for_loudspeaker="loudspeaker" in demo.channels,
        source_address=ADDRESS + demo.key,
        times="\n".join(demo.times),
    )
    article.full_clean(exclude=["author"])
    save_text(article, actor=writer, now=demo.written)
    article.supporting_units.set([units[code] for code in demo.supporting])
    for paper in demo.papers:
        upload = ContentFile(form(paper.name.removesuffix(".odt"), paper.lines), name=paper.name)
        file = storage.store(
            upload, uploader=writer, kind=StoredFile.Kind.DOCUMENT, now=demo.written
        )
        change_attachments(article, remove=[], add=file)
    return article


def _step(article: Article, step: DemoStep, actor: User) -> Article:
    if step.do == "edit":
        return _edit(article, step, actor)
    data = step.data
    if step.do == "correct":
        data = correction_data(
            article,
            body=step.changed(article.body),
            is_public=str(int(data["is_public"])),
            accepts_small="on",
        )
    return perform(
        article,
        step.do,
        actor=actor,
        version=article.version,
        note=step.note,
        data=data,
        now=step.at,
    )


def _edit(article: Article, step: DemoStep, actor: User) -> Article:
    locked = Article.objects.select_for_update().get(pk=article.pk)
    if not may_edit_text(locked, actor):
        raise ValueError(f"{actor.username} may not edit {article.title!r}")
    locked.body = step.changed(locked.body)
    save_text(locked, actor=actor, now=step.at)
    return locked
