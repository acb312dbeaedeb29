import shutil
from pathlib import Path

import numpy as np
import pytest

from chatbot.codes import to_codes
from chatbot.encoder import OnnxEncoder
from chatbot.encoders import WITHOUT_ASKS_DIR
from chatbot.prior import PRIOR_FILE
from chatbot.training import prior as learning
from chatbot.training.prior import learn_prior
from chatbot.training.sites import Site, SiteSection

SUBJECTS = (
    "water", "sheds", "hens", "keys", "fees", "roads", "compost", "visitors", "mowers", "seeds",
    "fires", "dogs", "parking", "paths", "bees", "shares",
)  # fmt: skip


def _site() -> Site:
    sections = tuple(
        SiteSection(f"price list of {one} today", "", (), (f"how do I arrange {one}",) * 3)
        for one in SUBJECTS
    )
    not_covered = (f"price of {one} today" for one in SUBJECTS for _ in range(3))
    return Site(sections, tuple(not_covered))  # every third is read


def test_what_sites_answer_is_told_from_what_they_do_not() -> None:
    encoder = OnnxEncoder(WITHOUT_ASKS_DIR)
    learned = learn_prior(encoder, [_site()], ridge=10.0)
    new = to_codes(encoder.encode_passages(["how do I arrange tools", "price of tools today"]))
    likely, unlikely = (learned.log_odds(vector) for vector in new)
    assert likely > 1.0 > -1.0 > unlikely


def test_the_command_writes_what_the_encoder_reads(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "encoder"
    shutil.copytree(WITHOUT_ASKS_DIR, folder, ignore=shutil.ignore_patterns(PRIOR_FILE))
    monkeypatch.setattr(learning, "read_sites", lambda: (_site(),))
    with pytest.raises(SystemExit) as ended:
        learning.main(["--encoder", str(folder)])
    assert ended.value.code == 0
    assert OnnxEncoder(folder).prior.direction.dtype == np.int8


def test_a_folder_without_an_encoder_is_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        learning.main(["--encoder", str(tmp_path)])
    assert ended.value.code == 1
    assert "No encoder in" in capsys.readouterr().err
