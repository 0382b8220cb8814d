"""A series of the record as documentation and site show it: its table, its picture, and the files to take away.

shown = table_of("grain_collections", Language("en"))     # table.py: rows of figures, and how they are written
picture_of(shown, say)                                     # picture.py: what is drawn where; drawing.py draws it
csv_of(shown, say), json_of(shown, say), bibtex_of(shown)  # files.py
"""
