"""“Nghe bài viết”: the recording of an article that was read on air."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from broadcasts.models import AirItem, AirLog, Bulletin, BulletinItem, Slot
from broadcasts.states import BulletinState, SourceState
from core.models import StoredFile
from news.editorial.forms.correction import correction_data
from news.models import Article
from tests.news.public.test_views import publish
from tests.support.aired import make_bulletin, make_item, record
from tests.support.cast import Cast
from tests.support.factories import transition


@pytest.fixture
def article(cast: Cast) -> Article:
    return publish(cast, "Dọn bờ sông", is_for_loudspeaker=True)


@pytest.fixture
def item(article: Article, morning: Slot) -> AirItem:
    item = record(make_item(article))
    make_bulletin([item], slot=morning)
    return item


def page_of(client: Client, article: Article) -> str:
    answer = client.get(article.get_absolute_url())
    assert answer.status_code == 200
    return answer.content.decode()


def test_it_plays_without_script(client: Client, article: Article, item: AirItem) -> None:
    page = page_of(client, article)
    address = f"/phat-thanh/muc/{item.pk}.mp3"
    assert '<h2 id="nghe-bai-viet">Nghe bài viết</h2>' in page
    assert f'<audio class="audio" controls preload="none" src="{address}"' in page
    assert "Bản ghi đã phát trên loa của phường, 2 giây</p>" in page
    assert client.get(address).status_code == 200


def test_a_machines_voice_is_said(
    client: Client, cast: Cast, article: Article, item: AirItem
) -> None:
    AirItem.objects.update(is_synthetic=True, listened_by=cast.announcer)
    assert "2 giây, <strong>giọng máy</strong></p>" in page_of(client, article)


ABSENT: dict[str, dict[str, Any]] = {
    "without recording": {"recording": None},
    "a machine's that nobody listened to": {"is_synthetic": True},
    "of another reading": {"recorded_reading": "Lời cũ."},
    "of a source found corrected": {"source_state": SourceState.CORRECTED},
    "of a source found withdrawn": {"source_state": SourceState.WITHDRAWN},
    "of another article": {"source_key": "article:987654"},
}


@pytest.mark.parametrize("columns", ABSENT.values(), ids=ABSENT)
def test_recordings_that_are_not_offered(
    client: Client, article: Article, item: AirItem, columns: dict[str, Any]
) -> None:
    assert "Nghe bài viết" in page_of(client, article)
    AirItem.objects.update(**columns)
    assert "Nghe bài viết" not in page_of(client, article)


def test_only_once_it_was_aired(client: Client, article: Article, item: AirItem) -> None:
    BulletinItem.objects.update(is_aired=False)
    assert "Nghe bài viết" not in page_of(client, article)
    BulletinItem.objects.update(is_aired=True)
    Bulletin.objects.update(state=BulletinState.APPROVED)
    assert "Nghe bài viết" not in page_of(client, article)


def test_a_correction_silences_it_at_once(
    client: Client, cast: Cast, article: Article, item: AirItem
) -> None:
    data = correction_data(article, lead="Sapo đã sửa.", is_public="0", accepts_small="on")
    transition(article, "correct", cast.editor, note="Sửa lỗi", **data)
    assert "Nghe bài viết" not in page_of(client, article)


def test_one_from_before_a_public_correction_is_not_offered(
    client: Client, cast: Cast, article: Article, item: AirItem
) -> None:
    """The words that were read may stay as they are: what was wrong stands beside them."""
    data = correction_data(article, picture_credit="Ảnh: tổ dân phố", is_public="1")
    article = transition(article, "correct", cast.editor, note="Sai giờ", **data)
    AirItem.objects.update(source_version=article.version)
    assert "Nghe bài viết" not in page_of(client, article)
    StoredFile.objects.filter(pk=item.recording_id).update(uploaded_at=timezone.now())
    assert "Nghe bài viết" not in page_of(client, article), "not aired yet"
    AirLog.objects.update(ended_at=timezone.now())
    assert "Nghe bài viết" in page_of(client, article)


def test_it_costs_one_query(client: Client, cast: Cast, article: Article, item: AirItem) -> None:
    unmarked = publish(cast, "Không phát loa")
    for found, asked in ((article, 1), (unmarked, 0)):
        client.get("/khong-co/")
        with CaptureQueriesContext(connection) as queries:
            page_of(client, found)
        own = [one for one in queries.captured_queries if "broadcasts_airitem" in one["sql"]]
        assert len(own) == asked
