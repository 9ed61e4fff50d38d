"""A real listing of 600 papers through the openai engine: prompt tokens a scanned paper, and wall time.

The model is a server on loopback that takes 0.5 s and 10 ms an output token. Needs PAPERWIRE_DATA.
To reach: 340 prompt tokens a scanned paper, and 1.5 times the critical path at 16 calls at once.
"""

import gzip
import json
import os
import re
import subprocess
import sys
import tempfile
import threading
import time
from collections import defaultdict
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from tests.model_server import ModelServer, fill_schema, prompt_of, schema_of

PAPERS = 600
LATENCY_S = 0.5
S_A_TOKEN = 0.010
LISTING = "arxiv_days/papers/2025-05-27.jsonl.gz"
TEXTS = "fulltext/arxiv_html"
WORDS = "The ablation leaves open whether the gain comes from the router or from the larger batch, since both change. "
# What replies took when the prompts were tried on readers, in tokens.
REPEATS = {"summary": 8, "overall": 5, "idea": 5, "claim": 2}


@dataclass
class Meter:
    """What the server saw: calls by agent as (prompt tokens, seconds)."""

    calls: dict[str, list[tuple[int, float]]] = field(default_factory=lambda: defaultdict(list))
    moments: list[tuple[float, str]] = field(default_factory=list)
    """When each call was answered, for the shape of the day."""
    lock: threading.Lock = field(default_factory=threading.Lock)

    def answer(self, body: dict[str, Any]) -> str:
        """A reply of usual length, after the time that a model would take for it."""
        prompt = prompt_of(body)
        reply = json.dumps(self._filled(body, prompt))
        seconds = LATENCY_S + S_A_TOKEN * tokens(reply)
        with self.lock:
            name = body["response_format"]["json_schema"]["name"]
            self.calls[name].append((tokens(prompt) + tokens(json.dumps(schema_of(body))), seconds))
        time.sleep(seconds)
        with self.lock:
            self.moments.append((time.perf_counter(), name))
        return reply

    def _filled(self, body: dict[str, Any], prompt: str) -> Any:
        ids = re.findall(r'<paper id="([^"]+)"', prompt)
        filled = fill_schema(schema_of(body) or {}, prompt)
        if "papers" in filled:
            return {"papers": [_row(paper) for paper in ids]}
        return _lengthened(filled, prompt)


def _row(paper: str) -> dict[str, Any]:
    high = sum(map(ord, paper)) % 10 == 0
    reason = WORDS[:90] if high else ""
    criterion = "Efficiency and compression" if high else ""
    return {
        "id": paper,
        "relevance": 8 if high else 3,
        "novelty": 7 if high else 4,
        "criterion": criterion,
        "reason": reason,
    }


def _lengthened(value: Any, prompt: str, key: str = "") -> Any:
    if isinstance(value, dict):
        return {name: _lengthened(part, prompt, name) for name, part in value.items()}
    if isinstance(value, list):
        return [_lengthened(part, prompt, key) for part in value for _ in range(4)]
    if key == "quote":
        words = prompt.split()
        return " ".join(words[len(words) // 2 : len(words) // 2 + 20])
    return WORDS * REPEATS.get(key, 3) if isinstance(value, str) and value not in ("accept", "extension") else value


def tokens(text: str) -> int:
    """Tokens by o200k, the encoding of the current OpenAI models."""
    from bpe_openai import get_encoding

    return len(get_encoding("o200k_base").encode(text))


class Pages(BaseHTTPRequestHandler):
    """arXiv's HTML pages: real bodies, given out in turn."""

    bodies: tuple[bytes, ...] = ()

    def do_GET(self) -> None:
        body = self.bodies[sum(map(ord, self.path)) % len(self.bodies)]
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: Any) -> None:
        """Silent."""


def main() -> None:
    """Runs the day through the command, as a user would, and prints what it took."""
    data = Path(os.environ["PAPERWIRE_DATA"])
    Pages.bodies = tuple(gzip.decompress(file.read_bytes()) for file in sorted((data / TEXTS).glob("*.gz")))
    pages = ThreadingHTTPServer(("127.0.0.1", 0), Pages)
    threading.Thread(target=pages.serve_forever, daemon=True).start()
    meter, server = Meter(), ModelServer()
    server.answer_with(meter.answer)
    with tempfile.TemporaryDirectory() as folder:
        wall, result = _run(meter, Path(folder), data, server.base_url, pages.server_address[1])
    _report(meter, wall, result)


def _run(meter: Meter, folder: Path, data: Path, model_url: str, port: int) -> tuple[float, dict[str, Any]]:
    rows = gzip.decompress((data / LISTING).read_bytes()).splitlines()
    listed = [row for row in rows if {"cs.LG", "cs.AI", "cs.CL"} & set(json.loads(row)["categories"])][:PAPERS]
    (folder / "2025-05-27.jsonl").write_bytes(b"\n".join(listed))
    (folder / "paperwire.toml").write_text(_settings(model_url, port), encoding="utf-8")
    order = ["run", "--edition", "2025-05-27.jsonl", "--engine", "openai", "--json", "--archive", "archive"]
    command = [sys.executable, "-m", "paperwire", *order]
    start = time.perf_counter()
    done = subprocess.run(command, cwd=folder, check=False, stdout=subprocess.PIPE)
    end = time.perf_counter()
    last = {name: moment - start for moment, name in meter.moments}
    print("last answers after: " + ", ".join(f"{name} {seconds:.0f} s" for name, seconds in last.items()))
    return end - start, json.loads(done.stdout)


def _settings(model_url: str, port: int) -> str:
    from paperwire.samples import starter_settings

    tables = {"engine": f'base_url = "{model_url}"\nconcurrency = 16\ntriage_batch = 40\n'}
    site = f"http://127.0.0.1:{port}"
    tables["arxiv"] = f'html_url = "{site}/html"\npdf_url = "{site}/pdf"\ninterval_s = 0\n'
    source = starter_settings()
    for table, lines in tables.items():
        kept = re.sub(rf"^\[{table}\]\n(?:(?!\[).*\n)*", "", source, flags=re.MULTILINE)
        source = f"{kept}\n[{table}]\n{lines}"
    return source


def _report(meter: Meter, wall: float, result: dict[str, Any]) -> None:
    scanned = result["counts"]["scanned"]
    triage = meter.calls["TriageForm"]
    prompt = sum(asked for asked, _ in triage)
    counts = result["counts"]
    print(f"{result['outcome']}: {scanned} scanned, {counts['reviewed']} reviewed, {result['calls']} calls")
    print(f"triage: {len(triage)} calls, {prompt / scanned:.0f} prompt tokens a scanned paper with schema (limit 340)")
    chain = ("TriageForm", "ReviewForm", "RepairForm", "MetaReviewForm", "DirectionsForm")
    critical = sum(max((seconds for _, seconds in meter.calls[name]), default=0.0) for name in chain)
    print(f"wall {wall:.1f} s, critical path {critical:.1f} s, ratio {wall / critical:.2f} (limit 1.5)")


if __name__ == "__main__":
    main()
