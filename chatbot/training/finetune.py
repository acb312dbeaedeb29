"""Fine-tune an encoder on how people ask: `python -m chatbot.training.finetune`.

    --pairs FILE.jsonl …  asks, headings, sentences, unanswerable questions and section texts
    --out DIR             where the tuned sentence-transformers model goes, with `recipe.json`
    --kind with_asks      for sites with asks, by the pairs alone; or `without_asks`, by the
                          invented sites of chatbot/training/sites as well

One sixth of the questions is never trained on. Same input, versions and seed give the same weights.
Then `python -m chatbot.training.export --model DIR --out ENCODER` makes the ONNX encoder.
"""

import argparse
import json
import os
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from functools import partial
from pathlib import Path
from time import perf_counter
from typing import Any

from chatbot.errors import ChatbotError
from chatbot.training.batches import BatchShape, Item, plan_batches, section_neighbours
from chatbot.training.export import encode_with_model, load_model
from chatbot.training.general import GeneralSection, foreign_sections, general_sentences
from chatbot.training.losses import LossShape
from chatbot.training.pairs import PairSet, read_pairs
from chatbot.training.scores import Scores, score
from chatbot.training.site_batches import SiteBatchShape, mix_batches, plan_site_batches
from chatbot.training.sites import Site, read_sites
from chatbot.training.sources import find_model

TRAINED_TOKENS = 64


@dataclass(frozen=True)
class Recipe:
    """Everything that decides what comes out.

    `n_epochs` are passes over the guide's asks; those of the sites are shown once, or not at all.
    `base_share` is that of the model trained from in the mean of the weights that comes out.
    """

    name: str
    n_epochs: int
    learning_rate: float
    warmup_share: float = 0.1
    base_share: float = 0.0
    seed: int = 7
    n_general: int = 3000
    batch: BatchShape = field(default_factory=BatchShape)
    site_batch: SiteBatchShape | None = None
    loss: LossShape = field(default_factory=LossShape)


RECIPES = {
    "with_asks": Recipe("tuned", n_epochs=2, learning_rate=1.5e-4),
    "without_asks": Recipe(
        "tuned-on-sites",
        n_epochs=1,
        learning_rate=1.2e-4,
        base_share=0.25,
        batch=BatchShape(n_most_asks=48, n_not_covered=32, n_general=12),
        site_batch=SiteBatchShape(),
    ),
}


def fine_tune(model: Any, pair_set: PairSet, sites: Sequence[Site], recipe: Recipe) -> None:
    """Train `model` in place with the sentence-transformers trainer.

    The word embeddings stay as they are, and nothing is dropped at random: both would take a third
    more time and gain nothing.
    """
    import torch
    from datasets import Dataset
    from sentence_transformers import (
        SentenceTransformerTrainer,
        SentenceTransformerTrainingArguments,
    )
    from transformers import set_seed

    from chatbot.training.losses import SectionLoss

    set_seed(recipe.seed)
    sentences = general_sentences()[: recipe.n_general]
    # The teacher reads as many tokens as the training.
    max_tokens, model.max_seq_length = model.max_seq_length, TRAINED_TOKENS
    teacher = torch.from_numpy(encode_with_model(model, sentences, batch_size=32))
    with torch.autocast("cpu", dtype=torch.bfloat16):
        neighbours = section_neighbours(pair_set, partial(encode_with_model, model))
    batches = plan(pair_set, sites, sentences, neighbours, recipe)
    items = [item for batch in batches for item in batch]
    dataset = Dataset.from_dict(
        {"text": [item.text for item in items], "label": [item.label for item in items]}
    )
    model[0].auto_model.embeddings.word_embeddings.requires_grad_(False)
    for module in model.modules():
        if isinstance(module, torch.nn.Dropout):
            module.p = 0.0
    arguments = SentenceTransformerTrainingArguments(
        output_dir="unused",
        num_train_epochs=1,  # the plan holds all epochs
        learning_rate=recipe.learning_rate,
        warmup_steps=round(recipe.warmup_share * len(batches)),
        batch_sampler=partial(_planned, [len(batch) for batch in batches]),
        save_strategy="no",
        report_to="none",
        seed=recipe.seed,
        use_cpu=True,
        bf16=True,  # half the time on processors that have it, emulated elsewhere
        logging_steps=max(1, len(batches) // 10),
        disable_tqdm=not os.isatty(2),
    )
    loss = SectionLoss(model, teacher, recipe.loss)
    trainer = SentenceTransformerTrainer(
        model=model, args=arguments, train_dataset=dataset, loss=loss
    )
    before = {name: values.clone() for name, values in model.state_dict().items()}
    trainer.train()
    mix_in(model, before, recipe.base_share)
    model.max_seq_length = max_tokens
    model.eval()


def mix_in(model: Any, before: Mapping[str, Any], share: float) -> None:
    """Leave the model with the mean of its weights and those of before, which count by `share`.

    Source: Wortsman et al., "Robust fine-tuning of zero-shot models", CVPR 2022.
    """
    import torch

    with torch.no_grad():
        for name, values in model.state_dict().items():
            values.lerp_(before[name], share)


def plan(
    pair_set: PairSet,
    sites: Sequence[Site],
    sentences: Sequence[str],
    neighbours: Mapping[str, Sequence[str]],
    recipe: Recipe,
) -> list[list[Item]]:
    """The batches of the guide, with those of the sites among them where the recipe has some."""
    seed = recipe.seed
    of_guide = plan_batches(
        pair_set, sentences, neighbours, n_epochs=recipe.n_epochs, shape=recipe.batch, seed=seed
    )
    if recipe.site_batch is None:
        return of_guide
    of_sites = plan_site_batches(sites, sentences, shape=recipe.site_batch, seed=seed)
    return mix_batches(of_guide, of_sites, seed=seed)


def _planned(sizes: Sequence[int], dataset: Any, **_: Any) -> Any:
    """Give the trainer the batches as planned, in order."""
    from sentence_transformers.base.sampler import DefaultBatchSampler

    class PlannedBatchSampler(DefaultBatchSampler):  # type: ignore[misc,unused-ignore]
        def __iter__(self) -> Any:
            start = 0
            for size in sizes:
                yield list(range(start, start + size))
                start += size

        def __len__(self) -> int:
            return len(sizes)

    return PlannedBatchSampler(dataset, batch_size=max(sizes), drop_last=False)


def tune_and_save(
    pair_set: PairSet,
    recipe: Recipe,
    out: Path,
    *,
    base_model: str | None,
) -> dict[str, Any]:
    """Fine-tune, measure before and after, save; return what `recipe.json` says."""
    started = perf_counter()
    source = find_model(base_model)
    model = load_model(source)
    foreign = foreign_sections()
    sites = read_sites()
    before = _score(model, pair_set, sites, foreign)
    fine_tune(model, pair_set, sites, recipe)
    after = _score(model, pair_set, sites, foreign)
    model.save_pretrained(str(out), create_model_card=False)
    report = {
        "base_model": source.name,
        "base_sha256": source.sha256,
        "recipe": asdict(recipe),
        "n_pairs": {kind: len(pair_set.trained(kind)) for kind in ("ask", "not_covered")},
        "n_sites": 0 if recipe.site_batch is None else len(sites),
        "n_held_out": {kind: len(pair_set.held_out(kind)) for kind in ("ask", "not_covered")},
        "n_foreign_sections": len(foreign),
        "before": before.rounded(),
        "after": after.rounded(),
    }
    (out / "recipe.json").write_text(json.dumps(report, indent=2) + "\n", "utf-8")
    return {**report, "minutes": round((perf_counter() - started) / 60, 1)}


def _score(
    model: Any, pair_set: PairSet, sites: Sequence[Site], foreign: Sequence[GeneralSection]
) -> Scores:
    import torch

    with torch.autocast("cpu", dtype=torch.bfloat16):  # faster, within 0.2 points
        return score(partial(encode_with_model, model, batch_size=64), pair_set, sites, foreign)


def main(arguments: Sequence[str] | None = None) -> None:
    """Fine-tune from the command line."""
    parser = argparse.ArgumentParser(
        prog="python -m chatbot.training.finetune",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--pairs", type=Path, nargs="+", required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--base", help="the model to start from; the packaged one by default")
    parser.add_argument("--kind", choices=RECIPES, default="with_asks")
    parser.add_argument("--seed", type=int, default=Recipe.seed)
    options = parser.parse_args(arguments)
    recipe = replace(RECIPES[options.kind], seed=options.seed)
    try:
        pair_set = read_pairs(options.pairs)
        report = tune_and_save(pair_set, recipe, options.out, base_model=options.base)
    except ChatbotError as error:
        parser.exit(1, f"{error}\n")
    parser.exit(0, json.dumps(report, indent=2) + "\n")


if __name__ == "__main__":
    main()
