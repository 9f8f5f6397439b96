"""The running program: settings, wiring, intake, sender, channels, web, sandbox, command line."""
