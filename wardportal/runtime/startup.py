"""What a process needs before Django's settings can be read: the data folder, its secret key, a
database.
"""

import os
import secrets
from contextlib import suppress
from pathlib import Path

from wardportal.runtime.postgres import ensure_database
from wardportal.runtime.postgres_cluster import DatabaseError, reason

BASE_DIR = Path(__file__).resolve().parents[2]


class StartupError(Exception):
    """One Vietnamese sentence for the operator."""


def data_dir() -> Path:
    """Return the folder that holds all a running ward owns: ``DATA_DIR``, else ``var/`` beside the
    code.
    """
    return Path(os.environ.get("DATA_DIR") or BASE_DIR / "var").resolve()


def prepare() -> None:
    """Put ``SECRET_KEY`` and ``DATABASE_URL`` into the environment, making key and database where
    they lack.

    Raises StartupError when the data folder cannot be written or the database does not start.
    """
    folder = data_dir()
    try:
        folder.mkdir(
            mode=0o711, parents=True, exist_ok=True
        )  # for Postgres to pass when it is not us
        if not os.environ.get("SECRET_KEY"):
            os.environ["SECRET_KEY"] = _secret_key(folder)
    except OSError as error:
        raise StartupError(
            f"Không ghi được vào thư mục dữ liệu {folder}: {reason(error)}."
        ) from error
    if not os.environ.get("DATABASE_URL"):
        try:
            os.environ["DATABASE_URL"] = ensure_database(folder)
        except DatabaseError as error:
            raise StartupError(str(error)) from error


def _secret_key(folder: Path) -> str:
    """Return the folder's key, made once.

    It takes its name only when it is whole: no process reads half a key.
    """
    path = folder / "secret_key"
    if not path.exists():
        draft = folder / f"secret_key.{os.getpid()}"
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
            file.write(secrets.token_urlsafe(50))
            file.flush()
            os.fsync(file.fileno())
        with suppress(FileExistsError):  # another process was quicker: its key counts
            os.link(draft, path)
        draft.unlink()
    return path.read_text().strip()
