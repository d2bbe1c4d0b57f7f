"""Admin view that brings the figures of the review period into the minutes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from core.admin.staff_page import staff_page
from core.workflow.engine import TransitionNotAllowed, TransitionRefused
from meetings.figures.texts import limitation_text, result_text
from meetings.minutes.forms import BY_KIND
from meetings.minutes.requests import readable_meeting
from meetings.minutes.services import store_part
from meetings.minutes.views import MAX_ROWS
from meetings.models import Meeting
from meetings.permissions import by_secretary, may_open_meetings
from news.permissions import may_see_ward_statistics
from organization.requests import StaffRequest

TEXTS: dict[str, Callable[[Meeting], str]] = {"ket-qua": result_text, "han-che": limitation_text}
ALL_MET = "Mọi đơn vị có chỉ tiêu đều đã nộp đủ: không có hạn chế nào để đưa vào."
NO_PERIOD = "Cuộc họp chưa ghi kỳ đánh giá: xin chọn kỳ đánh giá ở trang cuộc họp."
FULL = f"Mỗi mục của biên bản có nhiều nhất {MAX_ROWS} dòng: xin gộp bớt các dòng."


@staff_page(may_open_meetings)
@require_POST
def add_figures(request: StaffRequest, pk: int, kind: str) -> HttpResponse:
    """Store the sentence of ``kind`` as a row of the minutes, once, and open it there.

    404 for those who may not write the minutes or see the ward's figures. Approved minutes refuse
    in a sentence.
    """
    meeting = readable_meeting(request, pk)
    may_add = by_secretary(meeting, request.user) and may_see_ward_statistics(request.user)
    if kind not in TEXTS or not may_add:
        raise Http404
    text = TEXTS[kind](meeting)
    section = BY_KIND[kind]
    rows: QuerySet[Any] = section.rows(meeting)
    anchor = kind
    if not text:
        messages.info(request, ALL_MET if meeting.review_period else NO_PERIOD)
    elif stored := rows.filter(text=text).first():
        anchor = section.key(stored)
    elif rows.count() >= MAX_ROWS:
        messages.error(request, FULL)
    else:
        part: Any = section.new_row(meeting)
        part.text = text
        try:
            store_part(part, actor=request.user)
        except TransitionNotAllowed:
            raise Http404 from None
        except TransitionRefused as refused:
            messages.error(request, " ".join(refused.reasons))
            return HttpResponseRedirect(meeting.address)
        anchor = section.key(part)
    return HttpResponseRedirect(f"{reverse('admin:minutes', args=[meeting.pk])}#{anchor}")
