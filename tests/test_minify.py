"""What is published works as what is written."""

import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from chatbot.errors import BuildError
from chatbot.minify import FOLDERS, minified, minify_site, published

DOCS = Path(__file__).parents[1] / "docs"
CHAT = DOCS / FOLDERS[0]
SOURCES = sorted(path for folder in FOLDERS for path in (DOCS / folder).glob("*.js"))
NAME = re.compile(r"[\w$]+")
DECLARATION = re.compile(r"(\s*)(?:export )?(?:const|let) ([^=]*)=(.*)")


def _published(tmp_path: Path, name: str, text: str) -> str:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    return minified(path)


def _node(source: str, tmp_path: Path, *options: str) -> subprocess.CompletedProcess[str]:
    path = tmp_path / "module.mjs"
    path.write_text(source, encoding="utf-8")
    command = ["node", *options, str(path)]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def test_comments_white_space_and_long_names_go(tmp_path: Path) -> None:
    source = "/** What. */\nexport const a = (question) => {\n  // Why.\n  return question;\n};\n"
    assert _published(tmp_path, "a.js", source) == "export const a=e=>e"


@pytest.mark.parametrize("kept", ['"two  spaces // no comment"', r"/[\s\u00ad]  \/\/ /gu"])
def test_strings_and_patterns_stay(tmp_path: Path, kept: str) -> None:
    assert kept in _published(tmp_path, "a.js", f"export const x = f({kept});\n")


def test_spaces_that_style_sheets_need_stay(tmp_path: Path) -> None:
    source = ".a > .b .c:hover {\n  width: calc(1px + env(x));\n  /* no */ margin: 0 auto;\n}\n"
    published = _published(tmp_path, "a.css", source)
    assert "calc(1px + env(x))" in published
    assert ".a>.b .c:hover{" in published
    assert "no" not in published


def test_what_cannot_be_read_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BuildError, match=r"'a\.js' cannot be minified"):
        _published(tmp_path, "a.js", "const = 1;")


def _moved(path: Path) -> Iterator[str]:
    """Patterns that the minifier would evaluate before the declaration above them.

    It joins neighbouring declarations and puts `const {…} =` and `const […] =` first unless they
    name what stands above; `const {…} = await …` after a `setTimeout` would run too early.
    """
    text = re.sub(r"^\s*(//|/?\*).*\n", "", path.read_text("utf-8"), flags=re.MULTILINE)
    lines = [line for line in text.split("\n") if line.strip()]
    for n, line in enumerate(lines):
        found = DECLARATION.match(line)
        if not found or found[2][0] not in "[{":
            continue
        inside = (f"{found[1]} ", *(found[1] + bracket for bracket in ")]}`"))
        above = next((it for it in reversed(lines[:n]) if not it.startswith(inside)), "")
        other = DECLARATION.match(above)
        names = set(NAME.findall(other[2])) if other else set()
        is_neighbour = other and other[1] == found[1] and other[2][0] not in "[{"
        if is_neighbour and not names & set(NAME.findall(found[3])):
            yield line.strip()


@pytest.mark.parametrize("path", sorted(CHAT.glob("*.js")), ids=lambda path: path.name)
def test_nothing_is_evaluated_in_another_order(path: Path) -> None:
    harmless = "const [TITLE, PATH, TEXT, ASKED] = [3, 1.5, 1, 1.5];"
    assert [line for line in _moved(path) if line != harmless] == []


@pytest.mark.skipif(not shutil.which("node"), reason="no node")
@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(DOCS)))
def test_a_published_module_is_read_without_error(tmp_path: Path, path: Path) -> None:
    done = _node(minified(path), tmp_path, "--check")
    assert done.returncode == 0, done.stderr


def test_a_published_module_exports_what_its_source_does() -> None:
    exported = re.compile(r"\bexport (?:const|let|class|function) (\w+)")
    for path in SOURCES:
        names = set(exported.findall(path.read_text("utf-8")))
        assert names == set(exported.findall(minified(path))), path.name


PANEL = {
    "panel.js": 'import { add } from "./add.js";\nimport "./seen.js";\n'
    'import { css } from "./style.js";\nimport { twice } from "./twice.js";\n'
    "const sum = () => twice(add(css.length, 1));\nexport { sum };\n",
    "twice.js": 'import { add } from "./add.js";\nexport const twice = (a) => add(a, a);\n',
    "add.js": "export const add = (a, b) => a + b;\n",
    "seen.js": 'import { add } from "./add.js";\nconsole.log(add(3, 4));\n',
    "style.js": "export const css = await fetch(new URL("
    '"a.css", import.meta.url)).then((it) => it.text());\n',
    "a.css": "a { color: red }\n",
}


def _write(folder: Path, texts: dict[str, str]) -> None:
    for name, text in texts.items():
        (folder / name).write_text(text, encoding="utf-8")


@pytest.mark.skipif(not shutil.which("node"), reason="no node")
def test_the_panel_is_one_file_with_all_that_it_imports(tmp_path: Path) -> None:
    _write(tmp_path, PANEL)
    panel = published(tmp_path / "panel.js")
    assert "import" not in panel
    assert "fetch" not in panel
    _write(tmp_path, {"panel.js": panel, "package.json": '{"type": "module"}'})
    done = _node('console.log((await import("./panel.js")).sum());', tmp_path)
    assert done.stdout.split() == ["7", str(2 * (len("a{color:red}") + 1))], done.stderr


def test_two_modules_of_the_panel_with_the_same_name_are_refused(tmp_path: Path) -> None:
    _write(tmp_path, PANEL | {"seen.js": "const add = 2;\nconsole.log(add);\n"})
    with pytest.raises(BuildError, match="already been declared"):
        published(tmp_path / "panel.js")


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"seen.js": 'import { add as plus } from "./add.js";\nplus();\n'}, "add as plus"),
        ({"panel.js": "export const one = 1;\n" + PANEL["panel.js"]}, "more than its list"),
    ],
    ids=["another name", "an export beside the list"],
)
def test_what_one_file_cannot_hold_is_refused(
    tmp_path: Path, changed: dict[str, str], message: str
) -> None:
    _write(tmp_path, PANEL | changed)
    with pytest.raises(BuildError, match=message):
        published(tmp_path / "panel.js")


def test_the_list_of_exports_may_end_the_file(tmp_path: Path) -> None:
    _write(tmp_path, PANEL)
    whole = published(tmp_path / "panel.js")
    _write(tmp_path, {"panel.js": PANEL["panel.js"].removesuffix("\n")})
    assert published(tmp_path / "panel.js") == whole


def test_publishing_twice_does_no_harm(tmp_path: Path) -> None:
    chat = tmp_path / FOLDERS[0]
    chat.mkdir(parents=True)
    _write(chat, PANEL)
    minify_site(tmp_path)
    once = {path.name: path.read_text() for path in chat.iterdir()}
    minify_site(tmp_path)
    assert {path.name: path.read_text() for path in chat.iterdir()} == once


def test_only_the_browsers_modules_are_minified(tmp_path: Path) -> None:
    chat = tmp_path / FOLDERS[0]
    chat.mkdir(parents=True)
    other = tmp_path / "assets/javascripts"
    other.mkdir()
    texts = {chat / "a.js": "f( 1 );\n", chat / "a.txt": "a  b\n", other / "a.js": "f( 1 );\n"}
    for path, text in texts.items():
        path.write_text(text)
    minify_site(tmp_path)
    assert [path.read_text() for path in texts] == ["f(1)", "a  b\n", "f( 1 );\n"]
    minify_site(tmp_path)
    assert (chat / "a.js").read_text() == "f(1)"
