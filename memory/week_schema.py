"""Weeks beside days, with findings and calls of their own; and records of any kind.

Tables whose columns change are made anew, as SQLite cannot change a check or a NOT NULL in place.
"""

WEEKS = """
CREATE TABLE weeks (
  id INTEGER PRIMARY KEY,
  week TEXT NOT NULL UNIQUE,
  engine TEXT NOT NULL,
  started TEXT NOT NULL,
  finished TEXT,
  outcome TEXT NOT NULL CHECK (outcome IN ('running', 'whole', 'nothing selected', 'incomplete')),
  digest TEXT NOT NULL DEFAULT ''
);

CREATE TABLE week_findings (
  week_id INTEGER NOT NULL REFERENCES weeks (id),
  kind TEXT NOT NULL,
  name TEXT NOT NULL,
  body TEXT NOT NULL,
  PRIMARY KEY (week_id, kind, name)
);

CREATE TABLE new_calls (
  id INTEGER PRIMARY KEY,
  run_id INTEGER REFERENCES runs (id),
  week_id INTEGER REFERENCES weeks (id),
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
  at TEXT NOT NULL,
  CHECK ((run_id IS NULL) != (week_id IS NULL))
);
INSERT INTO new_calls SELECT id, run_id, NULL, key, agent, label, engine, model, prompt, prompt_hash, prompt_tokens,
  cached_tokens, completion_tokens, cost, reply, problem, at FROM calls;
DROP TABLE calls;
ALTER TABLE new_calls RENAME TO calls;
CREATE INDEX calls_key ON calls (key) WHERE reply IS NOT NULL;
CREATE INDEX calls_run ON calls (run_id);
CREATE INDEX calls_week ON calls (week_id);

CREATE TABLE new_records (
  number INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  kind TEXT NOT NULL,
  paper_id TEXT NOT NULL,
  seen_day INTEGER NOT NULL,
  body TEXT NOT NULL
);
INSERT INTO new_records SELECT number, id, kind, paper_id, seen_day, body FROM records;
DROP TABLE records;
ALTER TABLE new_records RENAME TO records;
CREATE INDEX records_chosen ON records (kind, seen_day, paper_id)
"""
