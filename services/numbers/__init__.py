"""The numbers: what a community did in a period, counted once for pictures, text and Excel."""
