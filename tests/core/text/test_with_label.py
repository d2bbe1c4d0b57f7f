"""Words with a label in front, never said twice."""

import pytest

from core.text.vietnamese import with_label


@pytest.mark.parametrize(
    ("label", "words", "said"),
    [
        ("Chỉ đạo trực tiếp", "Chỉ đạo của Chủ tịch", "Chỉ đạo của Chủ tịch"),
        ("Chỉ đạo trực tiếp", "chỉ đạo ngày 24/6", "chỉ đạo ngày 24/6"),
        (
            "Chỉ đạo trực tiếp",
            "điện thoại của Chủ tịch",
            "Chỉ đạo trực tiếp: điện thoại của Chủ tịch",
        ),
        ("Văn bản", "Văn bản số 5/UBND", "Văn bản số 5/UBND"),
        ("Văn bản", "số 5/UBND", "Văn bản: số 5/UBND"),
        ("Căn cứ", "Căn cứ: Luật", "Căn cứ: Luật"),
        ("Căn cứ", "Căn nhà số 5", "Căn cứ: Căn nhà số 5"),
        ("Văn bản", "", "Văn bản"),
    ],
)
def test_a_label_is_not_said_twice(label: str, words: str, said: str) -> None:
    assert with_label(label, words) == said
