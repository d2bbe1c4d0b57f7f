"""Vietnamese text: the same word typed in different ways, the order of names, what a line and a
page really say.
"""

import time
import unicodedata

import pytest

from core.text.vietnamese import (
    account_numbers,
    clean_line,
    fold,
    identity_numbers,
    mask_identity_numbers,
    mask_personal_numbers,
    mobile_numbers,
    nfc,
    person_sort_key,
    personal_data,
    plain_text,
    slug,
    sort_key,
    syllables,
)


def nfd(s: str) -> str:
    return unicodedata.normalize("NFD", s)


def test_nfc_makes_one_word_of_two_encodings():
    assert nfd("ngày") != "ngày"
    assert nfc(nfd("ngày")) == "ngày"


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("  Họp   giao ban \n tháng 6 ", "Họp giao ban tháng 6"),
        ("Họp\u00a0giao\tban", "Họp giao ban"),
        ("Họp\x00giao\x0bban\x7f", "Họp giao ban"),
        ("phư\u200bờng\ufeff Phúc\u00ad Lợi", "phường Phúc Lợi"),
        ("a\u202egpj.exe", "agpj.exe"),
        ("a\ud800b", "ab"),
        ("👩\u200d👧 ngày hội", "👩\u200d👧 ngày hội"),
        (nfd("Ủy ban"), "Ủy ban"),
        ("", ""),
        (" \n ", ""),
    ],
)
def test_clean_line(given, expected):
    assert clean_line(given) == expected


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("Đại hội Đảng bộ", "dai hoi dang bo"),
        ("ĐẠI HỘI ĐẢNG BỘ", "dai hoi dang bo"),
        (nfd("Đại hội Đảng bộ"), "dai hoi dang bo"),
        ("hoá", "hoa"),
        ("hóa", "hoa"),
        ("Ủy ban", "uy ban"),
        ("Uỷ ban", "uy ban"),
        ("chữ Ơ và Ư, Ă và Â", "chu o va u, a va a"),
        ("15/2016/QĐ-UBND", "15/2016/qd-ubnd"),
    ],
)
def test_fold(given, expected):
    assert fold(given) == expected


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("Đại hội Đảng bộ phường", "dai-hoi-dang-bo-phuong"),
        (nfd("Đại hội Đảng bộ phường"), "dai-hoi-dang-bo-phuong"),
        ("Tết Trung thu 2016: vui, an toàn!", "tet-trung-thu-2016-vui-an-toan"),
        ("Quyết định 15/2016/QĐ-UBND", "quyet-dinh-15-2016-qd-ubnd"),
        ("???", "tin"),
        ("", "tin"),
    ],
)
def test_slug(given, expected):
    assert slug(given) == expected


def test_slug_is_cut_between_words_and_keeps_their_order():
    assert slug("Ra quân tổng vệ sinh môi trường", max_length=20) == "ra-quan-tong-ve-sinh"
    assert slug("Ra quân nghiêng", max_length=10) == "ra-quan"


def test_slug_of_one_endless_word_is_cut_inside_it():
    assert slug("a" * 200) == "a" * 80


def test_letters_sort_in_the_order_of_the_alphabet():
    alphabet = "aăâbcdđeêghiklmnoôơpqrstuưvxy"
    backwards = alphabet[::-1]
    assert "".join(sorted(backwards, key=sort_key)) == alphabet


@pytest.mark.parametrize(
    "ordered",
    [
        ["ma", "mà", "mả", "mã", "má", "mạ"],
        ["an", "ăn", "ân", "da", "đa"],
        ["Dân quân", "Dân vận", "Đoàn thanh niên"],
        # Letters decide before tones do.
        ["hòa", "hoan", "hoàn"],
        ["tổ 1", "tổ trưởng"],
    ],
)
def test_words_sort_as_in_a_dictionary(ordered):
    backwards = ordered[::-1]
    assert sorted(backwards, key=sort_key) == ordered
    assert sorted(map(nfd, backwards), key=sort_key) == list(map(nfd, ordered))


def test_letters_that_look_like_dd_sort_as_it() -> None:
    assert {sort_key(word) for word in ("Đảng", "Ðảng", "Ɖảng", "đảng")} == {sort_key("đảng")}
    assert sorted(["Em", "Ðê", "Dê"], key=sort_key) == ["Dê", "Ðê", "Em"]


def test_capitals_do_not_matter_for_the_order():
    assert sort_key("ĐẢNG") == sort_key("đảng")


def test_strange_characters_have_a_place_in_the_order():
    assert sorted(["Wi-Fi", "vận", "xã", "中", "😀", "1", "ﬁ", ""], key=sort_key)[:2] == ["", "1"]


def test_persons_sort_by_given_name_then_by_the_rest():
    people = ["Nguyễn Văn Đức", "Chu Thị Huế", "Trần Anh", "Lê Thị Anh", "Lê Văn Dũng"]
    assert sorted(people, key=person_sort_key) == [
        "Lê Thị Anh",
        "Trần Anh",
        "Lê Văn Dũng",
        "Nguyễn Văn Đức",
        "Chu Thị Huế",
    ]
    assert person_sort_key("Hà") < person_sort_key("Lê Hà")
    assert person_sort_key("") == (((), ()), ((), ()))


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("Ủy ban nhân dân phường", 5),
        ("  ngày 25/6/2016 –  họp ", 3),
        ("", 0),
        ("... – !", 0),
        (nfd("hội nghị"), 2),
    ],
)
def test_syllables(given, expected):
    assert syllables(given) == expected


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("<p>Một</p><p>Hai</p>", "Một\nHai"),
        ("<p>ng&agrave;y &amp; đ&ecirc;m&nbsp;hội &lt;b&gt;</p>", "ngày & đêm hội <b>"),
        ("một<br>hai<br><br>ba", "một\nhai\nba"),
        ("<ul><li>một</li><li>hai <b>ba</b></li></ul>", "một\nhai ba"),
        ("<table><tr><td>a</td><td>b</td></tr></table>", "a\nb"),
        ("<p>một\n  hai</p>", "một hai"),
        ("<p>a</p><script>alert(1)</script><style>p{}</style><p>b</p>", "a\nb"),
        ("<p>chữ <em>nghiêng</em>đậm</p>", "chữ nghiêngđậm"),
        ("<p>" + nfd("ngày") + "</p>", "ngày"),
        ("3 < 5", "3 < 5"),
        ("", ""),
    ],
)
def test_plain_text(given, expected):
    assert plain_text(given) == expected


# fmt: off
BLOCKS = [
    "address", "article", "aside", "blockquote", "center", "dd", "div", "dl", "dt",
    "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "li",
    "main", "nav", "ol", "option", "p", "pre", "section", "ul",
]
# fmt: on


def test_every_block_has_lines_of_its_own_and_no_other_element():
    for tag in BLOCKS:
        assert plain_text(f"một<{tag}>hai</{tag}>ba") == "một\nhai\nba", tag
    for tag in ("br", "hr"):
        assert plain_text(f"một<{tag}>hai") == "một\nhai", tag
    for tag in ("a", "b", "em", "font", "i", "span", "strong", "sub", "sup", "u"):
        assert plain_text(f"một<{tag}>hai</{tag}>ba") == "mộthaiba", tag


def test_every_cell_of_a_table_has_a_line_of_its_own():
    rows = "<tr><th>{0}1</th><th>{0}2</th></tr><tr><td>{0}3</td><td>{0}4</td></tr>"
    parts = "".join(f"<{part}>{rows.format(part)}</{part}>" for part in ("thead", "tbody", "tfoot"))
    lines = plain_text(f"một<table><caption>hai</caption>{parts}</table>ba").split("\n")
    cells = [f"{part}{number}" for part in ("thead", "tbody", "tfoot") for number in range(1, 5)]
    assert lines == ["một", "hai", *cells, "ba"]


def test_plain_text_of_broken_markup_is_quick():
    started = time.process_time()
    assert plain_text('<b "' * 50_000 + "<p>xong</p>").endswith("xong")
    assert time.process_time() - started < 30


@pytest.mark.parametrize(
    ("text", "quoted"),
    [
        ("Căn cước số 001085012345 do Cục cấp", "001085012345"),
        ("CMND 012345678.", "012345678"),
        ("CCCD: 001 085 012 345", "CCCD: 001 085 012 345"),
        ("liên hệ 0912345678", "0912345678"),
        ("liên hệ 0912.345.678 gặp chị Hoa", "0912.345.678"),
        ("gọi +84 912 345 678 nhé", "+84 912 345 678"),
        ("ông Nam, sinh ngày 5/3/1960,", "sinh ngày 5/3/1960"),
        ("bà Lan sinh ngày 5 tháng 3 năm 1960", "sinh ngày 5 tháng 3 năm 1960"),
        ("anh Tú (sinh năm 1990)", "sinh năm 1990"),
        ("chị Hà, SN 1990, làm nghề", "SN 1990"),
        ("Ngày sinh: 05-03-1960", "Ngày sinh: 05-03-1960"),
        ("ở số nhà 12 ngõ 3 phố Vạn Phúc", "số nhà 12 ngõ 3 phố Vạn Phúc"),
        ("ở số 5, ngách 2/3", "số 5, ngách 2/3"),
        ("thường trú tại tổ 4, phường A; đã đến", "thường trú tại tổ 4, phường A"),
        ("ủng hộ bà Mai, số tài khoản 0011004123456.", "tài khoản 0011004123456"),
        ("STK Vietcombank: 1903 4567 8901 23", "STK Vietcombank: 1903 4567 8901 23"),
        (nfd("sinh năm 1990"), "sinh năm 1990"),
        ("Xin trả lời vào hung@gmail.com.", "hung@gmail.com”"),
        ("Thư: Hung.Nguyen+1@Mail.Example.VN, cảm ơn", "Hung.Nguyen+1@Mail.Example.VN”"),
    ],
)
def test_personal_data_is_quoted_in_a_warning(text, quoted):
    ((warning, _),) = personal_data(text)
    assert f"“{quoted}" in warning
    assert warning == nfc(warning)


@pytest.mark.parametrize(
    "text",
    [
        "Kinh phí 123456789 đồng",
        "Kinh phí 150.000.000 đồng, đã chi 125000000000 đồng",
        "Điện thoại cơ quan: 024 3875 1234, đường dây nóng 1900 1234",
        "Kỷ niệm 126 năm ngày sinh Chủ tịch Hồ Chí Minh",
        "Sửa đường ngõ 3 phố Vạn Phúc; hướng dẫn đăng ký tạm trú",
        "Quyết định số 12/2016/QĐ-UBND ngày 25/06/2016 | 11:15",
        "Sinh hoạt hè năm 2016 cho 1.234 em",
        "Gửi về vanthu@bensen.hanoi.gov.vn hoặc vanthu@gov.vn; giá 5@kg",
        "",
    ],
)
def test_ordinary_text_gives_no_warning(text):
    assert personal_data(text) == []


def test_each_finding_is_named_once_and_all_kinds_are_found():
    text = (
        "Bà A, sinh năm 1960, số nhà 5 ngõ 2. Gọi 0912345678. Nhắc lại: 0912345678. Căn cước"
        " 001085012345."
    )
    warnings = [sentence for sentence, _ in personal_data(text)]
    assert [w.split("“")[1].split("”")[0] for w in warnings] == [
        "001085012345",
        "0912345678",
        "sinh năm 1960",
        "số nhà 5 ngõ 2",
    ]


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("CCCD 079085001234.", "CCCD [số đã che]."),
        ("CMND 012345678 và 023456789", "CMND [số đã che] và [số đã che]"),
        ("Căn cước số: 079 085 001 234", "Căn cước số: [số đã che]"),
        ("STT 1 Trần Văn Bé 079 085 001 234", "STT 1 Trần Văn Bé [số đã che]"),
        ("123456789 đồng, 1.234.567.890", "123456789 đồng, 1.234.567.890"),
        ("tài khoản 110000123456", "tài khoản 110000123456"),
        ("Số tài khoản: 123456789", "Số tài khoản: 123456789"),
        ("STK 123456789", "STK 123456789"),
        ("Quyết định 123456789/QĐ", "Quyết định 123456789/QĐ"),
        ("Quyết định 123456789 /QĐ", "Quyết định 123456789 /QĐ"),
        ("Quyết định 123456789-QĐ/TU", "Quyết định 123456789-QĐ/TU"),
        ("tài khoản định danh 001085012345", "tài khoản định danh [số đã che]"),
        ("CCCD 001085012345/CMND 012345678", "CCCD [số đã che]/CMND [số đã che]"),
        ("Căn cước công dân số: 001085012345/A", "Căn cước công dân số: [số đã che]/A"),
        ("001085012345 - NGUYỄN VĂN A", "[số đã che] - NGUYỄN VĂN A"),
        ("STK 123456789, CCCD 001085012345", "STK 123456789, CCCD [số đã che]"),
    ],
)
def test_numbers_of_identity_cards_are_masked(text: str, masked: str) -> None:
    assert mask_identity_numbers(text) == masked
    assert identity_numbers(masked) == []
    assert bool(identity_numbers(text)) == (text != masked)


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("ĐT: 0912 345 678", "0912 345 678"),
        ("ĐT: 0912\n345 678.", "0912 345 678"),
        ("ĐT: 09\n12345678.", "09 12345678"),
        ("ĐT: 0912.345.\n678", "0912.345. 678"),
        ("+84 912 345\n678", "+84 912 345 678"),
        ("Năm 0912\n345 678 901", ""),
        ("0912\n345\n678", ""),
    ],
)
def test_a_mobile_number_may_be_broken_over_a_line_once(text: str, number: str) -> None:
    assert mobile_numbers(text) == ([number] if number else [])


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("tài khoản 19034567890123", "tài khoản [số đã che]"),
        ("Số tài khoản:\n1903 4567 890 123, VCB", "Số tài khoản:\n[số đã che], VCB"),
        ("STK 0011-0012-345 và CCCD 001085012345", "STK [số đã che] và CCCD [số đã che]"),
        ("Quyết định số 15/QĐ-UBND, tài khoản cấp 2", "Quyết định số 15/QĐ-UBND, tài khoản cấp 2"),
    ],
)
def test_numbers_of_accounts_are_masked(text: str, masked: str) -> None:
    assert mask_personal_numbers(text) == masked
    assert bool(account_numbers(text)) == ("[" in masked)
    assert account_numbers(masked) == []
