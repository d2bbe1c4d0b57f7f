"""Settings that the environment decides, each read by a process of its own."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest
from django.conf import settings

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
    assert "DEBUG shows settings and sources" in done.stderr
