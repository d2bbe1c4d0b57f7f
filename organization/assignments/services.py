"""Services of assignments: storing a new one, its first opening, notices, the text for Zalo."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import prefetch_related_objects
from django.utils import timezone
from django.utils.text import Truncator, capfirst

from core.models.revisions import attribute_revision
from core.text.vietnamese import with_label
from organization.assignments.models import Assignment
from organization.assignments.units import (
    holder_of,
    members_of,
    split_by_access,
    units_with_account,
)
from organization.models import Succession, Topic, Unit, User, notify

_MAX_PART = 180  # characters of title and direction in a notice


@transaction.atomic
def assign(
    item: Assignment,
    *,
    actor: User,
    supporting_units: Iterable[Unit] = (),
    source: str = "",
    now: datetime | None = None,
    on_behalf_of: str = "",
) -> None:
    """Store a new assignment with its assigner and original due date; notify units and person.

    The caller has checked the right to assign, the text and the unit. ``source`` is a part of the
    notice: " theo kết luận số 1/2016". ``on_behalf_of`` names the leader the actor stands in for.
    """
    item.assigned_by = actor
    item.assigned_at = now or timezone.now()
    item.first_due_on = item.due_on
    reason = f"Giao {item._meta.verbose_name}{for_leader(on_behalf_of)}"
    attribute_revision(item, user=actor, at=item.assigned_at, reason=reason)
    item.save()
    item.supporting_units.set([unit for unit in supporting_units if unit.pk != item.lead_unit_id])
    _notify_assigned(item, source)


def for_leader(name: str) -> str:
    """Return " (thay Nguyễn Thị An)" for the leader who is away; "" for what is one's own."""
    return f" (thay {name})" if name else ""


def _notify_assigned(item: Assignment, source: str) -> None:
    lead = [person for person in members_of([item.lead_unit_id]) if person != item.person]
    supporting = item.supporting_units.values_list("pk", flat=True)
    led = {person.pk for person in lead}
    other = [person for person in members_of(supporting) if person.pk not in led]
    title, direction = str(item), item.direction
    if direction:
        # Neither takes the place of the other, nor of the deadline.
        title = Truncator(title).chars(_MAX_PART)
        direction = f" {Truncator(direction).chars(_MAX_PART).rstrip(' .')}."
    given: list[list[User | None]] = [[item.person], [*lead], [*other]]
    for people, words in zip(given, item.given_labels, strict=True):
        notify(
            [person for person in people if person != item.assigned_by],
            event=f"{item._meta.model_name}:{item.pk}:given",
            text=f"{words}{source}: {title.rstrip(' .')}.{direction} {item.deadline_label}.",
            url=item.address,
            now=item.assigned_at,
            topic=Topic.TASK,
        )


def amend(
    item: Assignment,
    *,
    actor: User,
    unit: Unit | None,
    due_on: date | None,
    recurrence: str,
    reason: str,
    now: datetime,
    facts: Mapping[str, Any] | None = None,
    supporting_units: Iterable[Unit] | None = None,
) -> None:
    """Change deadline or units of an assignment because what it goes back to was corrected.

    ``facts`` are values of other fields of its model, ``supporting_units`` None keeps those.
    ``first_due_on`` is kept; the state too. Logged as a revision with the reason; the former, the
    present and the supporting units are told.
    The caller has checked the right to do so.
    """
    locked = type(item)._base_manager.select_for_update().get(pk=item.pk)
    former, former_deadline = locked.lead_unit_id, locked.deadline_label
    if unit:
        locked.lead_unit, locked.person = unit, None
    locked.due_on, locked.recurrence = due_on, recurrence
    if due_on is None or locked.first_due_on is None:
        locked.first_due_on = due_on  # of another kind than before: there is no first deadline
    for name, value in (facts or {}).items():
        setattr(locked, name, value)
    locked.version += 1
    attribute_revision(locked, user=actor, at=now, reason=reason)
    locked.save()
    released: list[int] = []
    if supporting_units is not None:
        released = [*locked.supporting_units.values_list("pk", flat=True)]
        locked.supporting_units.set(supporting_units)
    if unit:
        locked.supporting_units.remove(unit)
    noun = capfirst(str(item._meta.verbose_name))
    changes = [f"chuyển sang {locked.lead_unit.name}"] if unit else []
    if former_deadline != locked.deadline_label:
        present = locked.deadline_label[:1].lower() + locked.deadline_label[1:]
        changes.append(f"{present}, trước là {former_deadline[:1].lower()}{former_deadline[1:]}")
    if supporting_units is not None:
        names = ", ".join(one.name for one in locked.supporting_units.all())
        changes.append(f"đơn vị phối hợp nay là {names}" if names else "không còn đơn vị phối hợp")
    changed = f"đổi: {'; '.join(changes)}" if changes else "có chỉ đạo mới"
    supporting = locked.supporting_units.values_list("pk", flat=True)
    told = [*members_of([locked.lead_unit_id, *supporting]), locked.person]
    former_units = [*released, former] if unit else released
    left = [one for one in members_of(former_units) if one not in told] if former_units else []
    with_link, without = split_by_access(locked, left)
    for people, url in ((told + with_link, item.address), (without, "")):
        notify(
            [person for person in people if person != actor],
            event=f"{item._meta.model_name}:{item.pk}:amended:{locked.version}",
            text=f"{noun} “{locked}” {changed}. {reason.rstrip(' .')}.",
            url=url,
            now=now,
            topic=Topic.TASK,
        )


def record_opening(item: Assignment, *, now: datetime) -> None:
    """Store the time of the first opening by the unit, once; later ones change nothing."""
    if item.first_opened_at is None:
        first = type(item)._base_manager.filter(pk=item.pk, first_opened_at=None)
        first.update(first_opened_at=now)


def notify_orphaned(items: Iterable[Assignment], *, now: datetime) -> int:
    """Tell the assigners once that the unit of each item is dissolved without a successor."""
    count = 0
    for item in items:
        unit = holder_of(item)
        noun = capfirst(str(item._meta.verbose_name))
        notify(
            item.assigners(),
            event=f"{item._meta.model_name}:{item.pk}:orphaned:{item.lead_unit_id}",
            text=(
                f"{noun} “{item}” không còn đơn vị chủ trì: {unit.name} đã kết thúc hoạt động mà"
                " không có đơn vị kế tục. Xin chuyển đơn vị khác."
            ),
            url=item.address,
            now=now,
            topic=Topic.ASKED,
        )
        count += 1
    return count


def text_for_zalo(item: Assignment, supporting: Unit | None = None) -> str:
    """Return a plain text that tells a unit without an account what it must do.

    ``supporting`` is the supporting unit it is for, None for the lead unit.
    """
    units = list(item.supporting_units.all())
    others = ", ".join(unit.name for unit in units if unit != supporting)
    lead = holder_of(item).name
    noun = item._meta.verbose_name
    lines = [
        f"Kính gửi {supporting.name if supporting else lead},",
        with_label(f"Đơn vị {'phối hợp' if supporting else 'được giao'} {noun}", item.description),
        f"{item.deadline_label}.",
        f"Đơn vị chủ trì: {lead}." if supporting else "",
        f"Người thực hiện: {item.person}." if item.person and not supporting else "",
        f"{'Cùng phối hợp' if supporting else 'Phối hợp'}: {others}." if others else "",
        f"{with_label('Căn cứ', item.origin).rstrip('.')}." if item.origin else "",
        f"Người giao: {item.giver}.",
        "Làm được đến đâu, xin nhắn lại để ghi vào cổng thông tin.",
    ]
    return "\n".join(line for line in lines if line)


def silent_supporting_units(item: Assignment) -> list[Unit]:
    """Return the supporting units, or successors of dissolved ones, of whom nobody can log in.

    Two queries at most beside that of the units.
    """
    prefetch_related_objects([item], "supporting_units")  # the page shows them, too
    units = list(item.supporting_units.all())
    if not units:
        return []
    succession, today = Succession.load(), timezone.localdate()
    with_account = units_with_account()
    held = dict.fromkeys(succession.holder(unit.pk, on=today) for unit in units)
    silent = [pk for pk in held if pk not in with_account and pk != holder_of(item).pk]
    return list(Unit.objects.filter(pk__in=silent)) if silent else []
