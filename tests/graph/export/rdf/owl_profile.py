"""The OWL API's check of the OWL 2 DL profile, the one that ROBOT runs, in a process of its own: a JVM ends with it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from graph.server.jars import java
from tests.jars import program

CHECK = """
import sys
import jpype
jpype.startJVM(sys.argv[1], "--enable-native-access=ALL-UNNAMED", classpath=sys.argv[3:], convertStrings=True)
manager = jpype.JClass("org.semanticweb.owlapi.apibinding.OWLManager").createOWLOntologyManager()
ontology = manager.loadOntologyFromOntologyDocument(jpype.JClass("java.io.File")(sys.argv[2]))
report = jpype.JClass("org.semanticweb.owlapi.profiles.OWL2DLProfile")().checkOntology(ontology)
print(f"{ontology.getAxiomCount()} axioms")
for violation in report.getViolations():
    print(str(violation).replace("\\n", " "))
"""


def violations(path: Path) -> list[str]:
    """What of the ontology in ``path`` is no OWL 2 DL, a line each."""
    machine = next(java().parent.parent.rglob("libjvm.*"))
    found = [str(jar) for jar in program("OWL API")]
    command = [sys.executable, "-c", CHECK, str(machine), str(path), *found]
    done = subprocess.run(command, capture_output=True, text=True, timeout=300, check=True)
    axioms, *lines = done.stdout.splitlines()
    assert int(axioms.split()[0]) > 500
    return lines
