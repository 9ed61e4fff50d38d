"""Converters' Markdown as a reader gets it."""

import gzip
import json
import os
from pathlib import Path

import pytest

from paperwire.domain import Section
from paperwire.domain.errors import SourceError
from paperwire.sources.fulltext import parse_markdown

PAPER = """## A Paper

Ann Author, Bea Binder

## Abstract

We show &amp; tell a thing. It takes some words to make a paper, and so we go on for a while to have enough of them.

## 1 Introduction 14

First words.

## Our contributions are:

- one

<!-- image -->

## 2 Method

## 2.1 Setup

<!-- formula-not-decoded -->

| a | b  |
|---|----|
| 1 | 2  |

## How to align?

By hand.

## References

[1] Ann. A title. 2020.

- [2] Bea. Another
title. 2021.

## NeurIPS Paper Checklist

## 1. Claims

Answer: [Yes]

## A Proofs

QED, which takes a sentence or two to say.
"""


def section(title: str) -> Section:
    return next(s for s in parse_markdown(PAPER, "x").sections if s.title == title)


def test_sections_have_the_depth_of_their_numbers() -> None:
    assert [(s.title, s.level) for s in parse_markdown(PAPER, "x").sections] == [
        ("Abstract", 1),
        ("1 Introduction", 1),
        ("2 Method", 1),
        ("2.1 Setup", 2),
        ("How to align?", 3),
        ("NeurIPS Paper Checklist", 1),
        ("1. Claims", 2),
        ("A Proofs", 1),
    ]


def test_text_is_plain() -> None:
    assert section("Abstract").text.startswith("We show & tell")
    assert section("1 Introduction").text == "First words.\n\nOur contributions are:\n\n- one"
    assert section("2.1 Setup").text == "[formula]\n\na | b\n1 | 2"


def test_references_are_split_by_their_marks() -> None:
    assert parse_markdown(PAPER, "x").references == ("[1] Ann. A title. 2020.", "[2] Bea. Another title. 2021.")


def test_references_without_marks_are_a_paragraph_each() -> None:
    listed = PAPER.replace("[1] ", "").replace("- [2] ", "").replace("Another\ntitle", "Another title")
    assert parse_markdown(listed, "x").references == ("Ann. A title. 2020.", "Bea. Another title. 2021.")


def test_too_little_is_refused() -> None:
    with pytest.raises(SourceError):
        parse_markdown("# Title\n\nNothing.", "x")


@pytest.mark.skipif("PAPERWIRE_DATA" not in os.environ, reason="PAPERWIRE_DATA is not set")
def test_real_papers_are_read_complete() -> None:
    file = Path(os.environ["PAPERWIRE_DATA"]) / "fulltext" / "neurips2025_markdown.jsonl.gz"
    for line in gzip.decompress(file.read_bytes()).splitlines():
        paper = json.loads(line)
        text = parse_markdown(paper["markdown"], paper["forum"])
        assert text.sections[0].id == "abstract"
        assert len(text.references) >= 15
        kept = sum(len(s.title) + len(s.text) for s in text.sections) + sum(map(len, text.references))
        assert kept > 0.75 * len(paper["markdown"])
