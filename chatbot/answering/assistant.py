"""Question and history → reply: screening, spelling, follow-ups, retrieval, decision, quotation."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from chatbot.analyzer import tokens
from chatbot.answering import composer, followups, screening, signals, small_talk
from chatbot.answering.composer import Composer, Reason, Reply
from chatbot.answering.decision import Decision, DecisionParameters, decide
from chatbot.encoder import Encoder, find_encoder, load_encoder
from chatbot.index_store import LoadedIndex, read_index
from chatbot.prior import Prior
from chatbot.retrieval.retriever import Evidence, HybridRetriever, Reading
from chatbot.retrieval.spelling import SpellingCorrector

MAX_CLARIFY_TOKENS = 1


@dataclass(frozen=True)
class _Interpretation:
    """A question read with the earlier questions `context`, or alone, and what is decided on it."""

    context: str | None
    evidence: Evidence
    decision: Decision


class FaqAssistant:
    """Answers from one index. Holds no state between questions; safe to share between threads."""

    def __init__(self, index: LoadedIndex, encoder: Encoder) -> None:
        self.index_id = index.manifest.index_id
        self.n_passages = index.manifest.n_passages
        self.encoder_name = index.manifest.encoder_name
        parameters: Mapping[str, Any] = index.manifest.answering
        prior = Prior.from_values(parameters["prior"]) if "prior" in parameters else None
        self.retriever = HybridRetriever(index, encoder, parameters["fusion"], prior)
        self._decision = DecisionParameters.from_manifest(parameters["decision"])
        self._composer = Composer(index.sections, index.passages, self.retriever.rows)
        rows = self.retriever.rows
        self._spelling = SpellingCorrector(rows.texts[rows.spans["passage"]], index.asked_words)

    @classmethod
    def load(cls, index_dir: Path, encoder_dir: Path | None = None) -> "FaqAssistant":
        """Read the index and the encoder that made it; by default one that comes with the program.

        Raises:
            IndexStoreError, EncoderUnavailableError: one of them cannot be used.
        """
        if encoder_dir is None:
            index = read_index(index_dir)
            encoder = find_encoder(index.manifest.encoder_sha256)
        else:
            encoder = load_encoder(encoder_dir)
            index = read_index(index_dir, encoder)
        return cls(index, encoder)

    def reply(
        self,
        question: str,
        history: Sequence[str] = (),
        page: str = "",  # noqa: ARG002
        *,
        exact: bool = False,
    ) -> Reply:
        """Answer one question; `history` holds the earlier ones, oldest first.

        With `exact` the question is taken as it is spelt.
        """
        return self.consider(question, history, exact=exact)[0]

    def consider(
        self, question: str, history: Sequence[str] = (), *, exact: bool = False
    ) -> tuple[Reply, float]:
        """The reply, and the probability that the site answers; 0 for what is screened out."""
        if screening.is_attack(question):
            return self._abstain("declined"), 0.0
        asked = screening.clean(question)
        if screening.is_flood(asked):
            return self._abstain("out_of_scope"), 0.0
        talk = small_talk.small_talk(asked, is_first=not history)
        asked = small_talk.without_greeting(asked)
        talk = talk or small_talk.small_talk(asked, is_first=not history)
        if talk is not None:
            return Reply("smalltalk", composer.SMALLTALK[talk], self.index_id), 0.0
        earlier = [screening.clean(one) for one in history]
        is_vague = not history and len(tokens(asked)) <= MAX_CLARIFY_TOKENS
        meant = self._interpret(asked, earlier, may_clarify=is_vague)
        corrected = None if exact else self._spelling.correct(asked)
        if corrected is not None:
            mended = self._interpret(corrected, earlier, may_clarify=is_vague)
            # "Is Tariq senior enough" must not be answered as "Is Tail senior enough".
            is_evasion = (
                mended.decision.outcome == "answer"
                and meant.decision.decline_probability > mended.decision.probability
            )
            if mended.evidence.familiarity >= meant.evidence.familiarity and not is_evasion:
                meant, asked = mended, corrected
            else:
                corrected = None
        reply = replace(
            self._compose(meant, asked),
            corrected_question=corrected,
            understood_as=None if meant.context is None else f"{meant.context} {asked}",
        )
        return reply, meant.decision.probability

    def _interpret(
        self, question: str, history: Sequence[str], *, may_clarify: bool = False
    ) -> _Interpretation:
        """What is meant by a question. What may depend on those before is read both ways."""
        reading = self.retriever.read(question)
        alone = self._judge(reading, may_clarify=may_clarify)
        if not history or not followups.may_depend(question):
            return alone
        context = followups.preceding(history)
        whole = self.retriever.read(f"{context} {question}")
        joined = self._judge(reading.read_with(whole), context=context)
        if followups.is_follow_up(question):
            return alone if alone.decision.outcome == "decline" else joined
        return joined if self._is_meant(joined, alone) else alone

    def _judge(
        self, reading: Reading, *, context: str | None = None, may_clarify: bool = False
    ) -> _Interpretation:
        evidence = self.retriever.retrieve(reading)
        return _Interpretation(context, evidence, self._decide(evidence, may_clarify=may_clarify))

    def _is_meant(self, joined: _Interpretation, alone: _Interpretation) -> bool:
        """Whether a question is meant as it reads with the one before.

        So it is likelier answered, and nearer to anything known. What by itself may have to be
        declined stays so.
        """
        return (
            joined.decision.outcome == "answer"
            and joined.decision.probability > alone.decision.probability
            and alone.decision.decline_probability < self._decision.doubt_probability
            and joined.evidence.familiarity >= alone.evidence.familiarity
        )

    def _decide(self, evidence: Evidence, *, may_clarify: bool) -> Decision:
        return decide(
            signals.signals_of(evidence, self.retriever.rows),
            self._decision,
            is_general=signals.is_general(evidence),
            share_gap=evidence.gap,
            may_clarify=may_clarify,
        )

    def _compose(self, meant: _Interpretation, question: str) -> Reply:
        decision, evidence = meant.decision, meant.evidence
        if decision.outcome == "decline":
            return self._abstain("declined")
        parts = self._parts(question, evidence)
        if decision.outcome == "abstain" and not parts:
            if decision.is_out_of_scope:
                return self._abstain("out_of_scope")
            return self._abstain("not_covered", evidence)
        if decision.outcome == "clarify":
            near = [s for s in evidence.order if evidence.share(s) >= composer.SUPPORT_SHARE]
            return Reply(
                "clarification",
                composer.CLARIFY,
                self.index_id,
                choices=self._composer.links(near[:4]),
            )
        lead = parts or self._composer.lead(evidence)
        text, citations = self._composer.answer(evidence, lead)
        if not text:
            return self._abstain("not_covered", evidence)
        return Reply(
            "answer",
            text,
            self.index_id,
            citations=citations,
            related=self._composer.related(lead[0]),
            is_weak=decision.is_weak,
        )

    def _parts(self, question: str, whole: Evidence) -> tuple[int, ...]:
        """The two sections that a question of two parts asks for; () where it does not.

        One of them is the best for the whole question, and comes first.
        """
        first, other = whole.order[0], []
        parts = followups.parts(question)
        for n, part in enumerate(parts):
            meant = self._interpret(part, parts[:n])
            if meant.decision.outcome != "answer":
                return ()
            other += [section for section in meant.evidence.order[:1] if section != first]
        return (first, *other) if len(other) == 1 else ()

    def _abstain(self, reason: Reason, evidence: Evidence | None = None) -> Reply:
        text = {
            "declined": composer.DECLINED,
            "out_of_scope": composer.OUT_OF_SCOPE,
            "not_covered": composer.NOT_COVERED,
        }[reason]
        suggestions = (
            ()
            if evidence is None
            else self._composer.links(evidence.order[: composer.MAX_SUGGESTIONS])
        )
        return Reply("abstention", text, self.index_id, suggestions=suggestions, reason=reason)
