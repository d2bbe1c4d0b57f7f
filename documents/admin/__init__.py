"""ModelAdmins of documents, one module per subject."""

from documents.admin import documents, outgoing, register, registers, vocabulary  # noqa: F401
