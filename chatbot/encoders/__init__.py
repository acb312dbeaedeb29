"""Encoders that `make encoder` wrote, a folder each: one for each kind of site."""

from pathlib import Path

WITH_ASKS_DIR = Path(__file__).parent / "with_asks"  # a question is to find asks like it
WITHOUT_ASKS_DIR = Path(__file__).parent / "without_asks"  # a question is to find what answers it
