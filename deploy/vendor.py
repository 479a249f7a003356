"""Refresh or check the third-party files that the pages are served with (static/vendor/ and the sprite's lucide half).

    python deploy/vendor.py          fetch the pinned npm packages and write the files, their licences and SHA256SUMS
    python deploy/vendor.py --check  compare the files with SHA256SUMS; needs no network and no package

Fetching needs `npm` and the `fonttools` and `brotli` of requirements-dev.txt.
"""

import argparse
import hashlib
import re
import subprocess
import sys
import tarfile
import tempfile
from io import BytesIO
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENDOR = ROOT / "static" / "vendor"
SPRITE = ROOT / "static" / "icons.svg"
SUMS = "SHA256SUMS"

# Package: (version, {path in the package: path under static/vendor}).
PACKAGES = {
    "htmx.org": ("2.0.11", {"dist/htmx.min.js": "htmx.org/htmx.min.js", "LICENSE": "htmx.org/LICENSE"}),
    "bootstrap": (
        "5.3.9",
        {"dist/css/bootstrap.min.css": "bootstrap/bootstrap.min.css", "LICENSE": "bootstrap/LICENSE"},
    ),
    "lucide-static": ("1.62.0", {"LICENSE": "lucide-static/LICENSE"}),
    "source-sans": ("3.52.0", {"LICENSE.md": "source-sans/LICENSE.md"}),
    "source-serif": ("4.5.1", {"LICENSE.md": "source-serif/LICENSE.md"}),
}

# The licence reserves the name "Source" for unchanged fonts, so our cut-down files carry another name.
# Package: (variable font in the package, file we write, its family name, axes fixed to one value).
FONTS = {
    "source-sans": ("VF/SourceSans3VF-Upright.ttf", "source-sans/sclero-sans.woff2", "Sclero Sans", {}),
    "source-serif": (
        "VAR/SourceSerif4Variable-Roman.ttf",
        "source-serif/sclero-serif.woff2",
        "Sclero Serif",
        {"opsz": 20},
    ),
}
WEIGHTS = (400, 400, 600)  # lowest, default, highest
FEATURES = ["ccmp", "kern", "liga", "lnum", "locl", "pnum", "tnum"]
LETTERS = [
    *range(0x20, 0x7F),  # Basic Latin
    *range(0xA0, 0x180),  # Latin-1 and Latin Extended-A
    *range(0x384, 0x3CF),  # Greek
    *map(ord, "−≥≤×≈≠∞–—‘’“”…·•†‡→←↑↓✓′″²³€™\u2009\u202f"),
]

# Symbol in the sprite: lucide icon. A symbol named by meaning may be pasted together with a key of the content.
ICONS = {
    **{
        name: name
        for name in (
            "arrow-left arrow-right ban book-open building-2 check chevron-down chevron-right circle-alert clock "
            "external-link eye file-text flag git-branch git-compare history info languages list lock log-in log-out "
            "map menu minus move-right pencil play plus printer quote rotate-ccw route search sun-moon triangle-alert "
            "user users x"
        ).split()
    },
    "circle-help": "circle-question-mark",
    "kind-start": "play",
    "kind-urgent": "siren",
    "kind-support": "life-buoy",
    "kind-gate": "list-checks",
    "kind-assess": "stethoscope",
    "kind-decision": "split",
    "kind-equipoise": "scale",
    "kind-therapy": "pill",
    "kind-trial": "flask-conical",
    "kind-refer": "send",
    "kind-monitor": "eye",
    "kind-outcome": "flag",
    "organ-overall": "user",
    "organ-lung-ild": "wind",
    "organ-skin": "hand",
    "organ-pah": "gauge",
    "organ-raynaud-digital-ulcers": "droplets",
    "organ-gi": "activity",
    "organ-renal": "shield",
    "organ-cardiac": "heart",
    "organ-msk": "bone",
    "state-settled": "check",
    "state-not-settled": "x",
    "state-not-known": "circle-question-mark",
    "notice-overdue": "clock",
    "notice-retraction": "ban",
    "notice-correction": "pencil",
    "notice-safety": "triangle-alert",
    "notice-withdrawal": "ban",
    "notice-note": "building-2",
    "notice-availability": "building-2",
}
LUCIDE_PART = re.compile(r"(<!-- lucide -->\n).*?(<!-- our own -->\n)", re.DOTALL)
SYMBOL = (
    '<symbol id="{name}" viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="1.75" '
    'stroke-linecap="round" stroke-linejoin="round">{drawing}</symbol>\n'
)


def main() -> int:
    """Do what the command line asks; the answer is the exit status."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--check", action="store_true", help="compare with SHA256SUMS and change nothing")
    if not parser.parse_args().check:
        refresh()
    faults = check(VENDOR)
    for fault in faults:
        print(fault, file=sys.stderr)
    return 1 if faults else 0


def check(folder: Path) -> list[str]:
    """Return a sentence for every file of `folder` that is unlisted, altered or missing; none when all is well."""
    try:
        lines = (folder / SUMS).read_text(encoding="utf-8").splitlines()
    except FileNotFoundError:
        return [f"{SUMS} is missing: run deploy/vendor.py."]
    listed = {name: digest for digest, name in (line.split("  ", 1) for line in lines)}
    found = sums(folder)
    return [
        *(f"{name} is not listed in {SUMS}." for name in sorted(found.keys() - listed.keys())),
        *(f"{name} is listed in {SUMS} and missing." for name in sorted(listed.keys() - found.keys())),
        *(f"{name} was altered." for name in sorted(found.keys() & listed.keys()) if found[name] != listed[name]),
    ]


def sums(folder: Path) -> dict[str, str]:
    """Return the SHA-256 of every file under `folder` but the list itself, by its path from there."""
    files = (path for path in folder.rglob("*") if path.is_file() and path != folder / SUMS)
    return {path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


def refresh() -> None:
    """Fetch every package and write its files anew. Raises CalledProcessError when npm cannot fetch one."""
    with tempfile.TemporaryDirectory() as scratch:
        for name, (version, wanted) in PACKAGES.items():
            package = fetch(name, version, Path(scratch))
            for source, target in wanted.items():
                write(VENDOR / target, without_source_map((package / source).read_bytes()))
            if name in FONTS:
                source, target, family, fixed = FONTS[name]
                write(VENDOR / target, cut_font(package / source, family, fixed))
            if name == "lucide-static":
                write(SPRITE, with_lucide(SPRITE.read_text(encoding="utf-8"), package / "icons").encode())
    lines = (f"{digest}  {name}\n" for name, digest in sorted(sums(VENDOR).items()))
    write(VENDOR / SUMS, "".join(lines).encode())


def fetch(name: str, version: str, scratch: Path) -> Path:
    """Download one package with npm, which checks its integrity, and return the folder it was unpacked to."""
    place = scratch / name
    place.mkdir()
    subprocess.run(["npm", "pack", "--silent", f"{name}@{version}"], cwd=place, check=True, stdout=subprocess.DEVNULL)
    with tarfile.open(next(place.glob("*.tgz"))) as archive:
        archive.extractall(place, filter="data")
    return place / "package"


def write(path: Path, content: bytes) -> None:
    """Write a file, making its folder when needed."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)


def without_source_map(content: bytes) -> bytes:
    """Drop the pointer to a source map, which we do not ship: hashing the static files would stop at it."""
    return re.sub(rb"\n?/[/*]# sourceMappingURL=[^\n]*", b"", content)


def with_lucide(sprite: str, icons: Path) -> str:
    """Return the sprite with its lucide half drawn anew; our own half stays."""
    symbols = (SYMBOL.format(name=name, drawing=drawing(icons / f"{icon}.svg")) for name, icon in ICONS.items())
    return LUCIDE_PART.sub(lambda found: found[1] + "".join(symbols) + found[2], sprite)


def drawing(file: Path) -> str:
    """Return what stands inside the `<svg>` of a lucide icon, on one line."""
    inside = re.search(r"<svg[^>]*>(.*)</svg>", file.read_text(encoding="utf-8"), re.DOTALL)[1]
    return re.sub(r"\s*\n\s*", "", inside).replace(" />", "/>")


def cut_font(file: Path, family: str, fixed: dict[str, int]) -> bytes:
    """Return a woff2 of `file` with our letters and weights only, under the name `family`.

    `fixed`: axis to the one value kept. Raises ValueError when one of our signs has no drawing.
    """
    # Imported here so that --check runs where these packages are not installed.
    from fontTools.subset import Options, Subsetter
    from fontTools.ttLib import TTFont
    from fontTools.varLib.instancer import instantiateVariableFont

    font = TTFont(file, recalcTimestamp=False)
    missing = set("−≥≤×β→✓") - {chr(sign) for sign in font.getBestCmap()}
    if missing:
        raise ValueError(f"{file.name} has no {' '.join(sorted(missing))}")
    options = Options(layout_features=FEATURES, hinting=False, notdef_outline=True, name_IDs=[0, 1, 2, 3, 4, 6, 13, 14])
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=LETTERS)
    subsetter.subset(font)
    font = instantiateVariableFont(font, {**fixed, "wght": WEIGHTS})
    rename(font, family)
    font.flavor = "woff2"
    content = BytesIO()
    font.save(content)
    return content.getvalue()


def rename(font, family: str) -> None:
    """Give the font our own name wherever its old one stands, except in its copyright and licence."""
    licence = {0, 13, 14}
    for record in font["name"].names:
        if record.nameID not in licence:
            own = family if " " in str(record) else family.replace(" ", "")
            record.string = re.sub(r"Source ?(Sans|Serif) ?[34]?( ?VF| ?Variable)?", own, str(record))


if __name__ == "__main__":
    sys.exit(main())
