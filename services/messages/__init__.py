"""Messages to people: by which way they reached them."""
