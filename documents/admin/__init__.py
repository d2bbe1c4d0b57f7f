"""ModelAdmins of documents, one module per subject."""

from documents.admin import documents, register, registers, vocabulary  # noqa: F401
