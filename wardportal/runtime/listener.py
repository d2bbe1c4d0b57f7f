"""The listening socket of the server, also after a former server was killed."""

import socket
import sys
import time
from contextlib import suppress
from pathlib import Path

from wardportal.runtime.startup import StartupError

HOST = "127.0.0.1"  # behind a proxy
PORT_PATIENCE = 5  # seconds
ORPHAN_PATIENCE = 90  # seconds: the workers of a killed server first end the requests they have


def listen(port: str) -> socket.socket:
    """Bind the port before anything else. Raises StartupError when it is not available."""
    if not port.isdecimal() or int(port) > 65535:
        raise StartupError(f"PORT phải là một số từ 0 đến 65535, không phải “{port}”.")
    started_at = time.monotonic()
    held_since = started_at  # by another program than a killed server
    is_told = False
    while True:
        try:
            return socket.create_server((HOST, int(port)), backlog=2048)
        except PermissionError as error:
            raise StartupError(
                f"Không đủ quyền mở cổng {port}: xin đặt biến PORT từ 1024 trở lên."
            ) from error
        except OSError as error:
            now = time.monotonic()
            if now - started_at <= ORPHAN_PATIENCE and is_held_by_orphans(int(port)):
                held_since = now
                if not is_told:
                    print("Đang chờ các tiến trình của máy chủ bị ngắt trước đó…", file=sys.stderr)
                    is_told = True
            elif now - held_since > PORT_PATIENCE:
                raise StartupError(
                    f"Cổng {port} đang có chương trình khác dùng: xin dừng chương trình ấy hoặc đặt"
                    " biến PORT khác."
                ) from error
        time.sleep(0.2)


def is_held_by_orphans(port: int) -> bool:
    """Return whether the port belongs to workers of a portal's server whose master was killed."""
    listening = f"0100007F:{port:04X} 00000000:0000 0A"
    inodes = {
        line.split()[9]
        for line in Path("/proc/net/tcp").read_text().splitlines()
        if listening in line
    }
    holders = {
        process.name: process
        for process in Path("/proc").iterdir()
        if process.name.isdigit() and _is_server(process) and _sockets(process) & inodes
    }
    parents = {_parent(process) for process in holders.values()}
    return bool(holders) and not parents & set(holders)


def _is_server(process: Path) -> bool:
    try:
        return b"wardportal.runtime.serve" in (process / "cmdline").read_bytes()
    except OSError:
        return False


def _sockets(process: Path) -> set[str]:
    """Return the inodes of the sockets that a process has open."""
    found = set()
    with suppress(OSError):  # ended, or another user's
        for descriptor in (process / "fd").iterdir():
            with suppress(OSError):
                target = str(descriptor.readlink())
                if target.startswith("socket:["):
                    found.add(target[8:-1])
    return found


def _parent(process: Path) -> str:
    with suppress(OSError):
        for line in (process / "status").read_text().splitlines():
            if line.startswith("PPid:"):
                return line.split()[1]
    return ""
