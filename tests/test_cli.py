"""What only shows where `guide` runs as a program."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent


def test_a_build_without_its_configuration_says_what_to_do(tmp_path: Path) -> None:
    guide = subprocess.run(
        [sys.executable, "-m", "chatbot", "build", "--config", str(tmp_path / "mkdocs.yml")],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert guide.returncode == 2
    assert guide.stderr.startswith("guide build: No '")
    assert "Traceback" not in guide.stderr


def test_a_reader_who_hangs_up_is_no_error() -> None:
    with subprocess.Popen(
        [sys.executable, "-m", "chatbot", "ask", "who owns the code?"],
        cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    ) as guide:  # fmt: skip
        assert guide.stdout is not None
        assert guide.stderr is not None
        guide.stdout.close()
        assert guide.stderr.read() == ""
    assert guide.returncode == 0
