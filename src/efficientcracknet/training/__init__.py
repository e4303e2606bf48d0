"""From pictures and masks to a checkpoint and an ONNX file. Needs the extra [train]."""
