"""The command line: ``plangraph …``. Results go to standard output, everything else to standard error.

Exit status: 0 done, 1 the input or the store is at fault (one line that says what to do), 2 wrong usage.
"""

from __future__ import annotations

import contextlib
import errno
import os
import sys
import tempfile
from itertools import pairwise

from graph.errors import ArgumentError, PlangraphError

# What the system says of a disk that takes no more.
_FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO, errno.EROFS)


def main() -> None:
    """Runs the command line and ends the process with its exit status."""
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(encoding="utf-8", errors="backslashreplace")  # type: ignore[union-attr] # text streams
    for word, following in pairwise([*sys.argv, ""]):  # help is put together before the words are read
        if word.partition("=")[0] == "--lang":
            os.environ["PLANGRAPH_LANG"] = word.partition("=")[2] or following
    try:
        from api.cli.app import app

        try:
            app()
        finally:
            sys.stdout.flush()  # here, where a fault of it is told, and not as Python ends
    except PlangraphError as error:
        _fail(str(error), 2 if isinstance(error, ArgumentError) else 1)
    except BrokenPipeError:
        # The reader (head, less) has seen enough; Python would otherwise complain again at exit.
        _close_output()
        sys.exit(141)
    except KeyboardInterrupt:
        sys.exit(130)
    except Exception as error:
        if isinstance(error, OSError) and error.errno in _FULL:
            _close_output()
            _fail(_full(error))
        if os.environ.get("PLANGRAPH_DEBUG"):
            raise
        _fail(f"internal error: {type(error).__name__}: {error}; set PLANGRAPH_DEBUG=1 to see where, and report it")


def _full(error: OSError) -> str:
    """What a disk that is full, over its quota or broken stopped, and what to do."""
    # An error of writing, as against one of opening, does not say to what.
    place = str(error.filename or f"what is printed or a temporary file (in {tempfile.gettempdir()})")
    return f"{place}: can't be written: {error.strerror}; free some space, or set TMPDIR to another folder"


def _close_output() -> None:
    """Sends what is still to be printed nowhere."""
    with contextlib.suppress(OSError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def one_line(message: str) -> str:
    """``message`` on one printable line."""
    return "".join(c if c.isprintable() else " " for c in message)


def _fail(message: str, status: int = 1) -> None:
    """One line, whatever the message quotes from a text or a file name."""
    print(f"plangraph: {one_line(message)}", file=sys.stderr)
    sys.exit(status)
