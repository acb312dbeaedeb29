"""Evidence of retrieval → the named signals that the decision weighs."""

from chatbot.answering.decision import Signals
from chatbot.retrieval.fusion import FEATURES
from chatbot.retrieval.grouping import density, likeness
from chatbot.retrieval.retriever import Evidence
from chatbot.rows import RowKind, RowTable

_PIECES, _RATIOS = FEATURES.index("pieces"), FEATURES.index("naive_bayes")


def signals_of(evidence: Evidence, rows: RowTable) -> Signals:
    """How much nearer a question is to the site than to what the site does not answer, and so on.

    The keys are those that decision.py names.
    """
    others = likeness(evidence.similarities)

    def near(*kinds: RowKind) -> float:
        """The density of rows of these kinds, and of one row of similarity 0."""
        totals = (float(others[rows.spans[kind]].sum()) for kind in kinds)
        return float(density(sum(totals, start=1.0)))

    # Where nobody wrote asks, sentences and headings stand in for them.
    asks = likeness(evidence.asks)
    asked = float(density(asks.sum())) if len(asks) else near("unit", "heading")
    site, absent = max(asked, near("passage")), near("not_covered", "general")
    best_ratio = float(evidence.features[:, _RATIOS].max())
    return {
        "meaning": site - absent,
        "words": best_ratio - evidence.elsewhere,
        "pieces": float(evidence.features[evidence.order[0], _PIECES]),
        "prior": evidence.prior,
        "decline_meaning": near("declined") - max(site, absent),
        "decline_words": evidence.declined - max(best_ratio, evidence.elsewhere),
    }


def is_general(evidence: Evidence) -> bool:
    """Whether a question of general knowledge is nearer than anything of the site or near it."""
    kinds: tuple[RowKind, ...] = ("passage", "unit", "heading", "ask", "not_covered")
    return evidence.nearest["general"] > max(evidence.nearest[kind] for kind in kinds)
