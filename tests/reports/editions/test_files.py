"""The three files of a report: the same figures in all, read back by other programs."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import replace
from itertools import groupby
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from docx import Document
from docx.enum.section import WD_ORIENT

from core.papers.model import shown
from organization.models import ReportingPeriod, Unit
from reports.editions.data import ReportContent, SectionText, confirmation, live_content
from reports.editions.paper import official_title, report_docx, report_paper, report_pdf
from reports.editions.public_version import public_content
from reports.editions.sheet import report_xlsx, sheet_name
from reports.tables.model import ReportTable
from tests.support.cast import Cast
from tests.support.office import run, spreadsheet_rows, word_to_pdf
from tests.support.reports import at

FIGURE = re.compile(r"[\d.]+")


@pytest.fixture
def content(october: ReportingPeriod) -> ReportContent:
    return live_content(october)[0]


def confirmed(
    content: ReportContent, title: str = "Chủ tịch UBND phường", for_whom: str = ""
) -> ReportContent:
    moment = at(content.as_of.replace(month=11, day=2))
    return replace(
        content, number="5", confirmed=confirmation("Nguyễn Thị An", title, for_whom, moment)
    )


def table_rows(table: ReportTable) -> list[list[Any]]:
    """The label and the values of each row of a table, with the totals."""
    rows = [*table.rows, *([table.total] if table.total else [])]
    return [[row.label, *(cell.value for cell in row.cells)] for row in rows]


def printed(table: ReportTable) -> list[list[str]]:
    return [[shown(value) for value in row] for row in table_rows(table)]


def words(text: str) -> str:
    return " ".join(text.split())


def test_the_month_has_something_of_everything(content: ReportContent) -> None:
    values = {
        code: content.figures.value(code)
        for code in (
            *("news.published", "news.views", "documents.received", "broadcasts.aired"),
            *("tasks.assigned", "feedback.received", "feedback.days"),
        )
    }
    assert values == {
        "news.published": 2,
        "news.views": 2400,
        "documents.received": 1,
        "broadcasts.aired": 1,
        "tasks.assigned": 1,
        "feedback.received": 3,
        "feedback.days": 8,
    }


def test_word_has_every_figure_of_every_table(content: ReportContent) -> None:
    document = Document(io.BytesIO(report_docx(content)))
    found = [
        [[cell.text for cell in row.cells] for row in table.rows][1:] for table in document.tables
    ]
    for table in content.tables:
        if not table.is_empty:
            assert printed(table) in found, table.title
    titles = [paragraph.text for paragraph in document.paragraphs]
    assert [title for title in titles if title in [one.title for one in content.tables]] == [
        table.title for table in content.tables
    ]


def test_the_annex_has_landscape_pages(content: ReportContent) -> None:
    paper, annex = Document(io.BytesIO(report_docx(content))).sections
    assert (paper.orientation, annex.orientation) == (WD_ORIENT.PORTRAIT, WD_ORIENT.LANDSCAPE)
    assert (round(annex.page_width.mm), round(annex.page_height.mm)) == (297, 210)


def test_the_pdf_has_every_figure_of_every_table_and_is_tagged(
    content: ReportContent, tmp_path: Path
) -> None:
    pdf = tmp_path / "bao-cao.pdf"
    pdf.write_bytes(report_pdf(content))
    text = words(run("pdftotext", "-layout", pdf, "-")) + " "
    for table in content.tables:
        assert table.title in text
        for row in printed(table):
            # A long text takes two lines: the figures beside each other stand on one.
            for is_figure, values in groupby(row[1:], lambda value: bool(FIGURE.fullmatch(value))):
                numbers = " ".join(values)
                assert not is_figure or f" {numbers} " in text, (table.title, row)
    about = run("pdfinfo", "-f", "1", "-l", "9", pdf)
    assert re.search(r"Tagged: +yes", about)
    sizes = re.findall(r"Page +\d+ size: +(\d+)[\d.]* x (\d+)", about)
    assert set(sizes) == {("595", "841"), ("841", "595")}
    assert sizes[0] == ("595", "841") and sizes[-1] == ("841", "595")


def test_libreoffice_opens_the_word_file(content: ReportContent, tmp_path: Path) -> None:
    source = tmp_path / "bao-cao.docx"
    source.write_bytes(report_docx(content))
    pdf = word_to_pdf(source)
    text = words(run("pdftotext", "-layout", pdf, "-"))
    for table in content.tables:
        assert table.title in text
    assert "2.400" in text
    boxes = run("pdftotext", "-bbox", pdf, "-")
    right = max(float(x) for x in re.findall(r'<word[^>]* xMax="([\d.]+)"', boxes))
    assert right <= (297 - 15) / 25.4 * 72 + 1


def test_the_workbook_has_every_figure_of_every_table(content: ReportContent) -> None:
    book = openpyxl.load_workbook(io.BytesIO(report_xlsx(content)))
    assert book.sheetnames == [sheet_name(table) for table in content.tables]
    for table in content.tables:
        sheet = book[sheet_name(table)]
        found = [list(row) for row in sheet.iter_rows(values_only=True)]
        for row in table_rows(table):
            wanted = [None if value == "" else value for value in row]
            assert wanted in found, (table.title, row)
        assert all(cell.data_type != "f" for row in sheet.iter_rows() for cell in row)


def test_sheets_have_native_charts(content: ReportContent) -> None:
    with zipfile.ZipFile(io.BytesIO(report_xlsx(content))) as book:
        charts = [name for name in book.namelist() if name.startswith("xl/charts/chart")]
        first = book.read("xl/charts/chart1.xml").decode()
    # Of those with a chart, table 6 and 7 are empty this month.
    assert len(charts) == 5
    rows = len(content.table("bang-1").rows)
    head = 5  # agency, title, note, time, labels
    assert f"<c:f>&apos;Bảng 1&apos;!$E${head + 1}:$E${head + rows}</c:f>".replace(
        "&apos;", "'"
    ) in first.replace("&apos;", "'")


def test_a_formula_in_a_name_stays_text(content: ReportContent, tmp_path: Path) -> None:
    Unit.objects.filter(pk=min(map(int, content.units))).update(name='=HYPERLINK("x")')
    october = ReportingPeriod.objects.with_window().get()
    path = tmp_path / "bao-cao.xlsx"
    changed = live_content(october)[0]
    only = replace(changed, tables=(changed.table("bang-1"),))
    path.write_bytes(report_xlsx(only))
    assert '=HYPERLINK("x")' in [row[0] for row in spreadsheet_rows(path)]


def test_nothing_yet_stays_text_in_the_workbook(content: ReportContent) -> None:
    book = openpyxl.load_workbook(io.BytesIO(report_xlsx(content)))
    row = next(
        row
        for row in book["Số liệu chính"].iter_rows(values_only=True)
        if row[0] == "Văn bản đến đã chuyển đơn vị"
    )
    assert row == ("Văn bản đến đã chuyển đơn vị", 1, "Chưa có số liệu", "Chưa có số liệu", 1)


# The paper


def test_the_paper_is_a_report_of_the_decree(content: ReportContent) -> None:
    data = report_paper(confirmed(content)).data()
    assert (data["kind"], data["number"]) == ("BÁO CÁO", "Số: 05/BC-UBND")
    assert data["subject"] == (
        "Kết quả công tác tháng 10/2026, phương hướng, nhiệm vụ tháng 11/2026"
    )
    assert data["place_and_date"] == "Bến Sen, ngày 02 tháng 11 năm 2026"
    assert data["agency"] == "ỦY BAN NHÂN DÂN\nPHƯỜNG BẾN SEN"
    assert data["annex"]["reference"] == (
        "(Kèm theo Báo cáo số 05/BC-UBND ngày 02/11/2026 của Ủy ban nhân dân phường Bến Sen)"
    )
    assert data["recipients"][-1] == "- Lưu: VT."
    headings = [part["text"] for part in data["blocks"] if part["type"] == "heading"]
    assert headings == [
        "I. Kết quả công tác",
        *(
            f"{place}. {name} (đề xuất từ số liệu, chưa duyệt)" if is_marked else f"{place}. {name}"
            for place, (name, is_marked) in enumerate(
                [
                    ("Công tác chỉ đạo, điều hành", False),
                    ("Cơ quan điện tử", True),
                    ("Cổng thông tin điện tử", True),
                    ("Đài truyền thanh", True),
                    ("Thực hiện kết luận giao ban trước", True),
                ],
                start=1,
            )
        ),
        "II. Tồn tại, hạn chế và nguyên nhân (đề xuất từ số liệu, chưa duyệt)",
        "III. Phương hướng, nhiệm vụ tháng 11/2026",
        "IV. Đề xuất, kiến nghị",
    ]
    assert data["blocks"][-1]["text"].endswith("./.")


def test_words_of_units_stand_after_the_parts(content: ReportContent) -> None:
    spoken = replace(content, paragraphs=(("Tổ 1", "Đã dọn bờ sông."),))
    blocks = report_paper(spoken).data()["blocks"]
    assert blocks[-2]["text"] == "V. Ý kiến, báo cáo của các đơn vị"
    assert (blocks[-1]["label"], blocks[-1]["text"]) == ("Tổ 1:", "Đã dọn bờ sông./.")


def test_lines_with_a_dash_are_a_list(content: ReportContent) -> None:
    text = "Còn hạn chế:\n- Nộp muộn.\n- Chưa đều."
    limits = SectionText("limitations", "Tồn tại, hạn chế và nguyên nhân", text)
    blocks = report_paper(replace(content, sections=(limits,))).data()["blocks"]
    assert [(part["type"], part["text"]) for part in blocks[-3:]] == [
        ("paragraph", "Còn hạn chế:"),
        ("item", "Nộp muộn."),
        ("item", "Chưa đều./."),
    ]


def test_what_is_not_confirmed_says_so(content: ReportContent) -> None:
    data = report_paper(content).data()
    assert data["kind"] == "BÁO CÁO (DỰ THẢO)"
    assert data["place_and_date"] == "Bến Sen, ngày …… tháng …… năm 2026"
    assert data["number"] == "Số: ……/BC-UBND"
    assert data["right"]["name"] == ""


@pytest.mark.parametrize(
    ("title", "for_whom", "authority", "printed_title"),
    [
        ("Chủ tịch UBND phường", "", "TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH"),
        ("Phó Bí thư Đảng ủy, Chủ tịch UBND phường", "", "TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH"),
        ("", "", "TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH"),
        ("Phó Chủ tịch UBND phường", "Lê Văn Cường", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"),
        ("Phó Chủ tịch", "", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"),
        ("", "Lê Văn Cường", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"),
        ("Chánh Văn phòng", "", "TL. CHỦ TỊCH", "CHÁNH VĂN PHÒNG"),
    ],
)
def test_who_signs(
    content: ReportContent, title: str, for_whom: str, authority: str, printed_title: str
) -> None:
    right = report_paper(confirmed(content, title, for_whom)).data()["right"]
    assert right == {
        "authority": authority,
        "title": printed_title,
        "hint": "",
        "name": "Nguyễn Thị An",
    }


def test_titles_of_the_government() -> None:
    assert official_title("Bí thư Đảng ủy, Phó Chủ tịch UBND") == "Phó Chủ tịch"


# The public version


def text_of(content: ReportContent) -> str:
    """All words of the three public files."""
    document = Document(io.BytesIO(report_docx(content, is_public=True)))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    book = openpyxl.load_workbook(io.BytesIO(report_xlsx(content, is_public=True)))
    values = [
        str(value)
        for sheet in book
        for row in sheet.iter_rows(values_only=True)
        for value in row
        if value is not None
    ]
    return "\n".join([*(one.text for one in document.paragraphs), *cells, *values])


def test_the_public_version_names_no_unit(content: ReportContent, cast: Cast) -> None:
    unit = cast.contributor.unit
    sections = [
        replace(one, text=f"Đăng 2 tin. {unit.name} nộp muộn.\n- {unit.short_name} chưa nộp.")
        if one.code == "portal"
        else one
        for one in content.sections
    ]
    named = replace(
        content, sections=tuple(sections), paragraphs=((unit.name, "Chúng tôi nộp muộn."),)
    )
    public = text_of(named)
    assert "Đăng 2 tin." in public
    for name, short_name in Unit.objects.values_list("name", "short_name"):
        assert not re.search(rf"(?<!\w)(?:{re.escape(name)}|{re.escape(short_name)})(?!\w)", public)
    assert "nộp muộn" not in public and "hạn chế" not in public
    assert unit.name in "\n".join(
        cell.text
        for table in Document(io.BytesIO(report_docx(named))).tables
        for row in table.rows
        for cell in row.cells
    )


def test_the_public_version_has_public_figures_alone(content: ReportContent) -> None:
    public = public_content(content)
    assert [table.code for table in public.tables] == [
        *("tong-hop", "bang-2", "bang-4", "bang-6", "bang-9")
    ]
    assert [one.code for one in public.sections] == ["direction", "portal", "loudspeakers"]
    assert public.units == {} and public.paragraphs == ()
    units = {str(pk) for pk in Unit.objects.values_list("pk", flat=True)}
    assert not any(units & set(public.figures.groups(code)) for code in public.figures.as_json())
    assert public.figures.value("news.published") == 2
    labels = [row.label for row in public.table("tong-hop").rows]
    assert "Nộp muộn" not in labels and "Văn bản quá hạn cuối kỳ" not in labels
    assert "Tin, bài, thông báo đã đăng" in labels


def test_a_place_of_loudspeakers_is_not_public(content: ReportContent) -> None:
    """A cluster is often named after the unit where it hangs."""
    loud = content.table("bang-4")
    fault = next(row for row in loud.rows if row.label == "Sự cố loa")
    cell = replace(fault.cells[0], group="Cụm loa Tổ dân phố số 2")
    named = replace(fault, label="– Cụm loa Tổ dân phố số 2", cells=(cell, *fault.cells[1:]))
    changed = replace(content, tables=(replace(loud, rows=(*loud.rows, named)),))
    assert len(public_content(changed).table("bang-4").rows) == len(loud.rows)
