"""Querysets of plans and their lines."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Coalesce

from news.states import PlanState
from organization.roles import BOARD, Role

if TYPE_CHECKING:
    from news.models import EditorialPlan, PlanLine
    from organization.models import User


class PlanQuerySet(models.QuerySet["EditorialPlan"]):
    def given(self) -> PlanQuerySet:
        """Return the plans the units know of: in force or closed."""
        return self.exclude(state=PlanState.DRAFT)

    def closed_periods(self) -> set[int]:
        """Return the keys of the periods whose plan is closed."""
        return set(self.filter(state=PlanState.CLOSED).values_list("period", flat=True))

    def readable_by(self, user: User) -> PlanQuerySet:
        """Return what the person may see: the board and leaders every plan, contributors what was
        given.
        """
        if user.has_role(*BOARD):
            return self.all()
        return self.given() if user.has_role(Role.CONTRIBUTOR) else self.none()


class PlanLineQuerySet(models.QuerySet["PlanLine"]):
    def of_units(self, units: Collection[int] | None) -> PlanLineQuerySet:
        """Return the lines of these units and of their people; with None all lines."""
        return self if units is None else self.filter(Q(unit__in=units) | Q(person__unit__in=units))

    def open(self) -> PlanLineQuerySet:
        """Return the lines of the plans in force."""
        return self.filter(plan__state=PlanState.OPEN)

    def open_to(self, unit_id: int | None, person_id: int | None = None) -> PlanLineQuerySet:
        """Return the lines in force that an item of the unit may be written for: its own, and those
        nobody was given.

        With ``person_id``, the item's author, also the lines of that person, who may have no unit.
        """
        mine = Q(unit=None, person=None)
        if unit_id is not None:
            mine |= Q(unit=unit_id) | Q(person__unit=unit_id)
        if person_id is not None:
            mine |= Q(person=person_id)
        return self.open().filter(mine)

    def with_deadline(self) -> PlanLineQuerySet:
        """Annotate ``deadline``: the line's own day, else the plan's."""
        return self.annotate(deadline=Coalesce(F("due_on"), F("plan__due_on")))
