"""ModelAdmins of documents, one module per subject."""

from documents.admin import documents, leaders, register, routings, vocabulary  # noqa: F401
