"""Two people on the page of one transition: the second does not undo what the first stored."""

from __future__ import annotations

import re
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.http import HttpResponse
from django.utils import timezone

from news.editorial.forms.correction import correction_data
from news.editorial.services import save_text
from news.models import Article
from tests.core.admin.test_workflow import TEXT_MOVED_ON, address, stored
from tests.news.test_access import client_of
from tests.support.cast import Cast
from tests.support.factories import transition
from tests.support.files import PDF, picture, upload

TWO = "<p>Tỷ lệ là 12%.</p><p>Hơn 60 người dân tham gia.</p>"


@pytest.fixture
def article(cast: Cast, published: Article) -> Article:
    data = correction_data(published, is_public="0", accepts_small="on", body=TWO)
    return transition(published, "correct", cast.editor, note="Thêm tỷ lệ", **data)


def correct_by_colleague(cast: Cast, article: Article, **changes: Any) -> None:
    data = correction_data(article, is_public="1", **changes)
    transition(stored(article), "correct", cast.other_editor, note="Tỷ lệ đúng là 12,5%", **data)


def post(cast: Cast, article: Article, data: dict[str, Any], **changes: Any) -> HttpResponse:
    client = client_of(cast, "editor")
    return client.post(address("transition", article.pk, "correct"), data | changes)


def test_a_correction_merges_with_the_one_that_came_first(cast: Cast, article: Article) -> None:
    mine = correction_data(article, is_public="0", accepts_small="on", title="Tên khác") | {
        "version": article.version,
        "note": "Sửa tên",
    }
    newer = TWO.replace("12%", "12,5%")
    correct_by_colleague(cast, article, body=newer)
    for _ in range(2):  # pressing once more changes nothing
        answer = post(cast, article, mine)
        assert answer.status_code == 409
        assert answer.context["refusals"][0].startswith(TEXT_MOVED_ON)
        form = answer.context["form"]
        assert [(one.label, one.conflicts) for one in form.merges] == [
            ("Tiêu đề", []),
            ("Nội dung", []),
        ]
        page = answer.content.decode()
        assert f'name="version" value="{article.version}"' in page
        assert f'name="_merge" value="{article.version + 1}"' in page
        assert "12,5%" in stored(article).body
    answer = post(cast, article, mine, _merge=article.version + 1, _merge_base=article.version)
    form = answer.context["form"]
    assert (form.is_merged, form["title"].value()) == (True, "Tên khác")
    assert "12,5%" in form["body"].value()
    assert stored(article).version == article.version + 1, "a last look, nothing is stored"
    merged = mine | {"body": form["body"].value(), "version": article.version + 1}
    assert post(cast, article, merged).status_code == 302
    assert (stored(article).title, "12,5%" in stored(article).body) == ("Tên khác", True)


def test_a_third_correction_meanwhile_is_merged_too(cast: Cast, article: Article) -> None:
    mine = correction_data(article, is_public="0", accepts_small="on", title="Tên khác") | {
        "version": article.version,
        "note": "Sửa tên",
    }
    correct_by_colleague(cast, article, body=TWO.replace("12%", "12,5%"))
    post(cast, article, mine)
    correct_by_colleague(cast, stored(article), body=TWO.replace("12%", "12,6%"))
    answer = post(cast, article, mine, _merge=article.version + 1, _merge_base=article.version)
    form = answer.context["form"]
    assert (answer.status_code, form.is_merged) == (409, False)
    assert [one.label for one in form.merges] == ["Tiêu đề", "Nội dung"]
    assert "12,6%" in stored(article).body


def test_stored_values_are_looked_at_before_they_are_replaced(
    cast: Cast, published: Article
) -> None:
    day = timezone.localtime().replace(second=0, microsecond=0)
    client = client_of(cast, "approver")
    where = address("transition", published.pk, "set_expiry")
    mine = {
        "version": published.version,
        "expires_at": f"{day + timedelta(days=9):%Y-%m-%dT%H:%M}",
        "stays_after_expiry": "stays",
    }
    theirs = mine | {"expires_at": f"{day + timedelta(days=3):%Y-%m-%dT%H:%M}"}
    assert client_of(cast, "other_approver").post(where, theirs).status_code == 302
    for _ in range(2):
        answer = client.post(where, mine)
        assert answer.status_code == 409
        (difference,) = answer.context["conflict"].differences
        assert difference == (
            "Hết hạn lúc",
            f"{day + timedelta(days=9):%H:%M %d/%m/%Y}",
            f"{day + timedelta(days=3):%H:%M %d/%m/%Y}",
        )
    looked_at = f'name="looked_at" value="{published.version + 1}"'
    assert looked_at in answer.content.decode()
    assert client.post(where, mine | {"looked_at": published.version + 1}).status_code == 302
    assert stored(published).expires_at == day + timedelta(days=9)


@pytest.fixture
def read(cast: Cast, in_review: Article) -> str:
    """The address behind the button of the approver who reads the item."""
    page = client_of(cast, "approver").get(address("change", in_review.pk)).content.decode()
    where = f"{address('transition', in_review.pk, 'publish')}?da-doc={in_review.version}"
    assert f'href="{where}">Đăng bài…' in page
    return where


def test_a_text_that_nobody_read_is_not_published(
    cast: Cast, in_review: Article, read: str
) -> None:
    taken = transition(in_review, "take", cast.editor)
    taken.lead = "Sapo mà người duyệt chưa đọc."
    save_text(taken, actor=cast.editor)
    released = transition(stored(taken), "release", cast.editor)
    client = client_of(cast, "approver")
    page = client.get(read)
    words = page.content.decode()
    assert "Nội dung đã đổi từ lúc quý vị đọc" in words
    old, new = in_review.history.order_by("version")
    difference = f"{address('history', in_review.pk)}?tu={old.pk}&amp;den={new.pk}"
    assert f'<a href="{difference}">Xem điều đã đổi</a>' in words
    assert f'name="version" value="{in_review.version}"' in words
    posted = {"version": in_review.version}
    for _ in range(2):
        answer = client.post(read, posted)
        assert answer.status_code == 409
        assert answer.context["refusals"][0].startswith(TEXT_MOVED_ON)
        assert "Nội dung đã đổi từ lúc quý vị đọc" in answer.content.decode()
    assert client.post(read, posted | {"looked_at": released.version}).status_code == 302
    assert stored(in_review).state == "published"


def test_steps_that_left_the_text_as_it_was_ask_nothing(
    cast: Cast, in_review: Article, read: str
) -> None:
    transition(in_review, "take", cast.editor)
    released = transition(stored(in_review), "release", cast.editor)
    page = client_of(cast, "approver").get(read)
    assert page.context["conflict"] is None
    assert f'name="version" value="{released.version}"' in page.content.decode()


def test_files_chosen_before_a_conflict_are_kept_through_the_merge(
    cast: Cast, article: Article, file_root: Path
) -> None:
    mine = correction_data(
        article, is_public="0", accepts_small="on", title="Tên khác", picture_alt="Bờ sông"
    ) | {
        "version": article.version,
        "note": "Sửa tên, thêm ảnh",
    }
    correct_by_colleague(cast, article, body=TWO.replace("12%", "12,5%"))
    files = {"picture": upload(picture()), "new_attachment": upload(PDF, "danh-sach.pdf")}
    answer = post(cast, article, mine, **files)
    keys = re.findall(r'name="((?:picture|new_attachment)-key)" value="([^"]+)"', answer.text)
    assert len(keys) == 2
    mine |= dict(keys)
    answer = post(cast, article, mine, _merge=article.version + 1, _merge_base=article.version)
    form = answer.context["form"]
    assert (
        form.is_merged
        and dict(keys).items()
        <= dict(
            re.findall(r'name="((?:picture|new_attachment)-key)" value="([^"]+)"', answer.text)
        ).items()
    )
    merged = mine | {"body": form["body"].value(), "version": article.version + 1}
    assert post(cast, article, merged).status_code == 302
    article = stored(article)
    assert (article.title, article.picture.key) == ("Tên khác", dict(keys)["picture-key"])
    assert [use.file.name for use in article.attachments] == ["danh-sach.pdf"]
