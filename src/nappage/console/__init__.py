"""The command line: reads a case, asks the engine once, shows what rendering made."""
