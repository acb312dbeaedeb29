"""Published modules lose comments and white space, and nothing else."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from chatbot.minify import FOLDERS, minified, minify_site

DOCS = Path(__file__).parents[1] / "docs"
SOURCES = sorted(path for folder in FOLDERS for path in (DOCS / folder).glob("*.js"))
STRING = re.compile(r'"(?:[^"\\\n]|\\.)*"')


def _published(tmp_path: Path, name: str, text: str) -> str:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    return minified(path)


def test_comments_and_white_space_go(tmp_path: Path) -> None:
    source = "/** What. */\nconst a = () => {\n  // Why.\n  return 1;\n};\n"
    assert _published(tmp_path, "a.js", source) == "const a=()=>{return 1;};"


@pytest.mark.parametrize(
    "kept",
    [
        '"two  spaces // no comment"',
        "`line\n  ${a + f({ b })}  /* no comment */`",
        r"/[\s\u00ad]  \/\/ /gu",
        "'کیا  ہے'",
    ],
)
def test_strings_templates_and_patterns_stay(tmp_path: Path, kept: str) -> None:
    assert kept in _published(tmp_path, "a.js", f"const x = {kept};\nconst y = f({kept});\n")


@pytest.mark.parametrize(
    "source",
    [
        "const x = `a${b ? `; ${c}` : 1}`;\n",
        "const x = `${f({ a })}${b.map((it) => `//  ${it}`)}`;\n",
        "const x = '`';\n",
    ],
)
def test_a_template_inside_a_template_leaves_the_module_as_it_is(
    tmp_path: Path, source: str
) -> None:
    assert _published(tmp_path, "a.js", source) == source


def test_spaces_that_style_sheets_need_stay(tmp_path: Path) -> None:
    source = ".a > .b .c:hover {\n  width: calc(1px + env(x));\n  /* no */ margin: 0 auto;\n}\n"
    published = _published(tmp_path, "a.css", source)
    assert "calc(1px + env(x))" in published
    assert ".a>.b .c:hover{" in published
    assert "no" not in published


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(DOCS)))
def test_a_published_module_holds_the_strings_of_its_source(path: Path) -> None:
    published = minified(path)
    code = re.sub(r"^\s*(//|/?\*).*$", "", path.read_text("utf-8"), flags=re.MULTILINE)
    assert [it for it in STRING.findall(code) if it not in published] == []


@pytest.mark.parametrize(
    "path", sorted((DOCS / FOLDERS[0]).glob("*.js")), ids=lambda path: path.name
)
def test_every_module_of_the_widget_gets_smaller(path: Path) -> None:
    assert len(minified(path)) < len(path.read_text("utf-8"))


@pytest.mark.skipif(not shutil.which("node"), reason="no node")
def test_published_modules_are_read_without_error(tmp_path: Path) -> None:
    for n, path in enumerate(SOURCES):
        (tmp_path / f"{n}.mjs").write_text(minified(path), encoding="utf-8")
        done = subprocess.run(
            ["node", "--check", tmp_path / f"{n}.mjs"], capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, f"{path.name}: {done.stderr}"


def test_only_the_browsers_modules_are_minified(tmp_path: Path) -> None:
    chat = tmp_path / FOLDERS[0]
    chat.mkdir(parents=True)
    other = tmp_path / "assets/javascripts"
    other.mkdir()
    texts = {chat / "a.js": "f( 1 );\n", chat / "a.txt": "a  b\n", other / "a.js": "f( 1 );\n"}
    for path, text in texts.items():
        path.write_text(text)
    minify_site(tmp_path)
    assert [path.read_text() for path in texts] == ["f(1);", "a  b\n", "f( 1 );\n"]
    minify_site(tmp_path)
    assert (chat / "a.js").read_text() == "f(1);"
