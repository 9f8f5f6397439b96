"""The desk watches itself: who runs it is told when something is stuck, and when that is over."""
