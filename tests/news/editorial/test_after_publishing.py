"""What is mended after publishing: the words and target of a withdrawal, an end, the kind."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from core.workflow.engine import TransitionRefused, available
from news.editorial.forms.correction import correction_data
from news.models import Article
from organization.models import Redirect
from tests.news.admin.test_changelist import titles
from tests.news.test_access import client_of
from tests.support.cast import Cast
from tests.support.factories import CategoryFactory, make_draft, transition


def publish(cast: Cast, title: str) -> Article:
    article = transition(make_draft(cast.contributor, title=title), "submit", cast.contributor)
    return transition(article, "publish", cast.approver)


def move(cast: Cast, article: Article, target: str, name: str = "withdraw") -> Article:
    note = {"note": "Trùng"} if name == "withdraw" else {}
    data = {"public_as": "moved", "public_note": "", "moved_to": target}
    return transition(article, name, cast.approver, **note, **data)


def test_words_of_a_withdrawal_are_mended_without_publishing(
    cast: Cast, client: Client, withdrawn: Article
) -> None:
    at = withdrawn.withdrawn_at
    data = {"public_as": "notice", "public_note": "Xin xem thông báo số 5."}
    article = transition(withdrawn, "set_withdrawal", cast.approver, **data)
    assert (article.state, article.withdrawn_at) == ("withdrawn", at)
    page = client.get(article.get_absolute_url())
    assert (page.status_code, "Xin xem thông báo số 5." in page.content.decode()) == (200, True)
    target = publish(cast, "Bài thay thế").get_absolute_url()
    article = move(cast, article, target, "set_withdrawal")
    assert client.get(article.get_absolute_url()).url == target


def test_the_admin_shows_what_readers_find(cast: Cast, withdrawn: Article) -> None:
    data = {"public_as": "notice", "public_note": "Xin xem thông báo số 5."}
    article = transition(withdrawn, "set_withdrawal", cast.approver, **data)
    page = client_of(cast, "editor").get(reverse("admin:news_article_change", args=[article.pk]))
    text = page.content.decode()
    assert "Trang báo bài đã gỡ, có lời giải thích" in text
    assert "Xin xem thông báo số 5." in text


def test_words_are_mended_while_the_reopened_item_is_rewritten(
    cast: Cast, withdrawn: Article
) -> None:
    article = transition(withdrawn, "reopen", cast.approver, note="Viết lại")
    offered = [one.transition.name for one in available(article, cast.approver)]
    assert "set_withdrawal" in offered
    article = transition(article, "submit", cast.contributor)
    article = transition(article, "publish", cast.approver)
    offered = [one.transition.name for one in available(article, cast.approver)]
    assert "set_withdrawal" not in offered


def test_an_item_that_was_never_withdrawn_has_no_words_to_mend(cast: Cast, draft: Article) -> None:
    with pytest.raises(TransitionRefused, match="Bài không ở tình trạng đã gỡ"):
        transition(draft, "set_withdrawal", cast.approver, public_as="gone")


@pytest.mark.parametrize(
    ("target", "sentence"),
    [
        ("", "Xin ghi địa chỉ bắt đầu bằng /"),
        ("tin/abc", "Xin ghi địa chỉ bắt đầu bằng /"),
        ("http://noi-khac.example/", "Xin ghi địa chỉ bắt đầu bằng /"),
        ("https://", "Xin ghi địa chỉ bắt đầu bằng /"),
        ("//noi-khac.example/", "Xin ghi địa chỉ bắt đầu bằng /"),
        ("/khong-co/", "không có trang nào"),
        ("/chuyen-muc/khong-co/", "không có trang nào"),
        ("/trang/khong-co/", "không có trang nào"),
        ("/van-ban/khong-co-99999/", "không có trang nào"),
        ("/hop/khong-co-99999/", "không có trang nào"),
        ("/quan-tri/", "không có trang nào"),
        ("/xem-truoc/abc/", "không có trang nào"),
        ("{draft}", "không có trang nào"),
        ("{gone}", "không có trang nào"),
        ("{site}/khong-co/", "không có trang nào"),
        ("{own}", "chính bài này"),
        ("{site}{own}", "chính bài này"),
        ("{own}?a=1#b", "chính bài này"),
        ("/cu-1/", "dẫn vòng"),
        ("/cu-2/", "dẫn vòng"),
        ("{moved}", "dẫn vòng"),
    ],
)
@pytest.mark.parametrize("name", ["withdraw", "set_withdrawal"])
def test_a_target_that_leads_nowhere_or_in_a_circle_is_refused(
    cast: Cast, published: Article, target: str, sentence: str, name: str
) -> None:
    own = published.get_absolute_url()
    Redirect.objects.create(old_address="/cu-1/", target=own)
    Redirect.objects.create(old_address="/cu-2/", target="/cu-1/")
    gone = transition(
        publish(cast, "Đã gỡ"), "withdraw", cast.approver, note="Sai", public_as="gone"
    )
    moved = move(cast, publish(cast, "Đã chuyển"), own)
    address = target.format(
        own=own,
        site=settings.SITE_URL,
        draft=make_draft(cast.contributor).get_absolute_url(),
        gone=gone.get_absolute_url(),
        moved=moved.get_absolute_url(),
    )
    if name == "set_withdrawal":
        published = transition(published, "withdraw", cast.approver, note="Sai", public_as="gone")
    with pytest.raises(TransitionRefused, match=sentence):
        move(cast, published, address, name)


@pytest.mark.parametrize("target", ["/tin/", "{other}", "{site}/tin/", "/cu-3/", "{slug}"])
def test_a_target_that_is_there_is_taken(cast: Cast, published: Article, target: str) -> None:
    other = publish(cast, "Bài khác")
    Redirect.objects.create(old_address="/cu-3/", target=other.get_absolute_url())
    address = target.format(
        other=other.get_absolute_url(), site=settings.SITE_URL, slug=f"/tin/khac-{other.pk}/"
    )
    article = move(cast, published, address)
    assert article.withdrawal_url == address.removeprefix(settings.SITE_URL)


@pytest.mark.parametrize(
    ("target", "sentence"),
    [
        ("/khong-co/", "không có trang nào"),
        ("{gone}", "không có trang nào"),
        ("{moved}", "dẫn vòng"),
        ("/quan-tri/", "không có trang nào"),
    ],
)
def test_redirects_follow_the_same_rule(cast: Cast, target: str, sentence: str) -> None:
    gone = transition(
        publish(cast, "Đã gỡ"), "withdraw", cast.approver, note="Sai", public_as="gone"
    )
    moved = publish(cast, "Đã chuyển")
    Article.objects.filter(pk=move(cast, moved, "/tin/").pk).update(withdrawal_url="/cu-4/")
    address = target.format(gone=gone.get_absolute_url(), moved=moved.get_absolute_url())
    page = client_of(cast, "editor").post(
        reverse("admin:organization_redirect_add"), {"old_address": "/cu-4/", "target": address}
    )
    assert sentence in str(page.context["adminform"].form.errors["target"])
    assert not Redirect.objects.exists()


# An end


def test_an_item_past_its_end_looks_so_and_its_end_is_moved_or_lifted(
    cast: Cast, client: Client, published: Article
) -> None:
    for stays in ("stays", "goes"):
        over = timezone.now() - timedelta(minutes=1)
        Article.objects.filter(pk=published.pk).update(
            published_at=over - timedelta(days=2),
            expires_at=over,
            stays_after_expiry=stays == "stays",
        )
        published.refresh_from_db()
        change = reverse("admin:news_article_change", args=[published.pk])
        text = client_of(cast, "approver").get(change).content.decode()
        where = {"stays": "", "goes": ", đã rời trang"}[stays]
        assert f"Đã hết hạn {timezone.localtime(over):%d/%m/%Y | %H:%M}{where}</span>" in text
        assert "Gia hạn hoặc bỏ hạn" in text
        assert titles(client_of(cast, "editor"), **{"trang-thai": "over"}) == [published.title]
        later = timezone.now() + timedelta(days=2)
        published = transition(published, "set_expiry", cast.approver, expires_at=later)
        assert not published.is_over
        assert client.get(published.get_absolute_url()).status_code == 200
    published = transition(published, "set_expiry", cast.approver, expires_at=None)
    assert published.expires_at is None
    assert titles(client_of(cast, "editor"), **{"trang-thai": "over"}) == []


# The kind


def test_the_kind_is_corrected_and_stands_in_the_history(cast: Cast, published: Article) -> None:
    data = correction_data(published, kind="feature") | {"is_public": "0", "accepts_small": "on"}
    article = transition(published, "correct", cast.editor, note="Sai thể loại", **data)
    assert article.kind == "feature"
    newest, before = article.history.order_by("-version")[:2]
    assert (before.kind, newest.kind) == ("brief", "feature")
    assert article.mark == "corrected"
    history = client_of(cast, "editor").get(
        reverse("admin:news_article_history", args=[article.pk])
    )
    assert history.status_code == 200


def test_a_correction_that_does_not_ask_for_the_kind_leaves_it(
    cast: Cast, published: Article
) -> None:
    Article.objects.filter(pk=published.pk).update(kind="feature")
    published.refresh_from_db()
    data = correction_data(published, title="Tiêu đề đã sửa") | {
        "is_public": "0",
        "accepts_small": "on",
    }
    del data["kind"]
    article = transition(published, "correct", cast.editor, note="Sai chữ", **data)
    assert (article.kind, article.title) == ("feature", "Tiêu đề đã sửa")


def test_a_kind_that_does_not_fit_the_category_is_refused(cast: Cast, published: Article) -> None:
    data = correction_data(published, kind="notice") | {"is_public": "0", "accepts_small": "on"}
    with pytest.raises(TransitionRefused, match="hông báo"):
        transition(published, "correct", cast.editor, note="Sai thể loại", **data)
    notices = CategoryFactory(is_for_notices=True)
    data = correction_data(published, kind="notice", category=notices.pk) | {
        "is_public": "0",
        "accepts_small": "on",
    }
    article = transition(published, "correct", cast.editor, note="Sai thể loại", **data)
    assert (article.kind, article.category) == ("notice", notices)


@pytest.mark.parametrize("is_public", ["1", "0"])
def test_a_correction_needs_a_change(cast: Cast, published: Article, is_public: str) -> None:
    client = client_of(cast, "editor")
    data = correction_data(published) | {
        "is_public": is_public,
        "note": "Sai tên tổ",
        "version": published.version,
        "body": f"\n{published.body.replace('</p><p>', '</p>  <p>')}\n",
    }
    answer = client.post(f"/quan-tri/news/article/{published.pk}/buoc/correct/", data)
    content = answer.content.decode()
    assert (answer.status_code, "Quý vị chưa sửa gì trong bài." in content) == (409, True)
    assert "Sai tên tổ</textarea>" in content
    published.refresh_from_db()
    assert (published.mark, published.corrections.count()) == ("", 0)


def test_a_correction_of_times_asks_about_the_hours_in_the_text(
    cast: Cast, published: Article
) -> None:
    line = "22:00 24/11/2030 – 04:00 25/11/2030"
    Article.objects.filter(pk=published.pk).update(
        kind="notice",
        category=CategoryFactory(is_for_notices=True),
        title="Cắt nước từ 22:00 ngày 24/11/2030 đến 04:00 ngày 25/11/2030",
        times=line,
    )
    published.refresh_from_db()
    client = client_of(cast, "editor")
    later = line.replace("04:00", "05:00")
    address = f"/quan-tri/news/article/{published.pk}/buoc/correct/"
    data = correction_data(published, times=later) | {"is_public": "1", "note": "Lùi một giờ"}
    data["version"] = published.version
    answer = client.post(address, data)
    content = answer.content.decode()
    assert answer.status_code == 409
    assert "Tiêu đề ghi 04:00, giờ trong bảng là 22:00, 05:00." in content
    assert 'type="checkbox" name="accepts_times"' in content
    assert client.post(address, data | {"accepts_times": "on"}).status_code == 302
    published.refresh_from_db()
    assert published.times == later
