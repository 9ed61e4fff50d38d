"""The week's files: what is written where, that it comes back, and that writing loads nothing heavy."""

import re
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest
from PIL import Image
from selectolax.lexbor import LexborHTMLParser

from paperwire.digests import write_weekly
from paperwire.domain import Weekly
from paperwire.domain.errors import ArchiveError


@pytest.fixture(scope="module")
def written(weeks: ModuleType, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("archive") / "2026-W17"
    weekly = weeks.weekly()
    return write_weekly(weekly, folder, {weekly.best[0].paper.id: folder.parent / "2026-04-21" / "digest.html"})


def test_all_files_are_written_and_the_markdown_shows_the_pictures(written: dict[str, Path]) -> None:
    names = ["weekly-shares.png", "weekly-map.png", "weekly.json", "weekly.md", "weekly.html"]
    assert sorted(written) == sorted(names)
    assert {path.name for path in written["weekly.md"].parent.iterdir()} == set(names)
    shown = re.findall(r"!\[(.+)\]\(([\w-]+\.png)\)", written["weekly.md"].read_text(encoding="utf-8"))
    assert [name for _, name in shown] == names[:2]
    assert all(re.search(r"\d", alt) for alt, _ in shown)
    assert all(Image.open(written[name]).format == "PNG" for name in names[:2])


def test_json_comes_back_as_it_went(written: dict[str, Path], weeks: ModuleType) -> None:
    assert Weekly.model_validate_json(written["weekly.json"].read_text(encoding="utf-8")) == weeks.weekly()


def test_a_week_written_twice_is_the_same(written: dict[str, Path], weeks: ModuleType, tmp_path: Path) -> None:
    again = write_weekly(weeks.weekly(), tmp_path / "2026-W17")
    assert {name: path.read_bytes() for name, path in again.items() if name.endswith(".png")} == {
        name: path.read_bytes() for name, path in written.items() if name.endswith(".png")
    }


def test_the_daily_digest_is_linked_where_it_is_known(written: dict[str, Path]) -> None:
    target = "../2026-04-21/digest.html#paper-2601.00011"
    assert f'href="{target}"' in written["weekly.html"].read_text(encoding="utf-8")
    assert f"]({target})" in written["weekly.md"].read_text(encoding="utf-8")
    page = LexborHTMLParser(written["weekly.html"].read_text(encoding="utf-8"))
    assert "paperwire show cs/0601007" in " ".join(page.body.text().split())


def test_a_folder_that_cannot_be_written_names_the_setting(weeks: ModuleType, tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("a file", encoding="utf-8")
    with pytest.raises(ArchiveError, match="weekly digest") as caught:
        write_weekly(weeks.empty(), tmp_path / "taken")
    assert "archive" in str(caught.value.remedy)


def test_the_writers_load_nothing_heavy() -> None:
    code = "import sys, paperwire.digests; print([m for m in ('matplotlib', 'numpy', 'jinja2') if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
