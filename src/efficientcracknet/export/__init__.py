"""The network's ONNX file as the files that other programs run."""
