"""Rows → BM25 postings."""

from itertools import chain

import bm25s

from chatbot.analyzer import tokens
from chatbot.rows import RowTable

BM25_K1 = 1.2
BM25_B = 0.6


def build_postings(rows: RowTable) -> bm25s.BM25:
    """Postings over the rows of kind "passage"."""
    texts = rows.texts[rows.spans["passage"]]
    index = bm25s.BM25(k1=BM25_K1, b=BM25_B, method="lucene")
    # bm25s wants a token in every document, and would number the tokens as a set gives them: in
    # another order in each process.
    documents = [tokens(text) or ["·"] for text in texts]
    numbers = {token: n for n, token in enumerate(sorted({*chain(*documents)}))}
    ids = [[numbers[token] for token in document] for document in documents]
    index.index((ids, numbers), show_progress=False)
    return index
