"""What a document may say of its validity and of the documents that changed it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from documents.models import Amendment, PublicDocument
from documents.querysets import LONG_COLUMNS
from documents.states import LASTING, Validity

MAX_AMENDING = 20  # documents that amended one
_MAX_LINKED = 200  # documents that are looked through for a circle


@dataclass(frozen=True)
class ValidityFacts:
    """What a form is about to store of a document, as far as its fields are valid."""

    validity: str | None
    effective_on: date | None
    expires_on: date | None
    issued_on: date | None
    replaced_by: PublicDocument | None
    amended_by: list[PublicDocument]

    @property
    def kept_validity(self) -> str:
        """Return the label of the validity that the document keeps until a day to come."""
        return str((Validity.AMENDED if self.amended_by else Validity.IN_EFFECT).label)


@dataclass(frozen=True)
class Problem:
    """Why a form is refused: a sentence at a field, ``about`` one of the amending documents."""

    field: str
    sentence: str
    about: PublicDocument | None = None


def validity_problems(document: PublicDocument, facts: ValidityFacts) -> Iterator[Problem]:
    """Yield what does not fit in the facts of validity of a document.

    Called in the transaction that stores them, with the document's row locked.
    """
    if sentence := _expiry_problem(facts):
        yield Problem("expires_on", sentence)
    if sentence := _replacement_problem(document, facts):
        yield Problem("replaced_by", sentence)
    yield from _amendment_problems(document, facts)


def _expiry_problem(facts: ValidityFacts) -> str:
    """Return why the day of expiry does not fit; "" if it does.

    Until the day the document is in effect, from then on its public page says that it is expired.
    """
    expires_on, issued_on = facts.expires_on, facts.issued_on
    if expires_on is None:
        return ""
    if facts.effective_on and expires_on < facts.effective_on:
        return "Ngày hết hiệu lực phải sau ngày có hiệu lực."
    if issued_on and expires_on < issued_on:
        return f"Ngày hết hiệu lực trước ngày ban hành ({issued_on:%d/%m/%Y}): xin xem lại."
    is_over = expires_on <= timezone.localdate()
    if is_over and facts.validity in LASTING:
        return (
            f"Từ ngày {expires_on:%d/%m/%Y} văn bản đã hết hiệu lực: xin xóa ngày"
            f" {expires_on:%d/%m/%Y}, hoặc chọn “{Validity.EXPIRED.label}”."
        )
    if not is_over and facts.validity == Validity.EXPIRED:
        return (
            f"Chưa đến ngày {expires_on:%d/%m/%Y}: xin giữ “{facts.kept_validity}” và ghi ngày"
            " này; đến ngày ấy cổng tự ghi hết hiệu lực."
        )
    return ""


def _replacement_problem(document: PublicDocument, facts: ValidityFacts) -> str:
    """Return why ``replaced_by`` cannot replace the document; "" if it can."""
    other = facts.replaced_by
    if other is None or other == document:  # the model refuses itself
        return ""
    if facts.validity in LASTING and facts.expires_on is None:
        return (
            f"“{Validity(facts.validity).label}” thì không có văn bản thay thế: xin xóa văn bản ấy,"
            " chọn hiệu lực khác, hoặc ghi ngày hết hiệu lực."
        )
    if problem := _order_problem(other, facts) or _circle_problem(document, [other]):
        return problem
    begins = other.effective_on
    if facts.validity == Validity.REPLACED and begins and begins > timezone.localdate():
        return (
            f"Văn bản thay thế có hiệu lực từ ngày {begins:%d/%m/%Y}: xin giữ"
            f" “{facts.kept_validity}” và ghi “Hết hiệu lực từ ngày” {begins:%d/%m/%Y};"
            " đến ngày ấy cổng tự ghi bị thay thế."
        )
    return ""


def _amendment_problems(document: PublicDocument, facts: ValidityFacts) -> Iterator[Problem]:
    """Yield why the document cannot have been amended by ``amended_by``."""
    name = "amended_by"
    if len(facts.amended_by) > MAX_AMENDING:
        yield Problem(name, f"Ghi nhiều nhất {MAX_AMENDING} văn bản sửa đổi, bổ sung.")
        return
    if facts.amended_by and facts.validity == Validity.IN_EFFECT:
        sentence = (
            f"“{Validity.IN_EFFECT.label}” thì không có văn bản sửa đổi, bổ sung: xin chọn"
            f" “{Validity.AMENDED.label}”, hoặc xóa văn bản ấy."
        )
        yield Problem(name, sentence)
        return
    problems = [
        Problem(name, sentence, other)
        for other in facts.amended_by
        if (sentence := _amendment_problem(document, other, facts))
    ]
    yield from problems
    if not problems and (sentence := _circle_problem(document, facts.amended_by)):
        yield Problem(name, sentence)


def _amendment_problem(
    document: PublicDocument, other: PublicDocument, facts: ValidityFacts
) -> str:
    if other == document:
        return "Văn bản không tự sửa đổi chính nó."
    if other == facts.replaced_by:
        return f"“{other}” đã ghi là văn bản thay thế: xin ghi ở một trong hai ô."
    begins = other.effective_on
    if begins and begins > timezone.localdate():
        return (
            f"“{other}” có hiệu lực từ ngày {begins:%d/%m/%Y}: đến ngày ấy xin ghi; trước đó hiệu"
            " lực của văn bản này vẫn như cũ."
        )
    return _order_problem(other, facts)


def _order_problem(other: PublicDocument, facts: ValidityFacts) -> str:
    """Return why a document cannot change the one of the facts: it is older; "" if it is not."""
    if other.issued_on and facts.issued_on and other.issued_on < facts.issued_on:
        return (
            f"“{other}” ban hành ngày {other.issued_on:%d/%m/%Y}, trước văn bản này"
            f" ({facts.issued_on:%d/%m/%Y}), nên không thay thế hay sửa đổi được nó. Có thể cần"
            " ghi ở văn bản kia."
        )
    return ""


def _circle_problem(document: PublicDocument, others: Iterable[PublicDocument]) -> str:
    """Return why the others cannot change the document: it changes one of them, or one that changes
    them; "" if it does not.

    Two queries for each step away from the document. What lies on the way is locked too, so that
    two people do not enter a circle at once.
    """
    passed: set[int] = set()
    keys = {other.pk for other in others}
    while keys:
        rows = PublicDocument.objects.select_for_update(skip_locked=True).defer(*LONG_COLUMNS)
        locked = {row.pk: row for row in rows.filter(pk__in=keys)}
        if taken := keys - locked.keys():
            return f"Có người đang ghi “{_name_of(taken)}”: xin đợi ít giây rồi ghi lại."
        links = [(row.pk, row.replaced_by_id) for row in locked.values()]
        links += Amendment.objects.filter(document__in=keys).values_list("document", "by")
        for key, by in links:
            if by and by == document.pk:
                return (
                    f"“{locked[key]}” đang ghi là bị văn bản này thay thế hoặc sửa đổi, nên không"
                    " ghi ngược lại được: xin xem lại hiệu lực của văn bản ấy trước."
                )
        passed |= keys
        keys = {by for _, by in links if by} - passed
        if len(passed) + len(keys) > _MAX_LINKED:
            return (
                "Có quá nhiều văn bản thay thế, sửa đổi nối tiếp nhau nên chưa kiểm tra được: xin"
                " báo người phụ trách công nghệ thông tin."
            )
    return ""


def _name_of(keys: set[int]) -> str:
    return str(PublicDocument.objects.defer(*LONG_COLUMNS).filter(pk__in=keys).first())
