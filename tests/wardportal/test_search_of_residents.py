"""The public search understands residents: facts, synonyms, days, numbers, questions."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.test import Client

from news.models import Article
from organization.models import Officer, Page, SynonymGroup, Unit, Ward
from organization.models.units import Block
from tests.wardportal.test_search import ask, on_portal, says, titles

NOT_ALL = "Không có mục nào đủ các chữ"


@pytest.fixture(autouse=True)
def ward(db: None) -> None:
    Ward.objects.create(
        pk=1,
        name="Phường Bến Sen",
        agency_name="Ủy ban nhân dân phường Bến Sen",
        phone="024 0000 0000",
        address="Số 12 phố Bến Sen",
        working_hours="Thứ Hai đến thứ Sáu: 7h30 - 11h30",
    )
    Page.objects.update(is_public=False)
    police = Unit.objects.create(
        name="Công an phường Bến Sen", short_name="Công an phường", block=Block.AFFILIATED_UNIT
    )
    Officer.objects.create(
        name="Phùng Mạnh Quyết", title="Trưởng Công an phường", phone="024 0000 0113", unit=police
    )
    Officer.objects.create(name="Đinh Công Vọng", title="Bí thư Đảng ủy phường", position=1)


@pytest.mark.parametrize(
    ("typed", "first", "shown"),
    [
        ("số điện thoại công an phường", "Công an phường Bến Sen", "024 0000 0113"),
        ("sdt cong an phuong", "Công an phường Bến Sen", "024 0000 0113"),
        ("bí thư đảng ủy là ai", "Đinh Công Vọng, Bí thư Đảng ủy phường", ""),
        ("Đinh Công Vọng", "Đinh Công Vọng, Bí thư Đảng ủy phường", ""),
        ("số điện thoại ubnd phường", "Số điện thoại Ủy ban nhân dân phường", "024 0000 0000"),
        ("trụ sở phường ở đâu", "Địa chỉ Ủy ban nhân dân phường", "phố Bến Sen"),
        ("phường làm việc mấy giờ", "Giờ làm việc của Ủy ban nhân dân phường", "7h30"),
    ],
)
def test_facts_stand_first(client: Client, typed: str, first: str, shown: str) -> None:
    on_portal("Công an phường họp tổ dân phố", body="<p>Số điện thoại ghi ở bảng tin.</p>")
    answer = ask(client, typed)
    assert first in titles(answer)[0]
    assert shown in answer.content.decode()
    assert NOT_ALL not in says(answer)


def test_the_number_of_an_office_stands_before_those_of_its_people(client: Client) -> None:
    Unit.objects.update(phone="024 0000 0013")
    found = titles(ask(client, "sđt công an"))
    assert found[:2] == ["Công an phường Bến Sen", "Phùng Mạnh Quyết, Trưởng Công an phường"]


def test_the_name_of_a_merged_unit_leads_to_its_successor(client: Client) -> None:
    Unit.objects.create(
        name="Trạm Cảnh sát bến",
        short_name="Trạm bến",
        block=Block.AFFILIATED_UNIT,
        valid_until=date(2020, 1, 1),
        successor=Unit.objects.get(),
    )
    answer = ask(client, "trạm cảnh sát bến")
    assert titles(answer) == ["Công an phường Bến Sen"]
    assert "Nhận việc của" in answer.content.decode()


def test_facts_are_narrowed_by_kind_and_unit(client: Client) -> None:
    police = Unit.objects.get()
    assert set(titles(ask(client, "công an", **{"don-vi": police.pk}))) == {
        "Công an phường Bến Sen",
        "Phùng Mạnh Quyết, Trưởng Công an phường",
    }
    assert len(titles(ask(client, "công an", loai="co-cau"))) == 2
    assert titles(ask(client, "công an", loai="lien-he")) == ["Công an: 113"]
    assert titles(ask(client, "công an", nam="2026")) != []  # no such year is offered


@pytest.mark.parametrize(
    "typed",
    ["cắt nước", "cat nuoc", "mất nước", "cúp nước", "bao giờ thì cúp nước", "cúp nước chợ cũ"],
)
def test_words_of_equal_meaning_find_the_same(client: Client, typed: str) -> None:
    on_portal("Tạm ngừng cấp nước khu Chợ Cũ")
    on_portal("Nước sông lên", body="<p>Cắt cỏ, mất mùa, cấp cứu.</p>")
    answer = ask(client, typed)
    assert titles(answer)[0] == "Tạm ngừng cấp nước khu Chợ Cũ"
    assert "<mark>Tạm ngừng cấp nước</mark>" in answer.content.decode()
    assert NOT_ALL not in says(answer)


@pytest.mark.parametrize("typed", ["bác sỹ", "bác sĩ", "bac si", "BÁC SỸ"])
@pytest.mark.parametrize("written", ["Bác sĩ", "Bác sỹ"])
def test_y_and_i_are_one_and_marked_as_written(client: Client, typed: str, written: str) -> None:
    on_portal(f"{written} về phường")
    assert f"<mark>{written}</mark> về phường" in ask(client, typed).content.decode()


@pytest.mark.parametrize("typed", ["Đất", "Ðất", "Ɖất", "ðất", "dat"])
def test_letters_that_look_like_dd_are_one(client: Client, typed: str) -> None:
    on_portal("Đất công")
    assert titles(ask(client, typed))[0] == "Đất công"


@pytest.mark.parametrize(
    "typed",
    [
        *("24/11", "24-11", "24.11", "ngày 24/11", "24 tháng 11", "ngày 24 tháng 11"),
        *("24/11/2016", "24-11-2016", "24.11.2016", "24/11/16", "ngày 24 tháng 11 năm 2016"),
        *("họp 24/11", "họp ngày 24 tháng 11 năm 2016"),
    ],
)
@pytest.mark.parametrize(
    "written", ["Họp ngày 24/11/2016", "Họp ngày 24 tháng 11 năm 2016", "Họp sáng 24/11"]
)
def test_a_day_is_found_in_every_spelling(client: Client, typed: str, written: str) -> None:
    on_portal(written, published_at=datetime(2016, 11, 20, 3, tzinfo=UTC))
    on_portal("Họp ngày 24/12/2016", published_at=datetime(2016, 11, 20, 3, tzinfo=UTC))
    if "2016" in written or "16" in typed:
        assert written in titles(ask(client, typed))[:1]
    else:
        assert written in titles(ask(client, typed))


def test_the_day_of_publishing_is_found_and_another_year_is_not(client: Client) -> None:
    on_portal("Chợ hoa", published_at=datetime(2016, 11, 24, 3, tzinfo=UTC))
    on_portal("Chợ đêm 24/11/2015", published_at=datetime(2015, 11, 20, 3, tzinfo=UTC))
    assert titles(ask(client, "24/11/2016")) == ["Chợ hoa"]
    assert titles(ask(client, "chợ 24-11-2015")) == ["Chợ đêm 24/11/2015"]


@pytest.mark.parametrize(
    "typed",
    ["5/NQ-HĐND", "05/NQ-HĐND", "05 nq hđnd", "5 nqhdnd", "05NQ-HDND", "nq-hđnd 05"],
)
def test_a_number_is_found_in_every_spelling(client: Client, typed: str) -> None:
    on_portal("Nghị quyết số 05/NQ-HĐND")
    assert titles(ask(client, typed)) == ["Nghị quyết số 05/NQ-HĐND"]


def test_fewer_words_are_said_to_be_fewer(client: Client) -> None:
    on_portal("Lịch tiêm chủng", lead="Cho trẻ nhỏ")
    on_portal("Tiêm một mũi", body="<p>Lịch sử, chủng loại.</p>")
    answer = ask(client, "lịch tiêm chủng vùng xa")
    assert says(answer)[0] == NOT_ALL
    assert titles(answer) == ["Lịch tiêm chủng"]


def test_words_far_apart_are_not_sure(client: Client) -> None:
    on_portal("Tin", body=f"<p>Giá vé. {'x ' * 50} máy nước. {'x ' * 50} cánh bay.</p>")
    assert says(ask(client, "vé máy bay"))[0] == NOT_ALL


@pytest.mark.parametrize("typed", ["hoạ mi -dại", "tiem phogn -dại", "lịch tiêm hoạ mi -chợ"])
def test_minus_returns_nothing_that_does_not_answer_the_rest(client: Client, typed: str) -> None:
    on_portal("Lịch tiêm phòng chó")
    on_portal("Lịch tiêm phòng dại")
    answer = ask(client, typed)
    assert titles(answer) == []
    assert says(answer)[0] == f"Không tìm thấy “{typed}”"


def test_an_excerpt_keeps_cells_apart(client: Client) -> None:
    table = (
        "<table><tbody><tr><th>Tổ</th><th>Giờ lấy rác</th></tr>"
        "<tr><td>Tổ 5</td><td>7h30</td></tr></tbody></table>"
    )
    on_portal("Thu gom", body=table)
    page = ask(client, "giờ lấy rác").content.decode()
    assert "Tổ | <mark>Giờ lấy rác</mark>; Tổ 5 | 7h30" in page


def test_a_synonym_of_the_board_counts_at_once(client: Client) -> None:

    Article.objects.all().delete()
    on_portal("Lễ hội rước thuyền")
    assert titles(ask(client, "đua ghe")) == []
    SynonymGroup.objects.create(words="đua ghe, rước thuyền")
    assert titles(ask(client, "đua ghe")) == ["Lễ hội rước thuyền"]


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("tối nay", ["Báo động lũ", "Họp ngày 30/11/2026"]),
        ("hom nay", ["Báo động lũ", "Họp ngày 30/11/2026"]),
        ("thứ 7 này", ["Tiêm phòng dại thứ Bảy, 5/12"]),
        ("thu bay nay", ["Tiêm phòng dại thứ Bảy, 5/12"]),
        ("cuối tuần này", ["Cúp điện ngày 06/12/2026", "Tiêm phòng dại thứ Bảy, 5/12"]),
        ("chủ nhật này", ["Cúp điện ngày 06/12/2026"]),
        ("cúp điện chủ nhật này", ["Cúp điện ngày 06/12/2026"]),
        ("thứ hai tuần sau", ["Thu thuế 7 tháng 12"]),
        ("ngày mai", ["Khai mạc 1/12"]),
    ],
)
def test_days_named_from_today_on_are_found(
    client: Client, typed: str, found: list[str], time_machine: Any
) -> None:
    time_machine.move_to(datetime(2026, 11, 30, 8, tzinfo=UTC), tick=False)
    earlier = datetime(2026, 11, 20, tzinfo=UTC)
    on_portal("Báo động lũ", published_at=datetime(2026, 11, 30, 2, tzinfo=UTC))
    on_portal("Văn nghệ tối nay", published_at=datetime(2025, 3, 1, tzinfo=UTC))
    for title in (
        "Họp ngày 30/11/2026",
        "Tiêm phòng dại thứ Bảy, 5/12",
        "Cúp điện ngày 06/12/2026",
        "Thu thuế 7 tháng 12",
        "Khai mạc 1/12",
    ):
        on_portal(title, published_at=earlier)
    answer = ask(client, typed)
    assert sorted(titles(answer)) == found
    assert NOT_ALL not in says(answer)


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("lịch cúp điện", "Tạm ngừng cấp điện Chủ nhật 06/12"),
        ("lich cup dien", "Tạm ngừng cấp điện Chủ nhật 06/12"),
        ("cúp điện hôm nay", "Tạm ngừng cấp điện Chủ nhật 06/12"),
        ("hôm nay có cúp điện không", "Tạm ngừng cấp điện Chủ nhật 06/12"),
        ("lịch cúp điện tuần này", "Tạm ngừng cấp điện Chủ nhật 06/12"),
        ("lich cup dien thang nay", "Tạm ngừng cấp điện Chủ nhật 06/12"),
        ("họp tổ dân phố tối mai", "Họp tổ dân phố bàn việc nuôi chó"),
        ("lớp học bơi tuần sau", "Khai giảng lớp học bơi"),
    ],
)
def test_what_is_of_another_time_or_lacks_a_word_is_near(
    client: Client, typed: str, found: str, time_machine: Any
) -> None:
    time_machine.move_to(datetime(2026, 11, 30, 8, tzinfo=UTC), tick=False)
    SynonymGroup.objects.create(words="cúp điện, ngừng cấp điện")
    earlier = datetime(2026, 11, 20, tzinfo=UTC)
    for title in (
        "Tạm ngừng cấp điện Chủ nhật 06/12",
        "Lớp học điện thoại của người cao tuổi",
        "Lịch tiêm phòng dại: cấp giấy tại chỗ",
        "Họp tổ dân phố bàn việc nuôi chó",
        "Khai giảng lớp học bơi",
    ):
        on_portal(title, published_at=earlier)
    answer = ask(client, typed)
    assert titles(answer)[0] == found
    assert NOT_ALL in says(answer)


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("maats ddieenj", "Mất điện"),
        ("nuwowcs", "Cúp nước"),
        ("19000001", "Gọi 1900 0001"),
        ("1900.0001", "Gọi 1900 0001"),
        ("1900636436", "Gọi 1900 636 436"),
        ("1240 hộ", "Có 1.240 hộ"),
        ("1 240 hộ", "Có 1.240 hộ"),
        ("2.500 suất", "Tặng 2500 suất"),
    ],
)
def test_other_ways_of_typing_are_found(client: Client, typed: str, found: str) -> None:
    for title in (
        *("Mất điện", "Cúp nước", "Gọi 1900 0001", "Gọi 1900 636 436"),
        *("Có 1.240 hộ", "Tặng 2500 suất"),
    ):
        on_portal(title)
    answer = ask(client, typed)
    assert titles(answer) == [found]
    assert NOT_ALL not in says(answer)


def test_a_slip_finds_what_only_texts_have(client: Client) -> None:
    on_portal("Khai giảng", body="<p>Không liên quan.</p>")
    on_portal("Sinh hoạt hè", body="<p>Không liên quan.</p>")
    on_portal("Thủ tục hộ tịch", body="<p>Đăng ký khai sinh tại bộ phận một cửa.</p>")
    answer = ask(client, "khai sinhh")
    assert titles(answer) == ["Thủ tục hộ tịch"]
    assert "Có phải quý vị tìm" in says(answer)


@pytest.mark.parametrize("typed", ["sổ đỏ", '"sổ đỏ"', "SỔ ĐỎ"])
def test_typed_marks_count_more_than_the_same_letters_in_a_title(
    client: Client, typed: str
) -> None:
    """ "Sơ đồ trang" has the letters of "sổ đỏ" in its title, a fact that is found first else."""
    Unit.objects.create(
        name="Phòng Kinh tế",
        short_name="Kinh tế",
        block=Block.AFFILIATED_UNIT,
        duties="Đất đai, sổ đỏ, xây dựng",
    )
    answer = ask(client, typed)
    assert titles(answer)[0] == "Phòng Kinh tế"
    assert NOT_ALL not in says(answer)
    assert titles(ask(client, "so do trang"))[0] == "Sơ đồ trang"
