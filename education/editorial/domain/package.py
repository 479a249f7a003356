"""What a content package says of itself."""

from typing import Annotated

from pydantic import Field, StringConstraints

from education.core.domain.strict import Key, Line, Strict


class Manifest(Strict):
    """manifest.yaml: which package this is, and which kinds it brings."""

    name: Key
    title: Line
    language: Annotated[str, StringConstraints(pattern=r"^[a-z]{2}(-[A-Za-z]+)?$")]
    licence: Line
    version: int = Field(ge=1)
    kinds: tuple[Key, ...]


class AllowedFigure(Strict):
    """A figure that the number audit lets pass at one place, with the reason."""

    place: Line
    figure: Line
    reason: Line


class AllowedFigures(Strict):
    """audit-exceptions.yaml."""

    exceptions: tuple[AllowedFigure, ...] = ()
