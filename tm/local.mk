# Data that a memory starts from.
