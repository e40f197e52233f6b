"""Fuzz the decoders, guided by coverage: find inputs that raise what they should not, hang, or eat memory.

    python tools/fuzz.py                      every target, one minute each
    python tools/fuzz.py segb --seconds 600   one target for ten minutes

Needs atheris (`pip install atheris`, Linux and macOS). What it finds is written to `.fuzz/TARGET/`; an input that does
harm belongs into `tests/fuzz/corpus/TARGET/` together with the mend, where every run of the tests tries it again.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))
WORST_SECONDS, WORST_MEGABYTES, LONGEST = 10, 2048, 65_536


def main() -> None:
    parser = argparse.ArgumentParser(description="Fuzz the decoders, guided by coverage.")
    parser.add_argument("target", nargs="*", help="which; all where none is named")
    parser.add_argument("--seconds", type=int, default=60, help="time for each (default 60)")
    parser.add_argument("--inside", action="store_true", help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.inside:
        fuzz(given.target[0], given.seconds)
    from tests.fuzz.targets import TARGETS

    failed = []
    for name in given.target or TARGETS:
        command = [sys.executable, __file__, name, "--inside", "--seconds", str(given.seconds)]
        if subprocess.run(command, check=False).returncode != 0:
            failed.append(name)
    sys.exit(f"harmful input found: {', '.join(failed)} (see .fuzz/)" if failed else 0)


def fuzz(name: str, seconds: int) -> None:
    """Fuzz one target in this process, which does not return."""
    import atheris

    with atheris.instrument_imports(include=["phonefx"]):
        from tests.fuzz import targets
    kept, found = targets.CORPUS / name, ROOT / ".fuzz" / name
    for folder in (kept, found):
        folder.mkdir(parents=True, exist_ok=True)
    limits = [f"-timeout={WORST_SECONDS}", f"-rss_limit_mb={WORST_MEGABYTES}", f"-max_len={LONGEST}"]
    atheris.Setup(
        [name, f"-max_total_time={seconds}", *limits, f"-artifact_prefix={found}/harmful-", str(found), str(kept)],
        lambda data: targets.attempt(name, data),
    )
    atheris.Fuzz()


if __name__ == "__main__":
    main()
