"""Pin the newest versions that pyproject.toml allows: requirements/{runtime,dev,training}.txt.

The training lock comes from what is installed in .venv-training, so that it names whichever build
of torch is there without its platform's suffix.
"""

import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent
LOCKS = ROOT / "requirements"
TRAINING_PYTHON = ROOT / ".venv-training" / "bin" / "python"


def compile_lock(name: str, *options: str) -> None:
    """Resolve one lock with pip-compile."""
    command = (
        *("pip-compile", "--quiet", "--upgrade", "--strip-extras", "--no-header", "--no-annotate"),
        *("--no-emit-index-url", "--no-emit-find-links", *options),
        *("--output-file", str(LOCKS / name), str(ROOT / "pyproject.toml")),
    )
    subprocess.run([sys.executable, "-m", "piptools", "compile", *command[1:]], check=True)


def training_lock() -> None:
    """Write what .venv-training has beyond the development lock."""
    if not TRAINING_PYTHON.exists():
        print("requirements/training.txt is left as it is: run `make encoder` first.")
        return
    frozen = subprocess.run(
        [TRAINING_PYTHON, "-m", "pip", "freeze"], check=True, capture_output=True, text=True
    ).stdout
    pins = dict(re.findall(r"^([\w.-]+)==([\w.]+)", frozen, re.MULTILINE))
    known = set(re.findall(r"^([\w.-]+)==", (LOCKS / "dev.txt").read_text(), re.MULTILINE))
    lines = [
        f"{name.lower().replace('_', '-')}=={version}\n"
        for name, version in sorted(pins.items(), key=lambda pin: pin[0].lower())
        if name.lower().replace("_", "-") not in known
    ]
    (LOCKS / "training.txt").write_text("".join(lines))


if __name__ == "__main__":
    compile_lock("runtime.txt")
    compile_lock("dev.txt", "--extra", "dev", "--constraint", str(LOCKS / "runtime.txt"))
    training_lock()
