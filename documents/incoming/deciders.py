"""Who decides on an incoming document: the deputy of its topic, the chair, or a substitute."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from django.db.models import Q, QuerySet

from documents.models import IncomingDocument, LeaderAbsence, LeaderTopic
from documents.querysets import IncomingDocumentQuerySet
from documents.states import SigningForm
from organization.models import User
from organization.roles import CHAIRS, Role


@dataclass(frozen=True)
class Decider:
    """A leader with the right in which he or she decides."""

    user_id: int
    decides_as: str


@dataclass(frozen=True)
class Deciders:
    """The rules of one day: ``chair`` is the first leader, ``topics`` the deputy of each topic,
    ``absent`` the substitute of each leader who is away.
    """

    chair: int | None = None
    topics: dict[int, int] = field(default_factory=dict)
    absent: dict[int, Decider] = field(default_factory=dict)

    @classmethod
    def load(cls, on: date) -> Deciders:
        """Return the rules of a day. Three queries."""
        chair = leaders().filter(groups__name=Role.LEADER.value).values_list("pk", flat=True)
        topics = LeaderTopic.objects.valid(on).filter(leader__is_active=True)
        return cls(
            chair=chair.first(),
            # The rule that began last holds.
            topics=dict(topics.order_by("valid_from", "pk").values_list("topic", "leader")),
            absent=_absent(on),
        )

    def of(self, topic_id: int | None) -> Decider | None:
        """Return who decides on a topic; None in a ward without a leader."""
        leader = self._leader_of(topic_id)
        return self.substitute(leader) if leader else None

    def substitute(self, leader: int) -> Decider:
        """Return who decides for a leader: the leader, or the substitute of one who is away.

        Where all who stand in for each other are away, the leader.
        """
        found = Decider(leader, SigningForm.OWN if leader == self.chair else SigningForm.FOR_CHAIR)
        seen = {leader}
        while (step := self.absent.get(found.user_id)) and step.user_id not in seen:
            seen.add(step.user_id)
            found = step
        return self._own(leader) if found.user_id in self.absent else found

    def form_of(self, user_id: int, topic_id: int | None) -> str:
        """Return the right in which a leader decides on a topic, as the form proposes it."""
        if user_id == self.chair:
            return SigningForm.OWN
        found = self.of(topic_id)
        return found.decides_as if found and found.user_id == user_id else SigningForm.FOR_CHAIR

    def decides_for(self, user_id: int) -> set[int]:
        """Return the leaders for whom the leader decides: herself, and those she substitutes."""
        return {user_id, *(one for one in self.absent if self.substitute(one).user_id == user_id)}

    def acted_for(self, user_id: int, document: IncomingDocument) -> int | None:
        """Return the leader who is away, whose decision it is and for whom the leader decides."""
        owner = document.decider_id or self._leader_of(document.topic_id)
        is_other = owner is not None and owner != user_id
        return owner if is_other and owner in self.decides_for(user_id) else None

    def waiting(self, user_id: int) -> IncomingDocumentQuerySet:
        """Return the documents that wait for the leader, the most urgent and oldest first."""
        people = self.decides_for(user_id)
        own_topics = [topic for topic, leader in self.topics.items() if leader in people]
        by_default = Q(topic__in=own_topics)
        if self.chair in people:
            by_default |= Q(topic=None) | ~Q(topic__in=list(self.topics))
        nobody = Q(decider=None) | Q(decider__is_active=False)
        return in_order(
            IncomingDocument.objects.waiting().filter(Q(decider__in=people) | (nobody & by_default))
        )

    def _leader_of(self, topic_id: int | None) -> int | None:
        return self.topics.get(topic_id or 0) or self.chair

    def _own(self, leader: int) -> Decider:
        return Decider(leader, SigningForm.OWN if leader == self.chair else SigningForm.FOR_CHAIR)


def _absent(on: date) -> dict[int, Decider]:
    """Return the substitute of each leader who is away, of the rule that began last."""
    absences = LeaderAbsence.objects.valid(on).filter(deputy__is_active=True)
    rows = absences.order_by("valid_from", "pk").values_list("leader", "deputy", "decides_as")
    return {leader: Decider(deputy, decides_as) for leader, deputy, decides_as in rows}


def substitutes_of(on: date) -> dict[int, int]:
    """Return who acts for each leader who is away on a day, for all that a leader decides.

    One query. Nobody for those who are away and stand in for each other.
    """
    rules = Deciders(absent=_absent(on))
    found = {leader: rules.substitute(leader).user_id for leader in rules.absent}
    return {leader: deputy for leader, deputy in found.items() if deputy != leader}


def leaders() -> QuerySet[User]:
    """Return the active accounts that decide on incoming documents."""
    names = [role.value for role in CHAIRS]
    return User.objects.filter(is_active=True, groups__name__in=names).order_by("pk").distinct()


def other_leaders(user_id: int) -> QuerySet[User]:
    """Return to whom a leader can pass a document on."""
    return leaders().exclude(pk=user_id)


def only_leader_words() -> str:
    """Return who may be named as a leader, where there is one account at most; else ""."""
    names = [str(user) for user in leaders()[:2]]
    if len(names) > 1:
        return ""
    present = f"Hiện chỉ có {names[0]}." if names else "Hiện chưa có ai."
    roles = " hoặc ".join(role.label for role in CHAIRS)
    return (
        f"Ở đây chỉ ghi được người có tài khoản đang dùng với vai trò {roles}. {present}"
        " Xin người quản trị tài khoản cấp vai trò cho phó chủ tịch trước."
    )


def in_order(documents: IncomingDocumentQuerySet) -> IncomingDocumentQuerySet:
    """Sort documents for a decision: the most urgent first, then the longest wait."""
    return documents.order_by("-urgency", "arrived_on", "pk")
