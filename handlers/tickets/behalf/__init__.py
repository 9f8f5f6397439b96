"""代办: filing for somebody who can't, what that person says to it, whom the office rings."""
