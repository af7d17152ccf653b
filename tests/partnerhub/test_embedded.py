"""The embedded PostgreSQL, started for real in folders that are thrown away."""

import multiprocessing
import os
import shutil
import signal
import subprocess
import sys
import sysconfig
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import psutil
import psycopg
import pytest

from partnerhub import embedded
from partnerhub.embedded import EmbeddedError
from tests.partnerhub.houses import (
    BASE_DIR,
    NOBODY,
    address_from,
    asked_of,
    keepers_of,
    ordinary_user,
    servers_of,
    until,
    user_of,
)

as_root = pytest.mark.skipif(os.geteuid() != 0, reason="needs root")


@pytest.fixture
def var_dir() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="a folder ") as short:  # tmp_path is too long for a socket
        folder = Path(short) / "var"
        yield folder
        embedded.release(folder)
        assert until(lambda: not servers_of(folder) and not keepers_of(folder))


def ask(url: str, query: str) -> object:
    with psycopg.connect(url) as connection:
        row = connection.execute(query.encode()).fetchone()
    assert row is not None
    return row[0]


def test_database_url_folder_with_space_connects(var_dir: Path) -> None:
    url = embedded.database_url(var_dir)
    assert url == f"postgresql://postgres@/partnerhub?host={str(var_dir).replace(' ', '%20')}/postgres/socket"
    assert ask(url, "SELECT current_database() || ' ' || current_user") == "partnerhub postgres"


def test_database_url_called_again_is_the_same(var_dir: Path) -> None:
    assert embedded.database_url(var_dir) == embedded.database_url(var_dir)
    assert len(keepers_of(var_dir)) == 1


def test_database_url_sorts_by_code_point_and_folds_unicode(var_dir: Path) -> None:
    assert ask(embedded.database_url(var_dir), "SELECT 'B' < 'a' AND lower('Ä') = 'ä'") is True


def test_database_url_listens_on_no_port(var_dir: Path) -> None:
    embedded.database_url(var_dir)
    assert [process.net_connections("inet") for process in servers_of(var_dir)] == [[]] * len(servers_of(var_dir))


def test_release_by_the_last_user_stops_the_server_and_keeps_the_rows(var_dir: Path) -> None:
    url = embedded.database_url(var_dir)
    with psycopg.connect(url) as connection:
        connection.execute("CREATE TABLE kept AS SELECT 7 AS number")
    embedded.release(var_dir)
    assert (servers_of(var_dir), keepers_of(var_dir), embedded.is_running(var_dir)) == ([], [], False)
    assert ask(embedded.database_url(var_dir), "SELECT number FROM kept") == 7


def test_release_while_another_process_uses_the_server_leaves_it_running(var_dir: Path) -> None:
    with user_of(var_dir) as other:
        url = address_from(other)
        assert embedded.database_url(var_dir) == url
        embedded.release(var_dir)
        assert ask(url, "SELECT 1") == 1
        assert other.stdin is not None
        other.stdin.close()
        assert other.wait(20) == 0
    assert (servers_of(var_dir), keepers_of(var_dir)) == ([], [])


def test_release_of_a_folder_never_used_does_nothing(tmp_path: Path) -> None:
    embedded.release(tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_database_url_from_many_processes_at_once_starts_one_server(var_dir: Path) -> None:
    with multiprocessing.get_context("spawn").Pool(4) as pool:
        urls = pool.map(embedded.database_url, [var_dir] * 4, chunksize=1)
        assert len(set(urls)) == 1
        assert len(keepers_of(var_dir)) == 1
        assert ask(urls[0], "SELECT 1") == 1
    assert until(lambda: not servers_of(var_dir))


def test_database_url_in_two_folders_starts_two_servers(tmp_path: Path, var_dir: Path) -> None:
    second = tmp_path / "second"
    first_url, second_url = embedded.database_url(var_dir), embedded.database_url(second)
    ask(first_url, "SELECT pg_advisory_lock(1)")
    with psycopg.connect(first_url) as connection:
        connection.execute("CREATE TABLE here (number int)")
    assert ask(second_url, "SELECT to_regclass('here')") is None
    embedded.release(second)
    assert ask(first_url, "SELECT count(*) FROM here") == 0


def test_user_killed_stops_the_server(var_dir: Path) -> None:
    with user_of(var_dir) as user:
        address_from(user)
        user.kill()
        user.wait()
        assert until(lambda: not servers_of(var_dir) and not keepers_of(var_dir))


@pytest.mark.parametrize("victim", ["keeper", "postmaster", "all"])
def test_database_url_after_a_kill_starts_again_with_the_rows(var_dir: Path, victim: str) -> None:
    with psycopg.connect(embedded.database_url(var_dir)) as connection:
        connection.execute("CREATE TABLE kept AS SELECT 7 AS number")
    servers = servers_of(var_dir)
    postmaster = next(process for process in servers if process.ppid() == keepers_of(var_dir)[0].pid)
    for process in {"keeper": keepers_of(var_dir), "postmaster": [postmaster], "all": keepers_of(var_dir) + servers}[
        victim
    ]:
        with suppress(psutil.NoSuchProcess):  # a child of the postmaster may have ended meanwhile
            process.send_signal(signal.SIGKILL)
    assert until(lambda: not embedded.is_running(var_dir))
    assert ask(embedded.database_url(var_dir), "SELECT number FROM kept") == 7
    assert len(keepers_of(var_dir)) == 1


def test_database_url_after_an_interrupted_first_start_makes_the_cluster_anew(var_dir: Path) -> None:
    (var_dir / "postgres" / "data.new").mkdir(parents=True)
    (var_dir / "postgres" / "data.new" / "PG_VERSION").write_text("18\n")
    assert ask(embedded.database_url(var_dir), "SELECT 1") == 1
    assert not (var_dir / "postgres" / "data.new").exists()


def test_database_url_after_a_kill_removes_the_old_socket_folder(tmp_path: Path) -> None:
    folder = tmp_path / ("long" * 30)
    old = Path(embedded.database_url(folder).split("host=")[1])
    keepers_of(folder)[0].kill()
    assert until(lambda: not embedded.is_running(folder))
    new = Path(embedded.database_url(folder).split("host=")[1])
    assert (old == new, old.exists(), new.exists()) == (False, False, True)
    embedded.release(folder)


@pytest.mark.parametrize("name", ["long" * 30, "comma,quote'"])
def test_database_url_path_unfit_for_a_socket_puts_it_elsewhere_for_the_time(tmp_path: Path, name: str) -> None:
    folder = tmp_path / name
    url = embedded.database_url(folder)
    assert ask(url, "SELECT 1") == 1
    socket_folder = Path(url.split("host=")[1])
    assert socket_folder.parent == Path(tempfile.gettempdir())
    assert socket_folder.stat().st_mode & 0o777 == 0o700
    embedded.release(folder)
    assert not socket_folder.exists()


def test_database_url_folder_below_a_file_says_what_to_do(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(EmbeddedError) as refusal:
        embedded.database_url(tmp_path / "file" / "var")
    assert str(refusal.value) == (
        f"{tmp_path}/file/var/postgres: Not a directory. Choose another folder (VAR_DIR=…), move {tmp_path}/file/var away, "
        "or set DATABASE_URL to your own PostgreSQL."
    )


def test_database_url_data_of_another_version_says_which(var_dir: Path) -> None:
    embedded.database_url(var_dir)
    embedded.release(var_dir)
    version = var_dir / "postgres" / "data" / "PG_VERSION"
    version.write_text("16\n")
    with pytest.raises(EmbeddedError, match="was made by PostgreSQL 16, here is 18"):
        embedded.database_url(var_dir)


@as_root
def test_database_url_as_root_in_a_closed_folder_changes_no_mode(var_dir: Path) -> None:
    var_dir.parent.chmod(0o700)
    assert ask(embedded.database_url(var_dir), "SELECT 1") == 1
    assert set(asked_of(servers_of(var_dir), lambda process: process.uids().real)) == {NOBODY}
    assert var_dir.parent.stat().st_mode & 0o777 == 0o700


@as_root
def test_database_url_as_root_with_the_programs_in_a_closed_folder_connects(var_dir: Path, tmp_path: Path) -> None:
    tmp_path.chmod(0o700)
    (tmp_path / "packages").symlink_to(sysconfig.get_paths()["purelib"])
    with user_of(var_dir, env=os.environ | {"PYTHONPATH": str(tmp_path / "packages")}) as process:
        assert ask(address_from(process), "SELECT 1") == 1
        programs = asked_of(servers_of(var_dir), lambda server: server.cmdline()[0])
        assert [one for one in programs if not one.startswith((str(tmp_path), "postgres:"))] == []


@as_root
def test_database_url_data_of_another_user_says_whose(var_dir: Path) -> None:
    embedded.database_url(var_dir)
    embedded.release(var_dir)
    os.chown(var_dir / "postgres" / "data", 1, 1)
    with pytest.raises(EmbeddedError, match="/data belongs to daemon, from another user's run"):
        embedded.database_url(var_dir)


@as_root
def test_database_url_number_of_another_program_in_the_pid_file_is_forgotten(var_dir: Path) -> None:
    embedded.database_url(var_dir)
    embedded.release(var_dir)
    with subprocess.Popen(["sleep", "60"], user=NOBODY, extra_groups=[]) as stranger:
        pid_file = var_dir / "postgres" / "data" / "postmaster.pid"
        pid_file.write_text(f"{stranger.pid}\n{pid_file.parent}\n1700000000\n5432\n\n\n")
        assert ask(embedded.database_url(var_dir), "SELECT 1") == 1
        assert stranger.poll() is None
        stranger.kill()


@as_root
def test_database_url_on_a_full_disk_says_so_and_heals(tmp_path: Path) -> None:
    disk = tmp_path / "disk"
    disk.mkdir()
    if subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=20m", "tmpfs", disk], capture_output=True, check=False
    ).returncode:
        pytest.skip("mount is not allowed here")
    try:
        with pytest.raises(EmbeddedError, match="No space left on device"):
            embedded.database_url(disk / "var")
        subprocess.run(["mount", "-o", "remount,size=300m", disk], check=True)
        assert ask(embedded.database_url(disk / "var"), "SELECT 1") == 1
        embedded.release(disk / "var")
    finally:
        subprocess.run(["umount", disk], check=True)


def test_database_url_as_an_ordinary_user_connects() -> None:
    if (user := ordinary_user()) is None:
        pytest.skip("needs root, and a Python that others may start")
    folder = Path(tempfile.mkdtemp(prefix="partnerhub tests "))
    os.chown(folder, NOBODY, NOBODY)
    try:
        with user_of(folder, **user) as process:
            address_from(process)
            assert set(asked_of(servers_of(folder), lambda process: process.uids().real)) == {NOBODY}
    finally:
        assert until(lambda: not servers_of(folder) and not keepers_of(folder))
        shutil.rmtree(folder)


def test_database_url_command_that_ends_leaves_no_server(var_dir: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from partnerhub.embedded import database_url as u; u(Path(sys.argv[1]))"
    )
    subprocess.run([sys.executable, "-c", code, var_dir], cwd=BASE_DIR, check=True)
    assert (servers_of(var_dir), keepers_of(var_dir)) == ([], [])
