"""Runs the benchmarks one after another, each in a process of its own: ``python -m benchmarks [NAME…]``."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path


def main() -> int:
    """Runs the named benchmarks, or all; 1 when one failed."""
    folder = Path(__file__).parent
    files = [*folder.glob("*.py"), *(path.parent for path in folder.glob("*/__main__.py"))]
    known = sorted(path.stem for path in files if not path.stem.startswith("_"))
    names = sys.argv[1:] or known
    for name in names:
        if name not in known:
            print(f"no benchmark {name}; there are {', '.join(known)}", file=sys.stderr)
            return 2
    failed = False
    for name in names:
        print(f"== {name}", flush=True)
        failed |= subprocess.run([sys.executable, "-m", f"benchmarks.{name}"], check=False).returncode != 0
    return int(failed)


if __name__ == "__main__":
    sys.exit(main())
