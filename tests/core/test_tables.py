"""CSV that a spreadsheet reads and does not run."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.tables import csv_bytes


def read(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def test_a_table_begins_with_its_mark_and_ends_lines_as_the_standard_wants() -> None:
    content = csv_bytes(["id", "tên"], [[1, 'Dọn "sông", hồ'], [2, None], [-3, "hai\ndòng"]])
    assert content.decode() == '\ufeffid,tên\r\n1,"Dọn ""sông"", hồ"\r\n2,\r\n-3,"hai\ndòng"\r\n'


@pytest.mark.parametrize(
    "text", ["=1+1", "+84 24", "-5", "@SUM(A1)", "\t=1", "\r=1", " =1", "\u00a0=1", "＝1", '=HYPERLINK("x")', "\n=1"]
)
def test_a_formula_becomes_text(text: str) -> None:
    assert read(csv_bytes(["a"], [[text]]))[1] == ["'" + text]


@given(
    st.lists(
        st.lists(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0")), min_size=2, max_size=2)
    )
)
def test_every_text_comes_back(rows: list[list[str]]) -> None:
    back = read(csv_bytes(["a", "b"], rows))[1:]
    assert [[cell.removeprefix("'") for cell in row] for row in back] == [
        [cell.removeprefix("'") for cell in row] for row in rows
    ]
    assert not any(cell.lstrip()[:1] in tuple("=+-@") for row in back for cell in row)
