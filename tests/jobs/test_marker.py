"""Writing the sheet: a PDF at the place named, and nothing else."""

import pytest

from efficientcracknet.core.errors import OutputError
from efficientcracknet.jobs.marker import write_sheet


def test_the_sheet_is_written_where_it_was_asked_for(tmp_path):
    write_sheet(tmp_path / "new" / "sheet.PDF")

    assert (tmp_path / "new" / "sheet.PDF").read_bytes().startswith(b"%PDF-1.")
    assert [path.name for path in (tmp_path / "new").iterdir()] == ["sheet.PDF"]


def test_other_kinds_of_file_are_refused(tmp_path):
    with pytest.raises(OutputError, match=r"`--out` must end in \.pdf, got '.*sheet\.png'"):
        write_sheet(tmp_path / "sheet.png")
