"""What people touch: command line and reports. No rules of the field live here."""
