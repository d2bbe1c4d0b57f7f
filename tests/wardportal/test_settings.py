"""Settings that the environment decides, each read by a process of its own."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings

from wardportal.runtime import environment
from wardportal.runtime.environment import StartupError, check_environment

READ = "from wardportal import settings; print(settings.DEBUG)"


def read(**environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", READ],
        env=os.environ | environment,
        cwd=settings.BASE_DIR,
        capture_output=True,
        text=True,
    )


@pytest.mark.parametrize(
    ("debug", "site_url", "printed"),
    [
        ("", "", "False"),
        ("0", "https://phuong.example.vn", "False"),
        ("1", "", "True"),
        ("1", "http://127.0.0.1:8000", "True"),
    ],
)
def test_debug_comes_from_the_environment(debug: str, site_url: str, printed: str) -> None:
    environment = {"SITE_URL": site_url} | ({"DEBUG": debug} if debug else {})
    assert read(**environment).stdout.strip() == printed


def test_debug_is_refused_where_the_site_is_public() -> None:
    done = read(DEBUG="1", SITE_URL="https://phuong.example.vn")
    assert done.returncode != 0
    assert "Không dùng được DEBUG=1 khi SITE_URL bắt đầu bằng https" in done.stderr


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("SITE_URL", "phuong.vn"),
        ("SITE_URL", "htps://phuong.vn"),
        ("SITE_URL", "https://phuong.vn:cong"),
        ("SITE_URL", "https://phuong.vn/cong"),
        ("SECRET_KEY", "abc"),
        ("EMAIL_URL", "thu.phuong.vn"),
        ("EMAIL_URL", "imap://ten:matkhau@thu.phuong.vn"),
        ("EMAIL_URL", "smtp://ten:matkhau@thu.phuong.vn:cong"),
        ("DATABASE_URL", "phuong"),
        ("DATABASE_URL", "mysql://ten:matkhau@db.phuong.vn/ward"),
        ("DATABASE_URL", "postgres://ten:matkhau@db.phuong.vn"),
        ("DATABASE_URL", "sqlite:///ward.db"),
        ("ALLOWED_HOSTS", "https://cu.phuong.vn"),
        ("ALLOWED_HOSTS", "phuong.vn, cu.phuong.vn:443"),
        ("ALLOWED_HOSTS", "*.phuong.vn"),
        ("PIPER_VOICE", "/khong-co.onnx"),
        ("DEFAULT_FROM_EMAIL", "cong"),
        ("REQUEST_TIME_LIMIT", "0"),
        ("REQUEST_TIME_LIMIT", "-1"),
        ("PORT", "70000"),
        ("PERIOD_GAP_DAYS", "9999"),
        ("DOCUMENT_PUBLISHING_DAYS", "hai"),
        ("BROADCAST_BITRATE", "65"),
        ("BROADCAST_AUDIO_MONTHS", "0"),
        ("DEBUG", "co"),
        ("LOAD_DEMO", "khong"),
    ],
)
def test_a_senseless_value_is_refused_in_a_sentence(
    name: str, value: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(StartupError, match=rf"^{name} phải là .+\.$") as refusal:
        check_environment()
    assert "matkhau" not in str(refusal.value)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("SITE_URL", "https://phuong.example.vn/"),
        ("SITE_URL", "http://[::1]:8000"),
        ("SITE_URL", "HTTPS://Phuong.Example.VN"),
        ("ALLOWED_HOSTS", "phuong.vn, www.phuong.vn,.cu.vn,192.168.1.2,[::1],*"),
        ("EMAIL_URL", "submission://ten:mat%40khau@thu.example.vn:587"),
        ("EMAIL_URL", "smtp://ten:matkhau@thu.example.vn:465/?ssl=true"),
        ("EMAIL_URL", "console://"),
        ("DATABASE_URL", "postgres://ward:matkhau@db.example.vn:5432/ward"),
        ("DEFAULT_FROM_EMAIL", "Phường Bến Sen <cong@phuong.example.vn>"),
        ("REQUEST_TIME_LIMIT", "60"),
        ("BROADCAST_BITRATE", "192"),
    ],
)
def test_a_value_with_sense_is_taken(
    name: str, value: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(name, value)
    check_environment()


@pytest.mark.parametrize(
    "program",
    [
        ["manage.py", "check_data"],
        ["-S", "manage.py", "check_data"],  # a Python without the portal's packages
        ["-m", "wardportal.runtime.serve"],
    ],
)
def test_a_command_ends_with_the_sentence_alone(program: list[str]) -> None:
    done = subprocess.run(
        [sys.executable, *program],
        env=os.environ | {"DOCUMENT_PUBLISHING_DAYS": "hai"},
        cwd=settings.BASE_DIR,
        capture_output=True,
        text=True,
    )
    sentence = "DOCUMENT_PUBLISHING_DAYS phải là một số từ 0 đến 60, không phải “hai”.\n"
    assert (done.returncode, done.stderr) == (1, sentence)


def test_a_file_beside_the_code_is_read_and_the_environment_wins(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / ".env").write_text(
        "# của phường\n#DEBUG=1\nPORT='8001'\nPERIOD_GAP_DAYS=\nSITE_URL=https://phuong.example.vn\n"
    )
    monkeypatch.setattr(environment, "FILE", tmp_path / ".env")
    for name in ("PORT", "PERIOD_GAP_DAYS"):
        monkeypatch.setenv(name, "")  # restored afterwards
        monkeypatch.delenv(name)
    monkeypatch.setenv("SITE_URL", "https://khac.example.vn")
    environment.read_environment()
    assert os.environ["PORT"] == "8001"
    assert "#DEBUG" not in os.environ
    assert "PERIOD_GAP_DAYS" not in os.environ, "an empty variable is one that is not set"
    assert os.environ["SITE_URL"] == "https://khac.example.vn"


@pytest.mark.parametrize(
    ("line", "shown"),
    [
        ("SITE_URL: https://phuong.vn", "“SITE_URL: https://phuong.vn”. Xin ghi dạng TÊN=giá trị."),
        ("SITE_URl=https://phuong.vn", "“SITE_URl”. Xin ghi dạng SITE_URL=giá trị."),
        ("SITE URL=https://phuong.vn", "“SITE URL”. Xin ghi dạng TÊN=giá trị."),
    ],
)
def test_a_line_that_sets_nothing_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, line: str, shown: str
) -> None:
    file = tmp_path / ".env"
    file.write_text(f"# của phường\n\n{line}\n")
    monkeypatch.setattr(environment, "FILE", file)
    with pytest.raises(StartupError) as refused:
        environment.read_environment()
    assert str(refused.value) == f"Tệp {file}, dòng 3: không hiểu {shown}"


def test_a_file_of_a_windows_editor(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / ".env"
    monkeypatch.setattr(environment, "FILE", file)
    monkeypatch.setenv("PORT", "")
    monkeypatch.delenv("PORT")
    file.write_text("PORT=8001\r\n", encoding="utf-8-sig")
    environment.read_environment()
    assert os.environ["PORT"] == "8001"
    file.write_text("PORT=8001", encoding="utf-16")
    with pytest.raises(StartupError, match="không phải chữ UTF-8: xin mở tệp và lưu lại"):
        environment.read_environment()


def test_capitals_in_the_address_switch_nothing_off() -> None:
    shown = "from django.conf import settings as s; print(s.SITE_URL, s.SESSION_COOKIE_SECURE)"
    done = subprocess.run(
        [sys.executable, "-c", shown],
        env=os.environ | {"SITE_URL": "HTTPS://Phuong.Example.VN/", "DEBUG": "0"},
        cwd=settings.BASE_DIR,
        capture_output=True,
        text=True,
    )
    assert done.stdout == "https://phuong.example.vn True\n"
