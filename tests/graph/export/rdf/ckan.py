"""CKAN's own parser of DCAT (ckanext-dcat), as a portal runs it.

CKAN pins its dependencies, so it lives in an environment of its own in the user's cache, made once (about 20 seconds).
"""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any

from tests.venvs import python_with

# Of what CKAN requires, what its parser imports; psycopg2's binary form needs no compiler.
PACKAGES = (
    "ckan==2.12.0", "ckanext-dcat==2.4.4", "ckantoolkit==0.0.7", "geomet==1.1.0", "alembic==1.18.5", "babel==2.18.0",
    "blinker==1.9.0", "croniter==6.2.3", "dominate==2.9.1", "feedgen==1.0.0", "file-keeper==0.2.6", "flask==3.1.3",
    "flask-babel==4.0.0", "flask-login==0.6.3", "flask-session==0.8.0", "flask-wtf==1.3.0", "jinja2==3.1.6",
    "markdown==3.10.2", "nh3==0.3.6", "passlib==1.7.4", "polib==1.2.0", "psycopg2-binary==2.9.12", "pyjwt==2.13.0",
    "pysolr==3.11.0", "python-dateutil==2.9.0.post0", "python-magic==0.4.27", "pytz==2026.2", "pyyaml==6.0.3",
    "redis==8.0.1", "requests==2.34.2", "rq==2.10.0", "simplejson==4.1.1", "sqlalchemy==2.0.51", "tzlocal==5.4.4",
    "webassets==3.0.0", "wtforms==3.2.2", "zope-interface==8.5", "packaging", "pglast",
)  # fmt: skip
PARSE = """
import json, sys
from ckanext.dcat.processors import RDFParser
parser = RDFParser(profiles=["euro_dcat_ap_3"])
parser.parse(open(sys.argv[1], encoding="utf-8").read(), _format="turtle")
print("\\n" + json.dumps(list(parser.datasets())))
"""


def ckan_dataset(record: Path) -> dict[str, Any]:
    """The one data set that CKAN makes of a record in Turtle, its ``extras`` as keys of their own."""
    command = [str(python_with("ckan", PACKAGES)), "-W", "ignore", "-c", PARSE, str(record)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=300, check=True)
    (dataset,) = json.loads(done.stdout.strip().splitlines()[-1])
    return {**dataset, **{extra["key"]: extra["value"] for extra in dataset["extras"]}}
