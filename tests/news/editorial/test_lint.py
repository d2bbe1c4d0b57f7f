"""What is said of an article: each rule at its field, the demonstration ward as corpus, and any
text at all.
"""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.models import StoredFile
from core.richtext.sanitizer import sanitize
from core.text.messages import LintMessage
from demo.articles import load_articles
from demo.ward import WARD, WORDS
from news.editorial.guards import publishing_problems
from news.editorial.lint import blocking_messages, lint_article
from news.models import Article, PreferredWord
from news.states import Kind
from organization.models import Ward
from tests.support.cast import Cast
from tests.support.factories import make_draft

SENTENCE = (
    "Sáng thứ Bảy bà con cùng nhau dọn sạch đoạn bờ sông trước đình, trồng thêm hoa và sơn lại hàng"
    " rào. "
)
LONG_ENOUGH = f"<p>{SENTENCE * 4}</p>"


def said(article: Article) -> list[tuple[str, str]]:
    return [(one.field, one.sentence) for one in lint_article(article)]


def complete(**fields: object) -> Article:
    """An article of which nothing is to be said but what ``fields`` bring; unit and category are
    missing.
    """
    values = {
        "title": "Bà con dọn bờ sông",
        "lead": "Sáng thứ Bảy, bà con dọn bờ sông.",
        "body": LONG_ENOUGH,
    }
    return Article(**values | fields)


def warnings(**fields: object) -> list[tuple[str, str]]:
    return [
        (one.field, one.quote or one.sentence)
        for one in lint_article(complete(**fields))
        if not one.is_error
    ]


def test_of_a_complete_text_there_is_nothing_to_say(cast: Cast) -> None:
    assert lint_article(make_draft(cast.contributor, body=LONG_ENOUGH)) == []


def test_everything_missing_stands_at_its_field_in_the_order_of_the_form(db: None) -> None:
    article = Article(
        body='<h4>A</h4><p><a href="/x"></a><img src="/tep/a.webp"></p>', is_for_portal=False
    )
    found = lint_article(article)
    assert [(one.field, one.is_error) for one in found] == [
        ("title", True),
        ("lead", True),
        ("body", True),
        ("body", True),
        ("body", True),
        ("body", False),
        ("unit", True),
        ("category", True),
        ("is_for_portal", True),
    ]
    assert sorted(one.sentence for one in found if one.is_error) == sorted(
        publishing_problems(article)
    )


def test_warnings_block_nothing(db: None) -> None:
    article = complete(title="BÀ CON DỌN BỜ SÔNG.", lead="Uỷ ban và và khoẻ , 0912345678")
    blocked = {one.field for one in blocking_messages(article)}
    assert {one.field for one in lint_article(article)} - blocked == {"title", "lead"}
    assert blocked == {"unit", "category"}


@pytest.mark.parametrize(
    ("fields", "found"),
    [
        (
            {"title": "Họp dân"},
            [
                (
                    "title",
                    (
                        "Tiêu đề có 2 chữ, thường nên từ 4 đến 25 chữ: ngắn hơn thì không rõ việc"
                        " gì, dài hơn thì quá bốn dòng trên điện thoại."
                    ),
                )
            ],
        ),
        (
            {"lead": "một hai " * 31},
            [
                (
                    "lead",
                    (
                        "Sapo có 62 chữ, thường nên tối đa 60 chữ: sapo là một đến hai câu tóm tắt,"
                        " hiện cả trong các danh sách."
                    ),
                )
            ],
        ),
        (
            {"kind": Kind.NOTICE, "body": "<p>Mai mất nước.</p>"},
            [
                (
                    "body",
                    (
                        "Nội dung có 3 chữ, thường nên từ 20 đến 450 chữ: thông báo đủ ai, gì, khi"
                        " nào, ở đâu và đọc loa không quá ba phút."
                    ),
                )
            ],
        ),
        ({"picture_alt": "IMG_1234.jpg"}, [("picture_alt", "IMG_1234.jpg")]),
        ({"picture_credit": "Ảnh: ông Nam, 0912 345 678"}, [("picture_credit", "0912 345 678")]),
        (
            {
                "body": (
                    LONG_ENOUGH
                    + '<p><a href="/x">tại đây</a> và <a href="/y">https://phuong.example/y</a></p>'
                )
            },
            [("body", "tại đây"), ("body", "https://phuong.example/y")],
        ),
        ({"body": LONG_ENOUGH + '<p>Xem <a href="/x">lịch họp tháng 7</a></p>'}, []),
        ({"body": "<p><strong>Việc đã làm</strong></p>" + LONG_ENOUGH}, [("body", "Việc đã làm")]),
        ({"body": LONG_ENOUGH + "<p><strong>Ban Biên tập</strong></p>"}, []),
        ({"body": "<p><strong>Không mang lửa vào rừng.</strong></p>" + LONG_ENOUGH}, []),
        ({"body": "<p><strong>Lưu ý:</strong> không mang lửa</p>" + LONG_ENOUGH}, []),
        (
            {"body": LONG_ENOUGH + '<p><img src="/tep/a.webp" alt="ảnh.png"></p>'},
            [("body", "Lời mô tả ảnh thứ 1 trong bài là “ảnh.png”; xin viết trong ảnh có gì.")],
        ),
        (
            {
                "body": (
                    LONG_ENOUGH
                    + '<p><img src="/tep/a.webp" alt="ảnh.png" data-decorative="true"></p>'
                )
            },
            [],
        ),
        (
            {"body": '<h2><img src="/tep/a.webp" alt="Cầu"></h2>' + LONG_ENOUGH},
            [("body", "Có một đề mục không có chữ nào.")],
        ),
        (
            {"body": LONG_ENOUGH + "<p>Bà con hoà thuận, con cháu của của nhà.</p>"},
            [("body", "hoà"), ("body", "của của")],
        ),
    ],
)
def test_warnings(db: None, fields: dict[str, object], found: list[tuple[str, str]]) -> None:
    assert warnings(**fields) == found


def test_a_picture_just_chosen_is_asked_for_its_description(db: None) -> None:
    article = complete(picture=StoredFile())
    assert ("picture_alt", True) in [(one.field, one.is_error) for one in lint_article(article)]
    article.picture_is_decorative = True
    assert "picture_alt" not in [one.field for one in lint_article(article)]


def test_the_words_of_the_board_come_before_the_rules_of_spelling(db: None) -> None:
    PreferredWord.objects.create(wrong="uỷ ban", right="ủy ban", note="Một kiểu dấu")
    found = said(complete(unit_id=1, lead="Sáng nay, uỷ ban và uỷ viên họp."))
    assert ("lead", "Xin viết “ủy ban” thay cho “uỷ ban” (Một kiểu dấu).") in found
    assert len([sentence for field, sentence in found if field == "lead"]) == 1


def test_the_wards_own_phone_is_not_private(db: None) -> None:
    assert warnings(lead="Xin gọi 0912 345 678.") == [("lead", "0912 345 678")]
    Ward.objects.create(pk=1, phone="+84 912 345 678")
    assert warnings(lead="Xin gọi 0912 345 678.") == []


# The demonstration ward


def test_of_the_demonstrations_articles_nothing_is_said_that_is_not_so(db: None) -> None:
    """Sixty texts as a ward writes them: the unfinished draft lacks what it lacks, the others
    nothing at all.
    """
    Ward.objects.create(pk=1, phone=WARD.phone, address=WARD.address)
    PreferredWord.objects.bulk_create(
        PreferredWord(wrong=w.wrong, right=w.right, note=w.note) for w in WORDS
    )
    articles = load_articles(date(2026, 7, 15))
    assert len(articles) == 60
    found = {}
    for demo in articles:
        article = Article(
            title=demo.title,
            lead=demo.lead,
            body=sanitize(
                demo.final_body.replace('src="picture:', 'src="/tep/a.webp" data-name="')
            ),
            kind=demo.kind,
            picture=StoredFile() if demo.picture else None,
            picture_alt=demo.alt,
            picture_is_decorative=demo.decorative,
            picture_credit=demo.credit,
            is_for_portal="portal" in demo.channels,
            is_for_loudspeaker="loudspeaker" in demo.channels,
            times="\n".join(demo.times),
        )
        if sentences := [
            one for one in lint_article(article) if one.field not in ("unit", "category")
        ]:
            found[demo.key] = sentences
    assert found == {"19-camera-an-ninh": [LintMessage("lead", "Chưa có sapo.", is_error=True)]}


def test_the_demonstrations_words_are_wrong_only_where_they_differ(db: None) -> None:
    for word in WORDS:
        row = PreferredWord(wrong=word.wrong, right=word.right, note=word.note)
        row.full_clean()
        row.save()
    right = ". ".join(word.right for word in WORDS)
    assert warnings(lead=right, picture_alt=right) == []
    assert PreferredWord.objects.count() == 11


# Any text


NASTY = [
    "số 1" + "/11" * 66_000,
    "sinh ngày" + " " * 199_000,
    "a" * 200_000,
    "hoà " * 50_000,
    "và và " * 30_000,
    "uỷ ban" * 30_000,
    " ," * 100_000,
    "0912" * 50_000,
    "0 9 1 2 3 4 5 6 7 " * 11_000,
    "căn cước " * 22_000,
    "trú tại " * 25_000,
    "ngày 1/1/" * 22_000,
    "https://" * 25_000,
    "<p><strong>a</strong></p>" * 8_000,
    "<h2>A</h2><h4>B</h4>" * 10_000,
    '<a href="/x">tại đây</a>' * 8_000,
    "IMG_" * 50_000,
    "Ể" * 200_000,
    "\u0301" * 200_000,
    "A." * 100_000,
]


@pytest.mark.parametrize("text", NASTY, ids=range(len(NASTY)))
def test_200_kilobytes_of_nastiness_are_answered(db: None, text: str) -> None:
    PreferredWord.objects.bulk_create(PreferredWord(wrong=w.wrong, right=w.right) for w in WORDS)
    part = text[: len(text) // 5]  # of each of the five places
    article = Article(
        title=part, lead=part, body=sanitize(part), picture_alt=part, picture_credit=part
    )
    assert isinstance(lint_article(article), list)


TEXT = st.text(max_size=400) | st.text(
    "aàáăâđêơưoủýhnguqictN09 .,/-:;()<>&\"'\n\u0301ſKİ", max_size=400
)


@settings(max_examples=150)
@given(title=TEXT, lead=TEXT, body=TEXT, alt=TEXT)
def test_no_text_makes_it_fail(db: None, title: str, lead: str, body: str, alt: str) -> None:
    if not PreferredWord.objects.exists():
        PreferredWord.objects.bulk_create(
            PreferredWord(wrong=w.wrong, right=w.right) for w in WORDS
        )
    for one in lint_article(Article(title=title, lead=lead, body=sanitize(body), picture_alt=alt)):
        assert one.sentence
        assert one.field
