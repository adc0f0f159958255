"""`manage.py bounces`: reads reports of letters that came back, from a pipe, a Maildir or IMAP."""

from __future__ import annotations

import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from shared.subscriptions import bounces, mailbox, services


class Command(BaseCommand):
    help = (
        "Reads reports of letters that came back and ends subscriptions whose address is gone. "
        "Without an option one mail from standard input, as a mail server's pipe delivers it."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        source = parser.add_mutually_exclusive_group()
        source.add_argument("--maildir", type=Path, help="folder with new/ and cur/")
        source.add_argument("--imap", action="store_true", help="the mailbox of BOUNCES_URL")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["maildir"]:
            mails = mailbox.maildir(options["maildir"])
        elif options["imap"]:
            if not settings.BOUNCES_URL:
                raise CommandError("Set BOUNCES_URL=imaps://name:password@host/folder first.")
            mails = mailbox.imap(settings.BOUNCES_URL)
        else:
            mails = iter([(sys.stdin.buffer.read(bounces.LARGEST + 1), lambda: None)])
        try:
            seen, ours = services.read_returned(mails)
        except (OSError, mailbox.imaplib.IMAP4.error, mailbox.BadAddress) as error:
            raise CommandError(f"The mailbox cannot be read: {error}") from error
        self.stdout.write(f"{seen} mails read, {ours} of them reports about our letters")
