"""Rows → BM25 postings."""

from functools import lru_cache

import bm25s

from chatbot.analyzer import tokens
from chatbot.rows import RowTable

BM25_K1 = 1.2
BM25_B = 0.6


@lru_cache(maxsize=50_000)
def _tokens(text: str) -> tuple[str, ...]:
    """The tokens of a document; kept, because a rebuild after an edit meets nearly all again."""
    return tuple(tokens(text)) or ("·",)


def build_postings(rows: RowTable) -> bm25s.BM25:
    """Postings over the rows of kind "passage", then those of kind "ask"."""
    texts = rows.texts[rows.spans["passage"]] + rows.texts[rows.spans["ask"]]
    index = bm25s.BM25(k1=BM25_K1, b=BM25_B, method="lucene")
    # bm25s wants a token in every document, and a document at least.
    index.index([list(_tokens(text)) for text in texts] or [["·"]], show_progress=False)
    return index
