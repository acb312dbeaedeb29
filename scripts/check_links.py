"""Follow every link of the built site without leaving it.

Usage: python scripts/check_links.py [SITE_DIR]        (default: site)

Each link to a page of the site leads to a file that was built, each anchor to an id of that page,
and nothing but `<a href>` names another host. Exits with 1 when something does not hold.
"""

import re
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from urllib.parse import unquote, urldefrag, urljoin, urlsplit

from selectolax.lexbor import LexborHTMLParser, LexborNode

# Answered by the service, not by a file.
SERVICE_PATHS = ("/answer", "/api/")
# What a page says about itself: read by programs, fetched by nobody who reads the page.
SPOKEN_OF = {"canonical", "prev", "next", "alternate"}
_CSS_URL = re.compile(r"""(?:url\(\s*|@import\s+)["']?([^"')\s;]+)""")
_ATTRIBUTES = ("href", "src", "srcset", "poster", "data", "action")
_SELECTOR = ",".join(f"[{name}]" for name in _ATTRIBUTES)


def check_site(site_dir: Path) -> tuple[int, list[str]]:
    """How many links were followed, and what is wrong with some of them."""
    site = _Site(site_dir.resolve())
    n_links, faults = 0, []
    for page in sorted(site.root.rglob("*.html")):
        for node, url in _links(site.tree(page)):
            n_links += 1
            if fault := site.fault(page, node, url):
                faults.append(f"{page.relative_to(site.root)}: {fault}")
    for sheet in sorted(site.root.rglob("*.css")):
        for url in _CSS_URL.findall(sheet.read_text(encoding="utf-8")):
            if urlsplit(url).scheme in ("http", "https") or url.startswith("//"):
                faults.append(f"{sheet.relative_to(site.root)}: loads '{url}' from another host.")
    return n_links, faults


def _links(tree: LexborHTMLParser) -> Iterator[tuple[LexborNode, str]]:
    for node in tree.css(_SELECTOR):
        for name in _ATTRIBUTES:
            if (value := node.attributes.get(name)) is None:
                continue
            urls = [it.split()[0] for it in value.split(",")] if name == "srcset" else [value]
            yield from ((node, url.strip()) for url in urls)


class _Site:
    def __init__(self, root: Path) -> None:
        self.root = root
        self.tree = cache(lambda path: LexborHTMLParser(path.read_text(encoding="utf-8")))
        self.ids = cache(self._ids)
        home = self.tree(root / "index.html").css_first("link[rel=canonical]")
        self.base = (home.attributes["href"] or "") if home else "http://localhost/"

    def _ids(self, path: Path) -> set[str]:
        tree = self.tree(path)
        named = {node.attributes["name"] or "" for node in tree.css("a[name]")}
        return named | {node.attributes["id"] or "" for node in tree.css("[id]")}

    def fault(self, page: Path, node: LexborNode, url: str) -> str | None:
        """What is wrong with `url` on `page`, in words."""
        parts = urlsplit(url)
        if parts.scheme not in ("", "http", "https"):
            is_known = parts.scheme in ("mailto", "tel", "data")
            return None if is_known else f"'{url}' has an unexpected scheme."
        here = urljoin(self.base, page.relative_to(self.root).as_posix())
        target, anchor = urldefrag(urljoin(here, url))
        if not target.startswith(self.base):
            return self._foreign(node, url, is_elsewhere=bool(parts.netloc))
        path = unquote(urlsplit(target).path).removeprefix(urlsplit(self.base).path.rstrip("/"))
        if path.startswith(SERVICE_PATHS):
            return None
        file = self.root / path.lstrip("/")
        if file.is_dir():
            file /= "index.html"
        if not file.is_file():
            return f"'{url}' leads to '{path}', which was not built."
        if anchor and file.suffix == ".html" and unquote(anchor) not in self.ids(file):
            return f"'{url}' leads to an anchor that '{path}' does not have."
        return None

    def _foreign(self, node: LexborNode, url: str, *, is_elsewhere: bool) -> str | None:
        if not is_elsewhere:
            return f"'{url}' leads out of the site."
        if node.tag == "a":
            return None
        if node.tag == "link" and (node.attributes.get("rel") or "") in SPOKEN_OF:
            return None
        return f"<{node.tag}> loads '{url}' from another host."


def main() -> int:
    site_dir = Path(sys.argv[1] if len(sys.argv) > 1 else "site")
    if not (site_dir / "index.html").is_file():
        sys.stderr.write(f"No built site in '{site_dir}'. Run `guide build`.\n")
        return 2
    n_links, faults = check_site(site_dir)
    sys.stdout.writelines(f"{fault}\n" for fault in faults)
    sys.stdout.write(f"{n_links} links followed, {len(faults)} at fault.\n")
    return 1 if faults else 0


if __name__ == "__main__":
    raise SystemExit(main())
