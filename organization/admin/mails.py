"""Admin of mails to staff: read only, with an action that queues failed mails again."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone

from organization.admin.role_access import RoleAccessMixin
from organization.mail.delivery import send_again
from organization.models import Mail
from organization.requests import staff_user
from organization.roles import Role


@admin.register(Mail)
class MailAdmin(RoleAccessMixin, admin.ModelAdmin):
    """Read only: rows are the record of deliveries."""

    view_roles = (Role.IT_OFFICER,)
    list_display = ["person", "what", "status", "reason", "tried", "queued"]
    list_display_links = None
    list_filter = ["state"]
    list_select_related = ["person"]
    search_fields = ["person__full_name", "person__email", "address"]
    list_per_page = 50
    actions = ["resend"]
    fields = [
        "person",
        "address",
        "digest_on",
        "state",
        "reason",
        "tries",
        "queued_at",
        "claimed_at",
        "finished_at",
    ]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Mail]:
        return super().get_queryset(request).prefetch_related("notices")

    @admin.display(description="Nội dung")
    def what(self, mail: Mail) -> str:
        if mail.digest_on:
            return f"Tổng hợp ngày {mail.digest_on:%d/%m/%Y}"
        return ", ".join(notice.get_topic_display() for notice in mail.notices.all())

    @admin.display(description="Tình trạng", ordering="state")
    def status(self, mail: Mail) -> str:
        if mail.is_sending(timezone.now()):
            return "Đang gửi"
        at = mail.finished_at or mail.claimed_at
        return (
            f"{mail.get_state_display()} {timezone.localtime(at):%d/%m | %H:%M}"
            if at
            else mail.get_state_display()
        )

    @admin.display(description="Đã thử", ordering="tries")
    def tried(self, mail: Mail) -> str:
        return f"{mail.tries} lần"

    @admin.display(description="Vào hàng chờ", ordering="queued_at")
    def queued(self, mail: Mail) -> str:
        return f"{timezone.localtime(mail.queued_at):%d/%m/%Y | %H:%M}"

    @admin.action(description="Gửi lại", permissions=["view"])
    def resend(self, request: HttpRequest, mails: QuerySet[Any]) -> None:
        count = send_again(
            mails.values_list("pk", flat=True), actor=staff_user(request), now=timezone.now()
        )
        rest = mails.count() - count
        if count:
            self.message_user(
                request,
                f"Đã xếp {count} thư vào hàng chờ; thư đi trong một phút nữa.",
                messages.SUCCESS,
            )
        if rest:
            text = (
                f"{rest} thư đã chọn không gửi lại: chỉ gửi lại thư chưa gửi, không gửi được hoặc"
                " không rõ đã gửi chưa."
            )
            self.message_user(request, text, messages.WARNING)
