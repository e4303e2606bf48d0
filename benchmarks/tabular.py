"""What tables are made from and of."""

from collections.abc import Mapping
from typing import Any

Record = Mapping[str, Any]
"""As `efficientcracknet.evaluation.records.read_record` reads it."""

Row = tuple[str, ...]
Rows = list[Row]
Table = tuple[Row, Rows]
"""Headings and rows."""
