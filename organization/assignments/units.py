"""Which unit an assignment belongs to today, and whether anybody of it can log in."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING, Any

from django.db.models import Q
from django.utils import timezone

from organization.models import Succession, Unit, User

if TYPE_CHECKING:
    from organization.assignments.models import Assignment


def holder_id(item: Assignment, *, on: date | None = None) -> int:
    """Return the unit that the assignment belongs to: its lead unit, or a later successor.

    No query while the lead unit is not dissolved.
    """
    day = on or timezone.localdate()
    if not item.lead_unit.is_dissolved(on=day):
        return item.lead_unit_id
    return Succession.load().holder(item.lead_unit_id, on=day)


def holder_of(item: Assignment) -> Unit:
    pk = holder_id(item)
    return item.lead_unit if pk == item.lead_unit_id else Unit.objects.get(pk=pk)


def is_orphaned(item: Assignment) -> bool:
    """Return whether its unit is dissolved and nobody holds the work."""
    return item.is_open and holder_of(item).is_dissolved(on=timezone.localdate())


def has_account(item: Assignment) -> bool:
    """Return whether a member of the unit, or the person named, can log in.

    No query for an item of ``AssignmentQuerySet.with_account`` whose unit is not dissolved.
    """
    holder = holder_id(item)
    annotated: bool | None = getattr(item, "lead_has_account", None)
    if annotated is not None and holder == item.lead_unit_id:
        return annotated
    able = User.objects.able_to_log_in()
    return able.filter(Q(unit=holder) | Q(pk=item.person_id)).exists()


def units_with_account() -> set[int]:
    """Return the ids of the units with a member who can log in. One query."""
    able = User.objects.able_to_log_in().filter(unit__isnull=False)
    return set(able.order_by().values_list("unit", flat=True).distinct())


def without_account_warning(units: Iterable[Unit]) -> str:
    """Return the warning that nobody of these units can log in; "" if somebody of each can.

    Of a dissolved unit the successor is asked. One query beside that of the units, and another
    where one is dissolved.
    """
    found, today = list(units), timezone.localdate()
    if not found:
        return ""
    has_dissolved = any(unit.is_dissolved(on=today) for unit in found)
    succession = Succession.load() if has_dissolved else Succession({})
    with_account = units_with_account()
    silent = dict.fromkeys(
        unit.name for unit in found if succession.holder(unit.pk, on=today) not in with_account
    )
    if not silent:
        return ""
    return (
        f"{', '.join(silent)} chưa có tài khoản nên không thấy việc trên cổng: giao xong, xin chép"
        " lời nhắn ở trang nhiệm vụ gửi qua Zalo, rồi ghi thay khi đơn vị trả lời."
    )


def members_of(units: Iterable[int]) -> list[User]:
    """Return the active members of the units, or of the successors of dissolved ones."""
    succession, today = Succession.load(), timezone.localdate()
    held = {succession.holder(pk, on=today) for pk in units}
    return list(User.objects.filter(is_active=True, unit__in=held))


def split_by_access(
    item: Assignment, people: Iterable[User | None]
) -> tuple[list[User], list[User]]:
    """Return who of the people may open the page of an assignment, and who may not. One query for
    each of them.
    """
    rows: Any = type(item)._default_manager.filter(pk=item.pk)
    able: list[User] = []
    others: list[User] = []
    for person in dict.fromkeys(filter(None, people)):
        (able if rows.readable_by(person).exists() else others).append(person)
    return able, others


def unit_problem(unit: Unit, day: date) -> str:
    """Return why nothing can be assigned to the unit on the day, with its successor; "" if it can.

    The successor is the unit at the end of the chain that is not dissolved itself.
    """
    if unit.valid_from and unit.valid_from > day:
        return f"{unit.name}, đơn vị đến {unit.valid_from:%d/%m/%Y} mới thành lập."
    if not unit.is_dissolved(on=day):
        return ""
    ended = f"{unit.name}, đơn vị đã kết thúc hoạt động ngày {unit.valid_until:%d/%m/%Y}"
    heir = unit.successor
    if heir and heir.is_dissolved(on=day):
        heir = Unit.objects.get(pk=Succession.load().holder(unit.pk, on=day))
    if heir is None or heir.is_dissolved(on=day):
        return f"{ended}."
    return f"{ended}; đơn vị kế tục: {heir.name}."
