# ruff: noqa: E501  (clipboards are not wrapped)
"""Clipboards, and what of each is stored: the rules of the import of Word files for what is pasted."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

_FILES = Path(__file__).parent / "clipboards"
_HEAD = (
    '<html xmlns:o="urn:schemas-microsoft-com:office:office" xmlns:w="urn:schemas-microsoft-com:office:word"><head>'
    '<meta name=Generator content="Microsoft Word 15"><style>{}</style></head><body lang=VI><!--StartFragment-->{}<!--EndFragment--></body></html>'
)


@dataclass(frozen=True)
class Pasted:
    """What is on the clipboard, what is stored of it, and what the writer is told."""

    html: str
    stored: str
    told: str = ""
    rtf: str = ""


def of_word(body: str, sheet: str = "") -> str:
    return _HEAD.format(sheet, body)


def in_file(name: str) -> str:
    return (_FILES / f"{name}.html").read_text(encoding="utf-8")


def listed(
    label: str, words: str, level: int = 1, tag: str = "p", gap: str = "&nbsp;&nbsp; "
) -> str:
    """A numbered paragraph of today's Word."""
    return (
        f"<{tag} class=MsoListParagraph style='text-indent:-18.0pt;mso-list:l0 level{level} lfo1'><![if !supportLists]>"
        f"<span style='mso-list:Ignore'>{label}<span style='font:7.0pt \"Times New Roman\"'>{gap}</span></span>"
        f"<![endif]>{words}<o:p></o:p></{tag}>"
    )


def listed_2003(label: str, words: str) -> str:
    """A numbered paragraph of Word 2000 to 2003."""
    return (
        "<p class=MsoNormal style='margin-left:36pt;mso-list:l4 level1 lfo1;tab-stops:list 36.0pt'><![if !supportLists]>"
        f"{label}<span style='font:7.0pt \"Times New Roman\"'>&nbsp;&nbsp; </span><![endif]>{words}</p>"
    )


_BULLET = "<span style='font-family:Symbol'>·</span>"
CASES = {
    "articles": Pasted(in_file("word-dieu"), "<p>Điều 1. Phạm vi</p>\n<p>Điều 2. Đối tượng</p>"),
    "letters": Pasted(in_file("word-letters"), "<p>a) ý một</p>\n<p>b) ý hai</p>"),
    "Roman numerals": Pasted(
        of_word(listed("I.", "phần một") + listed("II.", "phần hai")),
        "<p>I. phần một</p>\n<p>II. phần hai</p>",
    ),
    "chapters, articles, clauses": Pasted(
        of_word(
            listed("Chương I", "Chung", tag="h1")
            + listed("Điều 1.", "Phạm vi", 2)
            + listed("1.", "một", 3)
            + listed("2.", "hai", 3)
            + listed("Chương II", "Riêng", tag="h1")
            + listed("Điều 2.", "Đối tượng", 2)
            + listed("1.1.", "mục", 3)
        ),
        "<h2>Chương I Chung</h2>\n<p>Điều 1. Phạm vi</p>\n<ol><li>một</li><li>hai</li></ol>\n"
        "<h2>Chương II Riêng</h2>\n<p>Điều 2. Đối tượng</p>\n<p>1.1. mục</p>",
    ),
    "plain numbers and bullets": Pasted(
        of_word(
            listed("3.", "ba")
            + listed("4.", "bốn")
            + listed(_BULLET, "gạch", 2)
            + listed("5.", "năm")
            + "<p class=MsoNormal>Ngắt</p>"
            + listed("6)", "sáu")
        ),
        '<ol start="3"><li>ba</li><li>bốn<ul><li>gạch</li></ul></li><li>năm</li></ol>\n<p>Ngắt</p>\n<ol start="6"><li>sáu</li></ol>',
    ),
    "an office of 2003": Pasted(
        of_word(listed_2003("Điều 1.", "Phạm vi") + listed_2003("a)", "ý một")),
        "<p>Điều 1. Phạm vi</p>\n<p>a) ý một</p>",
    ),
    "a column of numbers": Pasted(
        of_word(
            f"<table><tr><td>{listed('1', '')}</td><td>Tổ 1</td></tr><tr><td>{listed('2', '')}</td><td>Tổ 2</td></tr></table>"
        ),
        "<table><tbody><tr><td>1</td><td>Tổ 1</td></tr><tr><td>2</td><td>Tổ 2</td></tr></tbody></table>",
    ),
    "comments of Google Docs": Pasted(
        '<p>Chữ<sup><a href="#cmnt1" id="cmnt_ref1">[a]</a></sup> tiếp</p><div><p><a href="#cmnt_ref1">[a]</a>Đừng đăng!</p></div>',
        "<p>Chữ tiếp</p>",
        "Bỏ 1 lời bình (comment) bên lề.",
    ),
    "a cropped picture": Pasted(
        of_word('<p class=MsoNormal>Ảnh <img src="file:///C:/clip_image001.png"> hết</p>'),
        "<p>Ảnh hết</p>",
        "Bỏ 1 ảnh, vì có ảnh đã cắt hoặc xoay trong Word mà khi dán sẽ hiện lại cả ảnh gốc",
        r"{\rtf1 {\pict\piccropl500\picw10\pngblip 89504e47}}",
    ),
    "a label without a gap": Pasted(
        of_word(listed("Điều 1:", "Phạm vi", gap="")), "<p>Điều 1:Phạm vi</p>"
    ),
    "other editors' letters": Pasted(
        '<ol type="a"><li><p>ý một</p></li><li><p>ý hai</p></li></ol>',
        "<p>a. ý một</p>\n<p>b. ý hai</p>",
    ),
    "Google Docs' Roman numerals": Pasted(
        '<ol start="4"><li style="list-style-type:upper-roman"><p>bốn</p></li><li style="list-style-type:upper-roman">năm</li></ol>',
        "<p>IV. bốn</p>\n<p>V. năm</p>",
    ),
    "Word in the browser": Pasted(
        '<ol><li data-leveltext="Điều %1." data-aria-posinset="7">Phạm vi</li></ol><ol><li data-leveltext="%1." data-aria-posinset="1">một</li></ol>',
        "<p>Điều 7. Phạm vi</p>\n<ol><li>một</li></ol>",
    ),
    "numbers of single items": Pasted(
        '<ol><li>một</li><li value="5">năm</li></ol><ol start="2"><li>hai</li></ol>',
        '<p>1. một</p>\n<p>5. năm</p>\n<ol start="2"><li>hai</li></ol>',
    ),
    "tracked changes": Pasted(
        in_file("word-deleted"),
        "<p>Số hộ là 16 hộ.</p>",
        "Bỏ 1 chỗ đã xóa (Track Changes), giữ chữ mới. Ở gần chữ “Số hộ là 16 hộ.”",
    ),
    "struck out on the web": Pasted(
        in_file("web-struck"),
        "<p>Học phí: <s>150.000</s> <u>120.000</u> đồng; <s>cũ</s></p>\n<p><s>15</s> 16 hộ</p>",
    ),
    "raised by Google Docs and by Word": Pasted(
        of_word(
            '<p class=MsoNormal>5x10<span style="font-size:0.6em;vertical-align:super">6</span>, H<span style="vertical-align:sub">2</span>O,'
            " 120 m<span style='position:relative;top:-3.0pt;mso-text-raise:3.0pt'>2</span>,"
            " giá<span style='mso-text-raise:-.5pt'>:</span> <sup><span style='vertical-align:super'>a</span></sup></p>"
        ),
        "<p>5x10<sup>6</sup>, H<sub>2</sub>O, 120 m<sup>2</sup>, giá: <sup>a</sup></p>",
    ),
    "a folded part": Pasted(
        "<details><summary>tóm</summary>thân</details>", "<p>tóm</p>\n<p>thân</p>"
    ),
    "struck out in Word": Pasted(
        of_word(
            "<p class=MsoNormal><s>15</s> 16 <span style='text-decoration:line-through'>17</span> hộ</p>"
        ),
        "<p><s>15</s> 16 <s>17</s> hộ</p>",
    ),
    "comments": Pasted(
        in_file("word-comment"),
        "<p>Chữ tiếp.</p>",
        "Bỏ 1 lời bình (comment) bên lề. Ở gần chữ “Chữ tiếp.”",
    ),
    "hidden words": Pasted(
        of_word(
            "<p class=MsoNormal>thấy <span style='display:none;mso-hide:all'>ẩn</span><span class=An>kín</span>rõ</p>",
            "<!-- span.An {mso-style-name:An; mso-hide:all; display:none} -->",
        ),
        "<p>thấy rõ</p>",
        "Bỏ 2 đoạn chữ ẩn. Ở gần chữ “thấy rõ”.",
    ),
    "hidden words of the web": Pasted(
        '<p>thấy<span style="display:none"> ẩn</span><span hidden> kín</span></p>',
        "<p>thấy</p>",
        "Bỏ 2 đoạn chữ ẩn.",
    ),
    "words hidden on other screens": Pasted(
        "<style>@media (max-width: 9px) { .a { display: none } .b { color: red } } .c { display: none }</style>"
        '<p><span class="a">thấy</span> <span style="backface-visibility:hidden">rõ</span><span class="c"> ẩn</span></p>',
        "<p>thấy rõ</p>",
        "Bỏ 1 đoạn chữ ẩn.",
    ),
    "capitals": Pasted(
        of_word(
            "<p class=MsoNormal><span style='text-transform:uppercase'>Nguyễn Văn a</span> và <span class=H>ủy ban</span></p>",
            ".H {text-transform:uppercase}",
        ),
        "<p>NGUYỄN VĂN A và ỦY BAN</p>",
    ),
    "ticks of Wingdings": Pasted(
        of_word(
            "<p class=MsoNormal><span style='font-family:Wingdings'>þ</span> Có; <span style='font-family:Wingdings'>\uf06f</span> Không</p>"
        ),
        "<p>☑ Có; ☐ Không</p>",
    ),
    "a sign without a letter": Pasted(
        "<p>Chữ <span style='font-family:Webdings'>Q</span> tiếp</p>",
        "<p>Chữ tiếp</p>",
        "Bỏ 1 ký hiệu của phông ký hiệu",
    ),
    "lines": Pasted(
        in_file("prewrap"), "<p>Kính gửi bà con<br>Ngày 5/7 cắt điện<br><br>Trân trọng</p>"
    ),
    "preformatted lines": Pasted(in_file("pre"), "<p>Dòng 1<br>Dòng 2</p>"),
    "a picture of another page's memory": Pasted(
        in_file("blob-picture"),
        "<p>Ảnh hết</p>",
        "Đã bỏ 1 ảnh lấy từ trang khác, ở gần chữ “Ảnh hết”.",
    ),
    "a script beside a picture": Pasted(
        '<p>Đoạn xấu tốt <script>alert(1)</script><img src="https://x.vn/a.png"></p>',
        "<p>Đoạn xấu tốt</p>",
        "ở gần chữ “Đoạn xấu tốt”.",
    ),
    "an embedded video": Pasted(
        '<p>Trước</p><iframe width="560" src="https://www.youtube.com/embed/aBc"></iframe>'
        '<iframe src="https://a.vn/ban-do"></iframe><iframe width="1" src="https://a.vn/d"></iframe>'
        "<p>Sau</p>",
        "<p>Trước</p>\n<p>Sau</p>",
        "Bỏ 1 video nhúng: xin dán địa chỉ của video thành liên kết. Bỏ 1 khung nhúng từ trang khác.",
    ),
    "footnotes": Pasted(
        in_file("word-footnote"),
        "<p>Câu có chú thích<sup>[1]</sup>.</p>\n<p>[1] Nguồn: báo cáo.</p>",
        "1 chú thích cuối trang thành chữ [1], [2]…, không còn là liên kết",
    ),
    "a table of contents": Pasted(
        of_word(
            '<p class=MsoToc1><a href="#_Toc123">Mục một 3</a></p><p class=MsoNormal>Chữ <a href="#_Ref9">xem dưới</a> <a name=x>neo</a></p>'
        ),
        "<p>Mục một 3</p>\n<p>Chữ xem dưới neo</p>",
        "Bỏ 1 liên kết tới chỗ khác trong văn bản gốc; chữ vẫn còn. Ở gần chữ “Chữ xem dưới neo”.",
    ),
    "links": Pasted(
        '<p><a href="https://a.vn/x#phan-2">trang</a> <a href="file:///C:/a.docx">tệp</a></p>',
        '<p><a href="https://a.vn/x#phan-2" rel="noopener noreferrer">trang</a> tệp</p>',
        "Bỏ 1 liên kết không dùng được trên web; chữ vẫn còn.",
    ),
    "a page break": Pasted(
        of_word(
            "<p class=MsoNormal>hết trang một<br clear=all style='page-break-before:always'>đầu trang hai</p>"
        ),
        "<p>hết trang một<br>đầu trang hai</p>",
    ),
}
