"""A lab's own ratings: how well a model that is learned from them follows them, and the model."""
