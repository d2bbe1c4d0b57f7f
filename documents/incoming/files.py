"""Files of an entry form: those kept by key, uploads of the request, readings of both."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from core.files import storage
from core.files.upload_notices import INTERNAL
from core.files.uploads import InvalidUpload
from core.models import StoredFile
from core.workflow.engine import TransitionRefused
from documents.incoming.reading import start_reading
from documents.incoming.services import MAX_FILES
from documents.jobs import CLASSIFIED_NOTICE, classified_among
from documents.library.services import store_upload
from documents.models import IncomingDocument
from documents.uploads.drafts import refusal_of
from documents.uploads.forms import UNTICKED

if TYPE_CHECKING:
    from django.core.files.uploadedfile import UploadedFile
    from django.http import QueryDict
    from django.utils.datastructures import MultiValueDict

    from documents.incoming.forms import IncomingFactsForm
    from organization.models import User

    Uploads = MultiValueDict[str, UploadedFile]

# Names in the form.
UPLOAD, KEPT, DROPPED, TICK = "files", "kept", "dropped", "is_not_classified"

_GONE = "Có tệp không còn hoặc quý vị không được dùng: xin chọn lại."
_CHOOSE_AGAIN = "Tệp vừa chọn chưa được nhận: đánh dấu rồi, xin chọn lại tệp."


class EntryFiles:
    """The files of one form.

    Uploads are stored as they arrive, so that they survive a mistake elsewhere in the form: it
    sends them again by their keys. Without the tick that they are no classified papers none is
    stored. ``listed`` are all that the form shows, ``dropped`` those of them with the tick that
    takes them off, ``files`` the others. ``problems`` are sentences.
    """

    def __init__(self, user: User, present: Iterable[StoredFile] = ()) -> None:
        self.user = user
        self.listed = list(present)
        self.dropped: set[StoredFile] = set()
        self.problems: list[str] = []
        self.is_ticked = False
        self.lacks_tick = False
        self.cursor = ""  # "tick" or "upload", where the page opens with the cursor

    @property
    def files(self) -> list[StoredFile]:
        return [file for file in self.listed if file not in self.dropped]

    @classmethod
    def posted(
        cls,
        user: User,
        data: QueryDict,
        uploads: Uploads,
        item: IncomingDocument | None = None,
    ) -> EntryFiles:
        """Return the files that a form sent; new ones are stored and read."""
        found = cls.kept(user, data.getlist(KEPT), data.getlist(DROPPED), item)
        found.is_ticked = bool(data.get(TICK))
        found._take(uploads.getlist(UPLOAD))
        return found

    @classmethod
    def kept(
        cls,
        user: User,
        kept: Iterable[str],
        dropped: Iterable[str],
        item: IncomingDocument | None = None,
    ) -> EntryFiles:
        """Return the stored files with these keys that the user may use; what is gone is told."""
        keys = list(dict.fromkeys(kept))[: 2 * MAX_FILES]
        found = cls(user, storage.usable_by(user, storage.files_by_key(keys).values(), item))
        taken_off = set(dropped)
        found.dropped = {file for file in found.listed if file.key in taken_off}
        missing = {*keys} - {file.key for file in found.listed} - taken_off
        if missing and classified_among(user, missing):
            found.problems.append(CLASSIFIED_NOTICE)
        elif missing:
            found.problems.append(_GONE)
        return found

    def place_cursor(self, form: IncomingFactsForm, default: str = "") -> None:
        """Let the page open in the first wrong field of the form, then of the files; ``default``
        is a field of the form.
        """
        is_wrong = form.place_cursor("" if self.problems else default)
        if self.problems and not is_wrong:
            self.cursor = "tick" if self.lacks_tick else "upload"

    def _take(self, uploads: list[UploadedFile]) -> None:
        if uploads and not self.is_ticked:
            self.lacks_tick = True
            self.problems.append(f"{UNTICKED} {_CHOOSE_AGAIN}")
            return
        for upload in uploads:
            if len(self.files) >= MAX_FILES:
                self.problems.append(f"Mỗi văn bản có nhiều nhất {MAX_FILES} tệp.")
                return
            try:
                setattr(upload, INTERNAL, True)
                stored = store_upload(upload, actor=self.user)
                storage.refuse_repeated(stored, self.files)
            except InvalidUpload as refused:
                self.problems.append(refusal_of(upload.name, refused))
            except TransitionRefused as refused:
                self.problems += refused.reasons
            else:
                start_reading(stored)
                self.listed.append(stored)
