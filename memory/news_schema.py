"""The tables of the news: what each day's edition was, and every item under the day that brought it first.

Items without a date that a source held when it was first met are old for all one knows: only their ids are kept.
"""

NEWS = """
CREATE TABLE news_days (day TEXT PRIMARY KEY, edition TEXT NOT NULL, body TEXT NOT NULL);

CREATE TABLE news_items (
  id TEXT PRIMARY KEY,
  seen TEXT NOT NULL,
  position INTEGER NOT NULL,
  source TEXT NOT NULL,
  body TEXT NOT NULL
);
CREATE INDEX news_items_seen ON news_items (seen, position);

CREATE TABLE news_aside (id TEXT PRIMARY KEY, seen TEXT NOT NULL);

CREATE TABLE news_sources (source TEXT PRIMARY KEY, since TEXT NOT NULL)
"""
