"""Long answers leave as they are made; only what is small is kept."""

import pytest
from django.http import HttpResponse, StreamingHttpResponse

from agenda import streamed
from agenda.recent import Recent

PART = b"x" * 1000


def made(number, told):
    """So many parts of 1,000 bytes, each telling when it is made."""
    for n in range(number):
        told.append(n)
        yield PART


def test_short_answer_has_its_length():
    response = streamed.answer(part for part in ["début ", b"fin"])

    assert not response.streaming
    assert response.content == "début fin".encode()


def test_long_answer_begins_before_it_is_made():
    told = []

    response = streamed.answer(made(1000, told))

    assert response.streaming
    assert len(told) == 64
    assert response.getvalue() == PART * 1000
    assert len(told) == 1000


def test_answer_of_many_small_parts_begins_after_some():
    told = []

    response = streamed.answer(made(10, told), most=2, piece=1)

    assert (response.streaming, len(told)) == (True, 2)
    assert [len(piece) for piece in response.streaming_content] == [1000] * 10
    assert not streamed.answer(made(1, []), most=2).streaming


def test_long_answer_leaves_in_pieces():
    sizes = [len(piece) for piece in streamed.answer(made(1000, [])).streaming_content]

    assert sizes == [streamed.PIECE] * 31 + [8000]


def test_answer_without_its_body_is_not_made():
    told = []
    response = streamed.answer(made(1000, told))

    response.drop()

    assert response.getvalue() == b""
    assert len(told) == 64


@pytest.mark.django_db
def test_reader_who_leaves_closes_what_is_read():
    told = []

    def parts():
        try:
            yield from made(1000, told)
        finally:
            told.append("closed")

    recent = Recent()
    for read in (0, 1):
        response = recent.keep("key", streamed.answer(parts()))
        for _ in range(read):
            next(iter(response.streaming_content))
        response.close()

    assert told.count("closed") == 2
    assert told.index("closed") == 64
    assert recent.get("key") is None


def test_streamed_answer_is_kept_once_it_was_sent_whole():
    recent = Recent()
    response = recent.keep("key", StreamingHttpResponse(iter([PART, PART]), headers={"X-Name": "a"}))
    response["X-Request-ID"] = "of the first request"

    before = recent.get("key")
    sent = response.getvalue()

    assert before is None
    assert recent.get("key").content == sent == PART * 2
    assert recent.get("key")["X-Name"] == "a"
    assert "X-Request-ID" not in recent.get("key")


def test_large_answer_is_not_kept():
    recent = Recent()
    recent.LARGEST = 1500

    streaming = recent.keep("streamed", StreamingHttpResponse(made(2, [])))

    assert streaming.getvalue() == PART * 2
    assert recent.keep("whole", HttpResponse(PART * 2)).content == PART * 2
    assert list(recent.bodies) == []
