"""Forms of a score sheet: what the unit gives itself, and what the committee gives."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django import forms

from core.date_fields import DateFormField
from core.dates import EVENT
from core.files.forms import StoredFileField, bind_files
from core.generics import ModelForm
from core.models import StoredFile
from core.reporting.figures import FigureItem
from core.text.forms import NormalizedTextMixin
from core.workflow.classified import RejectsClassifiedMixin
from organization.models import User
from reports.agency.criteria.measuring import decimal_words
from reports.agency.scoring import Given, Line
from reports.agency.services import SelfEntry, VerifiedEntry
from reports.models import Assessment, AssessmentRound, CheckRecord
from reports.models.agency import Measure
from reports.models.assessments import MAX_NOTE

NOT_APPLICABLE = "khong"
MAX_TAPS = 10  # most points that are chosen by one tap; above, from a list


class PointsField(forms.DecimalField):
    """Points with one decimal; a comma and a point are the same."""

    def __init__(self, *, maximum: int, **kwargs: Any) -> None:
        super().__init__(
            min_value=Decimal(0),
            max_value=Decimal(maximum),
            max_digits=4,
            decimal_places=1,
            widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}),
            error_messages={
                "invalid": "Xin ghi điểm bằng số, ví dụ 2,5.",
                "max_value": f"Tiêu chí này có tối đa {maximum} điểm.",
                "min_value": "Điểm không nhỏ hơn 0.",
                "max_decimal_places": "Điểm chỉ lấy một chữ số sau dấu phẩy.",
                "max_digits": "Xin ghi điểm bằng số, ví dụ 2,5.",
                "max_whole_digits": f"Tiêu chí này có tối đa {maximum} điểm.",
            },
            **kwargs,
        )

    def to_python(self, value: Any) -> Any:
        return super().to_python(value.replace(",", ".") if isinstance(value, str) else value)

    def prepare_value(self, value: Any) -> Any:
        return decimal_words(value) if isinstance(value, Decimal) else value


@dataclass
class SheetRow:
    """A line for a template: its bound fields by name ("points", "note"), what is behind a measured
    number, and what checks found.
    """

    line: Line
    fields: dict[str, forms.BoundField] = field(default_factory=dict)
    behind: list[FigureItem] = field(default_factory=list)
    findings: list[CheckRecord] = field(default_factory=list)

    @property
    def has_errors(self) -> bool:
        return any(one.errors for one in self.fields.values())

    @property
    def id(self) -> str:
        return f"tieu-chi-{self.line.criterion.pk}"


class SheetForm(RejectsClassifiedMixin, forms.Form):
    """Base of the forms of a sheet: fields for each line, named by its criterion."""

    def __init__(
        self, *args: Any, lines: Sequence[Line], item: Assessment, actor: User, **kwargs: Any
    ) -> None:
        super().__init__(*args, **{"label_suffix": "", **kwargs})
        self.lines = lines
        for line in lines:
            for name, made in self.fields_of(line):
                self.fields[self.name_of(line, name)] = made
        bind_files(self, user=actor, item=item)

    def fields_of(self, line: Line) -> Iterator[tuple[str, forms.Field]]:
        raise NotImplementedError

    @staticmethod
    def name_of(line: Line, name: str) -> str:
        return f"{name}-{line.criterion.pk}"

    def value(self, line: Line, name: str) -> Any:
        return self.cleaned_data[self.name_of(line, name)]

    def rows(self) -> list[SheetRow]:
        """Return the lines with their fields."""
        return [
            SheetRow(line, {name: self[self.name_of(line, name)] for name in self.names_of(line)})
            for line in self.lines
        ]

    def names_of(self, line: Line) -> list[str]:
        end = f"-{line.criterion.pk}"
        return [name.removesuffix(end) for name in self.fields if name.endswith(end)]


class SelfScoreForm(SheetForm):
    """The self-score of a unit: nothing is required to save it."""

    def fields_of(self, line: Line) -> Iterator[tuple[str, forms.Field]]:
        if line.is_measured:
            return
        score = line.score
        yield "points", _self_points(line)
        yield (
            "note",
            forms.CharField(
                label="Thuyết minh ngắn",
                required=False,
                max_length=MAX_NOTE,
                initial=score.self_note,
                widget=forms.Textarea(attrs={"rows": 2}),
            ),
        )
        yield (
            "url",
            forms.URLField(
                label="Liên kết minh chứng",
                required=False,
                max_length=500,
                assume_scheme="https",
                initial=score.evidence_url,
            ),
        )
        yield (
            "evidence",
            StoredFileField(
                label="Ảnh hoặc tệp minh chứng",
                kind=StoredFile.Kind.DOCUMENT,
                required=False,
                initial=score.evidence,
                help_text="Chụp bằng điện thoại, hoặc chọn ảnh, tệp PDF có sẵn.",
            ),
        )

    def entries(self) -> dict[int, SelfEntry]:
        """Return what was entered, by criterion."""
        return {
            line.criterion.pk: SelfEntry(
                _given(self.value(line, "points")),
                self.value(line, "note"),
                self.value(line, "url"),
                self.value(line, "evidence"),
            )
            for line in self.lines
            if not line.is_measured
        }


class VerifyForm(SheetForm):
    """The verified scores; each begins with what the unit gave itself, or the system found."""

    def fields_of(self, line: Line) -> Iterator[tuple[str, forms.Field]]:
        given = line.verified if line.verified.is_known else line.own
        yield (
            "points",
            PointsField(
                maximum=line.max_points,
                label=f"Điểm thẩm định (tối đa {line.max_points})",
                required=False,
                initial=given.points,
            ),
        )
        yield (
            "na",
            forms.BooleanField(label="Không áp dụng", required=False, initial=not given.applies),
        )
        yield (
            "reason",
            forms.CharField(
                label="Lý do, nếu chấm khác",
                required=False,
                max_length=MAX_NOTE,
                initial=line.score.reason,
                widget=forms.Textarea(attrs={"rows": 2}),
            ),
        )

    def entries(self) -> dict[int, VerifiedEntry]:
        """Return what was entered, by criterion."""
        return {
            line.criterion.pk: VerifiedEntry(
                Given(None, applies=False)
                if self.value(line, "na")
                else Given(self.value(line, "points")),
                self.value(line, "reason"),
            )
            for line in self.lines
        }


def _self_points(line: Line) -> forms.ChoiceField:
    """Return the choice of points: yes or no, or each whole number up to the most points."""
    if line.criterion.measure == Measure.YES_NO:
        choices = [(str(line.max_points), f"Có ({line.max_points} điểm)"), ("0", "Không")]
    else:
        choices = [(str(number), str(number)) for number in range(line.max_points + 1)]
    if line.criterion.may_not_apply:
        choices.append((NOT_APPLICABLE, "Không áp dụng"))
    is_tapped = len(choices) <= MAX_TAPS + 2
    if not is_tapped:
        choices.insert(0, ("", "Chọn điểm"))
    own = line.own
    initial = NOT_APPLICABLE
    if own.applies:
        initial = "" if own.points is None else str(int(own.points))
    return forms.ChoiceField(
        label=f"Điểm tự chấm (tối đa {line.max_points})",
        required=False,
        choices=choices,
        initial=initial,
        widget=forms.RadioSelect if is_tapped else forms.Select,
        error_messages={"invalid_choice": "Xin chọn một trong các mức điểm."},
    )


def _given(value: str) -> Given:
    if value == NOT_APPLICABLE:
        return Given(None, applies=False)
    return Given(Decimal(value) if value else None)


class RoundDaysForm(NormalizedTextMixin, ModelForm):
    """The two days of a round."""

    class Meta:
        model = AssessmentRound
        fields = ["self_due_on", "verify_due_on"]


class CopySetForm(RejectsClassifiedMixin, forms.Form):
    """Name and first day of the copy of a set."""

    name = forms.CharField(
        label="Tên bộ mới",
        max_length=200,
        error_messages={"required": "Xin ghi tên bộ tiêu chí mới."},
    )
    valid_from = DateFormField(
        label="Áp dụng từ ngày",
        bounds=EVENT,
        error_messages={"required": "Xin ghi ngày bắt đầu áp dụng."},
    )
