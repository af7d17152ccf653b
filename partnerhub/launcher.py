"""``make run``: look, heal, set up, start web, worker and beat together, and stop them together.

Runs before anything is set up, so it loads neither Django nor the settings; ``manage.py`` does in processes of its own.
``docs/running.md`` describes what a user sees.
"""

import http.client
import os
import signal
import sys
import time
from collections.abc import Mapping
from pathlib import Path
from types import FrameType

from partnerhub import embedded, preflight, supervisor
from partnerhub.preflight import HOST, Refused
from partnerhub.supervisor import Program, Supervisor, say

BASE_DIR = Path(__file__).resolve().parent.parent
READY_SECONDS = 60.0
LAST_COMPLETED_DAY = "2023-07-25"  # of the demo: its evidence ends in June 2023, published on 20 July


class StopRequested(BaseException):
    """Ctrl-C, or another request to end. Not an Exception: nothing on the way may swallow it."""


def main() -> int:
    """Serve until asked to stop. Returns the exit code: 0 after a stop, 1 when something prevented or ended the run."""
    environment = _environment()
    house = Supervisor(BASE_DIR, environment)
    _on_signals(house, ask=True)
    try:
        return _serve(house, Path(environment["VAR_DIR"]))
    except Refused as refusal:
        sys.stderr.write(f"\n{refusal}\n")
        return 1
    except StopRequested:
        return 0


def _serve(house: Supervisor, var_dir: Path) -> int:
    port = preflight.port_of(house.environment)
    preflight.usable_folder(var_dir)
    preflight.enough_space(var_dir)
    preflight.only_one(var_dir, port)
    if ended := supervisor.end_marked(var_dir):
        say(f"Ended what an earlier run left behind (processes {', '.join(map(str, ended))}).")
    preflight.free_port(port)
    programs = _programs(port)
    try:
        _set_up(house, var_dir)
        for program in programs:
            house.start(program)
        _announce(house, port)
        return _watch(house, var_dir)
    finally:
        _stop(house, programs, var_dir)


def _set_up(house: Supervisor, var_dir: Path) -> None:
    if not house.environment.get("DATABASE_URL"):
        try:
            embedded.database_url(var_dir)
        except embedded.EmbeddedError as error:
            raise Refused(str(error)) from error
    steps = [("migrate", "--no-input"), ("collectstatic", "--no-input", "--verbosity", "0")]
    for step in [*steps, ("demo", "--once")] if _is_demo(house.environment) else steps:
        if code := house.run("setup", *_manage(*step)):
            raise Refused(f"manage.py {' '.join(step)} failed with exit code {code}; its output is above.")


def _programs(port: int) -> tuple[Program, ...]:
    """In the order in which they are started and, later, asked to stop."""
    python = sys.executable
    # As root Celery prints six lines of warning; who starts a demo as root knows.
    celery = (python, "-W", "ignore:You're running", "-m", "celery", "--app", "partnerhub.celery", "--quiet")
    web = (python, "-m", "gunicorn", "partnerhub.wsgi", "--bind", f"{HOST}:{port}", "--workers", "2", "--threads", "4",
           "--graceful-timeout", "5", "--no-control-socket")  # fmt: skip
    worker = (*celery, "worker", "--concurrency", "2", "--loglevel", "INFO", "--without-gossip", "--without-mingle")
    return (
        Program("beat", (*celery, "beat", "--pidfile=", "--loglevel", "INFO"), grace=5),
        Program("web", web, grace=10),
        # A running job may finish; after that Celery is told to hand it back (SIGQUIT), and it starts over next time.
        Program("worker", worker, grace=20, abort=signal.SIGQUIT),
    )


def _announce(house: Supervisor, port: int) -> None:
    sign_ins = house.output(*_manage("demo", "--sign-ins")) if _is_demo(house.environment) else ""
    deadline = time.monotonic() + READY_SECONDS
    while not _answers(port):
        _complain(house)
        if time.monotonic() > deadline:
            raise Refused(f"The web process does not answer on port {port}; its output is above.")
        time.sleep(0.1)
    rule = "-" * 72
    say("\n".join(["", rule, f"partnerhub runs on http://{HOST}:{port}", sign_ins, "Ctrl-C stops it.", rule, ""]))


def _watch(house: Supervisor, var_dir: Path) -> int:
    """Ends only when a part of the house does."""
    while True:
        _complain(house)
        if not house.environment.get("DATABASE_URL") and not embedded.is_running(var_dir):
            raise Refused(f"The embedded PostgreSQL ended by itself; see {var_dir / 'postgres' / 'log'}.")
        time.sleep(1)


def _complain(house: Supervisor) -> None:
    if ended := house.ended():
        name, how = ended
        raise Refused(f"{name} {how}; its last lines are above. Everything else is stopped too.")


def _stop(house: Supervisor, programs: tuple[Program, ...], var_dir: Path) -> None:
    _on_signals(house, ask=False)
    say("Stopping, which takes a few seconds. Ctrl-C again does not wait for running jobs.")
    house.stop(programs)
    supervisor.end_marked(var_dir)
    embedded.release(var_dir)
    say("Stopped.")


def _on_signals(house: Supervisor, *, ask: bool) -> None:
    """The first signal stops the house in order; one while it is stopping takes the time away."""

    def handler(_signum: int, _frame: FrameType | None) -> None:
        if not ask:
            house.hurry = True
            return
        _on_signals(house, ask=False)
        raise StopRequested

    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        if number != signal.SIGHUP or signal.getsignal(number) != signal.SIG_IGN:  # nohup make run &
            signal.signal(number, handler)


def _answers(port: int) -> bool:
    connection = http.client.HTTPConnection(HOST, port, timeout=5)
    try:
        connection.request("GET", "/healthz")
        return connection.getresponse().status == http.HTTPStatus.OK
    except OSError:
        return False
    finally:
        connection.close()


def _environment() -> dict[str, str]:
    """This process's environment with the demo's defaults, for all children."""
    environment = {"PARTNERHUB_DEMO": "1", "PARTNERHUB_HTTP": "1", "PYTHONUNBUFFERED": "1", **os.environ}
    if _is_demo(environment):
        environment.setdefault("DEMO_TODAY", LAST_COMPLETED_DAY)
    var_dir = str(Path(environment.get("VAR_DIR") or BASE_DIR / "var").resolve())
    return environment | {"VAR_DIR": var_dir, supervisor.MARK: var_dir}


def _is_demo(environment: Mapping[str, str]) -> bool:
    return environment["PARTNERHUB_DEMO"].lower() in {"1", "true", "yes", "on"}


def _manage(*arguments: str) -> tuple[str, ...]:
    return (sys.executable, "manage.py", *arguments)


if __name__ == "__main__":
    sys.exit(main())
