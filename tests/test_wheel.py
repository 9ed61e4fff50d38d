"""The package as a user gets it: built, installed elsewhere, and run as a command on the sample edition."""

import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from paperwire.domain import Digest

ROOT = Path(__file__).parent.parent
TOP_LEVEL = {"paperwire"}


@pytest.fixture(scope="session")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built from the files that git tracks, so that what was forgotten is missing here too."""
    source, out = tmp_path_factory.mktemp("source"), tmp_path_factory.mktemp("wheel")
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True).stdout
    for name in listed.decode().split("\0"):
        file = ROOT / name
        if name and file.is_file():
            (source / name).parent.mkdir(parents=True, exist_ok=True)
            (source / name).write_bytes(file.read_bytes())
    build = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(out), str(source)]
    subprocess.run(build, check=True, capture_output=True)
    return next(out.glob("*.whl"))


@pytest.fixture(scope="session")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the package and its command, beside the dependencies that are here already."""
    place = tmp_path_factory.mktemp("installed")
    install = ["uv", "pip", "install", "--quiet", "--offline", "--no-deps", "--target", str(place), str(wheel)]
    subprocess.run([sys.executable, "-m", *install], check=True, capture_output=True)
    return place


def run(installed: Path, cwd: Path, *words: str) -> subprocess.CompletedProcess[str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("OPENAI_", "PAPERWIRE_"))}
    env = kept | {"PYTHONPATH": str(installed)}
    command = [str(installed / "bin" / "paperwire"), *words]
    return subprocess.run(command, cwd=cwd, env=env, capture_output=True, text=True, check=False)


def test_the_wheel_holds_one_package_and_no_tests(wheel):
    names = zipfile.ZipFile(wheel).namelist()
    assert {name.split("/")[0].split("-")[0] for name in names} == TOP_LEVEL
    assert not [name for name in names if "/tests/" in name or "/benchmarks/" in name]
    assert "paperwire/prompts/triage.v1.md" in names
    assert "paperwire/samples/2026-01-05/listing.rss.xml" in names


def test_the_sample_day_from_the_installed_wheel(installed, tmp_path):
    order = ("run", "--edition", "sample", "--date", "2026-01-05", "--engine", "extractive", "--json")
    done = run(installed, tmp_path, *order)
    assert done.returncode == 0, done.stderr
    said = json.loads(done.stdout)
    counts = said["counts"]
    assert said["outcome"] == "whole"
    assert (counts["announced"], counts["duplicate"], counts["reviewed"], counts["failed"]) == (36, 1, 6, 0)
    digest = Digest.model_validate_json(Path(tmp_path, said["files"]["json"]).read_text(encoding="utf-8"))
    assert all(report.reviews and report.summary and report.prior_work for report in digest.reports)
    assert all(review.scores is None for report in digest.reports for review in report.reviews)
    page = Path(tmp_path, said["files"]["html"]).read_text(encoding="utf-8")
    assert "<script" not in page
    for report in digest.reports:
        quotes = [point.quote for review in report.reviews for point in (*review.strengths, *review.weaknesses)]
        assert quotes
        assert all(quote.section_id and quote.match >= 90 for quote in quotes)

    again = run(installed, tmp_path, *order)
    assert json.loads(again.stdout)["counts"] == counts

    shown = run(installed, tmp_path, "show", "1706.03762", "--edition", "sample")
    assert shown.returncode == 0
    assert "Attention Is All You Need" in shown.stdout

    status = run(installed, tmp_path, "status", "--edition", "sample", "--json")
    ledger = json.loads(status.stdout)
    assert sum(ledger["counts"].values()) == ledger["announced"] == len(ledger["items"]) == 36
    assert all(item["reason"] for item in ledger["items"])
