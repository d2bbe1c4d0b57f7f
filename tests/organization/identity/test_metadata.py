"""JSON within a page: it comes back as it was, and never ends its element."""

from __future__ import annotations

import json

import html5lib
from hypothesis import example, given
from hypothesis import strategies as st

from organization.identity.metadata import graph_json

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)


@given(JSON)
@example("</script><script>alert(1)</script>")
@example("<!--<script>")
@example("\u2028\u2029&amp;\ud800]]>")
def test_whatever_stands_in_it_stays_data(value: object) -> None:
    text = graph_json([{"value": value}])
    assert not set(text) & set("<>&\u2028\u2029")
    text.encode()
    page = (
        "<!DOCTYPE html><title>x</title><script"
        f' type="application/ld+json">{text}</script><p>ends</p>'
    )
    tree = html5lib.parse(page, namespaceHTMLElements=False)
    assert json.loads(tree.find(".//script").text)["@graph"] == [{"value": value}]
    assert tree.findtext(".//p") == "ends"
