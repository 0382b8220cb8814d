"""The laboratory and the teaching site: a folder of plain files that work from a disk, without a server."""
