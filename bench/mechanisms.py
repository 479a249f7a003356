"""What an answer of the mechanism map costs in CPU, for any selection of therapies.

    .venv/bin/python -m bench.mechanisms

The starter content is published in a home of its own; one process then asks for selections through all of Django, with
SQLite, and the processor's own time of each answer is taken. Printed as a Markdown table.
"""

import argparse
import shutil
import subprocess
import tempfile
from pathlib import Path

from bench.servers import PYTHON, ROOT, settings_of


def run(environment, *command):
    """Run one of our programs in that environment; return what it said."""
    done = subprocess.run([PYTHON, *command], cwd=ROOT, env=environment, check=True, capture_output=True, text=True)
    return done.stdout.strip()


def main():
    """Prepare a home, measure in it, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--selections", type=int, default=400)
    options = parser.parse_args()
    home = Path(tempfile.mkdtemp(prefix="sclero-bench-"))
    environment = settings_of(home / "map", "") | {"SCLERO_OPEN_READING": "1"}
    try:
        for command in (["migrate", "-v0"], ["collectstatic", "--noinput", "-v0"]):
            run(environment, "manage.py", *command)
        run(environment, "manage.py", "load_content", "fixtures/starter", "--publish")
        print(run(environment, "bench/ask_mechanisms.py", str(options.selections)))
    finally:
        shutil.rmtree(home)


if __name__ == "__main__":
    main()
