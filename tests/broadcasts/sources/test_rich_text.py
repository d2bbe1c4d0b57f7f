"""What of a rich text is read aloud, line by line."""

import pytest

from broadcasts.sources.rich_text import spoken_lines

TABLE = (
    "<table><caption>Lịch cắt nước</caption><thead><tr><th>Khu vực</th><th>Thời gian</th></tr>"
    "</thead><tbody><tr><td>Phố Chợ Cũ</td><td>22:00 đến 04:00</td></tr>"
    "<tr><td>Ngõ 12</td><td></td></tr></tbody></table>"
)


@pytest.mark.parametrize(
    ("html", "lines"),
    [
        ("", []),
        ("<p>Một</p><p>Hai.</p>", ["Một.", "Hai."]),
        ("<p>Một<br>hai</p>", ["Một hai."]),
        ("<h2>Việc cần làm</h2><ul><li>Đóng van</li><li>Trữ nước;</li></ul>",
         ["Việc cần làm.", "Đóng van.", "Trữ nước;"]),
        ("<ul><li>Một<ul><li>Hai</li></ul>ba</li></ul>", ["Một.", "Hai.", "ba."]),
        (TABLE, ["Lịch cắt nước.", "Khu vực: Phố Chợ Cũ; Thời gian: 22:00 đến 04:00.",
                 "Khu vực: Ngõ 12."]),
        ("<table><tbody><tr><td>a</td><td>b</td></tr></tbody></table>", ["a, b."]),
        ("<table><tbody><tr><th>a</th></tr></tbody></table>", ["a."]),
        ("<p>Trước</p><figure><img src=\"/x\"><figcaption>Ảnh</figcaption></figure><p>Sau</p>",
         ["Trước.", "Sau."]),
        ("chữ <strong>đậm</strong> rời", ["chữ đậm rời."]),
        ("<p>“Vui lắm!”</p><p>gọi là “thuyền rác”</p>", ["“Vui lắm!”", "gọi là “thuyền rác”."]),
        ("<blockquote><p>Lời</p><p>trích</p></blockquote>", ["Lời.", "trích."]),
    ],
)  # fmt: skip
def test_lines(html: str, lines: list[str]) -> None:
    assert spoken_lines(html).split("\n") == (lines or [""])
