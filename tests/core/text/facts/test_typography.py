"""No-break spaces and links to call, in the rendering alone."""

from __future__ import annotations

from time import monotonic

import pytest

from core.rendering.prose import prose
from core.text.facts.typography import keep_together, linked_html, linked_text


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("24/11/2016 | 08:00", "24/11/2016 |~08:00"),
        ("ngày 24/11/2016", "ngày 24/11/2016"),
        ("phường Bến Sen hôm nay", "phường~Bến~Sen hôm nay"),
        ("Ủy ban nhân dân phường", "Ủy~ban nhân~dân phường"),
        ("ỦY BAN NHÂN DÂN", "ỦY~BAN NHÂN~DÂN"),
        ("tổ dân phố số 5", "tổ dân~phố số~5"),
        ("sáng thứ Tư ngày 24/11", "sáng thứ~Tư ngày~24/11"),
        ("ngõ 84 phố Chợ Cũ", "ngõ~84 phố~Chợ~Cũ"),
        ("không có gì", "không có gì"),
    ],
)
def test_what_belongs_together(text: str, kept: str) -> None:
    assert keep_together(text) == kept.replace("~", "\u00a0")


def test_numbers_are_links_in_text_and_body() -> None:
    link = '<a class="tel" href="tel:02438251234">024\u00a03825\u00a01234</a>'
    assert linked_text("Gọi 024 3825 1234 <b>") == f"Gọi {link} &lt;b&gt;"
    assert prose("<p>Gọi 024 3825 1234 &amp; nhớ</p>") == f"<p>Gọi {link} &amp; nhớ</p>"


def test_a_link_stays_as_it_is() -> None:
    html = '<p><a href="tel:02438251234">024.3825.1234</a> và <a href="/x">số 024 3825 1234</a></p>'
    assert linked_html(html).count("tel:") == 1
    assert linked_html(html).count("<a ") == 2


def test_attributes_are_not_touched() -> None:
    html = '<p><img src="/tep/0243825123/" alt="Ủy ban nhân dân, 024 3825 1234"></p>'
    assert linked_html(html) == html


@pytest.mark.parametrize("piece", ["<p>", "Ủy ban ", "phường Bến ", "024 ", "<a ", "&amp;"])
def test_long_bodies_take_linear_time(piece: str) -> None:
    started = monotonic()
    linked_html(piece * (300_000 // len(piece)))
    assert monotonic() - started < 5
