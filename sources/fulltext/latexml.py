"""The tags and LaTeXML classes that matter to the walk over a page."""


def _names(text: str) -> frozenset[str]:
    return frozenset(text.split())


DROPPED_TAGS = _names(
    "script style noscript template nav button footer head iframe object form select textarea img video audio"
)
DROPPED_CLASSES = _names(
    "ltx_TOC ltx_page_footer ltx_page_header ltx_page_logo ltx_page_navbar package-alerts ltx_authors ltx_dates "
    "ltx_title_document ltx_keywords ltx_classification ltx_bib_cited ltx_note_mark ltx_tag_note ltx_tag_item "
    "ltx_listing_data ltx_pagination"
)
BLOCK_TAGS = _names(
    "p div ul ol dl dt dd table caption figure figcaption blockquote pre article main aside header address center "
    "foreignobject details summary hr"
)
SECTIONS = _names(
    "ltx_part ltx_chapter ltx_section ltx_subsection ltx_subsubsection ltx_appendix ltx_bibliography ltx_index "
    "ltx_glossary ltx_acknowledgements"
)
RUN_IN = _names("ltx_paragraph ltx_subparagraph")
"""Sections that are set as a paragraph with a heading: part of the section around them."""
STATEMENTS = _names("ltx_title_theorem ltx_title_proof")
"""Headings that name no section."""
