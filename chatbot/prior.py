"""How likely a site answers a question, as far as the question alone tells.

Documentation says how, what and why; it seldom says what something costs today, how a rival does
it or who is free on Monday. What sets the one kind apart from the other is learned from questions
about invented sites (chatbot.training.prior), for the vectors of one encoder.
"""

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from chatbot.codes import Codes, cosines, lengths
from chatbot.errors import EncoderUnavailableError

PRIOR_FILE = "prior.json"


@dataclass(frozen=True)
class Prior:
    """A logistic model of a question's direction.

    Attributes:
        direction: codes of shape (dimension,): where the questions lie that sites answer.
        scale: log-odds for a cosine of 1; 0 knows nothing.
        bias: log-odds of a question at right angles to the direction.
    """

    direction: Codes
    scale: float
    bias: float

    def log_odds(self, query: Codes) -> float:
        """The log-odds that a site answers a question, codes of shape (dimension,).

        The same on every machine; at even odds of answerable and other questions.
        """
        row = self.direction[None]
        return self.scale * float(cosines(query, row, lengths(row))[0]) + self.bias

    def as_values(self) -> dict[str, Any]:
        """What JSON can hold; the direction as two hexadecimal digits a number."""
        return {
            "scale": self.scale,
            "bias": self.bias,
            "direction": self.direction.tobytes().hex(),
        }

    @classmethod
    def from_values(cls, values: Mapping[str, Any]) -> "Prior":
        """Make it from `as_values`.

        Raises:
            ValueError, KeyError, TypeError: the values are not those of a prior.
        """
        prior = cls(
            np.frombuffer(bytes.fromhex(values["direction"]), dtype=np.int8),
            float(values["scale"]),
            float(values["bias"]),
        )
        if not math.isfinite(prior.scale + prior.bias):
            raise ValueError("scale or bias is no finite number")
        return prior


def read_prior(folder: Path, dimension: int) -> Prior:
    """Read the prior of the encoder in `folder`.

    Raises:
        EncoderUnavailableError: it is missing, or is not one of this encoder's.
    """
    path = folder / PRIOR_FILE
    remedy = f"Run `python -m chatbot.training.prior --encoder '{folder}'` to learn it."
    if not path.is_file():
        raise EncoderUnavailableError(
            f"'{PRIOR_FILE}' is missing from '{folder}', and a site without questions files needs "
            f"it. {remedy}"
        )
    try:
        prior = Prior.from_values(json.loads(path.read_text("utf-8")))
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise EncoderUnavailableError(f"'{path}' is no prior: {error!r}. {remedy}") from error
    if prior.direction.shape != (dimension,):
        raise EncoderUnavailableError(
            f"'{path}' has {prior.direction.size} numbers; the encoder gives {dimension}. {remedy}"
        )
    return prior
