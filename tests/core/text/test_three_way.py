"""Merging: what one side changed alone is taken, what both changed is asked for, and no paragraph
gets lost.
"""

from hypothesis import given
from hypothesis import strategies as st

from core.text.three_way import BOTH, MINE, THEIRS, merged, stretches

TEXTS = st.lists(st.sampled_from("abcdefgh"), max_size=12)


def changed(parts):
    return [part for part in parts if part.is_conflict]


def test_changes_in_different_places_are_both_taken():
    parts = stretches(["một", "hai", "ba"], ["MỘT", "hai", "ba"], ["một", "hai", "BA", "bốn"])
    assert changed(parts) == []
    assert merged(parts) == ["MỘT", "hai", "BA", "bốn"]


def test_what_one_side_took_out_is_gone():
    assert merged(stretches(["một", "hai", "ba"], ["một", "ba"], ["một", "hai", "ba", "bốn"])) == [
        "một",
        "ba",
        "bốn",
    ]


def test_the_same_paragraph_changed_twice_is_a_question():
    parts = stretches(
        ["một", "hai", "ba"], ["một", "hai của tôi", "ba"], ["một", "hai của họ", "ba"]
    )
    (conflict,) = changed(parts)
    assert (conflict.base, conflict.mine, conflict.theirs) == (
        ("hai",),
        ("hai của tôi",),
        ("hai của họ",),
    )
    assert merged(parts, [MINE]) == ["một", "hai của tôi", "ba"]
    assert merged(parts, [THEIRS]) == ["một", "hai của họ", "ba"]
    assert merged(parts, [BOTH]) == ["một", "hai của tôi", "hai của họ", "ba"]
    assert merged(parts, ["nonsense"]) == merged(parts) == merged(parts, [BOTH])


def test_neighbouring_paragraphs_changed_by_different_sides_are_both_taken():
    parts = stretches(["một", "hai"], ["MỘT", "hai"], ["một", "xen", "HAI"])
    assert changed(parts) == []
    assert merged(stretches(["một", "hai", "ba"], ["MỘT", "hai", "ba"], ["một", "HAI", "ba"])) == [
        "MỘT",
        "HAI",
        "ba",
    ]


def test_both_wrote_at_the_end():
    parts = stretches(["một"], ["một", "của tôi"], ["một", "của họ"])
    assert merged(parts) == ["một", "của tôi", "của họ"]


def test_what_both_added_alike_stands_once():
    assert merged(stretches(["một"], ["một", "hai"], ["một", "hai"])) == ["một", "hai"]


@given(TEXTS, TEXTS, TEXTS)
def test_the_stretches_are_the_three_texts(base, mine, theirs):
    parts = stretches(base, mine, theirs)
    assert [p for part in parts for p in part.base] == base
    assert [p for part in parts for p in part.mine] == mine
    assert [p for part in parts for p in part.theirs] == theirs


@given(TEXTS, TEXTS)
def test_identical_sides_and_untouched_sides(base, text):
    assert merged(stretches(base, text, text)) == text
    assert merged(stretches(base, text, base)) == text
    assert merged(stretches(base, base, text)) == text


@given(TEXTS, TEXTS, TEXTS)
def test_no_new_paragraph_of_either_side_is_lost(base, mine, theirs):
    result = merged(stretches(base, mine, theirs))
    assert set(mine) - set(base) <= set(result)
    assert set(theirs) - set(base) <= set(result)


@given(TEXTS, TEXTS, TEXTS)
def test_a_choice_takes_one_side_of_each_conflict(base, mine, theirs):
    parts = stretches(base, mine, theirs)
    count = len(changed(parts))
    assert merged(parts, [MINE] * count) == [
        p for part in parts for p in (part.mine if part.is_conflict else part.taken())
    ]
    assert merged(parts, [THEIRS] * count) == [
        p for part in parts for p in (part.theirs if part.is_conflict else part.taken())
    ]
