"""Admin pages of plans: read, create, edit, take transitions; one address per action."""

from __future__ import annotations

from datetime import date, timedelta

from django.contrib import admin, messages
from django.db import transaction
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core.admin.staff_page import staff_page
from core.http.params import int_param
from core.workflow.engine import TransitionRefused, available, log_of
from core.workflow.http import run_transition
from news.models import EditorialPlan
from news.models.planning import deadline_of
from news.permissions import may_edit_plans, may_see_plans
from news.planning.create import PlanExists, PlanNotCreated, PlanRequest, create_plan, next_period
from news.planning.forms import MonthForm, deadlines_by_rule
from news.planning.formset import PlanEditor
from news.planning.line_status import LineState, line_statuses
from news.planning.presenter import PlanPresenter, plan_sheet
from news.planning.suggestions import LineProposal, proposals_for
from news.planning.workflow import PLAN_WORKFLOW, address_of
from news.querysets.planning import PlanQuerySet
from news.states import DeadlineRule, PlanState
from organization.calendar.views import Month
from organization.calendar.windows import moved_neighbours, window_changes
from organization.calendar.working_days import WorkingCalendar
from organization.identity.spreadsheet_head import ward_xlsx_response
from organization.models import ReportingPeriod
from organization.requests import StaffRequest

_OF_PAGES = ("revise",)  # steps that a page of their own takes, without a button


@staff_page(may_see_plans)
@require_safe
def present(request: StaffRequest) -> HttpResponse:
    """Show the plan of the present period; where the person has none, the newest they may read."""
    period = ReportingPeriod.objects.containing(timezone.localdate())
    plans = _plans(request)
    plan = (period and plans.filter(period=period).first()) or plans.first()
    if plan is None:
        context = admin.site.each_context(request) | {
            "title": "Định hướng",
            "may_keep": may_edit_plans(request.user),
        }
        return TemplateResponse(request, "news/admin/planning/empty.html", context)
    return _page(request, plan)


@staff_page(may_see_plans)
@require_safe
def of_month(request: StaffRequest, code: str) -> HttpResponse:
    return _page(request, _plan(request, code))


@staff_page(may_see_plans)
@require_safe
def spreadsheet(request: StaffRequest, code: str) -> HttpResponse:
    plan = _plan(request, code)
    now = timezone.now()
    sheet = plan_sheet(plan, line_statuses(plan.lines.all(), now=now))
    return ward_xlsx_response(f"dinh-huong-{code}", sheet, now=now)


@staff_page(may_edit_plans)
@require_http_methods(["GET", "HEAD", "POST"])
def make(request: StaffRequest) -> HttpResponse:
    """Offer the next month's plan, made from the newest one; POST makes it.

    The lines that come along (``dong``) and the proposals taken over (``goi-y``) are ticked.
    """
    source = EditorialPlan.objects.select_related("period").first()
    if request.method != "POST":
        return _make_page(request, source, _month_form(source))
    pk = int_param(request.POST.get("tu"))
    plans = EditorialPlan.objects.select_related("period")
    source = None if pk is None else plans.filter(pk=pk).first()
    form = MonthForm(request.POST)
    if form.is_valid():
        is_new = form.instance.pk is None
        moved = moved_neighbours(window_changes(form.instance), form.instance) if is_new else ""
        try:
            plan = create_plan(_making(request, source, form))
        except PlanExists as made:
            messages.warning(request, str(made))
            return HttpResponseRedirect(address_of(made.plan))
        except PlanNotCreated as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(
                request, f"Đã lập {plan}. Các đơn vị chưa thấy; xem lại rồi bấm Giao định hướng."
            )
            if moved:
                messages.info(request, moved)
            return HttpResponseRedirect(address_of(plan))
    return _make_page(request, source, form, status=409)


@staff_page(may_edit_plans)
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: StaffRequest, code: str) -> HttpResponse:
    """Write the words, the deadline and the lines; nothing is stored over what the person has not
    seen.
    """
    if request.method != "POST":
        plan = _plan(request, code)
        if plan.state == PlanState.CLOSED:
            messages.error(request, "Định hướng này đã khóa; muốn sửa, xin mở lại trước.")
            return HttpResponseRedirect(address_of(plan))
        return _edit_page(request, PlanEditor(plan))
    with transaction.atomic():
        plan = _plan(request, code, is_locked=True)
        editor = PlanEditor(plan, request.POST)
        is_stored = editor.is_valid()
        if is_stored:
            has_changed = editor.save(actor=request.user, now=timezone.now())
    if not is_stored:
        return _edit_page(request, editor, status=409)
    messages.success(request, "Đã lưu." if has_changed else "Quý vị chưa đổi gì.")
    return HttpResponseRedirect(address_of(plan))


@staff_page(may_edit_plans)
@require_POST
def take_transition(request: StaffRequest, code: str, name: str) -> HttpResponse:
    """Give, close or reopen a plan in the version the person saw; a refusal keeps the note that was
    typed.
    """
    if name in _OF_PAGES:
        raise Http404
    result = run_transition(request, _plan(request, code), name)
    if result.refused:
        return _page(request, _plan(request, code), refused=result.refused, note=result.note)
    messages.success(request, result.transition.success_message)
    return HttpResponseRedirect(address_of(result.item))


def _plans(request: StaffRequest) -> PlanQuerySet:
    return (
        EditorialPlan.objects.readable_by(request.user)
        .select_related("period")
        .order_by("-period__starts_on")
    )


def _plan(request: StaffRequest, code: str, *, is_locked: bool = False) -> EditorialPlan:
    """Return the plan of ``2016-07`` if the person may read it; 404 for anything else."""
    try:
        month = Month.parse(code)
    except ValueError:
        raise Http404 from None
    plans = _plans(request)
    if is_locked:
        plans = plans.select_for_update(of=("self",))
    return get_object_or_404(plans, period__year=month.year, period__month=month.month)


def _page(
    request: StaffRequest,
    plan: EditorialPlan,
    *,
    refused: TransitionRefused | None = None,
    note: str = "",
) -> HttpResponse:
    now, plans = timezone.now(), _plans(request)
    starts_on = plan.period.starts_on
    reading = PlanPresenter(plan, reader=request.user, now=now, calendar=WorkingCalendar.load())
    options = [
        one
        for one in available(plan, request.user, now=now)
        if one.transition.name not in _OF_PAGES
    ]
    may_keep = may_edit_plans(request.user)
    later = plans.filter(period__starts_on__gt=starts_on).order_by("period__starts_on").first()
    context = admin.site.each_context(request) | {
        "title": str(plan),
        "plan": plan,
        "reading": reading,
        "earlier": plans.filter(period__starts_on__lt=starts_on).first(),
        "later": later,
        "may_keep": may_keep,
        "may_edit": may_keep and plan.state != PlanState.CLOSED,
        "next_month": Month(plan.period.year, plan.period.month).next
        if may_keep and later is None
        else None,
        "options": options,
        "unit_messages": reading.messages() if may_keep else [],
        "note": note,
        "refusals": refused.reasons if refused else [],
        "log": [(_label(entry.name), entry) for entry in log_of(plan).reverse()],
    }
    return TemplateResponse(
        request, "news/admin/planning/plan.html", context, status=409 if refused else 200
    )


def _edit_page(request: StaffRequest, editor: PlanEditor, *, status: int = 200) -> HttpResponse:
    context = admin.site.each_context(request) | {
        "title": f"Sửa {str(editor.plan)[0].lower()}{str(editor.plan)[1:]}",
        "plan": editor.plan,
        "plan_url": address_of(editor.plan),
        "editor": editor,
        "may_save": editor.plan.state != PlanState.CLOSED,
        "deadlines": deadlines_by_rule(editor.plan.period, editor.calendar),
    }
    return TemplateResponse(request, "news/admin/planning/edit.html", context, status=status)


# Making


def _month_form(source: EditorialPlan | None) -> MonthForm:
    today = timezone.localdate()
    if source:
        period = next_period(source, today=today)
        rule = {"deadline_rule": source.deadline_rule, "deadline_number": source.deadline_number}
    else:
        period = ReportingPeriod.objects.containing(today) or _calendar_month(
            today.year, today.month
        )
        rule = {"deadline_rule": DeadlineRule.LAST_DAY}
    return MonthForm(instance=period, initial=rule)


def _calendar_month(year: int, month: int) -> ReportingPeriod:
    first = Month(year, month)
    ends_on = timezone.localdate(first.next.starts_at) - timedelta(days=1)
    return ReportingPeriod(
        year=year, month=month, starts_on=timezone.localdate(first.starts_at), ends_on=ends_on
    )


def _making(request: StaffRequest, source: EditorialPlan | None, form: MonthForm) -> PlanRequest:
    lines = source.lines.select_related("unit__successor", "person__unit") if source else []
    ticked, taken = set(request.POST.getlist("dong")), set(request.POST.getlist("goi-y"))
    return PlanRequest(
        period=form.instance,
        deadline_rule=form.cleaned_data["deadline_rule"],
        deadline_number=form.cleaned_data["deadline_number"] or 0,
        source=source,
        lines=[line for line in lines if str(line.pk) in ticked],
        proposals=[proposal for proposal in proposals_for(form.instance) if proposal.key in taken],
    )


def _make_page(
    request: StaffRequest, source: EditorialPlan | None, form: MonthForm, *, status: int = 200
) -> HttpResponse:
    period = form.instance
    has_window = bool(period.names_month and period.starts_on and period.ends_on)
    if not has_window:
        period = _month_form(source).instance
    ticked, taken = (set(request.POST.getlist(name)) for name in ("dong", "goi-y"))
    is_new = request.method != "POST"
    carried = (
        line_statuses(source.lines.order_by("position", "pk"), now=timezone.now()) if source else []
    )
    of_days = {proposal.topic for proposal in proposals_for(source.period)} if source else set()
    context = admin.site.each_context(request) | {
        "title": f"Lập định hướng {period}" if source else "Lập định hướng đầu tiên",
        "source": source,
        "form": form,
        "due_on": _due_on(form) if has_window else None,
        "deadlines": deadlines_by_rule(period, WorkingCalendar.load()) if has_window else {},
        "lines": [
            (
                status,
                status.line.topic not in of_days if is_new else str(status.line.pk) in ticked,
            )
            for status in carried
        ],
        "has_published": any(status.state == LineState.PUBLISHED for status in carried),
        "proposals": [
            (proposal, _is_ahead(proposal) if is_new else proposal.key in taken)
            for proposal in proposals_for(period)
        ],
    }
    return TemplateResponse(request, "news/admin/planning/create.html", context, status=status)


def _due_on(form: MonthForm) -> date:
    rule = form["deadline_rule"].value()
    days = int_param(str(form["deadline_number"].value()), maximum=99) or 0
    return deadline_of(form.instance, rule, days, WorkingCalendar.load())


def _is_ahead(proposal: LineProposal) -> bool:
    """Tell whether there is still time to write what is proposed: else it is offered without a
    tick.
    """
    return proposal.due_on is None or proposal.due_on >= timezone.localdate()


def _label(name: str) -> str:
    """Return the label of a transition; the name of one the workflow no longer has."""
    transition = PLAN_WORKFLOW.get(name)
    return transition.label if transition else name
