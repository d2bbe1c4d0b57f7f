"""A real SMTP server on the loopback, as small as can be: it keeps what it took, and refuses or
stops as told.
"""

from __future__ import annotations

import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

PATIENCE = 10  # seconds: no test waits longer for a peer that is gone


class MailServer(socketserver.ThreadingTCPServer):
    """``answers`` maps an address to the line RCPT gets; ``at_data`` is "take", "hang" or "hang up"
    after the text.
    """

    daemon_threads = True
    allow_reuse_address = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Talk)
        self.answers: dict[str, str] = {}
        self.at_data = "take"
        self.taken: list[tuple[str, EmailMessage]] = []
        self.has_text = threading.Event()
        self.may_go_on = threading.Event()

    @property
    def port(self) -> int:
        return self.server_address[1]

    @property
    def addressees(self) -> list[str]:
        return sorted(address for address, _ in self.taken)


class _Talk(socketserver.StreamRequestHandler):
    timeout = PATIENCE
    server: MailServer

    def say(self, line: str) -> None:
        self.wfile.write(line.encode() + b"\r\n")

    def handle(self) -> None:
        self.say("220 thu.example")
        to = ""
        while line := self.rfile.readline(1000).decode().strip():
            word = line[:4].upper()
            if word == "RCPT":
                to = line[line.index("<") + 1 : line.index(">")]
                self.say(self.server.answers.get(to, "250 ok"))
            elif word == "DATA":
                self.say("354 go on")
                if not self.take(to):
                    return
            elif word == "QUIT":
                self.say("221 bye")
                return
            else:
                self.say("250 ok")

    def take(self, to: str) -> bool:
        """Read the text; tell whether the talk goes on."""
        lines, how = [], self.server.at_data
        while (line := self.rfile.readline()) not in (b".\r\n", b""):
            lines.append(line)
        self.server.has_text.set()
        if how == "hang":
            self.server.may_go_on.wait(PATIENCE)
        if how != "take":
            return False
        message: Any = message_from_bytes(
            b"".join(lines).replace(b"\r\n", b"\n"), policy=policy.default
        )
        self.server.taken.append((to, message))
        self.say("250 taken")
        return True


@contextmanager
def mail_server() -> Iterator[MailServer]:
    with MailServer() as server:
        threading.Thread(
            target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True
        ).start()
        try:
            yield server
        finally:
            server.may_go_on.set()
            server.shutdown()
