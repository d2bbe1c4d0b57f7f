"""Idempotency of add forms: the browser's way back leads to a form that is still filled in, and
sending it once more makes no second row.
"""

from __future__ import annotations

import hashlib
import json
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.contrib.admin.options import IS_POPUP_VAR
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from core.http.requests import portal_request

if TYPE_CHECKING:
    from core.generics import ModelAdmin as _Base
else:  # a mixin of inlines too, through the mixins of roles
    _Base = object

SESSION_KEY = "added_forms"
MAX_REMEMBERED = 20
REMEMBERED_FOR = timedelta(hours=12)


class AddOnceMixin(_Base):
    """Mixin of a ModelAdmin: an add form that this session has sent before, word for word, leads to
    the row that it made, while there is one that was not given up. Which button sent it does not
    count. A form with new files is stored each time: two scans may have one name and one size.
    """

    def add_view(
        self, request: HttpRequest, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        if request.method != "POST" or IS_POPUP_VAR in request.POST or request.FILES:
            return super().add_view(request, form_url, extra_context)
        digest = _digest(request)
        pk, address, at = _remembered(request).get(digest, ("", "", ""))
        if address and self.is_kept(pk):
            made = timezone.localtime(parse_datetime(at))
            sentence = f"Phần này đã lưu lúc {made:%H:%M}; không lưu thêm bản nữa."
            self.message_user(request, sentence, messages.WARNING)
            return HttpResponseRedirect(address)
        response = super().add_view(request, form_url, extra_context)
        added = getattr(request, "added_item", None)
        if added is not None and response.status_code == 302:
            _remember(request, digest, str(added.pk), response["Location"])
        return response

    def is_kept(self, pk: str) -> bool:
        """Return whether the row that a form made is still there, so that none is made again."""
        return bool(self.model._base_manager.filter(pk=pk).exists())

    def log_addition(self, request: HttpRequest, obj: Any, message: Any) -> Any:
        portal_request(request).added_item = obj
        return super().log_addition(request, obj, message)


def _digest(request: HttpRequest) -> str:
    """Return the digest of what was typed and chosen."""
    typed = sorted(
        (name, values)
        for name, values in request.POST.lists()
        if name != "csrfmiddlewaretoken" and not name.startswith("_")
    )
    whole = json.dumps([request.get_full_path(), typed])
    return hashlib.sha256(whole.encode()).hexdigest()


def _remembered(request: HttpRequest) -> dict[str, tuple[str, str, str]]:
    """Return key, address and time of what each form made lately, by its digest."""
    oldest = (timezone.now() - REMEMBERED_FOR).isoformat()
    kept = request.session.get(SESSION_KEY, {})
    return {digest: tuple(row) for digest, row in kept.items() if row[2] > oldest}


def _remember(request: HttpRequest, digest: str, pk: str, address: str) -> None:
    kept = _remembered(request) | {digest: (pk, address, timezone.now().isoformat())}
    newest = sorted(kept.items(), key=lambda item: item[1][2])[-MAX_REMEMBERED:]
    request.session[SESSION_KEY] = dict(newest)
