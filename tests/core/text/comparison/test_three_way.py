"""Merging: what one side changed alone is taken, what both changed is asked for, and no paragraph
gets lost.
"""

from hypothesis import given
from hypothesis import strategies as st

from core.text.comparison.three_way import BOTH, MINE, THEIRS, apply_choices, diff3

TEXTS = st.lists(st.sampled_from("abcdefgh"), max_size=12)


def changed(parts):
    return [part for part in parts if part.is_conflict]


def test_changes_in_different_places_are_both_taken():
    parts = diff3(["một", "hai", "ba"], ["MỘT", "hai", "ba"], ["một", "hai", "BA", "bốn"])
    assert changed(parts) == []
    assert apply_choices(parts) == ["MỘT", "hai", "BA", "bốn"]


def test_what_one_side_took_out_is_gone():
    assert apply_choices(
        diff3(["một", "hai", "ba"], ["một", "ba"], ["một", "hai", "ba", "bốn"])
    ) == [
        "một",
        "ba",
        "bốn",
    ]


def test_the_same_paragraph_changed_twice_is_a_question():
    parts = diff3(["một", "hai", "ba"], ["một", "hai của tôi", "ba"], ["một", "hai của họ", "ba"])
    (conflict,) = changed(parts)
    assert (conflict.base, conflict.mine, conflict.theirs) == (
        ("hai",),
        ("hai của tôi",),
        ("hai của họ",),
    )
    assert apply_choices(parts, [MINE]) == ["một", "hai của tôi", "ba"]
    assert apply_choices(parts, [THEIRS]) == ["một", "hai của họ", "ba"]
    assert apply_choices(parts, [BOTH]) == ["một", "hai của tôi", "hai của họ", "ba"]
    assert (
        apply_choices(parts, ["nonsense"]) == apply_choices(parts) == apply_choices(parts, [BOTH])
    )


def test_neighbouring_paragraphs_changed_by_different_sides_are_both_taken():
    parts = diff3(["một", "hai"], ["MỘT", "hai"], ["một", "xen", "HAI"])
    assert changed(parts) == []
    assert apply_choices(
        diff3(["một", "hai", "ba"], ["MỘT", "hai", "ba"], ["một", "HAI", "ba"])
    ) == [
        "MỘT",
        "HAI",
        "ba",
    ]


def test_both_wrote_at_the_end():
    parts = diff3(["một"], ["một", "của tôi"], ["một", "của họ"])
    assert apply_choices(parts) == ["một", "của tôi", "của họ"]


def test_what_both_added_alike_stands_once():
    assert apply_choices(diff3(["một"], ["một", "hai"], ["một", "hai"])) == ["một", "hai"]


@given(TEXTS, TEXTS, TEXTS)
def test_the_stretches_are_the_three_texts(base, mine, theirs):
    parts = diff3(base, mine, theirs)
    assert [p for part in parts for p in part.base] == base
    assert [p for part in parts for p in part.mine] == mine
    assert [p for part in parts for p in part.theirs] == theirs


@given(TEXTS, TEXTS)
def test_identical_sides_and_untouched_sides(base, text):
    assert apply_choices(diff3(base, text, text)) == text
    assert apply_choices(diff3(base, text, base)) == text
    assert apply_choices(diff3(base, base, text)) == text


@given(TEXTS, TEXTS, TEXTS)
def test_no_new_paragraph_of_either_side_is_lost(base, mine, theirs):
    result = apply_choices(diff3(base, mine, theirs))
    assert set(mine) - set(base) <= set(result)
    assert set(theirs) - set(base) <= set(result)


@given(TEXTS, TEXTS, TEXTS)
def test_a_choice_takes_one_side_of_each_conflict(base, mine, theirs):
    parts = diff3(base, mine, theirs)
    count = len(changed(parts))
    assert apply_choices(parts, [MINE] * count) == [
        p for part in parts for p in (part.mine if part.is_conflict else part.taken())
    ]
    assert apply_choices(parts, [THEIRS] * count) == [
        p for part in parts for p in (part.theirs if part.is_conflict else part.taken())
    ]
