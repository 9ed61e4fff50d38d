"""What search needs beside each record: its filters as plain columns, and its words."""

SEARCHABLE = """
CREATE TABLE searchable (
  number INTEGER PRIMARY KEY REFERENCES records (number) ON DELETE CASCADE,
  revision INTEGER NOT NULL,
  published_day INTEGER,
  relevance INTEGER,
  novelty INTEGER,
  edition TEXT NOT NULL,
  categories TEXT NOT NULL,
  recommendation TEXT,
  words BLOB NOT NULL
);
CREATE INDEX searchable_revision ON searchable (revision)
"""
