"""ModelAdmins of documents, one module per subject."""

from documents.admin import (  # noqa: F401
    documents,
    leaders,
    outgoing,
    register,
    registers,
    routings,
    vocabulary,
)
