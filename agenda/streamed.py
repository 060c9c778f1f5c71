"""Long answers, sent as they are made: the first byte doesn't wait for the last row, and memory holds one piece."""

from itertools import chain

from django.http import HttpResponse, StreamingHttpResponse

# Bytes below which an answer is sent whole, with its length. They take some hundredths of a second to make.
WHOLE = 64_000
# Bytes handed over at a time to the server, which writes each lot to the network.
PIECE = 32_000


def answer(parts, *, most=None, piece=PIECE):
    """
    A response of what this generator yields, texts or bytes: whole where it ends within `WHOLE` bytes (and `most`
    parts, where their size doesn't tell the time that they take), else streamed.
    """
    first, size = [], 0
    for part in parts:
        first.append(part.encode() if isinstance(part, str) else part)
        size += len(first[-1])
        if size >= WHOLE or len(first) == most:
            return Streamed(Pieces(first, parts, piece))
    return HttpResponse(b"".join(first))


class Streamed(StreamingHttpResponse):
    def __init__(self, pieces):
        super().__init__(pieces)
        self.pieces = pieces

    def drop(self):
        """The headers alone, as HEAD asks: the rest is not even made."""
        self.pieces.close()
        self.streaming_content = []


class Pieces:
    """What was read, then the rest. When its reader leaves, the rest is closed, and the cursor that it reads from."""

    def __init__(self, first, rest, length):
        self.rest = rest
        self.pieces = gathered(chain(first, rest), length)

    def __iter__(self):
        return self.pieces

    def close(self):
        self.pieces.close()
        self.rest.close()


def gathered(parts, length):
    """The same bytes in pieces of some `length` bytes."""
    waiting, size = [], 0
    for part in parts:
        part = part.encode() if isinstance(part, str) else part
        waiting.append(part)
        size += len(part)
        if size >= length:
            yield b"".join(waiting)
            waiting, size = [], 0
    if waiting:
        yield b"".join(waiting)
