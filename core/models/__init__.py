"""Models that every app shares, a module per subject."""

from core.models.autosave import AutosavedDraft, Presence
from core.models.cache import CacheInvalidation
from core.models.comments import Commentable, ReviewComment, ReviewCommentReply
from core.models.failures import PartFailure
from core.models.files import FileUse, StoredFile
from core.models.imports import ImportMapping, SpreadsheetImport
from core.models.jobs import Heartbeat, JobProgress
from core.models.revisions import RelatedSnapshot, Versioned
from core.models.views import ViewCount
from core.models.workflow import TransitionLog

__all__ = [
    "AutosavedDraft",
    "CacheInvalidation",
    "Commentable",
    "FileUse",
    "Heartbeat",
    "ImportMapping",
    "JobProgress",
    "PartFailure",
    "Presence",
    "RelatedSnapshot",
    "ReviewComment",
    "ReviewCommentReply",
    "SpreadsheetImport",
    "StoredFile",
    "TransitionLog",
    "Versioned",
    "ViewCount",
]
