"""Open log-in again for everybody who is locked out, for an IT officer who is, too."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from organization.accounts import limits


class Command(BaseCommand):
    help = "Mở mọi khóa đăng nhập do gõ sai mật khẩu, khi cán bộ CNTT cũng bị khóa."

    def handle(self, *args: Any, **options: Any) -> None:
        found = limits.lockouts(timezone.now())
        for lockout in found:
            limits.unlock(lockout)
            self.stdout.write(f"Đã mở khóa đăng nhập: {lockout.title}.")
        if not found:
            self.stdout.write("Không có ai đang bị khóa.")
