"""How QGIS draws the rasters, as QML beside them: only what is crack is painted, the map below stays to be seen.

A GeoTIFF's own palette has no transparency, and QGIS takes a ``NAME.qml`` beside ``NAME.tif`` by itself.
"""

from pathlib import Path

from efficientcracknet.geo.cog import CRACK, NO_CRACK, RasterFiles
from efficientcracknet.geo.styles import RANKS
from efficientcracknet.runtime.files import replace_file

_RED, _GREEN, _BLUE = RANKS[-1]
COLOUR = f"#{_RED:02x}{_GREEN:02x}{_BLUE:02x}"

MASK = f"""<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>
<qgis version="3.22.0" styleCategories="Symbology">
  <pipe>
    <rasterrenderer type="paletted" band="1" opacity="1" alphaBand="-1" nodataColor="">
      <colorPalette>
        <paletteEntry value="{NO_CRACK}" color="#000000" alpha="0" label="no crack"/>
        <paletteEntry value="{CRACK}" color="{COLOUR}" alpha="255" label="crack"/>
      </colorPalette>
    </rasterrenderer>
  </pipe>
</qgis>
"""

PROBABILITY = f"""<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>
<qgis version="3.22.0" styleCategories="Symbology">
  <pipe>
    <rasterrenderer type="singlebandpseudocolor" band="1" opacity="1" alphaBand="-1" nodataColor=""
                    classificationMin="0" classificationMax="1">
      <rastershader>
        <colorrampshader colorRampType="INTERPOLATED" classificationMode="1" minimumValue="0" maximumValue="1" clip="0">
          <item value="0.05" color="{COLOUR}" alpha="0" label="0.05"/>
          <item value="0.5" color="{COLOUR}" alpha="160" label="0.5"/>
          <item value="1" color="{COLOUR}" alpha="255" label="1"/>
        </colorrampshader>
      </rastershader>
    </rasterrenderer>
  </pipe>
</qgis>
"""


def list_style_files(files: RasterFiles) -> tuple[Path, Path]:
    """Return where the styles of two rasters lie.

    Parameters
    ----------
    files
        The rasters.

    Returns
    -------
    tuple[Path, Path]
        Of the probability and of the mask.
    """
    return files.probability.with_suffix(".qml"), files.mask.with_suffix(".qml")


def write_raster_styles(files: RasterFiles) -> None:
    """Write the styles beside the rasters.

    Parameters
    ----------
    files
        The rasters, already there. An `OutputError` says what cannot be written.
    """
    for path, style in zip(list_style_files(files), (PROBABILITY, MASK), strict=True):
        with replace_file(path) as part:
            part.write_text(style, encoding="utf-8", newline="\n")
