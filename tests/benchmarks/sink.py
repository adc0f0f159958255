"""A mail server that takes everything and keeps nothing: `python -m tests.benchmarks.sink`.

Prints its port; at the end of its input the number of letters and of different Message-IDs.
"""

from __future__ import annotations

import asyncio
import hashlib
import sys


class Sink:
    def __init__(self) -> None:
        self.letters = 0
        self.seen: set[bytes] = set()

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"220 sink\r\n")
        while line := await reader.readline():
            word = line[:4].upper()
            if word == b"DATA":
                writer.write(b"354 go on\r\n")
                text = await reader.readuntil(b"\r\n.\r\n")
                self.letters += 1
                head = text.partition(b"\r\n\r\n")[0]
                name = head.lower().partition(b"message-id:")[2].partition(b"\r\n")[0].strip()
                self.seen.add(hashlib.blake2b(name, digest_size=12).digest())
                writer.write(b"250 taken\r\n")
            elif word == b"QUIT":
                writer.write(b"221 bye\r\n")
                break
            else:
                writer.write(b"250 sink\r\n")
        writer.close()


async def main() -> None:
    sink = Sink()
    server = await asyncio.start_server(sink.serve, "127.0.0.1", 0, limit=2**22)
    print(server.sockets[0].getsockname()[1], flush=True)
    await asyncio.to_thread(sys.stdin.read)
    print(sink.letters, len(sink.seen), flush=True)


if __name__ == "__main__":
    asyncio.run(main())
