"""ModelAdmins of documents, one module per subject."""

from documents.admin import documents, vocabulary  # noqa: F401
