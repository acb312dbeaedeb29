import numpy as np

from chatbot.codes import to_codes
from chatbot.encoder import OnnxEncoder
from chatbot.training.pairs import Pair, PairSet
from chatbot.training.prior import learn_prior


def test_what_sites_answer_is_told_from_what_they_do_not() -> None:
    subjects = ("water", "sheds", "hens", "keys", "fees", "roads", "compost", "visitors")
    answered = [Pair(f"how do I arrange {one}", f"site/{one}", "ask") for one in subjects]
    unanswered = [Pair(f"price of {one} today", None, "not_covered") for one in subjects]
    headings = [Pair(f"today {one}", f"site/{one}", "heading") for one in subjects]
    encoder = OnnxEncoder()
    prior = learn_prior(encoder, PairSet((*answered, *unanswered, *headings), {}), ridge=10.0)
    new = to_codes(encoder.encode_passages(["how do I arrange bees", "price of bees today"]))
    likely, unlikely = (prior.log_odds(vector) for vector in new)
    assert likely > 1.0 > -1.0 > unlikely
    assert prior.direction.dtype == np.int8
