"""The parts of the command line that do more than start something."""
