#!/usr/bin/env python
"""Django's command line, with secret key and private Postgres made ready when none are named."""

import os
import sys
from pathlib import Path

try:
    from wardportal.runtime.environment import read_environment
    from wardportal.runtime.startup import StartupError, data_dir, prepare
except ModuleNotFoundError as missing:
    # Another Python than the one the portal's packages are installed for, as ``python3 manage.py``.
    own = Path(__file__).resolve().parent / ".venv" / "bin" / "python"
    if not own.exists() or Path(sys.prefix) == own.parent.parent:
        sys.exit(
            f"Chưa cài đủ gói của cổng (thiếu {missing.name}): xin chạy script/server một lần."
        )
    os.execv(own, [str(own), *sys.argv])  # noqa: S606 (our own interpreter, no shell)

# Commands about a ward that is there: they make none.
ABOUT_A_WARD = {
    "backup",
    "check_data",
    "create_officer",
    "delete_replaced",
    "import_articles",
    "import_register",
    "monthly_report",
    "paper_template",
    "read_aloud",
    "run_due",
    "run_jobs",
    "unlock_log_in",
}


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "wardportal.settings")
    if sys.argv[1:2] and sys.argv[1].startswith("bench"):
        os.environ["BENCH"] = "1"  # installs the app of these commands
    is_about_a_ward = bool(ABOUT_A_WARD.intersection(sys.argv[1:2]))
    try:
        read_environment()
        if is_about_a_ward and not (os.environ.get("DATABASE_URL") or has_database(data_dir())):
            raise StartupError(no_ward())
        prepare()
    except StartupError as error:
        sys.exit(str(error))
    from django.core.management import execute_from_command_line
    from django.db import ProgrammingError
    from psycopg2.errors import UndefinedTable

    try:
        execute_from_command_line(sys.argv)
    except ProgrammingError as error:
        if is_about_a_ward and isinstance(error.__cause__, UndefinedTable) and is_empty():
            sys.exit(no_ward())
        raise


def has_database(folder: Path) -> bool:
    return (folder / "postgres" / "PG_VERSION").exists()


def is_empty() -> bool:
    """Return whether no migration has run yet."""
    from django.db import connection

    return "django_migrations" not in connection.introspection.table_names()


def no_ward() -> str:
    return (
        f"Thư mục dữ liệu {data_dir()} chưa có phường nào: xin đặt DATA_DIR là thư mục của phường,"
        " hoặc chạy script/server trước."
    )


if __name__ == "__main__":
    main()
