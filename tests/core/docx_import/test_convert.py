"""Word files, by Word and by LibreOffice: what comes over, what is named as left out, what is
refused.
"""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest
from django.core.files.base import ContentFile

from core.docx_import.blocks import MAX_ELEMENTS
from core.docx_import.convert import DocxContent, picture_file, read_docx
from core.docx_import.package import MAX_TAGS
from core.files.validation import InvalidUpload
from tests.core.docx_import.make_files import everything
from tests.core.docx_import.shapes import item, jpeg, level, p, photo, table, text, text_box, word
from tests.support.files import PDF, office, package, picture

FILES = Path(__file__).parent / "files"

KEPT = [
    "<strong>cùng góp công</strong><sup>[1]</sup>.</p>",
    "Có sáu mươi hộ ",
    (
        "<ul><li>Cuốc</li><li>Xẻng<ul><li>Xẻng nhỏ</li></ul></li></ul>\n<ol><li>Dọn cỏ</li><li>Xếp"
        " đá</li></ol>"
    ),
    "<h2>Việc đã làm</h2>",
    "<h3>Số liệu</h3>",
    '<thead><tr><th scope="col">',
    "<tbody><tr><td>Thứ Bảy</td><td>32</td></tr></tbody>",
    'alt="Bà con chuyền đá"',
    '<a href="https://phuong.example/lich" rel="noopener noreferrer">lịch ra quân</a>',
    "<p>Liên hệ: bà Hòa, tổ trưởng.</p>",
    "<h2>Chú thích</h2>\n<ol><li>Theo sổ của tổ.</li></ol>",
]
GONE = ["chín mươi", "Chữ ẩn", "Nhớ kiểm tra", "javascript", "UBND", "Bản cũ", "id=", "style", "↑"]
REMARKS = [
    (
        "Tệp có sửa đổi đang theo dõi (Track Changes): coi như đã chấp nhận hết, giữ 1 chỗ thêm, bỏ"
        " 1 chỗ xóa."
    ),
    "Bỏ 1 lời bình (comment) bên lề.",
    "Bỏ 1 đoạn chữ ẩn.",
    "Chữ trong 1 khung chữ được đặt thành đoạn văn ngay sau chỗ neo khung: xin xem lại thứ tự.",
    "Bỏ 1 liên kết không dùng được trên web (javascript, tệp trên máy…); chữ vẫn còn.",
    "1 chú thích cuối trang được chuyển xuống mục “Chú thích” ở cuối bài.",
]


def read(data: bytes, name: str = "bài.docx") -> DocxContent:
    return read_docx(ContentFile(data, name=name))


def body(*blocks: str, **more: object) -> str:
    """The HTML of a document with a title and these blocks."""
    return read(word(p("Tiêu đề", "Title"), *blocks, **more)).html  # type: ignore[arg-type]


def warnings(*blocks: str, **more: object) -> list[str]:
    return read(word(p("Tiêu đề", "Title"), *blocks, **more)).warnings[1:]  # type: ignore[arg-type]


def refusal(data: bytes, name: str = "bài.docx") -> str:
    with pytest.raises(InvalidUpload) as refused:
        read(data, name)
    return str(refused.value.message)


@pytest.mark.parametrize("name", ["word.docx", "libreoffice.docx"])
def test_a_whole_article(name: str) -> None:
    result = read((FILES / name).read_bytes())
    assert [words for words in KEPT if words not in result.html] == []
    assert [words for words in GONE if words in result.html] == []
    said = "\n".join(result.warnings)
    assert [sentence for sentence in REMARKS if sentence not in said] == []
    assert "Bỏ 1 đoạn chữ ẩn. Ở gần chữ “" in said
    assert "kè lại bờ sông" in result.title.lower()
    assert result.title not in result.html


def test_the_committed_file_is_what_the_script_makes() -> None:
    made, committed = (
        zipfile.ZipFile(io.BytesIO(data))
        for data in (everything(), (FILES / "word.docx").read_bytes())
    )
    assert {name: made.read(name) for name in made.namelist() if "media" not in name} == {
        name: committed.read(name) for name in committed.namelist() if "media" not in name
    }


# Titles


@pytest.mark.parametrize(
    ("blocks", "title", "rule"),
    [
        ([p("Lời dẫn"), p("Hội nghị", "Title"), p("Chữ")], "Hội nghị", "kiểu Title"),
        ([p("Hội nghị", "u1"), p("Chữ"), p("Mục", "u2")], "Hội nghị", "đề mục đầu tiên"),
        ([p(text("Hội nghị tổ", "<w:b/>")), p("Chữ")], "Hội nghị tổ", "dòng đầu in đậm"),
        ([p("HỘI NGHỊ", more='<w:jc w:val="center"/>'), p("Chữ")], "HỘI NGHỊ", "viết hoa toàn bộ"),
        (
            [
                p(text("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "<w:b/>")),
                p(text("Độc lập - Tự do - Hạnh phúc", "<w:b/>")),
                p(text("Hội nghị tổ", "<w:b/>")),
                p("Chữ"),
            ],
            "Hội nghị tổ",
            "dòng đầu in đậm",
        ),
        (
            [
                p("ỦY BAN NHÂN DÂN"),
                p("PHƯỜNG BẾN SEN"),
                p(text("Phường Bến Sen trồng cây", "<w:b/>")),
                p("Chữ"),
            ],
            "Phường Bến Sen trồng cây",
            "dòng đầu in đậm",
        ),
        (
            [p(text("Phường ta ra quân dọn vệ sinh", "<w:b/>"), "u1"), p("Chữ"), p("Mục", "u2")],
            "Phường ta ra quân dọn vệ sinh",
            "đề mục đầu tiên",
        ),
        ([p("Mục một", "u1"), p("Chữ"), p("Mục hai", "u1")], "tin tháng 7", "tên tệp"),
        ([p(text("Bà con chú ý các việc sau:", "<w:b/>")), p("Chữ")], "tin tháng 7", "tên tệp"),
        ([p(text("Dài " * 70, "<w:b/>")), p("Chữ")], "tin tháng 7", "tên tệp"),
        ([p(photo("a")), p("Chữ")], "tin tháng 7", "tên tệp"),
    ],
)
def test_the_title_and_the_rule_that_found_it(blocks: list[str], title: str, rule: str) -> None:
    result = read(word(*blocks, media={"a.jpg": jpeg()}), "tin_tháng 7.docx")
    assert result.title == title
    assert rule in result.warnings[0]
    assert (title in result.html) is False


def _bold(*lines: str) -> list[str]:
    return [p(text(line, "<w:b/>"), more='<w:jc w:val="center"/>') for line in lines]


@pytest.mark.parametrize(
    ("lines", "title"),
    [
        (["THÔNG BÁO", "Về việc tạm ngừng cấp nước"], "Thông báo về việc tạm ngừng cấp nước"),
        (["THÔNG BÁO", "V/v: tạm ngừng cấp nước"], "Thông báo về việc tạm ngừng cấp nước"),
        (["KẾ HOẠCH", "Tổ chức Ngày hội"], "Kế hoạch Tổ chức Ngày hội"),
        (["THÔNG BÁO", "VỀ VIỆC CẤP NƯỚC", "TẠI TỔ 5"], "THÔNG BÁO VỀ VIỆC CẤP NƯỚC TẠI TỔ 5"),
        (["THÔNG BÁO", "_______"], "THÔNG BÁO"),
        (["HỘI NGHỊ TỔ 5", "Mục thứ nhất"], "HỘI NGHỊ TỔ 5"),
        (["THÔNG BÁO", "Dài " * 70], "THÔNG BÁO"),
    ],
)
def test_what_paper_it_is_takes_the_lines_below_along(lines: list[str], title: str) -> None:
    letterhead = ["UBND PHƯỜNG BẾN SEN", "Bến Sen, ngày 12 tháng 11 năm 2026"]
    result = read(word(*_bold(*letterhead, *lines), p("Thực hiện kế hoạch, phường thông báo.")))
    assert result.title == title
    assert "Thực hiện" in result.html
    assert ("Về việc" in result.html or "V/v" in result.html) is False


# Structure


def test_headings_skip_no_level() -> None:
    styles = ["u3", "u5", "u1", "Muc", "u3", "u5", "u1"]
    levels = [line[2] for line in body(*(p(f"Mục {style}", style) for style in styles)).split("\n")]
    assert levels == ["2", "3", "2", "3", "4", "4", "2"]


def test_a_heading_is_plain_and_a_long_one_is_a_paragraph() -> None:
    assert body(p(text("Đậm", "<w:b/><w:i/>"), "u1")) == "<h2>Đậm</h2>"
    assert body(p("x " * 200, "u1")).startswith("<p>x x")
    assert (
        body(
            p("Mục", more='<w:outlineLvl w:val="1"/>'), p("Chữ", "u1", '<w:outlineLvl w:val="9"/>')
        )
        == "<h2>Mục</h2>\n<p>Chữ</p>"
    )


def test_lists_keep_what_they_count_by() -> None:
    blocks = [
        item("một", 2),
        item("hai", 2),
        item("chữ a", 2, 1),
        item("gạch", 2, 2),
        item("ba", 2),
        p("Ngắt"),
    ]
    blocks += [
        item("bốn", 2),
        item("lại một", 5),
        item("điều", 3),
        item("khoản", 3, 1),
        item("phần", 4),
    ]
    assert body(*blocks).split("\n") == [
        "<ol><li>một</li><li>hai</li></ol>",
        "<p>a) chữ a</p>",
        "<ul><li>gạch</li></ul>",
        '<ol start="3"><li>ba</li></ol>',
        "<p>Ngắt</p>",
        '<ol start="4"><li>bốn</li></ol>',
        "<ol><li>lại một</li></ol>",
        "<p>Điều 1. điều</p>",
        "<p>1.1. khoản</p>",
        "<p>I. phần</p>",
    ]


@pytest.mark.parametrize(
    ("form", "labels"),
    [
        ("upperLetter", ["Z)", "AA)"]),
        ("lowerRoman", ["xxvi)", "xxvii)"]),
        ("decimalZero", ["26)", "27)"]),
        ("none", [")", ")"]),
    ],
)
def test_forms_of_numbers(form: str, labels: list[str]) -> None:
    numbering = (
        f'<w:abstractNum w:abstractNumId="0">{level(0, form, "%1)", 26)}</w:abstractNum>'
        '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
    )
    html = body(
        item("x", 1), item("x", 1), item("không có danh sách", 9), parts={"numbering": numbering}
    )
    assert html.split("\n") == [
        *(f"<p>{label} x</p>" for label in labels),
        "<p>không có danh sách</p>",
    ]


def test_tables() -> None:
    bold = table(["STT", "Tên"], look="<w:b/>").replace(
        "</w:tbl>", f"{table(['1', 'An']).partition('</w:tblPr>')[2]}"
    )
    assert '<thead><tr><th scope="col"><strong>STT</strong></th>' in body(bold)
    assert "<thead>" not in body(table(["a", "b"], ["c", "d"]))
    deleted = table(["a", "b"], ["c", "d"]).replace(
        "<w:tr>", '<w:tr><w:trPr><w:del w:id="1"/></w:trPr>', 1
    )
    assert "<td>a</td>" not in body(deleted)
    merged = table(["a", "b"], ["c", "d"]).replace(
        "<w:tc>", '<w:tc><w:tcPr><w:gridSpan w:val="2"/></w:tcPr>', 1
    )
    assert '<td colspan="2">a</td>' in body(merged)
    begun, going_on = (
        f"<w:tc><w:tcPr><w:vMerge{how}/></w:tcPr>" for how in (' w:val="restart"', "")
    )
    down = table(["a"], ["b"]).replace("<w:tc>", going_on).replace(going_on, begun, 1)
    assert '<td rowspan="2">a</td>' in body(down)
    assert body(p("Bảng 1", "Caption"), table(["a"])).startswith("<table><caption>Bảng 1</caption>")


def test_quotes_drop_caps_and_contents() -> None:
    drop_cap = p("H", more='<w:framePr w:dropCap="drop" w:lines="3"/>')
    assert (
        body(p("Lời", "Quote"), drop_cap, p("ôm nay"))
        == "<blockquote><p>Lời</p></blockquote>\n<p>Hôm nay</p>"
    )
    begin, end = (f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>' for kind in ("begin", "end"))
    contents = [p(begin + text("Mục 1 ... 3"), "TOC1"), p(end + text("Chữ"))]
    assert body(*contents) == "<p>Chữ</p>"
    assert "Bỏ mục lục tự động." in warnings(*contents)


# Runs


def test_looks() -> None:
    runs = text("a", '<w:rStyle w:val="Manh"/>') + text("b", "<w:i/>") + text("c", "<w:dstrike/>")
    runs += text("2", '<w:vertAlign w:val="superscript"/>') + text(
        "d", '<w:b w:val="0"/><w:rStyle w:val="Manh"/>'
    )
    assert body(p(runs)) == "<p><strong>a</strong><em>b</em><s>c</s><sup>2</sup>d</p>"


def test_words_moved_from_their_line() -> None:
    def moved(half_points: str) -> str:
        return body(p(text("10") + text("6", f'<w:position w:val="{half_points}"/>')))

    assert moved("8") == "<p>10<sup>6</sup></p>"
    assert moved("-6") == "<p>10<sub>6</sub></p>"
    assert moved('-2"/><w:sz w:val="19') == "<p>10<sub>6</sub></p>"
    assert moved("2") == moved("") == moved("cao") == moved("9" * 400) == "<p>106</p>"


def test_raised_by_style() -> None:
    raised = text("10") + text("6", '<w:rStyle w:val="Mu"/>')
    assert body(p(raised)) == "<p>10<sup>6</sup></p>"
    as_usual = text("6", '<w:rStyle w:val="Mu"/><w:vertAlign w:val="baseline"/>')
    assert body(p(as_usual)) == "<p>6</p>"


def test_hidden_text_by_style_too() -> None:
    assert (
        body(p(text("thấy") + text(" ẩn", "<w:vanish/>") + text(" ẩn", '<w:rStyle w:val="An"/>')))
        == "<p>thấy</p>"
    )
    assert body(p(text("thấy", '<w:vanish w:val="0"/>'))) == "<p>thấy</p>"


def test_changes_are_accepted() -> None:
    def change(name: str, words: str, tag: str = "t") -> str:
        return f'<w:{name} w:id="1"><w:r><w:{tag}>{words}</w:{tag}></w:r></w:{name}>'

    line = (
        change("ins", "thêm ")
        + change("del", "xóa", "delText")
        + change("moveFrom", "cũ")
        + change("moveTo", "mới")
    )
    assert body(p(line)) == "<p>thêm mới</p>"
    joined = p("đầu ", more='<w:rPr><w:del w:id="3"/></w:rPr>') + p("cuối")
    assert body(joined) == "<p>đầu cuối</p>"


def test_controls_fields_and_wrappers() -> None:
    prompt = (
        "<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr>"
        f"<w:sdtContent>{text('Bấm để nhập')}</w:sdtContent></w:sdt>"
    )
    control = f"<w:sdt><w:sdtContent>{text('ô ')}</w:sdtContent></w:sdt>"
    field = f'<w:fldSimple w:instr="DATE">{text("hôm nay ")}</w:fldSimple>'
    link = f"<w:fldSimple w:instr='HYPERLINK \"https://a.vn\"'>{text('liên kết')}</w:fldSimple>"
    local = f"<w:fldSimple w:instr='HYPERLINK \\l \"_Toc1\"'>{text(' trong')}</w:fldSimple>"
    smart = f"<w:smartTag>{text(' thẻ')}</w:smartTag>"
    content = p(prompt + control + field + link + local + smart)
    wrapped = f"<w:sdt><w:sdtContent>{content}</w:sdtContent></w:sdt>"
    assert (
        body(wrapped)
        == '<p>ô hôm nay <a href="https://a.vn" rel="noopener noreferrer">liên kết</a> trong'
        " thẻ</p>"
    )


def test_links_that_lead_nowhere_good() -> None:
    targets = [
        "javascript:alert(1)",
        "file:///C:/a.docx",
        "JAVASCRIPT:x",
        "data:text/html,x",
        "https://a.vn/",
    ]
    links = "".join(f'<w:hyperlink r:id="l{i}">{text(f"chữ {i} ")}</w:hyperlink>' for i in range(5))
    relations = {f"l{i}": ("hyperlink", target) for i, target in enumerate(targets)}
    anchor = f'<w:hyperlink w:anchor="dau">{text("đầu")}</w:hyperlink>'
    html = body(p(links + anchor), relations=relations)
    assert (
        html == '<p>chữ 0 chữ 1 chữ 2 chữ 3 <a href="https://a.vn/" rel="noopener noreferrer">chữ 4'
        " </a>đầu</p>"
    )
    assert "Bỏ 4 liên kết" in warnings(p(links), relations=relations)[0]


def test_words_that_look_like_marks_or_markup_are_words() -> None:
    assert (
        body(p(text("\ufdd0picture0\ufdd1 &lt;b&gt; &lt;script&gt;")))
        == "<p>picture0 &lt;b&gt; &lt;script&gt;</p>"
    )


# Pictures and what else floats


def test_pictures() -> None:
    media = {"a.jpg": jpeg(), "b.jpg": jpeg("red"), "v.emf": b"x"}
    decorative = '<a:extLst><a:ext><adec:decorative val="1"/></a:ext></a:extLst>'
    result = read(
        word(
            p("Tiêu đề", "Title"),
            p(photo("a", "Bà con &amp; “bờ sông”")),
            p("Ảnh: Lan", "Caption"),
            p(
                photo("b", "IMG_20260701.jpg")
                + photo("a", "Picture 3")
                + photo("b", more=decorative)
            ),
            p(photo("v") + photo("mất") + photo("ngoài", link="link")),
            media=media,
            relations={"ngoài": ("image", "https://evil.example/x.png")},
        )
    )
    assert result.html.split("\n") == [
        (
            '<figure class="image"><img src="/tep/word-0.webp" alt="Bà con &amp; “bờ sông”">'
            "<figcaption>Ảnh: Lan</figcaption></figure>"
        ),
        (
            '<p><img src="/tep/word-1.webp" alt=""><img src="/tep/word-0.webp" alt="">'
            '<img src="/tep/word-1.webp" alt="" data-decorative="true"></p>'
        ),
    ]
    assert [found.name for found in result.pictures] == ["a.jpg", "b.jpg"]
    assert [sentence[:8] for sentence in result.warnings[1:]] == [
        "Bỏ 1 ảnh",
        "Bỏ 1 ảnh",
        "Bỏ 1 hìn",
    ]


def test_an_outside_picture_is_not_asked_for() -> None:
    picture_outside = photo("ngoài")  # embedded by its words, external by its relation
    sentences = warnings(
        p(picture_outside), relations={"ngoài": ("image", "http://127.0.0.1:1/x.png")}
    )
    assert sentences == [
        "Bỏ 1 ảnh chỉ liên kết tới nơi khác, không nằm trong tệp: xin tải ảnh lên. Ở gần chữ “Tiêu"
        " đề”."
    ]


def test_text_boxes_of_all_ages() -> None:
    shape = f"<v:shape><v:textbox><w:txbxContent>{p('Cũ')}</w:txbxContent></v:textbox></v:shape>"
    old = f"<w:r><w:pict>{shape}</w:pict></w:r>"
    both, new = text_box(p("Mới"), p("Bản cũ")), text_box(p("Chỉ mới") + p("hai dòng"))
    nested = text_box(p(text("Ngoài") + text_box(p("Trong"))))
    assert body(p(text("Neo") + old + both + new + nested)).split("\n") == [
        f"<p>{words}</p>" for words in ("Neo", "Cũ", "Mới", "Chỉ mới", "hai dòng", "Ngoài", "Trong")
    ]
    assert "5 khung chữ" in warnings(p(text("Neo") + old + both + new + nested))[0]


def test_what_cannot_come_is_named() -> None:
    graphic = '<a:graphic><a:graphicData uri="http://x/drawingml/2006/chart"/></a:graphic>'
    chart = f"<w:r><w:drawing><wp:inline>{graphic}</wp:inline></w:drawing></w:r>"
    formula = "<m:oMath><m:r><m:t>x²</m:t></m:r></m:oMath>"
    embedded = "<w:r><w:object><o:OLEObject/></w:object></w:r>"
    sentences = warnings(p(text("Chữ") + chart + formula + embedded), "<w:altChunk/>")
    assert [sentence.split(":")[0] for sentence in sentences] == [
        "Bỏ 1 biểu đồ hoặc sơ đồ (SmartArt)",
        "Bỏ 1 công thức toán",
        "Bỏ 1 đối tượng nhúng (bảng Excel, bản vẽ…)",
        "Bỏ 1 tài liệu khác nhúng trong tệp",
    ]


def test_a_pictures_bytes() -> None:
    data = word(p(photo("a")), media={"a.jpg": jpeg()})
    found = read(data).pictures[0]
    assert picture_file(ContentFile(data), found).read() == jpeg()
    with pytest.raises(InvalidUpload):
        picture_file(ContentFile(word(p("x"))), found)


# Old encodings


CAPITALS = '<w:rFonts w:ascii=".VnTimeH" w:hAnsi=".VnTimeH"/>'


@pytest.mark.parametrize(
    ("old", "looks", "right"),
    [
        ("§¶ng ñy ph­êng häp bµn vÒ c«ng t¸c", "", "Đảng ủy phường họp bàn về công tác"),
        ("®¶ng ñy ph­êng häp bµn", CAPITALS, "ĐẢNG ỦY PHƯỜNG HỌP BÀN"),
        ("®¶ng ñy ph­êng häp bµn", "<w:caps/>", "ĐẢNG ỦY PHƯỜNG HỌP BÀN"),
        ("Ñaûng uûy phöôøng hoïp baøn", "", "Đảng ủy phường họp bàn"),
        ("Đảng ủy phường họp bàn", CAPITALS, "ĐẢNG ỦY PHƯỜNG HỌP BÀN"),
    ],
)
def test_a_text_in_an_old_encoding_comes_in_as_it_was_seen(
    old: str, looks: str, right: str
) -> None:
    content = read(word(p("Mở đầu bằng một dòng chữ thường."), p(text(old, looks))))
    assert content.html.endswith(f"<p>{right}</p>")
    told = [one for one in content.warnings if "bảng mã cũ" in one]
    assert bool(told) == (right.lower() != old.lower())


def test_a_soft_hyphen_of_word_is_a_letter_of_tcvn3() -> None:
    old = "<w:r><w:t>Tæ d©n phè ra qu©n ph</w:t><w:softHyphen/><w:t>êng, m«i tr</w:t></w:r>"
    old += "<w:r><w:softHyphen/><w:t>êng</w:t></w:r>"
    assert "<p>Tổ dân phố ra quân phường, môi trường</p>" in read(word(p("Một"), p(old))).html
    other = "<w:r><w:t>phư</w:t><w:softHyphen/><w:t>ờng</w:t></w:r>"
    assert "<p>phường</p>" in read(word(p("Một"), p(other))).html


def test_what_was_converted_is_shown_beside_the_original() -> None:
    (sentence,) = [
        one
        for one in read(word(p("Phường"), p("Céng hoµ x· héi", "Cu"))).warnings
        if "bảng mã" in one
    ]
    assert "Trước: “Céng hoµ x· héi”. Sau: “Cộng hoà xã hội”" in sentence
    converted = read(word(p("Đảng ủy phường họp bàn về công tác", "Cu")))
    assert not any("bảng mã" in sentence for sentence in converted.warnings)


# Refusals


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "Tệp trống"),
        (word(p("Chữ"))[:900], "bị hỏng"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"EncryptedPackage" * 40, "có mật khẩu"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"x" * 600, "kiểu cũ hoặc có mật khẩu"),
        (office(more={"word/a.xml": b"a" * 60_000_000}), "bung ra lớn"),
        (b"chi la chu", "Tệp này hỏng hoặc không phải tệp Word (.docx)"),
        (PDF, "không phải tệp Word"),
        (picture(), "không phải tệp Word"),
        (
            office("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
            "không phải tệp Word",
        ),
        (office(more={"word/vbaProject.bin": b"x"}), "macro"),
        (package({"a.txt": "x"}), "Tệp nén"),
        (word(), "không có chữ"),
        (word(p(text("ẩn", "<w:vanish/>"))), "không có chữ"),
        (word("<w:p><w:r>"), "bị hỏng"),
        (office(more={"word/document.xml": '<!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>'}), "bị hỏng"),
        (word("<w:p/>" * (MAX_TAGS + 1), compression=0), "quá dài"),
        (word(p(text("x", "<w:b/>") + text("y")) * MAX_ELEMENTS, compression=0), "quá dài"),
        (word(p(text("x" * 1_000_001)), compression=0), "quá dài"),
        (word("<w:sdt><w:sdtContent>" * 150 + "</w:sdtContent></w:sdt>" * 150), "quá dài"),
        (word(p("x" * 21 * 1024 * 1024), compression=0), "quá dài"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_refusals_are_one_sentence(data: bytes, words: str) -> None:
    sentence = refusal(data)
    assert words in sentence
    assert sentence.endswith(".") and "PDF" not in sentence


def test_too_many_pictures() -> None:
    photos = {f"a{number}.jpg": jpeg() for number in range(41)}
    assert "Tệp Word có 41 ảnh" in refusal(
        word(p("".join(photo(f"a{n}") for n in range(41))), media=photos)
    )


def test_fifty_megabytes_of_pictures_are_not_read_with_the_text() -> None:
    noise = bytes(range(256)) * 4 * 1024
    media = {f"a{number}.png": noise * 12 for number in range(4)}
    data = word(p("Chữ"), p(photo("a0")), media=media, compression=0)
    assert len(data) > 48 * 1024 * 1024
    assert len(read(data).pictures) == 1
    assert "50 MB" in refusal(data + noise * 4)


def test_only_pictures() -> None:
    result = read(word(p(photo("a")), media={"a.jpg": jpeg()}), "Ảnh hội nghị.docx")
    assert (result.title, result.html) == (
        "Ảnh hội nghị",
        '<p><img src="/tep/word-0.webp" alt=""></p>',
    )
