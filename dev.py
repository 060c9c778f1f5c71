#!/usr/bin/env python3
"""Everyday commands; nothing but Python 3.11 or newer has to be there first.

    python3 dev.py run [--port 8000] [--host 127.0.0.1] [--no-demo]
                                the platform: database, demo network, worker, web server; Ctrl-C stops all
    python3 dev.py test […]     the tests, some of them in a real browser: all of them on every processor (at
                                most four), or those that arguments for pytest choose
    python3 dev.py check […]    all checks, or some of: ruff templates imports migrations deploy lock vendor
    python3 dev.py format       put code and templates into the house's form
    python3 dev.py manage …     Django's manage.py
    python3 dev.py lock […]     write requirements*.txt from pyproject.toml; arguments (--upgrade) go to uv
    python3 dev.py vendor       fetch what static/vendor/packages.json names
    python3 dev.py stop         stop the embedded PostgreSQL, which tests and checks leave running

Every command first makes .venv from requirements-dev.txt, if it isn't as that file says.
"""

import argparse
import contextlib
import hashlib
import json
import os
import re
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tarfile
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
LOCK = ROOT / "requirements-dev.txt"
# Calendar clients that a test follows our feed with: apart, so that they never decide what we run on.
CLIENTS = ROOT / ".venv-clients"
CLIENTS_LOCK = ROOT / "requirements-clients.txt"
VENDOR = ROOT / "static" / "vendor"
VERSIONS = ["3.13", "3.14", "3.12"]  # of Python, preferred first; see .python-version
UV = "uv==0.13.9"  # used when no uv is installed
CODE_CHANGED = 3  # what Django's runserver ends with, to be started again
SAY_VERSION = "import sys; print('%d.%d' % sys.version_info[:2], sys.executable)"
# A worker that is done takes tests from the one with most left: the browser's are slow and stand together.
ALL_TESTS = ["--numprocesses", "auto", "--maxprocesses", "4", "--dist", "worksteal"]
BROWSERS = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"]


def main():
    command, *arguments = sys.argv[1:] or ["--help"]
    if command not in COMMANDS:
        print(__doc__)
        return 0 if command in ("-h", "--help", "help") else 2
    os.chdir(ROOT)
    make_environment()
    if Path(sys.prefix).resolve() != VENV.resolve():
        become(PYTHON, ROOT / "dev.py", command, *arguments)
    return COMMANDS[command](arguments)


def become(*command):
    sys.stdout.flush()
    os.execv(command[0], [str(part) for part in command])  # noqa: S606 (no shell is wanted)


# The environment


def make_environment(venv=VENV, locked=LOCK):
    """Make .venv hold what the lock says; a stamp tells that it already does."""
    stamp = venv / "stamp"
    wanted = hashlib.sha256(locked.read_bytes()).hexdigest()
    if (venv / "bin" / "python").exists() and stamp.exists() and stamp.read_text() == wanted:
        return
    print(f"Making the environment in {venv.name} …", flush=True)
    started = time.monotonic()
    stamp.unlink(missing_ok=True)
    uv = find_uv()
    python = find_python(uv)
    if not (uv and with_uv(uv, python, venv, locked)):
        with_pip(python, venv, locked)
    stamp.write_text(wanted)
    print(f"Made in {time.monotonic() - started:.0f} s.", flush=True)


def with_uv(uv, python, venv, locked):
    environment = index_for_uv()
    program = venv / "bin" / "python"
    commands = [["pip", "sync", "--quiet", "--require-hashes", "--python", program, locked]]
    if not program.exists():
        commands.insert(0, ["venv", "--quiet", "--clear", "--python", python, venv])
    return all(
        subprocess.run([uv, *command], env=environment, check=False).returncode == 0 for command in commands
    )


def with_pip(python, venv, locked):
    print("uv isn't usable here; pip takes about a minute.", flush=True)
    if subprocess.run([python, "-m", "venv", venv], check=False).returncode:
        sys.exit(
            f"{python} can't make an environment. On Debian or Ubuntu run `apt-get install python3-venv` as "
            "root and start again; elsewhere install uv (`pip install uv`)."
        )
    pip = [venv / "bin" / "python", "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    if subprocess.run([*pip, "--require-hashes", "-r", locked], check=False).returncode:
        sys.exit(f"pip could not install {locked.name}: is the package index reachable? See above.")


def find_uv():
    """uv from PATH or its usual places, else installed in an environment of its own, else None."""
    own = ROOT / ".venv-uv"
    usual = [Path.home() / ".local/bin/uv", Path.home() / ".cargo/bin/uv", own / "bin/uv"]
    for candidate in (shutil.which("uv"), *usual):
        if candidate and os.access(candidate, os.X_OK):
            return str(candidate)
    with contextlib.suppress(subprocess.CalledProcessError):
        subprocess.run([sys.executable, "-m", "venv", "--clear", own], check=True, capture_output=True)
        pip = [own / "bin/python", "-m", "pip", "install", "--quiet", "--disable-pip-version-check", UV]
        subprocess.run(pip, check=True, capture_output=True)
        return str(own / "bin/uv")
    return None


def find_python(uv):
    """The path of a Python that Django accepts: on PATH, pyenv's, uv's, or fetched by uv."""
    home = Path.home()
    folders = [Path(os.environ.get("PYENV_ROOT", home / ".pyenv")) / "versions"]
    folders += [Path(entry).parent / "versions" for entry in os.get_exec_path() if entry.endswith("/shims")]
    folders += [Path(os.environ.get("XDG_DATA_HOME", home / ".local/share")) / "uv/python"]
    for version in VERSIONS:
        candidates = [shutil.which(f"python{version}"), sys.executable]
        for folder in folders:
            candidates += sorted(folder.glob(f"*{version}*/bin/python{version}"), reverse=True)
        for candidate in candidates:
            if not candidate or not os.access(candidate, os.X_OK):
                continue
            question = [candidate, "-c", SAY_VERSION]
            answer = subprocess.run(question, capture_output=True, text=True, check=False).stdout.strip()
            if answer.startswith(f"{version} "):
                return answer.split(" ", 1)[1]
    if uv:
        print(f"Fetching Python {VERSIONS[0]} …", flush=True)
        if subprocess.run([uv, "python", "install", "--quiet", VERSIONS[0]], check=False).returncode == 0:
            return VERSIONS[0]
    sys.exit(
        "Python 3.12 or newer was not found on PATH nor in pyenv's or uv's folders, and can't be fetched. "
        "Install it with one of: `uv python install 3.13`, `pyenv install 3.13`, `brew install python@3.13`, "
        "`apt-get install python3 python3-venv` (Debian 13, Ubuntu 24.04 or newer)."
    )


def index_for_uv():
    """uv doesn't read pip's configuration: hand it the index that the user chose there, if any."""
    environment = dict(os.environ)
    if not environment.keys() & {"UV_DEFAULT_INDEX", "UV_INDEX_URL"}:
        outside = sys._base_executable  # an environment made by uv has no pip
        question = [outside, "-m", "pip", "config", "get", "global.index-url"]
        answer = subprocess.run(question, capture_output=True, text=True, check=False).stdout.strip()
        if index := environment.get("PIP_INDEX_URL", answer):
            environment["UV_DEFAULT_INDEX"] = index
    return environment


# run, test, manage, stop


def run(arguments):
    from cooperation.core import postgres

    parser = argparse.ArgumentParser(prog="dev.py run")
    parser.add_argument("--port", type=int, default=8000)
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--no-demo", action="store_true")
    options = parser.parse_args(arguments)
    try:
        family = socket.AF_INET6 if ":" in options.host else socket.AF_INET
        with socket.socket(family) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind((options.host, options.port))
    except (OSError, OverflowError) as error:
        print(f"Port {options.port} of {options.host} can't be used: {error}.", file=sys.stderr)
        print("Choose another: python3 dev.py run --port 8080", file=sys.stderr)
        return 1

    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.default_int_handler)
    data = embedded_data()
    server_was_running = data is None or postgres.is_running(data)
    address = f"[{options.host}]" if ":" in options.host else options.host
    serve = ["runserver", "--skip-checks", f"{address}:{options.port}"]
    # Links in the mails that the worker prints lead here.
    own = "127.0.0.1" if options.host in ("0.0.0.0", "::") else address  # noqa: S104 -- compared, not bound
    os.environ.setdefault("SITE_URL", f"http://{own}:{options.port}")
    children = []
    try:
        print("Preparing the database …", flush=True)
        prepare = ["prepare", "--no-demo"] if options.no_demo else ["prepare"]
        prepare = start(children, *prepare, stdout=subprocess.PIPE)
        # Django takes seconds to load: not the first time, when tables are missing, let it do so meanwhile.
        prepared = data / "prepared" if data else None
        web = start(children, *serve) if prepared and prepared.exists() else None
        accounts, _ = prepare.communicate()
        if prepare.returncode:
            return 1
        if prepared:
            prepared.touch()
        web = web or start(children, *serve)
        while web.poll() is None and not accepts(options.host, options.port):
            time.sleep(0.05)
        worker = start(children, "procrastinate", "worker")
        if web.poll() is None:
            print(
                f"\n{accounts}\nhttp://{address}:{options.port}/    (Ctrl-C stops everything)\n", flush=True
            )
        while worker.poll() is None and web.poll() in (None, CODE_CHANGED):
            if web.poll() == CODE_CHANGED:
                web = start(children, *serve)
            time.sleep(0.2)
        print("The web server or the worker ended by itself; see above.", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("\nStopping …", flush=True)
        return 0
    finally:
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, signal.SIG_IGN)
        stop_children(children)
        if not server_was_running:
            postgres.stop_server(data)


def start(children, *arguments, **options):
    """Start manage.py in a process group of its own, so that Ctrl-C reaches it through us alone.

    With RUN_MAIN runserver takes itself for the child of its own reloader, and us for the parent: Django is
    loaded once instead of twice.
    """
    child = subprocess.Popen(
        [PYTHON, "manage.py", *arguments],
        env=os.environ | {"RUN_MAIN": "true", "DJANGO_RUNSERVER_HIDE_WARNING": "true"},
        stdin=subprocess.DEVNULL,
        start_new_session=True,
        text=True,
        **options,
    )
    children.append(child)
    return child


def stop_children(children):
    for child in children:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(child.pid, signal.SIGTERM)
    for child in children:
        try:
            child.wait(timeout=10)
        except subprocess.TimeoutExpired:
            os.killpg(child.pid, signal.SIGKILL)
            child.wait()


def accepts(host, port):
    with contextlib.suppress(OSError), socket.create_connection((host, port), timeout=1):
        return True
    return False


def embedded_data():
    """Where the settings keep the embedded server's data; None when DATABASE_URL names another server."""
    import environ

    environ.Env.read_env(ROOT / ".env")
    if os.environ.get("DATABASE_URL"):
        return None
    return Path(os.environ.get("DATA_DIR") or ROOT / ".data") / "postgres"


def stop(arguments):
    from cooperation.core import postgres

    if data := embedded_data():
        postgres.stop_server(data)
    return 0


def test(arguments):
    make_environment(CLIENTS, CLIENTS_LOCK)
    if "not browser" not in arguments:
        need_browser()
    become(PYTHON, "-m", "pytest", *(arguments or ALL_TESTS))


def need_browser():
    """Find or install a browser. CHROMIUM tells the tests where; without it they use playwright's own."""
    if not find_browser() and os.getuid() == 0 and shutil.which("apt-get"):
        print("Installing Debian's chromium …", flush=True)
        silent = {"stdin": subprocess.DEVNULL, "stdout": subprocess.DEVNULL}
        environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
        for command in (["update"], ["install", "--yes", "--no-install-recommends", "chromium"]):
            subprocess.run(["apt-get", *command], env=environment, check=False, **silent)
    if browser := find_browser():
        os.environ["CHROMIUM"] = browser
    elif subprocess.run([PYTHON, "-m", "playwright", "install", "chromium"], check=False).returncode:
        sys.exit(
            "The tests need a browser and none could be installed. Install Chromium or Chrome, on "
            "PATH (Debian: `apt-get install chromium` as root), or leave out the tests that need it: "
            'python3 dev.py test -m "not browser"'
        )


def find_browser():
    given = os.environ.get("CHROMIUM")
    return given or next(filter(None, map(shutil.which, BROWSERS)), None)


def manage(arguments):
    become(PYTHON, "manage.py", *arguments)


# check, format, lock


def check(names):
    if unknown := set(names) - CHECKS.keys():
        sys.exit(f"No such check: {', '.join(sorted(unknown))}. There are: {', '.join(CHECKS)}.")
    failed = False
    for name in names or CHECKS:
        started = time.monotonic()
        output = CHECKS[name]()
        print(f"{'FAILED' if output else 'ok':7} {name:12} {time.monotonic() - started:5.1f} s", flush=True)
        if output:
            failed = True
            print(output.rstrip(), flush=True)
    return int(failed)


def output_of(*command, **variables):
    """What a failing command printed, or an empty text."""
    environment = os.environ | variables
    done = subprocess.run(
        [str(part) for part in command],
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    return (done.stdout or f"{command[0]} failed.") if done.returncode else ""


def check_ruff():
    concise = ["--quiet", "--output-format", "concise"]
    return output_of(tool("ruff"), "check", *concise) + output_of(tool("ruff"), "format", "--check", *concise)


def check_templates():
    return output_of(tool("djade"), "--check", *templates()) if templates() else ""


def check_imports():
    return output_of(tool("lint-imports"))


def check_migrations():
    return output_of(PYTHON, "manage.py", "makemigrations", "--check", "--dry-run")


def check_deploy():
    from cooperation.core import postgres

    data = embedded_data()
    return output_of(
        *(PYTHON, "manage.py", "check", "--deploy", "--fail-level", "WARNING"),
        DJANGO_SETTINGS_MODULE="cooperation.settings.production",
        SECRET_KEY=secrets.token_urlsafe(64),
        ALLOWED_HOSTS="example.org",
        DATABASE_URL=postgres.ensure_server(data).url if data else os.environ["DATABASE_URL"],
    )


def check_lock():
    with tempfile.TemporaryDirectory() as scratch:
        if output := compile_lock(Path(scratch)):
            return output
        stale = [path.name for path in locks() if (Path(scratch) / path.name).read_text() != path.read_text()]
    return f"{' and '.join(stale)} differ from pyproject.toml: run python3 dev.py lock" if stale else ""


def format_all(arguments):
    commands = [["ruff", "check", "--quiet", "--fix"], ["ruff", "format"]]
    commands += [["djade", *templates()]] if templates() else []
    results = [subprocess.run([tool(name), *rest], check=False).returncode for name, *rest in commands]
    return max(results[:2])  # djade's status tells only whether it changed something


def lock(arguments):
    output = compile_lock(ROOT, *arguments)
    print(output or "The locks are up to date.")
    return int(bool(output))


def locks():
    return [ROOT / "requirements.txt", LOCK, CLIENTS_LOCK]


def compile_lock(folder, *arguments):
    """Compile the locks into a folder, keeping the versions that they have now; returns what went wrong."""
    uv = find_uv()
    if not uv:
        return "uv is needed to compile the lock and could not be installed: pip install uv"
    options = [
        "--universal",
        "--generate-hashes",
        "--no-header",
        "--no-emit-index-url",
        "--python-version",
        "3.12",
    ]
    output = ""
    sources = (["pyproject.toml"], ["--group", "dev", "pyproject.toml"], ["requirements-clients.in"])
    for path, source in zip(locks(), sources, strict=True):
        with contextlib.suppress(shutil.SameFileError):
            shutil.copy(path, folder / path.name)
        command = [uv, "pip", "compile", "--quiet", *options, *source, *arguments]
        output += output_of(*command, "-o", folder / path.name, **index_for_uv())
    return output


def tool(name):
    return str(VENV / "bin" / name)


def templates():
    return sorted(str(path.relative_to(ROOT)) for path in ROOT.glob("templates/**/*.html"))


# vendor: other people's files that the browser loads, kept in the repository with their licences


def vendor(arguments):
    """Copy the files that packages.json lists out of their npm packages; manifest.json tells what came."""
    packages = json.loads((VENDOR / "packages.json").read_text())
    known = read_manifest()
    manifest = {}
    for folder, wanted in packages.items():
        name, version = wanted["package"], wanted["version"]
        with tempfile.TemporaryDirectory() as scratch:
            pack = ["npm", "pack", f"{name}@{version}", "--json", "--silent", "--pack-destination", scratch]
            try:
                done = subprocess.run(pack, check=True, capture_output=True, text=True)
            except FileNotFoundError:
                sys.exit("npm is needed to fetch packages: install Node.js (Debian: apt-get install npm).")
            except subprocess.CalledProcessError as error:
                sys.exit(f"{name} {version} could not be fetched:\n{error.stderr}")
            integrity = json.loads(done.stdout)[0]["integrity"]
            before = known.get(folder, {})
            if before.get("version") == version and before["integrity"] != integrity:
                sys.exit(f"{name} {version} is no longer the same package: its integrity is {integrity}.")
            shutil.rmtree(VENDOR / folder, ignore_errors=True)
            (VENDOR / folder).mkdir()
            with tarfile.open(next(Path(scratch).glob("*.tgz"))) as archive:
                licence = json.load(archive.extractfile("package/package.json"))["license"]
                for path in wanted["files"]:
                    content = archive.extractfile(f"package/{path}").read()
                    (VENDOR / folder / Path(path).name).write_bytes(without_source_map(path, content))
        files = {path.name: sha256(path) for path in sorted((VENDOR / folder).iterdir())}
        identity = {"package": name, "version": version, "licence": licence, "integrity": integrity}
        manifest[folder] = identity | {"files": files}
        print(f"{name} {version} ({licence}): {len(files)} files")
    for folder in known.keys() - packages.keys():
        shutil.rmtree(VENDOR / folder, ignore_errors=True)
    (VENDOR / "manifest.json").write_text(json.dumps(manifest, indent=2) + "\n")
    return 0


def without_source_map(path, content):
    """The maps aren't kept, and WhiteNoise refuses a reference to a file that isn't there; folders are flattened."""
    if path.endswith((".css", ".js")):
        content = content.replace(b"url(images/", b"url(")
        content = re.sub(rb"\n(//|/\*)# sourceMappingURL=.*?(\*/)?\s*$", b"\n", content)
    return content


def check_vendor():
    packages = json.loads((VENDOR / "packages.json").read_text())
    wanted = {
        f"{folder}/{Path(path).name}" for folder, package in packages.items() for path in package["files"]
    }
    recorded = {
        f"{folder}/{name}": digest
        for folder, package in read_manifest().items()
        for name, digest in package["files"].items()
        if packages.get(folder, {}).get("version") == package["version"]
    }
    found = {str(path.relative_to(VENDOR)): sha256(path) for path in VENDOR.glob("*/*")}
    wrong = sorted(
        name
        for name in wanted | recorded.keys() | found.keys()
        if name not in wanted or name not in found or recorded.get(name) != found[name]
    )
    return "\n".join(["Missing, changed or not listed; run python3 dev.py vendor:", *wrong]) if wrong else ""


def read_manifest():
    path = VENDOR / "manifest.json"
    return json.loads(path.read_text()) if path.exists() else {}


def sha256(path):
    return hashlib.sha256(path.read_bytes()).hexdigest()


CHECKS = {
    "ruff": check_ruff,
    "templates": check_templates,
    "imports": check_imports,
    "migrations": check_migrations,
    "deploy": check_deploy,
    "lock": check_lock,
    "vendor": check_vendor,
}
COMMANDS = {
    "run": run,
    "test": test,
    "check": check,
    "format": format_all,
    "manage": manage,
    "lock": lock,
    "vendor": vendor,
    "stop": stop,
}

if __name__ == "__main__":
    sys.exit(main())
