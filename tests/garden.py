"""A small site of our own, as HTML: what the tests of index, retrieval and answers share."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from keyword_encoder import KeywordEncoder

from chatbot.calibration import calibrate
from chatbot.encoder import Encoder
from chatbot.indexing.builder import BuildReport, build_index

PAGES: Mapping[str, str] = {
    "index.html": """<h1 id="garden">Garden club</h1>
        <p>The garden club lends tools and seeds to its members.</p>""",
    "tools/index.html": """<h1 id="tools">Tools</h1>
        <h2 id="spades">Spades</h2>
        <p>A spade may be borrowed for three days. Clean the spade before you return it.</p>
        <h2 id="mowers">Mowers</h2>
        <p>Only trained members may borrow the petrol mower.</p>
        <ul><li>Book the mower a week ahead.</li><li>Refill the petrol tank.</li></ul>""",
    "fees/index.html": """<h1 id="fees">Fees</h1>
        <p>Membership fees are due in January.</p>
        <table><thead><tr><th>Member</th><th>Fee</th></tr></thead><tbody>
        <tr><td>Adult</td><td>20 crowns a year</td></tr>
        <tr><td>Child</td><td>five crowns a year</td></tr></tbody></table>""",
}
QUESTIONS = """
spades:
  asks:
    - how long can I keep a spade
    - must the spade be washed
    - {after: May I borrow a mower?, ask: and a spade?}
  checks:
    - spade loan length
mowers:
  asks:
    - who is allowed on the lawn mower
    - petrol mower booking
"""


def write_site(folder: Path, pages: Mapping[str, str] = PAGES) -> Path:
    """Write pages as a Material site would have them."""
    for name, article in pages.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(
            "<!doctype html><html><head><title>x</title></head><body>"
            f"<article class='md-content__inner md-typeset'>{article}</article></body></html>",
            encoding="utf-8",
        )
    return folder


def build(site: Path, out: Path, encoder: Encoder | None = None, **options: Any) -> BuildReport:
    """Index a site with the keyword encoder."""
    return build_index(
        site, out, encoder=encoder or KeywordEncoder(), calibrate=calibrate, **options
    )
