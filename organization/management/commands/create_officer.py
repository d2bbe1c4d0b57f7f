"""Create the first account of a ward: an IT officer, who creates all the others."""

import secrets
from typing import Any

from django.contrib.auth.models import Group
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import IntegrityError, transaction

from core.text.vietnamese import clean_line
from organization.models import User
from organization.roles import Role


class Command(BaseCommand):
    help = "Tạo tài khoản cán bộ CNTT; in mật khẩu một lần."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("username", nargs="?", help="tên đăng nhập")
        parser.add_argument("full_name", nargs="?", help="họ và tên")
        parser.add_argument("--email", default="", help="thư điện tử, để đặt lại mật khẩu")

    def handle(
        self,
        *args: Any,
        username: str | None,
        full_name: str | None,
        email: str,
        **options: Any,
    ) -> None:
        if username is None or full_name is None:
            raise CommandError(
                'Xin ghi tên đăng nhập và họ tên, ví dụ: manage.py create_officer cntt "Trần Văn'
                ' An" --email cntt@phuong.example.vn'
            )
        password = secrets.token_urlsafe(12)
        user = User(
            username=clean_line(username),
            full_name=clean_line(full_name),
            email=email,
            must_change_password=True,
        )
        user.set_password(password)
        try:
            user.clean_fields()
            with transaction.atomic():
                user.save()
                user.groups.add(Group.objects.get(name=Role.IT_OFFICER))
        except IntegrityError:
            raise CommandError(f"Tên đăng nhập {username} đã có.") from None
        except Exception as error:
            raise CommandError(" ".join(getattr(error, "messages", [str(error)]))) from None
        self.stdout.write(f"Đã tạo tài khoản {username}. Mật khẩu (chỉ in một lần): {password}")
