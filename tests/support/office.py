"""Other people's programs that read our papers: LibreOffice and poppler, as Debian has them."""

from __future__ import annotations

import csv
import io
import os
import shutil
import subprocess
from pathlib import Path

import pytest

_FONTS = Path(__file__).parents[2] / "core" / "fonts"


def run(name: str, *arguments: str | Path, environment: dict[str, str] | None = None) -> str:
    """Run the program and return what it wrote; say which package it comes from where it is
    missing.
    """
    program = shutil.which(name)
    assert program, f"{name} is missing: install libreoffice-writer-nogui and poppler-utils"
    return subprocess.run(
        [program, *map(str, arguments)],
        env=environment,
        capture_output=True,
        text=True,
        timeout=300,
        check=True,
    ).stdout


# LibreOffice's own table of replacements, which it asks before anything else.
_REPLACEMENT = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Common/Font/Substitution"><prop oor:name="Replacement" \
oor:op="fuse"><value>true</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Font/Substitution/FontPairs"><node \
oor:name="_0" oor:op="replace"><prop oor:name="ReplaceFont"><value>Times New Roman</value></prop>\
<prop oor:name="SubstituteFont"><value>Tinos</value></prop><prop oor:name="Always"><value>true\
</value></prop><prop oor:name="OnScreenOnly"><value>false</value></prop></node></item>
</oor:items>
"""


def word_to_pdf(*sources: Path) -> Path:
    """Convert Word files of one folder beside themselves with LibreOffice; return the first PDF.

    Tinos from our folder stands for Times New Roman, whatever fonts the machine or LibreOffice
    itself has. Its start takes longer than a conversion: several files take one.
    """
    source = sources[0]
    fonts = source.with_name("fonts.conf")
    fonts.write_text(
        '<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd"><fontconfig>'
        f"<dir>{_FONTS}</dir><cachedir>{source.with_name('font-cache')}</cachedir></fontconfig>"
    )
    # A profile of its own: one in use elsewhere would refuse the work.
    profile = source.with_name("profile")
    (profile / "user").mkdir(parents=True, exist_ok=True)
    (profile / "user" / "registrymodifications.xcu").write_text(_REPLACEMENT)
    environment = os.environ | {"FONTCONFIG_FILE": str(fonts)}
    where = ["--headless", "--convert-to", "pdf", "--outdir", source.parent, *sources]
    run("soffice", f"-env:UserInstallation=file://{profile}", *where, environment=environment)
    return source.with_suffix(".pdf")


def spreadsheet_rows(source: Path) -> list[list[str]]:
    """Return the cells of the first sheet as LibreOffice Calc shows them, which reads it anew."""
    program = shutil.which("soffice")
    if program is None or not Path(program).resolve().with_name("libsclo.so").exists():
        pytest.skip("no LibreOffice Calc is installed: install libreoffice-calc-nogui")
    profile = f"-env:UserInstallation=file://{source.with_name('profile')}"
    kind = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true"
    run("soffice", profile, "--headless", "--convert-to", kind, "--outdir", source.parent, source)
    text = source.with_suffix(".csv").read_text("utf-8")
    return list(csv.reader(io.StringIO(text)))


def word_lines(folder: Path) -> dict[str, list[str]]:
    """Return the lines of every Word file of a folder, with the numbers of lists, by the file's
    stem, as LibreOffice shows them; one start for all.
    """
    if shutil.which("soffice") is None:
        pytest.skip("no LibreOffice Writer is installed: install libreoffice-writer-nogui")
    profile = f"-env:UserInstallation=file://{folder / 'profile'}"
    files = sorted(folder.glob("*.docx"))
    run("soffice", profile, "--headless", "--convert-to", "txt:Text", "--outdir", folder, *files)
    read = {file.stem: file.with_suffix(".txt").read_text("utf-8-sig") for file in files}
    return {name: [line.strip() for line in lines.splitlines()] for name, lines in read.items()}
