"""The config of a call becomes its keyword arguments."""
