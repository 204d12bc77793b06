"""Very many plans at once, on Spark: read in parallel, united, and written as tables and as files for an import.

Only this package imports pyspark, and only when ``plangraph corpus`` runs. What runs in executors are the loader's and
the graph's own functions; the same documents give the same bytes, however many executors there are and whichever die.
"""
