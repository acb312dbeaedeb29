"""The site on the same port: what is served, what is not, and with which headers."""

import base64
import gzip
import hashlib
import os
from pathlib import Path

import httpx
import pytest
from selectolax.lexbor import LexborHTMLParser
from service_support import INLINE, make_app, make_settings, running, served, write_site
from starlette.testclient import TestClient

from chatbot.errors import SiteError
from chatbot.service.app import create_app
from chatbot.service.security import Policy, script_hashes
from chatbot.service.site import Site


def hash_of(script: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()}'"


@pytest.mark.parametrize(
    ("path", "media_type"),
    [
        ("/", "text/html; charset=utf-8"),
        ("/ask/", "text/html; charset=utf-8"),
        ("/assets/app.js", "text/javascript; charset=utf-8"),
        ("/assets/chat/loader.mjs", "text/javascript; charset=utf-8"),
        ("/assets/main.0a1b2c3d.min.css", "text/css; charset=utf-8"),
        ("/assets/font.woff2", "font/woff2"),
        ("/search/search_index.json", "application/json"),
        ("/sitemap.xml", "application/xml"),
    ],
)
def test_files_have_their_type_and_the_security_headers(
    client: TestClient, path: str, media_type: str
) -> None:
    response = client.get(path)
    assert response.status_code == 200
    assert response.headers["content-type"] == media_type
    assert response.headers["x-content-type-options"] == "nosniff"
    assert response.headers["referrer-policy"] == "same-origin"
    assert "camera=()" in response.headers["permissions-policy"]
    assert "frame-ancestors 'none'" in response.headers["content-security-policy"]
    assert response.headers["x-frame-options"] == "DENY"
    assert "set-cookie" not in response.headers
    head = client.head(path)
    assert head.status_code == 200
    assert head.content == b""
    assert head.headers["content-length"] == response.headers["content-length"]


def test_inline_scripts_are_allowed_by_hash_only(client: TestClient) -> None:
    policy = client.get("/").headers["content-security-policy"]
    scripts = next(part for part in policy.split("; ") if part.startswith("script-src"))
    assert hash_of(INLINE) in scripts
    assert "unsafe" not in scripts
    assert "object-src 'none'" in policy
    assert "base-uri 'self'" in policy
    assert "form-action 'self'" in policy
    assert hash_of(INLINE) in client.get("/faq/").headers["content-security-policy"], (
        "instant navigation runs other pages' scripts under the first page's policy"
    )


def test_data_blocks_and_files_need_no_hash() -> None:
    page = (
        '<script type="application/json">{}</script><script src="a.js"></script>'
        "<SCRIPT type=module>\r\n1</SCRIPT>"
    )
    assert script_hashes(page) == (hash_of("\n1"),)


def test_pages_tell_the_widget_what_the_settings_say(tmp_path: Path) -> None:
    with running(tmp_path) as client:
        assert "<meta name=" not in client.get("/").text
    contact = "https://example.org/?a=1&b='"
    with running(tmp_path, feedback=False, contact_url=contact) as client:
        told = (
            '<meta name="chat:contact" content="https://example.org/?a=1&amp;b=&#x27;">'
            '<meta name="chat:feedback" content="off"></head>'
        )
        assert told in client.get("/").text
        page = LexborHTMLParser(client.get("/answer", params={"q": "code"}).text)
        assert page.css_first("meta[name='chat:feedback']").attributes["content"] == "off"
        assert page.css_first("meta[name='chat:contact']").attributes["content"] == contact


def test_frame_ancestors_follow_the_setting(tmp_path: Path) -> None:
    with running(tmp_path, frame_ancestors="self,https://a.example") as client:
        headers = client.get("/").headers
        assert "frame-ancestors 'self' https://a.example" in headers["content-security-policy"]
        assert "x-frame-options" not in headers


@pytest.mark.parametrize(
    "path",
    [
        "/../manifest.json",
        "/..%2findex%2fmanifest.json",
        "/%2e%2e/index/manifest.json",
        "/assets/..%2f..%2findex%2fmanifest.json",
        "/..%5cindex%5cmanifest.json",
        "/%2fetc/passwd",
        "//etc/passwd",
        "/.hidden/secret.txt",
        "/%00",
        "/index.html%00.png",
        "/link.txt",
        "/linked/manifest.json",
        "/" + "a" * 300,
        "/C:/Windows",
    ],
)
def test_nothing_outside_the_site_is_served(tmp_path: Path, path: str) -> None:
    settings = make_settings(tmp_path)
    (tmp_path / "secret.txt").write_text("secret")
    os.symlink(tmp_path / "secret.txt", settings.site_dir / "link.txt")
    os.symlink(settings.index_dir, settings.site_dir / "linked")
    with served(make_app(tmp_path)) as address:
        connection = httpx.Client(base_url=address)
        raw = httpx.URL(address).copy_with(raw_path=path.encode())
        response = connection.request("GET", raw)
        connection.close()
    assert response.status_code == 404
    assert "secret" not in response.text
    assert "index-1" not in response.text


def test_missing_page_is_the_sites_own_404(client: TestClient) -> None:
    response = client.get("/nowhere/")
    assert response.status_code == 404
    assert "Lost?" in response.text
    assert 'href="/assets/main.0a1b2c3d.min.css"' in response.text, "not below site_url's path"
    assert '"base": "/"' in response.text


def test_folder_without_its_slash_is_redirected_within_the_site(client: TestClient) -> None:
    response = client.get("/faq?x=1")
    assert response.status_code == 308
    assert response.headers["location"] == "./faq/?x=1"


def test_methods_that_a_page_does_not_take(client: TestClient) -> None:
    response = client.post("/faq/")
    assert response.status_code == 405
    assert response.headers["allow"] == "GET, HEAD"


def test_second_visit_gets_304(client: TestClient) -> None:
    first = client.get("/faq/")
    assert first.headers["cache-control"] == "no-cache"
    by_tag = client.get("/faq/", headers={"if-none-match": first.headers["etag"]})
    assert (by_tag.status_code, by_tag.content) == (304, b"")
    assert by_tag.headers["etag"] == first.headers["etag"]
    modified = {"if-modified-since": first.headers["last-modified"]}
    assert client.get("/faq/", headers=modified).status_code == 304
    assert client.get("/faq/", headers={"if-modified-since": "no date"}).status_code == 200


def test_files_named_by_their_hash_are_kept_for_long(client: TestClient) -> None:
    assert "immutable" in client.get("/assets/main.0a1b2c3d.min.css").headers["cache-control"]
    assert client.get("/assets/app.js").headers["cache-control"] == "no-cache"


def test_large_texts_are_compressed_where_wanted(tmp_path: Path) -> None:
    with served(make_app(tmp_path)) as address:
        plain = httpx.get(f"{address}/faq/", headers={"accept-encoding": "gzip;q=0"})
        zipped = httpx.get(f"{address}/faq/", headers={"accept-encoding": "gzip"})
        assert "content-encoding" not in plain.headers
        assert zipped.headers["content-encoding"] == "gzip"
        assert zipped.headers["vary"] == "Accept-Encoding"
        assert int(zipped.headers["content-length"]) < len(plain.content)
        assert zipped.content == plain.content
        assert zipped.headers["etag"] != plain.headers["etag"]


def test_changed_file_is_served_anew(tmp_path: Path) -> None:
    site = Site(write_site(tmp_path / "site"), Policy(("none",)))
    before = site.find("faq/")
    (tmp_path / "site/faq/index.html").write_text("<html><body>new</body></html>" + " " * 600)
    after = site.find("faq/")
    assert before is not None
    assert after is not None
    assert before.etag != after.etag
    assert after.zipped is not None
    assert gzip.decompress(after.zipped) == after.body


def test_service_needs_a_built_site(tmp_path: Path) -> None:
    settings = make_settings(tmp_path, site_dir=tmp_path / "nowhere")
    with pytest.raises(SiteError, match=r"'index.html' is missing. Run `guide build`"):
        create_app(settings)


def test_pages_below_a_path_of_a_proxy(tmp_path: Path) -> None:
    with running(tmp_path, root_path="/guide") as client:
        for prefix in ("", "/guide"):
            assert client.get(f"{prefix}/faq/").status_code == 200
            assert client.get(f"{prefix}/api/health").status_code == 200
            assert 'href="/guide/assets' in client.get(f"{prefix}/none").text
            assert client.get(f"{prefix}/api/none").json()["error"]["code"] == "not_found"
