"""Frozen, strict shapes: what a document may say, and nothing else."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, StringConstraints

Key = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(?:-{1,2}[a-z0-9]+)*$", max_length=100)]
"""A stable name: lower-case words joined by hyphens; links, citations and walks point at it."""

Line = Annotated[str, StringConstraints(min_length=1, strip_whitespace=True)]
"""Text that has to be there."""


class Strict(BaseModel):
    """A frozen record that refuses unknown keys."""

    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)
