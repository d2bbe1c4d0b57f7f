"""ModelAdmins of documents, one module per subject."""

from documents.admin import documents, register, vocabulary  # noqa: F401
