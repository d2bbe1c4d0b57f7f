# ruff: noqa: E501  (a line of XML is one thing)
"""Pictures, tables, links, signs and capitals as Word shows them; what is lost is named with its
place.
"""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from PIL import Image

from core.docx_import.convert import picture_file
from core.docx_import.inline.fields import Target, link_target
from core.files.pictures import reencoded
from core.files.uploads import PictureView
from tests.core.docx_import.as_seen import AS_SEEN, without_addresses
from tests.core.docx_import.shapes import STYLES, jpeg, p, photo, table, text, text_box, word
from tests.core.docx_import.test_convert import body, read, warnings
from tests.core.richtext.test_richtext import ATTACKS, Dangers

FILES = Path(__file__).parent / "files" / "as_seen"


@pytest.mark.parametrize("name", AS_SEEN)
def test_files_of_one_trait(name: str) -> None:
    result = read((FILES / f"{name}.docx").read_bytes())
    assert without_addresses(result.html) == AS_SEEN[name].html
    assert AS_SEEN[name].said in "\n".join(result.warnings)


def test_every_file_has_its_result() -> None:
    assert {file.stem for file in FILES.iterdir()} == set(AS_SEEN)


# Pictures


def corners() -> bytes:
    """A picture of red and green above, blue and white below."""
    image = Image.new("RGB", (400, 200))
    for at, colour in (
        ((0, 0), "red"),
        ((200, 0), "lime"),
        ((0, 100), "blue"),
        ((200, 100), "white"),
    ):
        image.paste(colour, (*at, at[0] + 200, at[1] + 100))
    data = io.BytesIO()
    image.save(data, "PNG")
    return data.getvalue()


_NAMES = {(255, 0, 0): "R", (0, 255, 0): "G", (0, 0, 255): "B", (255, 255, 255): "W"}


def seen(data: bytes) -> str:
    """The colours of the corners, from left to right and down."""
    image = Image.open(io.BytesIO(data)).convert("RGB")
    width, height = image.size
    places = [(x, y) for y in (height // 8, height * 7 // 8) for x in (width // 8, width * 7 // 8)]
    near = [
        min(
            _NAMES,
            key=lambda name: sum(abs(a - b) for a, b in zip(name, image.getpixel(at), strict=True)),
        )
        for at in places
    ]
    return "".join(_NAMES[colour] for colour in near)


def stored(*blocks: str) -> list[str]:
    data = word(p("Tiêu đề", "Title"), p("Chữ"), *blocks, media={"a.png": corners()})
    pictures = read(data).pictures
    files = (picture_file(ContentFile(data), found) for found in pictures)
    return [
        seen(reencoded(file.read(), found.view).data or b"")
        for file, found in zip(files, pictures, strict=True)
    ]


def drawn(fill: str = "", look: str = "", shape: str = "rect") -> str:
    properties = f'<pic:spPr><a:xfrm {look}/><a:prstGeom prst="{shape}"/></pic:spPr>'
    return (
        photo("a")
        .replace('r:embed="a"/>', f'r:embed="a"/>{fill}')
        .replace("</pic:pic>", f"{properties}</pic:pic>")
    )


def vml(shape: str = "", data: str = "") -> str:
    return f'<w:r><w:pict><v:shape {shape}><v:imagedata r:id="a" {data}/></v:shape></w:pict></w:r>'


@pytest.mark.parametrize(
    ("picture", "corners_seen"),
    [
        (drawn(), "RGBW"),
        (drawn('<a:srcRect l="50000"/>'), "GGWW"),
        (drawn('<a:srcRect b="50%"/>'), "RGRG"),
        (drawn('<a:srcRect l="-10000" r="50000"/>'), "RRBB"),
        (drawn('<a:stretch><a:fillRect t="-100000"/></a:stretch>'), "BWBW"),
        (drawn(look='rot="5400000"'), "BRWG"),
        (drawn(look='rot="-5400000"'), "GWRB"),
        (drawn(look='flipH="1"'), "GRWB"),
        (drawn(look='flipV="1"'), "BWRG"),
        (drawn(look='flipH="1" flipV="1"'), "WBGR"),
        (drawn(look='rot="5400000" flipH="1"'), "WGBR"),
        (drawn('<a:srcRect l="50000"/>', 'rot="10800000"'), "WWGG"),
        (vml(data='cropleft="32768f"'), "GGWW"),
        (vml(data='croptop=".5"'), "BWBW"),
        (vml('style="position:absolute;rotation:90"'), "BRWG"),
        (vml('style="rotation:5898240fd"'), "BRWG"),
        (vml('style="flip:x"'), "GRWB"),
        (vml('style="flip:x y"'), "WBGR"),
    ],
)
def test_a_picture_is_stored_as_it_is_seen(picture: str, corners_seen: str) -> None:
    assert stored(p(picture)) == [corners_seen]


def test_one_picture_seen_twice_in_other_ways_is_two_files() -> None:
    assert stored(p(drawn() + drawn(look='flipH="1"') + drawn())) == ["RGBW", "GRWB"]


def test_a_slanting_picture_is_whole_on_a_clear_ground() -> None:
    upright = reencoded(corners(), PictureView(angle=30))
    image = Image.open(io.BytesIO(upright.data or b""))
    assert (image.mode, image.getpixel((0, 0))[3]) == ("RGBA", 0)
    assert (upright.width, upright.height) == image.size
    assert image.size > (400, 200)


def test_what_is_turned_in_word_is_not_turned_by_the_camera_too() -> None:
    image = Image.open(io.BytesIO(corners()))
    exif = image.getexif()
    exif[0x0112] = 6
    data = io.BytesIO()
    image.save(data, "JPEG", exif=exif)
    assert seen(reencoded(data.getvalue()).data or b"") == "BRWG"
    assert seen(reencoded(data.getvalue(), PictureView(angle=90)).data or b"") == "BRWG"


def test_a_group_turns_what_is_in_it() -> None:
    group = (
        '<w:r><w:drawing><wp:inline><wp:docPr id="1" name="G" descr="Hai ảnh"/><a:graphic><a:graphicData uri="g">'
        '<wpg:wgp xmlns:wpg="http://schemas.microsoft.com/office/word/2010/wordprocessingGroup">'
        '<wpg:grpSpPr><a:xfrm flipH="1"/></wpg:grpSpPr>{}</wpg:wgp></a:graphicData></a:graphic></wp:inline></w:drawing></w:r>'
    )
    one = (
        '<pic:pic><pic:nvPicPr><pic:cNvPr id="3" name="" descr="{}"/></pic:nvPicPr><pic:blipFill><a:blip r:embed="a"/>'
        '</pic:blipFill><pic:spPr><a:xfrm rot="5400000"/></pic:spPr></pic:pic>'
    )
    blocks = p(group.format(one.format("Cổng") + one.format("")))
    assert stored(blocks) == ["RBGW"]
    html = body(blocks, media={"a.png": corners()})
    assert without_addresses(html) == '<p><img alt="Cổng"><img alt="Hai ảnh"></p>'


@pytest.mark.parametrize(
    ("picture", "sentence"),
    [
        (drawn(shape="ellipse"), "Bỏ 1 ảnh được cắt theo hình (tròn, sao…) trong Word"),
        (drawn('<a:srcRect l="60000" r="40000"/>'), "Bỏ 1 ảnh không thấy được trong Word"),
        (drawn().replace('name="Picture 1"', 'hidden="1"'), "Bỏ 1 ảnh không thấy được trong Word"),
        (vml('style="visibility:hidden"'), "Bỏ 1 ảnh không thấy được trong Word"),
    ],
)
def test_a_picture_that_cannot_be_as_seen_is_named_with_its_place(
    picture: str, sentence: str
) -> None:
    said = warnings(p("Ngoài sân"), p(picture), media={"a.png": corners()})
    assert [
        one.startswith(sentence) and one.endswith(" Ở gần chữ “Ngoài sân”.") for one in said
    ] == [True]
    assert body(p("Chữ"), p(picture), media={"a.png": corners()}) == "<p>Chữ</p>"


def test_a_link_on_a_picture() -> None:
    click = '<a:hlinkClick r:id="web"/>'
    relations = {"web": ("hyperlink", "https://a.vn/"), "bad": ("hyperlink", "javascript:x()")}
    linked = photo("a", "Cổng", more=click) + photo("a", "Cổng", more=click.replace("web", "bad"))
    html = body(p("Chữ"), p(linked), media={"a.jpg": jpeg()}, relations=relations)
    assert without_addresses(html.partition("\n")[2]) == (
        '<p><a href="https://a.vn/" rel="noopener noreferrer"><img alt="Cổng"></a><img alt="Cổng"></p>'
    )


def test_word_art_of_both_kinds() -> None:
    old = '<w:r><w:pict><v:shape><v:textpath string="Chào mừng&#10;đại hội"/></v:shape></w:pict></w:r>'
    off = old.replace("string", 'on="f" string')
    warped = text_box(p("Vòng cung")).replace(
        "</wps:txbx>", '</wps:txbx><wps:bodyPr><a:prstTxWarp prst="textArchUp"/></wps:bodyPr>'
    )
    assert body(p(text("Neo") + old + off + warped)).split("\n") == [
        f"<p>{words}</p>" for words in ("Neo", "Chào mừng", "đại hội", "Vòng cung")
    ]


# Tables


def rows(*rows_: tuple[str, list[str]], grid: str = "") -> str:
    made = "".join(f"<w:tr><w:trPr>{look}</w:trPr>{''.join(cells)}</w:tr>" for look, cells in rows_)
    return f"<w:tbl><w:tblPr/><w:tblGrid>{grid}</w:tblGrid>{made}</w:tbl>"


def cell(words: str, look: str = "") -> str:
    return f"<w:tc><w:tcPr>{look}</w:tcPr>{p(words)}</w:tc>"


def cells_of(html: str) -> list[str]:
    lines = html.removeprefix("<table><tbody><tr>").removesuffix("</tr></tbody></table>")
    return lines.split("</tr><tr>")


def test_rows_that_begin_late_or_end_early() -> None:
    whole = ("", [cell("a"), cell("b"), cell("c")])
    late = ('<w:gridBefore w:val="1"/><w:gridAfter w:val="1"/>', [cell("giữa")])
    assert cells_of(body(rows(whole, late)))[1] == "<td></td><td>giữa</td><td></td>"
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in (1000, 2000, 1500))
    wide = ('<w:wBefore w:w="3000" w:type="dxa"/>', [cell("cuối")])
    assert cells_of(body(rows(whole, wide, grid=grid)))[1] == "<td></td><td></td><td>cuối</td>"


def test_cells_that_are_deleted_inserted_or_merged_as_changes() -> None:
    deleted = (
        "",
        [cell("a"), cell("bỏ", '<w:cellDel w:id="1"/>'), cell("c", '<w:cellIns w:id="2"/>')],
    )
    gone = ("", [cell("bỏ cả hàng", '<w:cellDel w:id="3"/>')])
    hidden = ("<w:hidden/>", [cell("ẩn")])
    merged = ("", [cell("rộng", '<w:hMerge w:val="restart"/>'), cell("", "<w:hMerge/>")])
    html = body(rows(deleted, gone, hidden, merged))
    assert cells_of(html) == ["<td>a</td><td>c</td>", '<td colspan="2">rộng</td>']
    said = warnings(p("Bảng 1"), rows(deleted, gone, hidden, merged))
    assert said[0].endswith("giữ 1 chỗ thêm, bỏ 2 chỗ xóa. Ở gần chữ “a”.")
    assert said[1].startswith("Bỏ 1 đoạn chữ ẩn.")
    assert body(rows(gone), p("Chữ")) == "<p>Chữ</p>"


def test_a_table_within_a_table_stays() -> None:
    nested = table(["trong"]) + p("sau")
    html = body(table(["{}"]).replace(p(text("{}")), nested))
    inner = "<table><tbody><tr><td>trong</td></tr></tbody></table>"
    assert html == f"<table><tbody><tr><td>{inner}<p>sau</p></td></tr></tbody></table>"


# Links, fields, signs, capitals


@pytest.mark.parametrize(
    ("instruction", "target"),
    [
        (' HYPERLINK "https://a.vn/x" ', ("https://a.vn/x", "")),
        ("HYPERLINK https://a.vn/x", ("https://a.vn/x", "")),
        (r' hyperlink \l "dau" \h ', ("", "dau")),
        (
            r' HYPERLINK "https://a.vn/x" \l "phan-2" \o "Lời \"nhắc\"" \t "_blank"',
            ("https://a.vn/x", "phan-2"),
        ),
        (r' HYPERLINK \o "Lời" "https://a.vn/x" \* MERGEFORMAT', ("https://a.vn/x", "")),
        (r' HYPERLINK "file:///C:\\Tai lieu\\a.docx" ', (r"file:///C:\Tai lieu\a.docx", "")),
        (" HYPERLINK “https://a.vn/x” ", ("https://a.vn/x", "")),
        (r" PAGEREF _Toc1 \h ", None),
        ("", None),
    ],
)
def test_instructions_of_links(instruction: str, target: tuple[str, str] | None) -> None:
    assert link_target(instruction) == (Target(*target) if target else None)


def field(instruction: str, result: str, *, form: str = "", cut: int = 0) -> str:
    def mark(kind: str, inner: str = "") -> str:
        return f'<w:r><w:fldChar w:fldCharType="{kind}">{inner}</w:fldChar></w:r>'

    pieces = [instruction[:cut], instruction[cut:]] if cut else [instruction]
    told = "".join(
        f'<w:r><w:instrText xml:space="preserve">{piece}</w:instrText></w:r>' for piece in pieces
    )
    return mark("begin", form) + told + (mark("separate") + result if result else "") + mark("end")


LINK = '<a href="https://a.vn/x#phan-2" rel="noopener noreferrer">'


def test_fields_in_any_form() -> None:
    instruction = r' HYPERLINK "https://a.vn/x" \l "phan-2" '
    for cut in (0, 5, 14, 25, 32):
        assert body(p(field(instruction, text("chữ"), cut=cut))) == f"<p>{LINK}chữ</a></p>"
    inner = field(" REF ten ", text("https://a.vn/x#phan-2"))
    closing = '<w:r><w:instrText>"</w:instrText></w:r>'
    nested = field(' HYPERLINK "', text("chữ")).replace(
        '"</w:instrText></w:r>', f'"</w:instrText></w:r>{inner}{closing}', 1
    )
    assert body(p(nested)) == f"<p>{LINK}chữ</a></p>"
    one_run = (
        "<w:r>"
        + field(instruction, "<w:r><w:t>chữ</w:t></w:r>").replace("<w:r>", "").replace("</w:r>", "")
        + "</w:r>"
    )
    assert body(p(one_run)) == f"<p>{LINK}chữ</a></p>"
    begun, ended = field(instruction, text("một") + "|" + text("hai")).split("|")
    assert body(p(begun) + p(ended)).split("\n") == [
        f"<p>{LINK}{word_}</a></p>" for word_ in ("một", "hai")
    ]


def test_a_field_that_never_ends_takes_no_words() -> None:
    begun = (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> DATE </w:instrText></w:r>'
    )
    assert body(p(begun + text("Chữ")), p("sau")) == "<p>Chữ</p>\n<p>sau</p>"


def test_contents_that_begin_in_another_paragraph() -> None:
    begin, rest = field(" TOC ", "|").split("|")
    assert body(p(begin), p(text("Mục 1 … 3"), "TOC1"), p(rest + text("Chữ"))) == "<p>Chữ</p>"


@pytest.mark.parametrize(
    ("form", "sign"),
    [
        ("<w:checkBox><w:default w:val='1'/></w:checkBox>", "☒"),
        ("<w:checkBox><w:default w:val='1'/><w:checked w:val='0'/></w:checkBox>", "☐"),
        ("<w:checkBox><w:checked/></w:checkBox>", "☒"),
        (
            "<w:ddList><w:result w:val='1'/><w:listEntry w:val='Nam'/><w:listEntry w:val='Nữ'/></w:ddList>",
            "Nữ",
        ),
        ("<w:ddList><w:listEntry w:val='Nam'/></w:ddList>", "Nam"),
        ("<w:ddList><w:result w:val='9'/></w:ddList>", ""),
    ],
)
def test_boxes_of_forms(form: str, sign: str) -> None:
    html = body(
        p(text("Là ") + field(" FORM ", "", form=f"<w:ffData>{form}</w:ffData>") + text(" đó"))
    )
    assert html == f"<p>Là {sign} đó</p>".replace("  ", " ")


def test_signs_of_symbol_fonts() -> None:
    def sign(font: str, code: str) -> str:
        return f'<w:r><w:sym w:font="{font}" w:char="{code}"/></w:r>'

    def lettered(font: str, letters: str, slot: str = "ascii") -> str:
        return text(letters, f'<w:rFonts w:{slot}="{font}"/>')

    line = sign("Wingdings", "F0FE") + sign("Wingdings 2", "52") + sign("Symbol", "F061")
    line += (
        lettered("Wingdings", "\uf06f")
        + lettered("Wingdings", "þ")
        + lettered("Symbol", "b", "hAnsi")
    )
    line += lettered("Wingdings", "\uf0a8 chữ", "cs")
    assert body(p(line)) == "<p>☑☑α☐☑β☐ chữ</p>"
    box = '<w:sdt><w:sdtPr><w14:checkbox><w14:checked w14:val="1"/></w14:checkbox></w:sdtPr><w:sdtContent>{}</w:sdtContent></w:sdt>'
    assert (
        body(p(box.format(text("☒", '<w:rFonts w:ascii="MS Gothic"/>')) + text(" có")))
        == "<p>☒ có</p>"
    )
    assert body(p(box.format(sign("Wingdings", "F0FE")) + text(" có"))) == "<p>☑ có</p>"
    lost = p(
        text("Chữ") + sign("Bookshelf Symbol", "F041") + sign("Wingdings", "F0FF") + sign("x", "zz")
    )
    assert body(lost) == "<p>Chữ</p>"
    assert warnings(lost) == [
        "Bỏ 3 ký hiệu của phông ký hiệu (Wingdings, Symbol…): xin chèn lại. Ở gần chữ “Chữ”."
    ]


def test_capitals_by_run_and_by_style() -> None:
    styles = STYLES + (
        '<w:style w:type="character" w:styleId="Hoa"><w:name w:val="Hoa"/><w:rPr><w:caps/></w:rPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="DongHoa"><w:name w:val="DongHoa"/><w:basedOn w:val="Normal"/>'
        "<w:rPr><w:caps/></w:rPr></w:style>"
        '<w:style w:type="paragraph" w:styleId="Con"><w:name w:val="Con"/><w:basedOn w:val="DongHoa"/></w:style>'
    )
    runs = text("a", "<w:caps/>") + text("b", '<w:rStyle w:val="Hoa"/>') + text("c")
    blocks = [p(runs), p(text("đồng ") + text("thường", '<w:caps w:val="0"/>'), "Con")]
    assert body(*blocks, parts={"styles": styles}) == "<p>ABc</p>\n<p>ĐỒNG thường</p>"


@pytest.mark.parametrize(
    "apart",
    [
        '<w:br w:type="page"/>',
        '<w:br w:type="column"/>',
        "<w:cr/>",
        "<w:tab/>",
        "<w:ptab/>",
        '<w:br w:clear="all"/>',
    ],
)
def test_words_stay_apart(apart: str) -> None:
    html = body(p(f"<w:r><w:t>một</w:t>{apart}<w:t>hai</w:t></w:r>"))
    assert html in {"<p>một hai</p>", "<p>một<br>hai</p>"}


def test_attacks_come_to_nothing_by_every_path() -> None:
    for attack, _ in ATTACKS.values():
        words = "".join(f"&#{ord(sign)};" for sign in attack if sign.isprintable())
        numbering = (
            f'<w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/>'
            f'<w:lvlText w:val="{words} %1"/></w:lvl></w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
        )
        form = f"<w:ffData><w:ddList><w:listEntry w:val='{words}'/></w:ddList></w:ffData>"
        art = f'<w:r><w:pict><v:shape href="{words}" alt="{words}"><v:textpath string="{words}"/><v:imagedata r:id="a"/></v:shape></w:pict></w:r>'
        blocks = [
            p("Chữ", more='<w:numPr><w:numId w:val="1"/></w:numPr>'),
            p(field(" FORM ", "", form=form) + field(f" HYPERLINK {words} ", text("x")) + art),
            p(field(f' HYPERLINK "https://a.vn" \\l "{words.replace("&#34;", "")}"', text("x"))),
        ]
        result = read(
            word(
                p("Tiêu đề", "Title"),
                *blocks,
                parts={"numbering": numbering},
                media={"a.jpg": jpeg()},
            )
        )
        assert Dangers(result.html).found == []
