"""What the network sees in training is what it sees in use."""

import numpy as np
import torch

from efficientcracknet.core.preprocess import TRAINED_PREPROCESSING, to_input
from efficientcracknet.training.inputs import masks_to_tensor, normalise, to_tensor

CPU = torch.device("cpu")


def test_training_and_use_bring_a_picture_to_the_same_numbers() -> None:
    picture = np.random.default_rng(0).integers(0, 256, (5, 7, 3), np.uint8)
    in_training = normalise(to_tensor(picture[None], CPU)).numpy()
    np.testing.assert_allclose(in_training, to_input(picture, TRAINED_PREPROCESSING), atol=1e-6)


def test_masks_become_one_channel_of_zero_and_one() -> None:
    masks = np.array([[[True, False]]])
    assert masks_to_tensor(masks, CPU).tolist() == [[[[1.0, 0.0]]]]
