"""Import of a .doc file of Word 97-2003 as a draft, through LibreOffice where it is installed.

The program reads untrusted files: it runs in a job, with a profile of its own that allows no
macros and no links, without network where the system lets it, and within limits of time, memory
and size.
"""

from __future__ import annotations

import os
import resource
import shutil
import signal
import subprocess
import tempfile
from contextlib import suppress
from datetime import timedelta
from functools import cache
from pathlib import Path
from typing import TypedDict
from uuid import UUID

from django.conf import settings
from django.core.files import File

from core.files.validation import MEGABYTE, OLD_WORD, InvalidUpload, old_office_sentence
from core.jobs.definitions import JobPolicy, job
from core.jobs.progress import enqueue_for
from core.workflow.classified import ClassifiedText
from news.importing.docx import import_once
from organization.models import User

MAX_BYTES = 20 * MEGABYTE
TOO_LARGE = "Tệp Word kiểu cũ lớn hơn 20 MB: xin lưu lại thành .docx rồi tải lên."
_UNREADABLE = (
    "Không đọc được tệp Word kiểu cũ này, có thể vì tệp hỏng hoặc có mật khẩu: xin mở bằng Word,"
    " lưu lại thành .docx rồi tải lên."
)
_CONVERTED = (
    "Tệp Word kiểu cũ (.doc) được đổi sang kiểu mới trước khi đọc: xin đối chiếu số thứ tự, bảng và"
    " ảnh với tệp gốc."
)
_SECONDS = 90
_MEMORY = 4_096 * MEGABYTE
_MAX_WRITTEN = 200 * MEGABYTE
# Security of LibreOffice: no macro of any kind, no content from elsewhere.
_PROFILE = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Common/Security/Scripting">
<prop oor:name="MacroSecurityLevel" oor:op="fuse"><value>3</value></prop>
<prop oor:name="DisableMacrosExecution" oor:op="fuse"><value>true</value></prop>
<prop oor:name="DisableActiveContent" oor:op="fuse"><value>true</value></prop>
<prop oor:name="BlockUntrustedRefererLinks" oor:op="fuse"><value>true</value></prop></item>
</oor:items>
"""


class Outcome(TypedDict):
    """What the job returns: the draft with what its writer has to know, or why there is none."""

    article: int | None
    sentences: list[str]


def program() -> str | None:
    """Return the path of LibreOffice, None where it or its Writer is missing."""
    found = shutil.which("soffice")
    if found and Path(found).resolve().with_name("libswlo.so").exists():
        return found
    return None


def is_readable_old_word(upload: File) -> bool:
    """Return whether the upload is a .doc, and LibreOffice here to read it."""
    return program() is not None and old_office_sentence(upload) == OLD_WORD


def queue_import(
    upload: File, *, actor: User, attach_original: bool, token: UUID | None = None
) -> UUID:
    """Store a .doc until its job has read it, and return the job's key. Raises InvalidUpload."""
    if upload.size > MAX_BYTES:
        raise InvalidUpload(TOO_LARGE)
    folder = _folder()
    handle, name = tempfile.mkstemp(suffix=".doc", dir=folder)
    with os.fdopen(handle, "wb") as stored:
        for chunk in upload.chunks():
            stored.write(chunk)
    original = Path(upload.name or "").stem[:150] or "Tệp Word"
    return enqueue_for(
        actor,
        import_old_word,
        Path(name).name,
        original,
        actor.pk,
        attach_original,
        str(token or ""),
        subject=original,
    )


def _folder() -> Path:
    folder = settings.DATA_DIR / "old-word"
    folder.mkdir(mode=0o700, exist_ok=True)
    return Path(folder)


@job(
    JobPolicy(
        "Đọc tệp Word kiểu cũ", attempts=1, time_limit=timedelta(minutes=3), memory_limit=6144
    )
)
def import_old_word(
    name: str, original: str, person: int, attach_original: bool, token: str = ""
) -> Outcome:
    """Make a draft of a stored .doc, which is deleted. The original attached is the .docx of it."""
    source = _folder() / Path(name).name
    try:
        with tempfile.TemporaryDirectory(dir=_folder()) as work:
            converted = to_docx(source, Path(work))
            with converted.open("rb") as content:
                imported = import_once(
                    File(content, f"{original}.docx"),
                    actor=User.objects.get(pk=person),
                    attach_original=attach_original,
                    token=UUID(token) if token else None,
                )
    except (InvalidUpload, ClassifiedText) as refused:
        return {"article": None, "sentences": refused.messages}
    finally:
        source.unlink(missing_ok=True)
    return {"article": imported.article.pk, "sentences": [_CONVERTED, *imported.warnings]}


def to_docx(source: Path, work: Path) -> Path:
    """Return a .docx of the file, in the folder ``work``. Raises InvalidUpload."""
    profile = work / "profile"
    (profile / "user").mkdir(parents=True)
    (profile / "user" / "registrymodifications.xcu").write_text(_PROFILE)
    command = [
        *_without_network(),
        program() or "soffice",
        f"-env:UserInstallation=file://{profile}",
        *("--headless", "--norestore", "--nolockcheck", "--infilter=MS Word 97"),
        *("--convert-to", "docx:MS Word 2007 XML", "--outdir", str(work), str(source)),
    ]
    environment = {"PATH": os.environ.get("PATH", ""), "HOME": str(work), "LANG": "C.UTF-8"}
    process = subprocess.Popen(  # noqa: S603  (no shell, and names of our own making)
        command,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
        preexec_fn=_limit_resources,
    )
    try:
        process.wait(_SECONDS)
    except subprocess.TimeoutExpired:
        raise InvalidUpload(_UNREADABLE) from None
    finally:
        _kill_group(process)
    made = work / f"{source.stem}.docx"
    if process.returncode or not made.exists():
        raise InvalidUpload(_UNREADABLE)
    return made


def _limit_resources() -> None:
    resource.setrlimit(resource.RLIMIT_CPU, (_SECONDS, _SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
    resource.setrlimit(resource.RLIMIT_FSIZE, (_MAX_WRITTEN, _MAX_WRITTEN))


def _kill_group(process: subprocess.Popen[bytes]) -> None:
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


@cache
def _without_network() -> tuple[str, ...]:
    """Return the command that takes a program's network away, as far as the system allows it."""
    command = ("unshare", "--net", "--map-root-user")
    if not shutil.which("unshare"):
        return ()
    tried = subprocess.run(  # noqa: S603  (constants)
        [*command, "true"], check=False, capture_output=True, timeout=10
    )
    return command if tried.returncode == 0 else ()
