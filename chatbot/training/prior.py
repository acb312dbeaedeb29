"""Learn which questions sites answer, from invented sites: `python -m chatbot.training.prior`.

`--encoder DIR` is the encoder's folder, which gets `prior.json`. `chatbot.training.export` does the
same for a new encoder.
"""

import argparse
import json
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np

from chatbot.calibration import fit_logistic
from chatbot.codes import to_codes
from chatbot.encoder import Encoder, OnnxEncoder
from chatbot.encoders import WITHOUT_ASKS_DIR
from chatbot.errors import ChatbotError
from chatbot.prior import PRIOR_FILE, Prior
from chatbot.rows import is_held_out
from chatbot.training.sites import Site, read_sites

RIDGE = 15_000.0  # 384 numbers, 12,600 questions; a quarter or sixteen times of it rank as well
QUESTION_STEP = 3


def learn_prior(encoder: Encoder, sites: Iterable[Site], *, ridge: float = RIDGE) -> Prior:
    """Fit the prior on what sites are asked: what they answer, and what they do not.

    Every third question is read. The direction is learned from those that an encoder may be trained
    on, scale and bias from the held-out ones (Platt's scaling), so that what is known by heart
    counts for no more.
    """
    questions: list[tuple[str, bool]] = []
    for site in sites:
        questions += [(ask, True) for section in site.sections for ask in section.asks]
        questions += [(text, False) for text in site.not_covered]
    questions = questions[::QUESTION_STEP]
    vectors = encoder.encode_passages([text for text, _ in questions])
    is_answered = np.asarray([answered for _, answered in questions])
    held_out = np.asarray([is_held_out(text) for text, _ in questions])
    weights, _ = fit_logistic(
        vectors[~held_out].astype(np.float64), is_answered[~held_out], ridge=ridge
    )
    unscaled = Prior(to_codes(weights.astype(np.float32)), scale=1.0, bias=0.0)
    cosines = np.asarray([[unscaled.log_odds(row)] for row in to_codes(vectors[held_out])])
    (scale,), bias = fit_logistic(cosines, is_answered[held_out])
    return replace(unscaled, scale=round(float(scale), 4), bias=round(bias, 4))


def save_prior(encoder: Encoder, folder: Path) -> None:
    """Learn the prior of an encoder from the invented sites and write it into its folder."""
    values = learn_prior(encoder, read_sites()).as_values()
    (folder / PRIOR_FILE).write_text(json.dumps(values, indent=2) + "\n", "utf-8")


def main(arguments: Sequence[str] | None = None) -> None:
    """Learn it from the command line."""
    parser = argparse.ArgumentParser(prog="python -m chatbot.training.prior", description=__doc__)
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.add_argument("--encoder", type=Path, default=WITHOUT_ASKS_DIR)
    options = parser.parse_args(arguments)
    try:
        save_prior(OnnxEncoder(options.encoder), options.encoder)
    except (ChatbotError, OSError) as error:
        parser.exit(1, f"{error}\n")
    parser.exit(0, f"Wrote '{options.encoder / PRIOR_FILE}'.\n")


if __name__ == "__main__":
    main()
