"""What people see, in their languages: gettext catalogues of the simplified Chinese."""
