"""What the source may not ask of the platform, and what other platforms would do, tried here as far as it can be."""

from __future__ import annotations

import ast
import os
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SRC = ROOT / "src" / "phonefx"
FILES = sorted(SRC.rglob("*.py"))
POSIX_MODULES = {"fcntl", "grp", "posix", "pty", "pwd", "resource", "syslog", "termios", "tty"}
POSIX_CALLS = {"chown", "chroot", "fork", "forkpty", "getegid", "geteuid", "getgid", "getgroups", "getpgid", "getuid",
               "kill", "killpg", "mkfifo", "mknod", "nice", "setsid", "setuid", "statvfs", "sync", "uname", "wait4",
               "waitpid", "O_NOFOLLOW", "O_NONBLOCK", "O_CLOEXEC", "O_DIRECTORY"}  # fmt: skip
POSIX_SIGNALS = {"SIGALRM", "SIGKILL", "SIGHUP", "SIGUSR1", "SIGCHLD", "alarm", "setitimer"}
per_file = pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(SRC)))


def guarded(tree: ast.Module) -> set[ast.AST]:
    """Every node inside a `try` that catches ImportError or AttributeError."""
    inside: set[ast.AST] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Try):
            caught = {name.id for each in node.handlers for name in ast.walk(each) if isinstance(name, ast.Name)}
            if caught & {"ImportError", "AttributeError"}:
                inside |= {each for statement in node.body for each in ast.walk(statement)}
    return inside


def faults(source: str) -> list[str]:
    tree = ast.parse(source)
    safe, found = guarded(tree), []
    for node in ast.walk(tree):
        if node in safe:
            continue
        if isinstance(node, (ast.Import, ast.ImportFrom)):
            names = [node.module or ""] if isinstance(node, ast.ImportFrom) else [each.name for each in node.names]
            found += [f"imports {name}" for name in names if name.partition(".")[0] in POSIX_MODULES]
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            if node.value.id == "os" and node.attr in POSIX_CALLS:
                found.append(f"line {node.lineno}: os.{node.attr}")
            if node.value.id == "signal" and node.attr in POSIX_SIGNALS:
                found.append(f"line {node.lineno}: signal.{node.attr}")
        if isinstance(node, ast.Call) and (name := _text_call(node)):
            given = {each.arg for each in node.keywords}
            if "encoding" not in given:
                found.append(f"line {node.lineno}: {name} without encoding")
            if name != "read_text" and "newline" not in given and _writes(node, name):
                found.append(f"line {node.lineno}: {name} without newline")
    return found


def _mode(node: ast.Call) -> str:
    literal = [each.value for each in [*node.args, *(each.value for each in node.keywords)]
               if isinstance(each, ast.Constant) and isinstance(each.value, str)]  # fmt: skip
    return next((each for each in literal if set(each) <= set("rwxabt+") and each), "r")


def _writes(node: ast.Call, name: str) -> bool:
    return name == "write_text" or bool(set(_mode(node)) & set("wxa"))


def _text_call(node: ast.Call) -> str:
    """The name of a call that opens a file of the disk as text."""
    if not isinstance(node.func, ast.Attribute):
        return ""
    name = node.func.attr
    if name in ("read_text", "write_text"):
        return name
    if name != "open" or "b" in _mode(node) or len(node.args) > 1:
        return ""
    of = node.func.value
    is_path = isinstance(of, ast.BinOp) or (isinstance(of, ast.Name) and of.id in {"path", "target", "file", "out"})
    return name if is_path else ""


@per_file
def test_nothing_of_one_platform_stands_unguarded(path):
    assert faults(path.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(
    ("source", "fault"),
    [
        ("import fcntl", "imports fcntl"),
        ("import os\nos.fork()", "line 2: os.fork"),
        ("import signal\nsignal.signal(signal.SIGALRM, None)", "line 2: signal.SIGALRM"),
        ("path.read_text()", "line 1: read_text without encoding"),
        ("path.open('w', encoding='utf-8')", "line 1: open without newline"),
        ("try:\n    import resource\nexcept ImportError:\n    pass", None),
        ("path.open('rb')", None),
    ],
)
def test_the_check_sees_what_it_should(source, fault):
    assert faults(source) == ([fault] if fault else [])


def run(*arguments: object, **environment: str) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run([sys.executable, "-m", "phonefx", *map(str, arguments)], capture_output=True, check=False,
                          env=os.environ | environment)  # fmt: skip


@pytest.fixture(scope="module")
def phone(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("platform") / "Телефон № 1 #2 %41"
    path = folder / "data/data/com.android.providers.telephony/databases/mmssms.db"
    path.parent.mkdir(parents=True)
    database = sqlite3.connect(path)
    database.execute("CREATE TABLE sms(_id INTEGER PRIMARY KEY, thread_id INTEGER, address TEXT, date INTEGER,"
                     " date_sent INTEGER, read INTEGER, type INTEGER, body TEXT)")  # fmt: skip
    for number, text in enumerate(("plain", "пора", "مرحبا", "😀", "日本"), 1):
        database.execute("INSERT INTO sms VALUES (?, 1, '+12025550143', 1700000000000, 0, 1, 1, ?)", (number, text))
    database.commit()
    database.close()
    return folder


@pytest.fixture(scope="module")
def case(phone) -> Path:
    """A case made without what Windows does not have, under a path that is hard on URIs and shells."""
    block = phone.parent / "block"
    block.mkdir()
    (block / "sitecustomize.py").write_text(
        "import sys\n"
        "class Absent:\n"
        "    def find_spec(self, name, path=None, target=None):\n"
        f"        if name in {sorted(POSIX_MODULES - {'posix', 'fcntl'})!r}: raise ImportError(name)\n"
        "sys.meta_path.insert(0, Absent())\n"
        "import os\n"
        "for name in 'fork geteuid getuid getgid mkfifo statvfs chown O_NOFOLLOW O_NONBLOCK'.split():\n"
        "    delattr(os, name)\n",
        encoding="utf-8",
    )  # fmt: skip
    folder = phone.parent / "дело #7 & 100%" / "case 1"
    path = os.pathsep.join([str(block), os.environ.get("PYTHONPATH", "")])
    done = run("process", phone, "-o", folder, "--jobs", 2, PYTHONPATH=path)
    assert done.returncode == 0, done.stderr.decode()
    return folder


def test_a_case_is_made_without_what_only_posix_has(case):
    assert {path.name for path in case.iterdir()} >= {"case.db", "audit.jsonl", "manifest.json", "report"}
    assert run("verify", case).returncode == 0


@pytest.mark.parametrize("encoding", ["cp1252:strict", "ascii:strict", "cp932:strict"])
def test_what_is_printed_is_utf8_whatever_the_machine_speaks(case, encoding):
    done = run("timeline", case, PYTHONIOENCODING=encoding)
    assert done.returncode == 0, done.stderr.decode()
    text = done.stdout.decode("utf-8")
    assert [word for word in ("plain", "пора", "مرحبا", "😀", "日本") if word not in text] == []


def test_files_are_utf8_with_plain_line_ends(case):
    for name in ("audit.jsonl", "manifest.json"):
        content = (case / name).read_bytes()
        content.decode("utf-8")
        assert b"\r" not in content


RESERVED = {"con", "prn", "aux", "nul", *(f"com{n}" for n in range(10)), *(f"lpt{n}" for n in range(10))}


def test_every_name_in_a_case_can_be_on_any_platform(case):
    names = [path.name for path in case.rglob("*")]
    assert [name for name in names if set(name) & set('<>:"/\\|?*') or name.endswith((" ", "."))] == []
    assert [name for name in names if name.partition(".")[0].lower() in RESERVED] == []
    folded = [str(path.relative_to(case)).casefold() for path in case.rglob("*")]
    assert len(folded) == len(set(folded))


def test_a_fault_of_phonefx_itself_is_one_line(tmp_path):
    (tmp_path / "sitecustomize.py").write_text(
        "import phonefx.cli.main as main, phonefx.cli.verify as verify\n"
        "def broken(*_, **__): raise KeyError('what a message said')\n"
        "verify.command.callback = broken\n",
        encoding="utf-8",
    )
    path = os.pathsep.join([str(tmp_path), os.environ.get("PYTHONPATH", "")])
    done = run("verify", tmp_path, PYTHONPATH=path)
    assert done.returncode == 1
    assert done.stderr.count(b"\n") == 1
    assert b"KeyError" in done.stderr
    assert b"what a message said" not in done.stderr
    assert b"what a message said" in run("verify", tmp_path, PYTHONPATH=path, PHONEFX_DEBUG="1").stderr
