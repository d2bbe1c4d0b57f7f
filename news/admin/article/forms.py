"""The form of an article's text and its attachments."""

from __future__ import annotations

from typing import Any, cast

from django import forms
from django.contrib.contenttypes.admin import GenericTabularInline
from django.db.models import QuerySet
from django.http import HttpRequest

from core.files.forms import AttachmentFormSet, PictureFocusField, StoredFileField, bind_files
from core.models import FileUse, StoredFile
from core.revisions.forms import OptimisticLockForm
from core.text.forms import NormalizedTextMixin
from news.editorial.guards import supporting_problem
from news.models import Article
from news.planning.assignment import changed_unit_problem
from news.times.forms import NoticeTimesField
from organization.models import Unit, User
from organization.requests import staff_user


class ArticleForm(OptimisticLockForm):
    """The text as its unit or its holder writes it.

    A draft may be incomplete; only the title is asked for.
    """

    actor: User
    picture = StoredFileField(label="Ảnh chính", kind=StoredFile.Kind.PICTURE, required=False)
    picture_focus = PictureFocusField(of="picture")
    times = NoticeTimesField()

    class Meta:
        model = Article
        fields = "__all__"
        widgets = {
            "title": forms.TextInput(attrs={"class": "vLargeTextField"}),
            "lead": forms.Textarea(attrs={"rows": 3}),
            "supporting_units": forms.CheckboxSelectMultiple,
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        bind_files(self, user=self.actor, item=self.instance)
        if "supporting_units" in self.fields and "unit" not in self.fields:
            self._leave_out_own_unit()

    @property
    def _own_unit(self) -> int | None:
        """The unit that signs the item where the form has no say in it."""
        own: int | None = self.instance.unit_id
        return own or (None if self.instance.pk else self.actor.unit_id)

    def _leave_out_own_unit(self) -> None:
        """The unit that signs is no supporting one; where it was sent, it stays to be unticked."""
        own = self._own_unit
        field = cast("forms.ModelMultipleChoiceField[Unit]", self.fields["supporting_units"])
        name = self.add_prefix("supporting_units")
        sent = field.widget.value_from_datadict(self.data, self.files, name) or ()
        if own is None or str(own) in map(str, sent):
            return
        units = cast("QuerySet[Unit]", field.queryset)
        field.queryset = units.exclude(pk=own)

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        unit = self._own_unit
        if "unit" in self.fields:
            unit = data["unit"].pk if data.get("unit") else None
        supporting = [one.pk for one in data.get("supporting_units") or ()]
        if problem := supporting_problem(unit, supporting):
            self.add_error("supporting_units", problem)
        return data

    def _post_clean(self) -> None:
        """Refuse a unit or an author whose is not the plan line that the item was written for."""
        super()._post_clean()  # type: ignore[misc]  # Django's hook, unknown to its stubs
        changed = [name for name in ("unit", "author") if name in self.changed_data]
        if changed and (problem := changed_unit_problem(self.instance)):
            self.add_error(changed[0], problem)


class AttachmentForm(NormalizedTextMixin, forms.ModelForm):
    file = StoredFileField(label="Tệp", kind=StoredFile.Kind.DOCUMENT)

    class Meta:
        model = FileUse
        fields = ["file", "title"]


class AttachmentInline(GenericTabularInline):
    model = FileUse
    form = AttachmentForm
    formset = AttachmentFormSet  # type: ignore[assignment]  # generic, as the inline is
    ct_fk_field = "object_id"
    extra = 1
    verbose_name = "tệp đính kèm"
    verbose_name_plural = "tệp đính kèm (PDF, Word, Excel, ảnh)"

    def get_queryset(self, request: HttpRequest) -> QuerySet[FileUse]:
        return (
            super()
            .get_queryset(request)
            .filter(role=FileUse.Role.ATTACHMENT)
            .select_related("file")
        )

    def get_formset(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> Any:
        formset: Any = super().get_formset(request, obj, **kwargs)
        formset.user = staff_user(request)
        return formset

    # Whoever may write the text may change its attachments; the inline is not shown to anybody
    # else.
    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return True

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return True

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return True

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return True
