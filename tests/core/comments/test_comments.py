"""Comments: made on quoted words, answered, closed, opened again, counted; and the panel that shows
them.
"""

from __future__ import annotations

import threading
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from core.comments import services as comments_services
from core.comments.services import CommentRefused
from core.models import ReviewComment, ReviewCommentReply
from core.richtext.anchors import AnchorIndex
from news.editorial.comments import quotable
from news.editorial.services import save_text
from news.models import Article
from organization.models import Notice, User
from tests.core.admin.test_workflow import FORMSET, MOVED_ON, address, form_data, said
from tests.news.test_access import client_of
from tests.support.cast import Cast
from tests.support.factories import make_draft, transition

LATE = (
    "Bài đã sang bước khác nên không nhận góp ý nữa. Lời vừa viết còn nguyên dưới đây để chép lại."
)
UNFOUND = "Không tìm thấy trích đoạn này trong bản đang lưu: xin chép đúng chữ trong bài."
EMPTY = "Xin viết lời góp ý hoặc lời trả lời."


def make(
    article: Article, author: User, text: str = "Ai tham gia?", quote: str = "60 người dân"
) -> ReviewComment:
    return comments_services.make(
        article,
        author=author,
        text=text,
        quote=quote,
        before="",
        after="",
        anchors=AnchorIndex(quotable(article)),
        now=timezone.now(),
    )


def say(comment: ReviewComment, author: User, text: str = "Đã ghi thêm.") -> None:
    comments_services.answer(
        comment, author=author, text=text, version=comment.version, now=timezone.now()
    )


def turn(comment: ReviewComment, author: User, *, close: bool) -> None:
    act = comments_services.close if close else comments_services.reopen
    act(comment, author=author, version=comment.version, now=timezone.now())


def found(article: Article) -> list[tuple[str, bool]]:
    """Each comment's quote, and whether its words are gone."""
    article = Article.objects.get(pk=article.pk)
    placed = comments_services.placed(article.comments, AnchorIndex(quotable(article)))
    return [(one.comment.quote, one.is_gone) for one in placed]


# What is stored


def test_a_comment_knows_its_words_and_what_stands_around_them(
    cast: Cast, in_review: Article
) -> None:
    comment = make(in_review, cast.editor, " Ai\u200b tham gia?\n", " 60\n người  dân ")
    comment.refresh_from_db()
    assert (comment.quote, comment.text, comment.version) == (
        "60 người dân",
        "Ai tham gia?",
        in_review.version,
    )
    assert (comment.before[-4:], comment.after) == ("Hơn ", " tham gia. ")
    assert (comment.item, comment.author, comment.closed_at) == (in_review, cast.editor, None)
    before = in_review.version
    in_review.refresh_from_db()
    assert in_review.version == before


def test_a_comment_without_words_is_about_all_of_it(cast: Cast, in_review: Article) -> None:
    make(in_review, cast.editor, quote=" \n")
    assert found(in_review) == [("", False)]


@pytest.mark.parametrize(
    ("quote", "text", "sentence"),
    [
        ("chữ không có", "Sao vậy?", UNFOUND),
        ("60 người dân", " \n\u200b", EMPTY),
        ("60 người dân", "\0", EMPTY),
        ("x" * 501, "Sao vậy?", "Trích đoạn dài quá 500 chữ cái: xin chọn đoạn ngắn hơn."),
        ("60 người dân", "x" * 2001, "Lời viết dài quá 2000 chữ cái: xin rút ngắn."),
    ],
)
def test_what_is_no_comment_is_refused(
    cast: Cast, in_review: Article, quote: str, text: str, sentence: str
) -> None:
    with pytest.raises(CommentRefused, match=r"^") as refused:
        make(in_review, cast.editor, text, quote)
    assert (str(refused.value), ReviewComment.objects.count()) == (sentence, 0)


def test_words_that_move_are_found_and_words_that_go_are_missed(
    cast: Cast, in_review: Article
) -> None:
    make(in_review, cast.editor)
    in_review.body = "<h2>Mở đầu</h2><p>Sáng nay hơn <strong>60</strong> người\ndân tham gia.</p>"
    save_text(in_review, actor=cast.editor)
    assert found(in_review) == [("60 người dân", False)]
    in_review.body = "<p>Hơn 70 người dân tham gia.</p>"
    save_text(in_review, actor=cast.editor)
    assert found(in_review) == [("60 người dân", True)]


def test_title_and_lead_can_be_quoted(cast: Cast, in_review: Article) -> None:
    make(in_review, cast.editor, quote="dọn vệ sinh bờ sông")
    make(in_review, cast.editor, quote="Sáng thứ Bảy")
    assert found(in_review) == [("dọn vệ sinh bờ sông", False), ("Sáng thứ Bảy", False)]


def test_closing_and_opening_again_leave_rows_and_twice_changes_nothing(
    cast: Cast, in_review: Article
) -> None:
    comment = make(in_review, cast.editor)
    say(comment, cast.contributor)
    for close in (True, True, False, False, True):
        turn(comment, cast.approver, close=close)
    rows = [(reply.kind, reply.author, reply.text) for reply in comment.replies.all()]
    assert rows == [
        ("answer", cast.contributor, "Đã ghi thêm."),
        ("close", cast.approver, ""),
        ("reopen", cast.approver, ""),
        ("close", cast.approver, ""),
    ]
    comment.refresh_from_db()
    assert (comment.closed_by, comment.closed_at) == (
        cast.approver,
        rows and comment.replies.last().created_at,
    )


def test_a_closed_comment_takes_no_answer(cast: Cast, in_review: Article) -> None:
    comment = make(in_review, cast.editor)
    turn(comment, cast.editor, close=True)
    with pytest.raises(CommentRefused, match="Góp ý này đã đóng"):
        say(comment, cast.contributor)


@pytest.mark.django_db(transaction=True)
def test_two_who_close_at_once_leave_one_row(cast: Cast, in_review: Article) -> None:
    comment = make(in_review, cast.editor)

    def close() -> None:
        turn(ReviewComment.objects.get(pk=comment.pk), cast.approver, close=True)
        connection.close()

    threads = [threading.Thread(target=close) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert list(comment.replies.values_list("kind", flat=True)) == ["close"]


def test_what_waits_for_an_answer_is_counted(cast: Cast, in_review: Article) -> None:
    first, second, third = (make(in_review, cast.editor, f"Góp ý {n}") for n in range(3))
    make(make_draft(cast.contributor), cast.editor)
    say(second, cast.editor, "Nói thêm cho rõ.")
    assert (
        comments_services.open_count(in_review),
        comments_services.unanswered_count(in_review),
    ) == (3, 3)
    say(first, cast.contributor)
    turn(third, cast.editor, close=True)
    assert (
        comments_services.open_count(in_review),
        comments_services.unanswered_count(in_review),
    ) == (2, 1)
    page = client_of(cast, "editor").get(address("change", in_review.pk)).content.decode()
    assert "1 góp ý chưa trả lời; 1 góp ý đã trả lời, chờ đóng</a>" in page
    assert page.count("· đã trả lời, chờ đóng</p>") == 1
    [row] = Article.objects.with_unanswered().filter(pk=in_review.pk)
    assert row.unanswered == 1
    assert Article.objects.with_unanswered().get(pk=make_draft(cast.contributor).pk).unanswered == 0


# In the admin


def post(client: Client, article: Article, path: str = "", **data: Any) -> Any:
    return client.post(address("comment", article.pk) + path, data)


def test_a_comment_is_made_and_shown_where_its_words_are(cast: Cast, in_review: Article) -> None:
    client = client_of(cast, "editor")
    answer = post(client, in_review, quote="60 người dân", text="Ai <b>tham gia</b>?")
    comment = ReviewComment.objects.get()
    assert answer.url == f"{address('change', in_review.pk)}#gop-y-{comment.pk}"
    assert said(client, answer) == ["Đã ghi góp ý."]
    page = client.get(address("change", in_review.pk)).content.decode()
    assert (
        f'Hơn <mark id="doan-{comment.pk}" data-comment="{comment.pk}">60 người dân</mark>' in page
    )
    assert f'href="#doan-{comment.pk}"' in page
    assert "Ai &lt;b&gt;tham gia&lt;/b&gt;?" in page
    assert "1 góp ý chưa trả lời</a>" in page
    in_review.refresh_from_db()
    assert "mark" not in in_review.body


def test_a_second_click_writes_nothing_twice(cast: Cast, in_review: Article) -> None:
    editor, writer = client_of(cast, "editor"), client_of(cast, "contributor")
    for _ in range(2):
        answer = post(editor, in_review, quote="60 người dân", text="Ai tham gia?")
        assert said(editor, answer) == ["Đã ghi góp ý."]
    comment = ReviewComment.objects.get()
    in_review = transition(in_review, "take", cast.editor)
    transition(in_review, "return", cast.editor, note="Xin bổ sung")
    for _ in range(2):
        answer = post(writer, in_review, f"{comment.pk}/tra-loi/", text="Đã ghi tên.")
        assert said(writer, answer) == ["Đã gửi trả lời."]
    post(writer, in_review, f"{comment.pk}/tra-loi/", text="Thêm cả số điện thoại.")
    assert [reply.text for reply in comment.replies.all()] == [
        "Đã ghi tên.",
        "Thêm cả số điện thoại.",
    ]


def test_of_two_places_the_selected_one_is_commented_on(cast: Cast) -> None:
    article = make_draft(cast.contributor, body="<p>Có 60 người đến.</p><p>Rồi 60 người về.</p>")
    article = transition(article, "submit", cast.contributor)
    client = client_of(cast, "editor")
    post(client, article, quote="60 người", before="đến. Rồi ", after=" về.", text="Đúng không?")
    page = client.get(address("change", article.pk)).content.decode()
    assert "<p>Có 60 người đến.</p>" in page
    assert '">60 người</mark>' in page


def test_a_refused_comment_gives_back_what_was_typed(cast: Cast, in_review: Article) -> None:
    client = client_of(cast, "editor")
    answer = post(client, in_review, quote="chữ <lạ>", text="Lời tôi viết")
    page = answer.content.decode()
    assert (answer.status_code, answer.context["refusal"]) == (409, UNFOUND)
    assert ">chữ &lt;lạ&gt;</textarea>" in page
    assert ">Lời tôi viết</textarea>" in page
    assert ReviewComment.objects.count() == 0


def test_a_comment_on_an_item_that_moved_on_is_given_back(cast: Cast, in_review: Article) -> None:
    transition(in_review, "publish", cast.approver)
    answer = post(client_of(cast, "editor"), in_review, quote="60 người dân", text="Lời tôi viết")
    assert (answer.status_code, answer.context["refusal"]) == (409, LATE)
    assert ">Lời tôi viết</textarea>" in answer.content.decode()


def test_an_answer_that_comes_too_late_is_given_back(cast: Cast, in_review: Article) -> None:
    comment = make(in_review, cast.editor)
    transition(in_review, "publish", cast.approver)
    answer = post(
        client_of(cast, "contributor"), in_review, f"{comment.pk}/tra-loi/", text="Là bà con tổ 3"
    )
    assert (answer.status_code, answer.context["refusal"]) == (409, LATE)
    assert ">Là bà con tổ 3</textarea>" in answer.content.decode()
    assert ReviewCommentReply.objects.count() == 0


@pytest.mark.parametrize("path", ["0/tra-loi/", f"{'9' * 30}/dong/"])
def test_comments_that_do_not_exist_are_not_found(
    cast: Cast, in_review: Article, path: str
) -> None:
    client = client_of(cast, "editor")
    assert post(client, in_review, path, text="x").status_code == 404


def test_a_comment_of_another_item_is_not_found(cast: Cast, in_review: Article) -> None:
    other = make(transition(make_draft(cast.contributor), "submit", cast.contributor), cast.editor)
    for act in ("tra-loi", "dong", "mo-lai"):
        assert (
            post(client_of(cast, "editor"), in_review, f"{other.pk}/{act}/", text="x").status_code
            == 404
        )


def test_comments_are_changed_by_post_alone(cast: Cast, in_review: Article) -> None:
    comment = make(in_review, cast.editor)
    client = client_of(cast, "editor")
    for path in ("", f"{comment.pk}/tra-loi/", f"{comment.pk}/dong/", f"{comment.pk}/mo-lai/"):
        assert client.get(address("comment", in_review.pk) + path).status_code == 405


def test_a_comment_makes_no_open_form_stale(cast: Cast, in_review: Article) -> None:
    article = transition(in_review, "take", cast.editor)
    data = form_data(article, title="Tên mới", unit=article.unit_id, author=article.author_id)
    post(client_of(cast, "approver"), article, quote="60 người dân", text="Ai?")
    answer = client_of(cast, "editor").post(address("change", article.pk), data)
    assert (answer.status_code, Article.objects.get(pk=article.pk).title) == (302, "Tên mới")
    assert FORMSET in str(data)
    assert MOVED_ON not in said(client_of(cast, "editor"), answer)


def test_who_mends_sees_the_comments_beside_the_form(cast: Cast, in_review: Article) -> None:
    comment = make(in_review, cast.editor)
    article = transition(in_review, "return", cast.editor, note="Xem góp ý")
    page = client_of(cast, "contributor").get(address("change", article.pk)).content.decode()
    assert 'name="title"' in page
    assert f'data-quote="{comment.quote}"' in page
    assert "không còn trong bài" not in page
    article.body = "<p>Hơn 70 hộ tham gia.</p>"
    save_text(article, actor=cast.contributor)
    assert (
        "không còn trong bài"
        in client_of(cast, "contributor").get(address("change", article.pk)).content.decode()
    )


def test_residents_see_no_comment(cast: Cast, in_review: Article, client: Client) -> None:
    make(in_review, cast.editor, "Lời góp ý kín")
    article = transition(in_review, "publish", cast.approver)
    page = client.get(article.get_absolute_url()).content.decode()
    assert ("Lời góp ý kín" in page, "<mark" in page) == (False, False)


def test_an_item_nobody_comments_on_has_no_panel_for_its_writer(cast: Cast, draft: Article) -> None:
    assert (
        'id="gop-y"'
        not in client_of(cast, "contributor").get(address("change", draft.pk)).content.decode()
    )


# Who is told


def notices(user: User) -> list[str]:
    return list(Notice.objects.filter(person=user).order_by("pk").values_list("text", flat=True))


def test_the_notice_of_a_return_counts_what_waits(cast: Cast, in_review: Article) -> None:
    for number in range(3):
        make(in_review, cast.editor, f"Góp ý {number}")
    assert notices(cast.contributor) == []
    transition(in_review, "return", cast.editor, note="Xem góp ý")
    title = in_review.title
    assert notices(cast.contributor) == [
        f"Bài “{title}” bị trả lại với 3 góp ý chưa trả lời: Xem góp ý"
    ]
    dashboard = client_of(cast, "contributor").get("/quan-tri/").content.decode()
    assert "3 góp ý chưa trả lời</small>" in dashboard


def test_comments_on_a_returned_item_make_one_notice_for_each_return(
    cast: Cast, in_review: Article
) -> None:
    client = client_of(cast, "editor")
    for _ in range(2):
        article = transition(in_review, "return", cast.editor, note="Xem góp ý")
        for number in range(3):
            assert post(client, article, text=f"Góp ý {number}").status_code == 302
        transition(article, "submit", cast.contributor)
    told = [text for text in notices(cast.contributor) if "có góp ý mới" in text]
    assert told == [f"Bài “{in_review.title}” có góp ý mới: Góp ý 0"] * 2


def test_transitions_warn_of_open_comments_and_go_on(cast: Cast, in_review: Article) -> None:
    make(in_review, cast.editor)
    client = client_of(cast, "approver")
    page = client.get(address("transition", in_review.pk, "publish")).context
    assert page["hints"] == [
        "Bài còn 1 góp ý chưa đóng. Vẫn làm được bước này; xin chắc rằng không còn gì phải sửa."
    ]
    assert client.get(address("transition", in_review.pk, "return")).context["hints"] == [
        "Bài còn 1 góp ý chưa trả lời; tác giả sẽ thấy ngay tại chữ, lý do chỉ cần một câu ngắn."
    ]
    assert client.get(address("transition", in_review.pk, "ask_head")).context["hints"] == []
    client.post(address("transition", in_review.pk, "publish"), {"version": in_review.version})
    in_review.refresh_from_db()
    assert in_review.state == "published"


def test_whoever_has_made_a_comment_closes_it_without_the_role(
    cast: Cast, in_review: Article
) -> None:
    comment = make(in_review, cast.colleague)
    assert post(client_of(cast, "contributor"), in_review, f"{comment.pk}/dong/").status_code == 403
    assert post(client_of(cast, "colleague"), in_review, f"{comment.pk}/dong/").status_code == 302
    comment.refresh_from_db()
    assert comment.closed_by == cast.colleague
