"""Forms of a check and of a round of checks."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import Q
from django.utils import timezone

from core.files.forms import StoredFileField, bind_files
from core.generics import ModelForm
from core.models import StoredFile
from core.revisions.forms import OptimisticLockForm
from core.workflow.classified import RejectsClassifiedMixin
from organization.models import Block, Unit, User
from reports.models import CheckRecord, CheckRound, CriteriaSet, Criterion

MAX_ROUNDS = 20  # offered in the form


class CheckForm(OptimisticLockForm):
    """What was found at a unit, with a photo taken on the spot."""

    photo = StoredFileField(label="Ảnh chụp tại chỗ", kind=StoredFile.Kind.PICTURE, required=False)

    class Meta:
        model = CheckRecord
        fields = [
            "unit",
            "checked_on",
            "checked_by",
            "criterion",
            "result",
            "finding",
            "photo",
            "round",
        ]
        widgets = {
            "finding": forms.Textarea(attrs={"rows": 4}),
            "result": forms.RadioSelect,
        }
        error_messages = {
            "unit": {"required": "Xin chọn đơn vị được kiểm tra."},
            "finding": {"required": "Xin ghi nhận xét, dù chỉ một câu."},
        }

    def __init__(self, *args: Any, actor: User, **kwargs: Any) -> None:
        super().__init__(*args, **{"label_suffix": "", **kwargs})
        bind_files(self, user=actor, item=self.instance)
        today = timezone.localdate()
        fields: Any = self.fields
        current = self.instance
        fields["unit"].queryset = Unit.objects.filter(
            Q(pk__in=Unit.objects.valid(on=today)) | Q(pk=current.unit_id)
        )
        fields["unit"].empty_label = "Chọn đơn vị"
        newest = CriteriaSet.objects.filter(valid_from__lte=today).order_by("-valid_from")[:1]
        fields["criterion"].queryset = Criterion.objects.filter(
            Q(group__criteria_set__in=newest.values("pk")) | Q(pk=current.criterion_id)
        )
        fields["criterion"].empty_label = "Nhận xét chung"
        rounds = CheckRound.objects.order_by("-starts_on", "-pk")[:MAX_ROUNDS].values("pk")
        fields["round"].queryset = CheckRound.objects.filter(
            Q(pk__in=list(rounds.values_list("pk", flat=True))) | Q(pk=current.round_id)
        )
        fields["round"].empty_label = "Kiểm tra riêng, ngoài đợt"

    def clean_checked_on(self) -> Any:
        day = self.cleaned_data["checked_on"]
        if day > timezone.localdate():
            raise forms.ValidationError("Ngày kiểm tra chưa đến: xin ghi ngày đã kiểm tra.")
        return day


class CheckRoundForm(RejectsClassifiedMixin, ModelForm):
    """Name and days of a round, and the blocks whose units are checked."""

    blocks = forms.MultipleChoiceField(
        label="Kiểm tra các đơn vị thuộc khối",
        choices=Block,
        initial=[block.value for block in Block],
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Xin chọn ít nhất một khối."},
    )

    class Meta:
        model = CheckRound
        fields = ["name", "starts_on", "ends_on"]
        error_messages = {"name": {"required": "Xin ghi tên đợt kiểm tra."}}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"label_suffix": "", **kwargs})

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        first, last = data.get("starts_on"), data.get("ends_on")
        if first and last and last >= first:
            if (last - first).days > 366:
                self.add_error("ends_on", "Mỗi đợt kiểm tra dài nhất một năm.")
            elif data.get("blocks") and not self.units():
                self.add_error("blocks", "Các khối này không có đơn vị nào đang hoạt động.")
        return data

    def units(self) -> list[Unit]:
        """Return the units of the chosen blocks that are valid on the first day."""
        rows = Unit.objects.valid(on=self.cleaned_data["starts_on"])
        return list(rows.filter(block__in=self.cleaned_data["blocks"]))
