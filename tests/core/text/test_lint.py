"""Rules on plain words: what each finds, and what comes near and is right."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from core.text.lint import (
    LengthBounds,
    PreferredWording,
    check_doubled_words,
    check_preferred_words,
    check_private_data,
    check_punctuation,
    check_spelling,
    check_title,
    is_file_name,
)
from core.text.messages import LintMessage, count_phrase, limit_messages
from core.text.spelling import preferred_spelling
from core.text.vietnamese import personal_data


def quotes(rule: Callable[..., object], text: str, **more: object) -> list[str]:
    return [one.quote for one in rule("body", text, **more)]


@pytest.mark.parametrize(
    ("typed", "right"),
    [
        ("hoà", "hòa"),
        ("khoẻ", "khỏe"),
        ("thuỷ", "thủy"),
        ("uỷ", "ủy"),
        ("thoả", "thỏa"),
        ("hòan", "hoàn"),
        ("qúy", "quý"),
        ("qúa", "quá"),
        ("gìa", "già"),
        ("gíup", "giúp"),
        ("nguời", "người"),
        ("ngưòi", "người"),
        ("đuợc", "được"),
        ("thuờng", "thường"),
        ("rựơu", "rượu"),
        ("mươì", "mười"),
        ("tiéng", "tiếng"),
        ("chuyẻn", "chuyển"),
        ("ngề", "nghề"),
        ("ngỉ", "nghỉ"),
        ("ghà", "gà"),
        ("cẻ", "kẻ"),
    ],
)
def test_a_syllable_written_otherwise_has_one_right_spelling(typed: str, right: str) -> None:
    assert preferred_spelling(typed) == right
    assert preferred_spelling(right) == right


@pytest.mark.parametrize("typed", ["bãt", "hõc", "lềch", "tìến", "đạoc", "nhiềư", "hôoị"])
def test_what_cannot_be_a_syllable(typed: str) -> None:
    assert preferred_spelling(typed) is None


RIGHT = [
    "hòa",
    "khỏe",
    "thủy",
    "ủy",
    "quý",
    "quỳ",
    "quá",
    "quả",
    "già",
    "giá",
    "giếng",
    "giêng",
    "gì",
    "gìn",
    "giết",
    "giữ",
    "giặt",
    "người",
    "thường",
    "tiếng",
    "mười",
    "nghề",
    "gà",
    "kẻ",
    "quỳnh",
    "quýt",
    "quyết",
    "quyền",
    "quốc",
    "quờ",
    "quẹt",
    "quét",
    "quặng",
    "quành",
    "quào",
    "của",
    "mùa",
    "múa",
    "lúa",
    "ngoài",
    "ngoáy",
    "ngoẻo",
    "khuỷu",
    "khuya",
    "thuở",
    "huơ",
    "hươu",
    "xoong",
    "moóc",
    "soóc",
    "ngoạp",
    "oạp",
    "oẳn",
    "xẻng",
    "kẻng",
    "séc",
    "téc",
    "ý",
    "yếu",
    "yên",
    "mỹ",
    "kỹ",
    "lý",
    "sỹ",
    "tỷ",
    "hừm",
    "ừ",
    "ờ",
    "ôi",
    "ối",
    "à",
    "ạ",
    "tuýp",
    "huýt",
    "nguýt",
    "huỳnh",
    "huỵch",
    "khoét",
    "toẹt",
    "hoẵng",
    "nguệch",
    "huênh",
    "bâng",
    "khuâng",
    "khuấy",
    "quấy",
    "quây",
    "rượu",
    "tương",
    "trước",
    "chuẩn",
    "xuất",
    "bất",
    "dịch",
    "nghị",
    "kế",
    "hoạch",
    "loắt",
    "choắt",
    "ngoặc",
    "ngoằn",
    "ngoèo",
    "khoèo",
    "ngoắt",
    "xoắn",
    "chuếnh",
    "choáng",
    "nguếch",
    "đuềnh",
    "đoàng",
    "tuệch",
    "toạc",
    "ưỡn",
    "ngượng",
    "hưởng",
    "lưỡi",
    "cưỡi",
    "mứt",
    "bưu",
    "cứu",
    "hưu",
    "riềng",
    "siêng",
    "chiếc",
    "diếp",
    "khiếp",
    "điếu",
    "yểu",
    "uống",
    "uổng",
    "thuốc",
    "buồm",
    "vuốt",
    "đều",
    "kều",
    "rêu",
    "mếu",
    "bệch",
    "mệnh",
    "lệch",
    "thênh",
    "trống",
    "lốp",
    "cốc",
    "đột",
    "hởi",
    "hợp",
    "hớt",
    "cơm",
    "đơn",
]
FOREIGN = [
    "café",
    "résumé",
    "sôcôla",
    "ôtô",
    "canô",
    "êđê",
    "krông",
    "đắk",
    "blốc",
    "prông",
    "müller",
    "señor",
    "naïve",
]


@pytest.mark.parametrize("word", RIGHT + FOREIGN)
def test_right_and_foreign_words_are_left_alone(word: str) -> None:
    assert preferred_spelling(word) == word


@pytest.mark.parametrize(
    "word", ["Thuý", "Hoà", "HOÀ", "Uỷ", "hoa", "nguoi", "wifi", "NĐ", "đ", "đbscl", ""]
)
def test_names_abbreviations_and_words_without_marks_are_not_judged(word: str) -> None:
    assert preferred_spelling(word) == word


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Bà con hoà thuận, hoà thuận mãi", ["hoà"]),
        ("nguời dân và ngưòi già", ["nguời", "ngưòi"]),
        ("gửi về hoà@phuong.example hoặc /tep/hoà.pdf, xem hoà.vn", []),
        ("chữ ghép hoà-bình và mã hoà2", []),
        ("chị Thuý ở Hoà Bình", []),
        ("chữ ă, chữ â", []),
    ],
)
def test_spelling_quotes_each_word_once(text: str, found: list[str]) -> None:
    assert quotes(check_spelling, text) == found


def test_spelling_says_what_to_write() -> None:
    sentences = [one.sentence for one in check_spelling("lead", "hoà bãt")]
    assert sentences == ["Xin viết “hòa” thay cho “hoà”.", "Xin xem lại chính tả của chữ “bãt”."]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("kế hoạch của của phường", ["của của"]),
        ("và  và", ["và  và"]),
        ("ngày ngày, người người, dần dần, luôn luôn", []),
        ("vì lý do do thời tiết, thiết bị bị hỏng, nhà ở ở phường, hiện tại tại đây", []),
        ("của, của", []),
        ("việc của\ncủa ai", []),
        ("đã đãi khách", []),
    ],
)
def test_doubled_words(text: str, found: list[str]) -> None:
    assert quotes(check_doubled_words, text) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("bà con , cô bác", ["con ,"]),
        ("xong rồi  .", ["rồi  ."]),
        ("phường ,quận", ["phường ,"]),
        ("thế à ?", ["à ?"]),
        ("phường,quận", ["phường,quận"]),
        ("tỷ lệ 1 : 500 và 08 : 30", []),
        ("vui quá :) còn nữa ...", []),
        ("tệp .docx, số 1,5 và 1.000; ngày 15/7.", []),
        ("A,B,C", []),
    ],
)
def test_blanks_at_punctuation(text: str, found: list[str]) -> None:
    assert quotes(check_punctuation, text) == found


@pytest.mark.parametrize(
    ("title", "number"),
    [
        ("PHƯỜNG HỌP GIAO BAN THÁNG 6", 1),
        ("PHƯỜNG HỌP GIAO BAN.", 2),
        ("Phường họp giao ban.", 1),
        ("Phường họp giao ban", 0),
        ("UBND, HĐND phường họp", 0),
        ("UBND phường", 0),
        ("Vệ sinh đường, ngõ, hè phố, v.v.", 0),
        ("Còn lại một việc…", 0),
        ("Ai cũng có thể giúp?", 0),
        ("", 0),
        (". . .", 1),
    ],
)
def test_titles(title: str, number: int) -> None:
    assert len(list(check_title("title", title))) == number


@pytest.mark.parametrize(
    "description",
    [
        "IMG_1234.jpg",
        "IMG_1234",
        "ảnh.png",
        "Ảnh 1",
        "ảnh",
        "DSC00123",
        "DSC_0042.JPG",
        "Screenshot 2024-05-12 at 10.30",
        "z5123456789012_0a1b2c3d4e5f.jpg",
        "20240512_103045",
        "FB_IMG_1699999999",
        "Ảnh chụp màn hình 2024-05-12",
        "WhatsApp Image 2024-05-12",
        "image",
        "bờ sông.jpeg",
        "hình minh họa",
        "untitled",
        "received_123456",
    ],
)
def test_names_of_files(description: str) -> None:
    assert is_file_name(description)


@pytest.mark.parametrize(
    "description",
    [
        "Bà con dọn bờ sông",
        "Ảnh Bác Hồ treo giữa hội trường",
        "Hình vẽ cây cầu mới",
        "",
        "Đoàn xe đạp số 12 xuất phát",
        "Scan mã QR tại quầy một cửa",
        "20 em học sinh nhận quà",
        "Ảnh chụp bến đò lúc bình minh",
    ],
)
def test_descriptions(description: str) -> None:
    assert not is_file_name(description)


def test_bounds_count_syllables_and_give_their_reason() -> None:
    bounds = LengthBounds("Sapo", 2, 4, "đọc một hơi")
    assert list(bounds.lint("lead", "")) == []
    assert list(bounds.lint("lead", "hai chữ")) == list(bounds.lint("lead", "một hai ba bốn")) == []
    sentence = "Sapo có 5 chữ, thường nên từ 2 đến 4 chữ: đọc một hơi."
    assert list(bounds.lint("lead", "một hai ba bốn năm")) == [LintMessage("lead", sentence)]
    assert [one.sentence for one in LengthBounds("Sapo", 1, 1, "ngắn").lint("lead", "hai chữ")] == [
        "Sapo có 2 chữ, thường nên tối đa 1 chữ: ngắn."
    ]


PUBLIC = "0912 345 678 - (024) 3875 1234\nSố nhà 12 phố Bến Sen, phường Bến Sen"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Gọi 0987654321", ["0987654321"]),
        ("Gọi 0912.345.678 hoặc +84 912 345 678", []),
        ("Xin đến số nhà 12 phố Bến Sen", []),
        ("Ông A ở số nhà 14 ngõ 2", ["số nhà 14 ngõ 2"]),
        ("Căn cước 001085012345", ["001085012345"]),
        ("Liên hệ 024 3875 1234", []),
    ],
)
def test_the_wards_own_phone_and_address_are_not_private(text: str, found: list[str]) -> None:
    assert quotes(check_private_data, text, is_public=PUBLIC) == found


def test_a_ward_without_phone_makes_nothing_public() -> None:
    assert quotes(check_private_data, "Gọi 0987654321", is_public="\n") == ["0987654321"]


PREFERENCES = [
    PreferredWording("uỷ ban", "ủy ban", "Một kiểu dấu."),
    PreferredWording("tổ dân", "tổ dân phố"),
    PreferredWording("Mặt trận tổ quốc", "Mặt trận Tổ quốc"),
    PreferredWording("UBND P", "UBND phường"),
]


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("họp uỷ ban", ["Xin viết “ủy ban” thay cho “uỷ ban” (Một kiểu dấu)."]),
        ("Uỷ ban họp", ["Xin viết “Ủy ban” thay cho “Uỷ ban” (Một kiểu dấu)."]),
        ("ủy ban, uỷ bang, quỷ ban", []),
        ("tổ dân số 7", ["Xin viết “tổ dân phố” thay cho “tổ dân”."]),
        ("tổ dân phố số 7 và Tổ dân phố số 8", []),
        ("mặt trận tổ quốc", ["Xin viết “Mặt trận Tổ quốc” thay cho “mặt trận tổ quốc”."]),
        ("Mặt trận Tổ quốc; MẶT TRẬN TỔ QUỐC", []),
        ("UBND P. Bến Sen", ["Xin viết “UBND phường” thay cho “UBND P”."]),
        ("UBND Phường", []),
        ("", []),
    ],
)
def test_preferred_words(text: str, sentences: list[str]) -> None:
    assert [one.sentence for one in check_preferred_words("body", text, PREFERENCES)] == sentences


def test_no_preferences_no_lint() -> None:
    assert quotes(check_preferred_words, "uỷ ban", preferences=[]) == []


def test_few_names_some_and_counts_the_rest() -> None:
    found = [LintMessage("body", f"Câu {number % 8}.") for number in range(16)]
    assert [one.sentence for one in limit_messages(found)] == [
        *(f"Câu {n}." for n in range(5)),
        "Còn 3 chỗ tương tự.",
    ]
    assert limit_messages(found[:5]) == found[:5]
    assert limit_messages([]) == []


def test_counted_tells_errors_from_warnings() -> None:
    error, warning = LintMessage("title", "Thiếu.", is_error=True), LintMessage("title", "Xem.")
    assert count_phrase([]) == ""
    assert count_phrase([warning] * 3) == "3 điều nên xem lại"
    assert count_phrase([error]) == "1 điều cần sửa trước khi đăng"
    assert (
        count_phrase([warning, error, warning])
        == "1 điều cần sửa trước khi đăng, 2 điều nên xem lại"
    )


def test_a_street_number_of_many_parts_is_looked_at_in_good_time() -> None:
    assert personal_data("số 1" + "/11" * 20_000) == []
    for text in ("a" * 200_000, "a@" * 100_000, "a@" + "a." * 100_000, "a." * 100_000 + "@"):
        assert personal_data(text) == []
    assert personal_data("sinh ngày" + " " * 200_000 + "x") == []
