"""Admin pages of one score sheet: self-score, verification, return, reopening."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.views.decorators.http import require_POST, require_safe

from core.admin.staff_page import staff_page
from core.http.params import int_param
from core.reporting.figures import FigureItem, describe_keys
from core.workflow.engine import (
    StaleObject,
    TransitionNotAllowed,
    TransitionRefused,
    log_of,
    perform,
)
from core.workflow.http import run_transition
from organization.models import User
from organization.requests import StaffRequest
from reports.agency.checks.services import findings_of
from reports.agency.forms import SelfScoreForm, SheetForm, SheetRow, VerifyForm
from reports.agency.scoring import Line, own_total, sheet, verified_total
from reports.agency.services import (
    FROZEN,
    OWN_SCORE,
    has_scored,
    save_self_scores,
    save_verified_scores,
)
from reports.agency.workflow import ASSESSMENT_WORKFLOW
from reports.models import Assessment, AssessmentState, CheckRecord
from reports.permissions import (
    by_unit,
    by_verifier,
    may_open_agency,
    may_see_assessment,
    records_scores,
)

MAX_BEHIND = 10  # things listed behind a measured criterion


@dataclass(frozen=True)
class Refusal:
    """Why a page is shown again, with what its fields are filled."""

    reasons: list[str] = field(default_factory=list)
    form: SheetForm | None = None
    note: str = ""
    status: int = 400


@staff_page(may_open_agency)
@require_safe
def assessment_page(request: StaffRequest, pk: int) -> HttpResponse:
    """Show a sheet: to score, to verify, or to read; 404 for whoever may not see it."""
    return _page(request, _readable(request, pk))


@staff_page(may_open_agency)
@require_POST
def save_self(request: StaffRequest, pk: int) -> HttpResponse:
    """Store the self-score; with ``submit`` also hand it in. What was typed is stored first."""
    assessment = _readable(request, pk)
    form = _form(request, assessment, SelfScoreForm)
    return _save(request, assessment, form, save_self_scores, "submit")


@staff_page(may_open_agency)
@require_POST
def save_verified(request: StaffRequest, pk: int) -> HttpResponse:
    """Store the verified scores; with ``verify`` also end the verification."""
    assessment = _readable(request, pk)
    form = _form(request, assessment, VerifyForm)
    return _save(request, assessment, form, save_verified_scores, "verify")


@staff_page(may_open_agency)
@require_POST
def transition_page(request: StaffRequest, pk: int, name: str) -> HttpResponse:
    """Return a sheet to its unit, or open a verified one again, with the reason."""
    if name not in ("return", "reopen"):
        raise Http404
    assessment = _readable(request, pk)
    result = run_transition(request, assessment, name)
    if result.refused:
        refusal = Refusal(result.reasons, note=result.note, status=409)
        return _page(request, _readable(request, pk), refusal)
    messages.success(request, result.transition.success_message)
    return HttpResponseRedirect(assessment.address)


def _readable(request: StaffRequest, pk: int) -> Assessment:
    assessment = get_object_or_404(Assessment.objects.for_pages(), pk=pk)
    if not may_see_assessment(assessment, request.user):
        raise Http404
    return assessment


def _form(request: StaffRequest, assessment: Assessment, form: type[SheetForm]) -> SheetForm:
    return form(
        request.POST, request.FILES, lines=sheet(assessment), item=assessment, actor=request.user
    )


def _save(
    request: StaffRequest, assessment: Assessment, form: Any, save: Any, step: str
) -> HttpResponse:
    """Save the sheet, then take the step if it was asked for."""
    if not form.is_valid():
        return _page(request, assessment, Refusal(form=form))
    version = int_param(request.POST.get("version"))
    try:
        saved = save(
            assessment,
            form.entries(),
            actor=request.user,
            version=-1 if version is None else version,
        )
    except TransitionNotAllowed:
        raise PermissionDenied from None
    except TransitionRefused as refused:
        refusal = Refusal(refused.reasons, form, status=409)
        return _page(request, _readable(request, assessment.pk), refusal)
    if step not in request.POST:
        messages.success(request, "Đã lưu, chưa gửi." if step == "submit" else "Đã lưu.")
        return HttpResponseRedirect(assessment.address)
    try:
        perform(saved, step, actor=request.user, version=saved.version)
    except StaleObject as refused:
        return _page(request, _readable(request, assessment.pk), Refusal(refused.reasons))
    except TransitionRefused as refused:
        return _page(request, _readable(request, assessment.pk), Refusal(refused.reasons))
    transition = ASSESSMENT_WORKFLOW.get(step)
    messages.success(request, transition.success_message if transition else "")
    return HttpResponseRedirect(assessment.address)


def _page(
    request: StaffRequest, assessment: Assessment, refusal: Refusal | None = None
) -> HttpResponse:
    refusal = refusal or Refusal(status=200)
    lines = refusal.form.lines if refusal.form else sheet(assessment)
    mode = _mode(request, assessment)
    form = refusal.form
    if form is None or not isinstance(form, FORMS.get(mode, ())):
        maker = FORMS.get(mode)
        form = maker(lines=lines, item=assessment, actor=request.user) if maker else None
    rows, others = _rows(request, assessment, lines, form)
    labels = {one.name: one.label for one in ASSESSMENT_WORKFLOW.transitions}
    is_verifier = by_verifier(assessment, request.user)
    context = admin.site.each_context(request) | {
        "title": f"Cơ quan điện tử {assessment.period}: {assessment.unit}",
        "assessment": assessment,
        "mode": mode,
        "form": form,
        "groups": _groups(rows),
        "findings": others,
        "own_total": own_total(lines),
        "verified_total": verified_total(lines),
        "refusals": refusal.reasons,
        "note": refusal.note,
        "for_unit": mode == "score" and records_scores(assessment, request.user),
        "blocker": _blocker(request, assessment, is_verifier),
        "may_return": is_verifier and assessment.state == AssessmentState.SUBMITTED,
        "may_reopen": is_verifier and assessment.state == AssessmentState.VERIFIED,
        "log": [(labels[row.name], row) for row in log_of(assessment)],
    }
    template = "reports/admin/agency/assessment.html"
    return TemplateResponse(request, template, context, status=refusal.status)


FORMS: dict[str, type[SheetForm]] = {"score": SelfScoreForm, "verify": VerifyForm}


def _mode(request: StaffRequest, assessment: Assessment) -> str:
    """Return what the person may do with the sheet now: score, verify, or read."""
    if assessment.is_frozen:
        return "read"
    if assessment.state == AssessmentState.DRAFT and by_unit(assessment, request.user):
        return "score"
    is_submitted = assessment.state == AssessmentState.SUBMITTED
    if is_submitted and by_verifier(assessment, request.user):
        return "read" if has_scored(assessment, request.user) else "verify"
    return "read"


def _blocker(request: StaffRequest, assessment: Assessment, is_verifier: bool) -> str:
    if assessment.is_frozen:
        return FROZEN
    is_submitted = assessment.state == AssessmentState.SUBMITTED
    if is_submitted and is_verifier and has_scored(assessment, request.user):
        return OWN_SCORE
    return ""


def _groups(rows: list[SheetRow]) -> list[tuple[str, list[SheetRow]]]:
    groups: dict[str, list[SheetRow]] = {}
    for row in rows:
        groups.setdefault(row.line.group, []).append(row)
    return list(groups.items())


def _rows(
    request: StaffRequest, assessment: Assessment, lines: Sequence[Line], form: SheetForm | None
) -> tuple[list[SheetRow], list[CheckRecord]]:
    """Return the rows of the page, and the findings that belong to none of them."""
    rows = form.rows() if form else [SheetRow(line) for line in lines]
    findings = findings_of(assessment)
    behind = _behind(lines, request.user)
    for row in rows:
        row.behind = behind.get(row.line.criterion.pk, [])
        row.findings = findings.pop(row.line.criterion.pk, [])
    return rows, [record for some in findings.values() for record in some]


def _behind(lines: Sequence[Line], user: User) -> dict[int, list[FigureItem]]:
    """Return the things behind each measured criterion, the first ones, by criterion."""
    keys = {
        line.criterion.pk: list(dict.fromkeys([*line.measured.keys, *line.measured.base_keys]))
        for line in lines
        if line.measured
    }
    shown = {pk: some[:MAX_BEHIND] for pk, some in keys.items()}
    known = describe_keys((key for some in shown.values() for key in some), user)
    return {pk: [known[key] for key in some if key in known] for pk, some in shown.items()}
