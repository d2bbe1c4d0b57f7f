"""Question words: what people type around the thing they look for."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from core.search.language.terms import Word, split_words

# Longer ones first where one begins another.
_PHRASES = """
cho tôi hỏi, cho em hỏi, cho mình hỏi, cho con hỏi, cho cháu hỏi, cho bác hỏi, cho hỏi, xin hỏi,
tôi muốn hỏi, em muốn hỏi, xin cho tôi biết, xin cho biết, cho tôi biết, cho biết, làm ơn,
tôi muốn tìm, tôi muốn biết, tôi muốn, tôi cần, tôi phải, em muốn, con muốn, cháu muốn, mình muốn,
ở chỗ nào, chỗ nào, ở nơi nào, nơi nào, ở đâu, tại đâu, đến đâu, đi đâu, từ đâu, gặp ở đâu, gặp ai,
vào lúc nào, lúc nào, khi nào, bao giờ, hôm nào, ngày nào, tháng nào, mấy giờ, lúc mấy giờ,
từ mấy giờ, đến mấy giờ, bao lâu, bao nhiêu tiền, bao nhiêu, vào ngày nào, vào thứ mấy, thứ mấy,
như thế nào, thế nào, ra sao, làm sao để, làm sao, làm thế nào, bằng cách nào, cách nào,
là cái gì, là gì, cái gì, những gì, gồm gì, cần gì, là ai, ai là, vì sao, tại sao, sao lại,
có được không, được không, có phải không, phải không, hay không, đúng không, có không, không ạ,
giúp tôi, giúp em, với ạ, vậy ạ, ạ
"""
# Alone they may be another word without their marks: "ai" is "ái", "cho" is "chợ".
_WITH_MARKS = """
gì, đâu, của, và, các, những, ở, tại, về, để, thì, là, bị, với, vậy, hả, nhỉ, sẽ, được, đang,
muốn, phải, nếu, mà, rồi, chưa, ạ
"""
_CLEAR = "ai, mấy, sao, nào, tôi, em, mình"  # if other words have marks


def _listed(text: str) -> list[tuple[Word, ...]]:
    phrases = [tuple(split_words(phrase)) for phrase in text.split(",")]
    return sorted(phrases, key=len, reverse=True)


PHRASES = _listed(_PHRASES)
SINGLE = {words[0].marked for words in _listed(f"{_WITH_MARKS}, {_CLEAR}")}


def question_words(words: Sequence[Word]) -> set[int]:
    """Return the places of the question words; none when nothing else would be left.

    A query typed without any marks is compared without marks; single words are then left alone.
    """
    has_marks = any(word.has_marks for word in words)
    found = set(_phrases(words, has_marks=has_marks))
    if has_marks:
        found |= {place for place, word in enumerate(words) if word.marked in SINGLE}
        if len(words) > 2 and words[-1].marked == "kho6ng":
            found.add(len(words) - 1)
    return found if len(found) < len(words) else set()


def _phrases(words: Sequence[Word], *, has_marks: bool) -> Iterator[int]:
    place = 0
    while place < len(words):
        length = next(
            (len(phrase) for phrase in PHRASES if _begins(words[place:], phrase, has_marks)), 0
        )
        yield from range(place, place + length)
        place += length or 1


def _begins(words: Sequence[Word], phrase: tuple[Word, ...], has_marks: bool) -> bool:
    """Return whether the words begin with the phrase; one syllable never counts without marks."""
    if len(words) < len(phrase) or (len(phrase) == 1 and not has_marks):
        return False
    name = "marked" if has_marks else "folded"
    return all(
        getattr(word, name) == getattr(part, name)
        for word, part in zip(words, phrase, strict=False)
    )
