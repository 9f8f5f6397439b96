"""问需于民: residents say what they need and second each other; staff match needs and offers."""
