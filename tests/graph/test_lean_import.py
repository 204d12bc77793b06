"""A library is imported without what it would take with it."""

from __future__ import annotations

import subprocess
import sys

CODE = """\
import sys
import graph.store.neo4j_connection
assert not {"pandas", "numpy", "pyarrow"} & set(sys.modules), "the driver took them with it"
import pandas
assert pandas.DataFrame({"a": [1]})["a"].sum() == 1
"""


def test_the_driver_comes_alone_and_pandas_can_be_imported_afterwards() -> None:
    subprocess.run([sys.executable, "-W", "error", "-c", CODE], check=True, timeout=120)
