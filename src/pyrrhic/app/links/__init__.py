"""The links of the site: what an address of the laboratory holds, read, run, written."""
