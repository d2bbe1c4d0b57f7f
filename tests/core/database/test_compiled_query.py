"""Querysets that are compiled once: the same rows as Django's, whatever the values."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.db import OperationalError, connection, connections, transaction
from django.db.models import QuerySet
from django.utils import timezone

from core.database.compiled_query import CompiledSql, compiled_query
from core.http.deadline import is_late_query
from news.models import Article, Category
from news.querysets.articles import ArticleQuerySet
from news.states import ArticleState
from organization.models import Holiday

DAY = timedelta(days=1)


def on_portal(**fields: Any) -> Article:
    """Return a published item; how it came there is not what is tried here."""
    published = {"state": ArticleState.PUBLISHED, "published_at": timezone.now()}
    return Article.objects.create(title="Tin", **published | fields)


@compiled_query
def published(count: int, /, *, now: datetime) -> ArticleQuerySet:
    return Article.objects.published(now=now).newest_first().for_cards()[:count]


@compiled_query
def some_of(*, category: int, above: list[int]) -> ArticleQuerySet:
    return Article.objects.filter(category=category).exclude(pk__any_of=above).order_by("pk")


def test_it_returns_what_the_queryset_does(db: None) -> None:
    now = timezone.now()
    for number in range(4):
        on_portal(published_at=now - number * DAY)
    on_portal(published_at=now + DAY)
    for at in (now, now - DAY, now + 2 * DAY, now - 99 * DAY):
        expected = Article.objects.published(now=at).newest_first()
        assert published(3, now=at) == list(expected[:3])
        assert published(9, now=at) == list(expected)


def test_related_rows_are_there_and_columns_stay_deferred(
    db: None, django_assert_num_queries: Any
) -> None:
    category = Category.objects.create(name="Kinh tế", slug="kinh-te")
    on_portal(category=category)
    published(1, now=timezone.now())
    with django_assert_num_queries(1):
        (article,) = published(1, now=timezone.now())
        assert article.category == category
    assert "body" in article.get_deferred_fields()


@pytest.mark.parametrize("left_out", [0, 1, 2, 3])
def test_a_list_is_one_parameter(left_out: int, db: None) -> None:
    category = Category.objects.create(name="Kinh tế", slug="kinh-te")
    keys = [on_portal(category=category).pk for _ in range(3)]
    found = some_of(category=category.pk, above=keys[:left_out])
    assert [article.pk for article in found] == keys[left_out:]


def test_values_and_dates(db: None) -> None:
    @compiled_query
    def days(*, since: date) -> QuerySet[Holiday, date]:
        found = Holiday.objects.filter(day__gte=since).order_by("day")
        return found.values_list("day", flat=True)

    for day in (1, 2, 3):
        Holiday.objects.create(day=date(2040, 1, day), name="Nghỉ")
    assert days(since=date(2040, 1, 2)) == [date(2040, 1, 2), date(2040, 1, 3)]


def test_a_statement_is_planned_once_for_each_connection(db: None) -> None:
    on_portal()
    published(29, now=timezone.now())
    published(29, now=timezone.now())
    with connection.cursor() as cursor:
        cursor.execute("SELECT statement FROM pg_prepared_statements")
        statements = [row[0] for row in cursor.fetchall() if row[0].endswith("LIMIT 29")]
    assert len(statements) == 1
    assert "$1" in statements[0]


@pytest.mark.django_db(transaction=True)
def test_a_new_connection_plans_it_again() -> None:
    article = on_portal()
    assert published(2, now=timezone.now()) == [article]
    connections.close_all()
    assert published(2, now=timezone.now()) == [article]


def test_a_builder_must_not_ask_the_clock(db: None) -> None:
    @compiled_query
    def frozen() -> ArticleQuerySet:
        return Article.objects.published()

    with pytest.raises(ValueError, match="would stay in the compiled SQL"):
        frozen()


def test_a_parameter_must_stand_in_the_sql_as_it_is(db: None) -> None:
    @compiled_query
    def derived(*, now: datetime) -> ArticleQuerySet:
        return Article.objects.filter(published_at__lte=now + DAY)

    with pytest.raises(ValueError, match="no parameter of the SQL is now"):
        derived(now=timezone.now())


@pytest.mark.parametrize("value", ["tin", 1.5, None, True])
def test_other_types_are_no_parameters(value: Any, db: None) -> None:
    @compiled_query
    def typed(*, value: Any) -> ArticleQuerySet:
        return Article.objects.filter(title=value)

    with pytest.raises(TypeError, match="cannot be a parameter"):
        typed(value=value)


def test_sql_for_another_statement(db: None) -> None:
    def build(now: datetime, unit: int) -> ArticleQuerySet:
        return Article.objects.published(now=now).values_list("pk")

    given = {"now": datetime(2026, 11, 29, tzinfo=UTC), "unit": 7}
    with pytest.raises(ValueError, match="is unit"):
        CompiledSql.of(build, given)
    compiled = CompiledSql.of(build, given, optional=("unit",))
    values = compiled.parameters.filled(given)
    assert values.count(given["now"]) == 2
    with connection.cursor() as cursor:
        cursor.execute(compiled.sql, values)
        assert cursor.fetchall() == []


@pytest.mark.django_db(transaction=True)
def test_an_error_of_planning_is_one_of_djangos() -> None:
    """A statement that waits for a lock is planned as late as it would be executed."""
    with connection.cursor() as cursor:
        cursor.execute("SET statement_timeout = 100")
    other = connection.copy()
    try:
        with transaction.atomic(using="default"), other.cursor() as cursor:
            cursor.execute("BEGIN; LOCK TABLE news_article")
            with pytest.raises(OperationalError) as raised:
                published(37, now=timezone.now())
        assert is_late_query(raised.value)
    finally:
        other.close()
        connection.close()
