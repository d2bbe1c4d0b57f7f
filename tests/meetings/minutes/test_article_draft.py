"""The draft of an article about a meeting: what a journalist would write, in the desk's limits."""

from __future__ import annotations

import pytest

from core.text.vietnamese import plain_text, syllables
from meetings.minutes.article_draft import anonymized, article_about
from meetings.models import Limitation, Meeting, MeetingArticle, Result
from meetings.states import FormOfAddress
from meetings.wording.unit_names import some_units, without_names
from news.editorial.lint import lint_article
from news.models import Article, Category
from organization.models import Block, Unit, Ward
from tests.support.briefing import make_briefing
from tests.support.cast import Cast
from tests.support.factories import CategoryFactory, UnitFactory, make_draft
from tests.support.meeting_factories import approve, conclude, make_meeting, make_series

pytestmark = pytest.mark.django_db


@pytest.fixture
def briefing(cast: Cast) -> Meeting:
    return approve(make_briefing(cast), chair=cast.leader, editor=cast.editor)


def test_the_briefing_becomes_an_item(briefing: Meeting) -> None:
    category = CategoryFactory(name="Hoạt động khối chính quyền")
    article = article_about(briefing)
    assert article.title == "Giao ban Ban chỉ đạo công nghệ thông tin và Ban biên tập"
    assert article.lead == (
        "Chiều 24/06/2016, tại phòng họp số 1, UBND phường Bến Sen tổ chức giao ban Ban chỉ đạo"
        " công nghệ thông tin và Ban biên tập nhằm đánh giá công tác tháng 6/2016, triển khai nhiệm"
        " vụ tháng 7/2016. Đồng chí Nguyễn Thị An, Phó Bí thư Đảng ủy, Chủ tịch UBND phường chủ"
        " trì."
    )
    assert article.category == category
    assert plain_text(article.body).splitlines() == [
        (
            "Cuộc họp ghi nhận những kết quả đã đạt được. Công tác biên tập, đăng tải tin bài trên"
            " Cổng thông tin điện tử của phường đi vào nền nếp; tin bài phản ánh kịp thời hoạt động"
            " của các ngành, đoàn thể và tổ dân phố. Phần mềm quản lý văn bản được sử dụng thường"
            " xuyên: 100% văn bản đến được cập nhật; văn bản đi được phát hành đúng hạn."
        ),
        (
            "Bên cạnh đó, cuộc họp chỉ ra những mặt còn hạn chế. Số tin bài của một số đơn vị còn"
            " ít, nộp chậm. Việc cập nhật phần mềm văn bản chưa đều; hạn chế này có ở một số tổ dân"
            " phố."
        ),
        (
            "Kết luận cuộc họp, đồng chí Nguyễn Thị An yêu cầu các ngành, đoàn thể, tổ dân phố nộp"
            " đủ tin, bài tháng 7 đúng hạn, chậm nhất ngày 05/07/2016. Người chủ trì cũng giao Văn"
            " phòng UBND phường kiểm tra việc sử dụng phần mềm quản lý văn bản, chậm nhất ngày"
            " 05/07/2016."
        ),
    ]
    assert "<h" not in article.body
    assert "<li" not in article.body


def test_the_desk_finds_nothing_but_what_only_a_writer_knows(briefing: Meeting) -> None:
    CategoryFactory(name="Hoạt động khối chính quyền")
    fields = {message.field for message in lint_article(article_about(briefing))}
    assert fields <= {"unit"}


@pytest.mark.parametrize(
    ("title", "drafted"),
    [
        ("Giao ban", "Giao ban tại Phường Bến Sen"),
        ("Giao ban tuần 26", "Giao ban tuần 26"),
        (f"Hội nghị triển khai nhiệm vụ, {'chuyên đề ' * 14}", "Hội nghị triển khai nhiệm vụ"),
    ],
)
def test_a_title_keeps_to_the_limits(cast: Cast, title: str, drafted: str) -> None:
    Ward.objects.create(pk=1, name="Phường Bến Sen")
    assert article_about(make_meeting(cast.editor, title=title)).title == drafted


def test_a_long_meeting_is_cut_from_what_was_found(cast: Cast) -> None:
    meeting = make_meeting(
        cast.editor, title="Giao ban tháng 6", chair_title="Phó Bí thư, Chủ tịch " * 8
    )
    for place in range(40):
        Result.objects.create(meeting=meeting, text=f"Kết quả số {place} {'rất dài ' * 20}")
        Limitation.objects.create(meeting=meeting, text=f"Hạn chế số {place} {'rất dài ' * 5}")
    conclude(meeting, cast.editor, cast.contributor.unit, is_public=True)
    article = article_about(meeting)
    assert syllables(article.lead) <= 60
    assert article.lead.endswith(". Đồng chí Nguyễn Thị An chủ trì.")
    body = plain_text(article.body)
    assert 500 < syllables(body) <= 600
    assert "giao các đơn vị gửi tin bài đúng hạn" in body


def test_a_short_meeting_tells_what_follows(cast: Cast) -> None:
    meeting = make_meeting(cast.editor, series=make_series(name="Họp tổ dân phố"))
    conclude(meeting, cast.editor, cast.contributor.unit, is_public=True, recurrence="weekly")
    assert meeting.address_form == FormOfAddress.CITIZEN
    assert plain_text(article_about(meeting).body).splitlines() == [
        (
            "Kết luận cuộc họp, ông (bà) Nguyễn Thị An giao các đơn vị gửi tin bài đúng hạn, hằng"
            " tuần."
        ),
        (
            "Các kết luận của cuộc họp được giao đến từng đơn vị thực hiện, có thời hạn rõ ràng và"
            " được kiểm tra lại tại kỳ họp sau."
        ),
    ]


def test_the_category_is_that_of_the_last_item_else_found_by_words(cast: Cast) -> None:
    meeting = make_meeting(cast.editor)
    assert article_about(meeting).category is None
    CategoryFactory(name="Thông báo về hoạt động", is_for_notices=True)
    CategoryFactory(name="Tin tức khác")
    assert article_about(meeting).category is None
    described = CategoryFactory(name="Tin phường", description="Hoạt động của các ngành")
    assert article_about(meeting).category == described
    named = CategoryFactory(name="Khối Chính quyền")
    assert article_about(meeting).category == named
    earlier = make_meeting(cast.editor, series=meeting.series)
    used: Category = CategoryFactory(name="Công nghệ thông tin")
    article = make_draft(cast.contributor)
    Article.objects.filter(pk=article.pk).update(category=used)
    MeetingArticle.objects.create(meeting=earlier, article=article)
    assert article_about(meeting).category == used


OFFICE = Unit(name="Văn phòng", short_name="VP", block=Block.GOVERNMENT_OFFICE)
WOMEN = Unit(name="Hội Phụ nữ", short_name="HPN", block=Block.MASS_ORGANIZATION)
GROUP = Unit(name="Tổ dân phố số 1", short_name="Tổ 1", block=Block.RESIDENTIAL_GROUP)
OTHER_GROUP = Unit(name="Tổ dân phố số 2", short_name="Tổ 2", block=Block.RESIDENTIAL_GROUP)
SCHOOL = Unit(name="Trường Hoa Sen", short_name="Hoa Sen", block=Block.AFFILIATED_UNIT)


@pytest.mark.parametrize(
    ("units", "phrase"),
    [
        ([OFFICE], "một số ngành, đoàn thể"),
        ([WOMEN, OFFICE], "một số ngành, đoàn thể"),
        ([GROUP], "một số tổ dân phố"),
        ([GROUP, OTHER_GROUP], "một số tổ dân phố"),
        ([SCHOOL], "một số đơn vị"),
        ([GROUP, OFFICE], "một số ngành, đoàn thể và tổ dân phố"),
        ([SCHOOL, GROUP], "một số tổ dân phố và đơn vị"),
        ([SCHOOL, WOMEN], "một số ngành, đoàn thể và đơn vị"),
        ([SCHOOL, GROUP, OFFICE], "một số ngành, đoàn thể, tổ dân phố và đơn vị"),
    ],
)
def test_units_not_named_are_called_what_they_are(units: list[Unit], phrase: str) -> None:
    assert some_units(units) == phrase


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("Tổ dân phố số 1 chưa gửi", "một số tổ dân phố chưa gửi"),
        ("Tổ 1, Tổ 2 và Hoa Sen muộn", "một số tổ dân phố và đơn vị muộn"),
        (
            "Văn phòng, Hội Phụ nữ, Tổ dân phố số 2 muộn",
            "một số ngành, đoàn thể và tổ dân phố muộn",
        ),
        ("Một số tin của HPN thiếu ảnh", "Một số tin của một số ngành, đoàn thể thiếu ảnh"),
        ("Chưa ai gửi", "Chưa ai gửi"),
    ],
)
def test_names_become_what_the_units_are(said: str, shown: str) -> None:
    assert without_names(said, [OFFICE, WOMEN, GROUP, OTHER_GROUP, SCHOOL]) == shown


def test_a_limitation_of_residential_groups_is_not_one_of_offices(cast: Cast) -> None:
    group = UnitFactory(block=Block.RESIDENTIAL_GROUP)
    row = Limitation.objects.create(meeting=make_meeting(cast.editor), text="Ít tin bài")
    row.units.add(group)
    assert anonymized(row, [group]) == "Ít tin bài; hạn chế này có ở một số tổ dân phố"
