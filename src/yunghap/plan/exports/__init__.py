"""An edition written out, and read back: no Django here, only values in and bytes out."""
