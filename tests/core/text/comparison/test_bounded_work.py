"""No text that a person may send takes longer than a few seconds to be compared or merged."""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from functools import cache

import pytest

from core.richtext.compare import structure_changes
from core.richtext.fields import RichTextFormField
from core.richtext.sanitizer import MAX_LENGTH, is_too_long, sanitize
from core.text.comparison.diff import TOO_LONG, word_diff
from core.text.comparison.matching import MAX_STEPS, WorkBudget, opcodes
from core.text.comparison.three_way import apply_choices, diff3

SIZE = MAX_LENGTH
_chance = random.Random(5)


def _random(letters: str, separator: str) -> str:
    return separator.join(_chance.choices(letters, k=SIZE // 2))


@cache
def numbers() -> list[str]:
    return [str(number) for number in range(SIZE // 7)]


@cache
def paragraphs() -> list[str]:
    words = [f"từ{number}" for number in range(300)]
    return [" ".join(_chance.choices(words, k=80)) for _ in range(5000)]


# CPU seconds, far above what a slow machine under coverage needs: without the bound on the
# work each pair takes minutes.
LIMIT = 30
PAIRS: dict[str, Callable[[], tuple[str, str]]] = {
    "one word": lambda: ("a " * (SIZE // 2), "a b " * (SIZE // 4)),
    "two words": lambda: (_random("ab", " "), _random("ab", " ")),
    "two lines": lambda: (_random("ab", "\n"), _random("ab", "\n")),
    "backwards": lambda: (" ".join(numbers()), " ".join(reversed(numbers()))),
    "lines backwards": lambda: ("\n".join(numbers()), "\n".join(reversed(numbers()))),
    "blanks": lambda: (" " * SIZE + "b", "a" + " " * SIZE + "\n" * 100 + "b"),
    "line ends": lambda: ("\n" * SIZE + "b", "a" + " \n" * (SIZE // 2) + "b"),
    "other paragraphs": lambda: ("\n".join(paragraphs()[:2500]), "\n".join(paragraphs()[2500:])),
}


def seconds_of(work: Callable[[], object]) -> float:
    """The CPU seconds that the work takes."""
    started = time.process_time()
    work()
    return time.process_time() - started


@pytest.mark.slow
@pytest.mark.parametrize("name", PAIRS)
def test_any_two_texts_are_compared_in_bounded_time(name: str) -> None:
    old, new = PAIRS[name]()
    assert seconds_of(lambda: word_diff(old, new)) < LIMIT


@pytest.mark.slow
@pytest.mark.parametrize("name", PAIRS)
def test_any_three_texts_are_merged_in_bounded_time(name: str) -> None:
    base, mine = (text.split("\n") for text in PAIRS[name]())
    theirs = [*mine, *base]
    assert seconds_of(lambda: diff3(base, mine, theirs)) < LIMIT
    assert "\n".join(apply_choices(diff3(base, mine, base))) == "\n".join(mine)


def test_what_is_too_long_is_shown_in_whole_paragraphs() -> None:
    old, new = (f"Đầu\n{text}\nCuối" for text in PAIRS["two words"]())
    shown = word_diff(old, new)
    assert shown.startswith(f"<em>{TOO_LONG}</em> Đầu <del>")
    assert "quá dài để so từng chữ" in TOO_LONG.lower()
    assert (shown.count("<del>"), shown.count("<ins>")) == (1, 1)
    assert shown.endswith("Cuối")


def test_one_changed_word_of_a_long_text_is_found() -> None:
    old = "\n".join(paragraphs())
    changed = paragraphs()[2000]
    new = old.replace(changed, f"{changed} thêm")
    shown = word_diff(old, new)
    assert '<ins><span class="visually-hidden">thêm: </span>thêm</ins>' in shown
    assert "<del>" not in shown
    assert TOO_LONG not in shown


def test_work_is_counted_and_ends() -> None:
    budget = WorkBudget(100)
    assert opcodes("abc", "abd", budget) == [("equal", 0, 2, 0, 2), ("replace", 2, 3, 2, 3)]
    assert not budget.is_exceeded
    many = ["x"] * 2000
    budget = WorkBudget(MAX_STEPS)
    assert opcodes(["a", *many, "z"], ["a", *many[:-1], "y", "z"], budget)[0][0] == "equal"
    assert budget.is_exceeded
    assert opcodes(["a"], ["a"], WorkBudget(0)) == [("equal", 0, 1, 0, 1)]


def test_rich_text_is_bounded_with_a_sentence() -> None:
    field = RichTextFormField()
    for typed in ("<p>a</p>" * (MAX_LENGTH // 8 + 1), "&amp;" * 20_000, "a\xa0" * 20_000):
        assert is_too_long(typed)
        with pytest.raises(Exception, match=r"dài quá 1\.000\.000 ký tự"):
            field.clean(typed)
        assert seconds_of(lambda typed=typed: sanitize.__wrapped__(typed)) < LIMIT
        assert sanitize(sanitize(typed)) == sanitize(typed)


def test_both_addresses_of_a_link_are_named() -> None:
    link = '<a href="https://{}.example/">tại đây</a>'
    old = f"<p>{link.format('a')} và {link.format('b')}</p>"
    new = f"<p>{link.format('khac')} và {link.format('b')}</p>"
    assert structure_changes(old, new) == [
        "Liên kết “tại đây”: đổi địa chỉ từ https://a.example/ thành https://khac.example/."
    ]
    assert structure_changes(old, f"<p>{link.format('b')}</p>") == [
        "Bỏ liên kết “tại đây” (https://a.example/)."
    ]
    assert structure_changes(f"<p>{link.format('b')}</p>", old) == [
        "Thêm liên kết “tại đây” (https://a.example/)."
    ]
    swapped = f"<p>{link.format('b')} và {link.format('a')}</p>"
    assert len(structure_changes(old, swapped)) == 2


def test_the_sentences_on_structure_are_bounded() -> None:
    links = "".join(f'<p><a href="/{n}">liên kết {n}</a></p>' for n in range(500))
    sentences = structure_changes("<p>a</p>", links)
    assert (len(sentences), sentences[-1]) == (101, "Còn 400 thay đổi khác như thế.")
