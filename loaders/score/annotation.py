"""A file of annotations, read by the form of its kind."""

from __future__ import annotations

from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel, ValidationError

from graph.errors import SourceError

_MOST_BYTES = 20_000_000
Form = TypeVar("Form", bound=BaseModel)


def read_annotation(path: Path, form: type[Form], called: str, hint: str = "") -> Form:
    """What ``path`` holds; ``called`` is what such a file is, ``hint`` follows what is told of a fault in the form.

    Raises SourceError where the file cannot be read or is too large, and with the place of the first fault.
    """
    try:
        if path.stat().st_size > _MOST_BYTES:
            raise SourceError(f"{path}: larger than {_MOST_BYTES} bytes; no {called} is")
        return form.model_validate_json(path.read_bytes())
    except OSError as error:
        raise SourceError(f"{path}: {error.strerror or error}") from None
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        where = "/".join(str(step) for step in first["loc"]) or "the file"
        raise SourceError(f"{path}: {where}: {first['msg']}{hint}") from None
