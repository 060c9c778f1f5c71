"""
Requests per second of one address, over kept-alive connections: `python bench/load.py PORT PATH SECONDS THREADS`.
A `{}` in the address becomes a number that is never the same twice.

A process of its own, so that it shares no interpreter with what it measures. It reads answers with as little
Python as it can: what it costs is taken from the server, on the same machine.
"""

import itertools
import socket
import sys
import threading
import time

PATIENCE = 30  # seconds for one answer
NUMBERS = itertools.count(time.time_ns())


def client(port, path, deadline, times, problems):
    connection = None
    while (started := time.perf_counter()) < deadline:
        if connection is None:
            connection = socket.create_connection(("127.0.0.1", port), timeout=PATIENCE)
        address = path.replace("{}", str(next(NUMBERS)))
        connection.sendall(
            f"GET {address} HTTP/1.1\r\nHost: localhost\r\nConnection: keep-alive\r\n\r\n".encode()
        )
        head, separator, body = b"", b"", b""
        while not separator:
            chunk = connection.recv(262_144)
            if not chunk:
                break
            head, separator, body = (head + chunk).partition(b"\r\n\r\n")
        headers = head.lower()
        if not head.startswith(b"HTTP/1.1 200 ") or b"content-length: " not in headers:
            problems.append(head[:200])
            return
        left = int(headers.partition(b"content-length: ")[2].partition(b"\r\n")[0]) - len(body)
        while left > 0:
            left -= len(connection.recv(262_144)) or left
        times.append(time.perf_counter() - started)
        if b"connection: close" in headers:
            connection.close()
            connection = None


def main(port, path, seconds, threads):
    times, problems = [], []
    started = time.perf_counter()
    arguments = (int(port), path, started + float(seconds), times, problems)
    workers = [threading.Thread(target=client, args=arguments) for _ in range(int(threads))]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    if problems or not times:
        sys.exit(f"not an answer: {problems[:1]}")
    times.sort()
    print(len(times) / (time.perf_counter() - started), times[len(times) * 95 // 100], len(times))


if __name__ == "__main__":
    main(*sys.argv[1:])
