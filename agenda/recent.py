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

# The nightly tasks (agenda/tasks.py) write dates and words that no row's own time of change tells: they are over by then.
NIGHT_ENDS = timedelta(hours=4)


def fingerprint():
    """What all public pages of the agenda are made of, in one query: it changes with any, and after each night."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT md5(concat_ws('|', {EVENTS}, {DIRECTORY}))")
        data = cursor.fetchone()[0]
    return f"{data} {(timezone.localtime() - NIGHT_ENDS).date()}"


class Recent:
    """Bodies and headers of answers by their key, the latest asked for, up to `SPACE` bytes in each process."""

    SPACE = 32_000_000

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
        if not response.streaming:
            with self.lock:
                self.bodies[key] = response.content, dict(response.items())
                while sum(len(body) for body, _headers in self.bodies.values()) > self.SPACE:
                    self.bodies.popitem(last=False)
        return response
