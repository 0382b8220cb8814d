"""The record as a publication: tables with keys, codebook, bibliography, citation, in a folder that an archive can take."""
