"""Small Word files of one trait each in ``files/as_seen``, and what of them is stored."""

from __future__ import annotations

import re
from dataclasses import dataclass


@dataclass(frozen=True)
class Seen:
    """The body that is stored, without addresses of pictures; words of the report; last words."""

    html: str
    last: str
    said: str = ""


def without_addresses(html: str) -> str:
    """Return a body with pictures named by their description alone."""
    return re.sub(r' (?:src|width|height)="[^"]*"', "", html)


_BOX = "Chữ trong 1 khung chữ được đặt thành đoạn văn"
AS_SEEN = {
    "heading-backlink": Seen(
        "<h2>I. KẾT QUẢ</h2>\n<h3>1. Về an ninh</h3>\n<p>Chữ.</p>\n<h3>2. Về y tế</h3>\n"
        "<p>Chữ.</p>\n<h2>II. HẠN CHẾ</h2>\n<h3>1. Về đất đai</h3>\n<p>Chữ.</p>",
        "1. Về đất đai",
    ),
    "numstylelink": Seen(
        "<p>Điều 1. Phạm vi</p>\n<ol><li>khoản</li></ol>\n<p>Điều 2. Đối tượng</p>",
        "Điều 2. Đối tượng",
    ),
    "lvloverride-lvl": Seen("<p>Phần I: Mở đầu</p>\n<p>Phần II: Nội dung</p>", "Phần II: Nội dung"),
    "lvlrestart0": Seen(
        "<p>Chương I. Quy định chung</p>\n<p>Điều 1. Phạm vi</p>\n<p>Điều 2. Đối tượng</p>\n"
        "<p>Chương II. Tổ chức</p>\n<p>Điều 3. Trách nhiệm</p>",
        "Điều 3. Trách nhiệm",
    ),
    "gridbefore": Seen(
        "<table><tbody><tr><td>Thứ</td><td>Sáng</td><td>Chiều</td></tr>"
        "<tr><td>Hai</td><td>họp</td><td>họp</td></tr>"
        "<tr><td></td><td></td><td>chỉ chiều</td></tr></tbody></table>",
        "chỉ chiều",
    ),
    "table-autonumber": Seen(
        "<table><tbody><tr><td>STT</td><td>Tên</td></tr><tr><td>1</td><td>Tổ 1</td></tr>"
        "<tr><td>2</td><td>Tổ 2</td></tr><tr><td>3</td><td>Tổ 3</td></tr></tbody></table>",
        "Tổ 3",
    ),
    "wingdings-text": Seen("<p>☑ Có hộ khẩu; ☐ Không</p>", "Không"),
    "caps": Seen(
        "<p>NGUYỄN VĂN A</p>\n<p>ỦY BAN</p>\n<p>gạch dưới</p>\n<p>chữ đỏ quan trọng</p>",
        "chữ đỏ",
        "Chữ hoa nhỏ (Small Caps) ở 1 chỗ được viết thành chữ hoa. Ở gần chữ “ỦY BAN”.",
    ),
    "link-split": Seen(
        '<p><a href="https://dichvucong.gov.vn/trang" rel="noopener noreferrer">Cổng dịch vụ công'
        "</a></p>",
        "Cổng dịch vụ công",
    ),
    "link-anchor": Seen(
        '<p><a href="https://vidu.vn/trang#phan-2" rel="noopener noreferrer">trang có neo</a> neo'
        " trong</p>",
        "neo trong",
        "Bỏ 1 liên kết tới chỗ khác trong tệp; chữ vẫn còn. Ở gần chữ “trang có neo neo trong”.",
    ),
    "formcheckbox": Seen("<p>Đồng ý: ☒ xong</p>", "xong"),
    "crop": Seen('<p>Chữ mở đầu.</p>\n<p><img alt="Cổng phường"></p>', "Chữ mở đầu."),
    "rotate": Seen('<p>Chữ mở đầu.</p>\n<p><img alt="Cổng phường"></p>', "Chữ mở đầu."),
    "group": Seen(
        '<p>Chữ mở đầu.</p>\n<p><img alt="Ảnh trái: cổng"><img alt="Ảnh phải: sân"></p>',
        "Chữ mở đầu.",
    ),
    "wordart": Seen("<p>Chữ mở đầu.</p>\n<p>CHÀO MỪNG ĐẠI HỘI</p>\n<p>Sau.</p>", "Sau.", _BOX),
    "page-break": Seen("<p>hết trang một<br>đầu trang hai</p>", "đầu trang hai"),
}
