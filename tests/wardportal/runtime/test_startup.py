"""What is ready before the settings are read."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.processes import (
    CHECKOUT,
    as_root,
    nobody,
)
from wardportal.runtime import startup
from wardportal.runtime.startup import StartupError, data_dir, prepare

KEY = """
import os
from wardportal.runtime.startup import prepare
prepare()
print(os.environ["SECRET_KEY"])
"""


@pytest.fixture
def bare(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A new data folder, named by the environment, which names no key."""
    monkeypatch.setenv("DATA_DIR", str(folder / "var"))
    monkeypatch.delenv("SECRET_KEY")
    return folder / "var"


def test_data_folder_is_var_unless_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATA_DIR", "")
    assert data_dir() == CHECKOUT / "var"
    monkeypatch.setenv("DATA_DIR", "/srv/../srv/ward")
    assert data_dir() == Path("/srv/ward")


def test_key_is_made_once_for_its_owner_alone(bare: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgres://elsewhere/ward")
    prepare()
    key = os.environ["SECRET_KEY"]
    assert len(key) > 50
    monkeypatch.delenv("SECRET_KEY")
    prepare()
    assert os.environ["SECRET_KEY"] == key
    assert [path.name for path in bare.iterdir()] == ["secret_key"], (
        "and no database where one is named"
    )
    assert (bare / "secret_key").stat().st_mode & 0o777 == 0o600


def test_what_the_environment_names_is_left_alone(
    bare: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgres://elsewhere/ward")
    monkeypatch.setenv("SECRET_KEY", "mine" * 8)
    prepare()
    assert os.environ["SECRET_KEY"] == "mine" * 8
    assert list(bare.iterdir()) == []


@pytest.mark.parametrize("content", ["", "\n", "abc"])
def test_an_empty_key_is_refused(bare: Path, monkeypatch: pytest.MonkeyPatch, content: str) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgres://elsewhere/ward")
    bare.mkdir()
    (bare / "secret_key").write_text(content)
    with pytest.raises(StartupError, match="secret_key trống hoặc quá ngắn: xin xóa tệp ấy"):
        prepare()


def test_processes_that_start_together_read_one_key(bare: Path) -> None:
    words = [sys.executable, "-c", KEY]
    started = [
        subprocess.Popen(words, stdout=subprocess.PIPE, text=True, cwd=CHECKOUT) for _ in range(6)
    ]
    keys = {process.communicate()[0].strip() for process in started}
    assert keys == {(bare / "secret_key").read_text()}
    assert len(keys.pop()) > 50


def test_a_slower_process_takes_the_quicker_ones_key(
    bare: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    bare.mkdir()

    def meanwhile(length: int) -> str:
        (bare / "secret_key").write_text("the quicker one's")
        return "the slower one's"

    monkeypatch.setattr(startup.secrets, "token_urlsafe", meanwhile)
    assert startup._secret_key(bare) == "the quicker one's"
    assert [path.name for path in bare.iterdir()] == ["secret_key"]


def test_a_folder_that_cannot_be_made_is_one_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATA_DIR", "/dev/null/var")
    sentence = (
        "Không ghi được vào thư mục dữ liệu /dev/null/var: trên đường dẫn có một tệp không phải thư"
        " mục."
    )
    with pytest.raises(StartupError, match=f"^{sentence}$"):
        prepare()


def test_what_the_database_says_is_passed_on(bare: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DATABASE_URL")
    (bare / "postgres").mkdir(parents=True, mode=0o700)
    (bare / "postgres" / "PG_VERSION").write_text("17\n")
    with pytest.raises(StartupError, match="do PostgreSQL 17 tạo"):
        prepare()


@pytest.mark.parametrize("command", ["check_data", "create_officer", "run_due", "backup"])
def test_a_command_makes_no_second_data_folder(folder: Path, command: str) -> None:
    environment = {
        name: value
        for name, value in os.environ.items()
        if name not in ("DATABASE_URL", "SECRET_KEY", "BENCH")
    }
    done = subprocess.run(
        [sys.executable, "manage.py", command, "x"],
        env=environment | {"DATA_DIR": str(folder / "var")},
        cwd=CHECKOUT,
        capture_output=True,
        text=True,
    )
    sentence = f"Thư mục dữ liệu {folder / 'var'} chưa có phường nào: xin đặt DATA_DIR"
    assert (done.returncode, done.stderr.startswith(sentence)) == (1, True)
    assert done.stderr.count("\n") == 1
    assert not (folder / "var").exists()


@as_root
def test_an_unwritable_folder_is_one_sentence(folder: Path) -> None:
    words = [*nobody(), "-c", KEY]
    environment = {"DATA_DIR": str(folder), "PATH": os.environ["PATH"]}
    done = subprocess.run(words, env=environment, cwd=CHECKOUT, capture_output=True, text=True)
    assert done.stderr.strip().endswith(
        f"Không ghi được vào thư mục dữ liệu {folder}: không đủ quyền."
    )
