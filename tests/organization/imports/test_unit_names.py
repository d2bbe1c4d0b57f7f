"""Usual short names of units, with and without the ward's name."""

import pytest

from organization.imports.unit_names import name_key, usual_names
from organization.models import Unit, Ward

WARD = Ward(pk=1, name="Phường Bến Sen")


@pytest.mark.parametrize(
    ("name", "short_name", "typed"),
    [
        ("Ủy ban Mặt trận Tổ quốc Việt Nam phường Bến Sen", "Mặt trận", "UBMTTQ"),
        ("Ủy ban Mặt trận Tổ quốc Việt Nam phường Bến Sen", "Mặt trận", "UBMTTQ phường Bến Sen"),
        ("Ủy ban Mặt trận Tổ quốc phường", "MTTQ", "Mặt trận Tổ quốc"),
        ("Hội Liên hiệp Phụ nữ phường Bến Sen", "Hội Phụ nữ", "LHPN"),
        ("Hội Liên hiệp Phụ nữ phường Bến Sen", "Hội Phụ nữ", "Hội LHPN P. Bến Sen"),
        ("Đoàn TNCS Hồ Chí Minh phường Bến Sen", "Đoàn Thanh niên", "TNCS"),
        ("Đoàn Thanh niên", "Đoàn", "Đoàn TNCS Hồ Chí Minh"),
        ("Hội Cựu chiến binh phường Bến Sen", "Cựu chiến binh", "CCB"),
        ("Hội Nông dân phường Bến Sen", "Nông dân", "ND"),
        ("Hội Nông dân phường Bến Sen", "Nông dân", "Hội ND phường"),
        ("Trạm Y tế phường Bến Sen", "Trạm Y tế", "TYT"),
        ("Tổ dân phố số 7", "Tổ 7", "TDP 7"),
        ("Tổ dân phố số 7", "Tổ 7", "Tổ DP số 07"),
    ],
)
def test_a_unit_is_known_by_its_usual_names(name: str, short_name: str, typed: str) -> None:
    assert name_key(typed) in usual_names(Unit(name=name, short_name=short_name), WARD)


def test_the_first_name_is_its_own_and_others_are_not_taken() -> None:
    names = usual_names(Unit(name="Hội Nông dân phường Bến Sen", short_name="HND"), WARD)
    assert names[0] == "hoi nong dan phuong ben sen"
    assert not {"ccb", "lhpn", "tncs", "to 7"} & set(names)
