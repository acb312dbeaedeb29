"""`guide serve --watch`: rebuild when an editor saves, then reload the open pages."""

import asyncio
import os
import threading
import time
from collections.abc import AsyncIterator, Callable, Iterable
from pathlib import Path
from typing import Any, Protocol

import yaml
from fastapi import APIRouter, Request
from starlette.responses import Response, StreamingResponse
from watchfiles import watch

from chatbot.errors import ChatbotError

DEBOUNCE_MS = 400
STEP_MS = 50
CONFIG_POLL_MS = 300
QUIET_SECONDS = 1.5
TICK_SECONDS = 0.1
TEXTS = (".md", ".questions.yml")
_SCRIPT = """\
let seen;
const source = new EventSource(new URL("live", document.currentScript.src));
source.onmessage = ({ data }) => {
  if (seen !== undefined && seen !== data) location.reload();
  seen = data;
};
addEventListener("pagehide", () => source.close());
"""


class LiveReload:
    """A number that grows with each build, for the open pages to hear of."""

    def __init__(self) -> None:
        self._n_builds = 0
        self.is_closed = False
        self.is_stopping: Callable[[], bool] = lambda: False

    @property
    def is_over(self) -> bool:
        """Whether open pages should hang up, so that the server can stop at once."""
        return self.is_closed or self.is_stopping()

    @property
    def version(self) -> str:
        return f"{os.getpid()}.{self._n_builds}"

    def bump(self) -> None:
        self._n_builds += 1


def script_tag(root_path: str) -> str:
    return f'<script src="{root_path}/api/live.js"></script>'


def live_routes(reload: LiveReload) -> APIRouter:
    """`/api/live`, server-sent events, and the script that listens to them."""
    router = APIRouter(prefix="/api", include_in_schema=False)

    @router.get("/live.js")
    async def live_script() -> Response:
        return Response(
            _SCRIPT, headers={"cache-control": "no-store"}, media_type="text/javascript"
        )

    @router.get("/live")
    async def live(request: Request) -> Response:
        headers = {"cache-control": "no-store"}
        return StreamingResponse(
            _events(reload, request), headers=headers, media_type="text/event-stream"
        )

    return router


async def _events(reload: LiveReload, request: Request) -> AsyncIterator[str]:
    told = None
    while not reload.is_over and not await request.is_disconnected():
        if told != reload.version:
            told = reload.version
            yield f"retry: 300\ndata: {told}\n\n"
        await asyncio.sleep(TICK_SECONDS)


class Build(Protocol):
    """Builds site and index; a patch renders the changed pages only."""

    def __call__(self, *, is_patch: bool) -> Any: ...


class Watcher:
    """Rebuilds on changes in the docs folder, mkdocs.yml and the theme's overrides, in a thread."""

    def __init__(self, config_file: Path, build: Build, say: Callable[[str], None]) -> None:
        self.reload = LiveReload()
        self._config_file = config_file
        self._build = build
        self._say = say
        self._stop = threading.Event()
        self._thread: threading.Thread | None = None
        self._on_built: tuple[Callable[[Any], object], ...] = ()
        self._patched_at: float | None = None

    def start(self, *on_built: Callable[[Any], object]) -> None:
        """Begin watching; each of `on_built` gets what a build returned that went well."""
        self._on_built = on_built
        self._thread = threading.Thread(target=self._run, name="watcher", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        self.reload.is_closed = True
        self._stop.set()
        if self._thread is not None:
            self._thread.join(timeout=5)

    def rebuild(self, *, is_patch: bool = False) -> bool:
        """Build once; a mistake is told in the terminal, and the last good site stays."""
        self._patched_at = None
        try:
            built = self._build(is_patch=is_patch)
        except ChatbotError as error:
            self._say(f"Error: {error}")
            self._say("The last good site stays up. Save again to try again.")
            return False
        except Exception as error:  # a fault of ours, or of a theme: watching goes on
            self._say(f"Error: the build failed: {error!r}. The last good site stays up.")
            return False
        for step in self._on_built:
            step(built)
        if is_patch:
            self._patched_at = time.monotonic()
        return True

    def update(self, paths: Iterable[Path]) -> None:
        """Build after a change, and reload the open pages.

        Where only texts changed, these pages alone; the whole site follows when the editor rests.
        """
        is_text = all(path.is_file() and path.name.endswith(TEXTS) for path in paths)
        if self.rebuild(is_patch=is_text):
            self.reload.bump()

    def _run(self) -> None:
        folders = watched_folders(self._config_file)
        names = ", ".join(f"'{path}'" for path in (self._config_file, *folders))
        self._say(f"Watching {names}. Save a file to rebuild.")
        stamp = _stamp(self._config_file)
        for changes in watch(
            *folders,
            debounce=DEBOUNCE_MS,
            step=STEP_MS,
            stop_event=self._stop,
            rust_timeout=CONFIG_POLL_MS,
            yield_on_timeout=True,
        ):
            changed = {Path(path) for _, path in changes}
            before, stamp = stamp, _stamp(self._config_file)
            if before != stamp:
                changed.add(self._config_file)
            if changed:
                self._say("Changed: " + ", ".join(sorted({path.name for path in changed})))
                self.update(changed)
            elif self._patched_at and time.monotonic() - self._patched_at > QUIET_SECONDS:
                self.rebuild()


def watched_folders(config_file: Path) -> list[Path]:
    """The docs folder and the theme's overrides, as far as they exist."""
    docs_dir, custom_dir = "docs", "overrides"
    try:
        config = yaml.load(config_file.read_text("utf-8"), Loader=_LooseLoader)  # a SafeLoader
        docs_dir = str(config.get("docs_dir") or docs_dir)
        theme = config.get("theme")
        if isinstance(theme, dict):
            custom_dir = str(theme.get("custom_dir") or custom_dir)
    except (OSError, yaml.YAMLError, AttributeError):
        pass  # the build says what is wrong with it; the usual folders are watched meanwhile
    paths = (config_file.parent / docs_dir, config_file.parent / custom_dir)
    return [path for path in paths if path.is_dir()]


def _stamp(path: Path) -> tuple[int, int] | None:
    """Changes when the file does, also where an editor puts a new file in its place."""
    try:
        stat = path.stat()
    except OSError:
        return None
    return stat.st_mtime_ns, stat.st_ino


class _LooseLoader(yaml.SafeLoader):
    """Reads mkdocs.yml without knowing its tags (!!python/name: and !ENV)."""


def _ignore_tag(loader: yaml.SafeLoader, suffix: str, node: yaml.Node) -> None:  # noqa: ARG001
    return None


_LooseLoader.add_multi_constructor("", _ignore_tag)
