"""How likely a site answers a question, as far as the question alone tells.

Documentation says how, what and why; it seldom says what something cost yesterday, how a rival
does it or who is free on Monday. What sets the one kind apart from the other is learned from the
questions about invented sites (chatbot.training.prior) and belongs to the encoder whose vectors it
weighs.
"""

import json
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from chatbot.codes import Codes, cosines, lengths
from chatbot.errors import EncoderUnavailableError

FILE = "prior.json"


@dataclass(frozen=True)
class Prior:
    """A logistic model of a question's direction.

    Attributes:
        direction: codes of shape (dimension,): where the questions lie that sites answer.
        scale: how much it counts; 0 knows nothing.
        bias: the log-odds of a question at right angles to it.
    """

    direction: Codes
    scale: float
    bias: float

    def log_odds(self, query: Codes) -> float:
        """The log-odds that a site answers the question; the same on every machine."""
        row = self.direction[None]
        return self.scale * float(cosines(query, row, lengths(row))[0]) + self.bias

    def save(self, folder: Path) -> None:
        """Write it beside the encoder."""
        values = {"scale": self.scale, "bias": self.bias, "direction": self.direction.tolist()}
        (folder / FILE).write_text(json.dumps(values) + "\n", "utf-8")


def read_prior(folder: Path, dimension: int) -> Prior:
    """Read what `save` wrote.

    Raises:
        EncoderUnavailableError: it is missing, or does not fit the encoder.
    """
    path = folder / FILE
    try:
        values = json.loads(path.read_text("utf-8"))
        direction = np.asarray(values["direction"], dtype=np.int8)
        prior = Prior(direction, float(values["scale"]), float(values["bias"]))
    except (OSError, ValueError, KeyError, TypeError, OverflowError) as error:
        raise EncoderUnavailableError(
            f"'{path}' cannot be read: {error!r}. Run `make encoder` to learn it again."
        ) from error
    if direction.shape != (dimension,):
        raise EncoderUnavailableError(
            f"'{path}' has {direction.size} numbers; the encoder gives {dimension}. "
            "Run `make encoder` to learn it again."
        )
    return prior
