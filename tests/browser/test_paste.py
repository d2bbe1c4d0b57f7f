# ruff: noqa: E501  (clipboards are not wrapped)
"""What people paste, as the programs put it on the clipboard, and what of it is stored."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from news.models import Article
from tests.browser.conftest import Portal
from tests.support.admin_browser import change, press, text_area
from tests.support.cast import Cast

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.browser

PASTE = """([html, words, rtf]) => {
  const area = document.querySelector(".cke_editable");
  const data = new DataTransfer();
  if (html) data.setData("text/html", html);
  data.setData("text/plain", words);
  if (rtf) data.setData("text/rtf", rtf);
  area.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
}"""

WORD = """<html xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office"
xmlns:w="urn:schemas-microsoft-com:office:word" xmlns="http://www.w3.org/TR/REC-html40">
<head><meta name=ProgId content=Word.Document><meta name=Generator content="Microsoft Word 15">
<!--[if gte mso 9]><xml><o:OfficeDocumentSettings><o:AllowPNG/></o:OfficeDocumentSettings></xml><![endif]-->
<style><!-- p.MsoNormal {margin:0cm; font-size:14.0pt; font-family:"Times New Roman",serif;} @list l0 {mso-list-id:1;} --></style>
</head><body lang=VI style='tab-interval:36.0pt'><!--StartFragment-->
<h1 style='margin-top:12.0pt'><span style='font-size:16.0pt'>Việc đã làm<o:p></o:p></span></h1>
<p class=MsoNormal style='text-indent:36.0pt'><span lang=VI style='font-size:14.0pt;color:red'>Bà con <b style='mso-bidi-font-weight:normal'>cùng góp công</b>, <i>từ sáng sớm</i>.<o:p></o:p></span></p>
<p class=MsoListParagraphCxSpFirst style='text-indent:-18.0pt;mso-list:l0 level1 lfo1'><![if !supportLists]><span style='font-family:Symbol'><span style='mso-list:Ignore'>·<span style='font:7.0pt "Times New Roman"'>&nbsp;&nbsp;&nbsp;&nbsp; </span></span></span><![endif]>Cuốc<o:p></o:p></p>
<p class=MsoListParagraphCxSpLast style='text-indent:-18.0pt;mso-list:l0 level1 lfo1'><![if !supportLists]><span style='font-family:Symbol'><span style='mso-list:Ignore'>·<span style='font:7.0pt "Times New Roman"'>&nbsp;&nbsp;&nbsp;&nbsp; </span></span></span><![endif]>Xẻng<o:p></o:p></p>
<p class=MsoNormal><o:p>&nbsp;</o:p></p>
<table class=MsoTableGrid border=1 cellspacing=0 style='border-collapse:collapse;mso-yfti-tbllook:1184'>
<tr style='mso-yfti-irow:0'><td width=100 valign=top style='width:75.0pt;border:solid windowtext 1.0pt'><p class=MsoNormal>Ngày<o:p></o:p></p></td><td width=100><p class=MsoNormal>Số hộ<o:p></o:p></p></td></tr>
<tr><td><p class=MsoNormal>Thứ Bảy<o:p></o:p></p></td><td><p class=MsoNormal>32<o:p></o:p></p></td></tr></table>
<!--EndFragment--></body></html>"""

LIBREOFFICE = """<!DOCTYPE html><html><head><meta http-equiv="content-type" content="text/html; charset=utf-8"/><title></title>
<meta name="generator" content="LibreOffice 7.4.7.2 (Linux)"/>
<style type="text/css">@page { size: 21cm 29.7cm; margin: 2cm } p { line-height: 115%; margin-bottom: 0.25cm }</style></head>
<body lang="vi-VN" link="#000080" dir="ltr"><h2 class="western">Việc đã làm</h2>
<p style="line-height: 100%; margin-bottom: 0cm"><font face="Liberation Serif, serif"><font size="4" style="font-size: 14pt">Bà con <b>cùng góp công</b>.</font></font></p>
<ul><li><p style="margin-bottom: 0cm">Cuốc</p></li><li><p style="margin-bottom: 0cm">Xẻng</p></li></ul>
<table width="100%" cellpadding="4" cellspacing="0"><col width="128*"/><col width="128*"/><tr valign="top"><td width="50%" style="border: 1px solid #000"><p>Ngày</p></td><td width="50%"><p>Số hộ</p></td></tr></table>
<p style="margin-bottom: 0cm"><br/></p></body></html>"""

WEB = """<meta charset='utf-8'><div class="article" id="main" style="color: rgb(34, 34, 34); font-family: Arial;" onclick="steal()">
<script>alert(1)</script><style>.x{color:red}</style><!-- quảng cáo -->
<h1 class="title-detail">Nước sông dâng</h1><div class="body"><div>Bà con <span style="font-weight: 700;">chú ý</span> theo dõi.</div><div><br></div><div>Xem <a href="https://tin.example/bai?utm_source=fb&fbclid=abc" target="_blank" onclick="track()">bài gốc</a> hoặc <a href="javascript:void(0)">chia sẻ</a>.</div></div>
<img src="https://track.example/pixel.gif" width="1" height="1"><iframe src="https://ads.example/x"></iframe>
<button>Thích</button></div>"""

GOOGLE = """<meta charset='utf-8'><meta charset="utf-8"><b style="font-weight:normal;" id="docs-internal-guid-1a2b3c4d-7fff"><h2 dir="ltr" style="line-height:1.38;margin-top:18pt;"><span style="font-size:16pt;font-family:Arial;font-weight:400;">Việc đã làm</span></h2><p dir="ltr" style="line-height:1.38;"><span style="font-size:11pt;font-family:Arial,sans-serif;font-weight:400;white-space:pre-wrap;">Bà con </span><span style="font-size:11pt;font-weight:700;white-space:pre-wrap;">cùng góp công</span><span style="font-weight:400;">.</span></p><ul style="margin-top:0;"><li dir="ltr" style="list-style-type:disc;" aria-level="1"><p dir="ltr" role="presentation"><span>Cuốc</span></p></li><li dir="ltr" style="list-style-type:disc;" aria-level="1"><p dir="ltr" role="presentation"><span>Xẻng</span></p></li></ul><br class="Apple-interchange-newline"></b>"""

ZALO = """<meta charset='utf-8'><div class="text-msg" data-id="div_1" style="font-size: 15px;"><div><span data-v-1="">Sáng nay bà con ra quân 💪🏽</span><br><span>Ai có cuốc, xẻng thì mang theo nhé 😊</span></div><div><br></div><div>- 7 giờ: tập trung</div></div>"""

ZALO_PLAIN = (
    "Sáng nay bà con ra quân 💪🏽\nAi có cuốc, xẻng thì mang theo nhé 😊\n\n- 7 giờ: tập trung"
)

LIST = "<ul><li>Cuốc</li><li>Xẻng</li></ul>"
CALL = "<p>Sáng nay bà con ra quân 💪🏽<br>Ai có cuốc, xẻng thì mang theo nhé 😊</p>\n<p>- 7 giờ: tập trung</p>"
STORED = {
    "Word": (
        WORD,
        "<h2>Việc đã làm</h2>\n<p>Bà con <strong>cùng góp công</strong>, <em>từ sáng sớm</em>.</p>\n"
        f"{LIST}\n<table><tbody><tr><td>Ngày</td><td>Số hộ</td></tr><tr><td>Thứ Bảy</td><td>32</td></tr></tbody></table>",
    ),
    "LibreOffice": (
        LIBREOFFICE,
        "<h2>Việc đã làm</h2>\n<p>Bà con <strong>cùng góp công</strong>.</p>\n"
        f"{LIST}\n<table><tbody><tr><td>Ngày</td><td>Số hộ</td></tr></tbody></table>",
    ),
    "a web page": (
        WEB,
        "<h2>Nước sông dâng</h2>\n<p>Bà con <strong>chú ý</strong> theo dõi.</p>\n"
        '<p>Xem <a href="https://tin.example/bai" rel="noopener noreferrer">bài gốc</a> hoặc chia sẻ.</p>',
    ),
    "Google Docs": (
        GOOGLE,
        f"<h2>Việc đã làm</h2>\n<p>Bà con <strong>cùng góp công</strong>.</p>\n{LIST}",
    ),
    "Zalo": (ZALO, CALL),
    "plain lines": ("", CALL),
}


def stored_after_pasting(page: Page, draft: Article, html: str, words: str, *, last: str) -> str:
    """Paste, save when the ``last`` words have come (Word's filter is fetched first), and return
    what is stored.
    """
    page.goto(change(draft))
    text_area(page).click()
    page.keyboard.press("Control+a")
    page.keyboard.press("Delete")
    page.evaluate(PASTE, [html, words])
    expect(text_area(page)).to_contain_text(last)
    press(page, "Lưu", then="Đã lưu.")
    draft.refresh_from_db()
    return draft.body


@pytest.mark.parametrize("program", STORED)
def test_what_is_pasted_is_stored_clean(
    portal: Portal, cast: Cast, draft: Article, program: str
) -> None:
    html, stored = STORED[program]
    page = portal.visit(cast.contributor)
    last = re.findall(r">([^<>\s][^<>]*)<", stored)[-1]
    assert stored_after_pasting(page, draft, html, ZALO_PLAIN, last=last) == stored
    assert portal.missing == portal.complaints == []
    assert not [
        address for address in portal.asked_for if not address.startswith((portal.address, "data:"))
    ]
