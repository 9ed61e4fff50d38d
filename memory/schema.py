"""What the archive's tables look like: one script a version, never changed once released."""

from .news_schema import NEWS
from .search_schema import SEARCHABLE
from .week_schema import WEEKS

_STATES = "'fetched', 'duplicate', 'filtered', 'scored', 'selected', 'reviewed', 'deferred', 'failed'"

_FIRST = f"""
CREATE TABLE papers (id TEXT PRIMARY KEY, paper TEXT NOT NULL);

CREATE TABLE runs (
  id INTEGER PRIMARY KEY,
  day TEXT NOT NULL UNIQUE,
  edition TEXT NOT NULL,
  engine TEXT NOT NULL,
  started TEXT NOT NULL,
  finished TEXT,
  outcome TEXT NOT NULL CHECK (outcome IN ('running', 'whole', 'nothing selected', 'incomplete')),
  digest TEXT NOT NULL DEFAULT ''
);

CREATE TABLE items (
  run_id INTEGER NOT NULL REFERENCES runs (id),
  position INTEGER NOT NULL,
  paper_id TEXT NOT NULL,
  title TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ({_STATES})),
  reason TEXT NOT NULL DEFAULT '',
  PRIMARY KEY (run_id, position)
);
CREATE INDEX items_paper ON items (paper_id, state);

CREATE TABLE artifacts (
  run_id INTEGER NOT NULL REFERENCES runs (id),
  paper_id TEXT NOT NULL,
  kind TEXT NOT NULL,
  body TEXT NOT NULL,
  PRIMARY KEY (run_id, kind, paper_id)
);

CREATE TABLE calls (
  id INTEGER PRIMARY KEY,
  run_id INTEGER NOT NULL REFERENCES runs (id),
  key TEXT NOT NULL,
  agent TEXT NOT NULL,
  label TEXT NOT NULL,
  engine TEXT NOT NULL,
  model TEXT NOT NULL,
  prompt TEXT NOT NULL,
  prompt_hash TEXT NOT NULL,
  prompt_tokens INTEGER NOT NULL,
  cached_tokens INTEGER NOT NULL,
  completion_tokens INTEGER NOT NULL,
  cost REAL,
  reply TEXT,
  problem TEXT NOT NULL,
  at TEXT NOT NULL
);
CREATE INDEX calls_key ON calls (key) WHERE reply IS NOT NULL;
CREATE INDEX calls_run ON calls (run_id);

CREATE TABLE embeddings (key TEXT PRIMARY KEY, vector BLOB NOT NULL);

CREATE TABLE records (
  number INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  kind TEXT NOT NULL CHECK (kind IN ('paper', 'passage', 'review')),
  paper_id TEXT NOT NULL,
  seen_day INTEGER NOT NULL,
  body TEXT NOT NULL
);
CREATE INDEX records_chosen ON records (kind, seen_day, paper_id);

CREATE TABLE vectors (
  number INTEGER PRIMARY KEY REFERENCES records (number) ON DELETE CASCADE,
  embedder TEXT NOT NULL,
  indexed INTEGER NOT NULL DEFAULT 0,
  vector BLOB NOT NULL
);
CREATE INDEX vectors_embedder ON vectors (embedder);
CREATE INDEX vectors_indexed ON vectors (indexed)
"""

_BACKLOG = """
ALTER TABLE items ADD COLUMN since TEXT;

CREATE TABLE listings (run_id INTEGER PRIMARY KEY REFERENCES runs (id), body BLOB NOT NULL)
"""

MIGRATIONS: tuple[str, ...] = (_FIRST, _BACKLOG, SEARCHABLE, NEWS, WEEKS)
