"""The network, as the figure of the paper shows it. Needs the extra [train]."""
