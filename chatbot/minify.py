"""Comments and white space are taken out of the browser's modules when the guide is published.

The modules in `docs/assets` stay as they are written and work so: no build step is needed to
read, debug or serve them. Nothing is renamed or moved, so that a published module reads as its
source does.
"""

import re
from collections.abc import Callable
from pathlib import Path

from rcssmin import cssmin
from rjsmin import jsmin

FOLDERS = ("assets/chat", "assets/tools")
_BRACE = re.compile(r"\$?\{|\}")
_MINIFIERS: dict[str, Callable[[str], str]] = {".js": jsmin, ".css": cssmin}


def minified(path: Path) -> str:
    """The file's text as it is published.

    Other files than `.js` and `.css`, and modules with a template literal inside another one,
    stay as they are: rjsmin takes the inner one for code.
    """
    text = path.read_text(encoding="utf-8")
    minify = _MINIFIERS.get(path.suffix)
    if minify is None or (path.suffix == ".js" and _nests_templates(text)):
        return text
    return minify(text)


def _nests_templates(text: str) -> bool:
    """Whether a template literal holds another one, or may: the backticks do not pair."""
    pieces = text.replace("\\`", "").split("`")
    return len(pieces) % 2 == 0 or any(_ends_in_a_value(piece) for piece in pieces[1::2])


def _ends_in_a_value(template: str) -> bool:
    depth = 0
    for brace in _BRACE.findall(template):
        if brace == "}":
            depth = max(depth - 1, 0)
        elif depth or brace == "${":
            depth += 1
    return depth > 0


def minify_site(site_dir: Path) -> None:
    """Minify the modules and style sheets of a built site in place. Doing it twice does no harm."""
    for folder in FOLDERS:
        for path in sorted((site_dir / folder).glob("*")):
            if path.suffix in _MINIFIERS:
                path.write_text(minified(path), encoding="utf-8")
