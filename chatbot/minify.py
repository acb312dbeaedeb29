"""What the browser gets when the guide is published: small modules, the panel's as two.

The modules in `docs/assets` stay as they are written and work so: no build step is needed to
read, debug or serve them. Published, `panel.js` holds all that it imports and its style sheet, and
`more.js` what the panel fetches later: gzip finds more to shorten in two files than in twenty.
"""

import json
import re
from pathlib import Path

import minify

from chatbot.errors import BuildError

FOLDERS = ("assets/chat", "assets/tools")
_TYPES = {".js": "application/javascript", ".css": "text/css"}
_IMPORT = re.compile(r'^import (?:\{([^}]*)\} from )?"\./([\w.]+)";\n', re.MULTILINE)
_EXPORTS = re.compile(r"^export \{([^}]*)\};\n", re.MULTILINE)
_EXPORT = re.compile(r"^export (?=const |class )", re.MULTILINE)
_STYLE = re.compile(r'await fetch\(new URL\("([\w.]+\.css)", import\.meta\.url\)\)[^;]*')


def minified(path: Path) -> str:
    """The file's text as it is published. Other files than `.js` and `.css` stay as they are.

    Raises:
        BuildError: the file is not valid JavaScript or CSS.
    """
    text = path.read_text(encoding="utf-8")
    return _minified(text, path) if path.suffix in _TYPES else text


def bundles(folder: Path) -> dict[str, str]:
    """The two files of the panel by name; none where the folder has no panel, or a published one.

    The names at the top of the modules must differ, and none may be imported under another one.

    Raises:
        BuildError: two modules use the same name.
    """
    panel, more = folder / "panel.js", folder / "more.js"
    if not panel.is_file() or not _EXPORTS.search(panel.read_text(encoding="utf-8")):
        return {}
    first = _modules(panel)
    later = {name: text for name, text in _modules(more).items() if name not in first}
    imports = [found for text in later.values() for found in _IMPORT.findall(text)]
    shared = sorted(
        {name for names, module in imports if module in first for name in _names(names)}
    )
    start = f'import{{{",".join(shared)}}}from"./panel.js";'
    return {
        "panel.js": _bundle(panel, first, shared),
        "more.js": start + _bundle(more, later, []),
    }


def _modules(entry: Path) -> dict[str, str]:
    """A module and all that it imports, what is imported first."""
    modules: dict[str, str] = {}
    _collect(entry, modules)
    return modules


def _collect(path: Path, modules: dict[str, str]) -> None:
    """Add a module's text after those that it imports."""
    text = path.read_text(encoding="utf-8")
    modules[path.name] = ""  # being read
    for _, name in _IMPORT.findall(text):
        if name not in modules:
            _collect(path.with_name(name), modules)
    del modules[path.name]
    modules[path.name] = text


def _bundle(entry: Path, modules: dict[str, str], extra: list[str]) -> str:
    """Modules as one, which exports what the entry does and `extra`."""
    exported = [*_names("".join(_EXPORTS.findall(modules[entry.name]))), *extra]
    inner = "".join(_inner(text, entry.parent) for text in modules.values())
    # A block of their own, because the names at the top of a module are not shortened.
    outer = ",".join(f"${name}" for name in exported)
    names = ",".join(f"${name} as {name}" for name in exported)
    kept = "".join(f"${name}={name};" for name in exported)
    return _minified(f"let {outer};export{{{names}}};{{{inner}{kept}}}", entry)


def _inner(text: str, folder: Path) -> str:
    for pattern in (_IMPORT, _EXPORTS, _EXPORT):
        text = pattern.sub("", text)
    return _STYLE.sub(lambda found: json.dumps(minified(folder / found[1])), text)


def _names(listed: str) -> list[str]:
    return [name.strip() for name in listed.split(",") if name.strip()]


def _minified(text: str, path: Path) -> str:
    try:
        small: str = minify.string(_TYPES[path.suffix], text)
    except minify.MinifyError as error:
        raise BuildError(f"'{path.name}' cannot be minified: {error}") from error
    return small


def minify_site(site_dir: Path) -> None:
    """Minify the modules and style sheets of a built site in place. Twice does no harm."""
    for folder in FOLDERS:
        joined = bundles(site_dir / folder)
        for path in sorted((site_dir / folder).glob("*")):
            if path.suffix in _TYPES:
                path.write_text(joined.get(path.name) or minified(path), encoding="utf-8")
