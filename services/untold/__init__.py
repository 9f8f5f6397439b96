"""What no channel took in time: staff tell it by telephone or at the door."""
