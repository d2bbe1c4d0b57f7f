"""Names in papers: who is addressed, and lists of names with commas of their own."""

import pytest

from meetings.wording.conclusions import joined, listed, support_note
from meetings.wording.people import person


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("Nguyễn Thị An", "đồng chí Nguyễn Thị An"),
        ("Đoàn Thị Thu Ngân", "đồng chí Đoàn Thị Thu Ngân"),
        ("Đoàn Văn Thắng", "đồng chí Đoàn Văn Thắng"),
        ("Đoàn Thanh niên phường", "Đoàn Thanh niên phường"),
        ("Đoàn kiểm tra số 2", "Đoàn kiểm tra số 2"),
        ("Đồng chí Lê Văn Ba", "Đồng chí Lê Văn Ba"),
        ("Tổ dân phố số 7", "Tổ dân phố số 7"),
        ("Hội Phụ nữ", "Hội Phụ nữ"),
    ],
)
def test_people_are_addressed_and_groups_are_not(name: str, said: str) -> None:
    assert person("đồng chí", name) == said


def test_names_with_commas_are_parted_by_semicolons() -> None:
    plain = ["Phòng Văn hóa", "Công an phường"]
    longer = ["Phòng Kinh tế, Hạ tầng và Đô thị", "Công an phường"]
    assert (listed(plain), joined(plain)) == (
        "Phòng Văn hóa, Công an phường",
        "Phòng Văn hóa và Công an phường",
    )
    assert listed(longer) == joined(longer) == "Phòng Kinh tế, Hạ tầng và Đô thị; Công an phường"
    assert support_note(longer) == "phối hợp: Phòng Kinh tế, Hạ tầng và Đô thị; Công an phường"
    assert (joined([]), listed([]), support_note([])) == ("", "", "")
