"""HTTP load on this machine: some connections at once, each asking again when answered."""

from __future__ import annotations

import itertools
import socket
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass, field

TIMEOUT = 60  # seconds for one answer


@dataclass
class Load:
    """Answers of one run: their seconds, their bytes, and what was no answer of 200."""

    seconds: list[float] = field(default_factory=list)
    bytes: int = 0
    refused: list[str] = field(default_factory=list)


def run_load(
    port: int, addresses: Sequence[str], *, headers: str, at_once: int, seconds: float
) -> Load:
    """Ask for the addresses in turn, each connection once at least, until the time is over."""
    load = Load()
    until = time.monotonic() + seconds
    turn = itertools.cycle(addresses)
    lock = threading.Lock()

    def work() -> None:
        connection = Connection(port)
        while True:
            with lock:
                address = next(turn)
            began = time.perf_counter()
            status, size = connection.get(address, headers)
            took = time.perf_counter() - began
            with lock:
                load.seconds.append(took)
                load.bytes += size
                if status != 200:
                    load.refused.append(f"{address}: {status}")
            if time.monotonic() >= until:
                break
        connection.close()

    threads = [threading.Thread(target=work) for _ in range(at_once)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return load


class Connection:
    """A connection to a port of this machine that is kept alive and costs its caller little."""

    def __init__(self, port: int) -> None:
        self._port = port
        self._socket: socket.socket | None = None

    def get(self, address: str, headers: str = "") -> tuple[int, int]:
        """Return status and bytes of the body, status 0 for none; ask once more where the server
        closed meanwhile.
        """
        request = f"GET {address} HTTP/1.1\r\nHost: 127.0.0.1:{self._port}\r\n{headers}\r\n"
        for _ in range(2):
            try:
                return self._exchange(request.encode())
            except ConnectionError:
                self.close()
            except OSError:
                self.close()
                break
        return 0, 0

    def close(self) -> None:
        if self._socket:
            self._socket.close()
        self._socket = None

    def _exchange(self, request: bytes) -> tuple[int, int]:
        if self._socket is None:
            self._socket = socket.create_connection(("127.0.0.1", self._port), TIMEOUT)
        self._socket.sendall(request)
        received = bytearray()
        while (end := received.find(b"\r\n\r\n")) < 0:
            received += self._receive()
        head = bytes(received[:end]).lower()
        size = int(head.split(b"content-length:", 1)[1].split(b"\r\n", 1)[0])
        left = size - (len(received) - end - 4)
        while left > 0:
            left -= len(self._receive())
        if b"connection: close" in head:
            self.close()
        return int(head.split(b" ", 2)[1]), size

    def _receive(self) -> bytes:
        data = self._socket.recv(1 << 18) if self._socket else b""
        if not data:
            raise ConnectionResetError
        return data
