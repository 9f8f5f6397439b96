"""What no channel took in time: the list of the office, for telephone and doors."""
