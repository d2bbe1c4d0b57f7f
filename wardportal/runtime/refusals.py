"""Pages of requests that the server refuses before Django sees them."""

from __future__ import annotations

import socket

from gunicorn import util

_SENTENCES = {
    414: "Địa chỉ này dài quá. Xin rút ngắn, hoặc tìm lại từ trang chủ.",
    431: "Trình duyệt gửi kèm quá nhiều dữ liệu. Xin xóa cookie của trang này rồi thử lại.",
    500: "Máy chủ gặp trục trặc. Xin thử lại sau ít phút.",
}
_SENTENCE = "Máy chủ không hiểu yêu cầu này. Xin tải lại trang, hoặc bắt đầu từ trang chủ."
_PAGE = """<!doctype html>
<html lang="vi">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Không mở được trang</title>
<h1>Không mở được trang</h1>
<p>{}</p>
<p><a href="/">Về trang chủ</a></p>
</html>
"""


def write_refusal(sock: socket.socket, status: int, reason: str, message: str) -> None:
    """Write the whole answer; ``message`` is gunicorn's own, for the log alone."""
    body = _PAGE.format(_SENTENCES.get(status, _SENTENCE)).encode()
    head = (
        f"HTTP/1.1 {status} {reason}\r\nConnection: close\r\n"
        f"Content-Type: text/html; charset=utf-8\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    util.write_nonblock(sock, head.encode("latin1") + body)


def use_own_pages() -> None:
    """Let gunicorn's workers write these pages; it has no setting for them."""
    util.write_error = write_refusal
