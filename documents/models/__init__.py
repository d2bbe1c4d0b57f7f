"""Models of documents."""

from documents.models.documents import DocumentArticle, PublicDocument
from documents.models.files import DocumentFile
from documents.models.register import EntryUnit, IncomingEntry, UserActivity
from documents.models.vocabulary import Authority, DocumentTopic, DocumentType

__all__ = [
    "Authority",
    "DocumentArticle",
    "DocumentFile",
    "DocumentTopic",
    "DocumentType",
    "EntryUnit",
    "IncomingEntry",
    "PublicDocument",
    "UserActivity",
]
