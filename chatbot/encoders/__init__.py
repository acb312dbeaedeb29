"""Encoders that `make encoder` wrote, a folder each."""

from pathlib import Path

DEFAULT_ENCODER_DIR = Path(__file__).parent / "default"
