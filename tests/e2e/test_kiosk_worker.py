"""The kiosk's service worker before a network that dies in the middle of an answer."""

from __future__ import annotations

import http.server
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.e2e.test_board import KEPT
from tests.portal_process import wait_for

pytestmark = pytest.mark.browser

WORKER = Path("templates/tenants/noticeboard/kiosk_worker.js")
LIST = "<!doctype html><title>board</title><h1>board</h1>"
NOTICE = "<!doctype html><title>notice</title><h1>notice</h1>" + "<p>text</p>" * 2000


class Board(http.server.BaseHTTPRequestHandler):
    dying = False

    def do_GET(self) -> None:
        known = {
            "/kiosek/": (LIST, "text/html"),
            "/kiosek/1/": (NOTICE, "text/html"),
            "/kiosek/sluzba.js": (WORKER.read_text(), "text/javascript"),
        }
        text, content_type = known.get(self.path, ("", "text/plain"))
        body = text.encode()
        self.send_response(200 if text else 404)
        self.send_header("Content-Type", content_type)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if type(self).dying:
            self.wfile.write(body[: len(body) // 2])
            self.close_connection = True
        else:
            self.wfile.write(body)

    def log_message(self, *_arguments: object) -> None:
        pass


@pytest.fixture
def board() -> Iterator[str]:
    Board.dying = False
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Board)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://localhost:{server.server_port}"
    server.shutdown()
    server.server_close()
    thread.join()


def test_half_an_answer_does_not_replace_the_one_kept(chromium: Browser, board: str) -> None:
    context = chromium.new_context()
    page = context.new_page()
    page.goto(f"{board}/kiosek/")
    page.evaluate(
        """async notice => {
            await navigator.serviceWorker.register("sluzba.js");
            (await navigator.serviceWorker.ready).active.postMessage({keep: [notice]});
        }""",
        f"{board}/kiosek/1/",
    )
    wait_for(lambda: "/kiosek/1/" in page.evaluate(KEPT), 20, "the worker to keep the notice")
    Board.dying = True
    for _visit in range(2):
        page.goto(f"{board}/kiosek/1/")
        expect(page.locator("h1")).to_have_text("notice")
        expect(page.locator("p")).to_have_count(2000)
    context.close()
