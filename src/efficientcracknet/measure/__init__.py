"""What the cracks of a mask measure: length, width, direction; in pixels, and in mm where a scale is given."""
