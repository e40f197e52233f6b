"""The decoders can be used by others: they need nothing of phonefx but each other and the errors."""

from __future__ import annotations

import ast
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

SRC = Path(__file__).resolve().parents[2] / "src" / "phonefx"
MODULES = sorted((SRC / "formats").rglob("*.py"))
ARCHIVE = (
    b"\x04\x0bstreamtyped\x81\xe8\x03\x84\x01@\x84\x84\x84\x12NSAttributedString\x00\x84\x84\x08NSObject\x00\x85\x92"
    b"\x84\x84\x84\x08NSString\x01\x94\x84\x01+\x05Hello\x86"
)
ALONE = """
import sys
from phonefx.formats import plists, segb, typedstream
from phonefx.formats.plists import keyed
assert typedstream.text(bytes.fromhex(sys.argv[1])) == "Hello"
listed = plists.loads(b'<?xml version="1.0"?><plist><dict><key>a</key><integer>7</integer></dict></plist>')
assert listed == {"a": 7} and not keyed.is_keyed(listed)
assert callable(segb.open_segb)
print(",".join(sorted(name for name in sys.modules if name.split(".")[0] == "phonefx" and "formats" not in name)))
"""


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(SRC)))
def test_a_decoder_imports_nothing_of_phonefx_but_decoders_and_errors(path: Path):
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        listed = [f"{node.module}.{each.name}" for each in node.names] if isinstance(node, ast.ImportFrom) else []
        listed += [each.name for each in node.names] if isinstance(node, ast.Import) else []
        for name in listed:
            if name.split(".")[0] == "phonefx":
                assert name.startswith(("phonefx.errors", "phonefx.formats")), f"{path.name}:{node.lineno}"


def test_they_work_where_nothing_else_of_phonefx_is(tmp_path: Path):
    package = tmp_path / "phonefx"
    package.mkdir()
    (package / "__init__.py").write_text("")
    shutil.copy(SRC / "errors.py", package)
    shutil.copytree(SRC / "formats", package / "formats")
    run = [sys.executable, "-I", "-c", f"import sys; sys.path.insert(0, {str(tmp_path)!r})\n{ALONE}", ARCHIVE.hex()]
    done = subprocess.run(run, capture_output=True, text=True, check=False)
    assert done.stderr == ""
    assert done.stdout.strip() == "phonefx,phonefx.errors"
