"""Learn which questions sites answer, from invented sites: `python -m chatbot.training.prior`.

`--encoder DIR` is the encoder's folder, which gets `prior.json`. `chatbot.training.export` does the
same for a new encoder.
"""

import argparse
import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np

from chatbot.calibration import fit_logistic
from chatbot.codes import to_codes
from chatbot.encoder import Encoder, OnnxEncoder
from chatbot.encoders import DEFAULT_ENCODER_DIR
from chatbot.errors import ChatbotError
from chatbot.prior import PRIOR_FILE, Prior
from chatbot.training.pairs import PairSet
from chatbot.training.sites import with_sites

RIDGE = 15_000.0  # 384 numbers, 9,000 questions; a quarter or sixteen times of it rank as well


def learn_prior(encoder: Encoder, pair_set: PairSet, *, ridge: float = RIDGE) -> Prior:
    """Fit the prior on what sites are asked: what they answer, and what they do not.

    The direction is learned from the questions that an encoder may be trained on, scale and bias
    from the held-out ones (Platt's scaling), so that what is known by heart counts for no more.
    """
    pairs = [pair for pair in pair_set.pairs if pair.kind in ("ask", "not_covered")]
    vectors = encoder.encode_passages([pair.text for pair in pairs])
    is_answered = np.asarray([pair.kind == "ask" for pair in pairs])
    held_out = np.asarray([pair.is_held_out for pair in pairs])
    weights, _ = fit_logistic(
        vectors[~held_out].astype(np.float64), is_answered[~held_out], ridge=ridge
    )
    unscaled = Prior(to_codes(weights.astype(np.float32)), scale=1.0, bias=0.0)
    cosines = np.asarray([[unscaled.log_odds(row)] for row in to_codes(vectors[held_out])])
    (scale,), bias = fit_logistic(cosines, is_answered[held_out])
    return replace(unscaled, scale=round(float(scale), 4), bias=round(bias, 4))


def save_prior(encoder: Encoder, folder: Path) -> None:
    """Learn the prior of an encoder from the invented sites and write it into its folder."""
    values = learn_prior(encoder, with_sites(PairSet((), {}))).as_values()
    (folder / PRIOR_FILE).write_text(json.dumps(values, indent=2) + "\n", "utf-8")


def main(arguments: Sequence[str] | None = None) -> None:
    """Learn it from the command line."""
    parser = argparse.ArgumentParser(prog="python -m chatbot.training.prior", description=__doc__)
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.add_argument("--encoder", type=Path, default=DEFAULT_ENCODER_DIR)
    options = parser.parse_args(arguments)
    try:
        save_prior(OnnxEncoder(options.encoder), options.encoder)
    except (ChatbotError, OSError) as error:
        parser.exit(1, f"{error}\n")
    parser.exit(0, f"Wrote '{options.encoder / PRIOR_FILE}'.\n")


if __name__ == "__main__":
    main()
