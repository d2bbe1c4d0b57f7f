"""Start-up before Django's settings are read: data folder, secret key, database."""

import gc
import os
import secrets
from contextlib import suppress
from pathlib import Path

from core.os_errors import reason
from wardportal.runtime.environment import (
    BASE_DIR,
    MIN_KEY_LENGTH,
    StartupError,
    read_environment,
)
from wardportal.runtime.postgres import ensure_database
from wardportal.runtime.postgres_cluster import DatabaseError


def data_dir() -> Path:
    """Return the folder with all data of a ward: ``DATA_DIR``, else ``var/`` beside the code."""
    return Path(os.environ.get("DATA_DIR") or BASE_DIR / "var").resolve()


def prepare() -> None:
    """Set ``SECRET_KEY`` and ``DATABASE_URL`` in the environment; create key and database if
    missing. Collect garbage less often than Python does by itself.

    Raises StartupError when a variable has no sense, the data folder cannot be written or the
    database does not start.
    """
    # Of what is imported little becomes garbage; by default a tenth of the time of setting Django
    # up goes into looking for it.
    gc.set_threshold(10_000, 20, 20)
    read_environment()
    folder = data_dir()
    try:
        # For a Postgres of another account to traverse.
        folder.mkdir(mode=0o711, parents=True, exist_ok=True)
        if not os.environ.get("SECRET_KEY"):
            os.environ["SECRET_KEY"] = _secret_key(folder)
    except OSError as error:
        raise StartupError(
            f"Không ghi được vào thư mục dữ liệu {folder}: {reason(error)}."
        ) from error
    if len(os.environ["SECRET_KEY"]) < MIN_KEY_LENGTH:
        raise StartupError(
            f"Tệp {folder / 'secret_key'} trống hoặc quá ngắn: xin xóa tệp ấy, cổng sẽ tạo khóa mới"
            " và mọi người đăng nhập lại."
        )
    if not os.environ.get("DATABASE_URL"):
        try:
            os.environ["DATABASE_URL"] = ensure_database(folder)
        except DatabaseError as error:
            raise StartupError(str(error)) from error


def _secret_key(folder: Path) -> str:
    """Return the folder's key, created once.

    It is linked to its name when complete: no process reads half a key.
    """
    path = folder / "secret_key"
    if not path.exists():
        temporary = folder / f"secret_key.{os.getpid()}"
        with os.fdopen(
            os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w"
        ) as file:
            file.write(secrets.token_urlsafe(50))
            file.flush()
            os.fsync(file.fileno())
        with suppress(FileExistsError):  # another process was quicker: its key is used
            os.link(temporary, path)
        temporary.unlink()
    return path.read_text().strip()
