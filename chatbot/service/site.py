"""The built site, served as files: nothing outside its folder, nothing hidden."""

import gzip
import hashlib
import re
import threading
import time
from collections import OrderedDict
from dataclasses import dataclass
from email.utils import formatdate, parsedate_to_datetime
from pathlib import Path
from urllib.parse import quote

from starlette.datastructures import Headers
from starlette.responses import Response

from chatbot.errors import SiteError
from chatbot.service.security import Policy, script_hashes

MAX_CACHED_BYTES = 32 * 2**20
MAX_SHARED_HASHES = 64
SWAP_SECONDS = 0.1
_GZIP_FROM_BYTES = 512
_HASHED = re.compile(r"\.[0-9a-f]{8,}(\.min)?\.(js|mjs|css|woff2?|svg|png)$")
_YEAR = "public, max-age=31536000, immutable"
_DAY = "public, max-age=86400"
_TYPES = {
    ".html": "text/html; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".mjs": "text/javascript; charset=utf-8",
    ".json": "application/json",
    ".map": "application/json",
    ".webmanifest": "application/manifest+json",
    ".xml": "application/xml",
    ".txt": "text/plain; charset=utf-8",
    ".md": "text/markdown; charset=utf-8",
    ".csv": "text/csv; charset=utf-8",
    ".ics": "text/calendar; charset=utf-8",
    ".svg": "image/svg+xml",
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".gif": "image/gif",
    ".webp": "image/webp",
    ".avif": "image/avif",
    ".ico": "image/x-icon",
    ".woff": "font/woff",
    ".woff2": "font/woff2",
    ".ttf": "font/ttf",
    ".pdf": "application/pdf",
    ".wasm": "application/wasm",
    ".gz": "application/gzip",
}
_COMPRESSIBLE = re.compile(r"^text/|json|xml|javascript|wasm")


@dataclass(frozen=True)
class SiteFile:
    """A file as it goes out. `stamp` is what the cache checks: time and size on disk."""

    body: bytes
    zipped: bytes | None
    media_type: str
    etag: str
    modified: float
    cache_control: str
    hashes: tuple[str, ...]
    stamp: tuple[int, int]


class Site:
    """Reads files through a cache. `head` and `tail` are put at the end of each page's head
    (what the widget is to know) and of its body (live reload).
    """

    def __init__(
        self, folder: Path, policy: Policy, *, root_path: str = "", head: str = "", tail: str = ""
    ) -> None:
        if not (folder / "index.html").is_file():
            raise SiteError(
                f"No site in '{folder}': 'index.html' is missing. Run `guide build` to create it."
            )
        self._folder = folder
        self._policy = policy
        self._root_path = root_path
        self._head = head
        self._tail = tail
        self._cache: OrderedDict[Path, SiteFile] = OrderedDict()
        self._n_cached_bytes = 0
        self._lock = threading.Lock()
        self._shared: tuple[str, ...] = ()
        self.refresh()

    def refresh(self) -> None:
        """Read all pages for their inline scripts: instant navigation runs those of other pages."""
        hashes: set[str] = set()
        for path in sorted(self._folder.rglob("*.html")):
            if file := self._read(path):
                hashes.update(file.hashes)
        self._shared = tuple(sorted(hashes)) if len(hashes) <= MAX_SHARED_HASHES else ()

    def find(self, location: str) -> SiteFile | None:
        """The file at a site-relative location, the index page of a folder; None where none is."""
        path = self._path(location)
        if path is None:
            return None
        if not self._folder.is_dir():
            time.sleep(SWAP_SECONDS)  # a build is putting its new folder in place
        if location == "" or location.endswith("/"):
            path = path / "index.html"
        return self._read(path)

    def is_folder(self, location: str) -> bool:
        """Whether the location lacks only the slash at its end."""
        return not location.endswith("/") and self.find(location + "/") is not None

    def respond(
        self, file: SiteFile, headers: Headers, *, status: int = 200, is_head: bool = False
    ) -> Response:
        """200 with the body, or 304 where the client has it."""
        is_zipped = file.zipped is not None and _accepts_gzip(headers)
        etag = f'"{file.etag}-gz"' if is_zipped else f'"{file.etag}"'
        out = {
            "cache-control": file.cache_control,
            "etag": etag,
            "last-modified": formatdate(file.modified, usegmt=True),
        }
        if file.zipped is not None:
            out["vary"] = "Accept-Encoding"
        if file.media_type.startswith("text/html"):
            out["content-security-policy"] = self.policy_of(file.hashes)
        if status == 200 and _is_fresh(headers, file):
            return Response(None, 304, out)
        body = file.zipped if is_zipped and file.zipped is not None else file.body
        if is_zipped:
            out["content-encoding"] = "gzip"
        response = Response(b"" if is_head else body, status, out, file.media_type)
        response.headers["content-length"] = str(len(body))
        return response

    def policy_of(self, hashes: tuple[str, ...]) -> str:
        return self._policy.page(sorted({*hashes, *self._shared}))

    def _path(self, location: str) -> Path | None:
        parts = location.rstrip("/").split("/") if location else []
        for part in parts:
            if part in ("", ".", "..") or part.startswith("."):
                return None
            if any(char in part for char in "\\:\0") or len(part.encode()) > 255:
                return None
        return self._folder.joinpath(*parts)

    def _read(self, path: Path) -> SiteFile | None:
        try:
            real = path.resolve(strict=True)
            if not real.is_relative_to(self._folder.resolve()) or not real.is_file():
                return None
            stat = real.stat()
            stamp = (stat.st_mtime_ns, stat.st_size)
            with self._lock:
                cached = self._cache.get(path)
            if cached is not None and cached.stamp == stamp:
                return cached
            body = real.read_bytes()
        except (OSError, ValueError, RuntimeError):  # RuntimeError: a circle of links
            return None
        file = self._prepare(path, body, stat.st_mtime, stamp)
        self._keep(path, file)
        return file

    def _prepare(
        self, path: Path, body: bytes, modified: float, stamp: tuple[int, int]
    ) -> SiteFile:
        media_type = _TYPES.get(path.suffix.lower(), "application/octet-stream")
        hashes: tuple[str, ...] = ()
        if path.suffix.lower() == ".html":
            text = body.decode("utf-8", "replace")
            if path == self._folder / "404.html":
                text = rebased(text, self._root_path)
            text = text.replace("</head>", f"{self._head}</head>", 1)
            before, end, after = text.rpartition("</body>")
            if self._tail and end:
                text = before + self._tail + end + after
            hashes = script_hashes(text)
            body = text.encode()
        zipped = None
        if len(body) >= _GZIP_FROM_BYTES and _COMPRESSIBLE.search(media_type):
            zipped = gzip.compress(body, 6, mtime=0)
        return SiteFile(
            body=body,
            zipped=zipped,
            media_type=media_type,
            etag=hashlib.sha256(body).hexdigest()[:32],
            modified=modified,
            cache_control=_cache_control(path.name, media_type),
            hashes=hashes,
            stamp=stamp,
        )

    def _keep(self, path: Path, file: SiteFile) -> None:
        with self._lock:
            old = self._cache.pop(path, None)
            self._n_cached_bytes -= _n_bytes(old) if old else 0
            self._cache[path] = file
            self._n_cached_bytes += _n_bytes(file)
            while self._n_cached_bytes > MAX_CACHED_BYTES and len(self._cache) > 1:
                _, oldest = self._cache.popitem(last=False)
                self._n_cached_bytes -= _n_bytes(oldest)


def slash_target(location: str) -> str:
    """Where a folder asked for without its slash is, relative to the request."""
    return "./" + quote(location.rpartition("/")[2]) + "/"


def rebased(page: str, root_path: str) -> str:
    """404.html holds absolute paths below `site_url`; the same page below `root_path`."""
    found = re.search(r'"base":\s*"(/[^"]*)"', page)
    base = found[1].rstrip("/") if found else ""
    if not base or base == root_path:
        return page
    page = re.sub(rf'("base":\s*"){re.escape(base)}/?"', rf'\g<1>{root_path or "/"}"', page)
    return page.replace(f'"{base}/', f'"{root_path}/').replace(f'"{base}"', f'"{root_path}/"')


def _cache_control(name: str, media_type: str) -> str:
    if _HASHED.search(name):
        return _YEAR
    return _DAY if media_type.startswith(("image/", "font/")) else "no-cache"


def _n_bytes(file: SiteFile) -> int:
    return len(file.body) + len(file.zipped or b"")


def _accepts_gzip(headers: Headers) -> bool:
    for word in headers.get("accept-encoding", "").lower().split(","):
        name, _, weight = word.strip().partition(";")
        if name.strip() in ("gzip", "*"):
            return weight.replace(" ", "") not in ("q=0", "q=0.0", "q=0.00", "q=0.000")
    return False


def _is_fresh(headers: Headers, file: SiteFile) -> bool:
    known = headers.get("if-none-match")
    if known is not None:
        tags = {tag.strip().removeprefix("W/").strip('"') for tag in known.split(",")}
        return bool(tags & {"*", file.etag, f"{file.etag}-gz"})
    since = headers.get("if-modified-since")
    try:
        return since is not None and int(file.modified) <= parsedate_to_datetime(since).timestamp()
    except ValueError:
        return False
