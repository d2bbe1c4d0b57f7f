"""The list of articles: what each filter leaves, what each way of typing finds, what is kept under
a name.
"""

from __future__ import annotations

import unicodedata
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from core.workflow.engine import TransitionRefused
from news.editorial.lint import lint_article
from news.editorial.services import copy_text
from news.models import Article
from news.permissions import had_a_hand_in
from organization.models import SavedFilter
from organization.roles import Role
from tests.news.test_access import EVERYBODY, client_of
from tests.support.cast import Cast
from tests.support.factories import CategoryFactory, make_draft, make_user, transition

LIST = reverse("admin:news_article_changelist")
SAVE = reverse("admin:news_article_filter_save")


def titles(client: Client, **query: Any) -> list[str]:
    answer = client.get(LIST, query)
    assert answer.status_code == 200
    return sorted(article.title for article in answer.context["cl"].result_list)


@pytest.fixture
def shelf(cast: Cast) -> dict[str, Article]:
    """One article of each state, named by it."""
    later, earlier = timezone.now() + timedelta(days=1), timezone.now() - timedelta(days=3)

    def make(title: str, *steps: tuple[str, Any, dict[str, Any]], **fields: Any) -> Article:
        article = make_draft(fields.pop("author", cast.contributor), title=title, **fields)
        for name, actor, data in [("submit", article.author, {}), *steps] if steps else []:
            article = transition(article, name, actor, **data)
        return article

    priority = {"is_priority": "on"}
    return {
        "nháp": make("nháp", author=cast.other_contributor, category=None),
        "chờ": make("chờ", ("set_review_plan", cast.editor, priority)),
        "tôi giữ": make("tôi giữ", ("take", cast.editor, {})),
        "trễ": make(
            "trễ",
            (
                "set_review_plan",
                cast.editor,
                {"review_due_on": timezone.localdate(earlier), "now": earlier},
            ),
        ),
        "đăng": make("đăng", ("publish", cast.approver, {})),
        "hẹn": make("hẹn", ("publish", cast.approver, {"published_at": later}), kind="feature"),
        "khẩn": make("khẩn", ("publish_urgently", cast.approver, {"note": "Bão"})),
    }


def test_each_filter(cast: Cast, shelf: dict[str, Article]) -> None:
    client = client_of(cast, "editor")
    expected = {
        ("trang-thai", "draft"): ["nháp"],
        ("trang-thai", "in_review"): ["chờ", "trễ", "tôi giữ"],
        ("trang-thai", "scheduled"): ["hẹn"],
        ("trang-thai", "published"): ["khẩn", "đăng"],
        ("don-vi", str(cast.other_contributor.unit_id)): ["nháp"],
        ("chuyen-muc", "chua-co"): ["nháp"],
        ("chuyen-muc", str(shelf["đăng"].category_id)): ["đăng"],
        ("the-loai", "feature"): ["hẹn"],
        ("nguoi-giu", "toi"): ["tôi giữ"],
        ("nguoi-giu", "chua-ai"): ["chờ", "trễ"],
        ("nguoi-giu", str(cast.editor.pk)): ["tôi giữ"],
        ("cho-xac-nhan", "co"): ["khẩn"],
        ("cho-xac-nhan", "corrected"): [],
        ("hen-duyet", "uu-tien"): ["chờ"],
        ("hen-duyet", "qua-han"): ["trễ"],
        ("hen-duyet", "hom-nay"): [],
        ("hen-duyet", "co-han"): ["trễ"],
    }
    assert {pair: titles(client, **dict([pair])) for pair in expected} == expected
    assert titles(client, **{"trang-thai": "in_review", "nguoi-giu": "chua-ai", "q": "TRE"}) == [
        "trễ"
    ]


def test_what_waits_stands_in_the_order_of_review(cast: Cast, shelf: dict[str, Article]) -> None:
    answer = client_of(cast, "editor").get(LIST, {"trang-thai": "in_review"})
    assert [article.title for article in answer.context["cl"].result_list] == [
        "chờ",
        "trễ",
        "tôi giữ",
    ]


def test_the_list_says_what_is_active_and_how_to_take_it_away(
    cast: Cast, shelf: dict[str, Article]
) -> None:
    client = client_of(cast, "editor")
    page = client.get(LIST, {"trang-thai": "scheduled", "q": "hẹn"})
    chips = {chip.text: chip.address for chip in page.context["cl"].chips}
    assert chips == {"Tìm: “hẹn”": "?trang-thai=scheduled", "Trạng thái: Hẹn giờ": "?q=h%E1%BA%B9n"}
    assert "Tìm thấy 1 tin bài trong 7." in page.content.decode()
    empty = client.get(LIST, {"q": "khongcotunao"}).content.decode()
    assert "Không có tin bài nào khớp." in empty
    assert f'href="{LIST}">Xem tất cả' in empty


def test_choices_left_at_all_leave_the_address(cast: Cast) -> None:
    answer = client_of(cast, "editor").get(f"{LIST}?q=&trang-thai=draft&don-vi=")
    assert (answer.status_code, answer.url) == (302, f"{LIST}?trang-thai=draft")
    assert client_of(cast, "editor").get(f"{LIST}?q=").url == LIST


@pytest.mark.parametrize("value", ["abc", "9" * 30, "-1", "1'", "toi ", "٣"])
@pytest.mark.parametrize(
    "name", ["trang-thai", "don-vi", "chuyen-muc", "the-loai", "nguoi-giu", "hen-duyet"]
)
def test_a_value_that_is_no_choice_finds_nothing(
    cast: Cast, draft: Article, name: str, value: str
) -> None:
    assert titles(client_of(cast, "editor"), **{name: value}) == []


def test_contributors_are_not_asked_about_the_boards_work(cast: Cast, draft: Article) -> None:
    page = client_of(cast, "contributor").get(LIST, {"nguoi-giu": "chua-ai"})
    assert [spec.parameter_name for spec in page.context["cl"].filter_specs] == [
        "trang-thai",
        "don-vi",
        "chuyen-muc",
        "the-loai",
    ]


# Search


@pytest.mark.parametrize(
    "typed",
    [
        "hóa đơn",
        "hoá đơn",
        "hoa don",
        "HÓA ĐƠN",
        "HOA DON",
        "đơn hóa",
        unicodedata.normalize("NFD", "hóa đơn"),
        "don tho",  # the title and the text
        "ngo bat",  # the author's name
        "bao hoa",  # the lead and the title
        "phuong vy tho",  # the pen name and the text
    ],
)
def test_each_way_of_typing_finds_it(cast: Cast, typed: str) -> None:
    cast.contributor.full_name = "Ngô Bất Nhị"
    cast.contributor.save()
    make_draft(
        cast.contributor,
        title="Hóa đơn điện tử cho hộ kinh doanh",
        lead="Từ bão đến nắng.",
        body='<p>Bà con <a href="https://phuong.example/khuat">thôn</a> Thọ Lạc.</p>',
        byline="Phượng Vỹ",
    )
    make_draft(cast.other_contributor, title="Khoa học và đời sống", body="<p>Đơn giản.</p>")
    assert titles(client_of(cast, "editor"), q=typed) == ["Hóa đơn điện tử cho hộ kinh doanh"]


@pytest.mark.parametrize("typed", ["hoa don xyz", "khuat", "href", "oa", "%", "…", "_"])
def test_what_it_does_not_find(cast: Cast, typed: str) -> None:
    make_draft(
        cast.contributor,
        title="Hóa đơn",
        body='<p><a href="https://phuong.example/khuat">x</a></p>',
    )
    assert titles(client_of(cast, "editor"), q=typed) == []


def test_a_changed_text_is_found_by_its_new_words(cast: Cast, draft: Article) -> None:
    from news.editorial.services import save_text

    draft.title = "Đèn đường mới"
    save_text(draft, actor=cast.contributor)
    assert titles(client_of(cast, "editor"), q="den duong") == ["Đèn đường mới"]
    assert titles(client_of(cast, "editor"), q="don ve sinh") == []


# Saved filters


def save(client: Client, name: str, query: str) -> Any:
    return client.post(SAVE, {"name": name, "query": query}, follow=True)


def test_a_way_of_looking_is_kept_and_deleted(cast: Cast, in_review: Article) -> None:
    client = client_of(cast, "editor")
    page = save(
        client, " Chờ  tôi duyệt ", "?p=3&trang-thai=in_review&q=b%E1%BB%9D"
    ).content.decode()
    saved = SavedFilter.objects.get()
    assert (saved.user, saved.listing, saved.name) == (cast.editor, "news.article", "Chờ tôi duyệt")
    assert saved.query == "q=b%E1%BB%9D&trang-thai=in_review"
    assert "Đã lưu bộ lọc “Chờ tôi duyệt”." in page
    assert 'aria-current="true">Chờ tôi duyệt</a>' in page
    # The same name again: the present way of looking takes its place.
    save(client, "chờ tôi DUYỆT", "trang-thai=draft")
    saved.refresh_from_db()
    assert (saved.name, saved.query) == ("Chờ tôi duyệt", "trang-thai=draft")
    other = client_of(cast, "other_editor")
    assert "Chờ tôi duyệt</a>" not in other.get(LIST).content.decode()
    delete = reverse("admin:news_article_filter_delete", args=[saved.pk])
    assert other.post(delete).status_code == 404
    assert client.get(delete).status_code == 405
    assert client.post(delete, {"query": "trang-thai=draft"}).url == f"{LIST}?trang-thai=draft"
    assert not SavedFilter.objects.exists()


@pytest.mark.parametrize(
    ("name", "query"),
    [
        ("", "trang-thai=draft"),
        ("x" * 61, "trang-thai=draft"),
        ("Tên", ""),
        ("Tên", "p=2&e=1&_popup=1"),
        ("Tên", "author__password__startswith=p"),
        ("Tên", "khong_co=1"),
        ("Tên", "q=" + "a" * 1001),
        ("Tên", "&".join(f"a{n}=1" for n in range(1500))),
        ("Tên", "q=%00"),
    ],
)
def test_what_cannot_be_kept_is_refused_with_a_sentence(cast: Cast, name: str, query: str) -> None:
    page = save(client_of(cast, "editor"), name, query)
    assert "Chưa lưu được" in page.content.decode()
    assert not SavedFilter.objects.exists()


@pytest.mark.parametrize(
    "query", ["//noi-khac.example", "https://noi-khac.example/?q=a", "trang-thai=draft#x", "/../"]
)
def test_a_saved_query_leads_to_this_list_only(cast: Cast, query: str) -> None:
    answer = client_of(cast, "editor").post(SAVE, {"name": "Tên", "query": query})
    assert answer.status_code == 302
    assert answer.url.split("?")[0] == LIST


def test_there_are_at_most_twenty(cast: Cast) -> None:
    client = client_of(cast, "editor")
    for number in range(SavedFilter.MAX_PER_LIST):
        save(client, f"Lọc {number}", f"q={number}")
    assert "xin xóa bớt" in save(client, "Thêm nữa", "q=x").content.decode().lower()
    assert SavedFilter.objects.count() == SavedFilter.MAX_PER_LIST


def test_who_has_no_list_has_no_filters(cast: Cast, client: Client) -> None:
    readers = {
        "contributor",
        "colleague",
        "other_contributor",
        "editor",
        "other_editor",
        "approver",
    }
    readers |= {"other_approver", "head", "leader", "announcer"}
    data = {"name": "Tên", "query": "q=a"}
    found = {
        role for role in EVERYBODY if client_of(cast, role).post(SAVE, data).status_code == 302
    }
    assert found == readers
    assert client.post(SAVE, data).status_code == 403


# Copying


def test_public_addresses_are_offered_while_there_is_a_page(cast: Cast, published: Article) -> None:
    past = timezone.now() - timedelta(hours=1)
    for fields, is_public, is_news in [
        ({}, True, True),
        ({"is_for_portal": False}, False, False),
        ({"is_for_portal": True, "expires_at": past}, True, False),
        ({"stays_after_expiry": False}, False, False),
        ({"expires_at": None, "published_at": timezone.now() + timedelta(days=1)}, False, False),
    ]:
        shown = {"published_at": past - timedelta(days=1)} | fields
        Article.objects.filter(pk=published.pk).update(**shown)
        article = Article.objects.get(pk=published.pk)
        assert article.has_page == is_public == Article.objects.published().exists()
        address = reverse("admin:news_article_change", args=[article.pk])
        page = client_of(cast, "editor").get(address).text
        assert ("Xem trên cổng" in page and "Soạn cho Zalo" in page) == is_public
        assert ("Đưa lên đầu trang chủ" in page) == is_news


def test_a_copy_is_a_new_draft_of_who_copies(cast: Cast, published: Article) -> None:
    published.supporting_units.add(cast.other_contributor.unit)
    answer = client_of(cast, "colleague").post(
        reverse("admin:news_article_copy", args=[published.pk])
    )
    copy = Article.objects.latest("pk")
    assert answer.url == reverse("admin:news_article_change", args=[copy.pk])
    assert (copy.state, copy.author, copy.unit, copy.version) == (
        "draft",
        cast.colleague,
        cast.colleague.unit,
        1,
    )
    assert (copy.title, copy.lead, copy.body) == (published.title, published.lead, published.body)
    assert (copy.category, copy.kind, copy.byline) == (published.category, published.kind, "")
    assert (copy.published_at, copy.first_submitted_at, copy.submitted_by) == (None, None, None)
    assert list(copy.supporting_units.all()) == [cast.other_contributor.unit]
    assert copy.history.get().history_change_reason == f"Chép từ bài số {published.pk}"
    before = published.version
    published.refresh_from_db()
    assert published.version == before


def test_four_eyes_and_the_head_follow_a_copy(cast: Cast) -> None:
    both = make_user(Role.CONTRIBUTOR, Role.APPROVER, unit=cast.contributor.unit)
    source = transition(make_draft(both), "submit", both)
    copies = [copy_text(source, actor=cast.colleague)]
    copies.append(copy_text(copies[0], actor=cast.colleague))
    for copy in copies:
        assert any("giống hệt bài số" in one.sentence for one in lint_article(copy))
        submitted = transition(copy, "submit", cast.colleague)
        with pytest.raises(TransitionRefused, match="cần một người duyệt khác"):
            transition(submitted, "publish", both)
        assert both.pk in had_a_hand_in(submitted)
    transition(source, "ask_head", cast.approver, note="Có nên đăng?")
    waiting = Article.objects.get(pk=copies[0].pk)
    with pytest.raises(TransitionRefused, match="chỉ trưởng ban được đăng"):
        transition(waiting, "publish", cast.approver)
    assert transition(waiting, "publish", cast.head).state == "published"


@pytest.mark.parametrize("state", ["draft", "published", "discarded"])
def test_who_may_copy(cast: Cast, state: str) -> None:
    from tests.news.editorial.test_workflow import in_state
    from tests.news.test_access import READABLE

    article = in_state(cast, state)
    address = reverse("admin:news_article_copy", args=[article.pk])
    statuses = {role: client_of(cast, role).post(address).status_code for role in EVERYBODY}
    readers = READABLE[state]
    expected = dict.fromkeys(EVERYBODY, 404) | dict.fromkeys(readers, 302)
    expected |= dict.fromkeys(readers & {"leader", "announcer"}, 403)
    assert statuses == expected
    assert client_of(cast, "editor").get(address).status_code == 405


def test_a_copy_carries_the_pictures(cast: Cast, settings: Any, tmp_path: Any) -> None:
    from core.files.storage import store
    from core.models import StoredFile
    from tests.support.files import picture, upload

    own = {
        "default": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": tmp_path},
        }
    }
    settings.STORAGES = settings.STORAGES | own
    file = store(upload(picture()), uploader=cast.contributor, kind=StoredFile.Kind.PICTURE)
    body = f'<p>Ảnh</p><p><img alt="Bờ sông" src="{file.url}"></p>'
    article = make_draft(
        cast.contributor, body=body, picture=file, picture_alt="Sông", category=CategoryFactory()
    )
    client_of(cast, "editor").post(reverse("admin:news_article_copy", args=[article.pk]))
    copy = Article.objects.latest("pk")
    assert (copy.picture, copy.picture_alt) == (file, "Sông")
    assert sorted(copy.file_uses.values_list("role", flat=True)) == ["body", "lead"]


def test_the_list_names_the_first_hand_in_and_no_time_of_what_is_down(
    cast: Cast, withdrawn: Article
) -> None:
    client = client_of(cast, "editor")
    assert "Đăng </span>" in client.get(LIST).content.decode()
    article = transition(withdrawn, "reopen", cast.approver, note="Viết lại")
    page = client.get(LIST).content.decode()
    assert "Đăng </span>" not in page and "lần đầu" not in page
    transition(article, "submit", cast.contributor)
    first = timezone.localtime(article.first_submitted_at)
    page = client.get(LIST).content.decode()
    assert f"<small>lần đầu {first:%d/%m/%Y %H:%M}</small>" in page
    assert f"(lần đầu {first:%d/%m | %H:%M})" in client.get("/quan-tri/").content.decode()
