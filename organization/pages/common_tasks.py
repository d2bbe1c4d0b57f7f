"""Common tasks of residents, as the home page and the menu show them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from django.db.models import QuerySet
from django.urls import reverse

from core.database.compiled_query import compiled_query
from core.failsafe import guard
from core.registries import Registry
from organization.models import CommonTask, Ward
from organization.models.phones import phones

Kind = CommonTask.Kind


@dataclass(frozen=True)
class TaskTarget:
    """Where a common task of one kind leads.

    ``resolve(ward)`` returns the URL and what is shown beside the label (a number, a day); None
    while there is nothing.
    """

    kind: str
    resolve: Callable[[Ward], tuple[str, str] | None]


task_targets: Registry[TaskTarget] = Registry()


@dataclass(frozen=True)
class ShownTask:
    """One common task; ``note`` is what is shown beside it: a number, a day."""

    label: str
    url: str
    note: str = ""


def shown_tasks() -> list[ShownTask]:
    """Return the tasks that lead somewhere, in the editors' order.

    Two queries, and those of the targets.
    """
    ward = Ward.current()
    targets = {target.kind: target for target in task_targets}
    shown = []
    for task in _tasks():
        if task.kind == Kind.LINK:
            shown.append(ShownTask(task.label, task.url))
        elif target := targets.get(task.kind):
            resolve = partial(target.resolve, ward)
            if found := guard(f"Việc thường làm: {task.label}", resolve, None):
                shown.append(ShownTask(task.label, *found))
    return shown


@compiled_query
def _tasks() -> QuerySet[CommonTask]:
    return CommonTask.objects.all()[: CommonTask.MAX_TASKS]


def _call(ward: Ward) -> tuple[str, str] | None:
    first = next(iter(phones(ward.phone)), None)
    return (first.url, first.text) if first and first.url else None


def _services(ward: Ward) -> tuple[str, str] | None:
    return (ward.service_portal_url, "") if ward.service_portal_url else None


def _structure(ward: Ward) -> tuple[str, str]:
    return reverse("structure"), ""


def _report(ward: Ward) -> tuple[str, str]:
    return ward.feedback_url or reverse("contact"), ""


def _answer(ward: Ward) -> tuple[str, str]:
    return reverse("find_error_report"), ""


def _hours(ward: Ward) -> tuple[str, str] | None:
    return (f"{reverse('contact')}#gio-lam-viec", "") if ward.working_hour_lines else None


TARGETS = (
    TaskTarget(Kind.CALL, _call),
    TaskTarget(Kind.SERVICES, _services),
    TaskTarget(Kind.STRUCTURE, _structure),
    TaskTarget(Kind.REPORT, _report),
    TaskTarget(Kind.ANSWER, _answer),
    TaskTarget(Kind.HOURS, _hours),
)
