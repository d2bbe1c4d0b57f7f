"""Other people's programs that read our papers: LibreOffice and poppler, as Debian has them."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

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
        timeout=120,
        check=True,
    ).stdout


def word_to_pdf(source: Path) -> Path:
    """Convert a Word file beside itself with LibreOffice, which finds our fonts for Times New
    Roman.
    """
    fonts = source.with_name("fonts.conf")
    fonts.write_text(
        '<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig>'
        f"<include>/etc/fonts/fonts.conf</include><dir>{_FONTS}</dir></fontconfig>"
    )
    # A profile of its own: one in use elsewhere would refuse the work.
    profile = f"-env:UserInstallation=file://{source.parent}/profile"
    environment = os.environ | {"FONTCONFIG_FILE": str(fonts)}
    where = ["--headless", "--convert-to", "pdf", "--outdir", source.parent, source]
    run("soffice", profile, *where, environment=environment)
    return source.with_suffix(".pdf")
