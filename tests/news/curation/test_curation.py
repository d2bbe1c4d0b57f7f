"""The home page by choice: who may choose, what is refused, what ends by itself, and what the log
keeps.
"""

from __future__ import annotations

import threading
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.contrib.contenttypes.models import ContentType
from django.db import IntegrityError, connection, transaction
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from news.curation import services as curation_services
from news.curation.services import PlacementRefused, front
from news.models import PINS, Article, Placement
from news.states import Place
from organization.models import Ward
from tests.news.test_access import EVERYBODY, client_of
from tests.support.cast import Cast
from tests.support.factories import CategoryFactory, UnitFactory, make_draft, make_user, transition

ADDRESS = "/quan-tri/trang-chu/"
EDITORS = {"editor", "other_editor", "approver", "other_approver", "head"}


def later(**delta: float) -> datetime:
    return timezone.now() + timedelta(**delta)


def publish(cast: Cast, title: str, **fields: Any) -> Article:
    article = transition(
        make_draft(cast.contributor, title=title, **fields), "submit", cast.contributor
    )
    return transition(article, "publish", cast.approver)


def put(cast: Cast, article: Article, where: Place = Place.PIN, **options: Any) -> Placement:
    values = {"actor": cast.editor, "now": timezone.now()} | options
    return curation_services.place(article, where, values.pop("ends_at", later(days=7)), **values)


def pins(now: datetime | None = None) -> list[str]:
    return [article.title for article in front(now=now).pins]


def log() -> list[tuple[str, str, Any]]:
    rows = Placement.history.select_related("article", "history_user").order_by("history_id")
    return [
        (row.history_change_reason.split(" đến ")[0], row.article.title, row.history_user)
        for row in rows
    ]


# The rules


def test_pins_stand_in_the_order_they_were_placed_and_end_by_themselves(cast: Cast) -> None:
    put(cast, publish(cast, "Một"), ends_at=later(days=1))
    put(cast, publish(cast, "Hai"), ends_at=later(days=3))
    put(cast, publish(cast, "Ba"), ends_at=later(days=2))
    assert pins() == ["Một", "Hai", "Ba"]
    assert pins(later(days=1, minutes=1)) == ["Hai", "Ba"]
    assert pins(later(days=4)) == []


def test_the_chosen_item_leads_until_its_end(cast: Cast) -> None:
    chosen = publish(cast, "Chọn")
    put(cast, chosen, Place.LEAD, ends_at=later(days=2))
    publish(cast, "Mới hơn")
    assert front().lead == chosen
    assert front(now=later(days=3)).lead is None


def test_placing_opens_nothing(cast: Cast, in_review: Article) -> None:
    with pytest.raises(PlacementRefused, match="Chỉ tin bài đang đăng"):
        put(cast, in_review)
    scheduled = transition(in_review, "publish", cast.approver, published_at=later(days=1))
    with pytest.raises(PlacementRefused, match="Chỉ tin bài đang đăng"):
        put(cast, scheduled)
    with pytest.raises(PlacementRefused, match="Chỉ tin bài đang đăng"):
        put(cast, publish(cast, "Chỉ phát thanh", is_for_portal=False, is_for_loudspeaker=True))
    assert not Placement.objects.exists()


def test_what_is_withdrawn_is_not_shown_though_placed(cast: Cast, published: Article) -> None:
    pin = publish(cast, "Ghim")
    put(cast, published, Place.LEAD)
    put(cast, pin)
    for article in (published, pin):
        transition(article, "withdraw", cast.approver, note="Sai", public_as="gone")
    assert (front().lead, front().pins) == (None, [])
    page = client_of(cast, "editor").get(ADDRESS).content.decode()
    assert page.count("Đang không hiện") == 2
    assert "Chưa có tin bài nào đang đăng trên cổng." in page


@pytest.mark.parametrize(
    ("delta", "sentence"),
    [({"minutes": -1}, "Hạn phải ở sau bây giờ"), ({"days": 400}, "Hạn còn hơn một năm nữa")],
)
def test_an_end_must_be_near_and_to_come(
    cast: Cast, published: Article, delta: dict[str, int], sentence: str
) -> None:
    with pytest.raises(PlacementRefused, match=sentence):
        put(cast, published, ends_at=later(**delta))
    placement = put(cast, published)
    with pytest.raises(PlacementRefused, match=sentence):
        curation_services.change_end(
            placement.pk, later(**delta), actor=cast.editor, now=timezone.now()
        )
    placement.refresh_from_db()
    assert placement.ends_at < later(days=8)


def test_no_more_than_four_pins_at_a_time(cast: Cast) -> None:
    placements = [
        put(cast, publish(cast, f"Tin {number}"), ends_at=later(days=number + 1))
        for number in range(PINS)
    ]
    fifth = publish(cast, "Thứ năm")
    with pytest.raises(PlacementRefused, match="Đã có 4 tin ghim"):
        put(cast, fifth)
    put(cast, fifth, now=later(days=1, hours=1), ends_at=later(days=9))  # one is over by then
    assert pins(later(days=1, hours=2)) == ["Tin 1", "Tin 2", "Tin 3", "Thứ năm"]
    assert not Placement.objects.filter(pk=placements[0].pk).exists()
    assert log()[-2:] == [("Hết hạn", "Tin 0", None), ("Ghim", "Thứ năm", cast.editor)]


def test_an_item_stands_in_one_place(cast: Cast, published: Article) -> None:
    put(cast, published)
    with pytest.raises(PlacementRefused, match="đang có trên trang chủ rồi"):
        put(cast, published)
    put(cast, publish(cast, "Ghim khác"))
    lead = put(cast, published, Place.LEAD)
    assert (front().lead, pins()) == (published, ["Ghim khác"])
    with pytest.raises(PlacementRefused, match="đang có trên trang chủ rồi"):
        put(cast, published)
    with pytest.raises(PlacementRefused, match="đang đứng đầu trang rồi"):
        put(cast, published, Place.LEAD, replaces=lead.pk)
    assert Placement.objects.get(place=Place.PIN).position == 1


def test_a_lead_gives_way_only_to_who_has_seen_it(cast: Cast, published: Article) -> None:
    first = put(cast, published, Place.LEAD)
    other = publish(cast, "Khác")
    for seen in (None, first.pk + 1):
        with pytest.raises(
            PlacementRefused, match=f"{cast.editor} đã chọn “{published}” đứng đầu trang"
        ):
            put(cast, other, Place.LEAD, replaces=seen)
    put(cast, other, Place.LEAD, replaces=first.pk, actor=cast.approver)
    assert front().lead == other
    assert log() == [
        ("Đứng đầu trang", published.title, cast.editor),
        ("Nhường chỗ", published.title, cast.approver),
        ("Đứng đầu trang", "Khác", cast.approver),
    ]


def test_pins_move_by_one_and_stay_at_the_ends(cast: Cast) -> None:
    now = timezone.now()
    one, _, three = (put(cast, publish(cast, title)) for title in ("Một", "Hai", "Ba"))
    curation_services.move(three.pk, -1, actor=cast.approver, now=now)
    assert pins() == ["Một", "Ba", "Hai"]
    curation_services.move(one.pk, 1, actor=cast.approver, now=now)
    assert pins() == ["Ba", "Một", "Hai"]
    curation_services.move(three.pk, -1, actor=cast.approver, now=now)
    assert pins() == ["Ba", "Một", "Hai"]
    assert log()[3:] == [
        ("Chuyển lên", "Ba", cast.approver),
        ("Chuyển xuống", "Một", cast.approver),
    ]


def test_a_lead_does_not_move(cast: Cast, published: Article) -> None:
    lead = put(cast, published, Place.LEAD)
    put(cast, publish(cast, "Ghim"))
    curation_services.move(lead.pk, 1, actor=cast.editor, now=timezone.now())
    assert (front().lead, pins()) == (published, ["Ghim"])


def test_removing_closes_the_ranks_and_is_logged(cast: Cast) -> None:
    now = timezone.now()
    placements = [put(cast, publish(cast, f"Tin {number}")) for number in range(PINS)]
    curation_services.remove(placements[1].pk, actor=cast.approver, now=now)
    assert list(Placement.objects.values_list("position", flat=True)) == [1, 2, 3]
    assert log()[-1] == ("Bỏ", "Tin 1", cast.approver)
    for change in (
        lambda: curation_services.remove(placements[1].pk, actor=cast.editor, now=now),
        lambda: curation_services.move(placements[1].pk, 1, actor=cast.editor, now=now),
        lambda: curation_services.change_end(
            placements[1].pk, later(days=1), actor=cast.editor, now=now
        ),
    ):
        with pytest.raises(PlacementRefused, match="không còn trên trang chủ"):
            change()


def test_a_placement_that_is_over_cannot_be_changed(cast: Cast, published: Article) -> None:
    placement = put(cast, published, ends_at=later(days=1))
    with pytest.raises(PlacementRefused, match="hạn đã hết"):
        curation_services.change_end(
            placement.pk, later(days=9), actor=cast.editor, now=later(days=2)
        )


def test_the_database_holds_one_lead_and_four_pins(cast: Cast, published: Article) -> None:
    put(cast, published, Place.LEAD)
    common = {"placed_by": cast.editor, "placed_at": timezone.now(), "ends_at": later(days=1)}
    other = publish(cast, "Khác")
    for place, position in ((Place.LEAD, 1), (Place.LEAD, 2), (Place.PIN, 5), (Place.PIN, 0)):
        with pytest.raises(IntegrityError), transaction.atomic():
            Placement.objects.create(article=other, place=place, position=position, **common)
            connection.check_constraints()


@pytest.mark.django_db(transaction=True)
def test_two_who_pin_at_the_same_moment_do_not_make_five(
    transactional_db: None, cast: Cast
) -> None:
    for number in range(PINS - 1):
        put(cast, publish(cast, f"Tin {number}"))
    articles = [publish(cast, "A"), publish(cast, "B")]
    barrier = threading.Barrier(2)
    outcomes: list[str] = []

    def pin(article: Article, actor: Any) -> None:
        barrier.wait(10)
        try:
            put(cast, article, actor=actor)
            outcomes.append("placed")
        except PlacementRefused:
            outcomes.append("refused")
        finally:
            connection.close()

    pairs = zip(articles, (cast.editor, cast.approver), strict=True)
    threads = [threading.Thread(target=pin, args=pair) for pair in pairs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["placed", "refused"]
    assert Placement.objects.count() == PINS


# The page


def post(cast: Cast, role: str, chosen: Article, **data: Any) -> HttpResponse:
    ends = f"{timezone.localtime() + timedelta(days=7):%Y-%m-%dT%H:%M}"
    values = {"article": chosen.pk, "place": "pin", "ends_at": ends} | data
    return client_of(cast, role).post(f"{ADDRESS}dat/", values)


def test_editors_and_approvers_alone_reach_each_address(cast: Cast, published: Article) -> None:
    placement = put(cast, published)
    posts = [f"{ADDRESS}{placement.pk}/{name}/" for name in ("len", "xuong", "han", "bo")] + [
        f"{ADDRESS}dat/"
    ]
    opened: dict[str, set[str]] = {}
    for role in EVERYBODY:
        client = client_of(cast, role)
        opened.setdefault("page", set()).update(
            {role} if client.get(ADDRESS).status_code == 200 else ()
        )
        for address in posts:
            expected = 405 if role in EDITORS else 404
            assert client.get(address).status_code == expected, (role, address)
            if role not in EDITORS:
                assert client.post(address).status_code == 404, (role, address)
        menu = client.get("/quan-tri/").content.decode()
        assert (f'href="{ADDRESS}"' in menu) == (role in EDITORS), role
    assert opened == {"page": EDITORS}
    stranger = Client()
    for address in [ADDRESS, *posts]:
        assert stranger.post(address).status_code == 302
    assert pins() == [published.title]
    assert Client(enforce_csrf_checks=True).post(f"{ADDRESS}dat/").status_code in (302, 403)


def test_a_change_without_a_token_is_refused(cast: Cast, published: Article) -> None:
    placement = put(cast, published)
    client = Client(enforce_csrf_checks=True)
    client.force_login(cast.editor, backend="django.contrib.auth.backends.ModelBackend")
    assert client.post(f"{ADDRESS}{placement.pk}/bo/").status_code == 403
    assert pins() == [published.title]


def test_an_item_is_pinned_moved_changed_and_removed(cast: Cast) -> None:
    client = client_of(cast, "editor")
    for title in ("Một", "Hai"):
        assert post(cast, "editor", publish(cast, title)).status_code == 302
    two = Placement.objects.get(article__title="Hai")
    client.post(f"{ADDRESS}{two.pk}/len/")
    assert pins() == ["Hai", "Một"]
    client.post(f"{ADDRESS}{two.pk}/xuong/")
    assert pins() == ["Một", "Hai"]
    client.post(
        f"{ADDRESS}{two.pk}/han/",
        {"ends_at": f"{timezone.localtime() + timedelta(days=2):%Y-%m-%dT%H:%M}"},
    )
    two.refresh_from_db()
    assert timedelta(days=1, hours=23) < two.ends_at - timezone.now() <= timedelta(days=2)
    page = client.post(f"{ADDRESS}{two.pk}/bo/", follow=True).content.decode()
    assert "Đã bỏ “Hai” khỏi trang chủ." in page
    assert pins() == ["Một"]
    assert "Chuyển lên: Hai" in page and "Tin ghim (1/4)" in page


def test_a_refusal_says_why_and_keeps_what_was_chosen(cast: Cast, published: Article) -> None:
    put(cast, published, Place.LEAD)
    other = publish(cast, "Khác")
    answer = post(cast, "approver", other, place="lead", ends_at="2026-01-01T08:00")
    page = answer.content.decode()
    assert answer.status_code == 409
    assert (
        "Hạn phải ở sau bây giờ." in page
        and 'value="2026-01-01T08:00"' in page
        and "Đặt “Khác”" in page
    )
    answer = post(cast, "approver", other, place="lead")
    assert (answer.status_code, "đã chọn" in answer.content.decode()) == (409, True)
    assert front().lead == published


@pytest.mark.parametrize(
    "data",
    [
        {"article": ""},
        {"article": "x"},
        {"article": "9" * 30},
        {"article": "0"},
        {"place": "khac"},
        {"ends_at": ""},
        {"ends_at": "x"},
        {"ends_at": "0001-01-01T00:00"},
        {"ends_at": "9999-12-31T23:59"},
        {"replaces": "x"},
        {"replaces": "9" * 30, "place": "lead"},
    ],
)
def test_odd_choices_place_nothing(cast: Cast, published: Article, data: dict[str, str]) -> None:
    if "replaces" in data:
        put(cast, publish(cast, "Đầu"), Place.LEAD)
    before = Placement.objects.count()
    answer = post(cast, "editor", published, **data)
    assert answer.status_code == 409
    assert Placement.objects.count() == before


@pytest.mark.parametrize("ends_at", ["", "x", "0001-01-01T00:00", "9999-12-31T23:59"])
def test_odd_ends_change_nothing(cast: Cast, published: Article, ends_at: str) -> None:
    placement = put(cast, published)
    answer = client_of(cast, "editor").post(
        f"{ADDRESS}{placement.pk}/han/", {"ends_at": ends_at}, follow=True
    )
    assert "Chưa được" in answer.content.decode() or 'class="error"' in answer.content.decode()
    before = placement.ends_at
    placement.refresh_from_db()
    assert placement.ends_at == before


def test_changing_what_is_gone_says_so(cast: Cast) -> None:
    client = client_of(cast, "editor")
    for address in (f"{ADDRESS}1/bo/", f"{ADDRESS}{'9' * 30}/len/"):
        assert "không còn trên trang chủ" in client.post(address, follow=True).content.decode()


@pytest.mark.parametrize(
    ("value", "status"), [("x", 404), ("-1", 404), ("9" * 30, 404), ("9" * 18, 200), ("", 200)]
)
def test_the_item_of_an_address(cast: Cast, value: str, status: int) -> None:
    answer = client_of(cast, "editor").get(ADDRESS, {"bai": value})
    assert answer.status_code == status
    if status == 200:
        assert "chưa đặt lên trang chủ được" in answer.content.decode()


def test_the_page_says_what_leads_by_itself(cast: Cast, published: Article) -> None:
    page = client_of(cast, "editor").get(ADDRESS).content.decode()
    assert "Tự động" in page and "Tin mới nhất; chưa có tin nào có ảnh." in page
    put(cast, published, Place.LEAD)
    page = client_of(cast, "editor").get(ADDRESS).content.decode()
    assert "Tự động" not in page and f"{cast.editor} đặt" in page


@pytest.mark.parametrize("words", ["sông Bến", "song ben", "BẾN SÔNG", "  ben   "])
def test_items_are_found_with_and_without_accents(cast: Cast, words: str) -> None:
    publish(cast, "Dọn bờ sông Bến Sen")
    publish(cast, "Họp tổ dân phố")
    make_draft(cast.contributor, title="Sông Bến bản nháp")
    found = client_of(cast, "editor").get(ADDRESS, {"tim": words}).context["found"]
    assert [article.title for article in found] == ["Dọn bờ sông Bến Sen"]


def test_nothing_found_says_so_and_what_stands_is_not_offered(
    cast: Cast, published: Article
) -> None:
    client = client_of(cast, "editor")
    assert [a.title for a in client.get(ADDRESS).context["found"]] == [published.title]
    put(cast, published)
    answer = client.get(ADDRESS, {"tim": "<b>khong co"})
    assert "mang các chữ “&lt;b&gt;khong co”" in answer.content.decode()
    assert client.get(ADDRESS).context["found"] == []


def test_an_item_leads_to_the_page_with_itself_chosen(cast: Cast, published: Article) -> None:
    link = f"{ADDRESS}?bai={published.pk}&amp;cho=lead"
    change = reverse("admin:news_article_change", args=[published.pk])
    offered = {
        role for role in EVERYBODY if link in client_of(cast, role).get(change).content.decode()
    }
    assert offered == EDITORS
    page = client_of(cast, "editor").get(ADDRESS, {"bai": published.pk, "cho": "lead"})
    assert page.context["chosen"] == published
    assert page.context["form"]["place"].value() == "lead"
    transition(published, "withdraw", cast.approver, note="Sai", public_as="gone")
    assert link not in client_of(cast, "editor").get(change).content.decode()


@pytest.mark.parametrize("rows", [1, PINS])
def test_questions_to_the_database(cast: Cast, rows: int) -> None:
    """Session, person, roles, the ward; the placed, the automatic lead twice, placements, offers
    and the log.
    """
    ContentType.objects.get_for_models(Article, Ward)
    Ward.objects.create(pk=1, name="Phường Bến Sen")
    for number in range(rows):
        author = make_user(unit=UnitFactory())
        article = make_draft(author, category=CategoryFactory())
        article = transition(article, "publish_urgently", cast.approver, note="Gấp")
        put(cast, article, actor=cast.editor if number % 2 else cast.approver)
        publish(cast, f"Tin {number}")
    client = client_of(cast, "editor")
    with CaptureQueriesContext(connection) as asked:
        assert client.get(ADDRESS).status_code == 200
    assert len(asked) == 10
