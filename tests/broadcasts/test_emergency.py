"""An emergency: banner, notice and bulletin with one confirmation, stopped by one button."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.html import escape

from broadcasts.bulletins.presenter import offers_for
from broadcasts.bulletins.services import create_bulletin
from broadcasts.bulletins.workflow import BULLETIN_WORKFLOW
from broadcasts.logbook.waiting import CONFIRMED_IN, waiting_approvals, waiting_logs
from broadcasts.models import Bulletin, Emergency
from broadcasts.states import FRAME_KINDS, BulletinState
from core.workflow.engine import TransitionRefused, log_of
from news.models import Article
from news.states import ArticleState, Mark
from organization.models import Banner, Notice
from organization.work.waiting import WaitingItem
from tests.support.broadcasts import log, step
from tests.support.cast import Cast
from tests.support.factories import CategoryFactory, transition

pytestmark = pytest.mark.django_db


def posted(**changes: str) -> dict[str, str]:
    category = CategoryFactory(is_for_notices=True)
    ends_at = timezone.localtime() + timedelta(hours=5)
    return {
        "title": "Vỡ ống nước chính ở đường Trần Điền",
        "text": "Bà con tổ 5 đi đường vòng.\nNước có lại lúc 18h30.",
        "category": str(category.pk),
        "ends_at": f"{ends_at:%d/%m/%Y %H:%M}",
        "reason": "Nước tràn ra đường",
    } | changes


@pytest.fixture
def started(client: Client, cast: Cast) -> Emergency:
    client.force_login(cast.leader)
    address = reverse("admin:emergency_form")
    data = posted()
    preview = client.post(address, data).content.decode()
    assert "Nước có lại lúc mười tám giờ ba mươi phút." in preview
    assert not Banner.objects.exists()
    assert client.post(address, data | {"confirm": "1"}).status_code == 302
    return Emergency.objects.get()


def test_one_confirmation_makes_all_three(started: Emergency, cast: Cast) -> None:
    assert started.article.state == ArticleState.PUBLISHED
    assert started.article.mark == Mark.URGENT
    assert Banner.objects.not_over().get().text == started.article.title
    bulletin = started.bulletin
    assert bulletin.state == BulletinState.APPROVED
    assert [place.item.title for place in bulletin.places.all()] == [
        "Lời mở đầu",
        "Vỡ ống nước chính ở đường Trần Điền",
        "Lời kết",
    ]
    read = bulletin.places.exclude(item__kind__in=FRAME_KINDS).get().item.reading
    assert read.splitlines() == [
        "Vỡ ống nước chính ở đường Trần Điền.",
        "Bà con tổ năm đi đường vòng.",
        "Nước có lại lúc mười tám giờ ba mươi phút.",
    ], "what the preview showed"
    assert Notice.objects.filter(person=cast.announcer, text__startswith="KHẨN CẤP").exists()


def test_another_confirms_afterwards(started: Emergency, cast: Cast) -> None:
    with pytest.raises(TransitionRefused, match="cần một người duyệt khác"):
        step(started.bulletin, "confirm", cast.leader)
    assert step(started.bulletin, "confirm", cast.approver).confirmed_by == cast.approver


def test_it_waits_for_announcers_and_for_who_confirms(
    started: Emergency, client: Client, cast: Cast
) -> None:
    now, bulletin = timezone.now(), started.bulletin

    def kinds(found: Iterator[WaitingItem]) -> list[tuple[str, str, bool]]:
        return [(one.kind, one.url, one.is_urgent) for one in found]

    waits = [("Phát khẩn cấp ngay", bulletin.address, True)]
    assert kinds(waiting_logs(cast.announcer, now)) == waits
    confirms = [("Xác nhận bản tin khẩn cấp", bulletin.address, True)]
    assert kinds(waiting_approvals(cast.approver, now)) == confirms
    assert kinds(waiting_approvals(cast.leader, now)) == []
    assert set(CONFIRMED_IN) == set(BULLETIN_WORKFLOW.get("confirm").sources)
    client.force_login(cast.announcer)
    page = client.get(reverse("admin:index")).content.decode()
    assert "khẩn cấp, phát ngay" in page
    later = now + timedelta(hours=1)
    assert [one.kind for one in waiting_logs(cast.announcer, later)] == ["Ghi nhật ký"]
    step(bulletin, "confirm", cast.approver)
    client.force_login(cast.leader)
    client.post(reverse("admin:emergency_stop", args=[started.pk]))
    assert kinds(waiting_logs(cast.announcer, now)) == []
    assert kinds(waiting_approvals(cast.other_approver, now)) == []


def test_stopping_stops_what_was_not_aired(started: Emergency, client: Client, cast: Cast) -> None:
    stop = reverse("admin:emergency_stop", args=[started.pk])
    assert client.post(stop).status_code == 302
    assert client.post(stop).status_code == 302, "a second press"
    assert not Banner.objects.not_over().exists()
    assert Bulletin.objects.get().state == BulletinState.CANCELLED
    article = Article.objects.get()
    assert (article.state, article.is_over) == (ArticleState.PUBLISHED, True)
    assert log_of(article).filter(name="set_expiry").count() == 1
    assert not Article.objects.current().exists()
    page = client.get(article.get_absolute_url()).content.decode()
    assert "Nội dung dưới đây chỉ còn để tra cứu." in page
    page = client.get(started.address).content.decode()
    assert "đã hết hiệu lực ngày" in page and "xin người duyệt gỡ hẳn thông báo" in page
    client.force_login(cast.approver)
    withdraw = reverse("admin:news_article_transition", args=[article.pk, "withdraw"])
    assert (
        f'<a href="{withdraw}">gỡ hẳn thông báo</a>' in client.get(started.address).content.decode()
    )


def test_what_was_stopped_is_not_offered(started: Emergency, client: Client, cast: Cast) -> None:
    title = started.article.title
    today = timezone.localdate()
    draft = Bulletin(day=today, starts_at=timezone.now() + timedelta(hours=1))
    create_bulletin(draft, actor=cast.announcer, now=timezone.now())
    assert title in [offer.title for offer in offers_for(draft, set())]
    client.post(reverse("admin:emergency_stop", args=[started.pk]))
    assert title not in [offer.title for offer in offers_for(draft, set())]


def test_a_notice_that_was_withdrawn_stays_so(
    started: Emergency, client: Client, cast: Cast
) -> None:
    article = started.article
    transition(article, "withdraw", cast.approver, note="Báo nhầm", public_as="gone")
    assert client.post(reverse("admin:emergency_stop", args=[started.pk])).status_code == 302
    assert Article.objects.get().state == ArticleState.WITHDRAWN
    assert Emergency.objects.get().stopped_by == cast.leader


def test_the_button_of_the_bulletin_stops_the_whole_emergency(
    started: Emergency, client: Client
) -> None:
    bulletin = started.bulletin
    stop = reverse("admin:broadcasts_bulletin_transition", args=[bulletin.pk, "stop"])
    answer = client.post(stop, {"version": bulletin.version})
    assert (answer.status_code, answer.headers["Location"]) == (302, started.address)
    started.refresh_from_db()
    assert started.stopped_at is not None
    assert not Banner.objects.not_over().exists()


def test_what_was_aired_stays_aired(started: Emergency, client: Client, cast: Cast) -> None:
    log(started.bulletin, cast.announcer)
    client.post(reverse("admin:emergency_stop", args=[started.pk]))
    assert Bulletin.objects.get().state == BulletinState.AIRED
    assert not Banner.objects.not_over().exists()


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("title", "", "Xin ghi việc gì, ở đâu."),
        ("text", "", "Xin ghi bà con cần làm gì."),
        ("reason", "", "Xin ghi lý do"),
        ("ends_at", "01/01/2016 08:00", "Giờ tự gỡ phải ở sau bây giờ"),
        ("text", "Lời đọc\nTUYỆT MẬT", "mang dấu chỉ độ mật"),
        ("title", "Cháy trạm biến áp của XQZ", "Loa chưa biết đọc “XQZ”: xin viết ra thành lời."),
        ("text", "Gọi XQZ.\nĐừng gọi WKW, XQZ.", "Loa chưa biết đọc “XQZ”, “WKW”: xin viết"),
    ],
)
def test_what_is_missing_is_asked_for(
    client: Client, cast: Cast, field: str, value: str, sentence: str
) -> None:
    client.force_login(cast.head)
    data = posted(**{field: value})
    for button in ({}, {"confirm": "1"}):
        answer = client.post(reverse("admin:emergency_form"), data | button)
        page = answer.content.decode()
        assert answer.status_code == 400
        assert sentence in page
        assert ">Phát ngay</button>" not in page
        assert escape(value) in page, "nothing typed is lost"
    assert not Emergency.objects.exists() and not Article.objects.exists()
