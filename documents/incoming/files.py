"""Files of an entry form: those kept by key, uploads of the request, readings of both."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from core.files import storage
from core.files.uploads import InvalidUpload
from core.models import StoredFile
from core.workflow.engine import TransitionRefused
from documents.incoming.reading import start_reading
from documents.incoming.services import MAX_FILES
from documents.library.services import store_upload
from documents.models import IncomingDocument
from documents.uploads.drafts import refusal_of
from documents.uploads.forms import UNTICKED

if TYPE_CHECKING:
    from django.core.files.uploadedfile import UploadedFile
    from django.http import QueryDict
    from django.utils.datastructures import MultiValueDict

    from organization.models import User

    Uploads = MultiValueDict[str, UploadedFile]

# Names in the form.
UPLOAD, KEPT, DROPPED, TICK = "files", "kept", "dropped", "is_not_classified"


class EntryFiles:
    """The files of one form.

    Uploads are stored as they arrive, so that they survive a mistake elsewhere in the form: it
    sends them again by their keys. Without the tick that they are no classified papers none is
    stored. ``problems`` are sentences.
    """

    def __init__(self, user: User, present: Iterable[StoredFile] = ()) -> None:
        self.user = user
        self.files = list(present)
        self.problems: list[str] = []
        self.is_ticked = False

    @classmethod
    def posted(
        cls,
        user: User,
        data: QueryDict,
        uploads: Uploads,
        item: IncomingDocument | None = None,
    ) -> EntryFiles:
        """Return the files that a form sent; new ones are stored and read."""
        dropped = set(data.getlist(DROPPED))
        keys = [key for key in data.getlist(KEPT) if key not in dropped]
        named = storage.files_by_key(keys[:MAX_FILES]).values()
        found = cls(user, storage.usable_by(user, named, item))
        if len(found.files) < len(set(keys[:MAX_FILES])):
            found.problems.append("Có tệp không còn hoặc quý vị không được dùng: xin chọn lại.")
        found.is_ticked = bool(data.get(TICK))
        found._take(uploads.getlist(UPLOAD))
        return found

    def _take(self, uploads: list[UploadedFile]) -> None:
        if uploads and not self.is_ticked:
            self.problems.append(UNTICKED)
            return
        for upload in uploads:
            if len(self.files) >= MAX_FILES:
                self.problems.append(f"Mỗi văn bản có nhiều nhất {MAX_FILES} tệp.")
                return
            try:
                stored = store_upload(upload, actor=self.user)
            except InvalidUpload as refused:
                self.problems.append(refusal_of(upload.name, refused))
            except TransitionRefused as refused:
                self.problems += refused.reasons
            else:
                start_reading(stored)
                self.files.append(stored)
