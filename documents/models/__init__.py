"""Models of documents."""

from documents.models.activity import UserActivity
from documents.models.amendments import Amendment
from documents.models.documents import DocumentArticle, PublicDocument
from documents.models.files import DocumentFile
from documents.models.incoming import IncomingDocument, IncomingUnit
from documents.models.openings import FileOpening
from documents.models.outgoing import OutgoingDocument
from documents.models.readings import FileReading
from documents.models.registers import Register, RegisterYear
from documents.models.routings import (
    DecisionPhrase,
    LeaderAbsence,
    LeaderTopic,
    Routing,
    RoutingExtension,
    RoutingReport,
    StandingDelegation,
)
from documents.models.vocabulary import Authority, DocumentTopic, DocumentType

__all__ = [
    "Amendment",
    "Authority",
    "DecisionPhrase",
    "DocumentArticle",
    "DocumentFile",
    "DocumentTopic",
    "DocumentType",
    "FileOpening",
    "FileReading",
    "IncomingDocument",
    "IncomingUnit",
    "LeaderAbsence",
    "LeaderTopic",
    "OutgoingDocument",
    "PublicDocument",
    "Register",
    "RegisterYear",
    "Routing",
    "RoutingExtension",
    "RoutingReport",
    "StandingDelegation",
    "UserActivity",
]
