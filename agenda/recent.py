"""
The last answers of this process. What visitors ask for changes a few times a day and is asked for all day: it is
rendered once for each state of the data. Nothing expires; an answer is found again only while the data's
fingerprint, read first at each request, is still the same, so it is never older than its data.
"""

from collections import OrderedDict
from datetime import timedelta
from threading import Lock

from django.db import connection
from django.http import HttpResponse
from django.utils import timezone

from associations.fingerprint import DIRECTORY

EVENTS = """
    (SELECT concat(count(*), ':', sum(extract(epoch FROM updated_at)), ':', max(written_until))
       FROM agenda_event WHERE state = 'published')
"""

# The places that cards tell (models/admission.py), and whether one may still register: few rows, those of dates to come
# that somebody registered for, each looked up by its key. More places than are told change nothing.
SEATS = """
    (SELECT sum((SELECT hashtext(concat_ws(':', date.id, capacity - seats.taken,
                                 date.starts_at > %(now)s + make_interval(hours => closes_hours_before)))
                   FROM agenda_occurrence AS date JOIN agenda_event AS event ON event.id = date.event_id
                  WHERE date.id = seats.occurrence_id
                    AND registering = 'here' AND capacity - seats.taken <= 10))
       FROM agenda_seats AS seats WHERE told_starts_at > %(now)s)
"""

# The nightly tasks (agenda/tasks.py) write dates and words that no row's own time of change tells: they are over by then.
NIGHT_ENDS = timedelta(hours=4)


def fingerprint():
    """What all public pages of the agenda are made of, in one query: it changes with any, and after each night."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT md5(concat_ws('|', {EVENTS}, {DIRECTORY}, {SEATS}))", {"now": timezone.now()})
        data = cursor.fetchone()[0]
    return f"{data} {(timezone.localtime() - NIGHT_ENDS).date()}"


class Recent:
    """
    Bodies and headers of answers by their key, the latest asked for, up to `SPACE` bytes in each process. What is
    longer than `LARGEST` is made anew each time: it would push out all that is asked for more often.
    """

    SPACE = 32_000_000
    LARGEST = 2_000_000

    def __init__(self):
        self.bodies = OrderedDict()
        self.lock = Lock()

    def get(self, key):
        with self.lock:
            if key not in self.bodies:
                return None
            self.bodies.move_to_end(key)
            body, headers = self.bodies[key]
        return HttpResponse(body, headers=headers)

    def keep(self, key, response):
        """The answer itself. One that is streamed is kept once it was sent whole."""
        headers = dict(response.items())
        if response.streaming:
            response.streaming_content = self._copied(key, headers, response.streaming_content)
        else:
            self._store(key, headers, response.content)
        return response

    def _copied(self, key, headers, pieces):
        copy, size = [], 0
        for piece in pieces:
            size += len(piece)
            if size <= self.LARGEST:
                copy.append(piece)
            else:
                copy.clear()
            yield piece
        if size <= self.LARGEST:
            self._store(key, headers, b"".join(copy))

    def _store(self, key, headers, body):
        if len(body) > self.LARGEST:
            return
        with self.lock:
            self.bodies[key] = body, headers
            while sum(len(body) for body, _headers in self.bodies.values()) > self.SPACE:
                self.bodies.popitem(last=False)
