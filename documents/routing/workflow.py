"""Workflows of incoming documents and of their routings; a test compares them with
``docs/workflow.md``.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from core.workflow.engine import Transition, Workflow, register
from documents.models import IncomingDocument, Routing
from documents.permissions import by_incoming_clerk, by_leader, by_system
from documents.routing import effects
from documents.routing.forms import (
    CancelNumberForm,
    DecideForm,
    FileAwayForm,
    FinishForm,
    PersonForm,
    ReferForm,
)
from documents.states import IncomingState
from organization.assignments import effects as assignment_effects
from organization.assignments.permissions import by_lead_unit
from organization.assignments.states import AssignmentState
from organization.assignments.workflow import (
    assignment_workflow,
    label_for_it,
    unit_transition,
)
from organization.notices.for_leader import leader_in_log, told_to_leader

_WAITING = (IncomingState.WAITING,)
_DECIDED = (IncomingState.ROUTED, IncomingState.FILED)


def _label_of_decision(document: Any, actor: Any) -> str:
    return "Quyết định lại" if document.state in _DECIDED else ""


def _grantor(document: Any, actor: Any) -> str:
    return effects.grantor_of(document)


def _decisions() -> tuple[Transition, ...]:
    return (
        Transition(
            name="decide",
            label="Quyết định",
            label_for=_label_of_decision,
            success_message="Đã giao văn bản; đơn vị đã được báo.",
            sources=(*_WAITING, *_DECIDED),
            target=IncomingState.ROUTED,
            permission=by_leader,
            on_behalf_of=effects.leader_acted_for,
            form=DecideForm,
            mutate=effects.decide,
            effects=(effects.route_as_decided,),
            style="primary",
        ),
        Transition(
            name="refer",
            label="Chuyển lãnh đạo khác",
            success_message="Đã chuyển văn bản cho lãnh đạo khác quyết định.",
            sources=_WAITING,
            target=None,
            permission=by_leader,
            on_behalf_of=effects.leader_acted_for,
            needs_note=True,
            note_label="Ý kiến khi chuyển",
            form=ReferForm,
            available_if=(effects.has_other_leader,),
            mutate=effects.refer,
            effects=(effects.notify_decider,),
        ),
        Transition(
            name="file_away",
            label="Lưu, không giao",
            success_message="Đã lưu văn bản, không giao đơn vị nào xử lý.",
            sources=_WAITING,
            target=IncomingState.FILED,
            permission=by_leader,
            on_behalf_of=effects.leader_acted_for,
            form=FileAwayForm,
            mutate=effects.file_away,
            effects=(effects.inform,),
        ),
    )


def _of_the_clerk() -> tuple[Transition, ...]:
    return (
        Transition(
            name="delegate",
            label="Chuyển theo ủy quyền",
            success_message="Đã chuyển đơn vị theo ủy quyền thường xuyên của lãnh đạo.",
            sources=_WAITING,
            target=IncomingState.ROUTED,
            permission=by_incoming_clerk,
            available_if=(effects.has_delegation,),
            guards=(effects.has_unit_of_delegation,),
            mutate=effects.delegate,
            effects=(effects.route_as_delegated,),
            on_behalf_of=_grantor,
            style="primary",
        ),
        Transition(
            name="return_sender",
            label="Trả lại nơi gửi",
            success_message="Đã ghi: văn bản được trả lại nơi gửi.",
            sources=_WAITING,
            target=IncomingState.RETURNED,
            permission=by_incoming_clerk,
            needs_note=True,
        ),
        Transition(
            name="cancel",
            label="Hủy số đến",
            success_message="Đã hủy số đến; số vẫn ở trong sổ cùng lý do.",
            sources=(*_WAITING, *_DECIDED),
            target=IncomingState.CANCELLED,
            permission=by_incoming_clerk,
            needs_note=True,
            form=CancelNumberForm,
            guards=(effects.is_not_answered,),
            effects=(effects.cancel_open, effects.notify_leader_cancelled),
            style="danger",
        ),
        Transition(
            name="wait_again",
            label="Trình lại lãnh đạo",
            sources=(IncomingState.ROUTED,),
            target=IncomingState.WAITING,
            permission=by_system,
            needs_note=True,
            mutate=effects.clear_decision,
            effects=(effects.notify_decider,),
        ),
    )


INCOMING_WORKFLOW = register(
    Workflow(
        model=IncomingDocument,
        state_field="state",
        transitions=(
            *told_to_leader(
                _decisions(),
                rule=effects.leader_acted_for,
                leader_of=leader_in_log,
                url_of=lambda document: document.address,
            ),
            *_of_the_clerk(),
        ),
    )
)

_OWED = (AssignmentState.GIVEN, AssignmentState.IN_HAND)
_OPEN = (*_OWED, AssignmentState.FINISHED)


def _of_the_unit() -> tuple[Transition, ...]:
    return (
        Transition(
            name="name_person",
            label="Giao người trong đơn vị",
            success_message="Đã ghi người thực hiện.",
            sources=_OWED,
            target=None,
            permission=by_lead_unit,
            form=PersonForm,
            mutate=effects.set_person,
            effects=(effects.notify_person, effects.store),
            changes_text=True,
        ),
        unit_transition(
            "return_document",
            "Chuyển trả",
            success_message="Đã chuyển trả; văn bản lại chờ lãnh đạo quyết định.",
            sources=_OWED,
            target=AssignmentState.CANCELLED,
            needs_note=True,
            note_label="Lý do chuyển trả",
            mutate=effects.set_cancelled,
            effects=(
                assignment_effects.refuse_time,
                effects.store,
                effects.let_document_wait,
            ),
        ),
    )


def _routing_transitions() -> tuple[Transition, ...]:
    """Return the transitions of every assignment, each of which stores the days of the unit."""
    shared = {one.name: one for one in assignment_workflow(Routing).transitions}
    del shared["end"]  # of recurring assignments
    del shared["decline"]  # the unit sends the document back
    del shared["keep_unit"]
    del shared["restore_received"]
    del shared["restore"]  # the document waits for another decision
    changes: dict[str, dict[str, Any]] = {
        "receive": {"label": "Nhận văn bản", "label_for": label_for_it("Nhận văn bản")},
        "finish": {"form": FinishForm, "mutate": effects.set_answer},
        "take_back": {"mutate": effects.clear_answer},
        "send_back": {"mutate": effects.clear_answer},
        "reopen": {"mutate": effects.reopen},
        "cancel": {
            "label": "Hủy giao xử lý",
            "success_message": "Đã hủy việc giao xử lý; đơn vị đã được báo.",
            "sources": _OPEN,
        },
    }
    ends = {"cancel": (effects.let_document_wait,)}
    transitions = [
        replace(
            one,
            effects=(*one.effects, effects.store, *ends.get(name, ())),
            **changes.get(name, {}),
        )
        for name, one in shared.items()
    ]
    return (*transitions, *_of_the_unit())


ROUTING_WORKFLOW = register(
    Workflow(model=Routing, state_field="state", transitions=_routing_transitions())
)
