"""Telling leaders what was decided for them while they are away."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from typing import Any

from core.workflow.engine import Transition, TransitionAttempt, workflow_of
from organization.models import Topic, User, notify


def told_to_leader(
    transitions: Iterable[Transition],
    *,
    rule: Callable[[Any, Any], str],
    leader_of: Callable[[TransitionAttempt], User | None],
    url_of: Callable[[Any], str],
) -> Iterator[Transition]:
    """Yield the transitions; those whose ``on_behalf_of`` is the rule tell the leader, too."""

    def tell(attempt: TransitionAttempt) -> None:
        if attempt.log and attempt.log.on_behalf_of:
            leader, url = leader_of(attempt), url_of(attempt.item)
            _notify_leader(attempt, attempt.log.name, leader, url)

    for one in transitions:
        is_decision = one.on_behalf_of is rule
        yield replace(one, effects=(*one.effects, tell)) if is_decision else one


def leader_in_log(attempt: TransitionAttempt) -> User | None:
    """Return the leader whom the log names and whom the actor substitutes for. One query."""
    named = attempt.log.on_behalf_of if attempt.log else ""
    leaders = User.objects.filter(pk__in=attempt.actor.substitutes_for)
    return next((one for one in leaders if str(one) == named), None)


def _notify_leader(attempt: TransitionAttempt, name: str, leader: User | None, url: str) -> None:
    item = attempt.item
    transition = workflow_of(item).get(name)
    label = transition.label if transition else name
    note = f" {attempt.note}" if attempt.note else ""
    notify(
        [leader],
        event=f"{item._meta.model_name}:{item.pk}:{attempt.log_id}:for_leader",
        text=f"{attempt.actor} đã quyết định thay quý vị: {label}, “{item}”.{note}",
        url=url,
        now=attempt.at,
        topic=Topic.OTHER,
    )
