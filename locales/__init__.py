"""What people see, in their languages: gettext catalogues. The code speaks simplified Chinese."""
