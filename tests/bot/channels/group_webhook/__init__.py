"""Groups with webhooks."""
