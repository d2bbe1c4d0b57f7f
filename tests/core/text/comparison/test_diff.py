"""Differences as people read them."""

import random
import re
import time
import unicodedata

from core.text.comparison.diff import word_diff

REMOVED = '<del><span class="visually-hidden">bỏ: </span>{}</del>'
ADDED = '<ins><span class="visually-hidden">thêm: </span>{}</ins>'


def side(difference: str, mark: str) -> list[str]:
    """The words of one text again: its own marks opened, those of the other text left out."""
    other = "ins" if mark == "del" else "del"
    text = re.sub(rf"<{other}>.*?</{other}>", " ", difference)
    text = re.sub(r'<span class="visually-hidden">.*?</span>', "", text)
    return re.sub(r"<[^>]+>", " ", text).split()


def test_a_changed_word_stands_between_its_neighbours():
    assert word_diff("họp sáng thứ hai", "họp chiều thứ hai") == (
        f"họp {REMOVED.format('sáng')} {ADDED.format('chiều')} thứ hai"
    )


def test_added_and_removed_words():
    assert word_diff("một ba", "một hai ba") == f"một {ADDED.format('hai')} ba"
    assert word_diff("một hai ba", "một ba") == f"một {REMOVED.format('hai')} ba"
    assert word_diff("", "mới") == ADDED.format("mới")
    assert word_diff("cũ", "") == REMOVED.format("cũ")


def test_nothing_changed():
    assert word_diff("một  hai", "một hai ") == ""
    assert not word_diff("một  hai\n\nba", " một hai\nba")
    assert not word_diff(unicodedata.normalize("NFD", "ngày"), "ngày")
    assert word_diff("một hai", "một\nhai")
    assert word_diff("ngày", "ngay")


def test_markup_in_the_texts_is_shown_not_obeyed():
    difference = word_diff("<b>x</b>", '<img src="x" onerror=alert(1)> & x')
    assert "<b>" not in difference
    assert "<img" not in difference
    assert REMOVED.format("&lt;b&gt;x&lt;/b&gt;") in difference
    assert "&lt;img src=&quot;x&quot; onerror=alert(1)&gt; &amp; x" in difference


def test_line_breaks_are_kept_and_alone_are_no_marked_change():
    assert (
        word_diff("một\nhai", "một\nba") == f"một <br> {REMOVED.format('hai')} {ADDED.format('ba')}"
    )
    assert word_diff("một hai", "một\nhai") == "một <br> hai"


def test_long_unchanged_stretches_are_shortened_around_the_change():
    same = [f"từ{i}" for i in range(100)]
    difference = word_diff(" ".join([*same, "cũ", *same]), " ".join([*same, "mới", *same]))
    head, tail = " ".join(same[-15:]), " ".join(same[:15])
    assert difference == f"… {head} {REMOVED.format('cũ')} {ADDED.format('mới')} {tail} …"


def test_a_long_stretch_between_two_changes_keeps_both_ends():
    same = [f"từ{i}" for i in range(41)]
    difference = word_diff(" ".join(["a", *same, "b"]), " ".join(["c", *same, "d"]))
    assert f"{' '.join(same[:15])} … {' '.join(same[-15:])}" in difference


def test_a_lone_chance_word_does_not_tear_two_changes_apart():
    difference = word_diff("đầu sáng mai và chiều nay cuối", "đầu thứ hai và thứ tư cuối")
    assert difference == (
        f"đầu {REMOVED.format('sáng mai và chiều nay')} {ADDED.format('thứ hai và thứ tư')} cuối"
    )


def test_both_texts_can_be_read_back():
    chance = random.Random(7)
    for _ in range(200):
        old = [chance.choice("abcde") for _ in range(chance.randrange(30))]
        new = [chance.choice("abcde") for _ in range(chance.randrange(30))]
        difference = word_diff(" ".join(old), " ".join(new))
        if old != new:
            assert side(difference, "del") == old
            assert side(difference, "ins") == new


def test_texts_of_eight_thousand_words_are_quick():
    chance = random.Random(3)
    words = [f"từ{i}" for i in range(600)]
    old = [chance.choice(words) for _ in range(8000)]
    corrected = [chance.choice(words) if chance.random() < 0.05 else word for word in old]
    other = [chance.choice(words) for _ in range(8000)]
    started = time.process_time()
    assert "<del>" in word_diff(" ".join(old), " ".join(corrected))
    assert "<del>" in word_diff(" ".join(old), " ".join(other))
    assert time.process_time() - started < 30
