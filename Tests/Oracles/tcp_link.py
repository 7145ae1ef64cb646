"""A link between processes that can be cut: forwards TCP connections to a port, until told otherwise.

Usage: tcp_link.py TARGET_PORT [PORT]. Prints the port that it listens on. Lines on standard input: "cut" (bytes stay where they are, new connections
get no answer: what a dead network does), "heal" (they go on), "reset" (every connection is closed). Ends with its standard input.
"""
import asyncio
import sys


class Link:
    def __init__(self, target: int) -> None:
        self.target = target
        self.whole = asyncio.Event()
        self.whole.set()
        self.writers: set[asyncio.StreamWriter] = set()

    async def pump(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while data := await reader.read(1 << 16):
                await self.whole.wait()
                writer.write(data)
                await writer.drain()
        except (OSError, asyncio.CancelledError):
            # Closed by the other end, or by the end of this program.
            pass
        finally:
            writer.close()
            self.writers.discard(writer)

    async def accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.writers.add(writer)
        await self.whole.wait()
        try:
            back, forth = await asyncio.open_connection("127.0.0.1", self.target)
        except OSError:
            writer.close()
            return
        self.writers.add(forth)
        await asyncio.gather(self.pump(reader, forth), self.pump(back, writer))

    def obey(self, word: str) -> None:
        if word == "cut":
            self.whole.clear()
        elif word == "heal":
            self.whole.set()
        elif word == "reset":
            for writer in list(self.writers):
                writer.close()


async def main() -> None:
    link = Link(int(sys.argv[1]))
    server = await asyncio.start_server(link.accept, "127.0.0.1", int(sys.argv[2]) if len(sys.argv) > 2 else 0)
    print(server.sockets[0].getsockname()[1], flush=True)
    lines = asyncio.StreamReader()
    await asyncio.get_running_loop().connect_read_pipe(lambda: asyncio.StreamReaderProtocol(lines), sys.stdin)
    while line := await lines.readline():
        link.obey(line.decode().strip())


if __name__ == "__main__":
    asyncio.run(main())
