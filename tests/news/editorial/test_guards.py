"""What blocks publishing, as whole lists of sentences; each alone is tried in ``test_workflow``."""

from __future__ import annotations

from pathlib import Path

import pytest

from core.files.storage import store
from core.models import StoredFile
from core.workflow.engine import TransitionRefused, log_of
from news.editorial.guards import publishing_problems
from news.models import Article
from news.permissions import had_a_hand_in
from news.states import Kind
from tests.support.cast import Cast
from tests.support.factories import CategoryFactory, make_draft, transition
from tests.support.files import picture, upload

PICTURE = "Ảnh chính chưa có mô tả; nếu ảnh chỉ để trang trí, xin đánh dấu như vậy."
NOTICES = "Thể loại thông báo đi với chuyên mục dành cho thông báo, và chỉ thể loại ấy."


def test_a_complete_text_has_no_problem(draft: Article) -> None:
    assert publishing_problems(draft) == []


def test_everything_missing_is_said_at_once_in_the_order_of_the_form(db: None) -> None:
    assert publishing_problems(
        Article(title=" ", lead=" \n", body="<p>&nbsp;</p>", is_for_portal=False)
    ) == [
        "Chưa có tiêu đề.",
        "Chưa có nội dung.",
        "Chưa có sapo.",
        "Chưa chọn đơn vị.",
        "Chưa chọn chuyên mục.",
        "Chưa chọn kênh nào: cổng thông tin hoặc truyền thanh.",
    ]


@pytest.mark.parametrize(
    ("kind", "is_for_notices", "problems"),
    [
        (Kind.NOTICE, True, []),
        (Kind.NOTICE, False, [NOTICES]),
        (Kind.BRIEF, True, [NOTICES]),
        (Kind.FEATURE, True, [NOTICES]),
        (Kind.FEATURE, False, []),
    ],
)
def test_notices_and_their_category_belong_together(
    cast: Cast, kind: Kind, is_for_notices: bool, problems: list[str]
) -> None:
    category = CategoryFactory(is_for_notices=is_for_notices)
    assert (
        publishing_problems(make_draft(cast.contributor, kind=kind, category=category)) == problems
    )


@pytest.mark.parametrize(("portal", "loudspeaker"), [(True, False), (False, True), (True, True)])
def test_one_channel_is_enough(cast: Cast, portal: bool, loudspeaker: bool) -> None:
    article = make_draft(cast.contributor, is_for_portal=portal, is_for_loudspeaker=loudspeaker)
    assert publishing_problems(article) == []


@pytest.mark.parametrize(
    ("alt", "is_decorative", "problems"),
    [("", False, [PICTURE]), ("  ", False, [PICTURE]), ("Bờ sông", False, []), ("", True, [])],
)
def test_a_lead_picture_is_described_or_decorative(
    cast: Cast,
    file_root: Path,
    alt: str,
    is_decorative: bool,
    problems: list[str],
) -> None:
    file = store(upload(picture()), uploader=cast.contributor, kind=StoredFile.Kind.PICTURE)
    article = make_draft(
        cast.contributor, picture=file, picture_alt=alt, picture_is_decorative=is_decorative
    )
    assert publishing_problems(article) == problems


def test_everybody_who_ever_had_a_hand_in_it(cast: Cast) -> None:
    article = make_draft(cast.contributor, actor=cast.editor)
    article = transition(article, "submit", cast.colleague)
    article = transition(article, "return", cast.other_editor, note="Sửa")
    article = transition(article, "submit", cast.contributor)
    article = transition(article, "publish_urgently", cast.approver, note="Bão")
    transition(article, "confirm", cast.other_approver)
    people = {cast.contributor, cast.editor, cast.colleague, cast.approver}
    assert had_a_hand_in(article) == {person.pk for person in people}


def test_of_an_imported_item_nobody_had_a_hand_in(cast: Cast) -> None:
    article = transition(make_draft(None), "import", None, published_at="2016-06-25T11:15")
    assert had_a_hand_in(article) == set()


def test_one_approver_may_correct_an_import_and_another_confirms(cast: Cast) -> None:
    from news.editorial.forms.correction import correction_data

    article = transition(make_draft(None), "import", None, published_at="2016-06-25T11:15")
    data = correction_data(article, is_public="0", accepts_small="on", title="Tên đúng")
    article = transition(article, "correct", cast.approver, note="Lỗi gõ", **data)
    with pytest.raises(TransitionRefused):
        transition(article, "confirm", cast.approver)
    transition(article, "confirm", cast.head)
    assert [row.name for row in log_of(article)] == ["import", "correct", "confirm"]
