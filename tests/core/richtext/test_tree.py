"""Trees of lxml: what nh3 wrote comes back unchanged, anything else is bounded."""

from __future__ import annotations

import pytest

from core.richtext.tree import inner_html, nodes_of, parse, text_of


@pytest.mark.parametrize(
    "html",
    [
        "",
        "chỉ có chữ",
        "<p>a<br>b</p><hr><p></p>",
        '<p><a href="/tìm?a=1&amp;b=2" title="&quot;&lt;">a &amp; b &lt; c</a> d</p>',
        '<img src="/tep/a.webp" alt="a > b"><ul><li>a<ul><li>b</li></ul></li></ul>',
        "<strong><p>a</p><p>b</p></strong>",
    ],
)
def test_the_output_of_nh3_comes_back(html: str) -> None:
    assert inner_html(parse(html)) == html.replace("a > b", "a &gt; b")


def test_texts_and_elements_are_nodes_in_order() -> None:
    paragraph = parse("<p>a<em>b</em>c<br>d</p>")[0]
    assert [node if isinstance(node, str) else node.tag for node in nodes_of(paragraph)] == [
        "a",
        "em",
        "c",
        "br",
        "d",
    ]


@pytest.mark.parametrize("depth", [41, 300, 2_000])
def test_elements_more_than_forty_deep_leave_their_words(depth: int) -> None:
    html = inner_html(parse("<blockquote>" * depth + "a<br>b" + "</blockquote>" * depth))
    assert html.count("<blockquote>") == 40
    assert "a<br>b" in html


@pytest.mark.parametrize(
    "html",
    [
        "<p>a <em>b",
        "a & b",
        "a</div><div>b",
        "<em>" * 20_000 + "a b" + "</em>" * 20_000,
        '<!DOCTYPE x [<!ENTITY e "eee">]>a b',
    ],
)
def test_of_anything_else_the_words_are_left(html: str) -> None:
    root = parse(html)
    assert len(root) == 0
    assert "a" in text_of(root)
    assert "b" in text_of(root)


def test_characters_that_xml_forbids_are_left_out() -> None:
    assert inner_html(parse("<p>a\x0bb\x01c\uffffd</p>")) == "<p>a bcd</p>"
