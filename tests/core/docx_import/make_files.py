"""Makes the committed .docx files beside it: ``python -m tests.core.docx_import.make_files`` in the
project's folder.

``word.docx`` is written tag by tag as Word does it; ``libreoffice.docx`` by LibreOffice, where it
is installed.
"""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import django

FILES = Path(__file__).parent / "files"


def everything() -> bytes:
    """An article as an office hands it in, with all that Word can put into one."""
    from tests.core.docx_import.shapes import item, jpeg, p, photo, table, text, text_box, word

    inserted = '<w:ins w:id="1" w:author="Lan"><w:r><w:t>sáu mươi</w:t></w:r></w:ins>'
    deleted = '<w:del w:id="2" w:author="Lan"><w:r><w:delText>chín mươi</w:delText></w:r></w:del>'
    note = (
        '<w:r><w:rPr><w:rStyle w:val="FootnoteReference"/></w:rPr><w:footnoteReference'
        ' w:id="2"/></w:r>'
    )
    links = (
        '<w:hyperlink r:id="rIdGood"><w:r><w:t>lịch ra quân</w:t></w:r></w:hyperlink>'
        '<w:hyperlink r:id="rIdBad"><w:r><w:t> bấm vào đây</w:t></w:r></w:hyperlink>'
    )
    field = '<w:fldSimple w:instr=" DATE "><w:r><w:t>12/07/2026</w:t></w:r></w:fldSimple>'
    body = [
        p(text("TỔ DÂN PHỐ SỐ 3 KÈ LẠI BỜ SÔNG", "<w:b/>"), more='<w:jc w:val="center"/>'),
        p(
            text("Có ")
            + deleted
            + inserted
            + text(" hộ ")
            + text("cùng góp công", "<w:b/>")
            + note
            + text(".")
        ),
        p(text("Chữ ẩn.", "<w:vanish/>") + text("Ngày ") + field + text(".")),
        p("Việc đã làm", "u1"),
        item("Cuốc", 1),
        item("Xẻng", 1),
        item("Xẻng nhỏ", 1, 1),
        item("Dọn cỏ", 2),
        item("Xếp đá", 2),
        p("Số liệu", "u3"),
        table(["Ngày", "Số hộ"])
        .replace("<w:tr>", "<w:tr><w:trPr><w:tblHeader/></w:trPr>")
        .replace("</w:tbl>", table(["Thứ Bảy", "32"]).partition("</w:tblPr>")[2]),
        p(photo("photo1", "Bà con chuyền đá")),
        p("Ảnh: Lan", "Caption"),
        p(photo("photo2", "DSC_0042.JPG")),
        p(
            text("Xem ")
            + links
            + text(".")
            + text_box(p("Liên hệ: bà Hòa, tổ trưởng."), p("Bản cũ của khung."))
        ),
    ]
    relations = {
        "rIdGood": ("hyperlink", "https://phuong.example/lich"),
        "rIdBad": ("hyperlink", "javascript:alert(1)"),
    }
    reference = "<w:r><w:footnoteRef/></w:r>"
    notes = (
        '<w:footnote w:type="separator"'
        ' w:id="0"><w:p><w:r><w:separator/></w:r></w:p></w:footnote><w:footnote'
        f' w:id="2">{p(reference + text(" Theo sổ của tổ."), "FootnoteText")}</w:footnote>'
    )
    return word(
        *body,
        relations=relations,
        media={"photo1.jpg": jpeg(), "photo2.jpg": jpeg("sienna")},
        parts={
            "footnotes": notes,
            "comments": f'<w:comment w:id="0">{p("Nhớ kiểm tra")}</w:comment>',
            "header": p("UBND phường"),
        },
    )


def main() -> None:
    (FILES / "word.docx").write_bytes(everything())
    if office := shutil.which("soffice"):
        source = FILES / "libreoffice.fodt"
        command = [
            office,
            "--headless",
            "--convert-to",
            "docx:MS Word 2007 XML",
            "--outdir",
            str(FILES),
            str(source),
        ]
        subprocess.run(command, check=True)


if __name__ == "__main__":
    django.setup()
    main()
