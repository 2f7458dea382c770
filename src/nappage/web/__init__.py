"""The clinic door: one folder per screen. A view gets, asks an action, shows what rendering made. None decides."""
