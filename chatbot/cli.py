"""`guide`: build · index · serve · ask · evaluate."""

import argparse
import gc
import json
import os
import sys
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

from chatbot.errors import ChatbotError
from chatbot.site_process import SiteProcess

if TYPE_CHECKING:
    from chatbot.answering.composer import Reply

DEFAULT_INDEX = Path("index")

# Each command imports what it needs when it runs: all of it takes a second.


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; 0 when it went well, 1 when its checks failed, 2 when it could not run."""
    options = _parser().parse_args(arguments)
    try:
        status = int(options.run(options) or 0)
        sys.stdout.flush()
        return status
    except ChatbotError as error:
        print(f"guide {options.command}: {error}", file=sys.stderr)
        return 2
    except BrokenPipeError:  # `guide ask … | head`: the reader has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except KeyboardInterrupt:
        return 130


def _build(options: argparse.Namespace) -> None:
    gc.disable()  # what a build makes is wanted to its end; looking through it takes 0.4 s
    with SiteProcess(options.config) as site:  # MkDocs first: it takes longest
        from chatbot.publish import build_guide

        build_guide(site, options.index, report=print, encoder_dir=options.encoder)
    gc.freeze()  # nor is it looked through as the program ends


def _index(options: argparse.Namespace) -> None:
    from chatbot.calibration import calibrate
    from chatbot.indexing.builder import build_index, choose_encoder

    built = build_index(
        options.site, options.out, encoder=choose_encoder(options.questions, options.encoder),
        calibrate=calibrate, docs_dir=options.questions,
    )  # fmt: skip
    for warning in built.warnings:
        print(f"Warning: {warning}", file=sys.stderr)
    print(built)


def _serve(options: argparse.Namespace) -> int:
    from chatbot.service.app import serve
    from chatbot.service.settings import load_settings

    given = {
        "site_dir": options.site, "index_dir": options.index,
        "host": options.host, "port": options.port,
    }  # fmt: skip
    settings = load_settings({name: value for name, value in given.items() if value is not None})
    return int(serve(settings, watch=options.watch) or 0)


def _ask(options: argparse.Namespace) -> None:
    from chatbot.answering.assistant import FaqAssistant

    reply = FaqAssistant.load(options.index, options.encoder).reply(options.question)
    if options.json:
        print(json.dumps(asdict(reply), ensure_ascii=False, indent=1))
    else:
        print(_as_text(reply))


def _as_text(reply: "Reply") -> str:
    lines = []
    if reply.corrected_question:
        lines.append(f"Showing results for: {reply.corrected_question}")
    if reply.is_weak:
        lines.append("Closest passage in the guide:")
    lines.append(reply.text)
    lines += [f"  [{n}] {' › '.join(c.breadcrumb)}  {c.location}"
              for n, c in enumerate(reply.citations, 1)]  # fmt: skip
    links = reply.choices or reply.suggestions
    lines += [f"  - {' › '.join(link.breadcrumb)}  {link.location}" for link in links]
    return "\n".join(lines)


def _evaluate(options: argparse.Namespace) -> int:
    from chatbot.evaluation.command import evaluate_command

    return evaluate_command(options)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="guide", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)

    build = commands.add_parser("build", help="MkDocs, then the index")
    build.add_argument(
        "--config", type=Path, default=Path("mkdocs.yml"), help="default: mkdocs.yml"
    )
    _add_index(build)
    build.set_defaults(run=_build)

    index = commands.add_parser("index", help="index any built Material or Zensical site")
    index.add_argument("site", type=Path, metavar="SITE_DIR")
    index.add_argument("--out", type=Path, required=True, metavar="DIR")
    index.add_argument(
        "--questions", type=Path, metavar="DOCS_DIR", help="folder of *.questions.yml"
    )
    _add_encoder(index)
    index.set_defaults(run=_index)

    serve = commands.add_parser("serve", help="site and API on one port")
    serve.add_argument("--site", type=Path, metavar="DIR")
    serve.add_argument("--index", type=Path, metavar="DIR")
    serve.add_argument("--host")
    serve.add_argument("--port", type=int)
    serve.add_argument("--watch", action="store_true", help="rebuild when an editor saves")
    serve.set_defaults(run=_serve)

    ask = commands.add_parser("ask", help="one question, answered in the terminal")
    ask.add_argument("question")
    ask.add_argument("--json", action="store_true")
    _add_index(ask)
    ask.set_defaults(run=_ask)

    evaluate = commands.add_parser("evaluate", help="measure the answers to a file of questions")
    evaluate.add_argument(
        "file", type=Path, metavar="FILE.jsonl", help="or a folder of *.questions.yml: their checks"
    )
    evaluate.add_argument(
        "--report", type=Path, metavar="DOCS_DIR", help="write tables and charts into its page"
    )
    evaluate.add_argument("--json", action="store_true")
    evaluate.add_argument("--failures", action="store_true", help="list the questions that failed")
    _add_index(evaluate)
    evaluate.set_defaults(run=_evaluate)
    return parser


def _add_index(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--index", type=Path, default=DEFAULT_INDEX, metavar="DIR")
    _add_encoder(parser)


def _add_encoder(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--encoder", type=Path, metavar="DIR", help="in place of those that come with the program"
    )
