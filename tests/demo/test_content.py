"""The demonstration's content: every name resolves, its rules hold on any day it is loaded, and its
texts read well.
"""

import re
import unicodedata
from collections import Counter
from dataclasses import astuple
from datetime import date, datetime, timedelta
from io import BytesIO
from itertools import pairwise

import pytest
from PIL import Image

from core.richtext.sanitizer import publishing_problems, sanitize
from core.text.vietnamese import personal_data, plain_text
from demo.articles import FOLDER, DemoArticle, DemoStep, load_articles
from demo.dates import WARD_TIME, render, resolve, resolve_time
from demo.pictures import FOLDER as PICTURE_FOLDER
from demo.pictures import read_picture
from demo.trust import EMBLEM
from demo.ward import CATEGORIES, PEOPLE, UNITS, WARD
from news.states import Kind
from organization.models import Block
from organization.roles import Role

MONDAY = date(2026, 11, 23)
# A fortnight for every weekday, and days at the edges of months, years and February.
EDGES = [date(2016, 6, 30), date(2026, 1, 1), date(2026, 12, 31), date(2028, 2, 29)]
DAYS = [*(MONDAY + timedelta(n) for n in range(14)), *EDGES]
OLD_TONES = re.compile(r"(?:o[àáảãạèéẻẽẹ]|(?<!q)u[ỳýỷỹỵ])\b", re.IGNORECASE)
ARTICLES = load_articles(MONDAY)
PUBLIC = {"publish", "publish_urgently", "correct", "confirm"}
PICTURES = {path.stem for path in PICTURE_FOLDER.iterdir()}
BY_KEY = {article.key: article for article in ARTICLES}
ROLES = {person.username: set(person.roles) for person in PEOPLE}

every_article = pytest.mark.parametrize("article", ARTICLES, ids=lambda article: article.key)


def _words(article: DemoArticle) -> str:
    return "\n".join(
        [
            article.title,
            article.lead,
            article.alt,
            article.credit,
            article.byline,
            plain_text(article.final_body),
        ]
        + [step.note for step in article.steps]
        + [
            value
            for step in article.steps
            for value in step.data.values()
            if isinstance(value, str)
        ]
    )


def test_ward_units_and_cast() -> None:
    codes = {unit.code for unit in UNITS}
    assert len(UNITS) == len(codes) == len({unit.name for unit in UNITS}) == 14
    assert {unit.block for unit in UNITS} == set(Block.values)
    dissolved = [unit for unit in UNITS if unit.valid_until]
    assert [(unit.code, unit.successor) for unit in dissolved] == [("TDP08", "TDP07")]
    names = (
        "congtacvien1 congtacvien2 congtacvien3 congtacvien4 bientap duyet1 duyet2 vanthu phatthanh"
        " lanhdao cntt"
    )
    assert " ".join(person.username for person in PEOPLE) == names
    assert {role for person in PEOPLE for role in person.roles} == set(Role.values)
    assert all(person.unit in codes for person in PEOPLE)
    contributors = [person.unit for person in PEOPLE if "contributor" in person.roles]
    blocks = {unit.code: unit.block for unit in UNITS}
    assert {blocks[code] for code in contributors} == set(Block.values) - {Block.PARTY}
    assert WARD.email.endswith(".example")


def test_categories_are_the_reporting_blocks() -> None:
    assert [category.name for category in CATEGORIES] == [
        "Công tác Đảng",
        "Hoạt động khối chính quyền",
        "Hoạt động MTTQ và các đoàn thể",
        "Hoạt động tổ dân phố và các đơn vị hiệp quản",
        "Thông báo",
        "Tin tức khác",
    ]
    assert [category.name for category in CATEGORIES if category.is_for_notices] == ["Thông báo"]


def test_sixty_articles_in_all_states() -> None:
    assert len(ARTICLES) == len({article.title for article in ARTICLES}) == 60
    assert Counter(article.last_transition for article in ARTICLES) == {
        "publish": 44,
        "confirm": 3,
        "correct": 1,
        "publish_urgently": 1,
        "submit": 1,
        "take": 1,
        "pass": 2,
        "ask_head": 1,
        "return": 2,
        "withdraw": 2,
        None: 2,
    }


def test_kinds_categories_and_units_are_mixed_as_in_life() -> None:
    assert Counter(article.kind for article in ARTICLES) == {
        "brief": 36,
        "feature": 13,
        "notice": 11,
    }
    assert {article.category for article in ARTICLES if article.steps} == {
        category.slug for category in CATEGORIES
    }
    current = {unit.code for unit in UNITS if not unit.valid_until}
    assert {article.unit for article in ARTICLES} == current
    bare = [article for article in ARTICLES if article.steps and not article.picture]
    assert len(bare) >= 8


@every_article
def test_every_reference_resolves(article: DemoArticle) -> None:
    units = {unit.code for unit in UNITS if not unit.valid_until}
    assert article.category in {category.slug for category in CATEGORIES} or not article.steps
    assert {article.unit, *article.supporting} <= units
    assert article.unit not in article.supporting
    assert {article.writer, *(step.by for step in article.steps)} <= ROLES.keys()
    assert {*article.body_pictures, *filter(None, [article.picture])} <= PICTURES
    assert bool(article.source) == bool(article.source_author) == bool(article.source_url)


def test_every_picture_is_used_once() -> None:
    used = [
        name for article in ARTICLES for name in [article.picture, *article.body_pictures] if name
    ]
    assert sorted(used) == sorted(PICTURES)


@every_article
def test_notices_stand_in_their_category_and_nothing_else_does(article: DemoArticle) -> None:
    assert (article.kind == Kind.NOTICE) == (article.category == "thong-bao")


@every_article
def test_length_suits_the_kind(article: DemoArticle) -> None:
    words = len(plain_text(article.final_body).split())
    least, most = {"brief": (120, 250), "feature": (400, 1600), "notice": (100, 250)}[article.kind]
    assert least <= words <= most or not article.steps


@every_article
def test_texts_are_normal_clean_and_without_personal_data(article: DemoArticle) -> None:
    raw = (FOLDER / f"{article.key}.html").read_text(encoding="utf-8")
    assert unicodedata.is_normalized("NFC", raw)
    words = _words(article)
    assert personal_data(words) == []
    assert not re.search(r"(?<!\d)(\d{9}|\d{12})(?!\d)|(?<!\d)0[35789]\d{8}(?!\d)", words)
    assert not re.search(r"[{}\"]|  |\bbạn\b", words, re.IGNORECASE)
    assert not OLD_TONES.search(words)
    assert not article.title.isupper()
    assert not article.title.endswith(".")


def test_people_and_ward_are_normal_too() -> None:
    words = "\n".join(
        str(value) for row in (WARD, *UNITS, *PEOPLE, *CATEGORIES) for value in astuple(row)
    )
    assert unicodedata.is_normalized("NFC", words)
    assert personal_data(words.replace(WARD.email, "")) == []
    assert not OLD_TONES.search(words)


@every_article
def test_pictures_are_described(article: DemoArticle) -> None:
    assert bool(article.picture) == bool(article.alt or article.decorative)
    assert not (article.alt and article.decorative)
    if article.alt:
        assert 40 <= len(article.alt) <= 160
        assert not re.search(
            r"\.(jpe?g|png|svg)|^(ảnh|hình|bức)\b|picture|image", article.alt, re.IGNORECASE
        )


@every_article
def test_bodies_are_fit_to_publish(article: DemoArticle) -> None:
    body = re.sub('src="picture:[a-z-]+"', 'src="/tep/0123456789abcdef.jpg"', article.final_body)
    clean = sanitize(body)
    assert plain_text(clean) == plain_text(body)
    assert re.findall("<[a-z0-9]+", clean) == re.findall("<[a-z0-9]+", body)
    assert publishing_problems(clean) == []
    if article.kind == Kind.FEATURE:
        assert clean.count("<h2>") >= 3


@every_article
def test_stories_respect_roles_and_four_eyes(article: DemoArticle) -> None:
    needs = {
        "take": {"editor", "approver"},
        "pass": {"editor"},
        "return": {"editor", "approver"},
        "ask_head": {"editor", "approver"},
        "submit_on_behalf": {"editor"},
        "publish": {"approver"},
        "publish_urgently": {"approver", "leader"},
        "confirm": {"approver"},
        "correct": {"editor", "approver"},
        "withdraw": {"approver"},
    }
    hands = {article.author, article.entered_by}
    for step in article.steps:
        assert ROLES[step.by] & needs.get(step.do, ROLES[step.by]), step
        if step.do in {"publish", "confirm"}:
            assert step.by not in hands, step
        if step.do in {"submit", "submit_on_behalf", "correct", "publish_urgently"}:
            hands.add(step.by)
        if step.do in {"return", "ask_head", "publish_urgently", "correct", "withdraw"}:
            assert step.note, step


@every_article
def test_views_only_where_somebody_could_read(article: DemoArticle) -> None:
    was_public = {step.do for step in article.steps if "published_at" not in step.data} & PUBLIC
    assert bool(article.views) == bool(was_public)


@pytest.mark.parametrize("until", DAYS, ids=str)
def test_stories_run_in_order_and_end_before_the_day_of_loading(until: date) -> None:
    midnight = datetime.combine(until, datetime.min.time(), tzinfo=WARD_TIME)
    for article in load_articles(until):
        moments = [article.written, *(step.at for step in article.steps)]
        assert all(earlier < later for earlier, later in pairwise(moments)), article.key
        assert moments[-1] < midnight, article.key
        assert midnight - moments[0] < timedelta(weeks=27), article.key
        for step in article.steps:
            assert step.data.get("received_at", step.at) <= step.at, article.key
            assert step.data.get("published_at", midnight + timedelta(1)) > midnight, article.key
            assert step.data.get("expires_at", midnight) > step.at, article.key
        assert article.final_body


@pytest.mark.parametrize("until", DAYS, ids=str)
def test_every_weekday_named_beside_a_date_is_right(until: date) -> None:
    names = {
        "thứ hai": 0,
        "thứ ba": 1,
        "thứ tư": 2,
        "thứ năm": 3,
        "thứ sáu": 4,
        "thứ bảy": 5,
        "chủ nhật": 6,
    }
    found = 0
    for article in load_articles(until):
        for weekday, day, month in re.findall(
            rf"({'|'.join(names)}),? (?:ngày )?(\d{{2}})/(\d{{1,2}})",
            _words(article),
            re.IGNORECASE,
        ):
            year = article.day.year
            near = [_date(year + n, int(month), int(day)) for n in (-1, 0, 1)]
            nearest = min(near, key=lambda there: abs(there - article.day))
            assert nearest.weekday() == names[weekday.lower()], article.key
            found += 1
    assert found >= 8


def _date(year: int, month: int, day: int) -> date:
    return date(year, month, 1) + timedelta(day - 1)


def test_dates_walk_and_are_written_as_official_papers_write_them() -> None:
    friday = date(2027, 1, 8)
    assert resolve("u-3", until=friday) == date(2027, 1, 5)
    assert resolve("u+1w", until=friday) == date(2027, 1, 11)
    assert resolve("u-5w", until=friday) == date(2027, 1, 1)
    assert resolve("u-1w", until=date(2027, 1, 10)) == friday
    assert resolve("d>fri", until=MONDAY, day=friday) == date(2027, 1, 15)
    assert resolve("d<fri+1", until=MONDAY, day=friday) == date(2027, 1, 2)
    assert resolve_time("u-1 16:20", until=friday) == datetime(2027, 1, 7, 16, 20, tzinfo=WARD_TIME)
    text = (
        "{d} {d:short} {d:weekday} {d:day} {d:year} {d-9} {d+60:short} {m} {m-1} {m+12} {q} {q-1}"
        " {u:short}"
    )
    assert (
        render(text, until=MONDAY, day=friday)
        == "08/01/2027 08/01 thứ Sáu 8 2027 30/12/2026 09/3 tháng 1 tháng 12 tháng 1 quý I quý IV"
        " 23/11"
    )


@pytest.mark.parametrize("wrong", ["{x}", "{d*2}", "{d:word}", "{u>foo}", "{}"])
def test_a_wrong_placeholder_is_refused(wrong: str) -> None:
    with pytest.raises(ValueError):
        render(f"Ngày {wrong}", until=MONDAY, day=MONDAY)


def test_d_means_nothing_without_its_day() -> None:
    with pytest.raises(ValueError):
        resolve("d+1", until=MONDAY)


def test_a_change_of_words_that_are_not_there_is_refused() -> None:
    step = DemoStep("edit", "bientap", datetime.now(tz=WARD_TIME), replace=(("cũ", "mới"),))
    assert step.changed("<p>chữ cũ</p>") == "<p>chữ mới</p>"
    with pytest.raises(ValueError):
        step.changed("<p>cũ, cũ</p>")


@pytest.mark.parametrize("name", sorted(PICTURES))
def test_pictures_are_whole(name: str) -> None:
    with Image.open(BytesIO(read_picture(name))) as picture:
        assert (picture.format, picture.size) == ("WEBP", (1600, 900))
        assert len(picture.resize((160, 90)).getcolors(160 * 90)) > 500


def test_the_emblem_is_a_small_picture_on_no_background() -> None:
    with Image.open(EMBLEM) as picture:
        assert (picture.format, picture.mode, picture.size) == ("WEBP", "RGBA", (256, 256))
        assert picture.getpixel((0, 0))[3] == 0


def test_an_unknown_picture_is_an_error() -> None:
    with pytest.raises(FileNotFoundError):
        read_picture("no-such-picture")
