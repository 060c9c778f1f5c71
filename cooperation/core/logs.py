"""One identifier per request, in every log line and in the response, so that a report can be followed."""

import json
import logging
import re
import time
import uuid
from contextvars import ContextVar

current_request_id: ContextVar[str] = ContextVar("request_id", default="-")
_ACCEPTABLE = re.compile(r"[A-Za-z0-9_-]{8,64}")


class RequestIdMiddleware:
    """
    Takes the proxy's X-Request-ID when it is well formed, else makes one; gives it back in the response.

    It stays until the thread's next request: Django logs a refusal (404, 403) after the last middleware.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        given = request.headers.get("X-Request-ID", "")
        request.id = given if _ACCEPTABLE.fullmatch(given) else uuid.uuid4().hex
        current_request_id.set(request.id)
        response = self.get_response(request)
        response["X-Request-ID"] = request.id
        return response


class RequestIdFilter(logging.Filter):
    def filter(self, record):
        record.request_id = current_request_id.get()
        return True


class JobFilter(logging.Filter):
    """Leaves out the arguments of the queue's jobs, which are whole mails: the task and the job's number do."""

    def filter(self, record):
        job = getattr(record, "job", None)
        if record.name.startswith("procrastinate") and isinstance(job, dict) and "call_string" in job:
            name = f"{job['task_name']}[{job['id']}]"
            record.msg = str(record.msg).replace(job["call_string"], name)
            record.job = name
        return True


class JsonFormatter(logging.Formatter):
    """One JSON object a line: time (UTC, ISO 8601), level, logger, request_id, message, and the traceback."""

    converter = time.gmtime

    def format(self, record):
        line = {
            "time": self.formatTime(record, "%Y-%m-%dT%H:%M:%S%z"),
            "level": record.levelname,
            "logger": record.name,
            "request_id": getattr(record, "request_id", "-"),
            "message": record.getMessage(),
        }
        if record.exc_info:
            line["traceback"] = self.formatException(record.exc_info)
        return json.dumps(line, ensure_ascii=False)
