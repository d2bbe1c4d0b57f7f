"""Contrast that was measured once is not measured again, and nothing wrong is missed by that."""

from __future__ import annotations

import pytest

from tests.browser.conftest import Portal
from tests.support.accessibility import COLOURS, faults

pytestmark = pytest.mark.browser

PAGE = """<!doctype html><html lang="vi"><title>Màu</title><body style="background: white">
<p style="color: {first}">Một</p><div style="background: {ground}">
<p style="color: #555; {second}">Hai</p></div></body></html>"""


def test_a_text_is_measured_on_each_background_and_in_each_colour(portal: Portal) -> None:
    page = portal.visit()

    def wrong(first: str = "#333", ground: str = "white", second: str = "") -> list[str]:
        page.set_content(PAGE.format(first=first, ground=ground, second=second))
        found = faults(page, COLOURS)
        return [element.removesuffix("</p>").rpartition(">")[2] for _, element in found]

    assert wrong() == []
    assert wrong(ground="#777") == ["Hai"]
    assert wrong(ground="#777") == ["Hai"]
    assert wrong(first="#ccc") == ["Một"]
    assert wrong(second="opacity: 0.4") == ["Hai"]
    # What nobody sees is right in any colour; seen, it is not.
    assert wrong(second="color: #ddd; position: absolute; left: -9999px") == []
    assert wrong(second="color: #ddd") == ["Hai"]
    # Out of the flow it may stand on anything.
    above = "position: absolute; top: 0; left: 0"
    assert wrong(ground="#777", second=f"{above}; background: white") == []
    assert wrong() == []
