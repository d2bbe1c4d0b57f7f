"""Documents that nothing is wrong with; states only through real transitions."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from core.workflow.engine import perform
from documents.jobs import read_file
from documents.library.services import add_file, store_document
from documents.models import Authority, DocumentFile, DocumentType, PublicDocument
from documents.states import FileRole, Level
from organization.models import User
from tests.support.scanned_papers import OfficePaper

PAPER = OfficePaper(
    agency=("ỦY BAN NHÂN DÂN", "PHƯỜNG BẾN SEN"),
    number="Số: 15/QĐ-UBND",
    date="Bến Sen, ngày 05 tháng 01 năm 2026",
    kind="QUYẾT ĐỊNH",
    title=("Về việc thành lập Tổ công nghệ số cộng đồng",),
    body=("Căn cứ Luật Tổ chức chính quyền địa phương;", "Điều 1. Thành lập mười tổ xung kích."),
    titles=("CHỦ TỊCH",),
    signer="Kiều Thị Minh Tâm",
)

# The answers to ``documents.publication.confirmations``, asked or not.
QUESTIONS = (
    *("identity_numbers", "accounts", "phones", "unseen", "other_number"),
    *("duplicate", "dependents", "unnamed"),
)
TICKS = {f"accepts_{name}": "on" for name in QUESTIONS}


def ward_authority() -> Authority:
    name = "Ủy ban nhân dân phường Bến Sen"
    return Authority.objects.get_or_create(name=name, defaults={"level": Level.WARD})[0]


def document_type(name: str = "Quyết định", abbreviation: str = "QĐ") -> DocumentType:
    found, _ = DocumentType.objects.get_or_create(
        name=name, defaults={"abbreviation": abbreviation}
    )
    return found


def make_document(clerk: User, **fields: Any) -> PublicDocument:
    """A draft with all facts and without a file."""
    defaults: dict[str, Any] = {
        "type": document_type(),
        "authority": ward_authority(),
        "number": "15",
        "notation": "QĐ-UBND",
        "issued_on": date(2026, 1, 5),
        "subject": "Về việc thành lập Tổ công nghệ số cộng đồng",
        "signer": "Kiều Thị Minh Tâm",
        "covers_personal_data": True,
    }
    document = PublicDocument(**defaults | fields)
    store_document(document, actor=clerk)
    return document


def attach(
    document: PublicDocument,
    clerk: User,
    *,
    content: bytes = b"",
    name: str = "15-qd.pdf",
    role: str = FileRole.SIGNED,
    is_read: bool = True,
) -> DocumentFile:
    """A file of a draft with its number, read at once as the job would; each name has bytes of its
    own.
    """
    number = f"Số: {document.code}" if document.code else PAPER.number
    own = OfficePaper(**vars(PAPER) | {"number": number})
    content = content or own.pdf() + f"\n%{name}".encode()
    upload = SimpleUploadedFile(name, content, "application/pdf")
    file = add_file(document, upload, actor=clerk, role=role)
    if is_read:
        read_file.call(file.pk)
        file.refresh_from_db()
    return file


def transition(document: PublicDocument, name: str, actor: User, **options: Any) -> PublicDocument:
    document.refresh_from_db()
    return perform(document, name, actor=actor, version=document.version, **options)


def publish(document: PublicDocument, *, clerk: User, approver: User) -> PublicDocument:
    if not document.files.exists():
        attach(document, clerk)
    transition(document, "submit", clerk, data=TICKS)
    return transition(document, "publish", approver, data=TICKS)
