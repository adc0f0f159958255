"""What a digest looks like to a mail program."""

from __future__ import annotations

import datetime as dt
import itertools
import re
from html.parser import HTMLParser
from typing import Any

import pytest
from django.core import mail

from shared.subscriptions import services
from shared.subscriptions.topics import Item
from tests.smtp_server import mail_server

pytestmark = pytest.mark.django_db


@pytest.fixture
def digest(lipova: Any, bulletin: Any, subscriber: Any, send: Any, at: Any) -> Any:
    """The digest of one subscriber as it arrives over SMTP, and its bytes."""

    def deliver(site: Any = lipova, settings: Any = None, **fields: Any) -> tuple[Any, bytes]:
        from django.conf import settings as known

        previous = known.EMAIL_BACKEND, known.EMAIL_HOST, known.EMAIL_PORT
        with mail_server() as (post, port):
            known.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
            known.EMAIL_HOST, known.EMAIL_PORT = "127.0.0.1", port
            try:
                subscriber(site, **fields)
                services.make_due()
                assert send() == 1
            finally:
                known.EMAIL_BACKEND, known.EMAIL_HOST, known.EMAIL_PORT = previous
            return post.messages[0], post.raw[0]

    return deliver


def test_headers(digest: Any, lipova: Any) -> None:
    lipova.email = "obec@lipova.cz"
    lipova.save()
    message, raw = digest(language="cs")
    assert message["From"].addresses[0].display_name == "Obec Lipová"
    assert message["To"].addresses[0].addr_spec == "eva@test.example"
    assert message["Reply-To"].addresses[0].addr_spec == "obec@lipova.cz"
    assert (
        message["Subject"]
        .strip()
        .startswith("Zpravodaj – Obec Lipová: 23. 11. 2026 – 29. 11. 2026")
    )
    assert message["List-Id"] == "<odber.lipova.sever.localhost>"
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["Message-ID"].endswith("@sever.localhost>")
    assert message["Date"].datetime == dt.datetime(2026, 11, 25, 11, tzinfo=dt.UTC)
    unsubscribe = message["List-Unsubscribe"].strip()
    assert unsubscribe.startswith("<http://lipova.sever.localhost:8000/odber/zrusit/")
    assert message["MIME-Version"] == "1.0"
    assert all(byte < 128 for byte in raw), "7-bit on the way"
    assert max(map(len, raw.split(b"\r\n"))) <= 998
    assert b"\n" not in raw.replace(b"\r\n", b"")


def test_text_and_html_say_the_same(digest: Any, bulletin: Any) -> None:
    bulletin.items = [
        Item(
            "Masopust <b>& ples</b>",
            "http://lipova.sever.localhost:8000/kalendar/1/?a=1&b=2",
            when="úterý 24. listopadu 2026, 18:00",
            where="Kulturní dům v Lipové",
            marks=("zrušeno", "změna"),
        )
    ]
    message, _raw = digest()
    assert message.get_content_type() == "multipart/alternative"
    text, html = message.iter_parts()
    assert (text.get_content_type(), html.get_content_type()) == ("text/plain", "text/html")
    plain = text.get_content()
    assert "ZRUŠENO, ZMĚNA: Masopust <b>& ples</b>" in plain
    assert "Kulturní dům v\u00a0Lipové" in plain
    assert "?a=1&b=2" in plain
    markup = html.get_content()
    assert "Masopust &lt;b&gt;&amp; ples&lt;/b&gt;" in markup
    assert "<strong>zrušeno, změna:</strong>" in markup
    assert not re.search(r"<(img|script|style|link|iframe)\b|background|color:|url\(|src=", markup)
    hosts = set(re.findall(r"https?://([^/\"]+)", markup))
    assert hosts == {"lipova.sever.localhost:8000"}, "nothing that tracks"
    assert "utm_" not in markup


def test_html_is_accessible(digest: Any) -> None:
    message, _raw = digest(language="de")
    markup = list(message.iter_parts())[1].get_content()

    class Reader(HTMLParser):
        tags: list[str] = []
        language = ""

        def handle_starttag(self, tag: str, attrs: Any) -> None:
            self.tags.append(tag)
            self.language = dict(attrs).get("lang") or self.language

    reader = Reader()
    reader.feed(markup)
    assert reader.language == "de"
    assert reader.tags.count("h1") == 1
    assert {"title", "h2", "ul", "li"} <= set(reader.tags)


@pytest.mark.parametrize("end", ["\r\n", "\n", "\r", "\x0b", "\u2028", "\x85"])
def test_no_text_reaches_the_headers_as_a_line_of_its_own(
    digest: Any, lipova: Any, bulletin: Any, monkeypatch: Any, end: str
) -> None:
    evil = f"Obec{end}Bcc: all@test.example{end}{end}<script>"
    type(lipova).objects.filter(pk=lipova.pk).update(name=evil[:90])
    monkeypatch.setattr(bulletin, "title", lambda: evil)
    monkeypatch.setattr(type(bulletin), "name", "zpravodaj")
    lipova.refresh_from_db()
    message, raw = digest()
    assert message["Bcc"] is None
    head = raw.partition(b"\r\n\r\n")[0]
    assert not re.search(rb"(?im)^bcc", head)


def test_lines_of_dots_survive(digest: Any, bulletin: Any) -> None:
    bulletin.items = [Item(".\r\n.\r\nQUIT", "http://lipova.sever.localhost:8000/", when=". konec")]
    message, _raw = digest()
    plain = next(message.iter_parts()).get_content()
    assert ". konec" in plain
    assert "QUIT" in plain


def test_nothing_to_tell_is_not_told(
    lipova: Any, bulletin: Any, subscriber: Any, send: Any, at: Any
) -> None:
    bulletin.items = []
    subscription = subscriber(lipova)
    services.make_due()
    send()
    assert mail.outbox == []
    assert subscription.deliveries.get().state == "empty"


def test_the_news_of_two_digests_neither_overlap_nor_leave_anything_out(
    lipova: Any, bulletin: Any, subscriber: Any, send: Any, at: Any
) -> None:
    subscriber(lipova, frequency="daily")
    for day in (26, 27, 29, 30):  # nothing on the 28th: the portal was away
        at.move_to(dt.datetime(2026, 11, day, 6, 30, tzinfo=dt.UTC))
        services.make_due()
        send()
    windows = bulletin.windows
    assert len(windows) == 4
    for one, following in itertools.pairwise(windows):
        assert one.until == following.since
    assert windows[2].until - windows[2].since == dt.timedelta(days=2)


def test_a_late_digest_does_not_tell_of_days_that_are_over(
    lipova: Any, bulletin: Any, subscriber: Any, send: Any, at: Any
) -> None:
    subscriber(lipova)
    services.make_due()  # on Wednesday
    send()
    assert bulletin.windows[0].first_day == dt.date(2026, 11, 25)
    assert bulletin.windows[0].last_day == dt.date(2026, 11, 29)
