"""Who somebody is: welcome, consent, home, settings, their data."""
