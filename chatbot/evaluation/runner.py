"""Ask every question of a file and judge the replies."""

from collections.abc import Sequence

from chatbot.answering.assistant import FaqAssistant
from chatbot.evaluation.metrics import Judged, judge
from chatbot.evaluation.questions import EvaluationQuestion


def run(assistant: FaqAssistant, questions: Sequence[EvaluationQuestion]) -> list[Judged]:
    """Judge every question in the order given."""
    judged = []
    for question in questions:
        if question.is_too_long:  # the service answers 422
            judged.append(judge(question, None, 0.0))
            continue
        reply, probability = assistant.consider(question.question, question.history)
        judged.append(judge(question, reply, probability))
    return judged
