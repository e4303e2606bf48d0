"""A document as one self-contained HTML file, and that file as PDF."""

from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined, Template

from efficientcracknet.core.errors import MissingExtraError
from efficientcracknet.report.document import ReportDocument
from efficientcracknet.report.map import HEIGHT, WIDTH
from efficientcracknet.report.view import build_view
from efficientcracknet.runtime.decoding import quiet_pillow
from efficientcracknet.runtime.files import replace_file


def write_html(document: ReportDocument, path: Path) -> None:
    """Write the report; it asks no network for anything.

    Parameters
    ----------
    document
        What it says; the annotated pictures it names are read one by one.
    path
        Replaced if there.
    """
    view = build_view(document)
    with replace_file(path) as part, part.open("w", encoding="utf-8", errors="backslashreplace", newline="\n") as file:
        for piece in open_template("report.html.j2").generate(view, map_size=(WIDTH, HEIGHT)):
            file.write(piece)


def write_pdf(html: Path, path: Path) -> None:
    """Print a report to PDF by WeasyPrint.

    Parameters
    ----------
    html
        As written by `write_html`.
    path
        Replaced if there.
    """
    weasyprint = require_weasyprint()
    offline = weasyprint.urls.URLFetcher(allowed_protocols={"data"})
    page = weasyprint.HTML(string=html.read_text(encoding="utf-8"), url_fetcher=offline)
    with replace_file(path) as part:
        page.write_pdf(str(part))


def require_weasyprint() -> Any:
    """Return the module that prints to PDF, or say what to install.

    Returns
    -------
    Any
        WeasyPrint.

    Raises
    ------
    MissingExtraError
        If it, or the Pango library that it needs, is not installed.
    """
    try:
        with quiet_pillow():  # for the whole process, it has Pillow fill up files that end too early: not beyond this
            import weasyprint
    except (ImportError, OSError) as error:  # OSError: the package is there, Pango is not
        raise MissingExtraError.of("--pdf (WeasyPrint and the Pango library)", "pdf") from error
    return weasyprint


@cache
def open_template(name: str) -> Template:
    """Return a template of this package.

    Parameters
    ----------
    name
        Of the file in ``templates``.

    Returns
    -------
    Template
        Escapes all text; a name that is not given to it is an error.
    """
    environment = Environment(
        loader=PackageLoader("efficientcracknet.report"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return environment.get_template(name)
