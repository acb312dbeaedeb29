"""What the browser gets when the guide is published: small modules, the panel's as one.

The modules in `docs/assets` stay as they are written and work so: no build step is needed to
read, debug or serve them. Published, `panel.js` holds all that it imports and its style sheets:
gzip finds more to shorten in one file than in twenty.
"""

import json
import re
from pathlib import Path

import minify

from chatbot.errors import BuildError

FOLDERS = ("assets/chat", "assets/tools")
_TYPES = {".js": "application/javascript", ".css": "text/css"}
_IMPORT = re.compile(r'^import (?:\{([^}]*)\} from )?"\./([\w.]+)";\n', re.MULTILINE)
_EXPORTS = re.compile(r"^export \{([^}]*)\};(?:\n|\Z)", re.MULTILINE)
_EXPORT = re.compile(r"^export (?=const |class )", re.MULTILINE)
_STYLE = re.compile(r'await fetch\(new URL\("([\w.]+\.css)", import\.meta\.url\)\)[^;]*')


def minified(path: Path) -> str:
    """The file's text as it is published. Other files than `.js` and `.css` stay as they are.

    Raises:
        BuildError: the file is not valid JavaScript or CSS.
    """
    text = path.read_text(encoding="utf-8")
    return _minified(text, path) if path.suffix in _TYPES else text


def published(path: Path) -> str:
    """The file's text as it is published: an entry with all that it imports, others by themselves.

    Raises:
        BuildError: the file is not valid JavaScript or CSS, or its modules do not fit together.
    """
    return (path.suffix == ".js" and bundle(path)) or minified(path)


def bundle(entry: Path) -> str:
    """A module that ends in a list of its exports, and all that it imports; "" for any other.

    The names at the top of the modules must differ, and none may be imported under another one.

    Raises:
        BuildError: two modules use the same name, one is imported under another, or the entry
            exports more than it lists.
    """
    text = entry.read_text(encoding="utf-8")
    exports = _EXPORTS.findall(text)
    if not exports:
        return ""
    if _EXPORT.search(text):
        raise BuildError(f"'{entry.name}' exports more than its list at the end names.")
    exported = _names("".join(exports))
    inner = "".join(_inner(text, entry.parent) for text in _modules(entry).values())
    # A block of their own, because the names at the top of a module are not shortened.
    outer = ",".join(f"${name}" for name in exported)
    names = ",".join(f"${name} as {name}" for name in exported)
    kept = "".join(f"${name}={name};" for name in exported)
    return _minified(f"let {outer};export{{{names}}};{{{inner}{kept}}}", entry)


def _modules(entry: Path) -> dict[str, str]:
    """A module and all that it imports, what is imported first."""
    modules: dict[str, str] = {}
    _collect(entry, modules)
    return modules


def _collect(path: Path, modules: dict[str, str]) -> None:
    """Add a module's text after those that it imports."""
    text = path.read_text(encoding="utf-8")
    modules[path.name] = ""  # being read
    for names, name in _IMPORT.findall(text):
        if " as " in names:
            raise BuildError(
                f"'{path.name}' imports '{names.strip()}': one file has one name for it."
            )
        if name not in modules:
            _collect(path.with_name(name), modules)
    del modules[path.name]
    modules[path.name] = text


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
        paths = [path for path in (site_dir / folder).glob("*") if path.suffix in _TYPES]
        # All are read before one is written: an entry needs its modules as they were.
        for path, text in [(path, published(path)) for path in paths]:
            path.write_text(text, encoding="utf-8")
