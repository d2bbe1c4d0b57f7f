"""Querysets of documents and their files."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db import models
from django.db.models import Case, Exists, F, OuterRef, Q, Subquery, When
from django.db.models.functions import JSONObject
from django.utils import timezone

from core.models import TransitionLog
from core.search.expressions import fold_words, folded_words, query_words
from documents.permissions import may_read_documents
from documents.reading.numbers import (
    cited_arrival,
    cited_number,
    format_number,
    number_key,
    plain_number,
)
from documents.states import (
    HAS_AMENDMENTS,
    LASTING,
    DocumentState,
    IncomingState,
    OutgoingState,
    Urgency,
    Validity,
    ValidityToday,
)
from organization.assignments.querysets import AssignmentQuerySet
from organization.assignments.states import OWED_STATES, AssignmentState
from organization.models import Unit

if TYPE_CHECKING:
    from documents.models import (
        DocumentFile,
        IncomingDocument,
        IncomingUnit,
        OutgoingDocument,
        PublicDocument,
        Routing,  # noqa: F401  (the parameter of a base class, as a string)
        RoutingReport,
    )
    from organization.models import User

# Read by the database alone, or large.
LONG_COLUMNS = ("search_vector", "title_words", "search_text", "code_key", "code_words")


def _have_words(words: list[str], column: str = "words") -> Q:
    return Q(*(Q(**{f"{column}__contains": f" {word}"}) for word in words))


def _have_typed(text: str, column: str = "words") -> Q:
    """Return the condition that a column has the words of what a person typed, numbers with or
    without signs between thousands.
    """
    typed, plain = query_words(text), query_words(plain_number(text))
    found = _have_words(typed, column)
    return found if plain == typed else found | _have_words(plain, column)


def _joined_number(text: str) -> str:
    """Return a typed number as ``IncomingDocument.words`` has it, as one word; "" for none."""
    key = re.sub(r"^(\d+[a-z]?) (?:(\d+) )?", r"\1\2", number_key(text))
    return fold_words(key).replace(" ", "")


def _of_number(code: str) -> Q:
    """Return the condition of documents whose number begins with the code."""
    key = number_key(code)
    return Q(code_key=key) | Q(code_key__startswith=f"{key} ")


def _cited(text: str, of_number: Callable[[str], Q] = _of_number) -> Q | None:
    """Return the condition of documents whose number the text cites; None if it cites none.

    A year that is no part of the number is that of the document's date.
    """
    number = cited_number(text)
    if number is None:
        return None
    plain = of_number(format_number(number.number, number.notation))
    if number.year is None:
        return plain
    return of_number(str(number)) | (plain & Q(issued_on__year=number.year))


def names_replacement() -> Q:
    """Return the condition that the page of a document names the other one that replaced it, or
    will do so on the day of expiry.
    """
    is_coming = Q(validity__in=LASTING, expires_on__isnull=False)
    return Q(validity=Validity.REPLACED) | is_coming


class PublicDocumentQuerySet(models.QuerySet["PublicDocument"]):
    def published(self, *, now: datetime | None = None) -> PublicDocumentQuerySet:
        """Return the documents that residents may read."""
        at = now or timezone.now()
        return self.filter(state=DocumentState.PUBLISHED, published_at__lte=at)

    def with_validity(self, validity: ValidityToday) -> PublicDocumentQuerySet:
        """Return the documents whose ``current_validity`` this is; as in effect those that were
        amended too.
        """
        today = timezone.localdate()
        lasts = Q(validity__in=LASTING)
        has_ended = lasts & Q(expires_on__lte=today)
        is_ahead = lasts & Q(effective_on__gt=today)
        by_another = Q(replaced_by__isnull=False)
        if validity == ValidityToday.EXPIRED:
            return self.filter(Q(validity=validity) | (has_ended & ~by_another))
        if validity == ValidityToday.REPLACED:
            return self.filter(Q(validity=validity) | (has_ended & by_another))
        if validity == ValidityToday.PENDING:
            return self.filter(is_ahead).exclude(has_ended)
        marked = lasts if validity == ValidityToday.IN_EFFECT else Q(validity=validity)
        return self.filter(marked).exclude(has_ended | is_ahead)

    def with_changing(self) -> PublicDocumentQuerySet:
        """Annotate the keys of the published documents that a document's page names:
        ``replacement`` of the one that replaces it, ``amending`` of those that amended it, oldest
        first; None where it names none.
        """
        others = self.model._default_manager.published()
        replacing = Subquery(others.filter(pk=OuterRef("replaced_by")).values("pk"))
        amending = others.filter(amends=OuterRef("pk")).oldest_first()
        has_amendments = When(
            validity__in=HAS_AMENDMENTS, then=ArraySubquery(amending.values("pk"))
        )
        return self.annotate(
            replacement=Case(When(names_replacement(), then=replacing)),
            amending=Case(has_amendments),
        )

    def oldest_first(self) -> PublicDocumentQuerySet:
        return self.order_by("issued_on", "pk")

    def present(self) -> PublicDocumentQuerySet:
        """Return the documents that were not discarded."""
        return self.exclude(state=DocumentState.DISCARDED)

    def kept(self) -> PublicDocumentQuerySet:
        """Return the documents that were not discarded as drafts: one that residents could read
        stays, with its history.
        """
        withdrawn = self._logged("withdraw").values("object_id")
        return self.exclude(Q(state=DocumentState.DISCARDED) & ~Q(pk__in=withdrawn))

    def changed_by(self, pk: int) -> PublicDocumentQuerySet:
        """Return the documents that say that this one amended or replaced them."""
        relation: Any = self.model._meta.get_field("amends")
        amended = relation.through._default_manager.filter(by=pk).values("document")
        return self.filter(Q(replaced_by=pk) | Q(pk__in=amended))

    def changing(self, pk: int) -> PublicDocumentQuerySet:
        """Return the documents of which this one says that they amended or replaced it."""
        relation: Any = self.model._meta.get_field("amends")
        amending = relation.through._default_manager.filter(document=pk).values("by")
        replacing = self.model._default_manager.filter(pk=pk).order_by().values("replaced_by")
        return self.filter(Q(pk__in=replacing) | Q(pk__in=amending))

    def changed_by_hidden(self, *, now: datetime) -> PublicDocumentQuerySet:
        """Return the published documents that a document which is not on the portal amended or
        replaced.
        """
        relation: Any = self.model._meta.get_field("amends")
        hidden = ~Q(by__state=DocumentState.PUBLISHED)
        amended = relation.through._default_manager.filter(hidden).values("document")
        is_replaced = Q(replaced_by__isnull=False)
        by_hidden = is_replaced & ~Q(replaced_by__state=DocumentState.PUBLISHED)
        return self.published(now=now).filter(by_hidden | Q(pk__in=amended))

    def readable_by(self, user: User) -> PublicDocumentQuerySet:
        """Return all documents for those who work with them, the published ones for others."""
        if not user.is_authenticated or not user.is_active:
            return self.none()
        return self.kept() if may_read_documents(user) else self.published()

    def for_list(self) -> PublicDocumentQuerySet:
        rows = self.defer(*LONG_COLUMNS, "related_snapshot")
        return rows.select_related("type", "authority")

    def without_hand_of(self, user: int) -> PublicDocumentQuerySet:
        """Return the documents that the user of that id may publish: four eyes.

        Not those of which they stored a version, uploaded a file or that they submitted.
        """
        submitted = self._logged("submit").filter(actor=user)
        stored = self.model.history.filter(history_user=user)
        return (
            self.exclude(files__file__uploader=user)
            .exclude(pk__in=stored.values("id"))
            .exclude(pk__in=submitted.values("object_id"))
        )

    def never_withdrawn(self) -> PublicDocumentQuerySet:
        return self.exclude(pk__in=self._logged("withdraw").values("object_id"))

    def withdrawn(self) -> PublicDocumentQuerySet:
        """Return the documents that residents could read once, and cannot now."""
        withdrawn = self._logged("withdraw").values("object_id")
        return self.exclude(state=DocumentState.PUBLISHED).filter(pk__in=withdrawn)

    def _logged(self, name: str) -> models.QuerySet[TransitionLog]:
        return TransitionLog.objects.filter(
            content_type__app_label=self.model._meta.app_label,
            content_type__model=self.model._meta.model_name,
            name=name,
        )

    def search(self, text: str) -> PublicDocumentQuerySet:
        """Return the documents that have each word of the text at the beginning of a word of
        number, type or subject, with or without marks; a number in any spelling.
        """
        typed = query_words(text)
        if not typed:
            return self.none()
        found = _have_typed(text, "title_words")
        number = number_key(text)
        if number[:1].isdigit():
            found |= _have_words(query_words(number), "title_words")
        if cited := _cited(text):
            found |= cited
        return self.filter(found)

    def of_month(self, year: int, month: int) -> PublicDocumentQuerySet:
        first = date(year, month, 1)
        following = (first + timedelta(days=31)).replace(day=1)
        return self.filter(issued_on__gte=first, issued_on__lt=following)

    def of_number_and_year(self, number: int, year: int) -> PublicDocumentQuerySet:
        """Return the documents of this number in a year, with whatever notation."""
        has_number = Q(code_key=str(number)) | Q(code_key__startswith=f"{number} ")
        is_normative = Q(code_key__startswith=f"{number} {year} ")
        return self.filter((has_number & Q(issued_on__year=year)) | is_normative)

    def numbered(self, text: str) -> PublicDocumentQuerySet:
        """Return the documents whose number is ``text`` in any spelling, or is cited by it."""
        return self.filter(Q(code_key=number_key(text)) | (_cited(text) or Q()))


class DocumentFileQuerySet(models.QuerySet["DocumentFile"]):
    def public(self) -> DocumentFileQuerySet:
        """Return the files that go out with their document: not an original that was covered."""
        return self.filter(is_public=True)

    def published(self) -> DocumentFileQuerySet:
        """Return the files that residents may read."""
        now = timezone.now()
        return self.public().filter(
            document__state=DocumentState.PUBLISHED, document__published_at__lte=now
        )

    def readable_by(self, user: User) -> DocumentFileQuerySet:
        """Return all files for those who work with documents, the published ones for others."""
        if not user.is_authenticated or not user.is_active:
            return self.none()
        if may_read_documents(user):
            relation: Any = self.model._meta.get_field("document").related_model
            return self.filter(document__in=relation.objects.kept().order_by().values("pk"))
        return self.published()


def _urgency_in(typed: list[str]) -> tuple[int, list[str]]:
    """Return the urgency that folded words name, 0 without one, and the other words."""
    for urgency in sorted(Urgency, reverse=True):
        named = query_words(urgency.label)
        for at in range(len(typed) - len(named) + 1):
            if urgency and typed[at : at + len(named)] == named:
                return urgency.value, typed[:at] + typed[at + len(named) :]
    return 0, typed


class IncomingDocumentQuerySet(models.QuerySet["IncomingDocument"]):
    def readable_by(self, user: User) -> IncomingDocumentQuerySet:
        """Return all entries for those who work with documents, for members of a unit its own and
        those of the units it succeeds.
        """
        if not user.is_authenticated or not user.is_active:
            return self.none()
        if may_read_documents(user):
            return self.all()
        if user.unit_id is None:
            return self.none()
        held = Unit.objects.with_predecessors(user.unit_id, on=timezone.localdate())
        relation: Any = self.model._meta.get_field("units")
        own = relation.related_model._default_manager.filter(
            entry=OuterRef("pk"), unit__in=held.values("pk")
        )
        return self.filter(Exists(own))

    def registered(self) -> IncomingDocumentQuerySet:
        """Return what stands in a register here, cancelled entries too."""
        return self.exclude(state=IncomingState.LISTED)

    def search(self, text: str) -> IncomingDocumentQuerySet:
        """Return the entries that have each word of the text at the beginning of a word, with or
        without marks, or whose number begins with the text in any spelling. The name of an urgency
        is one more word of the entries that have it.
        """
        typed = query_words(text)
        if not typed:
            return self.none()
        found = _have_typed(text)
        if number := _joined_number(text):
            found |= Q(words__contains=f" {number}")
        if cited := _cited(text, lambda code: Q(words__contains=f" {_joined_number(code)}")):
            found |= cited
        if arrival := cited_arrival(text):
            of_year = Q(arrival_year=arrival[1]) if arrival[1] else Q()
            has_number = Q(words__contains=f" {arrival[0]}", arrival_number=arrival[0])
            found |= has_number & of_year
        urgency, others = _urgency_in(typed)
        if urgency:
            found |= Q(urgency=urgency) & _have_words(others)
        return self.filter(found)

    def waiting(self) -> IncomingDocumentQuerySet:
        """Return the documents that wait for a leader's decision."""
        return self.filter(state=IncomingState.WAITING)

    def numbered(self, text: str) -> IncomingDocumentQuerySet:
        """Return the entries whose number is ``text`` in any spelling."""
        return self.filter(code_key=number_key(text))


class IncomingUnitQuerySet(models.QuerySet["IncomingUnit"]):
    def leading(self) -> IncomingUnitQuerySet:
        """Return the rows of the units that must answer; supporting units are only named, and a
        document whose number was cancelled is answered by nobody.
        """
        return self.filter(is_lead=True).exclude(entry__state=IncomingState.CANCELLED)

    def with_routing(self) -> IncomingUnitQuerySet:
        """Annotate ``routing``: ``pk``, ``state`` and ``person`` of the unit's routing; None where
        no leader routed the document here.
        """
        relation: Any = self.model._meta.get_field("entry").related_model
        routings = relation._meta.get_field("routings").related_model._default_manager
        valid = routings.exclude(state=AssignmentState.CANCELLED)
        own = valid.filter(document=OuterRef("entry"), lead_unit=OuterRef("unit"))
        facts = own.values(facts=JSONObject(pk="pk", state="state", person="person"))
        return self.annotate(routing=Subquery(facts[:1]))

    def open(self) -> IncomingUnitQuerySet:
        return self.leading().filter(finished_on=None)

    def to_work_on(self) -> IncomingUnitQuerySet:
        """Return what is open, and the rows of supporting units whose lead unit has not finished
        what a leader routed here.
        """
        supporting = self.model._default_manager.filter(
            is_lead=False,
            entry__routings__state__in=OWED_STATES,
            entry__routings__supporting_units=F("unit"),
        )
        is_open = Q(is_lead=True, finished_on=None) & ~Q(entry__state=IncomingState.CANCELLED)
        return self.filter(is_open | Q(pk__in=supporting.values("pk")))


class OutgoingDocumentQuerySet(models.QuerySet["OutgoingDocument"]):
    def readable_by(self, user: User) -> OutgoingDocumentQuerySet:
        """Return all documents for those who work with documents, for members of a unit its own."""
        if not user.is_authenticated or not user.is_active:
            return self.none()
        if may_read_documents(user):
            return self.all()
        return self.filter(unit=user.unit_id) if user.unit_id else self.none()

    def search(self, text: str) -> OutgoingDocumentQuerySet:
        """Return the documents that have each word of the text at the beginning of a word of
        subject, recipients or signer, with or without marks, or whose number begins with the text
        in any spelling.
        """
        typed = query_words(text)
        if not typed:
            return self.none()
        found = _have_words(typed)
        if key := number_key(text):
            found |= _of_number(key)
        if cited := _cited(text):
            found |= cited
        return self.alias(words=folded_words("subject", "recipients", "signer")).filter(found)

    def numbered(self) -> OutgoingDocumentQuerySet:
        """Return what stands in a register, cancelled entries too."""
        return self.filter(number__isnull=False)

    def waiting_for_clerk(self) -> OutgoingDocumentQuerySet:
        """Return the drafts that units handed in, those that wait for a number, and the cancelled
        ones still on the portal.
        """
        is_on_portal = Q(public_document__state=DocumentState.PUBLISHED)
        return self.filter(
            Q(state__in=(OutgoingState.SUBMITTED, OutgoingState.SIGNED))
            | (Q(state=OutgoingState.CANCELLED) & is_on_portal)
        )


class RoutingQuerySet(AssignmentQuerySet["Routing"]):
    def readable_by(self, user: User) -> RoutingQuerySet:
        """Return all for those who work with documents, for others those that involve them."""
        if not user.is_authenticated or not user.is_active:
            return self.none()
        if may_read_documents(user):
            return self.all()
        return self.filter(self.involving(user))

    def with_returned(self) -> RoutingQuerySet:
        """Annotate ``is_returned``: the unit sent the document back."""
        entries = TransitionLog.objects.filter(
            content_type__app_label=self.model._meta.app_label,
            content_type__model=self.model._meta.model_name,
            object_id=OuterRef("pk"),
            name="return_document",
        )
        return self.annotate(is_returned=Exists(entries))


class RoutingReportQuerySet(models.QuerySet["RoutingReport"]):
    def readable_by(self, user: User) -> RoutingReportQuerySet:
        """Return the reports on the routings that a user may view."""
        routings: Any = self.model._meta.get_field("routing").related_model
        return self.filter(routing__in=routings.objects.readable_by(user).values("pk"))
