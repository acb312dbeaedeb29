"""What the golden files hold: the sections that come out of one HTML page."""

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from chatbot.indexing.sections import split_page
from chatbot.indexing.site_reader import read_site

_WITNESS = "<main><h1 id='w'>Witness</h1></main>"


def observe(html: str, encoding: str = "utf-8") -> dict[str, Any]:
    """Read a site of the page 'x/' (and of one that is left aside), and describe what is found.

    A fragment becomes the article of a page; a whole document is taken as it is.
    """
    if not html.startswith("<!doctype"):
        html = f'<!doctype html><article class="md-content__inner">{html}</article>'
    with TemporaryDirectory() as folder:
        site = Path(folder)
        (site / "x").mkdir()
        (site / "x" / "index.html").write_bytes(html.encode(encoding))
        (site / "witness.html").write_text(_WITNESS, encoding="utf-8")
        reading = read_site(site)
    page = next((page for page in reading.pages if page.location == "x/"), None)
    if page is None:
        return {"left_out": True}
    cut = split_page(page)
    found: dict[str, Any] = {
        "title": page.title,
        "sections": [
            {
                "location": section.location,
                "breadcrumb": list(section.breadcrumb),
                "level": section.level,
                "parent": section.parent,
                "units": [f"{unit.block} {unit.kind}: {unit.text}" for unit in section.units],
            }
            for section in cut.sections
        ],
    }
    if page.updated:
        found["updated"] = page.updated
    if warnings := [*reading.warnings, *cut.warnings]:
        found["warnings"] = warnings
    return found
