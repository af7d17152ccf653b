"""How days and months are written in each language; numbers are as Django has them. The names are those that templates use."""
