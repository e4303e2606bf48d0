"""The light road: pictures in, probability maps out, by ONNX Runtime."""
