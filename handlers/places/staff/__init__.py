"""Staff keep the map of services true."""
