"""The processor a figure was measured on, as far as it can be asked without rights or extra packages."""

import platform
import re
import subprocess
from dataclasses import dataclass
from pathlib import Path

from efficientcracknet.runtime.cores import count_cores

_DECORATION = re.compile(r"\((r|tm)\)|@.*|\bcpu\b|\bprocessor\b")


@dataclass(frozen=True, slots=True)
class Processor:
    """What computes.

    Attributes
    ----------
    model
        As its maker calls it.
    cores
        Those that this process may use, virtual ones counted.
    """

    model: str
    cores: int

    @property
    def slug(self) -> str:
        """As part of a file name.

        Examples
        --------
        >>> Processor("Intel(R) Xeon(R) Gold 6230 CPU @ 2.10GHz", 2).slug
        'intel-xeon-gold-6230-2-cores'
        """
        words = re.findall(r"[a-z0-9]+", _DECORATION.sub(" ", self.model.lower()))
        return "-".join([*words, str(self.cores), "core" if self.cores == 1 else "cores"])


def describe_processor() -> Processor:
    """Return the processor that this process runs on.

    Returns
    -------
    Processor
        `model` falls back to the architecture where the system does not tell.
    """
    ask = {"Linux": _ask_linux, "Darwin": _ask_macos}.get(platform.system(), platform.processor)
    return Processor(model=ask() or platform.machine() or "unknown", cores=count_cores())


def parse_cpuinfo(text: str) -> str | None:
    r"""Return the processor's name from the text of Linux's ``/proc/cpuinfo``.

    Parameters
    ----------
    text
        As the kernel writes it.

    Returns
    -------
    str | None
        None where no name stands there, as on many ARM boards.

    Examples
    --------
    >>> parse_cpuinfo("processor : 0\nmodel name\t: AMD EPYC 7763\n")
    'AMD EPYC 7763'
    """
    found = re.search(r"^model name\s*:[ \t]*(\S.*)$", text, flags=re.MULTILINE)
    return found[1].strip() if found else None


def _ask_linux() -> str | None:
    try:
        return parse_cpuinfo(Path("/proc/cpuinfo").read_text(encoding="utf-8"))
    except OSError:
        return None


def _ask_macos() -> str | None:
    question = ["sysctl", "-n", "machdep.cpu.brand_string"]
    try:
        return subprocess.run(question, capture_output=True, check=True, timeout=10, encoding="utf-8").stdout.strip()
    except (OSError, subprocess.SubprocessError):
        return None
