"""Environments of their own for converters that are large, or want other versions than this package.

One is a folder in the user's cache, made by pip with exact versions: those that are asked for stand in
``environments/NAME.txt``, those that come with them in ``environments/NAME-with.txt``. Its name ends in a checksum of
both, so that another version of this package makes another one and touches none that is there.
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from importlib.resources import files
from pathlib import Path

from efficientcracknet.core.errors import MissingExtraError, OutputError, SettingsError, list_nearest_first

VARIABLE = "EFFICIENTCRACKNET_ENVIRONMENTS"
"""Environment variable that names another folder than the cache."""

PNNX = "pnnx==20261020"
"""Installed alone: it asks for torch, and is a program that needs nothing."""

SIZES_MB = {"ncnn": 250, "litert": 2200, "executorch": 1700}
"""About what each takes with torch for the processor; torch's builds for GPUs add 4 GB."""


@dataclass(frozen=True, slots=True)
class Environment:
    """A Python with a converter and its runtime.

    Attributes
    ----------
    name
        Of the target.
    folder
        Where it is, or would be.
    """

    name: str
    folder: Path

    @property
    def python(self) -> Path:
        """Its interpreter."""
        return self.folder / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def locate_environment(name: str) -> Environment:
    """Return where the environment of a target is, or would be.

    Parameters
    ----------
    name
        Of the target.

    Returns
    -------
    Environment
        There or not.

    Raises
    ------
    SettingsError
        If no target of this name has one.
    """
    if name not in SIZES_MB:
        names = list_nearest_first(name, SIZES_MB)
        raise SettingsError(f"environment: `name` must be a target that has one, got {name!r}. Choose from: {names}.")
    asked, with_it = _locate_lists(name)
    checksum = sha256(b"\0".join([PNNX.encode(), asked.read_bytes(), with_it.read_bytes()])).hexdigest()[:8]
    return Environment(name, _find_root() / f"{name}-{checksum}")


def find_environment(name: str, *, make: bool) -> Environment:
    """Return the environment of a target, there.

    Parameters
    ----------
    name
        Of the target.
    make
        Whether it may be made, which fetches from the package index.

    Returns
    -------
    Environment
        Ready to use.

    Raises
    ------
    MissingExtraError
        If it is not there and may not be made.
    """
    environment = locate_environment(name)
    if environment.python.is_file():
        return environment
    commands = list_commands(environment)
    if not make:
        lines = "\n".join(" ".join(f'"{word}"' if " " in word else word for word in words) for words in commands)
        raise MissingExtraError(
            f"export: the converter for {name} must be in an environment of its own, got none at "
            f"'{environment.folder}'. Run the command again with --make-environment, which fetches about "
            f"{SIZES_MB[name]} MB from the package index, or make it yourself:\n{lines}"
        )
    _run(commands, environment)
    return environment


def list_commands(environment: Environment) -> tuple[tuple[str, ...], ...]:
    """Return the commands that make an environment.

    Parameters
    ----------
    environment
        From `locate_environment`.

    Returns
    -------
    tuple[tuple[str, ...], ...]
        Words of each.
    """
    asked, with_it = _locate_lists(environment.name)
    pip = (str(environment.python), "-m", "pip", "--disable-pip-version-check", "install", "--quiet")
    return (
        (sys.executable, "-m", "venv", str(environment.folder)),
        (*pip, "--no-deps", PNNX),
        (*pip, "--requirement", str(asked), "--constraint", str(with_it)),
    )


def _run(commands: Sequence[Sequence[str]], environment: Environment) -> None:
    """Make an environment; what is half made is removed."""
    try:
        for words in commands:
            done = subprocess.run(words, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False)
            if done.returncode:
                said = (done.stdout.strip() or "nothing").splitlines()[-1]
                raise OutputError(
                    f"export: the environment '{environment.folder}' must be makeable, got exit status "
                    f"{done.returncode} and: {said}. The command was: {' '.join(words)}"
                )
    except BaseException:
        shutil.rmtree(environment.folder, ignore_errors=True)
        raise


def _find_root() -> Path:
    if os.environ.get(VARIABLE):
        return Path(os.environ[VARIABLE])
    usual = os.environ.get("LOCALAPPDATA") if os.name == "nt" else os.environ.get("XDG_CACHE_HOME")
    return (Path(usual) if usual else Path.home() / ".cache") / "efficientcracknet" / "environments"


def _locate_lists(name: str) -> tuple[Path, Path]:
    folder = Path(str(files("efficientcracknet") / "export" / "environments"))
    return folder / f"{name}.txt", folder / f"{name}-with.txt"
