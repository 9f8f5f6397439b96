"""The running program: settings, wiring, intake, sender, channels, web application, sandbox."""
