"""Docs that cannot drift: pages written by code are as the code writes them, and the README tells of every command."""

import re
import subprocess
import sys
from pathlib import Path

import pytest
from typer.main import get_command

from paperwire.cli import app
from paperwire.settings_file import parse_settings

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")


def test_pages_written_by_code_are_current():
    pages = [str(ROOT / "docs/commands.md"), str(ROOT / "README.md")]
    done = subprocess.run(
        [sys.executable, "-m", "cogapp", "--check", *pages], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + "renew them with `make docs`"


def test_the_readme_tells_of_every_command():
    for command in get_command(app).commands:  # type: ignore[attr-defined]
        assert f"paperwire {command}" in README


@pytest.mark.parametrize("source", re.findall(r"```toml\n(.*?)```", README, re.DOTALL))
def test_settings_in_the_readme_are_settings(source):
    assert parse_settings(source, "the README", {})


def test_every_room_in_the_readme_is_there():
    rooms = re.findall(r"^\| `([\w./]+)`", README, re.MULTILINE)
    assert len(rooms) > 8
    assert all((ROOT / room).exists() for room in rooms)


@pytest.mark.parametrize("link", re.findall(r"\]\(((?!https?:)[^)#]+)\)", README))
def test_links_within_the_repository_lead_somewhere(link):
    assert (ROOT / link).exists()
