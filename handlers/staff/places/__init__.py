"""What staff do so that the map of services stays true: check reports, confirm old entries."""
