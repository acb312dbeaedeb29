"""What the browser gets when the guide is published: small modules, and the panel as one.

The modules in `docs/assets` stay as they are written and work so: no build step is needed to
read, debug or serve them. Published, all that the panel imports stands in `panel.js` itself, its
style sheet too, since gzip finds more to shorten in one file than in twenty.
"""

import json
import re
from pathlib import Path

import minify

from chatbot.errors import BuildError

FOLDERS = ("assets/chat", "assets/tools")
ENTRY = "assets/chat/panel.js"
_TYPES = {".js": "application/javascript", ".css": "text/css"}
_IMPORT = re.compile(r'^import (?:[^;"]*? from )?"\./([\w.]+)";\n', re.MULTILINE)
_EXPORT = re.compile(r"^export (?=const |class )", re.MULTILINE)
_STYLE = re.compile(r'await fetch\(new URL\("([\w.]+\.css)", import\.meta\.url\)\)[^;]*')


def minified(path: Path) -> str:
    """The file's text as it is published. Other files than `.js` and `.css` stay as they are.

    Raises:
        BuildError: the file is not valid JavaScript or CSS.
    """
    text = path.read_text(encoding="utf-8")
    return _minified(text, path) if path.suffix in _TYPES else text


def bundled(entry: Path) -> str:
    """A module with all that it imports, as one; it exports what the entry itself names last.

    The names at the top of the modules must differ, and none may be imported under another one.

    Raises:
        BuildError: two modules use the same name.
    """
    modules: dict[str, str] = {}
    _collect(entry, modules)
    exported = re.findall(r"^export const (\w+)", entry.read_text(encoding="utf-8"), re.MULTILINE)
    names = ",".join(f"entry_{name} as {name}" for name in exported)
    kept = "".join(f"entry_{name}={name};" for name in exported)
    # A block of their own, because the names at the top of a module are not shortened.
    text = (
        f"let {','.join(f'entry_{name}' for name in exported)};export{{{names}}};"
        f"{{{''.join(modules.values())}{kept}}}"
    )
    return _minified(text, entry)


def _collect(path: Path, modules: dict[str, str]) -> None:
    """Add a module's text after those that it imports, without `import` and `export`."""
    text = path.read_text(encoding="utf-8")
    for name in _IMPORT.findall(text):
        if name not in modules:
            modules[name] = ""  # being read
            _collect(path.with_name(name), modules)
    modules.pop(path.name, None)
    text = _STYLE.sub(lambda found: json.dumps(minified(path.with_name(found[1]))), text)
    modules[path.name] = _EXPORT.sub("", _IMPORT.sub("", text))


def _minified(text: str, path: Path) -> str:
    try:
        small: str = minify.string(_TYPES[path.suffix], text)
    except minify.MinifyError as error:
        raise BuildError(f"'{path.name}' cannot be minified: {error}") from error
    return small


def minify_site(site_dir: Path) -> None:
    """Minify the modules and style sheets of a built site in place."""
    entry = site_dir / ENTRY
    whole = bundled(entry) if entry.is_file() else ""
    for folder in FOLDERS:
        for path in sorted((site_dir / folder).glob("*")):
            if path.suffix in _TYPES:
                path.write_text(minified(path), encoding="utf-8")
    if whole:
        entry.write_text(whole, encoding="utf-8")
