"""The environment of a ward: read from ``.env`` too, and refused in one sentence where it is wrong.

It is checked before the settings are read: what they ask for is right by then.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator
from email.utils import parseaddr
from pathlib import Path
from urllib.parse import urlsplit

from environs import Env

BASE_DIR = Path(__file__).resolve().parents[2]
FILE = BASE_DIR / ".env"
MIN_KEY_LENGTH = 32
BIT_RATES = (32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192)  # kbit/s of an MP3 file

env = Env()


class StartupError(Exception):
    """One Vietnamese sentence for the operator."""


def read_environment() -> None:
    """Add what ``.env`` beside the code says to the environment, which wins, and check all of it.

    An empty variable is one that is not set, but for ``BACKUP_DIR``. Raises StartupError.
    """
    for name, value in _settings_of(FILE) if FILE.is_file() else ():
        os.environ.setdefault(name, value)
    for name in _CHECKS:
        if os.environ.get(name) == "":
            del os.environ[name]
    check_environment()


def _settings_of(file: Path) -> Iterator[tuple[str, str]]:
    """Yield the variables of a ``.env`` file and their values; raises StartupError for a line that
    sets none, and for a known variable in other letters: it would be ignored in silence.
    """
    try:
        lines = file.read_text(encoding="utf-8-sig").splitlines()
    except ValueError:
        raise StartupError(
            f"Tệp {file} không phải chữ UTF-8: xin mở tệp và lưu lại với bảng mã UTF-8."
        ) from None
    for number, line in enumerate(map(str.strip, lines), start=1):
        if not line or line.startswith("#"):
            continue
        name, is_set, value = line.removeprefix("export ").partition("=")
        name = name.strip()
        is_name = is_set and re.fullmatch(r"[A-Za-z_][A-Za-z0-9_]*", name)
        is_misspelt = name not in _CHECKS and name.upper() in _CHECKS
        if not is_name or is_misspelt:
            meant = name.upper() if is_misspelt else "TÊN"
            raise StartupError(
                f"Tệp {file}, dòng {number}: không hiểu “{name}”. Xin ghi dạng {meant}=giá trị."
            )
        yield name, value.strip().strip("\"'")


def check_environment() -> None:
    """Raise StartupError for the first variable that has no sense."""
    for name, (is_valid, words) in _CHECKS.items():
        value = os.environ.get(name, "")
        if value and not is_valid(value):
            shown = "" if name in _SECRETS else f", không phải “{value}”"
            raise StartupError(f"{name} phải là {words}{shown}.")
    if (
        os.environ.get("DEBUG") == "1"
        and urlsplit(os.environ.get("SITE_URL", "")).scheme == "https"
    ):
        raise StartupError(
            "Không dùng được DEBUG=1 khi SITE_URL bắt đầu bằng https: trang lỗi sẽ hiện mã nguồn và"
            " cấu hình cho mọi người."
        )


Check = Callable[[str], bool]  # of a value that is not empty


def _number(low: int, high: int) -> tuple[Check, str]:
    def is_valid(value: str) -> bool:
        return bool(re.fullmatch(r"[0-9]{1,6}", value)) and low <= int(value) <= high

    return is_valid, f"một số từ {low} đến {high}"


_SWITCH: tuple[Check, str] = (lambda value: value in ("0", "1"), "0 hoặc 1")


def _is_site_url(value: str) -> bool:
    try:
        url = urlsplit(value.rstrip("/"))
        url.port  # noqa: B018  (raises for what is no port)
    except ValueError:
        return False
    is_address = url.scheme in ("http", "https") and bool(url.hostname)
    return is_address and not (url.path or url.query or url.fragment or re.search(r"\s", value))


def _are_hosts(value: str) -> bool:
    hosts = [host.strip() for host in value.split(",")]
    return all(re.fullmatch(r"\*|\.?[\w-]+(\.[\w-]+)*|\[[0-9A-Fa-f:]+\]", host) for host in hosts)


def _is_database_url(_: str) -> bool:
    try:
        found = env.dj_db_url("DATABASE_URL")
    except ValueError:
        return False
    return str(found.get("ENGINE", "")).endswith("postgresql") and bool(found.get("NAME"))


def _is_mail_url(_: str) -> bool:
    try:
        found = env.dj_email_url("EMAIL_URL")
    except ValueError:
        return False
    backend = found.get("EMAIL_BACKEND", "")
    return bool(backend) and (
        not backend.endswith("smtp.EmailBackend") or bool(found["EMAIL_HOST"])
    )


def _is_sender(value: str) -> bool:
    return bool(re.fullmatch(r"[^@\s]+@[^@\s]+", parseaddr(value)[1]))


# Of each variable: whether a value has sense, and what it has to be.
_CHECKS: dict[str, tuple[Check, str]] = {
    "PORT": _number(0, 65535),
    "SITE_URL": (
        _is_site_url,
        "địa chỉ của cổng, bắt đầu bằng https:// (hoặc http://), ví dụ https://phuong.example.vn",
    ),
    "ALLOWED_HOSTS": (
        _are_hosts,
        "các tên miền cách nhau bằng dấu phẩy, không có https:// và số cổng, ví dụ"
        " phuong.example.vn, www.phuong.example.vn",
    ),
    "SECRET_KEY": (
        lambda value: len(value) >= MIN_KEY_LENGTH,
        f"chuỗi ngẫu nhiên dài ít nhất {MIN_KEY_LENGTH} ký tự, hoặc để trống để cổng tự tạo",
    ),
    "DATABASE_URL": (
        _is_database_url,
        "địa chỉ máy chủ PostgreSQL, dạng postgres://tên:mật-khẩu@máy-chủ:5432/tên-cơ-sở-dữ-liệu",
    ),
    "EMAIL_URL": (
        _is_mail_url,
        "địa chỉ máy chủ thư, dạng submission://tên:mật-khẩu@máy-chủ:587 hoặc"
        " smtp://tên:mật-khẩu@máy-chủ:465/?ssl=true",
    ),
    "DEFAULT_FROM_EMAIL": (_is_sender, "một địa chỉ thư, ví dụ cong@phuong.example.vn"),
    "REQUEST_TIME_LIMIT": _number(3, 600),
    "PERIOD_GAP_DAYS": _number(0, 60),
    "DOCUMENT_PUBLISHING_DAYS": _number(0, 60),
    "BROADCAST_BITRATE": (
        lambda value: value in map(str, BIT_RATES),
        f"một trong các số {', '.join(map(str, BIT_RATES))}",
    ),
    "BROADCAST_AUDIO_MONTHS": _number(1, 240),
    "PIPER_VOICE": (lambda value: Path(value).is_file(), "tệp .onnx có trên máy này"),
    "DEBUG": _SWITCH,
    "PRINT_SQL": _SWITCH,
    "LOAD_DEMO": _SWITCH,
}
_SECRETS = {"SECRET_KEY", "DATABASE_URL", "EMAIL_URL"}  # not shown
