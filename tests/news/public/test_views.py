"""The newsroom's public pages over HTTP: right addresses, what became of an item, and nothing of
what is not public.
"""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone
from django.utils.timezone import localtime

from core.text.vietnamese import slug
from news.editorial.forms.correction import correction_data
from news.models import Article
from tests.news.editorial.test_workflow import in_state
from tests.support.cast import Cast
from tests.support.factories import CategoryFactory, make_draft, transition

BIG = "9" * 30


def heading(answer: HttpResponse) -> str:
    return " ".join(
        re.sub(
            r"<[^>]*>", "", re.search(r"<h1.*?</h1>", answer.content.decode(), re.DOTALL)[0]
        ).split()
    )


def titles(answer: HttpResponse) -> list[str]:
    return re.findall(r'_title"><a href="/tin/[^"]*">([^<]*)</a>', answer.content.decode())


def publish(cast: Cast, title: str, **fields: Any) -> Article:
    """An item on the portal; ``days`` ago, newest first by default in the order made."""
    at = timezone.now() - timedelta(days=fields.pop("days", 0))
    article = transition(
        make_draft(cast.contributor, title=title, **fields), "submit", cast.contributor, now=at
    )
    return transition(article, "publish", cast.approver, now=at)


def withdraw(cast: Cast, article: Article, public_as: str, **data: str) -> Article:
    return transition(
        article, "withdraw", cast.approver, note="Nội bộ: sai số", public_as=public_as, **data
    )


def test_lists_write_moments_as_html_reads_them(client: Client, cast: Cast) -> None:
    """HTML takes at most three digits of a second, and an item is published to the microsecond."""
    article = publish(cast, "Tin mới")
    moments = re.findall(r'<time datetime="([^"]*)"', client.get("/tin/").content.decode())
    assert moments == [localtime(article.published_at).strftime("%Y-%m-%dT%H:%M:%S%z")]


# A published item


def test_an_item_stands_under_its_address(client: Client, published: Article) -> None:
    answer = client.get(published.get_absolute_url())
    page = answer.content.decode()
    assert (
        published.get_absolute_url()
        == f"/tin/to-dan-pho-ra-quan-don-ve-sinh-bo-song-{published.pk}/"
    )
    assert (answer.status_code, heading(answer)) == (200, published.title)
    assert f'<p class="date-line">{published.date_line}</p>' in page
    assert '<p class="item__lead">Sáng thứ\u00a0Bảy, bà con cùng dọn bờ sông.</p>' in page
    assert "<p>Hơn 60 người dân tham gia.</p>" in page
    assert f"<dt>Đơn vị</dt><dd>{published.unit.name}</dd>" in page
    assert f'href="{published.category.get_absolute_url()}"' in page
    assert "noindex" not in page
    canonical = f"http://127.0.0.1:8000{published.get_absolute_url()}"
    assert f'<link rel="canonical" href="{canonical}">' in page


@pytest.mark.parametrize(
    "wrong", ["khac", "tin", "a-b-c", "Tổ-dân-phố", "%00", "%FF", "x" * 500, "a--", "-"]
)
def test_a_wrong_slug_leads_to_the_right_address(
    client: Client, published: Article, wrong: str
) -> None:
    answer = client.get(f"/tin/{wrong}-{published.pk}/")
    assert (answer.status_code, answer.url) == (301, published.get_absolute_url())


def test_an_address_cut_off_within_a_title_leads_to_its_item(
    cast: Cast, client: Client, published: Article
) -> None:
    title = f"Tạm ngừng cấp nước ngày 02-12 đến {published.pk} giờ ở Khu phố Chợ"
    other = publish(cast, title)
    address = other.get_absolute_url()
    cut = address[: address.index(f"-{published.pk}-")] + f"-{published.pk}"
    answer = client.get(f"{cut}/")
    assert (answer.status_code, answer.url) == (302, address)
    # Two titles go on so: the reader chooses.
    publish(cast, f"{title} và Khu phố Cũ")
    assert client.get(f"{cut}/").status_code == 404


def test_an_address_cut_off_after_a_number_of_no_item(cast: Cast, client: Client) -> None:
    address = publish(cast, "Tạm ngừng cấp nước Khu phố Chợ Cũ từ 22:00 hôm nay").get_absolute_url()
    cut = address[: address.index("-hom")]
    assert cut.endswith("-22-00")
    answer = client.get(f"{cut}/")
    assert (answer.status_code, answer.url) == (302, address)
    assert client.get(f"{cut[:-1]}/").status_code == 404  # within a word
    publish(cast, "Tạm ngừng cấp nước Khu phố Chợ Cũ từ 22:00 ngày mai")
    assert client.get(f"{cut}/").status_code == 404


def test_an_address_without_its_number_leads_to_its_item(cast: Cast, client: Client) -> None:
    article = publish(cast, "Tạm ngừng cấp điện Tổ dân phố số 3, số 4 và xóm Bến Đò từ sáng mai")
    address = article.get_absolute_url()
    cut = address[: address.index("-tu-sang")]
    assert client.get(cut).url == f"{cut}/"
    answer = client.get(f"{cut}/")
    assert (answer.status_code, answer.url) == (302, address)
    assert client.get(address.removesuffix(f"-{article.pk}/") + "/").url == address
    assert client.get("/tin/khong-co-bai-nao/").status_code == 404
    publish(cast, "Tạm ngừng cấp điện Tổ dân phố số 3, số 4 và xóm Bến Đò đến chiều")
    assert client.get(f"{cut}/").status_code == 404  # two go on so


def test_a_number_with_zeros_before_it_leads_to_the_right_address(
    client: Client, published: Article
) -> None:
    answer = client.get(f"/tin/{slug(published.title)}-000{published.pk}/")
    assert (answer.status_code, answer["Location"]) == (301, published.get_absolute_url())


def test_a_new_title_moves_the_address(cast: Cast, client: Client, published: Article) -> None:
    old = published.get_absolute_url()
    data = correction_data(published, title="Tổ 9 ra quân", is_public="1")
    article = transition(published, "correct", cast.editor, note="Là tổ 9", **data)
    assert (client.get(old).status_code, client.get(old).url) == (
        301,
        f"/tin/to-9-ra-quan-{article.pk}/",
    )
    page = client.get(article.get_absolute_url()).content.decode()
    assert 'id="dinh-chinh"' in page
    assert "Là tổ\u00a09" in page


def test_a_small_fix_is_not_shown_to_readers(
    cast: Cast, client: Client, published: Article
) -> None:
    data = correction_data(published, lead="Sáng nay.", is_public="0", accepts_small="on")
    transition(published, "correct", cast.editor, note="Lỗi gõ nội bộ", **data)
    page = client.get(published.get_absolute_url()).content.decode()
    assert "Sáng nay." in page
    assert "Lỗi gõ nội bộ" not in page
    assert 'id="dinh-chinh"' not in page


@pytest.mark.parametrize(
    "key", ["0", BIG, "9" * 5000, "9223372036854775808", "-1", "x", "1.0", "1%00", "٣"]
)
@pytest.mark.parametrize("words", ["tin-moi", "x"])
def test_an_unknown_number_is_not_found(db: None, client: Client, words: str, key: str) -> None:
    answer = client.get(f"/tin/{words}-{key}/")
    assert (answer.status_code, heading(answer)) == (404, "Không tìm thấy trang này")


def test_what_stands_beside_it(cast: Cast, client: Client) -> None:
    category = CategoryFactory()
    articles = [publish(cast, f"Bài {n}", category=category, days=n) for n in range(7)]
    publish(cast, "Mục khác")
    assert titles(client.get(articles[2].get_absolute_url())) == [
        "Bài 0",
        "Bài 1",
        "Bài 3",
        "Bài 4",
        "Bài 5",
    ]


def test_title_and_lead_are_text(cast: Cast, client: Client) -> None:
    article = publish(cast, '<script>alert(1)</script> "x"', lead='<img src=x onerror="x()">')
    for address in (article.get_absolute_url(), "/", article.category.get_absolute_url()):
        page = client.get(address).content.decode()
        assert "<script>alert" not in page
        assert "<img src=x" not in page
        assert "&lt;script&gt;alert(1)&lt;/script&gt; &quot;x&quot;" in page


# What is not public


@pytest.mark.parametrize("state", ["draft", "in_review", "taken", "scheduled", "discarded"])
@pytest.mark.parametrize("words", ["right", "wrong"])
def test_what_is_not_public_reveals_nothing(
    cast: Cast, client: Client, state: str, words: str
) -> None:
    article = in_state(cast, state)
    address = article.get_absolute_url() if words == "right" else f"/tin/sai-{article.pk}/"
    nowhere = address.replace(f"-{article.pk}/", f"-{article.pk + 1000}/")
    hidden, unknown = client.get(address), client.get(nowhere)
    assert (hidden.status_code, "Location" in hidden) == (404, False)
    assert hidden.content == unknown.content


def test_an_item_for_the_loudspeaker_alone_is_not_on_the_portal(cast: Cast, client: Client) -> None:
    article = publish(cast, "Chỉ phát thanh", is_for_portal=False, is_for_loudspeaker=True)
    assert client.get(article.get_absolute_url()).status_code == 404
    assert titles(client.get("/")) == titles(client.get(article.category.get_absolute_url())) == []


def test_times_decide_without_anybody_doing_anything(
    cast: Cast, client: Client, in_review: Article
) -> None:
    now = timezone.now()
    times = {"published_at": now + timedelta(hours=1), "expires_at": now + timedelta(hours=2)}
    article = transition(in_review, "publish", cast.approver, **times)
    seen = []
    for minutes in (59, 61, 119, 121):
        with time_machine.travel(now + timedelta(minutes=minutes), tick=False):
            seen.append(
                (
                    client.get(article.get_absolute_url()).status_code,
                    titles(client.get("/")),
                    titles(client.get(article.category.get_absolute_url())),
                )
            )
    there, hidden, over = (200, [article.title], [article.title]), (404, [], []), (200, [], [])
    assert seen == [hidden, there, there, over]


def test_after_its_end_an_item_stays_marked_or_goes(
    cast: Cast, client: Client, in_review: Article
) -> None:
    now = timezone.now()
    article = transition(in_review, "publish", cast.approver, expires_at=now + timedelta(hours=2))
    address = article.get_absolute_url()
    assert "Đã hết hiệu lực" not in client.get(address).content.decode()
    with time_machine.travel(now + timedelta(minutes=121), tick=False):
        page = client.get(address).content.decode()
        day = timezone.localtime(now + timedelta(hours=2))
        over = f'<strong class="over">Đã hết hiệu lực ngày {day:%d/%m/%Y}</strong>'
        assert over in page
        assert over in client.get("/tin/").content.decode()
        assert titles(client.get("/tin/")) == [article.title]
        assert article.title not in client.get("/rss.xml").content.decode()
        Article.objects.filter(pk=article.pk).update(stays_after_expiry=False)
        gone = client.get(address)
        assert gone.status_code == 410
        assert article.title not in gone.content.decode()
        assert titles(client.get("/tin/")) == []


@pytest.mark.parametrize(("choice", "stays"), [({}, True), ({"stays_after_expiry": "goes"}, False)])
def test_the_publisher_chooses_what_happens_after_the_end(
    cast: Cast, in_review: Article, choice: dict[str, str], stays: bool
) -> None:
    at = timezone.now() + timedelta(days=1)
    article = transition(in_review, "publish", cast.approver, published_at=at, **choice)
    assert article.stays_after_expiry is stays
    moved = transition(article, "reschedule", cast.approver, published_at=at + timedelta(hours=1))
    assert moved.stays_after_expiry is stays, "what is not asked stays"
    other = "goes" if stays else "stays"
    changed = transition(
        moved,
        "reschedule",
        cast.approver,
        published_at=at + timedelta(hours=1),
        stays_after_expiry=other,
    )
    assert changed.stays_after_expiry is not stays


# Withdrawn


def test_a_withdrawn_item_leaves_a_notice(cast: Cast, client: Client, published: Article) -> None:
    article = withdraw(
        cast, published, "notice", public_note="Bài có số liệu <sai>.\nXin lỗi bạn đọc."
    )
    answer = client.get(article.get_absolute_url())
    page = answer.content.decode()
    assert (answer.status_code, heading(answer)) == (200, article.title)
    assert '<meta name="robots" content="noindex">' in page
    assert "<p>Bài có số liệu &lt;sai&gt;.<br>Xin lỗi bạn đọc.</p>" in page
    for hidden in (
        "Nội bộ: sai số",
        "Hơn 60 người dân",
        "bà con cùng dọn",
        cast.approver.full_name,
    ):
        assert hidden not in page
    assert titles(client.get("/")) == []


def test_a_withdrawn_item_may_be_gone(cast: Cast, client: Client, published: Article) -> None:
    article = withdraw(cast, published, "gone")
    answer = client.get(article.get_absolute_url())
    assert (answer.status_code, heading(answer)) == (410, "Bài này đã được gỡ khỏi trang")
    assert article.title not in answer.content.decode()
    assert client.get(f"/tin/sai-{article.pk}/").content == answer.content


@pytest.mark.parametrize(
    "target",
    ["/chuyen-muc/kinh-te/", "https://noi-khac.example/tin?a=1#b", "https://việt.example/"],
)
def test_a_withdrawn_item_may_have_moved(
    cast: Cast, client: Client, published: Article, target: str
) -> None:
    CategoryFactory(slug="kinh-te")
    article = withdraw(cast, published, "moved", moved_to=target)
    answer = client.get(article.get_absolute_url())
    assert answer.status_code == 302
    assert answer.url.startswith(target[:10])


@pytest.mark.parametrize(
    "target", ["https://[", "http://", "https://a b/\r\nX: y", "https://" + "x" * 300]
)
def test_an_address_that_is_none_never_breaks_the_page(
    cast: Cast, client: Client, published: Article, target: str
) -> None:
    from core.workflow.engine import TransitionRefused

    try:
        withdraw(cast, published, "moved", moved_to=target)
    except TransitionRefused:
        assert client.get(published.get_absolute_url()).status_code == 200
    else:
        assert client.get(published.get_absolute_url()).status_code == 302


def test_a_reopened_item_keeps_its_page_and_shows_nothing_new(
    cast: Cast, client: Client, withdrawn: Article
) -> None:
    """What is rewritten meanwhile nobody has approved: not even its title may show."""
    from news.editorial.services import save_text

    address, title = withdrawn.get_absolute_url(), withdrawn.title
    before = client.get(address).content
    article = transition(withdrawn, "reopen", cast.approver, note="Viết lại")
    article.title = "Tên chưa ai duyệt"
    save_text(article, actor=cast.contributor)
    for state in ("draft", "in_review"):
        answer = client.get(address)
        assert (answer.status_code, heading(answer)) == (200, title), state
        assert answer.content == before
        if state == "draft":
            article = transition(article, "submit", cast.contributor)
    article = transition(article, "publish", cast.approver)
    assert client.get(address).url == article.get_absolute_url()


def test_a_reopened_item_with_a_time_keeps_its_page_until_then(
    cast: Cast, client: Client, withdrawn: Article
) -> None:
    article = transition(
        transition(withdrawn, "reopen", cast.approver, note="Viết lại"), "submit", cast.contributor
    )
    later = timezone.now() + timedelta(hours=1)
    times = {"published_at": later, "expires_at": later + timedelta(hours=1)}
    article = transition(article, "publish", cast.approver, **times)
    assert "Bài có số liệu sai." in client.get(article.get_absolute_url()).content.decode()
    with time_machine.travel(later + timedelta(minutes=1), tick=False):
        assert "Hơn 60 người dân" in client.get(article.get_absolute_url()).content.decode()
    with time_machine.travel(later + timedelta(minutes=61), tick=False):
        assert "Đã hết hiệu lực ngày" in client.get(article.get_absolute_url()).content.decode()


# A category


def test_a_category_shows_its_items_newest_first_by_pages(cast: Cast, client: Client) -> None:
    category = CategoryFactory()
    for number in range(45):
        publish(cast, f"Bài {number}", category=category, days=number)
    publish(cast, "Mục khác")
    address = category.get_absolute_url()
    pages = [
        client.get(address),
        client.get(f"{address}?trang=2"),
        client.get(f"{address}?trang=3"),
    ]
    assert [titles(page) for page in pages] == [
        [f"Bài {number}" for number in numbers]
        for numbers in (range(20), range(20, 40), range(40, 45))
    ]
    assert heading(pages[0]) == category.name
    keys = dict(Article.objects.values_list("title", "pk"))
    assert [
        re.findall(r'rel="(?:prev|next)" href="([^"]*)"', page.content.decode()) for page in pages
    ] == [
        [f"?trang=2&amp;sau={keys['Bài 19']}"],
        [address, f"?trang=3&amp;sau={keys['Bài 39']}"],
        [f"?trang=2&amp;truoc={keys['Bài 40']}"],
    ]
    canonical = [
        re.search(r'rel="canonical" href="([^"]*)"', page.content.decode())[1] for page in pages
    ]
    site = f"http://127.0.0.1:8000{address}"
    assert canonical == [site, f"{site}?trang=2", f"{site}?trang=3"]


def test_items_of_the_same_moment_stand_in_a_stable_order(cast: Cast, client: Client) -> None:
    category, at = CategoryFactory(), timezone.now()
    for number in range(25):
        article = transition(
            make_draft(cast.contributor, title=f"Bài {number}", category=category),
            "submit",
            cast.contributor,
        )
        transition(article, "publish", cast.approver, now=at)
    address = category.get_absolute_url()
    shown = titles(client.get(address)) + titles(client.get(f"{address}?trang=2"))
    assert shown == [f"Bài {number}" for number in range(24, -1, -1)]


@pytest.mark.parametrize(
    "page", ["0", "-1", "2", "abc", "1.0", "99999999999999999999", "9" * 5000, "%FF", "1%20x"]
)
def test_a_page_that_is_not_there_is_not_found(
    client: Client, published: Article, page: str
) -> None:
    answer = client.get(f"{published.category.get_absolute_url()}?trang={page}")
    assert (answer.status_code, heading(answer)) == (404, "Không tìm thấy trang này")


def test_an_empty_category_has_one_page(db: None, client: Client) -> None:
    category = CategoryFactory()
    answer = client.get(category.get_absolute_url())
    assert (answer.status_code, heading(answer), titles(answer)) == (200, category.name, [])
    assert client.get("/chuyen-muc/khong-co/").status_code == 404


def test_a_nul_in_the_query_is_a_bad_request(published: Article, client: Client) -> None:
    answer = client.get(f"{published.category.get_absolute_url()}?trang=%00")
    assert (answer.status_code, '<html lang="vi">' in answer.content.decode()) == (400, True)
