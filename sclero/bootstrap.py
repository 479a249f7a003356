"""First thing to run on a bare machine: makes .venv, installs what the lock names, hands over. Plain Python only.

`python3 sclero/bootstrap.py run` serves the demo; `… develop` installs what the checks need as well.
"""

import hashlib
import importlib.util
import os
import socket
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
OLDEST, TOO_NEW = (3, 11), (3, 15)
ACTIVITIES = ("run", "develop")
DEMO = {"SCLERO_DEMO": "1", "SCLERO_OPEN_READING": "1"}


def main(arguments):
    """Do one of ACTIVITIES; every failure is one sentence and exit code 1."""
    if len(arguments) != 1 or arguments[0] not in ACTIVITIES:
        sys.exit(f"Say one of: {', '.join(ACTIVITIES)}.")
    check_python(sys.version_info[:2])
    if arguments[0] == "run":
        check_port(os.environ.get("PORT", "").strip() or "8000")
        prepare("requirements.txt")
        serve()
    else:
        prepare("requirements-dev.txt")


def check_python(version):
    """Stop unless this Python is one the requirements are resolved for."""
    if not OLDEST <= version < TOO_NEW:
        stop(
            f"Sclero needs Python 3.11 to 3.14, and this is {version[0]}.{version[1]}: "
            "install one of them and run `make PYTHON=python3.12 run` with its name."
        )


def check_port(port):
    """Stop when PORT is not a port or something listens there already; asked before the slow work."""
    if not (port.isascii() and port.isdigit() and 1 <= int(port) <= 65535):
        stop(f"PORT must be a number from 1 to 65535, not {port!r}.")
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", int(port)))
        except PermissionError:
            stop(f"PORT {port} is kept for the system: choose one above 1023, such as `PORT=8001 make run`.")
        except OSError:
            stop(f"PORT {port} is in use by another program: choose another one, such as `PORT=8001 make run`.")


def prepare(requirements):
    """Make .venv and install `requirements` by hash, unless the stamp says that was done with this very file."""
    wanted = ROOT / requirements
    stamp = VENV / f"{wanted.stem}.sha256"
    fingerprint = hashlib.sha256(wanted.read_bytes()).hexdigest()
    if PYTHON.exists() and stamp.exists() and stamp.read_text() == fingerprint:
        return
    if not is_usable(PYTHON):
        make_venv()
    say(f"Installing {requirements} (the first time takes a minute or two) …")
    command = [
        PYTHON,
        "-m",
        "pip",
        "install",
        "-qq",
        "--disable-pip-version-check",
        "--require-hashes",
        "-r",
        wanted,
    ]
    if subprocess.call([str(part) for part in command]):
        stop(f"pip could not install {requirements}: its last lines above say why; mend that and run this again.")
    stamp.write_text(fingerprint)


def is_usable(python):
    """Tell whether `python` is there, starts, and has pip."""
    if not python.exists():
        return False
    silent = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    return subprocess.call([str(python), "-m", "pip", "--version"], **silent) == 0


def make_venv():
    """Make .venv anew with this Python."""
    if not (importlib.util.find_spec("venv") and importlib.util.find_spec("ensurepip")):
        stop("This Python cannot make environments: run `sudo apt install python3-venv` and try again.")
    say(f"Making {VENV.name} …")
    if subprocess.call([sys.executable, "-m", "venv", "--clear", str(VENV)]):
        stop("Making .venv failed: if the lines above speak of ensurepip, run `sudo apt install python3-venv`.")


def serve():
    """Become the demo server."""
    os.chdir(ROOT)
    sys.stdout.flush()
    os.execve(PYTHON, [str(PYTHON), "manage.py", "serve_demo"], {**os.environ, **DEMO})  # noqa: S606


def say(line):
    """Tell the person at the keyboard."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def stop(sentence):
    """Leave with one sentence and exit code 1."""
    sys.exit(f"Sclero cannot start: {sentence}")


if __name__ == "__main__":
    main(sys.argv[1:])
