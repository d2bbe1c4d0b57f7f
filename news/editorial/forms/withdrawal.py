"""Forms of withdrawing an item, and of what its readers are told."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from django import forms
from django.urls import Resolver404, resolve

from core.workflow.engine import TransitionForm
from news.models import Article
from news.states import Withdrawal
from organization.redirect_targets import local_address, target_problem


class WithdrawForm(TransitionForm):
    public_as = forms.ChoiceField(
        label="Người đọc thấy gì",
        choices=[choice for choice in Withdrawal.choices if choice[0]],
        widget=forms.RadioSelect,
        initial=Withdrawal.NOTICE,
    )
    public_note = forms.CharField(
        label="Lời cho người đọc",
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=1000,
    )
    moved_to = forms.CharField(
        label="Địa chỉ mới",
        required=False,
        max_length=200,
        help_text="Bắt đầu bằng / hoặc https://",
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if data.get("public_as") == Withdrawal.NOTICE and not data.get("public_note"):
            self.add_error("public_note", "Xin viết lời cho người đọc biết vì sao bài được gỡ.")
        if data.get("public_as") == Withdrawal.MOVED:
            target = data["moved_to"] = local_address(data.get("moved_to", ""))
            if problem := self._target_problem(target):
                self.add_error("moved_to", problem)
        return data

    def _target_problem(self, target: str) -> str:
        if _is_article(target, self.item):
            return "Địa chỉ mới không thể là chính bài này."
        return target_problem(target, is_own=lambda address: _is_article(address, self.item))


class WithdrawalForm(WithdrawForm):
    """What readers see of an item that was withdrawn, changed."""

    changes_stored = True

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial = dict(self.initial) | {
            "public_as": self.item.withdrawal,
            "public_note": self.item.withdrawal_note,
            "moved_to": self.item.withdrawal_url,
        }

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if not self.errors and not self.has_changed():
            self.add_error(None, "Quý vị chưa đổi gì trong lời gỡ bài và địa chỉ mới.")
        return data


def _is_article(address: str, article: Article) -> bool:
    """Tell whether an address of the portal, under any slug, is this article's."""
    try:
        match = resolve(urlsplit(address).path)
    except (Resolver404, ValueError):
        return False
    return match.url_name == "article" and match.kwargs["pk"] == article.pk
