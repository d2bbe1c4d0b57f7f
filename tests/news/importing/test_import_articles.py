"""Pages of old portals come in once, word for word; what has not the form is named and stays
outside.
"""

from __future__ import annotations

import io
import os
import re
import unicodedata
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from core.text.vietnamese import plain_text
from core.workflow.engine import log_of
from news.importing.legacy_parser import UnreadablePage, parse_page
from news.models import Article, Category
from tests.support.factories import CategoryFactory

HANOI = ZoneInfo("Asia/Ho_Chi_Minh")
PAGE = """Văn hóa xã hội

Câu lạc bộ cờ tướng mở lớp  hè cho thiếu nhi
Ngày đăng 03/07/2015 | 08:05 | Lượt xem: 1204

Lớp học mở tại nhà văn hóa tổ 4, không thu tiền.

Ba mươi em đã ghi tên , em nhỏ nhất 7 tuổi.

Lớp học vào sáng thứ Bảy.

Tin bài: Nguyễn Văn Mẫu
"""
REAL_PAGES = sorted(Path(os.environ.get("PORTAL_PAGES_DIR") or "/nonexistent").glob("*.txt"))


@pytest.fixture
def page(tmp_path: Path) -> Any:
    """Write a page and return its path."""

    def write(text: str | bytes = PAGE, name: str = "trang.txt") -> Path:
        path = tmp_path / name
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return path

    return write


def run(*arguments: Any) -> tuple[list[str], list[str], str]:
    """Return the lines on both streams and the sentence of the failure."""
    out, err, failure = io.StringIO(), io.StringIO(), ""
    try:
        call_command("import_articles", *map(str, arguments), stdout=out, stderr=err)
    except CommandError as error:
        failure = str(error)
    return out.getvalue().splitlines(), err.getvalue().splitlines(), failure


def test_a_page_comes_in_word_for_word(db: None, page: Any) -> None:
    path = page()
    out, err, failure = run(path)
    article = Article.objects.get()
    assert (out, err, failure) == ([f"{path}: {article.get_absolute_url()}"], [], "")
    assert article.title == "Câu lạc bộ cờ tướng mở lớp hè cho thiếu nhi"
    assert article.lead == "Lớp học mở tại nhà văn hóa tổ 4, không thu tiền."
    assert article.body == (
        "<p>Ba mươi em đã ghi tên , em nhỏ nhất 7 tuổi.</p>\n<p>Lớp học vào sáng thứ Bảy.</p>\n"
        "<p>Tin bài: Nguyễn Văn Mẫu</p>"
    )
    assert article.published_at == datetime(2015, 7, 3, 8, 5, tzinfo=HANOI)
    assert article.date_line == "Ngày đăng 03/07/2015 | 08:05 | Lượt xem: 1204"
    assert (article.state, article.kind, article.byline, article.view_count) == (
        "published",
        "brief",
        "",
        1204,
    )
    assert (article.author, article.unit, article.created_by, article.source_address) == (
        None,
        None,
        None,
        "",
    )
    assert (article.category.name, article.category.slug) == ("Văn hóa xã hội", "van-hoa-xa-hoi")


def test_one_text_and_one_transition_by_the_system(db: None, page: Any) -> None:
    run(page())
    article = Article.objects.get()
    at = datetime(2015, 7, 3, 8, 5, tzinfo=HANOI)
    [text] = article.history.all()
    assert (text.version, text.history_user, text.history_date, text.history_change_reason) == (
        1,
        None,
        at,
        "Nhập từ cổng cũ",
    )
    [row] = log_of(article)
    assert (row.name, row.source, row.target, row.actor, row.version) == (
        "import",
        "draft",
        "published",
        None,
        2,
    )
    assert article.version == 2


def test_residents_read_it_at_once(db: None, page: Any, client: Client) -> None:
    run(page())
    article = Article.objects.get()
    html = client.get(article.get_absolute_url()).content.decode()
    assert '<p class="date-line">Ngày đăng 03/07/2015 | 08:05 | Lượt xem: 1204</p>' in html
    assert "<p>Ba mươi em đã ghi tên , em nhỏ nhất 7 tuổi.</p>" in html
    assert article.title in client.get("/chuyen-muc/van-hoa-xa-hoi/").content.decode()


@pytest.mark.parametrize("base", [[], ["--source-base", "https://cu.example/tin"]])
def test_twice_imports_once(db: None, page: Any, base: list[str]) -> None:
    path = page()
    run(path, *base)
    out, err, failure = run(path, *base)
    assert (out, err, failure) == ([f"{path}: đã có, bỏ qua"], [], "")
    assert run(path, path, *base)[0] == [f"{path}: đã có, bỏ qua"] * 2
    article = Article.objects.get()
    assert (article.version, article.history.count(), log_of(article).count()) == (2, 1, 1)


@pytest.mark.parametrize("base", ["https://cu.example/tin", "https://cu.example/tin/"])
def test_the_old_address_is_base_and_file_name(db: None, page: Any, base: str) -> None:
    run(page(name="lop-he.1.txt"), "--source-base", base)
    assert Article.objects.get().source_address == "https://cu.example/tin/lop-he.1"


def test_the_address_alone_tells_pages_apart(db: None, page: Any) -> None:
    base = ["--source-base", "https://cu.example"]
    run(page(name="a.txt"), page(name="b.txt"), *base)
    assert Article.objects.count() == 2
    run(page(PAGE.replace("cờ tướng", "cờ vua"), name="a.txt"), *base)
    assert set(Article.objects.values_list("title", flat=True)) == {
        "Câu lạc bộ cờ tướng mở lớp hè cho thiếu nhi"
    }


def test_without_address_another_time_is_another_page(db: None, page: Any) -> None:
    run(page(), page(PAGE.replace("08:05", "08:06"), "b.txt"))
    assert Article.objects.count() == 2


# Forms of the file


@pytest.mark.parametrize(
    "changed",
    [
        PAGE.encode("utf-8-sig"),
        PAGE.replace("\n", "\r\n").encode(),
        PAGE.replace("\n", "\r").encode(),
        unicodedata.normalize("NFD", PAGE).encode(),
        PAGE.replace("\n\n", "\n").encode(),
        ("\n\n" + PAGE.replace("\n", "  \n\t\n") + "\n").encode(),
        PAGE.replace("08:05 |", "08:05\u00a0|").encode(),
        PAGE.replace("08:05 | Lượt", "08:05 \u00a0|\u00a0Lượt").encode(),
        PAGE.rstrip().encode(),
    ],
    ids=[
        "BOM",
        "CRLF",
        "CR",
        "NFD",
        "no blank lines",
        "more blanks",
        "no-break",
        "no-break twice",
        "no last break",
    ],
)
def test_the_form_of_the_file_changes_nothing(db: None, page: Any, changed: bytes) -> None:
    run(page(), "--source-base", "https://cu.example/a")
    article = Article.objects.get()
    run(page(changed), "--source-base", "https://cu.example/b")
    other = Article.objects.exclude(pk=article.pk).get()
    fields = ("title", "lead", "body", "published_at", "view_count", "category")
    assert [getattr(other, name) for name in fields] == [getattr(article, name) for name in fields]


def test_with_byline_last_the_last_line_is_the_byline(db: None, page: Any) -> None:
    run(page(), "--byline-last")
    article = Article.objects.get()
    assert article.byline == "Tin bài: Nguyễn Văn Mẫu"
    assert (
        article.body
        == "<p>Ba mươi em đã ghi tên , em nhỏ nhất 7 tuổi.</p>\n<p>Lớp học vào sáng thứ Bảy.</p>"
    )


def test_a_single_paragraph_is_the_text_not_the_lead(db: None, page: Any) -> None:
    run(page("Tin tức\nMột dòng\nNgày đăng 03/07/2015 | 08:05 | Lượt xem: 0\nChỉ có một đoạn.\n"))
    article = Article.objects.get()
    assert (article.lead, article.body, article.view_count) == ("", "<p>Chỉ có một đoạn.</p>", 0)


def test_markup_in_a_page_is_text(db: None, page: Any, client: Client) -> None:
    hostile = '<script>alert(1)</script> & <a href="javascript:x()" onclick=x()>đây</a> &lt;b&gt;'
    run(
        page(
            PAGE.replace("Ba mươi em", hostile)
            .replace("Câu lạc bộ", hostile)
            .replace("Lớp học mở", hostile)
        )
    )
    article = Article.objects.get()
    assert plain_text(article.body).startswith(hostile)
    assert (article.title.startswith(hostile), article.lead.startswith(hostile)) == (True, True)
    assert article.body.startswith("<p>&lt;script&gt;alert(1)&lt;/script&gt; &amp; &lt;a ")
    html = client.get(article.get_absolute_url()).content.decode()
    assert "<script>alert" not in html
    assert not re.search(r"<a [^>]*javascript:", html)


@pytest.mark.parametrize("character", ["\0", "\x07", "\u200b", "\u202e"])
def test_characters_nobody_sees_do_not_come_in(db: None, page: Any, character: str) -> None:
    run(
        page(
            PAGE.replace("cờ", f"cờ{character}")
            .replace("Lớp", f"{character}Lớp")
            .replace("hóa", f"hóa{character}")
        )
    )
    article = Article.objects.get()
    assert character not in article.title + article.lead + article.body + article.category.name


# Categories


def test_a_missing_category_is_made_at_the_end_of_the_menu(db: None, page: Any) -> None:
    CategoryFactory(name="Kinh tế", slug="kinh-te", position=1)
    run(page())
    assert list(Category.objects.values_list("name", "slug", "position", "is_for_notices")) == [
        ("Kinh tế", "kinh-te", 1, False),
        ("Văn hóa xã hội", "van-hoa-xa-hoi", 2, False),
    ]


def test_a_category_is_found_in_any_case(db: None, page: Any) -> None:
    there = CategoryFactory(name="VĂN HÓA XÃ HỘI")
    run(page())
    assert (Article.objects.get().category, Category.objects.count()) == (there, 1)


def test_a_category_of_another_spelling_but_the_same_address_is_named(db: None, page: Any) -> None:
    """“Văn hoá” and “Văn hóa” are two names with one address: a person decides, by the map."""
    CategoryFactory(name="Văn hoá xã hội", slug="van-hoa-xa-hoi")
    path, good = page(), page(PAGE.replace("Văn hóa xã hội", "Kinh tế"), "b.txt")
    out, err, failure = run(path, good)
    assert (len(out), len(err), failure) == (1, 1, "1 tệp không nhập được.")
    assert err == [
        f"{path}: chuyên mục “Văn hóa xã hội”: Địa chỉ này đã có trong danh sách; xin ghi khác đi."
    ]
    assert [article.category.name for article in Article.objects.all()] == ["Kinh tế"]


def test_a_category_name_too_long_is_named(db: None, page: Any) -> None:
    path, good = page(PAGE.replace("Văn hóa xã hội", "Rất dài " * 40)), page(name="b.txt")
    out, err, failure = run(path, good)
    assert (len(out), len(err), failure) == (1, 1, "1 tệp không nhập được.")
    assert err[0].startswith(f"{path}: ")
    assert [category.name for category in Category.objects.all()] == ["Văn hóa xã hội"]


def test_what_stands_in_the_category_of_notices_is_a_notice(db: None, page: Any) -> None:
    CategoryFactory(name="Văn hóa xã hội", is_for_notices=True)
    run(page())
    assert Article.objects.get().kind == "notice"


def test_the_map_gives_old_categories_new_names(db: None, page: Any) -> None:
    mapping = page(
        "\ufeff Văn  hóa xã hội ,Đời sống\n\n"
        + unicodedata.normalize("NFD", "Kinh tế,Làm ăn")
        + "\n",
        "m.csv",
    )
    other = PAGE.replace("Văn hóa xã hội", "Kinh tế").replace("08:05", "09:05")
    run(page(), page(other, "b.txt"), "--category-map", mapping)
    assert set(Article.objects.values_list("category__name", flat=True)) == {"Đời sống", "Làm ăn"}


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("a,b\nmột cột\n", 2),
        ("a,b,c\n", 1),
        ("a,b\n\nc,\n", 3),
        (" ,b\n", 1),
    ],
)
def test_a_bad_row_of_the_map_is_named_and_nothing_imported(
    db: None, page: Any, text: str, line: int
) -> None:
    mapping = page(text, "m.csv")
    _, _, failure = run(page(), "--category-map", mapping)
    assert failure == f"{mapping}, dòng {line}: cần đúng hai cột, chuyên mục cũ và mới."
    assert Article.objects.count() == 0


def test_a_map_that_cannot_be_read_is_named(db: None, page: Any, tmp_path: Path) -> None:
    for mapping in (
        tmp_path / "khong-co.csv",
        page("Kinh tế,Làm ăn".encode("utf-16"), "m.csv"),
        tmp_path,
    ):
        _, _, failure = run(page(), "--category-map", mapping)
        assert failure.startswith(f"Không đọc được {mapping}: ")
    assert Article.objects.count() == 0


# What does not come in

FORM = "cần dòng “Ngày đăng dd/mm/yyyy | hh:mm | Lượt xem: n”"
LACKING = "thiếu chuyên mục, tiêu đề hoặc dòng ngày đăng"
HEAD = "Tin tức\n\nMột tin\n"
DATE = "Ngày đăng 03/07/2015 | 08:05 | Lượt xem: 9\n"
BROKEN = {
    "empty": ("", f"dòng 1: {LACKING}"),
    "blank": ("\n \n\n", f"dòng 1: {LACKING}"),
    "two lines": (HEAD, f"dòng 3: {LACKING}"),
    "no date": (HEAD + "Không có ngày\nSapo\n", f"dòng 4: {FORM}"),
    "dashes": (HEAD + "Ngày đăng 03-07-2015 | 08:05 | Lượt xem: 9\nSapo\n", f"dòng 4: {FORM}"),
    "one digit": (HEAD + "Ngày đăng 3/7/2015 | 08:05 | Lượt xem: 9\nSapo\n", f"dòng 4: {FORM}"),
    "no views": (HEAD + "Ngày đăng 03/07/2015 | 08:05\nSapo\n", f"dòng 4: {FORM}"),
    "views below zero": (
        HEAD + "Ngày đăng 03/07/2015 | 08:05 | Lượt xem: -9\nSapo\n",
        f"dòng 4: {FORM}",
    ),
    "title missing": ("Tin tức\n" + DATE + "Sapo\n", f"dòng 3: {FORM}"),
    "year 1": (HEAD + DATE.replace("2015", "0001") + "Sapo\n", f"dòng 4: {FORM}"),
    "31 February": (
        HEAD + DATE.replace("03/07", "31/02") + "Sapo\n",
        "dòng 4: không có ngày giờ 31/02/2015 08:05",
    ),
    "25 o'clock": (
        HEAD + DATE.replace("08:05", "25:00") + "Sapo\n",
        "dòng 4: không có ngày giờ 03/07/2015 25:00",
    ),
    "no text": (HEAD + DATE, "dòng 4: thiếu nội dung sau dòng ngày đăng"),
}


@pytest.mark.parametrize(("text", "reason"), BROKEN.values(), ids=BROKEN)
def test_a_page_without_the_form_is_named_with_line_and_reason(
    db: None, page: Any, text: str, reason: str
) -> None:
    path = page(text)
    assert run(path) == ([], [f"{path}: {reason}"], "1 tệp không nhập được.")
    assert (Article.objects.count(), Category.objects.count()) == (0, 0)


def test_a_byline_alone_is_no_text() -> None:
    with pytest.raises(UnreadablePage) as error:
        parse_page(HEAD + DATE + "Nguyễn Văn Mẫu\n", byline_last=True)
    assert (error.value.line, str(error.value)) == (5, "dòng 5: thiếu nội dung sau dòng ngày đăng")


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        (PAGE.replace("cờ tướng", "cờ tướng " * 60), "250"),
        (PAGE.replace("1204", "9" * 30), "2000000000"),
    ],
    ids=["title too long", "too many views"],
)
def test_what_the_tables_refuse_is_named_too(
    db: None, page: Any, changed: str, reason: str
) -> None:
    path, good = page(changed), page(name="b.txt")
    out, err, failure = run(path, good)
    assert (len(out), len(err), failure) == (1, 1, "1 tệp không nhập được.")
    assert err[0].startswith(f"{path}: ")
    assert reason in err[0]
    assert Article.objects.count() == 1


def test_the_others_go_in(db: None, page: Any, tmp_path: Path) -> None:
    latin = page(PAGE.encode("utf-16"), "b.txt")
    missing = tmp_path / "khong-co.txt"
    broken = page(HEAD, "c.txt")
    first, last = page(name="a.txt"), page(PAGE.replace("08:05", "09:00"), "d.txt")
    out, err, failure = run(first, latin, missing, tmp_path, broken, last)
    assert failure == "4 tệp không nhập được."
    assert err == [
        f"{latin}: byte 0: không phải UTF-8",
        f"{missing}: không mở được tệp: không có thư mục hay tệp ấy",
        f"{tmp_path}: không mở được tệp: đó là một thư mục, không phải tệp",
        f"{broken}: dòng 3: {LACKING}",
    ]
    assert [line.split(": ")[0] for line in out] == [str(first), str(last)]
    assert Article.objects.count() == 2


# Real pages, where a folder names them


@pytest.mark.skipif(not REAL_PAGES, reason="PORTAL_PAGES_DIR names no folder with pages")
def test_real_pages_stand_word_for_word(db: None, client: Client) -> None:
    out, err, failure = run(*REAL_PAGES)
    assert (len(out), err, failure) == (len(REAL_PAGES), [], "")
    for path, line in zip(REAL_PAGES, out, strict=True):
        address = line.removeprefix(f"{path}: ")
        article = Article.objects.get(pk=re.search(r"-(\d+)/$", address)[1])
        text = unicodedata.normalize("NFC", path.read_text("utf-8-sig"))
        category, title, date_line, *paragraphs = (
            " ".join(row.split()) for row in text.splitlines() if row.strip()
        )
        kept = [*filter(None, [article.lead]), *plain_text(article.body).split("\n")]
        assert [" ".join(row.split()) for row in kept] == paragraphs, path
        assert (article.title, article.date_line) == (title, date_line)
        assert article.category.name.casefold() == category.casefold()
        html = client.get(address).content.decode()
        assert f'<p class="date-line">{date_line}</p>' in html
    assert run(*REAL_PAGES)[0] == [f"{path}: đã có, bỏ qua" for path in REAL_PAGES]


@pytest.mark.skipif(
    "phuc-loi-2016-06-25.txt" not in [p.name for p in REAL_PAGES], reason="the page is not there"
)
def test_the_page_of_2016_stands_under_its_category(db: None, client: Client) -> None:
    [path] = [path for path in REAL_PAGES if path.name == "phuc-loi-2016-06-25.txt"]
    run(path)
    article = Article.objects.get()
    html = client.get(article.get_absolute_url()).content.decode()
    assert "Ngày đăng 25/06/2016 | 11:15 | Lượt xem: 257" in html
    assert article.category.name == path.read_text().splitlines()[0].strip()
    assert (
        article.get_absolute_url()
        in client.get(article.category.get_absolute_url()).content.decode()
    )


def test_a_page_that_came_without_its_address_is_known_when_it_comes_with_one(
    db: None, page: Any
) -> None:
    run(page())
    out, _, failure = run(page(), "--source-base", "https://cu.example")
    assert (Article.objects.count(), failure) == (1, "")
    assert out[0].endswith("đã có, bỏ qua")


def test_missing_files_are_said_in_words(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="Xin ghi tên các tệp cần nhập"):
        call_command("import_articles")
    words = "Không đọc được .*bang.csv: không có thư mục hay tệp ấy."
    with pytest.raises(CommandError, match=words):
        call_command("import_articles", "x.txt", "--category-map", str(tmp_path / "bang.csv"))
