"""Forms in which people choose their own password."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib.admin.forms import AdminPasswordChangeForm
from django.contrib.auth.forms import SetPasswordForm

from core.text.forms import NormalizedTextMixin

if TYPE_CHECKING:
    from organization.models import User

    _Base = SetPasswordForm[User]
else:
    _Base = object


class _OwnPasswordMixin(NormalizedTextMixin, _Base):
    """A password that its person chose need not be changed any more."""

    def save(self, commit: bool = True) -> Any:
        self.user.must_change_password = False
        return super().save(commit=commit)


class OwnPasswordForm(_OwnPasswordMixin, AdminPasswordChangeForm):
    """The old password, and the new one twice; the new one is another."""

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        if data.get("new_password1") and data["new_password1"] == data.get("old_password"):
            self.add_error("new_password2", "Mật khẩu mới phải khác mật khẩu đang dùng.")
        return data


class ResetPasswordForm(_OwnPasswordMixin, SetPasswordForm):
    """The new password twice, after a link by mail."""
