"""Learn which questions sites answer, from invented sites: `python -m chatbot.training.prior`.

`--encoder DIR` is the encoder's folder, which gets `prior.json`. `chatbot.training.export` does the
same for a new encoder.
"""

import argparse
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from chatbot.calibration import fit_logistic
from chatbot.codes import to_codes
from chatbot.encoder import Encoder, OnnxEncoder
from chatbot.encoders import DEFAULT_ENCODER_DIR
from chatbot.errors import ChatbotError
from chatbot.prior import Prior
from chatbot.training.pairs import PairSet
from chatbot.training.sites import with_sites

RIDGE = 15_000.0  # 384 numbers and 10,000 questions: a tenth of it, or ten times, does as well


def learn_prior(
    encoder: Encoder, pair_set: PairSet | None = None, *, ridge: float = RIDGE
) -> Prior:
    """Fit the prior on what sites are asked: what they answer, and what they do not.

    The invented sites of chatbot/training/sites, where no `pair_set` is given.
    """
    pairs = (pair_set or with_sites(PairSet((), {}))).pairs
    asked = [pair for pair in pairs if pair.kind in ("ask", "not_covered")]
    vectors = encoder.encode_passages([pair.text for pair in asked]).astype(np.float64)
    is_answered = np.asarray([pair.kind == "ask" for pair in asked])
    weights, bias = fit_logistic(vectors, is_answered, ridge=ridge)
    direction = to_codes(weights.astype(np.float32))
    return Prior(direction, round(float(np.linalg.norm(weights)), 4), round(bias, 4))


def main(arguments: Sequence[str] | None = None) -> None:
    """Learn it from the command line."""
    parser = argparse.ArgumentParser(prog="python -m chatbot.training.prior", description=__doc__)
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.add_argument("--encoder", type=Path, default=DEFAULT_ENCODER_DIR)
    options = parser.parse_args(arguments)
    try:
        learn_prior(OnnxEncoder(options.encoder)).save(options.encoder)
    except ChatbotError as error:
        parser.exit(1, f"{error}\n")
    parser.exit(0, f"Wrote the prior into '{options.encoder}'.\n")


if __name__ == "__main__":
    main()
