"""Which code made a run: the git commit where there is one, and a hash of the files that shape answers."""

import hashlib
import shutil
import subprocess
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

_ROOT = Path(__file__).parent.parent
_SHAPING = ("agents", "domain", "engines", "memory", "prompts", "sources", "evals/tasks")


def paperwire_version() -> str:
    """The version that is installed; empty if only the source is there."""
    try:
        return version("paperwire")
    except PackageNotFoundError:
        return ""


def code_hash(*own: Path, root: Path = _ROOT) -> str:
    """SHA-256 (12 hex digits) over the modules and prompts that shape answers and scores; `own` files are added."""
    digest = hashlib.sha256()
    for file in own:
        digest.update(file.read_bytes() + b"\0")
    for folder in _SHAPING:
        for file in sorted((root / folder).rglob("*")):
            if file.suffix in (".py", ".md", ".json") and file.is_file():
                digest.update(f"{file.relative_to(root).as_posix()}\0".encode() + file.read_bytes() + b"\0")
    return digest.hexdigest()[:12]


def commit(root: Path = _ROOT) -> str:
    """The commit of the checkout that the package runs from, `+` added if files differ from it; empty without one."""
    if not (root / ".git").exists() or not shutil.which("git"):
        return ""
    head = _git(root, "rev-parse", "--short=12", "HEAD")
    return head + "+" if head and _git(root, "status", "--porcelain", "--untracked-files=no") else head


def _git(root: Path, *arguments: str) -> str:
    try:
        done = subprocess.run(  # noqa: S603
            ["git", "-C", str(root), *arguments],  # noqa: S607
            capture_output=True,
            text=True,
            timeout=10,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return ""
    return done.stdout.strip() if done.returncode == 0 else ""
